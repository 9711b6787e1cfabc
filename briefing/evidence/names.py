"""Names: actors and experts occur in an article, spelled as there, and speakers stand near their words."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from briefing.article import Citation
from briefing.brief import Brief
from briefing.evidence.articles import citations, wording_of
from briefing.rule import Finding
from briefing.summary import Actor, ExpertView, Path
from briefing.wording import words

_TITLES = "mr mrs ms dr prof professor sir dame lord lady president prime minister king queen prince princess general"
_RANKS = "gen admiral adm colonel col major maj captain capt lieutenant lt sergeant sgt chancellor senator sen"
_OFFICES = "representative rep ambassador judge justice secretary director chairman chairwoman chair"
_HONORIFICS = frozenset(f"{_TITLES} {_RANKS} {_OFFICES}".split())
_SIMILAR = 0.8
_TIED = re.compile("[\u0600-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPEAKER_REACH = 1


def speakers_stand_near(brief: Brief) -> Iterator[Finding]:
    """The name of an expert stands in a paragraph that their quotation cites, or in one next to it."""
    for path, item in brief.summary.items():
        if isinstance(item, ExpertView):
            for index, quote in enumerate(item.quotes):
                cited = tuple(citations(brief, quote if quote.cites else item))
                if cited and not _named_near(brief, item.expert.default, cited):
                    where = ", ".join(str(cite) for cite in cited)
                    message = f"“{item.expert.default}” is not named in {where} or next to it"
                    yield Finding((*path, "quotes", index), message, "Look who is speaking there.")


def _named_near(brief: Brief, name: str, cited: Iterable[Citation]) -> bool:
    names = {word.casefold() for word in _name_words(name)}
    for cite in cited:
        paragraphs = brief.articles[cite.key].paragraphs
        near = paragraphs[max(0, cite.first - 1 - _SPEAKER_REACH) : cite.last + _SPEAKER_REACH]
        if any(names & {word.casefold() for word in words(block.text)} or _inside(name, block.text) for block in near):
            return True
    return False


def _inside(name: str, text: str) -> bool:
    """Whether a name of a script that ties particles to it, or writes no spaces, stands inside a word."""
    return not name.isascii() and _TIED.search(name) is not None and name in text


def names_stand_in_an_article(brief: Brief) -> Iterator[Finding]:
    """The names of actors and experts occur in an article."""
    for path, name in _names(brief):
        if not _occurs(brief, name) and _spelled_there(brief, name) is None:
            yield Finding(path, f"“{name}” occurs in no article", "Is this the name that the article uses?")


def names_are_spelled_as_in_the_article(brief: Brief) -> Iterator[Finding]:
    """The names of actors and experts are spelled as in the article."""
    for path, name in _names(brief):
        if not _occurs(brief, name):
            there = _spelled_there(brief, name)
            if there:
                yield Finding(path, f"“{name}” is spelled “{there}” in the article", "Use one spelling.")


def _names(brief: Brief) -> Iterator[tuple[Path, str]]:
    for path, item in brief.summary.items():
        if isinstance(item, Actor):
            yield (*path, "name"), item.name.default
        elif isinstance(item, ExpertView):
            yield (*path, "expert"), item.expert.default


def _name_words(name: str) -> list[str]:
    found = list(words(name))
    return [word for word in found if word.casefold() not in _HONORIFICS] or found


def _occurs(brief: Brief, name: str) -> bool:
    """Whether a name occurs whole, without titles."""
    wanted = " ".join(_name_words(name))
    return any(
        wording_of(article).find(wanted) or any(_inside(name, block.text) for block in article.paragraphs)
        for article in brief.articles.values()
    )


def _spelled_there(brief: Brief, name: str) -> str | None:
    """The nearest spelling in an article: as many words, beginning alike."""
    wanted = _name_words(name)
    if not wanted:
        return None
    runs = {
        " ".join(run): None
        for article in brief.articles.values()
        for run in wording_of(article).runs(len(wanted))
        if run[0][0].isupper() and run[0][0].casefold() == wanted[0][0].casefold()
    }
    return next(iter(get_close_matches(" ".join(wanted), runs, n=1, cutoff=_SIMILAR)), None)
