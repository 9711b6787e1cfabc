"""Consignment: what of an archive is copied, by what its log says at one moment, and in which order."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.archive.identity import IDENTITY
from briefing.archive.store import Archive
from briefing.archive.trees import tree_of
from briefing.log import LOG, Leaf
from briefing.log.contents import CHECKPOINT, KEYS, Contents, Lines
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.ocfl.errors import OcflDamagedError
from briefing.ocfl.inventory import INVENTORY, SIDECAR, read_inventory, sha512, sidecar
from briefing.ocfl.storage import OBJECT_DECLARATION

ROOT = "0=ocfl_1.1"
OF_LOG = (KEYS, LOG, CHECKPOINT)
_VERIFY = "See what is wrong with it: briefing verify"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the target: its path, from which file of the source it is taken, its size, and its SHA-512 if known."""

    path: str
    taken_from: str
    size: int
    digest: str | None = None
    changes: bool = False


@dataclass
class ObjectFiles:
    """The files of an object: the content, in any order, and then what tells of it, in this one."""

    content: list[File] = field(default_factory=list)
    records: list[File] = field(default_factory=list)

    @property
    def files(self) -> list[File]:
        """All of them, in the order in which they are copied."""
        return [*self.content, *self.records]


class Consignment:
    """What the source's log covers at this moment. Raises FaultyInputError (E865) where the source is not whole."""

    def __init__(self, source: Archive) -> None:
        self._source = source
        self._tree = tree_of(source.site)
        self.log = self._sound_log()
        self.there = self._tree.sizes()
        leaves = [entry for entry in self.log.lines.entries[: self.log.size] if isinstance(entry, Leaf)]
        self._logged = {(leaf.object, int(leaf.version.removeprefix("v"))): leaf.inventory for leaf in leaves}
        self.plain = self._plain()
        self.objects = {name: self._object(name, newest) for name, newest in self._newest().items()}

    @property
    def files(self) -> list[File]:
        """All of them but the log, and what says that there is a storage root."""
        return [*self.plain, *(file for one in self.objects.values() for file in one.files)]

    @property
    def last(self) -> list[File]:
        """The log, and what says that there is a storage root."""
        return [File(name, name, self._size(name)) for name in (*OF_LOG, ROOT)]

    @property
    def lines(self) -> bytes:
        """The lines of the log that its checkpoint covers."""
        log = self.log.lines.content
        return log[: len(log) - len(self.log.tail)]

    def checked(self, path: str, digest: str | None) -> bytes:
        """A file of the source, which has this digest."""
        self._size(path)
        content = self._tree.read(path)
        if digest is not None and hashlib.sha512(content).hexdigest() != digest:
            message = "the file is not what was filed, so the archive is not copied"
            hint = "Put it back from another copy, then copy again."
            raise FaultyInputError([Problem("E811", message, hint, Place(self._source.site.path(path)))])
        return content

    def _sound_log(self) -> Contents:
        """The log of the source at this moment, which is in order."""
        with self._source.unfinished.undisturbed():
            findings = self._source.book.examine(self._source.keyring, has_editions=True)
            contents = Contents.read(self._source.site.log, Lines())
        wrong = [finding for finding in findings if finding.is_in_the_way]
        if wrong or contents.claimed is None:
            said = wrong[0].message.removesuffix(".") if wrong else "it has no log yet"
            raise FaultyInputError([Problem("E865", f"{self._source.site.shown} cannot be copied: {said}", _VERIFY)])
        return contents

    def _plain(self) -> list[File]:
        """The files that are in no object, that which names the archive first."""
        inner = {path for path in self.there if "/" in path and not path.startswith("extensions/")}
        plain = sorted(self.there.keys() - inner - {IDENTITY, ROOT, *OF_LOG})
        return [File(path, path, self._size(path), changes=path != IDENTITY) for path in (IDENTITY, *plain)]

    def _newest(self) -> Mapping[str, int]:
        """Each object that the log tells of and that lies there, with its newest version."""
        newest: dict[str, int] = {}
        for name, number in self._logged:
            newest[name] = max(number, newest.get(name, 0))
        standing = {path.partition("/")[0] for path in self.there if "/" in path}
        return {name: number for name, number in newest.items() if name in standing}

    def _object(self, name: str, newest: int) -> ObjectFiles:
        found = ObjectFiles()
        last = f"{name}/v{newest}/{INVENTORY}"
        data = self.checked(last, self._logged[name, newest])
        try:
            manifest = read_inventory(data).manifest
        except OcflDamagedError as error:
            raise FaultyInputError([self._not_whole(last, error.message)]) from error
        for digest, paths in manifest.items():
            found.content += (
                File(f"{name}/{path}", f"{name}/{path}", self._size(f"{name}/{path}"), digest) for path in paths
            )
        for number in range(1, newest + 1):
            inner = f"{name}/v{number}"
            digest = self._logged.get((name, number), "")
            found.records += (
                File(f"{inner}/{INVENTORY}", f"{inner}/{INVENTORY}", self._size(f"{inner}/{INVENTORY}"), digest),
                File(f"{inner}/{SIDECAR}", f"{inner}/{SIDECAR}", self._size(f"{inner}/{SIDECAR}")),
            )
        # Those of the newest version are the object's own.
        declaration = f"{name}/{OBJECT_DECLARATION[0]}"
        told_in = f"{name}/v{newest}/{SIDECAR}"
        found.records += (
            File(f"{name}/{SIDECAR}", told_in, self._size(told_in), sha512(sidecar(data)), changes=True),
            File(f"{name}/{INVENTORY}", last, self._size(last), sha512(data), changes=True),
            File(declaration, declaration, self._size(declaration), sha512(OBJECT_DECLARATION[1])),
        )
        return found

    def _size(self, path: str) -> int:
        if path not in self.there:
            raise FaultyInputError([self._not_whole(path, "the file is missing")])
        return self.there[path]

    def _not_whole(self, path: str, why: str) -> Problem:
        message = f"{self._source.site.shown} is not whole, so it is not copied: {why}"
        return Problem("E865", message, _VERIFY, Place(self._source.site.path(path)))
