"""One OCFL object, whoever made it (OCFL 1.1 §3)."""

from dataclasses import dataclass

from briefing.judge.content import (
    Content,
    compare_digests,
    compare_listed,
    compare_names,
    tell_strays,
    walk,
)
from briefing.judge.declaration import OBJECT, declarations, declared_version
from briefing.judge.digests import Meter
from briefing.judge.extensions import check_extensions
from briefing.judge.fault import SPEC_VERSIONS, Findings, Kind, SpecVersion, brief
from briefing.judge.history import compare_in_order, compare_with_root
from briefing.judge.inventory import Inventory, check_copy, read_inventory
from briefing.judge.sidecar import INVENTORY
from briefing.judge.tree import Folder, Spot, folder_at
from briefing.judge.versions import VERSION_NAME


@dataclass(frozen=True)
class Survey:
    """What an object is, once everything but its content files has been read."""

    folder: Spot
    spec: SpecVersion
    id: str | None
    versions: int
    content: Content


def survey(folder: Spot, findings: Findings) -> Survey:
    """Read an object but for its content files, and tell every fault that shows."""
    there = folder_at(folder)
    if there.refused:
        findings.add("E003", "", f"The object cannot be read: {there.refused}.", Kind.UNREADABLE)
        return Survey(folder, SPEC_VERSIONS[-1], None, 0, Content())
    declared = declared_version(there, OBJECT, findings)
    if INVENTORY not in there.files:
        findings.add("E063", INVENTORY, "The object has no inventory.", Kind.GONE)
        root = None
    else:
        root = read_inventory(there, findings)
    spec = declared or (root.spec if root else None) or SPEC_VERSIONS[-1]
    if root and declared and root.spec and root.spec != declared:
        message = f"The inventory follows OCFL {root.spec}, and the object declares OCFL {declared}."
        findings.add("E038", INVENTORY, message, Kind.CONTRADICTED)
    _check_listing(there, root, findings)
    content = Content()
    if root is not None and root.versions is not None:
        _survey_versions(there, root, content, findings)
    return Survey(folder, spec, root.id if root else None, len(root.versions or ()) if root else 0, content)


def read_content(found: Survey, meter: Meter, findings: Findings) -> None:
    """Read the content files of a surveyed object and hold each against every digest on record."""
    compare_digests(found.folder, found.content, meter, findings)


def _check_listing(there: Folder, root: Inventory | None, findings: Findings) -> None:
    """Nothing but what the specification names may stand beside the inventory (E001, E046)."""
    known = {INVENTORY, *declarations(there)}
    if root is not None:
        known.add(root.sidecar)
    for name in there.files:
        # Without an inventory that can be read, nothing says which sidecar is the right one.
        if name not in known and not (root is None and name.startswith(f"{INVENTORY}.")):
            findings.add("E001", name, "An object must not hold this file.", Kind.ADDED)
    versions = root.versions if root is not None and root.versions is not None else None
    for name in there.folders:
        if name in {"logs", "extensions"} or (
            name in versions if versions is not None else VERSION_NAME.fullmatch(name)
        ):
            continue
        if VERSION_NAME.fullmatch(name):
            findings.add("E046", name, "The inventory knows no such version.", Kind.ADDED)
        else:
            findings.add("E001", name, "An object must not hold this folder.", Kind.ADDED)
    tell_strays(there, findings, "E001")
    if "extensions" in there.folders:
        check_extensions(there.inner("extensions"), findings, file_code="E067", name_code="W013")


def _survey_versions(there: Folder, root: Inventory, content: Content, findings: Findings) -> None:
    names = tuple(root.versions or ())
    standing, linked = frozenset(there.folders), frozenset(there.links)
    folders = {name: there.inner(name) for name in names if name in standing}
    content.pass_over(there)
    last = max((number for number, name in enumerate(names) if name in folders), default=-1)
    for number, name in enumerate(names):
        if name in folders:
            _walk_version(folders[name], root, content, findings)
        elif name not in linked:
            # Where a later version is there, this one is a gap in the sequence.
            code = "E010" if number < last else "E046"
            findings.add(code, name, "The folder of this version is missing.", Kind.GONE)
    content.claim(root)
    order: list[Inventory] = []
    for number, name in enumerate(names):
        if name not in folders:
            continue
        inventory = _inventory_of(folders[name], root, findings, is_newest=name == names[-1])
        _check_files(folders[name], inventory, findings)
        if inventory is not None and inventory is not root:
            order.append(inventory)
            compare_with_root(inventory, name, root, findings)
            content.claim(inventory)
            compare_listed(content, inventory, names[: number + 1], root, findings)
    compare_in_order([*order, root], findings)
    compare_names(content, root, findings)


def _walk_version(folder: Folder, root: Inventory, content: Content, findings: Findings) -> None:
    if folder.refused:
        findings.add("E046", folder.at, f"The folder cannot be read: {folder.refused}.", Kind.UNREADABLE)
        content.passed_over.add(folder.at)
    tell_strays(folder, findings, "E015")
    content.pass_over(folder)
    for name in folder.folders:
        place = folder.place(name)
        if name != root.content:
            findings.add("W002", place, f"A version should hold no folder but {brief(root.content)}.")
        elif not walk(folder.inner(name), content, findings):
            findings.add("W003", place, "A version without content files should have no content directory.")


def _inventory_of(folder: Folder, root: Inventory, findings: Findings, *, is_newest: bool) -> Inventory | None:
    """The inventory in a version's folder; the object's own for the newest, where it must be a copy of that."""
    if INVENTORY not in folder.files:
        if not folder.refused:
            findings.add("W010", folder.at, "A version should hold the inventory of its day.")
        return None
    if is_newest:
        check_copy(folder, root, findings)
        return root
    return read_inventory(folder, findings)


def _check_files(folder: Folder, inventory: Inventory | None, findings: Findings) -> None:
    """A version's folder holds its inventory and the sidecar, and no other file (E015)."""
    for name in folder.files:
        is_sidecar = name.startswith(f"{INVENTORY}.") and INVENTORY in folder.files
        if name == INVENTORY or (is_sidecar and (inventory is None or name == inventory.sidecar)):
            continue
        message = "The folder of a version must not hold this file."
        findings.add("E015", folder.place(name), message, Kind.ADDED)
