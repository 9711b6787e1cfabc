"""Verify: is an archive whole and untouched? What was done to it is told apart, as far as that can be known.

Three witnesses are held against each other: the files with the digests in their object's inventory (`judge`), the
inventories with the signed log, and the log with what is known of it elsewhere (`log`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefing.archive.dated import Dating, Trust, dating, said_of
from briefing.archive.readme import EARLIER, README, README_FILE
from briefing.archive.refusal import of_finding, told, told_of_store
from briefing.archive.site import Site
from briefing.archive.store import Archive, brief_of
from briefing.archive.unfinished import GOING
from briefing.judge import Examiners, Fault, Verdict, judge
from briefing.judge import Kind as FaultKind
from briefing.log import LOG, Checkpoint, Head, Leaf
from briefing.model.problem import Place, Problem, Severity
from briefing.ocfl.inventory import sha512

Progress = Callable[[int, int], None]

_OF_FILES = {
    FaultKind.DAMAGED: ("E811", "The bytes are not those that were filed. Put the file back from a copy."),
    FaultKind.GONE: ("E812", "Put the file back from a copy of the archive."),
    FaultKind.ADDED: ("E813", "Find out who put it there; it belongs to no edition. Move it out."),
}
_MALFORMED = ("E814", "Compare the object with a copy of the archive.")
_LOOKS = 5
"""How often is looked again where nobody can be kept from writing meanwhile."""
_BY_A_SOUND_LOG = {"E817", "E818"}
"""What only a log that is not itself in question can say: that others filed a version, or exchanged it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: how much was looked at, the problems, what the log says, and its head.

    Without a log (`has_log`) files were held against their digests alone: whether both were exchanged, nobody can tell.
    """

    objects: int
    versions: int
    files: int
    bytes: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    checkpoint: Checkpoint | None = None
    has_log: bool = True
    dating: Dating = field(default_factory=Dating)


def verify_site(site: Site, progress: Progress | None = None, examiners: Examiners | None = None) -> Report:
    """Any OCFL object or storage root, whoever made it; `examiners` are others who look at its objects.

    Raises OcflUnknownError where it is neither.
    """
    with told_of_store():
        verdict = judge(site.spot(), progress=progress, examiners=examiners)
    return _report(verdict, [_of_fault(fault, site.path) for fault in verdict.faults])


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked of an archive: all of it, or what belongs to one `brief`.

    It is held against a head that somebody `kept`, and its timestamps against `trust`; without that, they are files
    like all others. `examiners` are others who look at the objects of the whole archive.
    """

    brief: str | None = None
    kept: Checkpoint | Head | None = None
    trust: Trust | None = None
    examiners: Examiners | None = None


_WHOLE = Inquiry()


def verify_archive(archive: Archive, inquiry: Inquiry = _WHOLE, progress: Progress | None = None) -> Report:
    """Whether an archive is whole and as it was filed, by its digests and by its log.

    What is found wrong while another command writes is looked at again when it is done. Raises FaultyInputError where
    it cannot be read.
    """
    with told():
        for _ in range(_LOOKS):
            before = archive.unfinished.stir()
            report = _look(archive, inquiry, progress)
            if not report.problems or archive.unfinished.stir() == replace(before, is_held=False):
                return report
            if archive.site.storage.is_exclusive:
                break
        with archive.unfinished.undisturbed():
            return _look(archive, inquiry, progress)


def _look(archive: Archive, inquiry: Inquiry, progress: Progress | None) -> Report:
    brief = inquiry.brief
    names = _names(archive, brief)
    with told_of_store():
        verdicts = {name: judge(archive.site.spot(name), progress=progress) for name in names} if brief else {}
        whole = None if brief else judge(archive.site.spot(), progress=progress, examiners=inquiry.examiners)
    faults = _faults(verdicts, whole)
    problems = [_of_fault(fault, archive.site.path) for fault in faults]
    with told():
        findings = archive.book.examine(archive.keyring, kept=inquiry.kept, has_editions=bool(archive.root.objects()))
        leaves = [leaf for leaf in archive.book.leaves() if isinstance(leaf, Leaf)]
        if not any(finding.is_problem for finding in findings):
            findings += archive.book.remember(archive.keyring)
    is_sound = not any(finding.is_in_the_way for finding in findings)
    problems += (
        problem
        for problem in _against_log(archive, leaves, brief, faults)
        if is_sound or problem.code not in _BY_A_SOUND_LOG
    )
    problems += [of_finding(finding, archive.site.path(LOG)) for finding in findings if finding.is_problem]
    problems += () if brief else _readme(archive)
    notes = [finding.message for finding in findings if not finding.is_problem]
    notes += [
        f"“{name}” was disposed of at {leaf.issued}; why, and what it had: briefing retention {name}"
        for name, leaf in sorted(_disposed(leaves).items())
        if is_sound and brief in {None, name}
    ]
    dated = dating(archive, inquiry.trust) if inquiry.trust else Dating()
    problems += dated.problems
    if is_sound:
        notes += dated.notes if brief is None else _said_of_editions(archive, brief, dated)
    counted = [whole] if whole else list(verdicts.values())
    return Report(
        sum(one.objects for one in counted),
        sum(one.versions for one in counted),
        sum(one.files for one in counted),
        sum(one.bytes for one in counted),
        tuple(problems),
        tuple(dict.fromkeys(notes)),
        archive.book.checkpoint(),
        dating=dated,
    )


