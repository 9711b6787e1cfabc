"""Watching files: whether one of some files was changed, put in another's place, or taken away."""

import os
from collections.abc import Iterable, Mapping

Seen = Mapping[str, tuple[int, int, int] | None]
"""Files by their paths: when each was written, in nanoseconds, its size in bytes, and its number on the disk."""


def look_at(files: Iterable[str]) -> Seen:
    """How some files lie there now; None for one that is not there.

    An editor that writes a new file and renames it changes the number; a network file system tells nobody of a change
    that another machine has made, but says when it is asked.
    """
    return {file: _status(file) for file in files}


def _status(file: str) -> tuple[int, int, int] | None:
    try:
        status = os.stat(file)  # noqa: PTH116 (asked several times a second: a Path for each would take longer)
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino)
