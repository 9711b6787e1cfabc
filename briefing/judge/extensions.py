"""The extensions directory of an object or a storage root (OCFL 1.1 §3.9, §4.4)."""

from briefing.judge.fault import Findings, Kind, brief
from briefing.judge.tree import Folder

FOLDER = "extensions"

REGISTERED = frozenset(
    {
        "initial",
        "0001-digest-algorithms",
        "0002-flat-direct-storage-layout",
        "0003-hash-and-id-n-tuple-storage-layout",
        "0004-hashed-n-tuple-storage-layout",
        "0005-mutable-head",
        "0006-flat-omit-prefix-storage-layout",
        "0007-n-tuple-omit-prefix-storage-layout",
        "0008-schema-registry",
        "0009-digest-algorithms",
        "0010-differential-n-tuple-omit-prefix-storage-layout",
        "0011-direct-clean-path-layout",
        "0012-hash-and-no-prefix-id-n-tuple-storage-layout",
    }
)
"""The names that the OCFL community's register of extensions has given out, as known when this was written."""


def check_extensions(there: Folder, findings: Findings, *, file_code: str, name_code: str) -> None:
    """Tell what stands in an extensions directory and is no extension's folder, and names that no register has."""
    if there.refused:
        findings.add(file_code, FOLDER, f"The folder cannot be read: {there.refused}.", Kind.UNREADABLE)
    for name in there.files:
        message = "Only folders of extensions may stand here, no files."
        findings.add(file_code, f"{FOLDER}/{name}", message, Kind.ADDED)
    for name in (*there.links, *there.others):
        findings.add("E090", f"{FOLDER}/{name}", "This is neither a file nor a folder.", Kind.STRAY)
    for name in there.folders:
        if name not in REGISTERED:
            findings.add(name_code, f"{FOLDER}/{name}", f"{brief(name)} is no registered extension that is known here.")
