"""What is filed with a version: files under good names, their digests, and the inventory that tells of them."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from briefing.ocfl import paths
from briefing.ocfl.errors import OcflError, explained
from briefing.ocfl.inventory import INVENTORY, SIDECAR, Inventory, sha512, sidecar
from briefing.ocfl.storage import Content, Staged, pieces

Files = Mapping[str, bytes | Path]


@dataclass(frozen=True, slots=True)
class Intent:
    """What whoever filed a version left for whoever finds it: opaque bytes, and the version they belong to."""

    staged: Staged
    content: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version that is ready to be committed: the inventory as it will be, and the intent that stays beside it."""

    inventory: Inventory
    intent: Intent

    @property
    def inventory_digest(self) -> str:
        """The sha512 of the version's inventory, as it will lie there."""
        return self.intent.staged.inventory_digest


def with_good_paths(files: Files) -> dict[str, bytes | Path]:
    """The files under their paths in composed form; raises OcflError for paths that cannot be kept."""
    by_path = {paths.logical_path(path): source for path, source in files.items()}
    if len(by_path) != len(files):
        twice = next(path for path in files if unicodedata.normalize("NFC", path) != path)
        raise OcflError(f"two files have the same name “{twice}”, written with other characters", "Rename one.")
    paths.check_together(by_path)
    return by_path


def with_offset(created: datetime) -> datetime:
    """The moment, which must say its offset from UTC."""
    if created.utcoffset() is None:
        raise ValueError("the moment of a version needs its offset from UTC")
    return created


def digest_of(source: bytes | Path) -> str:
    """The sha512 of what is to be filed; raises OcflError where the file cannot be read."""
    seen = hashlib.sha512()
    try:
        for piece in pieces(source):
            seen.update(piece)
    except OSError as error:
        raise explained(error, f"{source!s} cannot be read") from error
    return seen.hexdigest()


def contents(inventory: Inventory, new: Files) -> dict[str, Content]:
    """All that lies in the folder of the newest version, by its path there; `new` by logical path."""
    try:
        data = inventory.as_bytes()
    except UnicodeEncodeError:
        raise OcflError("the message or the name of the user holds half a character", "Write it anew.") from None
    told = sidecar(data)
    state = inventory.head.state
    return {
        **{f"{inventory.content_directory}/{path}": Content(new[path], state[path]) for path in new},
        INVENTORY: Content(data, sha512(data)),
        SIDECAR: Content(told, sha512(told)),
    }
