"""Runs: words with capitals that stand together in a paragraph, out of which names are made."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.speech.bridges import bridge, council, french, paired, union
from briefing.speech.given import is_given
from briefing.speech.lexicon import Lexicon, lexicon, listed, plain_word
from briefing.speech.titles import german_trade, titled, trade
from briefing.speech.words import Word, words_of

_POSTNOMINALS = listed("postnominals")
_ABBREVIATED = listed("abbreviated")
_PEOPLES = listed("peoples")
"""Possessives inside the names of institutions (People’s Army); a plural (Farmers’ Union) always stands inside one."""
_LONGEST_RUN = 16
_FIGURE_BESIDE = re.compile(r"\d")
_GERMAN_ARTICLE = re.compile(r"\b(?:[Dd](?:er|ie|em|en|es)|[Ee]ine?[mnrs]?)\s$")
_GENITIVE = re.compile(r"\b(?:[Dd]es|[Ee]ines)\s$")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:][”\"’'»)]*\s+|[“„«\"‘『「(\[]\s*|[\n•–—]\s*)$")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together: what is a title, and what may be a name."""

    paragraph: int
    title: tuple[Word, ...]
    words: tuple[Word, ...]
    opening: Word | None = None
    """A word before them that may be part of the name, or only the first of a sentence."""
    behind: int = 0
    """Where letters behind the name end (KC, MP); 0 where there are none."""

    @property
    def begin(self) -> int:
        """Where the title begins, or else the name."""
        return self.title[0].start if self.title else self.start

    @property
    def start(self) -> int:
        """Where the name begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where the name ends, a possessive s left off, letters behind it (KC, MP) included."""
        return self.behind or self.words[-1].end

    @property
    def name(self) -> str:
        """The name as it is written."""
        return _written(self.words)

    def with_opening(self) -> "Run":
        """The same run with the word before it as part of the name."""
        return Run(self.paragraph, (), (self.opening, *self.words)) if self.opening and not self.title else self

    def with_full_stop(self) -> "Run":
        """The same run where the full stop of an abbreviation (Corp.) is also that of its sentence."""
        return replace(self, words=(*self.words[:-1], replace(self.words[-1], text=f"{self.words[-1].text}.")))


def _written(words: Sequence[Word]) -> str:
    ends = ("’ " if word.plural else "’s " if word.possessive else " " for word in words[:-1])
    return "".join(word.text + end for word, end in zip(words, (*ends, ""), strict=True))


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
    while end < min(len(words), first + _LONGEST_RUN):
        before, word = words[end - 1], words[end]
        if not _side_by_side(before, word, text):
            break
        if word.is_capital:
            end += 1
            continue
        if word.text == "&" and words[end + 1].is_capital:
            end += 2
            continue
        if whole := council(words, end, text):
            return whole
        reach = union(words, end) or bridge(words, first, end, text, lex) or french(words, first, end, text, lex)
        reach = reach or paired(words, first, end, text, lex)
        if not reach:
            break
        end = reach
    return end


def _side_by_side(before: Word, word: Word, text: str) -> bool:
    if before.possessive:
        return word.is_capital and (before.plural or plain_word(before.text) in _PEOPLES)
    gap = text[before.end : word.start]
    return gap in {" ", "\u00a0", "\u202f"} or (gap == ". " and plain_word(before.text) in _ABBREVIATED)


def _parted(number: int, words: Sequence[Word], text: str, vocabulary: frozenset[str], lex: Lexicon) -> Iterator[Run]:
    """A run without the word that only begins a sentence and without days, parted into title and name."""
    begins = bool(_SENTENCE_START.search(text[max(0, words[0].start - 6) : words[0].start])) or words[0].start == 0
    words, opening = _without_opening(words, vocabulary, lex, begins=begins)
    part: list[Word] = []
    for word in (*words, None):
        if word is not None and not _is_day(word, text, lex):
            part.append(word)
            continue
        behind = part[-1].end if len(part) > 1 and part[-1].text in _POSTNOMINALS else 0
        while len(part) > 1 and part[-1].text in _POSTNOMINALS:
            part.pop()
        if part:
            title, name = titled(part, lex)
            if len(title) > 1 and not name and is_given(title[-2].text):
                title, name = title[:-2], title[-2:]  # Meisterin Gesine Markwart
            if not title:
                title, name = trade(part, lex)
            if not title and _GERMAN_ARTICLE.search(text, max(0, part[0].start - 5), part[0].start):
                title, name = german_trade(part, lex)
            if name:
                yield Run(number, tuple(title), (_nominative(name[0], text, lex), *name[1:]), opening, behind)
        part, opening = [], None


def _nominative(word: Word, text: str, lex: Lexicon) -> Word:
    """“des Landesamts”: the German name of a body without the ending of its genitive."""
    is_genitive = word.text.endswith("s") and _GENITIVE.search(text, max(0, word.start - 6), word.start) is not None
    if (
        not is_genitive
        or not lex.is_institution(word.text)
        or not word.text.casefold()[:-1].endswith(lex.german_institutions)
    ):
        return word
    return replace(word, text=word.text.removesuffix("s"))


def _is_day(word: Word, text: str, lex: Lexicon) -> bool:
    plain = word.text.casefold()
    if not word.text.istitle():
        return False
    beside = plain in lex.months and _FIGURE_BESIDE.search(text[max(0, word.start - 3) : word.end + 3])
    return plain in lex.days or bool(beside)


def _without_opening(
    words: Sequence[Word], vocabulary: frozenset[str], lex: Lexicon, *, begins: bool
) -> tuple[Sequence[Word], Word | None]:
    """A run without the small words at its head, and the common word that may only begin the sentence."""
    while words and _is_small(words[0], lex):
        words = words[1:]
        begins = False
    if not words or not begins:
        return words, None
    plain = words[0].text.casefold()
    if plain.endswith("ly") and len(words) == 1 and not lex.is_first_name(plain):
        return (), None
    known = lex.is_title(words[0].text) or lex.is_institution(words[0].text) or lex.is_first_name(plain)
    return (words[1:], words[0]) if plain in vocabulary and not known else (words, None)


def _is_small(word: Word, lex: Lexicon) -> bool:
    plain = re.split("[’']", word.text.casefold())[0]
    return plain in lex.small and not (len(plain) == 1 and word.text.endswith("."))
