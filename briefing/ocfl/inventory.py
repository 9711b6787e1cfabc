"""The inventory of an object: its versions, what each holds under which path, and where the bytes lie.

OCFL 1.1, section 3.5. Written in one way only, so that the same inventory has the same bytes and digest everywhere.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from briefing.ocfl import strict
from briefing.ocfl.errors import OcflAbsentError, OcflDamagedError
from briefing.ocfl.paths import is_safe

ALGORITHM = "sha512"
INVENTORY = "inventory.json"
SIDECAR = f"{INVENTORY}.{ALGORITHM}"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
_TYPE = re.compile(r"https://ocfl\.io/1\.[01]/spec/#inventory")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def sha512(data: bytes) -> str:
    """The digest that OCFL addresses content by, in lower-case hexadecimal."""
    return hashlib.sha512(data).hexdigest()


def sidecar(inventory: bytes) -> bytes:
    """What stands in the sidecar of an inventory; two spaces, so that `sha512sum -c` reads it."""
    return f"{sha512(inventory)}  {INVENTORY}\n".encode()


@dataclass(frozen=True, slots=True)
class Version:
    """One version: when it was made (with its offset from UTC), why, by whom (name, address), and what it holds.

    `state` gives the sha512 of what lies under each logical path.
    """

    number: int
    created: datetime
    message: str
    user: tuple[str, str] | None
    state: Mapping[str, str]

    @property
    def folder(self) -> str:
        """The folder of the version in its object."""
        return f"v{self.number}"


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that is known of an object; `manifest` gives the content paths of each sha512, relative to the object."""

    id: str
    versions: tuple[Version, ...]
    manifest: Mapping[str, tuple[str, ...]]
    content_directory: str = "content"

    @property
    def head(self) -> Version:
        """The newest version."""
        return self.versions[-1]

    def version(self, number: int) -> Version:
        """The version of this number; raises OcflAbsentError where there is none."""
        if not 1 <= number <= len(self.versions):
            raise OcflAbsentError(f"{self.id} has no v{number}, only v1 to v{len(self.versions)}")
        return self.versions[number - 1]

    def content_path(self, digest: str) -> str:
        """Where bytes with this digest lie, relative to the object; raises OcflDamagedError where it names none."""
        try:
            return self.manifest[digest][0]
        except (KeyError, IndexError):
            raise OcflDamagedError(f"the inventory of {self.id} does not say where {digest[:12]}… lies") from None

    def followed_by(self, version: Version) -> tuple["Inventory", Mapping[str, str]]:
        """The inventory with one more version, and the new content of it: digest by logical path.

        Forward delta: bytes that any version holds are not filed again.
        """
        manifest = dict(self.manifest)
        new: dict[str, str] = {}
        for path, digest in sorted(version.state.items()):
            if digest not in manifest:
                manifest[digest] = (f"{version.folder}/{self.content_directory}/{path}",)
                new[path] = digest
        return replace(self, versions=(*self.versions, version), manifest=manifest), new

    def as_bytes(self) -> bytes:
        """The inventory as JSON; the same inventory gives the same bytes."""
        whole: dict[str, object] = {
            "id": self.id,
            "type": TYPE,
            "digestAlgorithm": ALGORITHM,
            "head": self.head.folder,
        }
        if self.content_directory != "content":
            whole["contentDirectory"] = self.content_directory
        whole["versions"] = {version.folder: _version_as_json(version) for version in self.versions}
        whole["manifest"] = {digest: sorted(paths) for digest, paths in sorted(self.manifest.items())}
        return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def moment(created: datetime) -> str:
    """A moment as OCFL wants it (RFC 3339, clause E049): with seconds, and an offset from UTC in whole minutes."""
    offset = created.utcoffset()
    if not offset or offset % timedelta(minutes=1):  # before zones were agreed on, offsets had seconds
        return created.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"
    return created.isoformat()


