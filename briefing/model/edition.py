"""Editions: how they are numbered, and what a filed print says of its own."""

import datetime as dt
import re
from dataclasses import dataclass

__all__ = ["FIRST", "Imprint", "Number"]

_NUMBER = re.compile(r"(?P<major>[1-9]\d{0,5})\.(?P<minor>0|[1-9]\d{0,5})")


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number of an edition: 1.0, 1.1, 2.0. A minor edition corrects; a major one says something new."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> "Number | None":
        """The number that a text states, as people type it: 1.1; None if it states none."""
        match = _NUMBER.fullmatch(text)
        return cls(int(match["major"]), int(match["minor"])) if match else None

    def next(self, *, minor: bool) -> "Number":
        """The number of the edition that follows."""
        return Number(self.major, self.minor + 1) if minor else Number(self.major + 1, 0)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


FIRST = Number(1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a filed print says of its edition: number and day, code, and which edition of this audience it replaces.

    `date` is the day that the edition speaks of, as its brief states it. `code` identifies this variant of this
    edition; it is made to be read aloud and typed. `withdrawn` says that the edition replaced has been withdrawn.
    """

    number: Number
    date: dt.date
    code: str
    replaces: Number | None = None
    replaced_date: dt.date | None = None
    withdrawn: bool = False
