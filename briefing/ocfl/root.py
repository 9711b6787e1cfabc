"""A storage root: objects, each a sequence of versions that are never changed.

Filing a version is `lock`, `recover`, `prepare`, `commit`, and `acknowledge` once all is done that should follow a
commit. A crash anywhere leaves either no trace of the version or the whole of it; the next `recover` tidies up, and
`forgotten` tells of versions that were committed and never acknowledged.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from briefing.ocfl import declaration, filing, paths, reader, recovery
from briefing.ocfl.errors import (
    OcflAbsentError,
    OcflConflictError,
    OcflDamagedError,
    OcflError,
    OcflOvertakenError,
    OcflUnfinishedError,
    explained,
)
from briefing.ocfl.filing import Files, Intent, Prepared
from briefing.ocfl.inventory import INVENTORY, Inventory, Version, sha512
from briefing.ocfl.recovery import Recovered
from briefing.ocfl.storage import Staged, Storage


class Root:
    """A storage root in a storage; `prefix` begins the ids of new objects, which are `PREFIX/NAME`."""

    def __init__(self, storage: Storage, prefix: str = "") -> None:
        self._storage = storage
        self._prefix = prefix.rstrip("/")
        self._locks = 0

    @classmethod
    def open(
        cls,
        storage: Storage,
        *,
        create: bool,
        prefix: str = "",
        root_files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> "Root":
        """The storage root that lies there; with `create`, made where nothing lies, with `root_files` for its readers.

        A root that is there gets no `root_files`. One whose making was broken off gets those that it lacks.

        Raises OcflAbsentError where there is none, OcflError where there is something else or it cannot be made.
        """
        try:
            if create:
                declaration.make_root(storage, root_files)
            else:
                declaration.need_root(storage)
        except OSError as error:
            done = "made" if create else "read"
            raise explained(error, f"the storage root {storage.place} cannot be {done}") from error
        return cls(storage, prefix)

    @contextmanager
    def lock(self, timeout: float) -> Iterator[None]:
        """Hold the right to change the root; raises OcflBusyError where another holds it for `timeout` seconds more."""
        with ExitStack() as held:
            try:
                held.enter_context(self._storage.lock(timeout))
            except OSError as error:
                raise explained(error, f"the storage root {self._storage.place} cannot be written to") from error
            self._locks += 1
            try:
                yield
            finally:
                self._locks -= 1

    def recover(self, *, all_objects: bool = False) -> tuple[Recovered, ...]:
        """Finish what was committed, throw away what was not, and say so; a second time there is nothing to do.

        Only what an earlier command has left in progress is looked at. With `all_objects` every object is looked at,
        and versions are finished of which nothing tells where they come from: for a root that was restored or copied.
        """
        self._need_lock()
        try:
            return tuple(recovery.recover(self._storage, all_objects=all_objects))
        except OSError as error:
            raise explained(error, f"what was left in progress in {self._storage.place} cannot be finished") from error

    def objects(self) -> tuple[str, ...]:
        """The names of all objects, in order."""
        with self._reading():
            return self._storage.objects()

    def inventory(self, name: str) -> Inventory | None:
        """What is known of an object, or None where there is none; raises OcflDamagedError.

        The inventory is held against its sidecar, and no content is read.
        """
        with self._reading():
            data = reader.inventory_bytes(self._storage, paths.object_name(name))
        return None if data is None else reader.inventory_of(name, data)

    def state(self, name: str) -> str:
        """The sha512 of an object's own inventory as it lies there, another with each version; empty without one."""
        with self._reading():
            data = self._storage.read(paths.object_name(name), INVENTORY)
        return "" if data is None else sha512(data)

    def inventory_digest(self, name: str, version: int) -> str:
        """The sha512 of a version's inventory as it lies there; raises OcflAbsentError where there is none."""
        with self._reading():
            data = self._storage.read(paths.object_name(name), f"v{version}/{INVENTORY}")
        if data is None:
            raise OcflAbsentError(f"there is no v{version} of {name} in {self._storage.place}")
        return sha512(data)

    def version_inventory(self, name: str, version: int) -> Inventory:
        """What the inventory in the folder of a version says; raises OcflDamagedError where its sidecar disagrees."""
        with self._reading():
            data = reader.version_inventory_bytes(self._storage, paths.object_name(name), version)
        if data is None:
            raise OcflDamagedError(f"the inventory of v{version} of {name} is gone or damaged")
        return reader.inventory_of(name, data)

    def read(self, name: str, version: int, path: str) -> bytes:
        """What a version holds under a logical path; raises OcflAbsentError, OcflDamagedError."""
        with self._reading():
            return b"".join(reader.filed(self._storage, paths.object_name(name), version, path))

    def content(self, name: str, inventory: Inventory, version: int, path: str) -> bytes:
        """The same of an object whose inventory was read before, for whoever reads much of it."""
        with self._reading():
            return b"".join(reader.filed_by(self._storage, paths.object_name(name), inventory, version, path))

    def part(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """A storage root of some of the objects alone: every file by its path, content checked.

        Raises OcflAbsentError, OcflDamagedError.
        """
        yield from declaration.root_files().items()
        for name in names:
            with self._reading():
                for path, data in reader.whole(self._storage, paths.object_name(name)):
                    yield f"{name}/{path}", data

    def copy_out(self, name: str, version: int, path: str, to: Path, *, inventory: Inventory | None = None) -> None:
        """Copy what a version holds to a file, replacing it; it is there only if every byte has been checked.

        `inventory` is the object's, where it was read before. Raises OcflAbsentError, OcflDamagedError, and OcflError
        where it cannot be written.
        """
        with self._reading():
            name = paths.object_name(name)
            known = inventory or reader.need_inventory(self._storage, name)
            pieces = reader.filed_by(self._storage, name, known, version, path)
            reader.copy_out(pieces, f"“{path}” of v{version} of {name}", to)

    def prepare(
        self,
        name: str,
        files: Files,
        *,
        created: datetime,
        message: str,
        user: tuple[str, str] | None,
        intent: bytes | Callable[[Staged], bytes],
        after: int | None = None,
    ) -> Prepared:
        """Lay the next version of an object aside, whole and on the disk, with the intent beside it.

        `files` is all that the version holds, by logical path; bytes that an earlier version holds are not filed
        again. `created` has an offset from UTC. `user` is a name and an address, such as `mailto:desk@example.org`, or
        empty. `intent` may be made of what is staged. `after` is how many versions there were when that was read which
        this one continues: where there are others now, OcflOvertakenError is raised. Raises OcflError where anything
        cannot be filed; then nothing is left of it.
        """
        self._need_lock()
        name = paths.object_name(name)
        by_path = filing.with_good_paths(files)
        known = self._known(name, after)
        digests = {path: filing.digest_of(source) for path, source in by_path.items()}
        version = Version(len(known.versions) + 1, filing.with_offset(created), message, user, digests)
        inventory, new = known.followed_by(version)
        contents = filing.contents(inventory, {path: by_path[path] for path in new})
        staged = Staged(name, version.number, contents[INVENTORY].digest)
        said = intent if isinstance(intent, bytes) else intent(staged)
        try:
            self._storage.stage(staged, contents, said)
        except OSError as error:
            raise explained(error, f"v{version.number} of {name} cannot be filed") from error
        return Prepared(inventory, Intent(staged, said))

    def commit(self, prepared: Prepared) -> Version:
        """File what was prepared: when this returns, the version is there and stays there.

        Raises OcflConflictError where another has filed this version, OcflError where nothing was filed, and
        OcflUnfinishedError where the version was filed, or may have been, and `recover` has to finish it.
        """
        self._need_lock()
        staged = prepared.intent.staged
        which = f"v{staged.version} of {staged.object}"
        try:
            self._storage.commit(staged)
        except OSError as error:
            self._look_again(prepared, error)
        try:
            self._publish(staged)
        except OSError as error:
            raise OcflUnfinishedError(
                explained(error, f"{which} was filed, but its inventory could not be brought up to date").message,
                "Mend that; the next command that writes to the archive finishes it.",
            ) from error
        return prepared.inventory.head

    def discard(self, prepared: Prepared) -> None:
        """Throw away what was prepared and not committed; where that fails, the next `recover` does it."""
        self._drop(prepared.intent.staged)

    def remove(self, name: str) -> None:
        """Take an object out of the root with all its versions, for good. Raises OcflError where that fails."""
        self._need_lock()
        try:
            self._storage.remove(paths.object_name(name))
        except OSError as error:
            raise explained(error, f"{name} cannot be removed from {self._storage.place}") from error

    def forgotten(self) -> tuple[Intent, ...]:
        """The intents of versions that were committed and never acknowledged, each object's in order of its versions.

        One that was acknowledged may be back, after a loss of power; what follows a commit must bear being repeated.
        """
        with self._reading():
            found = [staged for staged in self._storage.staged() if recovery.is_committed(self._storage, staged)]
            return tuple(Intent(staged, self._storage.intent(staged)) for staged in found)

    def acknowledge(self, intent: Intent) -> None:
        """Say that all is done that should follow the commit, so that the intent may go.

        Where it cannot go now, `forgotten` tells of it again.
        """
        self._drop(intent.staged)

    def _known(self, name: str, after: int | None) -> Inventory:
        """The inventory that the next version follows: without versions, for a new object."""
        with self._reading():
            data = reader.inventory_bytes(self._storage, name)
            there = self._storage.versions(name)
        if after is not None and len(there) > after:
            raise OcflOvertakenError(f"v{there[-1]} of {name}")
        if data is None:
            if not self._prefix:
                raise OcflError(f"no prefix is given for the id of {name}", "Give the web address of the archive.")
            return Inventory(f"{self._prefix}/{name}", (), {})
        inventory = reader.inventory_of(name, data)
        if there != tuple(range(1, len(inventory.versions) + 1)):
            raise OcflConflictError(
                f"{name} holds other versions than its inventory says, and nothing tells where they come from",
                "Verify the archive; if it was restored from a copy, let all objects be recovered.",
            )
        ours = inventory.as_bytes()
        says_more = data != ours and json.loads(data) != json.loads(ours)
        if says_more or inventory.id.rpartition("/")[2] != name:
            raise OcflConflictError(f"{name} was made by another program, and cannot be continued", "Use another name.")
        return inventory

    def _look_again(self, prepared: Prepared, error: OSError) -> None:
        """After an error of a commit, see what is there: raise unless the version is."""
        staged = prepared.intent.staged
        which = f"v{staged.version} of {staged.object}"
        try:
            committed = recovery.is_committed(self._storage, staged)
        except OSError:
            raise OcflUnfinishedError(
                explained(error, f"{which} may have been filed or not").message,
                "Mend that; the next command that writes to the archive looks again.",
            ) from error
        if not committed:
            raise explained(error, f"{which} was not filed") from error

    def _publish(self, staged: Staged) -> None:
        with suppress(OSError):
            return self._storage.publish(staged.object, staged.version)
        return self._storage.publish(staged.object, staged.version)  # what is passing is no reason to stop

    def _drop(self, staged: Staged) -> None:
        self._need_lock()
        with suppress(OSError):  # what stays now is found by the next
            self._storage.drop(staged)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise explained(error, f"the storage root {self._storage.place} cannot be read") from error

    def _need_lock(self) -> None:
        if not self._locks:
            raise RuntimeError("the lock of the storage root must be held")
