"""Runs: words with capitals that stand together in a paragraph, out of which names are made."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.speech.lexicon import Lexicon, lexicon, plain_word

_TOKEN = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*(?![^\W_])|[^\W_]+(?:[’'‑‐&-][^\W_]+)*[’']?")
_POSSESSIVE = re.compile(r"[’']s?$")
# Possessives inside the names of institutions.
_PEOPLES = frozenset(
    "people's women's men's children's workers' king's queen's veterans' farmers' teachers' st king".split()
)
_JOINS = frozenset(["of", "for", "on"])
_ARTICLES = frozenset(["the", "la", "le", "der", "des", "die"])
_SENTENCE_START = re.compile(r"(?:^|[.!?…:][”\"’'»)]*\s+|[“„«\"‘『「(\[]\s*|[\n•–—]\s*)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place; `possessive` where it ended in ’s, which is left off."""

    text: str
    start: int
    end: int
    possessive: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital, behind a particle at most (al-Assad)."""
        return self.text[0].isupper() or (not self.text.islower() and "-" in self.text and self.text[-1].islower())


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together: what is a title, and what may be a name."""

    paragraph: int
    title: tuple[Word, ...]
    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Where the name begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where the name ends, a possessive s left off."""
        return self.words[-1].end

    @property
    def name(self) -> str:
        """The words of the name."""
        return " ".join(word.text for word in self.words)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text with their places."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for match in _TOKEN.finditer(text):
        token = match[0]
        cut = _POSSESSIVE.search(token)
        if cut and cut.start():
            yield Word(token[: cut.start()], match.start(), match.start() + cut.start(), possessive=True)
        else:
            yield Word(token, match.start(), match.end())


def runs_of(number: int, text: str, vocabulary: frozenset[str]) -> Iterator[Run]:
    """The runs of a paragraph; `vocabulary` are the words that the article has in lower case."""
    lex = lexicon()
    words = words_of(text)
    index = 0
    while index < len(words):
        if not words[index].is_capital:
            index += 1
            continue
        end = _end_of_run(words, index, text, lex)
        yield from _parted(number, words[index:end], text, vocabulary, lex)
        index = end


def _end_of_run(words: Sequence[Word], first: int, text: str, lex: Lexicon) -> int:
    """The index behind the last word of a run: capitals side by side, with particles and “of the” between them."""
    end = first + 1
    while end < len(words):
        before, word = words[end - 1], words[end]
        if not _side_by_side(before, word, text, lex):
            break
        if word.is_capital:
            end += 1
            continue
        reach = _bridge(words, first, end, text, lex)
        if not reach:
            break
        end = reach
    return end


def _side_by_side(before: Word, word: Word, text: str, lex: Lexicon) -> bool:
    if before.possessive:
        return plain_word(before.text) in {"people", "women", "men", "children", "king", "queen", "workers", "veterans"}
    gap = text[before.end : word.start]
    return gap in {" ", "\u00a0", "\u202f"} or (gap == ". " and (lex.is_title(before.text) or before.text == "St"))


def _bridge(words: Sequence[Word], first: int, at: int, text: str, lex: Lexicon) -> int:
    """Past particles (von der), or “of the” behind an institution: the index behind the capital that follows, or 0."""
    institution = any(plain_word(word.text) in lex.institutions for word in words[first:at])
    small = words[at].text
    if small in lex.particles:
        allowed = lex.particles
    elif small in _JOINS and institution:
        allowed = _JOINS | _ARTICLES
    elif small in {"and", "et", "und", "&"} and institution and any(w.text in _JOINS for w in words[first:at]):
        allowed = frozenset([small])
    else:
        return 0
    place = at
    while place < len(words) and words[place].text in allowed and place - at < 3:
        place += 1
        if place == len(words) or text[words[place - 1].end : words[place].start] != " ":
            return 0
    follows = words[place]
    if small in {"and", "et", "und", "&"} and plain_word(follows.text) in lex.institutions:
        return 0
    return place + 1 if follows.is_capital else 0


def _parted(number: int, words: Sequence[Word], text: str, vocabulary: frozenset[str], lex: Lexicon) -> Iterator[Run]:
    """A run without the word that only begins a sentence and without days, parted into title and name."""
    begins = bool(_SENTENCE_START.search(text, max(0, words[0].start - 6), words[0].start)) or words[0].start == 0
    words = _without_opening(words, vocabulary, lex, begins=begins)
    part: list[Word] = []
    for word in (*words, None):
        if word is not None and not _is_day(word, lex):
            part.append(word)
            continue
        if part:
            title, name = _titled(part, lex)
            if name:
                yield Run(number, tuple(title), tuple(name))
        part = []


def _is_day(word: Word, lex: Lexicon) -> bool:
    return word.text.casefold() in lex.days and word.text.istitle()


def _without_opening(
    words: Sequence[Word], vocabulary: frozenset[str], lex: Lexicon, *, begins: bool
) -> Sequence[Word]:
    while words:
        plain = words[0].text.casefold()
        common = begins and plain in vocabulary and not lex.is_title(plain) and plain not in lex.institutions
        if plain in lex.small and not (len(plain) == 1 and words[0].text.endswith(".")):
            words = words[1:]
        elif common and plain not in lex.male | lex.female:
            return words[1:]
        else:
            break
    return words


def _titled(words: Sequence[Word], lex: Lexicon) -> tuple[Sequence[Word], Sequence[Word]]:
    """Part the words of a run into the title before a name, and the name."""
    plain = [plain_word(word.text) for word in words]
    if plain[-1] in lex.institutions or plain[0] in lex.institutions:
        has_title = any(lex.is_title(word) for word in plain[1:-1]) and plain[-1] not in lex.institutions
        if not has_title:
            return (), words
    titles = [index for index, word in enumerate(plain) if lex.is_title(word)]
    if not titles:
        return (), words
    cut = titles[-1] + 1
    while cut < len(words) and (plain[cut] in lex.portfolios or plain[cut] in _JOINS | _ARTICLES | {"and"}):
        cut += 1
    return words[:cut], words[cut:]
