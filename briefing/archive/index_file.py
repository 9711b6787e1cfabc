"""Where the index lies, and what is done when it cannot be used: it is made again, or made in memory."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from briefing.archive.index import Advance, Index, StaleIndexError
from briefing.archive.refusal import told
from briefing.archive.store import Archive
from briefing.model.problem import Problem

_T = TypeVar("_T")
_WAIT = 60.0
"""Seconds to wait for another command that searches, which may be making the index."""
Use = Callable[[Index, tuple[Problem, ...]], _T]


def index_file(archive: Archive) -> Path | None:
    """The file of the index, one for each user: beside the storage root, never in it, or here where that is in a store.

    None where there is no place for one.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    if archive.site.index is None:
        return None
    which = "" if archive.site.folder else f"-{archive.identifier.rpartition(':')[2]}"
    return archive.site.index / f"find-{user}{which}.sqlite"


def with_index(archive: Archive, use: Use[_T], *, afresh: bool, advance: Advance) -> _T:
    """Give an index that is up to date to `use`, with the problems met on the way; one at a time.

    An index that is damaged, of another form or of another archive, or that says what is not in the files, is thrown
    away and made again, and `use` called again; with `afresh` it is so from the beginning. Where no file can be written
    the index is made in memory. Raises FaultyInputError where the archive cannot be read.
    """
    path = index_file(archive)
    with ExitStack() as held, told():
        if path is None:
            return _used(":memory:", archive, use, advance)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(path.with_suffix(".lock"), timeout=_WAIT, mode=0o600))
        except (OSError, Timeout, NotImplementedError):
            return _used(":memory:", archive, use, advance)
        for is_anew in (True,) if afresh else (False, True):
            with suppress(sqlite3.Error, OSError, StaleIndexError):
                _make_ready(path, anew=is_anew)
                return _used(path, archive, use, advance)
        with suppress(OSError):
            _remove(path)
        return _used(":memory:", archive, use, advance)


def marked(archive: Archive, value: str) -> tuple[tuple[str, int], ...]:
    """The editions, by brief and version, that may be known by a code or the SHA-512 of a PDF.

    It is what an index says that may be there, of any age: nothing is made for it, and nothing of it may be believed.
    """
    path = index_file(archive)
    if path is None:
        return ()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
            found = connection.execute("SELECT name, version FROM mark WHERE value = ?", (value,)).fetchall()
    except sqlite3.Error:
        return ()
    there = archive.briefs()
    return tuple((name, version) for name, version in found if name in there and isinstance(version, int))


def _used(path: Path | str, archive: Archive, use: Use[_T], advance: Advance) -> _T:
    index = Index(path, archive)
    try:
        return use(index, index.refresh(advance))
    finally:
        index.close()


def _make_ready(path: Path, *, anew: bool) -> None:
    """See that there is a file that its owner alone can read; raises OSError where it cannot be so."""
    if anew or path.is_symlink():
        _remove(path)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
    path.chmod(0o600)


def _remove(path: Path) -> None:
    for one in (path, *(path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm"))):
        one.unlink(missing_ok=True)
