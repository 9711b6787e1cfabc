"""Objects of an archive, examined by workers, which read them where they lie.

An object in a store is read by each worker with its own credentials. One in a folder is read by a worker that sees the
same folder, such as one that is shared by a network: the object's folder and its inventory must have the same numbers
there (inode, size, time of writing in nanoseconds). To send bytes would take longer than to reckon their digest, so
what no worker can see is examined here. So is every object that a worker finds fault with: what is told is what this
machine has seen.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.archive.opening import site_named
from briefing.archive.site import Site
from briefing.cluster import Crew, DamagedError, Lost
from briefing.judge import Examined, Examiners, Folder, Meter, Spot, examine, folder_at
from briefing.model.problem import FaultyInputError

_EXAMINE = "briefing.afar.objects:examine_some"
_MOST = 50
"""Objects in a portion."""
_PORTIONS = 8
"""So many portions for each worker, that none waits long for another at the end."""
_SECONDS, _FOR_EACH = 300.0, 120.0
_INVENTORY = "inventory.json"
_Sign = tuple[int, int, int]
"""The inode of a file or folder, its size, and when it was written: the same wherever one file system is seen."""


@dataclass(frozen=True)
class _Sent:
    """A portion: where the archive lies, and each object's path in it with the signs by which it is known."""

    site: str
    objects: tuple[tuple[str, tuple[_Sign, ...]], ...]


def examiners_of(crew: Crew, workers: int, site: Site, tell: Callable[[int], None]) -> Examiners:
    """Those who examine the objects of an archive: so many workers. `tell` is told how many were examined here."""
    where = str(site.folder.resolve()) if site.folder is not None else site.shown

    def examiners(folders: Sequence[Folder], meter: Meter) -> Iterator[Examined]:
        size = max(1, min(_MOST, -(-len(folders) // (workers * _PORTIONS))))
        portions = [tuple(folders[start : start + size]) for start in range(0, len(folders), size)]
        here = 0
        done = crew.do(
            _EXAMINE,
            portions,
            pack=lambda some: pickle.dumps(_Sent(where, tuple((one.at, _signs(one.path)) for one in some))),
            accept=lambda some, packed: _accepted(packed, len(some)),
            seconds=lambda some: _SECONDS + _FOR_EACH * len(some),
        )
        for some, came in done:
            found = [None] * len(some) if came is None or isinstance(came, Lost) else came
            for folder, one in zip(some, found, strict=True):
                if one is None or one.at != folder.at or any(fault.is_error for fault in one.faults):
                    here += one is None
                    yield examine(folder, meter, fixity=True)
                else:
                    meter.add(one.bytes)
                    yield one
        tell(here)

    return examiners


def _signs(path: Spot) -> tuple[_Sign, ...]:
    """By what an object in a folder is known; nothing of one in a store, which has one address for all."""
    if not isinstance(path, Path):
        return ()
    return tuple(_sign(one) for one in (path, path / _INVENTORY))


def _sign(path: Path) -> _Sign:
    try:
        found = path.lstat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _accepted(packed: bytes, count: int) -> list[Examined | None]:
    came = pickle.loads(packed)  # noqa: S301 (of a worker)
    if not isinstance(came, list) or len(came) != count:
        raise DamagedError
    return came


# In a worker


def examine_some(packed: bytes) -> bytes:
    """Examine a portion of an archive; None for an object that is not to be seen from here."""
    sent: _Sent = pickle.loads(packed)  # noqa: S301 (of the one who gives the work)
    try:
        site = site_named(sent.site)
    except FaultyInputError:
        return pickle.dumps([None] * len(sent.objects))
    return pickle.dumps([_examined(site, at, signs) for at, signs in sent.objects])


def _examined(site: Site, at: str, signs: tuple[_Sign, ...]) -> Examined | None:
    try:
        path = site.spot(at)
        if _signs(path) != signs:
            return None
        return examine(folder_at(path, at), Meter(None), fixity=True)
    except OSError:
        return None
