"""Timestamps of an archive: where they lie, what is to be stamped next, and how an answer is filed.

They are kept in the archive as all else is: the versions of an object, each with a line in the log. So a stamp that is
damaged or gone is noticed as an edition would be, and the next one covers it. An object holds fifty, for each version
repeats what the inventory says of those before it.

    log-001.timestamps/v1/content/stamped.txt     the text: a signed head of the log, and the files of the stamp before
    log-001.timestamps/v1/content/stamp.tsr       the answer of the authority (RFC 3161)
    log-001.timestamps/v1/content/authority.pem   its certificates, up to the root
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefing.archive.refusal import told
from briefing.archive.store import TIMESTAMPS, Act, Archive, Filed
from briefing.log import KeyLeaf, Leaf
from briefing.log.merkle import root
from briefing.log.note import NoteError
from briefing.log.stamped import Stamped, StampedError
from briefing.model.problem import FaultyInputError, Problem
from briefing.timestamp import Timestamp

TEXT, ANSWER, CERTIFICATES = "stamped.txt", "stamp.tsr", "authority.pem"
_FILES = (TEXT, ANSWER, CERTIFICATES)
_OBJECT = re.compile(rf"log-([0-9]{{3,9}}){re.escape(TIMESTAMPS)}", re.ASCII)
_MOST = 50


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp as it lies there: which version of which object, and its three files.

    `digests` are the SHA-512 with which they were filed; `why_not` says why they cannot be read.
    """

    object: str
    version: int
    digests: Mapping[str, str]
    text: bytes = field(default=b"", repr=False)
    answer: bytes = field(default=b"", repr=False)
    certificates: bytes = field(default=b"", repr=False)
    why_not: str = ""

    @property
    def folder(self) -> str:
        """Where its files lie in the archive."""
        return f"{self.object}/v{self.version}/content"

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Its files with their SHA-512, as the next stamp covers them."""
        return tuple((f"{self.folder}/{name}", digest) for name, digest in sorted(self.digests.items()))


def stamps(archive: Archive) -> Iterator[Stamp]:
    """Every stamp that lies there, the oldest first."""
    for name in _objects(archive):
        yield from _stamps(archive, name, archive.versions(name))


def newest(archive: Archive) -> Stamp | None:
    """The stamp that was filed last."""
    names = _objects(archive)
    return next(_stamps(archive, names[-1], [archive.newest(names[-1])])) if names else None


def wanted(archive: Archive, *, renew: bool = False) -> Stamped | None:
    """What is to be stamped: the head of the log, and the stamp before; None where nothing was filed since that.

    With `renew`, it is stamped again all the same. Raises FaultyInputError (E842) where nothing is filed at all.
    """
    with told():
        step = archive.book.step(0)
        entries = archive.book.leaves()
    if step is None or not any(isinstance(entry, Leaf) for entry in entries):
        message = "Nothing is filed in this archive yet, so there is nothing to stamp"
        raise FaultyInputError([Problem("E842", message, "File an edition first: briefing archive BRIEF")])
    last = newest(archive)
    covered = _covered(last) if last else 0
    if not renew and all(isinstance(one, KeyLeaf) or _is_stamp(one) for one in entries[covered:]):
        return None
    return Stamped(step[0].note, last.listed() if last else ())


def file_stamp(  # noqa: PLR0913 (each is a thing of its own, named where it is given)
    archive: Archive, stamped: Stamped, answer: bytes, read: Timestamp, *, at: dt.datetime, by: str
) -> Filed:
    """File an answer that was read, and found to be of this text. The archive must be held.

    Raises FaultyInputError (E845) where the text is not of this log, or another stamp was filed since it was asked for.
    """
    last = newest(archive)
    _need_of_log(archive, stamped)
    if stamped.before != (last.listed() if last else ()):
        message = "another stamp was filed since this one was asked for, and this one does not cover it"
        raise FaultyInputError([Problem("E845", message, "Ask for a new one: briefing timestamp")])
    name = last.object if last and last.version < _MOST else f"log-{len(_objects(archive)) + 1:03}{TIMESTAMPS}"
    version = archive.newest(name) + 1
    files = {
        TEXT: stamped.as_bytes(),
        ANSWER: answer,
        # No two are alike, so that each lies in the folder of its stamp.
        CERTIFICATES: f"What {name}/v{version} is checked with; the one that signed comes first.\n".encode()
        + read.chain,
    }
    why = f"Stamped by {read.authority}: {read.at.isoformat(timespec='seconds')}"
    return archive.file(name, files, Act(kind="timestamp", at=at, by=by, why=why, restricted=False))


def _need_of_log(archive: Archive, stamped: Stamped) -> None:
    head = stamped.checkpoint
    with told():
        hashes = archive.book.hashes()
    if head.origin != archive.origin or head.size > len(hashes) or root(hashes[: head.size]) != head.root:
        message = "what was stamped is not the log of this archive"
        raise FaultyInputError([Problem("E845", message, "Ask for a stamp here: briefing timestamp")])


def _objects(archive: Archive) -> list[str]:
    with told():
        found = [(one, name) for name in archive.root.objects() if (one := _OBJECT.fullmatch(name))]
    return [name for _, name in sorted(found, key=lambda pair: int(pair[0][1]))]


def _stamps(archive: Archive, name: str, versions: Iterable[int]) -> Iterator[Stamp]:
    """Stamps of an object, whose inventory is read once for all of them."""
    try:
        with told():
            inventory = archive.root.inventory(name)
    except FaultyInputError as error:
        yield from (Stamp(name, version, {}, why_not=error.problems[0].message) for version in versions)
        return
    there = {one.number: one.state for one in inventory.versions} if inventory else {}
    for version in versions:
        if inventory is None or version not in there:
            yield Stamp(name, version, {}, why_not="no inventory tells of it")
            continue
        try:
            with told():
                text, answer, pem = (archive.root.content(name, inventory, version, file) for file in _FILES)
            yield Stamp(name, version, there[version], text, answer, pem)
        except FaultyInputError as error:
            yield Stamp(name, version, there[version], why_not=error.problems[0].message)


def _covered(last: Stamp) -> int:
    """How many lines of the log a stamp covers."""
    try:
        return Stamped.parse(last.text).checkpoint.size
    except (StampedError, NoteError):
        return 0


def _is_stamp(entry: object) -> bool:
    return isinstance(entry, Leaf) and entry.kind == "timestamp"
