"""A storage root in a bucket of an object store: no renaming, no locks, and any number of commands at once.

A version is committed by putting its inventory where none is yet (If-None-Match); of several who try, one succeeds.
Its content follows from where it was laid aside, and until it has, it is read from there; then the object's own
inventory is put in the place of the one before (If-Match), and with that the version is seen. Anybody may take these
steps for another who was stopped, or is at work: each is refused, or changes nothing, where it was taken already.

What another has laid aside is never thrown away while it could still be committed: only once its version is there,
committed by whom ever.

    NAME/                            the storage root
    .NAME.work/probed                this store was found to keep conditions
    .NAME.work/staged/OBJECT/vN/ID   the intent; written last and removed first: while it is there, all of it is
    .NAME.work/files/OBJECT/vN/ID/…  the files of the version; ID is the sha512 of its inventory
    .NAME.work/log/…                 no business of this module
"""

import errno
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from typing import BinaryIO

from briefing.bucket.port import NOTHING, Bucket, BucketError, OutrunError
from briefing.ocfl.aside import Aside
from briefing.ocfl.errors import OcflDamagedError, OcflOvertakenError
from briefing.ocfl.fitness import clear_probes, need_fit
from briefing.ocfl.inventory import INVENTORY, SIDECAR, read_inventory, sha512, sidecar
from briefing.ocfl.storage import OBJECT_DECLARATION, Content, Staged

_VERSION = re.compile(r"v([1-9][0-9]*)")
_INNER = re.compile(r"v([1-9][0-9]*)/(.+)", re.DOTALL)
_AT_ONCE = 8
_TRIES = 100  # each is lost to another who wrote
_NO_OBJECTS = frozenset({"extensions", "logs"})


