"""Reading objects: inventories against their sidecars, content against its digest."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from briefing.ocfl.errors import OcflAbsentError, OcflDamagedError, explained
from briefing.ocfl.inventory import INVENTORY, SIDECAR, Inventory, read_inventory, sha512
from briefing.ocfl.storage import CHUNK, OBJECT_DECLARATION, Storage

_RESTORE = "Restore it from a copy of the archive."
_LOOKS = 3  # two versions may be filed while one is read
_SIDECAR = re.compile(rb"([0-9a-fA-F]{128})\s+inventory\.json\s*")


def inventory_bytes(storage: Storage, name: str) -> bytes | None:
    """An object's own inventory as it lies there, or None where there is no object; raises OcflDamagedError."""
    data = None
    for _ in range(_LOOKS):
        data = storage.read(name, INVENTORY)
        if data is None:
            if storage.read(name, OBJECT_DECLARATION[0]) is None:
                return None
            continue  # unless it was put there at this moment
        told = _digest_in(storage.read(name, SIDECAR))
        if told == sha512(data):
            return data
        # Inventory and sidecar are replaced one after the other. Whoever reads between, or after a kill there, finds
        # that one of them is already that of the newest version.
        for number in storage.versions(name)[-1:]:
            newest = version_inventory_bytes(storage, name, number)
            if newest is not None and sha512(newest) in {told, sha512(data)}:
                return newest
    if data is None:
        raise OcflDamagedError(f"{name} has no {INVENTORY}", _RESTORE)
    raise OcflDamagedError(
        f"the inventory of {name} is not the one that was filed: its digest differs from {SIDECAR}", _RESTORE
    )


def version_inventory_bytes(storage: Storage, name: str, number: int) -> bytes | None:
    """The inventory in a version's folder, if its sidecar agrees."""
    data = storage.read(name, f"v{number}/{INVENTORY}")
    told = _digest_in(storage.read(name, f"v{number}/{SIDECAR}"))
    return data if data is not None and told == sha512(data) else None


def need_inventory(storage: Storage, name: str) -> Inventory:
    """The inventory of an object that must be there; raises OcflAbsentError, OcflDamagedError."""
    data = inventory_bytes(storage, name)
    if data is None:
        raise OcflAbsentError(f"there is no {name} in {storage.place}")
    return inventory_of(name, data)


def inventory_of(name: str, data: bytes) -> Inventory:
    """What the bytes of the object's inventory say; raises OcflDamagedError, which names the object."""
    try:
        return read_inventory(data)
    except OcflDamagedError as error:
        raise OcflDamagedError(f"{name}: {error.message}", error.hint) from error


def checked_pieces(storage: Storage, name: str, content: str, digest: str) -> Iterator[bytes]:
    """A content file of an object, in pieces; raises OcflDamagedError where it is not what the digest says.

    The error comes after the last piece: whoever uses pieces before the end uses them unchecked.
    """
    seen = hashlib.sha512()
    try:
        with storage.open(name, content) as file:
            while piece := file.read(CHUNK):
                seen.update(piece)
                yield piece
    except FileNotFoundError as error:
        raise OcflDamagedError(f"{content} of {name} is missing", _RESTORE) from error
    if seen.hexdigest() != digest:
        raise OcflDamagedError(f"{content} of {name} is not what was filed: its digest differs", _RESTORE)


def filed(storage: Storage, name: str, number: int, path: str) -> Iterator[bytes]:
    """What a version holds under a logical path, in pieces, checked as `checked_pieces` does."""
    return filed_by(storage, name, need_inventory(storage, name), number, path)


def filed_by(storage: Storage, name: str, inventory: Inventory, number: int, path: str) -> Iterator[bytes]:
    """The same by an inventory that was read before."""
    state = inventory.version(number).state
    digest = state.get(path) or state.get(unicodedata.normalize("NFC", path))
    if digest is None:
        raise OcflAbsentError(f"v{number} of {name} holds no “{path}”")
    return checked_pieces(storage, name, inventory.content_path(digest), digest)


def whole(storage: Storage, name: str) -> Iterator[tuple[str, bytes]]:
    """Every file of an object by its path in it, content checked against its digest; raises OcflDamagedError."""
    inventory = need_inventory(storage, name)
    declared, content = OBJECT_DECLARATION
    yield declared, content
    for folder in ("", *(f"{version.folder}/" for version in inventory.versions)):
        for told in (INVENTORY, SIDECAR):
            data = storage.read(name, folder + told)
            if data is None:
                raise OcflDamagedError(f"{folder}{told} of {name} is missing", _RESTORE)
            yield folder + told, data
    for digest, places in inventory.manifest.items():
        for place in places:
            yield place, b"".join(checked_pieces(storage, name, place, digest))


def copy_out(pieces: Iterator[bytes], what: str, to: Path) -> None:
    """Copy checked pieces to a file, which gets its name only when every byte has been checked."""
    part = to.with_name(f".{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            for piece in pieces:
                file.write(piece)
        part.replace(to)
    except OSError as error:
        raise explained(error, f"{what} cannot be copied to {to}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _digest_in(sidecar: bytes | None) -> str | None:
    found = _SIDECAR.fullmatch(sidecar or b"")
    return found[1].decode().lower() if found else None
