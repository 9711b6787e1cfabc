"""Watching files: whether one of some files was changed, put in another's place, or taken away."""

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping

Seen = Mapping[str, tuple[int, int, int] | None]
"""Files by their paths: when each was written, in nanoseconds, its size in bytes, and its number on the disk."""

_INTERVAL = 0.06
"""How often the files are looked at, in seconds."""
_SETTLED = 0.03
"""Files that were changed are told of when they stay as they are for so many seconds: some programs write in steps."""
_PATIENCE = 20
"""So many times at most it is waited for that."""


async def watch(files: Callable[[], Iterable[str]], changed: Callable[[], object]) -> None:
    """Tell of every change of some files, for as long as this runs; which files they are may change, too."""
    seen: Seen = {}
    while True:
        now = await asyncio.to_thread(look_at, files())
        if now != seen:
            for _ in range(_PATIENCE):
                seen = now
                await asyncio.sleep(_SETTLED)
                now = await asyncio.to_thread(look_at, files())
                if now == seen:
                    break
            changed()
        await asyncio.sleep(_INTERVAL)


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
