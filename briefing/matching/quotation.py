"""Quotations: whether words stand in an article, where, and what comes nearest to them where they do not.

Only typography may differ. An ellipsis stands for text left out, and what follows it stands later in the same
paragraph or in the next; words in square brackets are the editor's own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from briefing.matching.nearest import Difference, Near, compare
from briefing.matching.negation import COMPARATIVES, bounds, carries_meaning, is_negation, is_number, limits
from briefing.matching.parts import Insertion, Part, parts_of, quoted_words
from briefing.matching.wording import Token, tokens
from briefing.model.article import Article

_CANDIDATES = 6
_TELLING = 12
_PLACES = 500
_SHORT_GAP = 3
_SENTENCE_END = re.compile(r"[.!?。！？؟۔]")
_PAUSE = {True: _SENTENCE_END, False: re.compile(r"[.!?。！？؟۔,;:،؛—–]")}
"""What parts a negation from what follows it: from a sentence, and from a comparative."""


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


_Run = tuple[int, int]


class Wording:
    """An article's words in order, ready to be searched."""

    def __init__(self, article: Article) -> None:
        self._texts = [block.text for block in article.paragraphs]
        self._headings = [block.text for block in article.blocks if block.is_heading]
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
        """The places where a quotation stands as it is, the first 500 of them."""
        return tuple(dict.fromkeys(islice(self._found(parts_of(quotation)), _PLACES)))

    def has_parts_apart(self, quotation: str) -> tuple[int, ...]:
        """The paragraphs of its parts, where each stands by itself and they do not follow each other; or nothing."""
        parts = parts_of(quotation)
        places = [self.paragraph_of(part) for part in parts]
        if len(parts) < 2 or None in places or next(self._found(parts, strict=False), None):
            return ()
        return tuple(place for place in places if place)

    def paragraph_of(self, part: Part) -> int | None:
        """The first paragraph that a part of a quotation stands in."""
        first = next(self._matches(part), None)
        return self._paragraphs[first[0]] if first else None

    def left_out(self, quotation: str) -> Near | None:
        """The negation that is cut off or left out of a quotation that would stand otherwise."""
        parts = parts_of(quotation)
        for runs in self._follow(parts, strict=False):
            for first, after in self._lost(parts[0], runs):
                lost = Difference(self._text(first, after), "")
                begin = first - 1 if first and self._paragraphs[first - 1] == self._paragraphs[first] else first
                return Near(self._paragraphs[first], self._text(begin, after + 1), (lost,), 1.0)
        return None

    def _lost(self, part: Part, runs: Sequence[_Run]) -> Iterator[_Run]:
        """Where negations stand that are cut off before a quotation, or left out of it."""
        yield from self._cut_off(part, runs[0])
        gaps = ((end, start) for (_, end), (start, _) in pairwise(runs))
        yield from (gap for gap in gaps if self._drops_a_negation(*gap))

    def across(self, quotation: str) -> tuple[int, ...]:
        """The two paragraphs over whose border a quotation runs on; nothing where it does not."""
        for part in parts_of(quotation):
            for start, end in self._matches(part, across=True):
                if self._paragraphs[start] != self._paragraphs[end - 1]:
                    return self._paragraphs[start], self._paragraphs[end - 1]
        return ()

    def heading(self, quotation: str) -> str:
        """The heading that a quotation is taken from; headings carry no number."""
        quoted = [token.text.casefold() for part in parts_of(quotation) for token in quoted_words(part)[0]]
        for text in self._headings:
            there = [token.text.casefold() for token in tokens(text)]
            if quoted and any(there[at : at + len(quoted)] == quoted for at in range(len(there))):
                return text
        return ""

    def _found(self, parts: Sequence[Part], *, strict: bool = True) -> Iterator[Found]:
        for runs in self._follow(parts, strict=strict):
            if not (strict and any(self._cut_off(parts[0], runs[0]))):
                yield Found(tuple(self._passage(*run) for run in runs))

    def _cut_off(self, part: Part, run: _Run) -> Iterator[_Run]:
        """The negation before a quotation that begins with a capital of its own, as if it were a sentence.

        The same before a comparative: “no fewer than three” holds no “fewer than three”.
        """
        start = run[0]
        begins_anew = part.leading_words[0][0].isupper() and self._words[start][0].islower()
        is_turned = begins_anew or self._words[start].casefold() in COMPARATIVES
        if is_turned and start and self._paragraphs[start - 1] == self._paragraphs[start]:
            between = self._text(start - 1, start + 1)
            says_no = limits if begins_anew else is_negation
            if says_no(self._words[start - 1]) and not _PAUSE[begins_anew].search(between):
                yield start - 1, start

    def _passage(self, start: int, end: int) -> Passage:
        return Passage(self._paragraphs[start], self._tokens[start].start, self._tokens[end - 1].end)

    def _follow(self, parts: Sequence[Part], *, strict: bool) -> Iterator[tuple[_Run, ...]]:
        """The places of parts one after another, each in the paragraph of the one before or in the next.

        Of the places in one paragraph the earliest that will do is taken. Strict: no negation may be left out.
        """
        matches = [list(self._matches(part)) for part in parts]
        # From the last part to the first: where each place goes on, if it goes on to the end.
        onward: list[dict[_Run, _Run | None]] = [dict.fromkeys(matches[-1])] if matches else []
        for here in matches[-2::-1]:
            after = list(onward[-1])
            goes_on = ((run, next(self._next(here, after, run, strict=strict), None)) for run in here)
            onward.append({run: following for run, following in goes_on if following})
        for first in onward[-1] if onward else ():
            runs = [first]
            for step in onward[:0:-1]:
                following = step[runs[-1]]
                runs += [following] if following else []
            yield tuple(runs)

    def _next(self, here: Sequence[_Run], matches: Sequence[_Run], run: _Run, *, strict: bool) -> Iterator[_Run]:
        """The places of the next part, in the paragraph of this one or in the next.

        What lies nearest is what a reader takes for left out: where that holds a negation, no other place will do.
        """
        for index in range(bisect_left(matches, (run[1], 0)), len(matches)):
            start = matches[index][0]
            if self._paragraphs[start] > self._paragraphs[run[0]] + 1:
                return
            if strict:
                nearest = here[bisect_left(here, (start, 0)) - 1]
                if self._drops_a_negation(run[1], start):
                    return
                if nearest[1] <= start and self._drops_a_negation(nearest[1], start):
                    continue
            yield matches[index]

    def _drops_a_negation(self, end: int, start: int) -> bool:
        """Whether an ellipsis between these places takes a negation out of its sentence, or “less than” off a number.

        One at the edge of what is left out, or among few words, turns the rest round; a longer aside may hold its own.
        """
        if start <= end or self._paragraphs[end - 1] != self._paragraphs[start]:
            return False
        gap = self._words[end:start]
        edges = gap if len(gap) <= _SHORT_GAP else (gap[0], gap[-1])
        is_bound = is_number(self._words[start]) and bounds(gap)
        if not (is_bound or any(limits(word) for word in edges)):
            return False
        text = self._texts[self._paragraphs[start] - 1]
        return _SENTENCE_END.search(text[self._tokens[end - 1].end : self._tokens[start].start]) is None

    def _text(self, start: int, end: int) -> str:
        """The text of the words from one place to another in a paragraph."""
        text = self._texts[self._paragraphs[start] - 1]
        return text[self._tokens[start].start : self._tokens[end - 1].end]

    def _matches(self, part: Part, *, across: bool = False) -> Iterator[_Run]:
        """The places (start, end) of a part, found by the rarest of its leading words."""
        leading = [word.casefold() for word in part.leading_words]
        rarest = min(range(len(leading)), key=lambda i: len(self._where.get(leading[i], ())))
        for place in self._where.get(leading[rarest], ()):
            start = place - rarest
            end = self._match(part, start) if start >= 0 else None
            if end is not None and (across or self._paragraphs[start] == self._paragraphs[end - 1]):
                yield start, end

    def _match(self, part: Part, start: int) -> int | None:
        """Where a part ends whose first word stands at this place, or None where its words are others."""
        lead = part.lead
        before = [element for element in part.elements[:lead] if isinstance(element, Insertion)]
        if any(
            one.is_literal and tuple(self._words[max(0, start - len(one.words)) : start]) != one.words for one in before
        ):
            return None
        places = {start}
        for element in part.elements[lead:]:
            if isinstance(element, Insertion):
                places = {end for place in places for end in self._past(element, place)}
            else:
                places = {p + 1 for p in places if p < len(self._words) and element.is_like(self._words[p])}
            if not places:
                return None
        return min(places)

    def _past(self, own: Insertion, place: int) -> Iterator[int]:
        """The places behind the editor's words: they stand in the article themselves, or for a few words of it."""
        if tuple(self._words[place : place + len(own.words)]) == own.words:
            yield place + len(own.words)
        if own.is_literal:
            return
        yield place
        for end in range(place + 1, min(place + own.reach, len(self._words)) + 1):
            if carries_meaning(self._words[end - 1]):
                return
            yield end

    def names(self, length: int) -> Iterator[tuple[tuple[str, ...], str]]:
        """Every run of so many words that begins with a capital, within a paragraph, and how it is written."""
        for place in range(len(self._words) - length + 1):
            end = place + length
            is_whole = self._paragraphs[place] == self._paragraphs[end - 1] and self._words[end - 1][-1] != "'"
            if is_whole and self._words[place][0].isupper():
                yield tuple(self._words[place:end]), self._text(place, end)

    def nearest(self, quotation: str, cited: Iterable[int] = ()) -> Near | None:
        """The passage that comes nearest to the first part of a quotation that stands nowhere.

        Rare words weigh more, and of equals a paragraph that is cited comes first. None where nothing is shared.
        """
        part = next((part for part in parts_of(quotation) if self.paragraph_of(part) is None), None)
        if part is None:
            return None
        weights: dict[int, float] = {}
        quoted = dict.fromkeys(token.text.casefold() for token in quoted_words(part)[0])
        for places in sorted((self._where.get(word, []) for word in quoted), key=len)[:_TELLING]:
            for paragraph in {self._paragraphs[place] for place in places}:
                weights[paragraph] = weights.get(paragraph, 0) + 1 / len(places)
        preferred = set(cited)
        best = sorted(weights, key=lambda paragraph: (-weights[paragraph], paragraph))[:_CANDIDATES]
        candidates = dict.fromkeys((*(p for p in sorted(preferred) if p in weights), *best))
        nears = [compare(paragraph, self._texts[paragraph - 1], part) for paragraph in candidates]
        return max(nears, key=lambda near: near.shared, default=None)
