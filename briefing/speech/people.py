"""People: who is named in an article, and which institutions, by which forms of the name, where, and in which role."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from briefing.article import Article
from briefing.speech.lexicon import Lexicon, lexicon, plain_word
from briefing.speech.roles import role_beside
from briefing.speech.runs import Run, runs_of, words_of

Kind = Literal["person", "institution", "place", "thing"]

_ABBREVIATED = {
    "adm": "admiral",
    "gen": "general",
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "lt": "lieutenant",
    "col": "colonel",
    "capt": "captain",
    "sgt": "sergeant",
    "prof": "professor",
    "dr": "doctor",
    "maj": "major",
    "pres": "president",
}
_INITIAL = re.compile(r"[^\W\d_]\.?")
_NEXT_WORD = re.compile(r"[’']?s?\s+([^\W\d_]+)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s$")
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where somebody or something is named; `start` is that of the name, behind any title."""

    paragraph: int
    start: int
    end: int
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a name: the fullest form of it, the role, and where it is mentioned."""

    name: str
    kind: Kind
    role: str
    gender: str
    mentions: tuple[Mention, ...]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The paragraphs that mention it, each once."""
        return tuple(dict.fromkeys(mention.paragraph for mention in self.mentions))


@dataclass(frozen=True)
class People:
    """All that is named in an article, by name, and the mentions of each paragraph in order."""

    named: Mapping[str, Named]
    mentions: Mapping[int, tuple[Mention, ...]]


@dataclass
class _Name:
    """What is gathered of a name while the article is read."""

    words: tuple[str, ...]
    runs: list[Run] = field(default_factory=list)
    as_person: int = 0
    as_institution: int = 0
    kind: Kind = "thing"
    titles: set[str] = field(default_factory=set)
    gender: str = ""


def people_of(article: Article) -> People:
    """Who and what is named in an article."""
    texts = [block.text for block in article.paragraphs]
    vocabulary = frozenset(word for text in texts for word in re.findall(r"\b[^\W\d_A-Z][^\W\d_]+\b", text) if word.islower())
    runs = [run for number, text in enumerate(texts, start=1) for run in runs_of(number, text, vocabulary)]
    names = _gathered(runs, texts)
    owners = _owners(names)
    mentions = tuple(_mentions(runs, names, owners))
    return _people(mentions, names, texts)


# Kinds


def _gathered(runs: Iterable[Run], texts: Sequence[str]) -> dict[str, _Name]:
    """The names with what speaks for each kind."""
    lex = lexicon()
    names: dict[str, _Name] = {}
    for run in runs:
        name = names.setdefault(run.name, _Name(tuple(word.text for word in run.words)))
        name.runs.append(run)
        _weigh(name, run, texts[run.paragraph - 1], lex)
    alone = {name.words[0] for name in names.values() if len(name.words) == 1}
    for name in names.values():
        if name.words[-1] in alone:
            name.as_person += 1
        name.kind = _kind(name, lex)
    return names


def _weigh(name: _Name, run: Run, text: str, lex: Lexicon) -> None:
    """Note what one place of a name says of its kind: a title before it, a role beside it, a verb of saying."""
    before = _LAST_WORD.search(text, max(0, run.start - 24), run.start)
    lower_title = bool(before) and not run.title and lex.is_title(before[1]) and before[1].islower() if before else False
    if run.title or lower_title:
        name.as_person += 2
        name.titles |= {_title_word(word.text) for word in run.title} or ({_title_word(before[1])} if before else set())
    after = _NEXT_WORD.match(text, run.end)
    if after and after[1] in {"who", "qui"}:
        name.as_person += 2
    if text[run.end : run.end + 5] in {", who", ", qui"} or role_beside(text, run.end, lex):
        name.as_person += 2
    if re.match(r",? (?:which|whose (?:members|staff|board))\b|, the (?:firm|company|builder|maker|agency|body)", text[run.end :]):
        name.as_institution += 3


def _title_word(word: str) -> str:
    plain = plain_word(word)
    return _ABBREVIATED.get(plain, plain)


def _kind(name: _Name, lex: Lexicon) -> Kind:
    words, plain = name.words, [plain_word(word) for word in name.words]
    whole = name.words and " ".join(words).casefold()
    if whole in lex.territories:
        return "place"
    if _is_institution(words, plain, lex):
        return "institution"
    if len(words) == 1:
        return "person" if name.titles else "thing"
    if plain[-1] in lex.things or len(words) > _LONGEST_NAME:
        return "thing"
    first_name = plain[0] in lex.male or plain[0] in lex.female or bool(_INITIAL.fullmatch(words[0]))
    if name.as_person + 2 * first_name > name.as_institution:
        return "person"
    return "institution" if name.as_institution else "thing"


def _is_institution(words: Sequence[str], plain: Sequence[str], lex: Lexicon) -> bool:
    joined = next((index for index, word in enumerate(words) if word in {"of", "for", "on", "de", "des", "du"}), 0)
    if plain[-1] in lex.institutions or (joined and plain[joined - 1] in lex.institutions) or plain[0] in lex.institutions:
        return True
    if len(words) > 1 and plain[-1] in lex.companies:
        return True
    return any(len(word) > 1 and word.isupper() and word.isalpha() and not word.endswith(".") for word in words)


