"""Storage: what a storage root asks of the place where it lies.

The steps are those of filing a version, not those of a file system, so that a place without renaming and without locks
can answer too: *stage* lays a version aside; *commit* makes it part of its object, at one instant and only if no such
version is there; *publish* brings the rest of the object up to a committed version, and may be done again by anybody.

What is staged is known by its `Staged`; it stays, together with the intent given by whoever staged it, until it is
dropped. So after a crash there is always something that tells what was going on. A storage answers with OSError, and
with the errors named here.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from briefing.ocfl.errors import OcflConflictError

CHUNK = 1 << 20  # bytes read at a time

OBJECT_DECLARATION = ("0=ocfl_object_1.1", b"ocfl_object_1.1\n")


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes to be staged, given or in a file elsewhere, and the sha512 that they must have."""

    source: bytes | Path
    digest: str

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in pieces; raises OcflConflictError at the end where they are not those of the digest."""
        seen = hashlib.sha512()
        for chunk in pieces(self.source):
            seen.update(chunk)
            yield chunk
        if seen.hexdigest() != self.digest:
            raise OcflConflictError(
                "a file changed while it was read", "Wait until nobody writes to it, then try again."
            )


def pieces(source: bytes | Path) -> Iterator[bytes]:
    """The bytes of a source, in pieces of at most CHUNK."""
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


@dataclass(frozen=True, slots=True, order=True)
class Staged:
    """A version laid aside: of which object, which number, and the sha512 of its inventory, which makes it unique."""

    object: str
    version: int
    inventory_digest: str


class Storage(Protocol):
    """A place where a storage root lies. Paths are relative, with `/`; what has been written when a call returns lasts.

    Whoever changes anything holds the lock. Where a place has none (`is_exclusive` is false), several may change it at
    once: each step bears that, and is refused where another was first.
    """

    @property
    def place(self) -> str:
        """Where it is, as it is named to a reader."""

    @property
    def is_exclusive(self) -> bool:
        """Whether the lock keeps others out, so that what is found in progress is nobody's work any more."""

    def lock(self, timeout: float) -> AbstractContextManager[None]:
        """Hold the right to change the root; raises OcflBusyError after waiting `timeout` seconds in vain."""

    def root_names(self) -> tuple[str, ...]:
        """What lies directly in the root, in order; nothing where there is no root."""

    def read_root(self, path: str) -> bytes | None:
        """A file of the root that is in no object, or None."""

    def write_root(self, path: str, data: bytes) -> None:
        """Write a file of the root that is in no object, whole or not at all; what is there is replaced.

        Where there is no lock what is there stays: another was first.
        """

    def objects(self) -> tuple[str, ...]:
        """The folders of objects, in order."""

    def versions(self, name: str) -> tuple[int, ...]:
        """The numbers of the versions that an object holds, in order, whether its inventory knows them or not."""

    def read(self, name: str, path: str) -> bytes | None:
        """A small file of an object, or None."""

    def open(self, name: str, path: str) -> BinaryIO:
        """A file of an object, to be read in pieces; raises FileNotFoundError."""

    def stage(self, staged: Staged, files: Mapping[str, Content], intent: bytes) -> None:
        """Lay a version aside: files by their path in the version's folder, and the intent."""

    def staged(self) -> tuple[Staged, ...]:
        """What is laid aside, whole, and not dropped yet: committed or not; in order."""

    def intent(self, staged: Staged) -> bytes:
        """The intent of what is laid aside."""

    def commit(self, staged: Staged) -> None:
        """Make a staged version part of its object, at one instant; raises OcflConflictError if it is there."""

    def publish(self, name: str, version: int) -> None:
        """Bring the object's own inventory to that of its newest version, which is committed; may be repeated."""

    def remove(self, name: str) -> None:
        """Take a whole object out of the root, at one instant, and then away; one that is not there is no matter."""

    def drop(self, staged: Staged) -> None:
        """Forget what was laid aside, with its intent; what was committed of it stays in the root."""

    def sweep(self) -> int:
        """Throw away what was laid aside in part only, and give the number of such pieces."""
