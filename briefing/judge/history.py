"""An earlier version's inventory beside the object's own: what it said then must still be said (OCFL 1.1 §3.7)."""

from collections.abc import Mapping, Sequence

from briefing.judge.blocks import Block
from briefing.judge.fault import SPEC_VERSIONS, Findings, Kind, SpecVersion, brief
from briefing.judge.inventory import Inventory
from briefing.judge.versions import Version


def compare_with_root(earlier: Inventory, version: str, root: Inventory, findings: Findings) -> None:
    """Tell everything in which the inventory of `version` contradicts the object's own."""
    if earlier.head is not None and earlier.head != version:
        message = f"The head is {brief(earlier.head)}, and this is the inventory of {version}."
        findings.add("E040", earlier.path, message, Kind.CONTRADICTED)
    if None not in {earlier.id, root.id} and earlier.id != root.id:
        message = f"The id is {brief(earlier.id)}, and that of the object is {brief(root.id)}."
        findings.add("E037", earlier.path, message, Kind.CONTRADICTED)
    if earlier.sets_content and root.sets_content and earlier.content != root.content:
        message = f"The content directory is {brief(earlier.content)}, and that of the object is {brief(root.content)}."
        findings.add("E020", earlier.path, message, Kind.CONTRADICTED)
    if earlier.versions is not None and root.versions is not None:
        _compare_versions(earlier, earlier.versions, root, root.versions, findings)


def _compare_versions(
    earlier: Inventory,
    then: Mapping[str, Version],
    root: Inventory,
    now: Mapping[str, Version],
    findings: Findings,
) -> None:
    for name, version in then.items():
        if name not in now:
            message = f"This inventory knows {brief(name)}, and the object's own does not."
            findings.add("E066", earlier.path, message, Kind.CONTRADICTED)
            continue
        _compare_states(earlier, version, root, now[name], findings)
        for key in ("created", "message", "user"):
            if getattr(version, key) != getattr(now[name], key):
                findings.add(
                    "W011", earlier.path, f"The “{key}” of {name} is not the same as in the object's own inventory."
                )


def _compare_states(earlier: Inventory, then: Version, root: Inventory, now: Version, findings: Findings) -> None:
    if then.state is None or now.state is None or earlier.manifest is None or root.manifest is None:
        return
    files_then, files_now = _files(then.state), _files(now.state)
    for path in sorted(files_then.keys() ^ files_now.keys()):
        whose = "this inventory" if path in files_then else "the object's own inventory"
        message = f"{then.name} has the file {brief(path)} in {whose} alone."
        findings.add("E066", earlier.path, message, Kind.CONTRADICTED)
    for path in sorted(files_then.keys() & files_now.keys()):
        if not _same(files_then[path], earlier, files_now[path], root):
            message = f"{then.name} has other bytes as {brief(path)} here than in the object's own inventory."
            findings.add("E066", earlier.path, message, Kind.CONTRADICTED)


def _files(state: Block) -> dict[str, str]:
    return {path: digest for digest, paths in state.items() for path in paths}


def _same(digest: str, earlier: Inventory, other: str, root: Inventory) -> bool:
    """Whether two digests mean the same bytes: by the digest itself, and by the files that hold them."""
    if earlier.algorithm == root.algorithm and digest.lower() != other.lower():
        return False
    held = set((earlier.manifest or {}).get(digest, ()))
    return held <= set((root.manifest or {}).get(other, ()))


def compare_in_order(inventories: Sequence[Inventory], findings: Findings) -> None:
    """Hold inventories against each other, oldest version first, the object's own last.

    None may follow an older specification than one before it (E103); a content directory is set in all or none (E019).
    """
    newest: SpecVersion = SPEC_VERSIONS[0]
    for inventory in inventories:
        if inventory.sets_content != inventories[0].sets_content:
            message = "The content directory is set in some versions only; it must be set from the first, and stay."
            findings.add("E019", inventory.path, message, Kind.CONTRADICTED)
        if inventory.spec is not None and SPEC_VERSIONS.index(inventory.spec) < SPEC_VERSIONS.index(newest):
            message = f"This inventory follows OCFL {inventory.spec}, and one before it OCFL {newest}."
            findings.add("E103", inventory.path, message, Kind.CONTRADICTED)
        newest = max(newest, inventory.spec or newest, key=SPEC_VERSIONS.index)