# One bearer for all forms of a name


def _owners(names: Mapping[str, _Name]) -> Mapping[str, tuple[str, ...]]:
    """For each form of a name the full names that it may stand for, best first; institutions and things, too."""
    whole = [key for key, name in names.items() if len(name.words) > 1 and name.kind != "place"]
    whole.sort(key=lambda key: -len(names[key].words))
    by_word: dict[str, list[str]] = {}
    for key in whole:
        for word in set(names[key].words) - lexicon().particles:
            by_word.setdefault(word, []).append(key)
    return {key: tuple(_bearers(key, name, names, by_word)) for key, name in names.items()}


def _bearers(key: str, name: _Name, names: Mapping[str, _Name], by_word: Mapping[str, list[str]]) -> Iterator[str]:
    words = [word for word in name.words if word not in lexicon().particles]
    candidates = [
        other
        for other in by_word.get(words[-1], ())
        if other != key and len(names[other].words) > len(name.words) and _stands_for(name, names[other])
    ]
    order = {other: names[other].runs[0].paragraph for other in candidates}
    yield from sorted(candidates, key=lambda other: (names[other].words[-1] != words[-1], order[other]))


def _stands_for(short: _Name, full: _Name) -> bool:
    """Whether a shorter form can stand for a full name."""
    if full.kind == "person":
        if short.kind not in {"person", "thing"}:
            return False
        words = [word for word in short.words if word not in lexicon().particles]
        if len(words) == 1:
            return True
        return words[-1] == full.words[-1] and (words[0] == full.words[0] or full.words[-len(words) :] == tuple(words))
    if full.kind != "institution" or (short.titles and short.kind == "person"):
        return False
    return _follow_each_other(short.words, full.words) and short.kind != "place"


def _follow_each_other(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is the beginning or the end of another (Commission, of the Oska Commission)."""
    return tuple(full[: len(short)]) == tuple(short) or tuple(full[-len(short) :]) == tuple(short)


def _mentions(runs: Iterable[Run], names: Mapping[str, _Name], owners: Mapping[str, tuple[str, ...]]) -> Iterator[Mention]:
    """Every mention with the full name that it stands for."""
    lex = lexicon()
    met: dict[str, int] = {}
    genders = {key: _gender(name, lex) for key, name in names.items()}
    for order, run in enumerate(runs):
        possible = owners[run.name]
        gender = next((lex.gender(word.text) for word in run.title if lex.gender(word.text)), "")
        titles = {_title_word(word.text) for word in run.title} & lex.roles
        if len(possible) > 1:
            possible = _fitting(possible, titles, gender, names, genders)
        ahead = [key for key in possible if names[key].words[-1] == run.words[-1].text and key in met]
        name = max(ahead, key=lambda key: met[key]) if ahead else possible[0] if possible else run.name
        met[name] = order
        if gender and name in genders:
            genders[name] = gender
            names[name].gender = gender
        title = " ".join(word.text for word in run.title)
        yield Mention(run.paragraph, run.start, run.end, name, title)


def _fitting(
    possible: Sequence[str], titles: set[str], gender: str, names: Mapping[str, _Name], genders: Mapping[str, str]
) -> Sequence[str]:
    titled = [key for key in possible if titles & names[key].titles]
    if titled:
        return titled
    fitting = [key for key in possible if not gender or genders[key] in {"", gender}]
    return fitting or possible


def _gender(name: _Name, lex: Lexicon) -> str:
    for run in name.runs:
        for word in run.title:
            if lex.gender(word.text):
                return lex.gender(word.text)
    return lex.gender(name.words[0]) if len(name.words) > 1 else ""


# Together


def _people(mentions: Sequence[Mention], names: Mapping[str, _Name], texts: Sequence[str]) -> People:
    lex = lexicon()
    by_name: dict[str, list[Mention]] = {}
    by_paragraph: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_name.setdefault(mention.name, []).append(mention)
        by_paragraph.setdefault(mention.paragraph, []).append(mention)
    named: dict[str, Named] = {}
    for key, found in by_name.items():
        name = names[key]
        role, gender = "", name.gender or _gender(name, lex)
        if name.kind == "person":
            role, hint = _role(found, texts, lex)
            gender = gender if any(lex.gender(w) for m in found for w in m.title.split()) else hint or gender
        named[key] = Named(key, name.kind, role, gender, tuple(found))
    return People(named, {number: tuple(found) for number, found in by_paragraph.items()})


def _role(mentions: Sequence[Mention], texts: Sequence[str], lex: Lexicon) -> tuple[str, str]:
    """The role of a person, from the first mention that has one beside it, and the gender that it tells."""
    from briefing.speech.roles import role_at

    roles = [role_at(texts[m.paragraph - 1], m.start, m.end, lex) for m in mentions]
    role = next((role for role in roles if role), "")
    genders = Counter(gender for role in roles for word in role.split() if (gender := lex.gender(word)))
    return role, genders.most_common(1)[0][0] if genders else ""
