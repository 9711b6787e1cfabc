"""Changes: what an edition says differently from an earlier one, to the same audience.

They hold the words of two editions as one audience reads them, and nothing else.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from briefing.model.edition import Number

Change = Literal["", "new", "reworded", "changed"]
"""What of an item differs from an earlier edition: it is new, its words do, something else does, or nothing."""
Direction = Literal["up", "down", "same", ""]


@dataclass(frozen=True, slots=True)
class Dated:
    """An edition by its number and the day that it speaks of; without a number, it is not filed."""

    number: Number | None
    date: dt.date

    def as_object(self) -> dict[str, Any]:
        """The edition, for machines."""
        return {"edition": str(self.number) if self.number else None, "date": self.date.isoformat()}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that was reworded: what stood there and what stands there now, without the spaces around."""

    old: str
    new: str

    @property
    def kind(self) -> Literal["same", "added", "removed", "replaced"]:
        """Whether the piece was kept, added, removed or replaced."""
        if self.old == self.new:
            return "same"
        if self.old and self.new:
            return "replaced"
        return "added" if self.new else "removed"


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text that says it in other words, in pieces; `name` is what the text is to its item: text, why, role.

    `way` is `added` or `removed` for a text that was not there, or is not there any more, and `rewritten` where so
    little was kept that it is another text. What may not be printed of it is left out of the pieces.
    """

    name: str
    way: Literal["added", "removed", "reworded", "rewritten"]
    pieces: tuple[Piece, ...]

    @property
    def old(self) -> str:
        """The text as it was, up to its spaces."""
        return "".join(piece.old for piece in self.pieces)

    @property
    def new(self) -> str:
        """The text as it is, up to its spaces."""
        return "".join(piece.new for piece in self.pieces)

    def as_object(self) -> dict[str, Any]:
        """The rewording, for machines."""
        pieces = [{"kind": one.kind, "old": one.old, "new": one.new} for one in self.pieces]
        return {"name": self.name, "way": self.way, "pieces": pieces}


@dataclass(frozen=True, slots=True)
class Shift:
    """A value that changed: a likelihood, a confidence, a marking, a day. Both are the same where it is said that not.

    `direction` is that of the scale, where there is one: `same` for another word of the same range. `per_cent` are the
    ranges of two likelihoods.
    """

    name: str
    old: str
    new: str
    direction: Direction = ""
    per_cent: tuple[tuple[int, int] | None, tuple[int, int] | None] = (None, None)

    @property
    def is_change(self) -> bool:
        """Whether it changed at all."""
        return self.old != self.new or self.per_cent[0] != self.per_cent[1]

    def as_object(self) -> dict[str, Any]:
        """The shift, for machines."""
        return {"name": self.name, "old": self.old, "new": self.new, "direction": self.direction}


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """A quotation that was added, removed or changed; the rewording of its words, where they were changed."""

    kind: Literal["added", "removed", "changed"]
    text: str
    rewording: Rewording | None = None

    def as_object(self) -> dict[str, Any]:
        """The change, for machines."""
        rewording = self.rewording.as_object() if self.rewording else None
        return {"kind": self.kind, "text": self.text, "rewording": rewording}


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source that was added, removed or is described differently, in `shifts`."""

    kind: Literal["added", "removed", "changed"]
    key: str
    title: str
    shifts: tuple[Shift, ...] = ()

    def as_object(self) -> dict[str, Any]:
        """The change, for machines."""
        shifts = [shift.as_object() for shift in self.shifts]
        return {"kind": self.kind, "key": self.key, "title": self.title, "shifts": shifts}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """What changed of an item, or that a judgement did not change.

    `number` and `section` are those of the new edition, and of the earlier one where the item is gone; `text` is what
    it says, or said. `confidence` is there beside every changed likelihood, changed or not. `shifts` are those of
    side, kind, day, address and marking.
    """

    kind: Literal["added", "removed", "changed", "unchanged"]
    section: str
    number: int
    text: str
    id: str = ""
    old_section: str = ""
    old_number: int = 0
    is_judgement: bool = False
    rewordings: tuple[Rewording, ...] = ()
    likelihood: Shift | None = None
    confidence: Shift | None = None
    cites_added: tuple[str, ...] = ()
    cites_removed: tuple[str, ...] = ()
    quotes: tuple[QuoteChange, ...] = ()
    shifts: tuple[Shift, ...] = ()
    is_moved: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether it was an open question that is no longer asked."""
        return self.kind == "removed" and self.section == "open_questions"

    @property
    def is_answered(self) -> bool:
        """Whether it was an open question, and stands in another section now."""
        return self.kind == "changed" and self.old_section == "open_questions" != self.section

    @property
    def judgement_stands(self) -> bool:
        """Whether it is a judgement that says the same as before, whatever else changed of it."""
        measures = (shift for shift in (self.likelihood, self.confidence) if shift)
        says = any(one.name == "text" for one in self.rewordings) or any(shift.is_change for shift in measures)
        return self.is_judgement and self.kind in {"changed", "unchanged"} and not says

    @property
    def kinds(self) -> tuple[str, ...]:
        """What changed of it, in words that do not change: reworded, likelihood, confidence, marking, and others."""
        if self.is_closed:
            return ("closed",)
        if self.kind != "changed":
            return (self.kind,)
        found = {
            "answered": self.is_answered,
            "moved": self.is_moved,
            "likelihood": self.likelihood and self.likelihood.is_change,
            "confidence": self.confidence and self.confidence.is_change,
            "reworded": self.rewordings,
            "citations": self.cites_added or self.cites_removed,
            "quotations": self.quotes,
        }
        return (*(name for name, there in found.items() if there), *(shift.name for shift in self.shifts))

    def as_object(self) -> dict[str, Any]:
        """The change, for machines."""
        shown: dict[str, Any] = {
            "id": self.id,
            "kinds": list(self.kinds),
            "section": self.section,
            "number": self.number,
            "text": self.text,
        }
        if self.kind == "changed":
            shown |= {
                "old_section": self.old_section,
                "old_number": self.old_number,
                "rewordings": [one.as_object() for one in self.rewordings],
                "likelihood": self.likelihood.as_object() if self.likelihood else None,
                "confidence": self.confidence.as_object() if self.confidence else None,
                "cites_added": list(self.cites_added),
                "cites_removed": list(self.cites_removed),
                "quotes": [quote.as_object() for quote in self.quotes],
                "shifts": [shift.as_object() for shift in self.shifts],
            }
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed between two editions for one audience.

    `items` stand in the order of the new edition, those that are gone after them; `unchanged` are the judgements of
    which nothing changed. `shifts` are those of the whole: marking, reader, authors, language, day of review.
    `shows_old` says whether words that were replaced may be printed.
    """

    brief: str
    audience: str
    old: Dated
    new: Dated
    rewordings: tuple[Rewording, ...] = ()
    shifts: tuple[Shift, ...] = ()
    items: tuple[ItemChange, ...] = ()
    unchanged: tuple[ItemChange, ...] = ()
    sources: tuple[SourceChange, ...] = ()
    shows_old: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.rewordings or self.shifts or self.items or self.sources)

    def as_object(self) -> dict[str, Any]:
        """The changes, for machines."""
        return {
            "brief": self.brief,
            "audience": self.audience,
            "old": self.old.as_object(),
            "new": self.new.as_object(),
            "rewordings": [one.as_object() for one in self.rewordings],
            "shifts": [shift.as_object() for shift in self.shifts],
            "items": [item.as_object() for item in self.items],
            "unchanged": [{"id": item.id, "number": item.number} for item in self.unchanged],
            "sources": [source.as_object() for source in self.sources],
        }


OF_CHANGES: tuple[type, ...] = (Changes, ItemChange, Rewording, Piece, Shift, QuoteChange, SourceChange, Dated)
"""The things that changes are made of."""
