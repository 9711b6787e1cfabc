"""Names: actors and experts occur in an article, spelled as there, and speakers stand near their words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from briefing.evidence.articles import citations, wording_of
from briefing.matching.wording import words
from briefing.model.article import Citation
from briefing.model.brief import Brief
from briefing.model.rule import Finding
from briefing.model.summary import Actor, ExpertView, Path

_TITLES = "mr mrs ms dr prof professor sir dame lord lady president prime minister king queen prince princess general"
_RANKS = "gen admiral adm colonel col major maj captain capt lieutenant lt sergeant sgt chancellor senator sen"
_OFFICES = "representative rep ambassador judge justice secretary director chairman chairwoman chair"
_ABROAD = "m mm mme mlle monsieur madame me herr frau señor señora signor don doña ministre président présidente"
_HONORIFICS = frozenset(f"{_TITLES} {_RANKS} {_OFFICES} {_ABROAD}".split())
_SMALL_WORDS = "the a an of and for in le la les l' de du des d' et der die das von van el los y"
_PARTICLES = frozenset(_SMALL_WORDS.split())
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "þ": "th", "ə": "e"})
_OWNERSHIP = re.compile(r"['’]s$", re.IGNORECASE)
_SIMILAR = 0.8
_TIED = re.compile("[\u0600-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ALIKE = 0.85
_SPEAKER_REACH = 1


def speakers_stand_near(brief: Brief) -> Iterator[Finding]:
    """The name of an expert stands in a paragraph that their quotation cites, or in one next to it."""
    for path, item in brief.summary.items():
        if isinstance(item, ExpertView):
            for index, quote in enumerate(item.quotes):
                cited = tuple(citations(brief, quote if quote.cites else item))
                if cited and not _named_near(brief, item.expert.default, cited):
                    where = ", ".join(str(cite) for cite in cited)
                    message = f"“{item.expert.default}” is named neither in {where} nor next to it"
                    yield Finding(
                        (*path, "quotes", index), message, "See who speaks there, and correct the name or the citation."
                    )


def _named_near(brief: Brief, name: str, cited: Iterable[Citation]) -> bool:
    names = {_plain(word) for word in _telling_words(name)}
    for cite in cited:
        paragraphs = brief.articles[cite.key].paragraphs
        near = paragraphs[max(0, cite.first - 1 - _SPEAKER_REACH) : cite.last + _SPEAKER_REACH]
        if any(names & {_plain(word) for word in words(block.text)} or _inside(name, block.text) for block in near):
            return True
    return False


def _inside(name: str, text: str) -> bool:
    """Whether a name of a script that ties particles to it, or writes no spaces, stands inside a word."""
    if name.isascii():
        return False
    name, text = (unicodedata.normalize("NFC", one) for one in (name, text))
    return _TIED.search(name) is not None and name in text


def names_stand_in_an_article(brief: Brief) -> Iterator[Finding]:
    """The names of actors and experts occur in an article."""
    for path, name in _names(brief):
        if not _occurs(brief, name) and _spelled_there(brief, name) is None:
            hint = "Write the name that the article uses, or see whether it is somebody else."
            yield Finding(path, f"“{name}” occurs in no article", hint)


def names_are_spelled_as_in_the_article(brief: Brief) -> Iterator[Finding]:
    """The names of actors and experts are spelled as in the article."""
    for path, name in _names(brief):
        there = None if _occurs(brief, name) else _spelled_there(brief, name)
        if there:
            hint = f"Write “{there}”, or see whether it is somebody else."
            yield Finding(path, f"the article does not have “{name}”, and comes nearest to it with “{there}”", hint)


def _names(brief: Brief) -> Iterator[tuple[Path, str]]:
    for path, item in brief.summary.items():
        if isinstance(item, Actor):
            yield (*path, "name"), item.name.default
        elif isinstance(item, ExpertView):
            yield (*path, "expert"), item.expert.default


def _name_words(name: str) -> list[str]:
    """The words of a name without titles and a leading article."""
    found = [_owner(word) for word in words(name)]
    kept = [word for word in found if word.casefold() not in _HONORIFICS]
    while len(kept) > 1 and kept[0].casefold() in _PARTICLES:
        kept = kept[1:]
    return kept or found


def _telling_words(name: str) -> list[str]:
    """The words of a name by which somebody is known: no initials, no “of”."""
    found = _name_words(name)
    return [word for word in found if len(word) > 1 and word.casefold() not in _PARTICLES] or found


def _owner(word: str) -> str:
    """The name in “Estonia's”."""
    return _OWNERSHIP.sub("", word)


