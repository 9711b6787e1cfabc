"""An inventory: its bytes against its sidecar, its JSON against the specification (OCFL 1.1 §3.5, §3.6)."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefing.judge.blocks import Block, Say, compare_digests, compare_fixity, fixity_of, manifest_of
from briefing.judge.digests import CONTENT_ALGORITHMS
from briefing.judge.fault import SPEC_VERSIONS, Findings, Kind, SpecVersion, brief
from briefing.judge.paths import is_text
from briefing.judge.reading import LARGEST_INVENTORY, NotJsonError, Pairs, json_of, read_up_to
from briefing.judge.sidecar import INVENTORY, algorithm_beside, check_sidecar
from briefing.judge.tree import Folder
from briefing.judge.versions import Version, is_uri, ordered_names, version_of

_TYPE = re.compile(r"https://ocfl\.io/(?P<version>\d+\.\d+)/spec/#inventory")
_KEYS = frozenset({"id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"})


@dataclass(frozen=True)
class Inventory:
    """What an inventory says, as far as it can be read; what is missing or malformed is None or left out.

    `path` is where it stands in its object, `fingerprint` a digest of its bytes.
    """

    path: str
    fingerprint: str
    algorithm: str
    id: str | None = None
    spec: SpecVersion | None = None
    head: str | None = None
    content: str = "content"
    sets_content: bool = False
    manifest: Block | None = None
    versions: Mapping[str, Version] | None = None
    fixity: Mapping[str, Block] | None = None

    @cached_property
    def listed(self) -> frozenset[str]:
        """Every content path of the manifest."""
        return frozenset(path for paths in (self.manifest or {}).values() for path in paths)

    @property
    def sidecar(self) -> str:
        """The name of the file that states this inventory's digest."""
        return f"{INVENTORY}.{self.algorithm}"


def read_inventory(folder: Folder, findings: Findings) -> Inventory | None:
    """The inventory in a folder, with every fault of its own told; None where it cannot be read as one."""
    path = folder.place(INVENTORY)

    def say(code: str, message: str, kind: Kind = Kind.MALFORMED) -> None:
        findings.add(code, path, message, kind)

    try:
        raw = read_up_to(folder.path / INVENTORY, LARGEST_INVENTORY)
    except OSError as error:
        say("E034" if folder.at else "E063", f"The inventory cannot be read: {error.strerror}.", Kind.UNREADABLE)
        return None
    try:
        value = json_of(raw)
    except NotJsonError as error:
        check_sidecar(folder, raw, algorithm_beside(folder.files), findings)
        say("E033", f"The inventory is not a JSON document that can be used: {error}.")
        return None
    if not isinstance(value, Pairs):
        say("E033", "The inventory must be a JSON object.")
        return None
    algorithm = _algorithm_of(value, folder.files, say)
    check_sidecar(folder, raw, algorithm, findings)
    fingerprint = hashlib.sha512(raw).hexdigest()
    if algorithm not in CONTENT_ALGORITHMS:
        return Inventory(path, fingerprint, algorithm)
    return _inventory(value, Inventory(path, fingerprint, algorithm), say)


def check_copy(folder: Folder, root: Inventory, findings: Findings) -> None:
    """The newest version's inventory must be the object's own, byte for byte, and have its sidecar (E064)."""
    path = folder.place(INVENTORY)
    try:
        raw = read_up_to(folder.path / INVENTORY, LARGEST_INVENTORY)
    except OSError as error:
        findings.add("E034", path, f"The inventory cannot be read: {error.strerror}.", Kind.UNREADABLE)
        return
    check_sidecar(folder, raw, root.algorithm, findings)
    if hashlib.sha512(raw).hexdigest() != root.fingerprint:
        message = "This inventory, of the newest version, is not the same as the object's own."
        findings.add("E064", path, message, Kind.CONTRADICTED)


def _algorithm_of(value: Mapping[str, Any], names: Collection[str], say: Say) -> str:
    algorithm = value.get("digestAlgorithm")
    if "digestAlgorithm" not in value:
        say("E036", "The inventory has no “digestAlgorithm”.")
        return algorithm_beside(names)
    if not isinstance(algorithm, str):
        say("E025", "The value of “digestAlgorithm” must be “sha512” or “sha256”.")
        return algorithm_beside(names)
    if algorithm not in CONTENT_ALGORITHMS:
        say("E025", f"The digest algorithm is {brief(algorithm)}, and must be “sha512” or “sha256”.")
    elif algorithm != CONTENT_ALGORITHMS[0]:
        say("W004", f"The digest algorithm is {algorithm}, and sha512 is advised.")
    return algorithm


