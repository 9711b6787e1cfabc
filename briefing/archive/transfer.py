"""Transfer: an archive copied to another place, as its log has it at one moment, every file checked on the way.

What is copied is what the checkpoint of the source covers, so that nobody has to stop filing meanwhile. The order is
that of filing: of each object the content comes before its inventories, and the object's own inventory last; the log
after all objects; and what says that there is a storage root comes at the very end. So the target is not taken for whole
before it is. Files that are there already stay, so that a copy which was broken off is continued, and one that was made
before is brought up to date. In the end the target is verified like any archive, against the source's checkpoint.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from briefing.archive.identity import IDENTITY, identity_in
from briefing.archive.refusal import told
from briefing.archive.site import Site
from briefing.archive.store import Archive
from briefing.archive.trees import Tree, tree_of
from briefing.archive.verify import Progress, Report, verify_archive
from briefing.bucket.port import BucketError
from briefing.log import LOG, Checkpoint, Leaf
from briefing.log.contents import CHECKPOINT, KEYS, Contents, Lines
from briefing.ocfl.errors import OcflDamagedError, explained
from briefing.ocfl.inventory import INVENTORY, SIDECAR, read_inventory, sha512, sidecar
from briefing.ocfl.storage import OBJECT_DECLARATION
from briefing.problem import FaultyInputError, Place, Problem

_ROOT = "0=ocfl_1.1"
_OF_LOG = (KEYS, LOG, CHECKPOINT)
_AT_ONCE = 8
_VERIFY = "See what is wrong with it: briefing verify"


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


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the target: its path, from which file of the source it is taken, its size, and its SHA-512 if known."""

    path: str
    taken_from: str
    size: int
    digest: str | None = None
    changes: bool = False


@dataclass
class _Object:
    """The files of an object: the content, in any order, and then what tells of it, in this one."""

    content: list[_File] = field(default_factory=list)
    records: list[_File] = field(default_factory=list)

    @property
    def files(self) -> list[_File]:
        return [*self.content, *self.records]


def copy_archive(source: Archive, target: Site, progress: Progress | None = None) -> Copied:
    """Copy an archive to a place where nothing lies, or an earlier copy of it, whole or not.

    Raises FaultyInputError: E870 where the source is not whole, E871 where something else lies at the target, E872
    where the target is newer, or holds what the source has not; E811 where a file is not what was filed; and E801, E802.
    """
    with told(), target.storage.lock(0), _at("read or written"):
        return _Transfer(source, target).done(progress)


