"""The sidecar beside an inventory, which states its digest (OCFL 1.1 §3.6)."""

import re
from collections.abc import Collection

from briefing.judge.digests import CONTENT_ALGORITHMS, can_be_computed, digest_of
from briefing.judge.fault import Findings, Kind, brief, shown
from briefing.judge.reading import LARGEST_INVENTORY, read_up_to
from briefing.judge.tree import Folder

INVENTORY = "inventory.json"

_FORM = re.compile(rb"(?P<digest>[^\s]+)[ \t]+inventory\.json\s*")
_LARGEST = 4096


def algorithm_beside(names: Collection[str]) -> str:
    """The algorithm of a sidecar that stands there, for an inventory that does not name one."""
    there = [name for name in CONTENT_ALGORITHMS if f"{INVENTORY}.{name}" in names]
    return there[0] if there else CONTENT_ALGORITHMS[0]


def check_sidecar(folder: Folder, raw: bytes, algorithm: str, findings: Findings) -> None:
    """Hold the bytes of an inventory against the sidecar for this algorithm (E058, E060, E061)."""
    path, name = folder.place(INVENTORY), f"{INVENTORY}.{algorithm}"
    place = folder.place(name)
    if name not in folder.files:
        findings.add("E058", place, f"The sidecar of the inventory, {brief(name)}, is missing.", Kind.GONE)
        return
    try:
        text = read_up_to(folder.path / name, _LARGEST)
    except OSError as error:
        findings.add("E058", place, f"The sidecar cannot be read: {error.strerror}.", Kind.UNREADABLE)
        return
    found = _FORM.fullmatch(text)
    if not found:
        findings.add("E061", place, "A sidecar must hold the digest, white space, and “inventory.json”.")
    elif can_be_computed(algorithm) and len(raw) <= LARGEST_INVENTORY:
        said, is_now = found["digest"].decode("ascii", "replace").lower(), digest_of(raw, algorithm)
        if said != is_now:
            message = f"The inventory's {algorithm} is {is_now[:16]}…, and its sidecar says {shown(said[:16])}…."
            findings.add("E060", path, message, Kind.DAMAGED)