def _plain(word: str) -> str:
    """A word without case, accents and possessive, for names that are written in several ways."""
    letters = unicodedata.normalize("NFD", _owner(word).casefold().translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _occurs(brief: Brief, name: str) -> bool:
    """Whether a name occurs whole, without titles; “Estonia” occurs in “Estonia's”."""
    wanted = " ".join(_name_words(name)).replace("' ", "'")  # of N’Diaye the N’ is a word of its own
    return any(
        wording_of(article).find(wanted)
        or wording_of(article).find(f"{wanted}'s")
        or any(_inside(name, block.text) for block in article.paragraphs)
        for article in brief.articles.values()
    )


def _spelled_there(brief: Brief, name: str) -> str | None:
    """The nearest spelling in an article: the same but for accents, order, initials, a few letters, or in part."""
    wanted = [_plain(word) for word in _name_words(name)]
    if not wanted:
        return None
    there = _written(brief, len(wanted))
    full = [word for word in wanted if len(word) > 1]
    return (
        there.get(tuple(wanted))
        or next((text for run, text in there.items() if sorted(run) == sorted(wanted)), None)
        or next((text for run, text in there.items() if _may_be_short(wanted, run)), None)
        or (_written(brief, len(full)).get(tuple(full)) if 1 < len(full) < len(wanted) else None)
        or _with_initials(brief, wanted)
        or _with_other_letters(wanted, there)
        or _in_part(brief, name)
    )


def _written(brief: Brief, length: int) -> dict[tuple[str, ...], str]:
    """The runs of so many words that may be a name, plain, and how each is written where it comes first."""
    written: dict[tuple[str, ...], str] = {}
    for article in brief.articles.values():
        for run, text in wording_of(article).names(length):
            written.setdefault(tuple(_plain(word) for word in run), _OWNERSHIP.sub("", text))
    return written


def _may_be_short(wanted: Sequence[str], run: Sequence[str]) -> bool:
    """Whether one name has initials where the other has names: J. Tamm, Jaan Tamm."""
    pairs = list(zip(wanted, run, strict=True))
    alike = all(one == two or (1 in {len(one), len(two)} and one[:1] == two[:1]) for one, two in pairs)
    return alike and any(one == two and len(one) > 1 for one, two in pairs)


def _with_initials(brief: Brief, wanted: Sequence[str]) -> str | None:
    """The name with an initial more in the middle: Jaan P. Tamm for Jaan Tamm."""
    if len(wanted) < 2:
        return None
    longer = _written(brief, len(wanted) + 1).items()
    return next((text for run, text in longer if [word for word in run if len(word) > 1] == wanted), None)


def _with_other_letters(wanted: Sequence[str], there: Mapping[tuple[str, ...], str]) -> str | None:
    plain = " ".join(wanted)
    runs = {" ".join(run): text for run, text in there.items()}
    first = [run for run in runs if run[:1] == plain[:1]]
    close = get_close_matches(plain, first, n=1, cutoff=_SIMILAR) or get_close_matches(plain, runs, n=1, cutoff=_ALIKE)
    return runs[close[0]] if close else None


def _in_part(brief: Brief, name: str) -> str | None:
    """The end of a name, or two words from its beginning, where the article has no more of it: “Tamm” of Jaan Tamm."""
    wanted = [_plain(word) for word in _telling_words(name)]
    for length in range(len(wanted) - 1, 0, -1):
        there = _written(brief, length)
        for part in (tuple(wanted[-length:]), tuple(wanted[:length]) if length > 1 else ()):
            if part in there and max(map(len, part)) > 2:
                return there[part]
    return None