def _inventory(value: Pairs, bare: Inventory, say: Say) -> Inventory:
    for key in value.repeated:
        say("E033", f"The key {brief(key)} stands more than once.")
    for key in sorted(value.keys() - _KEYS):
        say("E102", f"{brief(key)} is no key that the specification knows.")
    manifest = None
    if "manifest" not in value:
        say("E041", "The inventory has no “manifest”.")
    else:
        manifest = manifest_of(value["manifest"], bare.algorithm, say)
    content = _content_of(value, say)
    versions = _versions_of(value, bare.algorithm, say)
    fixity = fixity_of(value["fixity"], say) if "fixity" in value else {}
    if manifest is not None:
        if versions is not None:
            _check_content_paths(manifest, versions, content, say)
            states = {name: version.state for name, version in versions.items() if version.state is not None}
            compare_digests(manifest, states, say)
        compare_fixity(manifest, fixity, say)
    return Inventory(
        path=bare.path,
        fingerprint=bare.fingerprint,
        algorithm=bare.algorithm,
        id=_id_of(value, say),
        spec=_spec_of(value, say),
        head=_head_of(value, versions, say),
        content=content,
        sets_content="contentDirectory" in value,
        manifest=manifest,
        versions=versions,
        fixity=fixity,
    )


def _id_of(value: Mapping[str, Any], say: Say) -> str | None:
    if "id" not in value:
        say("E036", "The inventory has no “id”.")
        return None
    name = value["id"]
    if not isinstance(name, str) or not name:
        say("E037", "The id must be text, and not empty.")
        return None
    if not is_text(name):
        say("E033", f"The id is {brief(name)}, and half of a surrogate pair is not a character.")
        return None
    if not is_uri(name):
        say("W005", f"The id is {brief(name)}, and a URI is advised.")
    return name


def _spec_of(value: Mapping[str, Any], say: Say) -> SpecVersion | None:
    if "type" not in value:
        say("E036", "The inventory has no “type”.")
        return None
    found = _TYPE.fullmatch(value["type"]) if isinstance(value["type"], str) else None
    for version in SPEC_VERSIONS:
        if found and found["version"] == version:
            return version
    expected = " or ".join(f"“https://ocfl.io/{version}/spec/#inventory”" for version in SPEC_VERSIONS)
    say("E038", f"The type is {brief(value['type'])}, and must be {expected}.")
    return None


def _content_of(value: Mapping[str, Any], say: Say) -> str:
    name = value.get("contentDirectory", "content")
    if not isinstance(name, str) or "/" in name:
        say("E017", "The value of “contentDirectory” must be the name of one folder.")
    elif name in {".", ".."}:
        say("E018", f"The value of “contentDirectory” must not be {brief(name)}.")
    elif not name:
        say("E108", "The value of “contentDirectory” must not be empty.")
    else:
        return name
    return "content"


def _versions_of(value: Mapping[str, Any], algorithm: str, say: Say) -> Mapping[str, Version] | None:
    if "versions" not in value:
        say("E041", "The inventory has no “versions”.")
        return None
    blocks = value["versions"]
    if not isinstance(blocks, Pairs):
        say("E044", "The value of “versions” must be a JSON object.")
        return None
    for name in blocks.repeated:
        say("E033", f"The version {brief(name)} stands more than once.")
    if not blocks:
        say("E008", "There must be at least one version.")
    return {name: version_of(name, blocks[name], algorithm, say) for name in ordered_names(blocks, say)}


def _head_of(value: Mapping[str, Any], versions: Mapping[str, Version] | None, say: Say) -> str | None:
    if "head" not in value:
        say("E036", "The inventory has no “head”.")
        return None
    head = value["head"]
    newest = tuple(versions)[-1] if versions else None
    if not isinstance(head, str):
        say("E040", "The value of “head” must be the name of the newest version.")
        return None
    if versions is not None and head != newest:
        say("E040", f"The head is {brief(head)}, and the newest version is {brief(newest) if newest else 'not there'}.")
    return head


def _check_content_paths(manifest: Block, versions: Mapping[str, Version], content: str, say: Say) -> None:
    for path in (path for paths in manifest.values() for path in paths):
        version, *rest = path.split("/")
        if version not in versions:
            say("E042", f"The content path {brief(path)} does not begin with a version of this inventory.")
        elif len(rest) < 2 or rest[0] != content:
            say(
                "E042",
                f"The content path {brief(path)} does not lead through the folder {brief(f'{version}/{content}')}.",
            )
