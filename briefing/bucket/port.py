"""What is asked of a bucket: to hold whole objects under keys, and to write one only where nobody else has."""

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

NOTHING = ""
"""The tag of what is not there: to write with it is to ask that nothing be there yet."""


@dataclass(frozen=True, slots=True)
class Held:
    """An object as it was read: its bytes, and a tag that is another one with other bytes (HTTP's entity tag)."""

    content: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An object as it is listed: its key, with `/` between names, and its size in bytes."""

    key: str
    size: int


class BucketError(OSError):
    """The store refused, or did not answer; what was asked for may have been done all the same."""

    def __init__(self, reason: str, number: int = errno.ETIMEDOUT, hint: str = "Try again.") -> None:
        self.hint = hint
        super().__init__(number, reason)


class OutrunError(BucketError):
    """Something else is under the key than was expected, so nothing was written."""

    def __init__(self, key: str) -> None:
        super().__init__(f"another program wrote {key} at the same time", errno.EBUSY)


class Bucket(Protocol):
    """A bucket, or what lies below a prefix in it. What has been written when a call returns lasts, and is whole.

    Who reads afterwards, and who lists, finds it. Raises BucketError; what was written without an answer may be there.
    """

    @property
    def place(self) -> str:
        """Where it is, as it is named to a reader."""

    def get(self, key: str, *, known: Held | None = None) -> Held | None:
        """A small object, or None; `known`, where it still is what was read before."""

    def open(self, key: str) -> BinaryIO:
        """An object, to be read in pieces. Raises FileNotFoundError."""

    def has(self, key: str) -> bool:
        """Whether there is an object under a key."""

    def put(self, key: str, content: bytes, *, instead_of: str | None = None) -> None:
        """Write an object, in the place of any; with a tag, of what has this tag alone (NOTHING: of none).

        Raises OutrunError where something else is there. Where the same bytes are there already, that is no other.
        """

    def copy(self, source: str, target: str) -> None:
        """Write what is under a key under another one too, within the store. Raises FileNotFoundError."""

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects; what is not there is passed over."""

    def entries(self, under: str = "") -> Iterator[Entry]:
        """All objects below a name, in the order of their keys."""

    def names(self, under: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands directly below a name: the objects, and the names with something below them; each in order."""