def _said_of_editions(archive: Archive, brief: str, dated: Dating) -> Iterator[str]:
    """Of each edition, when it was there at the latest."""
    if dated.stamps:
        for one in archive.editions(brief):
            yield said_of(dated, archive, brief, one.version, str(one.edition))


def _readme(archive: Archive) -> Iterator[Problem]:
    """What tells how the archive is checked without this program is covered by no digest in it."""
    with told():
        data = archive.site.storage.read_root(README_FILE) or b""
    if data != README.encode() and sha512(data) not in EARLIER:
        message = f"{README_FILE} is gone or is not as this program writes it: whoever follows it may be led astray"
        hint = "Compare it with that of another archive, and put it back."
        yield Problem("W810", message, hint, Place(archive.site.path(README_FILE)), Severity.WARNING)


def _names(archive: Archive, brief: str | None) -> tuple[str, ...]:
    with told():
        objects = archive.root.objects()
    return tuple(name for name in objects if brief is None or name == brief or name.startswith(f"{brief}."))


def _faults(verdicts: Mapping[str, Verdict], whole: Verdict | None) -> tuple[Fault, ...]:
    if whole:
        return whole.faults
    return tuple(
        Fault(fault.code, f"{name}/{fault.path}" if fault.path else name, fault.message, fault.kind)
        for name, verdict in verdicts.items()
        for fault in verdict.faults
    )


def _against_log(
    archive: Archive, leaves: Iterable[Leaf], brief: str | None, faults: Iterable[Fault]
) -> Iterator[Problem]:
    """Every version that was filed is there as it was filed, and no other is; what was disposed of is gone."""
    in_log: dict[str, dict[int, Leaf]] = {}
    for leaf in leaves:
        if brief is None or leaf.object == brief or leaf.object.startswith(f"{brief}."):
            in_log.setdefault(leaf.object, {})[int(leaf.version.removeprefix("v"))] = leaf
    there, disposed = set(_names(archive, brief)), _disposed(leaves)
    pending = {(staged.object, staged.version) for staged, promise in archive.unfinished.pending().items() if promise}
    spoiled = {"/".join(fault.path.split("/")[:2]) for fault in faults if fault.is_error}
    for name in sorted(there | set(in_log)):
        place = Place(archive.site.path(name))
        filed = in_log.get(name, {})
        if name in there:
            if name in disposed:
                yield _there_again(name, disposed[name], place)
            yield from _versions(archive, name, filed, pending, spoiled)
        elif not (brief_of(name) in disposed and name.removeprefix(brief_of(name)) in {"", *GOING}):
            message = f"“{name}” is gone: the log says that {_count(len(filed))} of it {_were(len(filed))} filed"
            yield Problem("E816", message, "Put its folder back from a copy of the archive.", place)


def _there_again(name: str, leaf: Leaf, place: Place) -> Problem:
    message = f"“{name}” was disposed of at {leaf.issued}, and lies here again"
    hint = f"If it was put back from a copy, dispose of it once more: briefing dispose {name} --order TEXT"
    return Problem("W843", message, hint, place, Severity.WARNING)


def _versions(
    archive: Archive, name: str, filed: Mapping[int, Leaf], pending: Collection[tuple[str, int]], spoiled: set[str]
) -> Iterator[Problem]:
    """The versions of an object that is there, against those that were filed."""
    place = Place(archive.site.path(name))
    versions = set(archive.versions(name))
    for number in sorted(set(filed) - versions):
        message = f"v{number} of “{name}” is gone: the log says that it was filed at {filed[number].issued}"
        yield Problem("E815", message, "Put its folder back from a copy of the archive.", place)
    for number in sorted(versions - set(filed)):
        if (name, number) in pending:
            message = f"v{number} of “{name}” was filed by a command that was broken off, and is not in the log yet"
            hint = "The next command that writes to the archive enters it."
            yield Problem("W840", message, hint, place, Severity.WARNING)
            continue
        message = f"v{number} of “{name}” is not in the log: it was put there by another hand, not filed"
        yield Problem("E818", message, "Find out who made it. It is no edition.", place)
    for number in sorted(versions & set(filed)):
        is_spoiled = f"{name}/v{number}" in spoiled or f"{name}/inventory.json" in spoiled
        if archive.inventory_digest(name, number) != filed[number].inventory and not is_spoiled:
            message = (
                f"v{number} of “{name}” was exchanged: its files and digests agree with each other, and are not "
                f"those that were filed at {filed[number].issued}"
            )
            yield Problem("E817", message, "Compare it with a copy: this was no accident.", place)


def _disposed(leaves: Iterable[Leaf]) -> dict[str, Leaf]:
    """The briefs that the log says were disposed of, each with the last line that says so."""
    return {brief_of(leaf.object): leaf for leaf in leaves if leaf.kind == "disposal"}


def _of_fault(fault: Fault, path: Callable[[str], Path]) -> Problem:
    code, hint = _OF_FILES.get(fault.kind, _MALFORMED)
    severity = Severity.ERROR if fault.is_error else Severity.WARNING
    if not fault.is_error:
        code, hint = "W819", ""
    message = f"{fault.message.removesuffix('.')} (OCFL {fault.code})"
    return Problem(code, message, hint, Place(path(fault.path)), severity)


def _report(verdict: Verdict, problems: Iterable[Problem]) -> Report:
    note = "No log was asked: where files were exchanged together with their digests, this cannot tell."
    counted = (verdict.objects, verdict.versions, verdict.files, verdict.bytes)
    return Report(*counted, tuple(problems), (note,), has_log=False)


def _count(number: int) -> str:
    return f"{number} version{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
