"""Countdown: how much of a long work is left, and about how long that takes."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

_MINUTE = 60
_FIRST = 3
"""Before so many pieces are done nothing is said of the time."""


@dataclass
class Left:
    """What is left of a work in pieces of unequal length; `begun` and the moments that are given are in seconds."""

    pieces: int
    length: int
    begun: float
    done: int = 0
    _done_of_length: int = 0

    def advance(self, length: int, now: float) -> str:
        """One more piece is done: how many are left, and about how long they take."""
        self.done += 1
        self._done_of_length += length
        left = self.pieces - self.done
        if not left:
            return "putting the last in place"
        said = f"{left:,} left"
        if self.done < _FIRST or not self._done_of_length:
            return said
        rest = max(self.length - self._done_of_length, 0) / self._done_of_length
        return f"{said}, about {in_words((now - self.begun) * rest)}"


def in_words(seconds: float) -> str:
    """A time, roughly: to ten seconds below two minutes, to minutes above."""
    if seconds < 2 * _MINUTE:
        return f"{max(10, round(seconds / 10) * 10)} seconds"
    if seconds < 2 * _MINUTE * _MINUTE:
        return f"{round(seconds / _MINUTE)} minutes"
    return f"{round(seconds / _MINUTE / _MINUTE)} hours"


class Advance(Protocol):
    """Tell that one more piece is done, how long it was, and what it was."""

    def __call__(self, length: int, *, now: str) -> None:
        """`length` is in the same measure as that of the whole."""


@contextmanager
def countdown(pieces: int, length: int, what: str) -> Iterator[Advance]:
    """Show on a terminal what is left of a work in pieces; nothing where standard error is piped."""
    if pieces < 2 or not sys.stderr.isatty():
        yield lambda length, *, now: None  # noqa: ARG005
        return
    from rich.console import Console  # noqa: PLC0415 (only for a terminal)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    left = Left(pieces, length, time.monotonic())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{pieces:,} left", total=pieces)

        def advance(length: int, *, now: str) -> None:
            bar.update(task, advance=1, description=f"{left.advance(length, time.monotonic())} · {now}")

        yield advance
