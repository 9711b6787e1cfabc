"""A line to the workers of a cluster: what a crew asks of it, whatever library it goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a worker: its address, a number that changes with each sign of life, whether it takes work."""

    address: str
    sign: float
    is_ready: bool = True


@dataclass(frozen=True, slots=True)
class Broken:
    """A task of which nothing came, and why, as the end of a sentence."""

    why: str


class LineLostError(Exception):
    """Who hands the tasks to the workers is gone; the message says how that showed."""


class DamagedError(Exception):
    """What came back from a worker is not what it sent."""


class Line(Protocol):
    """Tasks go to a worker that is named, and to no other; each is carried out once, or nothing comes of it."""

    def workers(self) -> Mapping[str, Heard]:
        """Every worker that is there, by a name that no other process ever has. Raises LineLostError."""

    def give(self, address: str, work: str, packed: bytes) -> str:
        """Have a worker do something; the ticket by which what comes of it is told. Raises LineLostError."""

    def take(self, seconds: float) -> tuple[str, bytes | Broken] | None:
        """A ticket, and what came of its task; None where nothing comes for so long. Raises LineLostError."""

    def drop(self, ticket: str) -> None:
        """Expect nothing of a task any more."""
