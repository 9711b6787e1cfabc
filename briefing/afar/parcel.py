"""A parcel: files as they travel, each with its digest, and how they are packed and laid out again."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefing.cluster import DamagedError, NotSentError

LARGEST = 64 << 20
"""Bytes that the files of a parcel may have in all; what is larger is made where it lies."""
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Packed:
    """A file: its path from the folder that is packed, what it says, and the SHA-256 of that. A folder says None."""

    path: str
    data: bytes | None
    sha256: str = ""

    @classmethod
    def of(cls, path: str, data: bytes) -> "Packed":
        """A file that says this."""
        return cls(path, data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files and folders, each folder before what is in it."""

    files: tuple[Packed, ...]

    def lay_out(self, folder: Path) -> None:
        """Write the files into a folder. Raises DamagedError where one is not as it was packed."""
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in self.checked():
            place = folder / path
            if data is None:
                place.mkdir(parents=True, exist_ok=True)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)

    def checked(self) -> Iterator[tuple[str, bytes | None]]:
        """Each path with what its file says, held against its digest. Raises DamagedError."""
        for one in self.files:
            parts = PurePosixPath(one.path)
            if parts.is_absolute() or ".." in parts.parts:
                raise DamagedError(one.path)
            if one.data is not None and hashlib.sha256(one.data).hexdigest() != one.sha256:
                raise DamagedError(one.path)
            yield one.path, one.data


def pack_folder(folder: Path) -> Parcel:
    """All that is in a folder. Raises NotSentError for what would not be the same elsewhere.

    That is a link, what is no ordinary file, what may not be read, and more than a parcel holds.
    """
    if folder.is_symlink():
        raise NotSentError
    found: list[Packed] = []
    room = LARGEST
    for entry in _entries(folder, ""):
        if isinstance(entry, str):
            found.append(Packed(entry, None))
            continue
        path, file = entry
        data = _read(file, room)
        room -= len(data)
        found.append(Packed.of(path, data))
        if len(found) > _MOST:
            raise NotSentError
    return Parcel(tuple(found))


def pack_files(files: Iterable[tuple[str, Path]]) -> Parcel:
    """Files by the paths that they are to have, links followed. Raises NotSentError as `pack_folder` does."""
    found = []
    room = LARGEST
    for path, file in files:
        data = _read(file, room)
        room -= len(data)
        found.append(Packed.of(path, data))
    return Parcel(tuple(found))


def _entries(folder: Path, above: str) -> Iterator[str | tuple[str, Path]]:
    try:
        with os.scandir(folder) as there:
            entries = sorted(there, key=lambda entry: entry.name)
        for entry in entries:
            path = f"{above}{entry.name}"
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                yield path
                yield from _entries(Path(entry.path), f"{path}/")
            elif stat.S_ISREG(mode):
                yield path, Path(entry.path)
            else:
                raise NotSentError
    except OSError:
        raise NotSentError from None


def _read(file: Path, room: int) -> bytes:
    try:
        if file.stat().st_size > room:
            raise NotSentError
        data = file.read_bytes()
    except OSError:
        raise NotSentError from None
    if len(data) > room:
        raise NotSentError
    return data
