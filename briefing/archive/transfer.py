"""Transfer: an archive copied to another place, as its log has it at one moment, every file checked on the way.

What is copied is what the checkpoint of the source covers, so that nobody has to stop filing meanwhile. The order is
that of filing: of each object the content comes before its inventories, and the object's own inventory after them; the
log after all objects; and what says that there is a storage root comes at the very end. So the target is not taken for
whole before it is. Files that are there already stay, so that a copy which was broken off is continued, and one that
was made before is brought up to date. In the end the target is verified like any archive, against the
source's checkpoint.
"""

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from briefing.archive.consignment import OF_LOG, Consignment, File
from briefing.archive.identity import IDENTITY, identity_in
from briefing.archive.refusal import told
from briefing.archive.site import Site
from briefing.archive.store import Archive
from briefing.archive.trees import tree_of
from briefing.archive.verify import Inquiry, Progress, Report, verify_archive
from briefing.log import LOG, Checkpoint
from briefing.log.contents import Contents, Lines
from briefing.model.problem import FaultyInputError, Problem
from briefing.ocfl.errors import explained

_AT_ONCE = 8
_PASSES = 5


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: how much the archive holds as the checkpoint has it, and how much of it had to be moved.

    `left` are files of the source that its log does not tell of, which were not copied; `report` is what `verify` says
    of the target.
    """

    checkpoint: Checkpoint
    objects: int
    files: int
    bytes: int
    copied_files: int
    copied_bytes: int
    left: tuple[str, ...]
    report: Report

    def as_object(self) -> dict[str, Any]:
        """The same, for machines."""
        return {
            "checkpoint": str(self.checkpoint.head),
            "objects": self.objects,
            "files": self.files,
            "bytes": self.bytes,
            "copied_files": self.copied_files,
            "copied_bytes": self.copied_bytes,
            "not_copied": list(self.left),
        }


def copy_archive(source: Archive, target: Site, progress: Progress | None = None) -> Copied:
    """Copy an archive to a place where nothing lies, or an earlier copy of it, whole or not.

    Raises FaultyInputError: E865 where the source is not whole, E866 where something else lies at the target, E867
    where the target is newer, or holds what the source has not, E811 where a file is not what was filed, E801, E802.
    """
    _need_apart(source.site, target)
    with told(), _explained():
        for _ in range(_PASSES - 1):
            done = _copy_once(source, target, progress)
            # Where somebody has filed meanwhile, what was copied is older than what is known here of the archive.
            if not done.report.problems or source.book.checkpoint() == done.checkpoint:
                return done
        return _copy_once(source, target, progress)


def _need_apart(source: Site, target: Site) -> None:
    """E866: one place lies in the other, or both are the same."""
    places = [f"{site.storage.place}/" for site in (source, target)]
    if places[0].startswith(places[1]) or places[1].startswith(places[0]):
        message = f"{target.shown} and {source.shown} lie in each other"
        raise FaultyInputError([Problem("E866", message, "Name an empty or a new place, apart from the archive.")])


def _copy_once(source: Archive, target: Site, progress: Progress | None) -> Copied:
    with target.storage.lock(0):
        transfer = _Transfer(source, target)
        transfer.copy(progress)
    return transfer.verified(progress)


class _Transfer:
    """One copy."""

    def __init__(self, source: Archive, target: Site) -> None:
        self._source = source
        self._target = target
        self._sent = Consignment(source)
        self._to = tree_of(target)
        self._has = dict(self._to.sizes())
        self._copied = (0, 0)
        self._counting = threading.Lock()

    def copy(self, progress: Progress | None) -> None:
        """Copy what is not there yet."""
        sent = self._sent
        self._need_same()
        self._need_no_other({file.path for file in (*sent.files, *sent.last)})
        meter = _Meter(progress, sum(file.size for file in sent.files if not self._stays(file)))
        for file in sent.plain:
            self._copy(file, meter)
        for one in sent.objects.values():
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for _ in pool.map(lambda file: self._copy(file, meter), one.content):
                    pass
            for file in one.records:
                self._copy(file, meter)
        self._copy_log()
        self._copy(sent.last[-1], meter)

    def verified(self, progress: Progress | None) -> Copied:
        """See that what lies there is what was copied, and say how much it was."""
        checkpoint = self._sent.log.claimed
        report = verify_archive(Archive.open(self._target, self._source.keys), Inquiry(kept=checkpoint), progress)
        if checkpoint is None or report.checkpoint != checkpoint:
            message = f"{self._target.shown} is not what was copied to it: another command has written there"
            raise FaultyInputError([Problem("E867", message, "Copy again.")])
        every = [*self._sent.files, *self._sent.last]
        known = {file.taken_from for file in every} | {file.path for file in every}
        return Copied(
            checkpoint,
            len(self._sent.objects),
            len(every),
            sum(file.size for file in every),
            *self._copied,
            left=tuple(sorted(self._sent.there.keys() - known)),
            report=report,
        )

    # What lies at the target

    def _need_same(self) -> None:
        """See that nothing lies there, or an earlier state of this archive."""
        if not self._has:
            return
        where = self._target.shown
        if IDENTITY not in self._has:
            message = f"{where} is not empty, and no copy of this archive: it holds {min(self._has)}"
            raise FaultyInputError([Problem("E866", message, "Name an empty or a new place.")])
        other = identity_in(self._to.read(IDENTITY))
        if other != self._source.identifier:
            message = f"{where} is another archive, {other or 'whose name cannot be read'}"
            raise FaultyInputError([Problem("E866", message, "Name an empty or a new place.")])
        theirs = Contents.read(self._target.log, Lines())
        mine = self._sent.lines
        covered = theirs.lines.content[: len(theirs.lines.content) - len(theirs.tail)]
        if theirs.size > self._sent.log.size and covered.startswith(mine):
            message = f"{where} is newer: it has {theirs.size} lines in its log, and the source {self._sent.log.size}"
            raise FaultyInputError([Problem("E867", message, "Copy the other way round.")])
        if not mine.startswith(covered):
            message = f"{where} has gone another way: its log does not continue in that of the source"
            raise FaultyInputError([Problem("E867", message, "Compare both with a head that was kept elsewhere.")])

    def _need_no_other(self, wanted: Iterable[str]) -> None:
        other = sorted(self._has.keys() - set(wanted))
        if other:
            message = f"{self._target.shown} holds what the source has not, as its log has it: {other[0]}"
            raise FaultyInputError([Problem("E867", message, "See what it is, or copy to an empty place.")])

    def _stays(self, file: File) -> bool:
        """Whether a file is there already: what never changes is put whole, and verified in the end."""
        return not file.changes and self._has.get(file.path) == file.size

    # Copying

    def _copy(self, file: File, meter: "_Meter") -> None:
        if self._stays(file):
            return
        content = self._sent.checked(file.taken_from, file.digest)
        if self._has.get(file.path) != len(content) or self._to.read(file.path) != content:
            self._to.write(file.path, content)
            self._count(content)
        meter.add(file.size)

    def _count(self, content: bytes) -> None:
        with self._counting:
            files, size = self._copied
            self._copied = (files + 1, size + len(content))

    def _copy_log(self) -> None:
        """The log as it was read in the beginning, its checkpoint last, in the place of what is there."""
        for name, content in zip(
            OF_LOG, (self._sent.log.keys, self._sent.log.lines.content, self._sent.log.checkpoint), strict=True
        ):
            wanted = self._sent.lines if name == LOG else content
            there = self._target.log.read(name)
            if wanted is not None and wanted != there:
                self._target.log.replace(name, wanted, instead_of=there)
                self._count(wanted)


class _Meter:
    """How much of what there is to copy has been, told from several threads."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        """So many bytes more."""
        with self._lock:
            self._done += count
            if self._progress:
                self._progress(self._done, self._total)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise explained(
            error, "the copy was broken off", "Mend that, then copy again: it goes on from there."
        ) from error