def _version_as_json(version: Version) -> dict[str, object]:
    state: dict[str, list[str]] = {}
    for path, digest in sorted(version.state.items()):
        state.setdefault(digest, []).append(path)
    told: dict[str, object] = {"created": moment(version.created), "message": version.message}
    if version.user:
        name, address = version.user
        told["user"] = {"name": name, "address": address} if address else {"name": name}
    return told | {"state": dict(sorted(state.items()))}


def read_inventory(data: bytes) -> Inventory:
    """The inventory that these bytes say; raises OcflDamagedError with a sentence where they cannot be read.

    Read are inventories of OCFL 1.0 and 1.1 with sha512 digests and versions v1, v2 … without leading zeros.
    """
    whole = strict.mapping(strict.parse(data), "the inventory")
    if not _TYPE.fullmatch(strict.text(whole, "type")):
        strict.refuse("its “type” is not that of an inventory of OCFL 1.0 or 1.1")
    if whole.get("digestAlgorithm") != ALGORITHM:
        strict.refuse(f"its digests are not {ALGORITHM}")
    content_directory = strict.text(whole, "contentDirectory", "content")
    if "/" in content_directory or not is_safe(content_directory):
        strict.refuse("its “contentDirectory” is not a name")
    manifest = _manifest(strict.mapping(whole.get("manifest"), "its “manifest”"), content_directory)
    versions = _versions(strict.mapping(whole.get("versions"), "its “versions”"), manifest)
    if whole.get("head") != versions[-1].folder:
        strict.refuse(f"its “head” is not the newest version, {versions[-1].folder}")
    return Inventory(strict.text(whole, "id"), versions, manifest, content_directory)


def _manifest(written: Mapping[str, object], content_directory: str) -> dict[str, tuple[str, ...]]:
    place = re.compile(rf"v[1-9]\d*/{re.escape(content_directory)}/.+", re.DOTALL)
    manifest: dict[str, tuple[str, ...]] = {}
    for key, value in written.items():
        found = strict.inner_paths(value, "its “manifest”")
        if not found or not all(place.fullmatch(path) for path in found):
            strict.refuse("its “manifest” names a place that is no content of a version")
        manifest[strict.digest(key)] = found
    if len(manifest) != len(written):
        strict.refuse("its “manifest” gives one digest twice")
    return manifest


def _versions(written: Mapping[str, object], manifest: Mapping[str, object]) -> tuple[Version, ...]:
    if not written or set(written) != {f"v{number}" for number in range(1, len(written) + 1)}:
        strict.refuse("its “versions” are not v1, v2 and so on")
    return tuple(_version(number, written[f"v{number}"], manifest) for number in range(1, len(written) + 1))


def _version(number: int, value: object, manifest: Mapping[str, object]) -> Version:
    written = strict.mapping(value, f"its v{number}")
    state: dict[str, str] = {}
    for key, listed in strict.mapping(written.get("state"), f"the “state” of its v{number}").items():
        digest = strict.digest(key)
        if digest not in manifest:
            strict.refuse(f"its v{number} holds a digest that its “manifest” does not name")
        for path in strict.inner_paths(listed, f"the “state” of its v{number}"):
            if path in state:
                strict.refuse(f"its v{number} holds “{path}” twice")
            state[path] = digest
    return Version(
        number,
        _moment(strict.text(written, "created"), number),
        strict.text(written, "message", ""),
        _user(written),
        state,
    )


def _moment(written: str, number: int) -> datetime:
    try:
        return datetime.fromisoformat(written if _MOMENT.fullmatch(written) else "")
    except ValueError:
        strict.refuse(f"the date and time of its v{number} cannot be read")


def _user(version: Mapping[str, object]) -> tuple[str, str] | None:
    if "user" not in version:
        return None
    user = strict.mapping(version["user"], "a “user”")
    return strict.text(user, "name"), strict.text(user, "address", "")
