"""Quotations: whether words stand in an article, where, and how they differ from what stands there.

Only typography may differ. An ellipsis stands for text left out, and what follows it stands later in the same
paragraph or in the next; words in square brackets are the editor's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from briefing.article import Article
from briefing.wording import Token, tokens

_ELLIPSIS = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_ONE_LETTER = re.compile(r"(?<!\w)\[(\w)\](?=\w)")  # [T]he: the editor's capital
_ENDING = re.compile(r"(?<=\w)\[\w{1,4}\]")  # plan[s]: the editor's ending
_NEGATIONS = frozenset(["not", "no", "never", "nor", "without", "neither", "none", "cannot"])
_MORE_WORDS = 2
_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Insertion:
    """The editor's own words: they stand for nothing, for themselves, or for a few words of the article."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of an article's words: the paragraph, and where in its text it begins and ends, in characters."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands: the passage of each of its parts."""

    passages: tuple[Passage, ...]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The paragraph of each part."""
        return tuple(passage.paragraph for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the article, and what the quotation has in their place; either may be empty."""

    article: str
    quotation: str


@dataclass(frozen=True, slots=True)
class Near:
    """The passage that comes nearest to a quotation, and how the two differ."""

    paragraph: int
    passage: str
    differences: tuple[Difference, ...]


Part = tuple["str | Insertion", ...]