class _Transfer:
    """One copy."""

    def __init__(self, source: Archive, target: Site) -> None:
        self._source = source
        self._target = target
        self._from = tree_of(source.site)
        self._to = tree_of(target)
        self._log = self._sound_log()
        self._there = self._from.sizes()
        self._has = dict(self._to.sizes())
        self._copied = [0, 0]

    def done(self, progress: Progress | None) -> Copied:
        """Copy, and verify what came of it."""
        self._need_same()
        plain, objects = self._plain(), self._objects()
        files = [*plain, *(file for one in objects.values() for file in one.files)]
        self._need_no_other({file.path for file in files} | {_ROOT, *_OF_LOG})
        meter = _Meter(progress, sum(file.size for file in files if not self._stays(file)))
        for file in plain:
            self._copy(file, meter)
        for one in objects.values():
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for _ in pool.map(lambda file: self._copy(file, meter), one.content):
                    pass
            for file in one.records:
                self._copy(file, meter)
        self._copy_log()
        self._copy(_File(_ROOT, _ROOT, self._size(_ROOT)), meter)
        checkpoint = self._log.claimed
        assert checkpoint is not None  # noqa: S101 (a sound log has one)
        known = {file.taken_from for file in files} | {file.path for file in files} | {_ROOT, *_OF_LOG}
        report = self._verified(checkpoint, progress)
        every = [*files, *(_File(name, name, self._size(name)) for name in (_ROOT, *_OF_LOG))]
        left = tuple(sorted(self._there.keys() - known))
        total = sum(file.size for file in every)
        return Copied(checkpoint, len(objects), len(every), total, *self._copied, left, report)

    # What there is to copy

    def _sound_log(self) -> Contents:
        """The log of the source at this moment, which is in order."""
        with self._source.unfinished.undisturbed():
            findings = self._source.book.examine(self._source.keyring, has_editions=True)
            contents = Contents.read(self._source.site.log, Lines())
        wrong = [finding for finding in findings if finding.is_in_the_way]
        if wrong or contents.claimed is None:
            said = wrong[0].message.removesuffix(".") if wrong else "it has no log yet"
            raise FaultyInputError([Problem("E870", f"{self._source.site.shown} cannot be copied: {said}", _VERIFY)])
        return contents

    def _plain(self) -> list[_File]:
        """The files that are in no object, that which names the archive first."""
        folders = {name for name, _ in self._newest()}
        inner = {path for path in self._there if path.partition("/")[0] in folders}
        others = {path for path in self._there if "/" in path and not path.startswith("extensions/")}
        plain = sorted(self._there.keys() - inner - others - {IDENTITY, _ROOT, *_OF_LOG})
        return [_File(path, path, self._size(path), changes=path != IDENTITY) for path in (IDENTITY, *plain)]

    def _newest(self) -> Iterator[tuple[str, int]]:
        """Each object that the log tells of and that lies there, with its newest version."""
        newest: dict[str, int] = {}
        for entry in self._log.lines.entries[: self._log.size]:
            if isinstance(entry, Leaf):
                number = int(entry.version.removeprefix("v"))
                newest[entry.object] = max(number, newest.get(entry.object, 0))
        standing = {path.partition("/")[0] for path in self._there if "/" in path}
        return ((name, number) for name, number in newest.items() if name in standing)

    def _objects(self) -> dict[str, _Object]:
        logged = {
            (entry.object, entry.version): entry.inventory
            for entry in self._log.lines.entries[: self._log.size]
            if isinstance(entry, Leaf)
        }
        return {name: self._object(name, newest, logged) for name, newest in self._newest()}

    def _object(self, name: str, newest: int, logged: Mapping[tuple[str, str], str]) -> _Object:
        found = _Object()
        last = f"{name}/v{newest}/{INVENTORY}"
        data = self._checked(last, logged[name, f"v{newest}"])
        try:
            manifest = read_inventory(data).manifest
        except OcflDamagedError as error:
            raise FaultyInputError([self._not_whole(last, error.message)]) from error
        for digest, paths in manifest.items():
            found.content += (_File(f"{name}/{path}", f"{name}/{path}", self._size(f"{name}/{path}"), digest) for path in paths)
        for number in range(1, newest + 1):
            inner = f"{name}/v{number}"
            digest = logged.get((name, f"v{number}"), "")
            found.records += (
                _File(f"{inner}/{INVENTORY}", f"{inner}/{INVENTORY}", self._size(f"{inner}/{INVENTORY}"), digest),
                _File(f"{inner}/{SIDECAR}", f"{inner}/{SIDECAR}", self._size(f"{inner}/{SIDECAR}")),
            )
        # Those of the newest version are the object's own.
        declaration = f"{name}/{OBJECT_DECLARATION[0]}"
        told_in = f"{name}/v{newest}/{SIDECAR}"
        found.records += (
            _File(f"{name}/{SIDECAR}", told_in, self._size(told_in), sha512(sidecar(data)), changes=True),
            _File(f"{name}/{INVENTORY}", last, self._size(last), sha512(data), changes=True),
            _File(declaration, declaration, self._size(declaration), sha512(OBJECT_DECLARATION[1])),
        )
        return found

    def _size(self, path: str) -> int:
        if path not in self._there:
            raise FaultyInputError([self._not_whole(path, "the file is missing")])
        return self._there[path]

    def _not_whole(self, path: str, why: str) -> Problem:
        message = f"{self._source.site.shown} is not whole, so it is not copied: {why}"
        return Problem("E870", message, _VERIFY, Place(self._source.site.path(path)))

    # What lies at the target

    def _need_same(self) -> None:
        """See that nothing lies there, or an earlier state of this archive."""
        if not self._has:
            return
        where = self._target.shown
        if IDENTITY not in self._has:
            message = f"{where} is not empty, and no copy of this archive: it holds {min(self._has)}"
            raise FaultyInputError([Problem("E871", message, "Name an empty or a new place.")])
        other = identity_in(self._to.read(IDENTITY))
        if other != self._source.identifier:
            message = f"{where} is another archive, {other or 'whose name cannot be read'}"
            raise FaultyInputError([Problem("E871", message, "Name an empty or a new place.")])
        theirs = Contents.read(self._target.log, Lines())
        mine = self._log.lines.after(0)
        covered = theirs.lines.content[: len(theirs.lines.content) - len(theirs.tail)]
        if theirs.size > self._log.size and covered.startswith(mine):
            message = f"{where} is newer: it has {theirs.size} lines in its log, and the source {self._log.size}"
            raise FaultyInputError([Problem("E872", message, "Copy the other way round.")])
        if not mine.startswith(covered):
            message = f"{where} has gone another way: its log does not continue in that of the source"
            raise FaultyInputError([Problem("E872", message, "Compare both with a head that was kept elsewhere.")])

    def _need_no_other(self, wanted: Iterable[str]) -> None:
        other = sorted(self._has.keys() - set(wanted))
        if other:
            message = f"{self._target.shown} holds what the source has not, as its log has it: {other[0]}"
            raise FaultyInputError([Problem("E872", message, "See what it is, or copy to an empty place.")])

    def _stays(self, file: _File) -> bool:
        """Whether a file is there already: what never changes is put whole, and verified in the end."""
        return not file.changes and self._has.get(file.path) == file.size

    # Copying

    def _copy(self, file: _File, meter: "_Meter") -> None:
        if self._stays(file):
            return
        content = self._checked(file.taken_from, file.digest)
        if self._has.get(file.path) == len(content) and self._to.read(file.path) == content:
            return meter.add(file.size)
        self._to.write(file.path, content)
        self._copied[0] += 1
        self._copied[1] += len(content)
        return meter.add(file.size)

    def _checked(self, path: str, digest: str | None) -> bytes:
        """A file of the source, which has this digest."""
        self._size(path)
        content = self._from.read(path)
        if digest is not None and hashlib.sha512(content).hexdigest() != digest:
            message = "the file is not what was filed, so the archive is not copied"
            hint = "Put it back from another copy, then copy again."
            raise FaultyInputError([Problem("E811", message, hint, Place(self._source.site.path(path)))])
        return content

    def _copy_log(self) -> None:
        """The log as it was read in the beginning, its checkpoint last, in the place of what is there."""
        for name, content in zip(_OF_LOG, (self._log.keys, self._log.lines.content, self._log.checkpoint), strict=True):
            wanted = self._covered(content or b"") if name == LOG else content
            there = self._target.log.read(name)
            if wanted is not None and wanted != there:
                self._target.log.replace(name, wanted, instead_of=there)
                self._copied[0] += 1
                self._copied[1] += len(wanted)

    def _covered(self, log: bytes) -> bytes:
        return log[: len(log) - len(self._log.tail)]

    def _verified(self, checkpoint: Checkpoint, progress: Progress | None) -> Report:
        archive = Archive(self._target, self._source.keys, create=False)
        report = verify_archive(archive, kept=checkpoint, progress=progress)
        if report.checkpoint != checkpoint:
            message = f"{self._target.shown} is not what was copied to it: another command has written there"
            raise FaultyInputError([Problem("E872", message, "Copy again.")])
        return report
