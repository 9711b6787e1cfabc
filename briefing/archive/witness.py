"""Witness: heads of an archive's log that somebody outside keeps, so that nobody can write it anew unnoticed.

Whoever keeps the archive gives the newest head, with the proof that it continues the one that was given before
(`given_by`). Whoever keeps the heads takes it over, without the archive, where the proof holds (`taken_over`).
"""

from dataclasses import dataclass
from pathlib import Path

from briefing.archive.refusal import of_finding, told
from briefing.archive.store import Archive
from briefing.log import LOG, Finding, Keyring, Kind, LogError
from briefing.log.checkpoint import Checkpoint, Head
from briefing.log.known import recall
from briefing.log.note import NoteError, VerifierKey
from briefing.log.witness_file import WitnessFile, WitnessFileError
from briefing.model.problem import FaultyInputError, Place, Problem

_EMPTY = "Nothing is filed in this archive yet, so there is nothing to give"


@dataclass(frozen=True, slots=True)
class Given:
    """The heads that are kept now, how many lines are new, and what else is to be told."""

    witness_file: WitnessFile
    new: int
    notes: tuple[str, ...] = ()


def read_witness_file(path: Path, data: bytes) -> WitnessFile:
    """What a witness's file holds. Raises FaultyInputError (E841)."""
    try:
        return WitnessFile.parse(data)
    except WitnessFileError as error:
        message = f"this is no file of a witness, or it was changed: {error}"
        hint = "Give it as it was written; a damaged one can be begun anew under another name."
        raise FaultyInputError([Problem("E841", message, hint, Place(path))]) from error


def given_by(archive: Archive, kept: WitnessFile | None, since: Head | None = None) -> Given:
    """What whoever keeps the archive gives to one who keeps these heads, or the one `since`, or none yet.

    Raises FaultyInputError with what `verify` says of a log that does not continue them.
    """
    before: Checkpoint | Head | None = kept.last if kept else since
    with told():
        findings = archive.book.examine(archive.keyring, kept=before)
        _stop_at(findings, archive.site.path(LOG))
        step = archive.book.step(before.size if before else 0)
    if step is None:
        raise FaultyInputError([Problem("E842", _EMPTY, "File an edition first: briefing archive BRIEF")])
    head, keys = step
    if kept is None:
        return Given(WitnessFile(keys, (head,)), head.checkpoint.size - head.since)
    if head.checkpoint.size == kept.last.size:
        return Given(kept, 0)
    return Given(kept.with_step(head, keys), head.checkpoint.size - kept.last.size)


def taken_over(kept: WitnessFile | None, given: WitnessFile, keyring: Keyring, accept: str | None = None) -> Given:
    """What a witness keeps after something was given: nothing of it is believed that is not shown.

    `accept` is the fingerprint of a key that a person has compared. Raises FaultyInputError (E833–E837, E842).
    """
    try:
        joined = kept.joined(given) if kept else given
        notes = _signed(given, keyring, accept)
    except LogError as error:
        raise FaultyInputError([of_finding(finding) for finding in error.findings]) from error
    return Given(joined, joined.last.size - (kept.last.size if kept else 0), notes)


def _signed(given: WitnessFile, keyring: Keyring, accept: str | None) -> tuple[str, ...]:
    """That a known key has signed the newest head; the keys of a log that is new here are taken on trust, and told."""
    origin = given.last.origin
    known = recall(keyring, origin, "").trusted(given.last.size)
    try:
        signers = given.signers((*known, *(key for key in given.keys if key not in known)))
    except NoteError as error:
        raise _refused(Kind.SIGNATURE, f"The newest head is not signed as it says: {error}.") from error
    if not signers:
        raise _refused(Kind.SIGNATURE, "None of the keys that are named has signed the newest head.")
    if any(key in known for key in signers):
        keyring.remember(origin, given.keys)
        return ()
    is_accepted = _is(accept, signers[0])
    is_new = not keyring.known(origin)
    if not is_new and not is_accepted:
        raise _refused(
            Kind.UNKNOWN_KEY,
            f"The newest head is signed with a key that is not known here: {signers[0].fingerprint}.",
            f'Ask those who keep the archive. If it is theirs, add: --accept-key "{signers[0].fingerprint}"',
        )
    keyring.remember(origin, given.keys)
    if is_accepted:
        keyring.accept(origin, signers[0])
    return () if not is_new else (f"Compare the key with those who keep the archive: {signers[0].fingerprint}.",)


def _is(accepted: str | None, key: VerifierKey) -> bool:
    return accepted is not None and "".join(accepted.split()).lower() == key.fingerprint.replace(" ", "")


def _refused(
    kind: Kind, message: str, hint: str = "Take nothing over, and ask those who keep the archive."
) -> LogError:
    return LogError([Finding(kind, message, hint)])


def _stop_at(findings: tuple[Finding, ...], log: Path) -> None:
    found = [of_finding(finding, log) for finding in findings if finding.is_in_the_way]
    if found:
        raise FaultyInputError(found)
