"""What stands in a folder, links never followed; whatever a name is, it stays a name."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias


class Elsewhere(Protocol):
    """A file or folder that is on no disk, such as one in an object store; there are no links there."""

    def __truediv__(self, name: str, /) -> "Elsewhere":
        """What stands below it under a name, or some names with `/` between them."""

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The files and the folders in it, each in order; raises OSError."""

    def size(self) -> int | None:
        """The size of a file in bytes, None where there is none."""

    def open(self) -> BinaryIO:
        """A file, to be read in pieces; raises OSError."""


Spot: TypeAlias = Path | Elsewhere


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and the names in it by what they are, each list in order.

    `path` is where it is, `at` the same relative to what is judged (empty for that itself), with `/` between names.
    `refused` says why it could not be read.
    """

    path: Spot
    at: str
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    refused: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it, as far as it could be read."""
        return not (self.files or self.folders or self.links or self.others or self.refused)

    def place(self, name: str) -> str:
        """The path of a name in this folder, relative to what is judged."""
        return f"{self.at}/{name}" if self.at else name

    def inner(self, name: str) -> "Folder":
        """A folder in this one."""
        return folder_at(self.path / name, self.place(name))


def folder_at(path: Spot, at: str = "") -> Folder:
    """What stands in a folder."""
    if not isinstance(path, Path):
        try:
            return Folder(path, at, *path.names())
        except OSError as error:
            return Folder(path, at, refused=error.strerror or "it cannot be read")
    files: list[str] = []
    folders: list[str] = []
    links: list[str] = []
    others: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_symlink():
                    links.append(entry.name)
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file(follow_symlinks=False):
                    files.append(entry.name)
                else:
                    others.append(entry.name)
    except OSError as error:
        return Folder(path, at, refused=error.strerror or "it cannot be read")
    return Folder(path, at, tuple(sorted(files)), tuple(sorted(folders)), tuple(sorted(links)), tuple(sorted(others)))


def and_below(folder: Folder) -> Iterator[Folder]:
    """A folder and every folder below it, in order."""
    waiting = [(folder.path, folder.at)]
    while waiting:
        found = folder_at(*waiting.pop())
        yield found
        waiting.extend((found.path / name, found.place(name)) for name in reversed(found.folders))


def size_of(file: Spot) -> int:
    """The size of a regular file in bytes, 0 where there is none any more."""
    if not isinstance(file, Path):
        return file.size() or 0
    try:
        found = file.lstat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def is_file(path: Spot) -> bool:
    """Whether a regular file stands there."""
    return path.is_file() if isinstance(path, Path) else path.size() is not None


def opened(path: Spot) -> BinaryIO:
    """A file, to be read in pieces; links are not followed. Raises OSError."""
    if not isinstance(path, Path):
        return path.open()
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    return os.fdopen(handle, "rb")