class Stored:
    """The archive `name` in a bucket, as a `Storage`."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket = bucket
        self._root = name
        self._work = f".{name}.work"
        self._aside = Aside(bucket, self._work)
        self._objects: set[str] = set()
        self._is_fit = False

    @property
    def place(self) -> str:
        """The address of the archive."""
        return self._bucket.place

    @property
    def is_exclusive(self) -> bool:
        """Nobody can be kept out."""
        return False

    @contextmanager
    def lock(self, timeout: float) -> Iterator[None]:  # noqa: ARG002 (there is none to wait for)
        """Nothing: every step bears that others take theirs."""
        yield

    def root_names(self) -> tuple[str, ...]:
        """What stands directly below the root's name."""
        files, folders = self._bucket.names(self._root)
        return tuple(sorted({*files, *folders}))

    def read_root(self, path: str) -> bytes | None:
        """A file of the root."""
        return self._get(path)

    def write_root(self, path: str, data: bytes) -> None:
        """Write a file of the root, unless one is there: who was first has named the archive."""
        self._need_fit()
        with suppress(OutrunError):
            self._bucket.put(f"{self._root}/{path}", data, instead_of=NOTHING)

    def objects(self) -> tuple[str, ...]:
        """The names under which something says that it is an object of OCFL 1.1."""
        there = [name for name in self._bucket.names(self._root)[1] if name not in _NO_OBJECTS]
        new = [name for name in there if name not in self._objects]
        if new:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                said = pool.map(lambda name: self._bucket.has(f"{self._root}/{name}/{OBJECT_DECLARATION[0]}"), new)
                self._objects.update(name for name, is_object in zip(new, said, strict=True) if is_object)
        return tuple(name for name in there if name in self._objects)

    def versions(self, name: str) -> tuple[int, ...]:
        """The versions that are committed: the first thing that is written of each does that."""
        found = (_VERSION.fullmatch(entry) for entry in self._bucket.names(f"{self._root}/{name}")[1])
        return tuple(sorted(int(match[1]) for match in found if match))

    def read(self, name: str, path: str) -> bytes | None:
        """A small file of an object; of a committed version also from where it was laid aside."""
        there = self._get(f"{name}/{path}")
        if there is not None or path.endswith(f"/{INVENTORY}"):
            return there
        for key in self._still_aside(name, path):
            held = self._bucket.get(key)
            if held is not None:
                return held.content
        return self._get(f"{name}/{path}") if _INNER.fullmatch(path) else None

    def open(self, name: str, path: str) -> BinaryIO:
        """A file of an object, from where it is."""
        for key in chain((f"{self._root}/{name}/{path}",), self._still_aside(name, path)):
            try:
                return self._bucket.open(key)
            except FileNotFoundError:
                continue
        return self._bucket.open(f"{self._root}/{name}/{path}")  # it was put there meanwhile

    def _still_aside(self, name: str, path: str) -> Iterator[str]:
        """Where a file of a version may lie that is committed and has not all of its content yet."""
        found = _INNER.fullmatch(path)
        if found:
            for staged in self._aside.staged(f"{name}/v{found[1]}"):
                if self._is_committed(staged):
                    yield f"{self._aside.files(staged)}/{found[2]}"

    def commit(self, staged: Staged) -> None:
        """Put the inventory of the version where none is: the commit point."""
        held = self._bucket.get(f"{self._aside.files(staged)}/{INVENTORY}")
        if held is None:
            if self._is_committed(staged):
                return
            if self._bucket.has(self._inventory(staged)):
                raise OcflOvertakenError(f"v{staged.version} of {staged.object}")
            raise BucketError(f"what was laid aside of v{staged.version} of {staged.object} is gone", errno.ENOENT)
        try:
            self._bucket.put(self._inventory(staged), held.content, instead_of=NOTHING)
        except OutrunError:
            raise OcflOvertakenError(f"v{staged.version} of {staged.object}") from None

    def publish(self, name: str, version: int) -> None:
        """Bring the content to its place, then the object's own inventory, its declaration, and the sidecar."""
        self._need_fit()
        folder = f"{self._root}/{name}/v{version}"
        newest = self._get(f"{name}/v{version}/{INVENTORY}")
        if newest is None:
            raise BucketError(f"v{version} of {name} has no inventory", errno.ENOENT)
        self._fill(name, version, newest)
        self._put_unless_same(f"{folder}/{SIDECAR}", sidecar(newest))
        self._replace(f"{name}/{INVENTORY}", lambda there: newest if _head(there) < version else None)
        declaration, said = OBJECT_DECLARATION
        if version == 1:
            self._put_unless_same(f"{self._root}/{name}/{declaration}", said)
        # Made from what is there now, which may be of a later version.
        self._replace(f"{name}/{SIDECAR}", lambda _: sidecar(self._get(f"{name}/{INVENTORY}") or newest))

    def _fill(self, name: str, version: int, inventory: bytes) -> None:
        """Copy what is not there yet from where it was laid aside."""
        folder = f"{self._root}/{name}/v{version}"
        there = {one.key for one in self._bucket.entries(folder)}
        wanted = (path for paths in read_inventory(inventory).manifest.values() for path in paths)
        missing = [path for path in sorted(wanted) if path.startswith(f"v{version}/")]
        missing = [path for path in missing if f"{self._root}/{name}/{path}" not in there]
        if not missing:
            return
        aside = [self._aside.files(one) for one in self._aside.staged(f"{name}/v{version}") if self._is_committed(one)]
        for path in missing:
            target, inner = f"{self._root}/{name}/{path}", path.partition("/")[2]
            if not any(self._copied(f"{each}/{inner}", target) for each in aside) and not self._bucket.has(target):
                raise OcflDamagedError(f"{path} of {name} is missing", "Restore it from a copy of the archive.")

    def _copied(self, source: str, target: str) -> bool:
        try:
            self._bucket.copy(source, target)
        except FileNotFoundError:
            return False  # another has put it in its place, and cleared away
        return True

    def remove(self, name: str) -> None:
        """Remove what says that it is an object, with which it is seen no more, then all the rest."""
        self._objects.discard(name)
        folder = f"{self._root}/{name}"
        for path in (OBJECT_DECLARATION[0], INVENTORY):
            self._bucket.delete([f"{folder}/{path}"])
        self._bucket.delete([one.key for one in self._bucket.entries(folder)])

    def stage(self, staged: Staged, files: Mapping[str, Content], intent: bytes) -> None:
        """Lay a version aside: its files, then the intent, with which it counts as laid aside."""
        self._need_fit()
        self._aside.put(staged, files, intent)

    def staged(self) -> tuple[Staged, ...]:
        """What has an intent."""
        return self._aside.staged()

    def intent(self, staged: Staged) -> bytes:
        """The intent; empty where it went meanwhile, since another has finished what it tells of."""
        return self._aside.intent(staged)

    def drop(self, staged: Staged) -> None:
        """Remove the intent, which is the end of it, then the files."""
        self._aside.clear(staged)

    def sweep(self) -> int:
        """Remove files without an intent, of versions that are there: nobody can commit them any more."""
        count = self._aside.sweep(lambda staged: self._bucket.has(self._inventory(staged)))
        clear_probes(self._bucket, self._work)
        return count

    # Keys

    def _inventory(self, staged: Staged) -> str:
        return f"{self._root}/{staged.object}/v{staged.version}/{INVENTORY}"

    def _get(self, path: str) -> bytes | None:
        held = self._bucket.get(f"{self._root}/{path}")
        return held.content if held else None

    def _is_committed(self, staged: Staged) -> bool:
        there = self._bucket.get(self._inventory(staged))
        return there is not None and sha512(there.content) == staged.inventory_digest

    # Steps

    def _replace(self, path: str, wanted: Callable[[bytes | None], bytes | None]) -> None:
        """Put what is wanted in the place of what is there, as long as others write too."""
        for _ in range(_TRIES):
            held = self._bucket.get(f"{self._root}/{path}")
            content = wanted(held.content if held else None)
            if content is None or (held and held.content == content):
                return
            try:
                self._bucket.put(f"{self._root}/{path}", content, instead_of=held.tag if held else NOTHING)
            except OutrunError:
                continue
            return
        raise OutrunError(path)

    def _put_unless_same(self, key: str, content: bytes) -> None:
        held = self._bucket.get(key)
        if held is None or held.content != content:
            self._bucket.put(key, content)

    def _need_fit(self) -> None:
        if not self._is_fit:
            need_fit(self._bucket, self._work)
            self._is_fit = True


def _head(inventory: bytes | None) -> int:
    """The newest version that an inventory knows; none, where it cannot be read."""
    try:
        return read_inventory(inventory).head.number if inventory else 0
    except OcflDamagedError:
        return 0
