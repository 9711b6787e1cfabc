"""Passages: a paragraph as attributions are looked for in it: its quotations blanked out, its sentences, its names."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing.speech.marks import Marked, outside
from briefing.speech.people import Mention

WORD = re.compile(r"[^\W\d_]+(?:[’'‑-][^\W\d_]+)*")
"""A word in letters, with apostrophes and hyphens inside."""
_BOUNDARY = re.compile(
    r"(?P<end>[.!?…])[\"”’»«“‘'」)\]]*\s+(?=[“\"‘'«„»‚「(\[]*\s?[^\W\d_a-zß-öø-ÿ]|[“\"‘'«„»‚「]\s?\x00|\d)"
)
_ABBREVIATION = re.compile(
    r"\b(?:[^\W\d_]|mr|mrs|ms|dr|prof|brig|supt|insp|det|cllr|amb|cmdr|gen|adm|col|lt|maj|capt|sgt|sen|rep|gov|hon|rev|st|no|vs|mme|mlle|inc|ltd|co|jr|sr"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|u\.s|u\.k|u\.n)\.$",
    re.IGNORECASE,
)
_IN_MIND = 40
_LONGEST_SENTENCE = 600
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w’'. -]{0,38}?)\s?:\s")


@dataclass(frozen=True)
class Passage:
    """A paragraph, and what stands in it between marks; names inside a quotation do not count."""

    number: int
    text: str
    spans: tuple[Marked, ...]
    named: tuple[Mention, ...]
    answers: str = ""
    """Whose answers it is part of, in an interview whose questions are headings; empty elsewhere."""
    signature: str = ""
    """The name in the block behind it, where that block is but a dash and a name."""

    @cached_property
    def bare(self) -> str:
        """The text with the words of quotations blanked out; places stay the same."""
        return outside(self.text, self.spans)

    @cached_property
    def is_headline(self) -> bool:
        """Whether it is a headline between marks: the first paragraph, and nothing but a quotation."""
        span = self.spans[0] if len(self.spans) == 1 else None
        return (
            self.number == 1
            and span is not None
            and span.end - span.start == len(self.text)
            and span.text[-1:].isalnum()
        )

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions outside quotations, in order."""
        return tuple(m for m in self.named if "\x00" not in self.bare[m.start : m.end])

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where sentences begin."""
        return (0, *self._boundaries())

    def _boundaries(self) -> Iterator[int]:
        for match in _BOUNDARY.finditer(self.bare):
            before = self.bare[max(0, match.start() - 8) : match.end("end")]
            if not (match["end"] == "." and match.end("end") == match.end() - 1 and _ABBREVIATION.search(before)):
                yield match.end()

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends, as far as anybody follows one."""
        index = bisect_right(self.starts, place)
        end = self.starts[index] if index < len(self.starts) else len(self.text)
        return max(self.starts[index - 1], place - _LONGEST_SENTENCE), min(end, place + _LONGEST_SENTENCE)

    @cached_property
    def _mention_starts(self) -> tuple[int, ...]:
        return tuple(mention.start for mention in self.mentions)

    @cached_property
    def _span_starts(self) -> tuple[int, ...]:
        return tuple(span.start for span in self.spans)

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that lie between two places."""
        first, last = bisect_left(self._mention_starts, start), bisect_left(self._mention_starts, end)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def mention_at(self, start: int) -> Mention | None:
        """The mention whose name begins at this place."""
        index = bisect_left(self._mention_starts, start)
        found = self.mentions[index] if index < len(self.mentions) else None
        return found if found and found.start == start else None

    def next_span(self, place: int) -> int:
        """Where the next quotation begins behind a place, or where the paragraph ends."""
        index = bisect_left(self._span_starts, place)
        return self._span_starts[index] if index < len(self.spans) else len(self.text)

    def sentences_back(self, place: int) -> Iterator[tuple[int, int]]:
        """The sentences before a place, the nearest first, but no more than a reader has in mind."""
        last = bisect_left(self.starts, place)
        for index in range(last - 1, max(-1, last - 1 - _IN_MIND), -1):
            end = min(place, self.starts[index + 1] if index + 1 < len(self.starts) else place)
            yield max(self.starts[index], end - _LONGEST_SENTENCE), end

    @cached_property
    def label(self) -> str:
        """Who speaks in a transcript (“Oja: …”); empty elsewhere."""
        match = _LABEL.match(self.bare)
        return match["label"] if match and len(match["label"].split()) <= 3 else ""
