"""A problem: what is wrong, where it stands, and what mends it.

Problems are values. Stages return them or raise them together in one `FaultyInputError`; only the terminal
knows how they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a problem weighs: an error stops the brief, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: line and column count from 1, in characters; the excerpt is the line itself."""

    file: Path
    line: int | None = None
    column: int | None = None
    excerpt: str = ""


@dataclass(frozen=True)
class Places:
    """Where each value of a file stands: paths of keys and indexes, with line and column counted from 1."""

    file: Path
    lines: tuple[str, ...] = field(default=(), repr=False)
    values: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict, repr=False)
    keys: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict, repr=False)

    def at(self, path: tuple[str | int, ...], *, key: bool = False) -> Place:
        """The place of a value (or of its key), or of the nearest thing around it that stands in the file."""
        for end in range(len(path), -1, -1):
            found = (self.keys.get(path[:end]) if key else None) or self.values.get(path[:end])
            if found:
                return self.line(*found)
        return Place(self.file)

    def line(self, line: int, column: int) -> Place:
        """The place at this line and column, with the line itself."""
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(self.file, line, column, excerpt)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what the user gave us, in one sentence, and a hint that mends it.

    `path` is that of the value in brief.yaml, for what is found in an item; `audience` names the variant, for what is
    found in one only.
    """

    code: str
    message: str
    hint: str = ""
    place: Place | None = None
    severity: Severity = Severity.ERROR
    audience: str | None = None
    path: tuple[str | int, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether this problem stops what was asked for."""
        return self.severity is Severity.ERROR

    def sort_key(self) -> tuple[str, int, int, str]:
        """Order by file, then line, then column, then code."""
        if self.place is None:
            return ("", 0, 0, self.code)
        return (str(self.place.file), self.place.line or 0, self.place.column or 0, self.code)


class FaultyInputError(Exception):
    """What was given cannot be used; carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


def stop_at_errors(problems: Iterable[Problem]) -> None:
    """Raise FaultyInputError, with all of them, where one of the problems is an error."""
    found = tuple(problems)
    if any(problem.is_error for problem in found):
        raise FaultyInputError(found)
