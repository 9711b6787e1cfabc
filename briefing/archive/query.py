"""Query: what somebody looks for, from whatever they typed, and where it stands in a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.archive.terms import Term, terms

_PIECE = re.compile(r"[\"“”„«»]([^\"“”„«»]*)(?:[\"“”„«»]|$)|([^\s\"“”„«»]+)")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """Terms that must follow each other; with `is_begun`, the last may go on."""

    terms: tuple[str, ...]
    is_begun: bool = False

    def spans(self, text: str) -> Iterator[Span]:
        """Where it stands in a text, from the first term to the end of the last (in characters)."""
        there = terms(text)
        length = len(self.terms)
        for start in range(len(there) - length + 1):
            if self._is_at(there[start : start + length]):
                yield there[start].start, there[start + length - 1].end

    def _is_at(self, there: Sequence[Term]) -> bool:
        *first, last = self.terms
        return all(term.text == sought for term, sought in zip(there, first, strict=False)) and (
            there[-1].text.startswith(last) if self.is_begun else there[-1].text == last
        )

    def as_match(self) -> str:
        """The same for SQLite's FTS5: a phrase in quotation marks, in which nothing is an operator."""
        return f'"{" ".join(self.terms)}"{"*" if self.is_begun else ""}'


@dataclass(frozen=True, slots=True)
class Query:
    """All that must stand in one passage, in any order."""

    sought: tuple[Sought, ...]

    @classmethod
    def parse(cls, typed: Iterable[str]) -> "Query":
        """What was typed: words, words that go on (`ammun*`), "phrases"; an argument with a space in it is a phrase.

        Everything else is passed over, so there is nothing that cannot be asked; a query may be empty.
        """
        return cls(tuple(dict.fromkeys(sought for argument in typed for sought in _sought(argument))))

    @property
    def is_empty(self) -> bool:
        """Whether there is no word in it."""
        return not self.sought

    def spans(self, texts: Sequence[str]) -> tuple[tuple[Span, ...], ...] | None:
        """Where it stands in the texts of a passage, for each of them; None where not all of it does."""
        found = [[tuple(sought.spans(text)) for text in texts] for sought in self.sought]
        if not all(any(of_text) for of_text in found):
            return None
        return tuple(_joined(span for one in found for span in one[index]) for index in range(len(texts)))

    def as_match(self) -> str:
        """The same for SQLite's FTS5."""
        return " AND ".join(sought.as_match() for sought in self.sought)


def _sought(argument: str) -> Iterator[Sought]:
    pieces = [(match[1] or "", match[2] or "") for match in _PIECE.finditer(argument)]
    if not any(phrase for phrase, _ in pieces):
        pieces = [(argument, "")]  # what the shell took the quotation marks from
    for phrase, word in pieces:
        text = phrase or word
        found = tuple(term.text for term in terms(text))
        if found:
            yield Sought(found, is_begun=text.rstrip().endswith("*"))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