class Wording:
    """An article's words in order, ready to be searched."""

    def __init__(self, article: Article) -> None:
        self._texts = [block.text for block in article.paragraphs]
        self._tokens: list[Token] = []
        self._paragraphs: list[int] = []
        for number, text in enumerate(self._texts, start=1):
            found = tokens(text)
            self._tokens += found
            self._paragraphs += [number] * len(found)
        self._words = [token.text for token in self._tokens]

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        """The places of each word, whatever its case."""
        where: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            where.setdefault(word.casefold(), []).append(place)
        return where

    def find(self, quotation: str) -> tuple[Found, ...]:
        """Every place where a quotation stands as it is."""
        parts = parts_of(quotation)
        return tuple(dict.fromkeys(self._follow(parts, 0, None))) if parts else ()

    def has_parts_apart(self, quotation: str) -> tuple[int, ...]:
        """The paragraphs of its parts, where each stands in the article by itself; empty where one does not."""
        parts = parts_of(quotation)
        places = [next(iter(self._matches(part)), None) for part in parts]
        if len(parts) < 2 or any(place is None for place in places):
            return ()
        return tuple(self._paragraphs[place[0]] for place in places if place)

    def _follow(self, parts: Sequence[Part], first: int, before: tuple[int, int] | None) -> Iterator[Found]:
        """The places of parts one after another, each in the paragraph of the one before or in the next."""
        for start, end in self._matches(parts[first]):
            paragraph = self._paragraphs[start]
            if before is not None and (start < before[0] or paragraph > before[1] + 1):
                continue
            passage = Passage(paragraph, self._tokens[start].start, self._tokens[end - 1].end)
            if first + 1 == len(parts):
                yield Found((passage,))
            else:
                following = self._follow(parts, first + 1, (end, paragraph))
                yield from (Found((passage, *rest.passages)) for rest in following)

    def _matches(self, part: Part) -> Iterator[tuple[int, int]]:
        """The places (start, end) of a part, found by the rarest of its leading words."""
        lead = next((i for i, element in enumerate(part) if isinstance(element, str)), None)
        if lead is None:
            return
        leading = [w.casefold() for w in _leading_words(part, lead)]
        rarest = min(range(len(leading)), key=lambda i: len(self._where.get(leading[i], ())))
        for place in self._where.get(leading[rarest], ()):
            start = place - rarest
            end = self._match(part, lead, start) if start >= 0 else None
            if end is not None and self._paragraphs[start] == self._paragraphs[end - 1]:
                yield start, end

    def _match(self, part: Part, index: int, place: int, *, begins: bool = True) -> int | None:
        """Where a part ends that begins at this place, or None where its words are others."""
        for at in range(index, len(part)):
            element = part[at]
            if isinstance(element, Insertion):
                return self._past_insertion(part, at, place)
            if place >= len(self._words) or not _same(element, self._words[place], any_capital=begins):
                return None
            begins = False
            place += 1
        return place

    def _past_insertion(self, part: Part, at: int, place: int) -> int | None:
        """Match what follows the editor's words: they stand in the article themselves, or for a few words of it."""
        own = part[at]
        if at + 1 == len(part) or not isinstance(own, Insertion):
            return place
        for left_out in range(len(own.words) + _MORE_WORDS + 1):
            skipped = self._words[place : place + left_out]
            if tuple(skipped) != own.words and any(_carries_meaning(word) for word in skipped):
                return None
            end = self._match(part, at + 1, place + left_out, begins=False)
            if end is not None:
                return end
        return None

    def runs(self, length: int) -> Iterator[tuple[str, ...]]:
        """Every run of so many words."""
        return (tuple(self._words[place : place + length]) for place in range(len(self._words) - length + 1))

    def nearest(self, quotation: str) -> Near | None:
        """The passage that shares most with a quotation, weighing rare words; None where nothing is shared."""
        quoted = tokens(_ELLIPSIS.sub(" ", quotation))
        weights: dict[int, float] = {}
        for word in {token.text.casefold() for token in quoted}:
            places = self._where.get(word, ())
            for paragraph in {self._paragraphs[place] for place in places}:
                weights[paragraph] = weights.get(paragraph, 0) + 1 / len(places)
        best = sorted(weights, key=lambda paragraph: (-weights[paragraph], paragraph))[:_CANDIDATES]
        nears = [(self._compare(paragraph, quotation, quoted), -order) for order, paragraph in enumerate(best)]
        if not nears:
            return None
        (_, near), _ = max(nears, key=lambda scored: (scored[0][0], scored[1]))
        return near

    def _compare(self, paragraph: int, quotation: str, quoted: tuple[Token, ...]) -> tuple[float, Near]:
        text = self._texts[paragraph - 1]
        there = tokens(text)
        matcher = SequenceMatcher(None, [t.text for t in there], [t.text for t in quoted], autojunk=False)
        anchor = matcher.find_longest_match()
        slack = len(quoted) // 4 + 2
        low = max(0, anchor.a - anchor.b - slack)
        window = there[low : anchor.a - anchor.b + len(quoted) + slack]
        matcher = SequenceMatcher(None, [t.text for t in window], [t.text for t in quoted], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if not blocks:
            return 0.0, Near(paragraph, text[:160], ())
        shared = sum(block.size for block in blocks)
        first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
        # The passage reaches as far as the quotation does before its first and after its last shared word.
        first = max(0, first - blocks[0].b)
        last = min(len(window), last + len(quoted) - blocks[-1].b - blocks[-1].size)
        passage = text[window[first].start : window[last - 1].end]
        differences = _differences(window[first:last], quoted, text, quotation)
        return shared / max(len(quoted), 1), Near(paragraph, passage, differences)


def parts_of(quotation: str) -> tuple[Part, ...]:
    """The parts of a quotation between its ellipses: words, and the editor's insertions."""
    plain = _ENDING.sub("", _ONE_LETTER.sub(r"\1", quotation))
    parts = (tuple(_elements(part)) for part in _ELLIPSIS.split(plain))
    return tuple(part for part in parts if any(isinstance(element, str) for element in part))


def _elements(part: str) -> Iterator[str | Insertion]:
    end = 0
    for match in _BRACKETS.finditer(part):
        yield from (token.text for token in tokens(part[end : match.start()]))
        yield Insertion(tuple(token.text for token in tokens(match[1])))
        end = match.end()
    yield from (token.text for token in tokens(part[end:]))


def _leading_words(part: Part, lead: int) -> list[str]:
    words: list[str] = []
    for element in part[lead:]:
        if isinstance(element, Insertion):
            break
        words.append(element)
    return words


def _same(quoted: str, there: str, *, any_capital: bool) -> bool:
    """Whether two words are the same; where a part begins, its first letter may be a capital or not."""
    if quoted == there:
        return True
    return any_capital and quoted[1:] == there[1:] and quoted[:1].casefold() == there[:1].casefold()


def _carries_meaning(word: str) -> bool:
    """Whether a word may not be left out behind an insertion: a negation, or a figure."""
    return word.casefold() in _NEGATIONS or word.casefold().endswith("n't") or any(c.isdigit() for c in word)


def _differences(
    passage: Sequence[Token], quoted: Sequence[Token], text: str, quotation: str
) -> tuple[Difference, ...]:
    matcher = SequenceMatcher(None, [t.text for t in passage], [t.text for t in quoted], autojunk=False)
    return tuple(
        Difference(_span(text, passage[a:b]), _span(quotation, quoted[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def _span(text: str, found: Sequence[Token]) -> str:
    return text[found[0].start : found[-1].end] if found else ""
