"""A judge of OCFL objects and storage roots, whoever made them: are they whole, untouched and well made.

It follows OCFL 1.0 and 1.1 (ocfl.io), reads files and changes none, trusts nothing that it reads, follows no link, and
knows nothing of what is archived.
"""

from collections.abc import Callable
from pathlib import Path

from briefing.judge.declaration import ROOT, declares
from briefing.judge.digests import Meter
from briefing.judge.fault import Fault, Findings, Kind, OcflUnknownError, Verdict
from briefing.judge.objects import read_content, survey
from briefing.judge.root import Examined, Examiners, examine, examine_root, is_object
from briefing.judge.storage_layout import DESCRIPTION
from briefing.judge.tree import Elsewhere, Folder, Spot, folder_at

__all__ = [
    "Elsewhere",
    "Examined",
    "Examiners",
    "Fault",
    "Folder",
    "Kind",
    "Meter",
    "OcflUnknownError",
    "Spot",
    "Verdict",
    "examine",
    "folder_at",
    "judge",
    "judge_object",
    "judge_root",
]

Progress = Callable[[int, int], None]


def judge(
    path: Spot, *, progress: Progress | None = None, fixity: bool = True, examiners: Examiners | None = None
) -> Verdict:
    """Judge an object or a storage root, whichever stands there.

    `progress` is told how many bytes of content have been read, and how many there are. Without `fixity` no content
    file is read: names and inventories are judged, digests of content are not. `examiners` are others who examine the
    objects of a root.

    Raises OcflUnknownError where neither stands there.
    """
    if isinstance(path, Path) and not path.is_dir():
        raise OcflUnknownError(path, "is not a folder.")
    there = folder_at(path)
    if there.refused:
        raise OcflUnknownError(path, f"cannot be read: {there.refused}.")
    if is_object(there):
        return judge_object(path, progress=progress, fixity=fixity)
    if declares(there, ROOT) or DESCRIPTION in there.files:
        return judge_root(path, progress=progress, fixity=fixity, examiners=examiners)
    raise OcflUnknownError(path, "is neither an OCFL object nor a storage root: nothing in it says so.")


def judge_object(path: Spot, *, progress: Progress | None = None, fixity: bool = True) -> Verdict:
    """Judge a folder as an OCFL object, whatever it says of itself; see `judge`."""
    meter, findings = Meter(progress), Findings()
    found = survey(path, findings)
    if fixity:
        meter.expect(found.content.bytes)
        read_content(found, meter, findings)
    size, files = found.content.bytes, len(found.content.sizes)
    return Verdict(path, "object", found.spec, findings.faults, 1, found.versions, files, size)


def judge_root(
    path: Spot, *, progress: Progress | None = None, fixity: bool = True, examiners: Examiners | None = None
) -> Verdict:
    """Judge a folder as an OCFL storage root, and every object in it; see `judge`."""
    meter, findings = Meter(progress), Findings()
    found = examine_root(path, meter, findings, fixity=fixity, examiners=examiners)
    return Verdict(path, "root", found.spec, findings.faults, found.objects, found.versions, found.files, found.bytes)
