"""What stands in a folder, links never followed; whatever a name is, it stays a name."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and the names in it by what they are, each list in order.

    `path` is where it is, `at` the same relative to what is judged (empty for that itself), with `/` between names.
    `refused` says why it could not be read.
    """

    path: Path
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


def folder_at(path: Path, at: str = "") -> Folder:
    """What stands in a folder."""
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


def size_of(file: Path) -> int:
    """The size of a regular file in bytes, 0 where there is none any more."""
    try:
        found = file.lstat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0
