"""Turns: a change of a text, what undoes it, and what it met where two changes touch each other."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from briefing.model.summary import Path as ValuePath

Way = Literal["undo", "redo"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One change that was written: what the file said before and after it."""

    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that met another: the text that its page saw, the one on disk, and the one with the change."""

    base: bytes
    disk: bytes | None
    """None where the file is gone."""
    mine: bytes


class ConflictError(Exception):
    """A change touches what was changed on disk meanwhile; `conflict` is what it is about."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__("the file was changed meanwhile")
        self.conflict = conflict


@dataclass(frozen=True, slots=True)
class Changed:
    """A text with a change in it, and the path of what was changed."""

    text: bytes
    path: ValuePath = ()


Change = Callable[[bytes], Changed]
"""Makes a text with the change in it. Raises FaultyInputError where it cannot be made."""
Rebase = Callable[[bytes, bytes], Change | None]
"""The change of the first text as one of the second; None where that has changed what it touches."""


def digest(data: bytes) -> str:
    """The SHA-256 of a text, in hexadecimal: by it a page says what it saw."""
    return hashlib.sha256(data).hexdigest()
