"""Where the files of a log lie: three operations, so that a folder and an object store serve alike."""

import errno
import os
import secrets
import stat
from pathlib import Path
from typing import Protocol

_BINARY = getattr(os, "O_BINARY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class ChangedError(OSError):
    """A file is not what it was when it was read: somebody else writes at the same time."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EBUSY, "another program wrote it at the same time", name)


class Port(Protocol):
    """The files of a log. What a call has written is there after a power cut, once the call is back.

    On a disk the holder of the archive's lock is alone to write, and `instead_of` and `at` are there to notice where
    that fails. In an object store (`stored`) nobody is alone, and they are what it rests on.
    """

    @property
    def place(self) -> str:
        """Where they lie, told so that it is the same whenever it is the same place."""

    def read(self, name: str) -> bytes | None:
        """The content of a file, None where there is none. Raises OSError."""

    def replace(self, name: str, content: bytes, *, instead_of: bytes | None) -> None:
        """Put content in the place of what was read, whole or not at all. Raises OSError."""

    def append(self, name: str, content: bytes, *, at: int) -> None:
        """Put content after the `at` bytes that are there. Raises OSError, and can leave a part."""

    def finish(self) -> None:
        """Bring to the end what a program has left that was stopped in a step of its own. Raises OSError."""


class Folder:
    """A folder on a disk, such as the storage root of an archive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> str:
        """The whole path of the folder, links followed."""
        return str(self._folder.resolve())

    def read(self, name: str) -> bytes | None:
        """The content of a file, None where there is none. Raises OSError."""
        path = self._folder / name
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise OSError(errno.EINVAL, "it is no file", str(path))  # a pipe would be waited for without end
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def replace(self, name: str, content: bytes, *, instead_of: bytes | None) -> None:
        """Write beside it, bring that to the disk, give it the name, bring the folder to the disk."""
        for leftover in self._folder.glob(f".{name}.*.part"):
            leftover.unlink(missing_ok=True)  # of a program that was stopped; one that still runs fails, and is told
        part = self._folder / f".{name}.{secrets.token_hex(4)}.part"
        try:
            write_new(part, content, mode=0o666)
            if self.read(name) != instead_of:
                raise ChangedError(name)
            part.replace(self._folder / name)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(self._folder)

    def append(self, name: str, content: bytes, *, at: int) -> None:
        """Write at the end, bring it to the disk, and see that nobody wrote meanwhile."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY | _NO_FOLLOW
        handle = os.open(self._folder / name, flags, 0o666)
        try:
            if os.fstat(handle).st_size != at:
                raise ChangedError(name)
            _write(handle, content)
            os.fsync(handle)
            if os.fstat(handle).st_size != at + len(content):
                raise ChangedError(name)
        finally:
            os.close(handle)
        if at == 0:
            sync_folder(self._folder)

    def finish(self) -> None:
        """Nothing is left: each step is one of the disk, whole or not there."""


def write_new(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file that is not there yet, and bring it to the disk. Raises FileExistsError where it is there."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        _write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; Windows does so by itself, and opens no folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(handle: int, content: bytes) -> None:
    """All of it: a single write may take a part, as on a disk that is almost full."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
