"""A storage root and all objects in it, whoever made it (OCFL 1.1 §4)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefing.judge.content import tell_strays
from briefing.judge.declaration import OBJECT, ROOT, declared_version, declares
from briefing.judge.digests import Meter
from briefing.judge.extensions import FOLDER, check_extensions
from briefing.judge.fault import SPEC_VERSIONS, Fault, Findings, Kind, SpecVersion, brief
from briefing.judge.objects import read_content, survey
from briefing.judge.places import Place
from briefing.judge.sidecar import INVENTORY
from briefing.judge.storage_layout import DESCRIPTION, storage_layout
from briefing.judge.tree import Folder, Spot, and_below, folder_at, size_of
from briefing.judge.versions import VERSION_NAME


@dataclass
class Totals:
    """What a root holds, as far as it has been read; `places` has the folder of each id."""

    spec: SpecVersion
    objects: int = 0
    versions: int = 0
    files: int = 0
    bytes: int = 0
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Examined:
    """What was found of an object at this path in a root: its faults, with their paths from there, and how much."""

    at: str
    spec: SpecVersion
    id: str | None
    versions: int
    files: int
    bytes: int
    faults: tuple[Fault, ...]


Examiners = Callable[[Sequence[Folder], Meter], Iterator[Examined]]
"""Examine objects of a root, their content files too, and give each as it is done."""


def is_object(there: Folder) -> bool:
    """Whether a folder is an object, or was one whose declaration is lost."""
    return declares(there, OBJECT) or INVENTORY in there.files


def examine_root(
    folder: Spot, meter: Meter, findings: Findings, *, fixity: bool, examiners: Examiners | None = None
) -> Totals:
    """Read a storage root and every object in it, and tell every fault; content files only where `fixity` asks.

    `examiners` are others who examine the objects.
    """
    there = folder_at(folder)
    if there.refused:
        findings.add("E069", "", f"The storage root cannot be read: {there.refused}.", Kind.UNREADABLE)
        return Totals(SPEC_VERSIONS[-1])
    totals = Totals(declared_version(there, ROOT, findings) or SPEC_VERSIONS[-1])
    place = storage_layout(folder, findings) if DESCRIPTION in there.files else None
    tell_strays(there, findings, "E088")
    if FOLDER in there.folders:
        check_extensions(there.inner(FOLDER), findings, file_code="E112", name_code="W016")
    if fixity and meter.is_watched:
        meter.expect(sum(_content_sizes(there)))
    depths = set()
    objects: Iterable[Folder] = _objects(there, findings)
    if examiners:
        objects = list(objects)
        done = {one.at: one for one in examiners(objects, meter)}
        examined = iter([done[one.at] for one in objects])
    else:
        examined = (examine(one, meter, fixity=fixity) for one in objects)
    for found in examined:
        findings.take(found.faults)
        _count(totals, found)
        _compare(found, totals, place, findings)
        depths.add("/" in found.at)
    if len(depths) > 1:
        findings.add("W015", "", "Some objects stand directly in the root and some deeper; one way is advised.")
    return totals


def examine(folder: Folder, meter: Meter, *, fixity: bool) -> Examined:
    """Examine one object of a root."""
    findings = Findings(within=folder.at)
    found = survey(folder.path, findings)
    if fixity:
        read_content(found, meter, findings)
    size, files = found.content.bytes, len(found.content.sizes)
    return Examined(folder.at, found.spec, found.id, found.versions, files, size, findings.faults)


def _objects(root: Folder, findings: Findings) -> Iterator[Folder]:
    """Each object's folder, in order; what stands between the root and its objects is told where it may not."""
    waiting = [name for name in reversed(root.folders) if name != FOLDER]
    while waiting:
        found = root.inner(waiting.pop())
        if is_object(found):
            yield found
            continue
        _check_between(found, findings)
        waiting.extend(found.place(name) for name in reversed(found.folders))


def _check_between(found: Folder, findings: Findings) -> None:
    if found.refused:
        findings.add("E088", found.at, f"The folder cannot be read: {found.refused}.", Kind.UNREADABLE)
    if found.is_empty:
        findings.add("E073", found.at, "An empty folder must not stand in a storage root.", Kind.STRAY)
    for name in found.files:
        message = "A file must not stand between the root and its objects."
        findings.add("E072", found.place(name), message, Kind.STRAY)
    tell_strays(found, findings, "E072")


def _count(totals: Totals, found: Examined) -> None:
    totals.objects += 1
    totals.versions += found.versions
    totals.files += found.files
    totals.bytes += found.bytes


def _compare(found: Examined, totals: Totals, place: Place | None, findings: Findings) -> None:
    """Hold an object against the root: its version of the specification, its id, its place (E081, E037, E083)."""
    if SPEC_VERSIONS.index(found.spec) > SPEC_VERSIONS.index(totals.spec):
        message = f"The object follows OCFL {found.spec}, and the storage root OCFL {totals.spec}."
        findings.add("E081", found.at, message, Kind.CONTRADICTED)
    if found.id is None:
        return
    if found.id in totals.places:
        message = f"The object has the id {brief(found.id)}, and so has {brief(totals.places[found.id])}."
        findings.add("E037", found.at, message, Kind.CONTRADICTED)
        return
    totals.places[found.id] = found.at
    if place is not None and place(found.id) != found.at:
        message = f"By its id, the object belongs at {brief(place(found.id))}."
        findings.add("E083", found.at, message, Kind.STRAY)


def _content_sizes(root: Folder) -> Iterator[int]:
    """The sizes of all files that look like content, for a measure of what is to be read."""
    for found in and_below(root):
        # A content file stands two folders below its object at least: the version's, and the content directory.
        if any(VERSION_NAME.fullmatch(part) for part in found.at.split("/")[:-1]):
            yield from (size_of(found.path / name) for name in found.files)
