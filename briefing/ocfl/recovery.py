"""Recovery: what a killed process left is finished if it was committed, and thrown away if not.

What was staged is the memory of what was going on: it outlives the commit and goes only when the intent has been
acknowledged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefing.ocfl.errors import OcflDamagedError
from briefing.ocfl.inventory import INVENTORY, SIDECAR, sha512, sidecar
from briefing.ocfl.reader import checked_pieces, inventory_of, version_inventory_bytes
from briefing.ocfl.storage import Staged, Storage


class Outcome(StrEnum):
    """What recovery did."""

    FINISHED = "finished"
    DISCARDED = "discarded"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Recovered:
    """One thing that recovery did, as a sentence; `name` and `version` say to which object, where that is known."""

    outcome: Outcome
    message: str
    name: str | None = None
    version: int | None = None

    def __str__(self) -> str:
        return self.message


def recover(storage: Storage, *, all_objects: bool) -> Iterator[Recovered]:
    """Finish or throw away what was staged, and say so; with `all_objects` also look where nothing tells of it."""
    if storage.sweep():
        yield Recovered(Outcome.DISCARDED, "leftovers of a command that was broken off were cleared away")
    for staged in storage.staged():
        if is_committed(storage, staged):
            yield from _finish(storage, staged.object, staged.version)
        elif storage.is_exclusive or storage.read(staged.object, f"v{staged.version}/{INVENTORY}") is not None:
            # Without a lock somebody may be about to commit it, until another has filed this version.
            storage.drop(staged)
            said = f"v{staged.version} of {staged.object} had been prepared and not filed; it was thrown away"
            yield Recovered(Outcome.DISCARDED, said, staged.object, staged.version)
    if all_objects:
        for name in storage.objects():
            yield from _finish(storage, name, max(storage.versions(name), default=0))


def is_committed(storage: Storage, staged: Staged) -> bool:
    """Whether the version that lies in its object is the one that was staged."""
    data = storage.read(staged.object, f"v{staged.version}/{INVENTORY}")
    return data is not None and sha512(data) == staged.inventory_digest


def _finish(storage: Storage, name: str, version: int) -> Iterator[Recovered]:
    if not version or _is_published(storage, name, version):
        return
    try:
        _need_whole(storage, name, version)
    except OcflDamagedError as error:
        said = f"v{version} of {name} was filed but is not whole, and was left as it is: {error.message}"
        yield Recovered(Outcome.DAMAGED, said, name, version)
        return
    storage.publish(name, version)
    yield Recovered(Outcome.FINISHED, f"v{version} of {name} had been filed; its inventory now says so", name, version)


def _is_published(storage: Storage, name: str, version: int) -> bool:
    """Whether the object's own inventory and sidecar are those of its newest version, or of a later one."""
    if version != max(storage.versions(name), default=0):
        return True
    return all(storage.read(name, path) == storage.read(name, f"v{version}/{path}") for path in (INVENTORY, SIDECAR))


def _need_whole(storage: Storage, name: str, version: int) -> None:
    """Raise OcflDamagedError unless the version's inventory and all its content are there and unharmed."""
    data = version_inventory_bytes(storage, name, version)
    if data is None or storage.read(name, f"v{version}/{SIDECAR}") != sidecar(data):
        raise OcflDamagedError("its inventory and sidecar do not agree")
    for digest, places in inventory_of(name, data).manifest.items():
        for place in places:
            if place.startswith(f"v{version}/"):
                for _ in checked_pieces(storage, name, place, digest):
                    pass
