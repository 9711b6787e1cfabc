"""Writing so that it lasts: what these functions have done is on the disk, not only in the system's memory."""

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

if sys.platform == "darwin":
    import fcntl


def write_new(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that is not there yet, and bring it to the disk; its name lasts when its folder is synced."""
    _write(path, chunks, os.O_EXCL)


def replace(path: Path, data: bytes, scratch: Path) -> None:
    """Put a file in place of another, whole or not at all, by way of `scratch` on the same file system."""
    try:
        _write(scratch, (data,), os.O_TRUNC)
        scratch.replace(path)
    except OSError:
        with suppress(OSError):
            scratch.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring to the disk which names stand in a folder; Windows does so by itself, and opens no folder."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _sync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems know no syncing of folders
            raise
    finally:
        os.close(handle)


def sync_folders(top: Path) -> None:
    """The same for a folder and all below it, the innermost first."""
    for inner in sorted(top.iterdir()):
        if inner.is_dir():
            sync_folders(inner)
    sync_folder(top)


def make_folder(folder: Path) -> None:
    """Make a folder, and what it lies in, unless it is there; each new name is on the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def _write(path: Path, chunks: Iterable[bytes], how: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o666)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        _sync(file.fileno())


def _sync(handle: int) -> None:
    if sys.platform == "darwin":
        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # there fsync leaves the bytes in the disk's own memory
    else:
        os.fsync(handle)
