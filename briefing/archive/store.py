"""The archive as the commands use it: editions go in whole, are read back checked, and stand in a signed log.

An edition is filed in this order: it is laid aside (`ocfl`), committed, entered in the log (`log`), acknowledged.
Whatever stops the program in between, the next command that writes finds what was laid aside, and finishes or discards
it.
"""

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from briefing.archive.readme import README
from briefing.archive.record import (
    Edition,
    Record,
    Register,
    UnreadableRecordError,
    VariantRecord,
    Withdrawal,
    Withdrawals,
)
from briefing.archive.refusal import archive_problem, told
from briefing.log import Book, Checkpoint, Folder, Keyring, Leaf, new_salt
from briefing.ocfl.errors import OcflAbsentError
from briefing.ocfl.filing import Intent
from briefing.ocfl.inventory import Inventory
from briefing.ocfl.posix import Posix
from briefing.ocfl.root import Root
from briefing.ocfl.storage import Storage
from briefing.problem import FaultyInputError
from briefing.said import Said, UnreadableError, read_said

EDITION = "edition.json"
COPIES = ".copies"
WITHDRAWALS = ".withdrawals"
_IDENTITY = "archive.json"
_RECORD = "record.json"
_R = TypeVar("_R", bound=Record)
_WAIT = 20.0
"""Seconds to wait for another command that writes to the archive."""
Kind = Literal["edition", "withdrawal", "copies"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is done in an archive: when, by whom, and why.

    `restricted`: others may not learn of it, so its line in the log is salted.
    """

    kind: Kind
    at: dt.datetime
    by: str
    why: str
    restricted: bool = True


@dataclass(frozen=True, slots=True)
class Filed:
    """That something was filed: the version it became, and the head of the log with it."""

    version: int
    checkpoint: Checkpoint
    notes: tuple[str, ...] = ()


class Archive:
    """A storage root with its log. `keys` is the user's folder of keys, outside every archive."""

    def __init__(self, folder: Path, storage: Storage, keys: Path | None, *, create: bool) -> None:
        self.folder = folder
        files = {_IDENTITY: _new_identity(), "README.txt": README.encode()} if create else {}
        with told():
            known = storage.read_root(_IDENTITY)
            if known is not None or not create:
                files.pop(_IDENTITY, None)
            self.identifier = _identifier(known if known is not None else files.get(_IDENTITY, b""), folder)
            files = {name: data for name, data in files.items() if storage.read_root(name) is None}
            self.root = Root.open(storage, create=create, prefix=self.identifier, root_files=files)
        self._storage = storage
        self.keyring = Keyring(keys)
        self.origin = "briefing/" + self.identifier.rpartition(":")[2]
        self.book = Book(Folder(folder), self.origin)

    @classmethod
    def open(cls, folder: Path, keys: Path | None, *, create: bool = False) -> "Archive":
        """The archive in a folder; with `create`, a new one where nothing is. Raises FaultyInputError (E801)."""
        return cls(folder, Posix(folder), keys, create=create)

    @staticmethod
    def is_at(folder: Path) -> bool:
        """Whether a folder is an archive of this program, and not a storage root of somebody else's."""
        return (folder / _IDENTITY).is_file()

    # What is there

    def briefs(self) -> tuple[str, ...]:
        """The names of all briefs of which something is filed."""
        with told():
            return tuple(name for name in self.root.objects() if not name.endswith((COPIES, WITHDRAWALS)))

    def editions(self, brief: str) -> tuple[Edition, ...]:
        """The editions of a brief, in the order in which they were filed; none where nothing is filed."""
        with told():
            inventory = self.root.inventory(brief)
        return () if inventory is None else tuple(self._edition(inventory, one.number) for one in inventory.versions)

    def _edition(self, inventory: Inventory, version: int) -> Edition:
        brief = inventory.id.rpartition("/")[2]
        try:
            return Edition.read(self.read(brief, version, EDITION))
        except UnreadableRecordError as error:
            message = f"{EDITION} of v{version} of “{brief}” cannot be read: {error}"
            raise FaultyInputError(
                [archive_problem("E804", message, f"Look at it: briefing verify {brief}")]
            ) from error

    def withdrawals(self, brief: str) -> Mapping[int, Withdrawal]:
        """The withdrawals of a brief's editions, by their version."""
        return {one.version: one for one in self._latest(brief + WITHDRAWALS, Withdrawals).withdrawals}

    def register(self, brief: str) -> Register:
        """Who was given which edition of a brief."""
        return self._latest(brief + COPIES, Register)

    def _latest(self, name: str, record: type[_R]) -> _R:
        """The newest version of what is kept beside a brief; an empty one where there is none."""
        with told():
            inventory = self.root.inventory(name)
            if inventory is None:
                return record()
            data = self.root.read(name, inventory.head.number, _RECORD)
        try:
            return record.read(data)
        except UnreadableRecordError as error:
            message = f"{_RECORD} of “{name}” cannot be read: {error}"
            raise FaultyInputError([archive_problem("E804", message, "Look at it: briefing verify")]) from error

    def keep(self, name: str, record: Record, act: Act) -> Filed:
        """File a record that is kept beside a brief, in the place of the one before. The archive must be held."""
        return self.file(name, {_RECORD: record.as_bytes()}, act)

    def read(self, brief: str, version: int, path: str) -> bytes:
        """A file of an edition, its digest checked. Raises FaultyInputError (E801)."""
        with told():
            return self.root.read(brief, version, path)

    def said(self, edition: Edition, variant: VariantRecord) -> Said:
        """What an edition said to an audience. Raises FaultyInputError (E804, E811)."""
        try:
            return read_said(self.read(edition.brief, edition.version, variant.said))
        except UnreadableError as error:
            message = f"{variant.said} of {edition.label} of “{edition.brief}” cannot be read: {error}"
            hint = f"Look at it: briefing verify {edition.brief}"
            raise FaultyInputError([archive_problem("E804", message, hint)]) from error

    def digests(self, brief: str, version: int) -> Mapping[str, str]:
        """The SHA-512 of every file of an edition, by its path."""
        with told():
            inventory = self.root.inventory(brief)
        return inventory.version(version).state if inventory else {}

    def versions(self, name: str) -> tuple[int, ...]:
        """The numbers of the versions that an object holds, whether its inventory knows them or not."""
        with told():
            return self._storage.versions(name)

    def inventory_digest(self, name: str, version: int) -> str:
        """The SHA-512 of a version's inventory as it lies there; empty where there is none."""
        with told():
            try:
                return self.root.inventory_digest(name, version)
            except OcflAbsentError:
                return ""

    # What is done

    @contextmanager
    def writing(self, say: Callable[[str], None]) -> Iterator[None]:
        """Hold the archive, and finish first what an earlier command has left; `say` is told what was done.

        Raises FaultyInputError: E802 where another command holds it, E805 where its log is in question, so that nothing
        may be filed after it.
        """
        with told(), self.root.lock(_WAIT):
            self._finish(say)
            yield

    def finish(self, say: Callable[[str], None]) -> None:
        """Finish what an earlier command has left, if there is anything, and if nobody else is writing."""
        with told():
            if not self._storage.staged():
                return
            with self.root.lock(0):
                self._finish(say)

    def _finish(self, say: Callable[[str], None]) -> None:
        for recovered in self.root.recover():
            say(str(recovered))
        for intent in self.root.forgotten():
            self._enter(intent)
            say(f"v{intent.staged.version} of “{intent.staged.object}” was filed, and is in the log now.")
            self.root.acknowledge(intent)
        for finding in self.book.recover(self.keyring):
            say(finding.message)

    def file(self, name: str, files: Mapping[str, bytes | Path], act: Act) -> Filed:
        """File the next version of an object; when this returns it is there, and in the log.

        The archive must be held (`writing`).
        """
        salt = new_salt(secrets.token_bytes) if act.restricted else None
        intent = json.dumps({"kind": act.kind, "issued": _moment(act.at), "salt": salt}, sort_keys=True).encode()
        user = (act.by, f"acct:{act.by}") if act.by else None
        with told():
            prepared = self.root.prepare(name, files, created=act.at, message=act.why, user=user, intent=intent)
            version = self.root.commit(prepared)
            checkpoint, notes = self._enter(prepared.intent)
            self.root.acknowledge(prepared.intent)
        return Filed(version.number, checkpoint, notes)

    def _enter(self, intent: Intent) -> tuple[Checkpoint, tuple[str, ...]]:
        """Enter a committed version in the log; where it is there already, nothing happens."""
        said = json.loads(intent.content)
        leaf = Leaf(
            object=intent.staged.object,
            version=f"v{intent.staged.version}",
            inventory=intent.staged.inventory_digest,
            issued=said["issued"],
            kind=said["kind"],
            salt=said["salt"],
        )
        appended = self.book.append(leaf, self.keyring.own(self.origin), self.keyring)
        return appended.checkpoint, tuple(finding.message for finding in appended.findings)


def _new_identity() -> bytes:
    return (json.dumps({"format": 1, "identifier": f"urn:uuid:{uuid.uuid4()}"}, indent=2) + "\n").encode()


def _identifier(data: bytes, folder: Path) -> str:
    try:
        return str(json.loads(data)["identifier"])
    except (KeyError, TypeError, ValueError):
        message = f"{folder} holds no archive of this program"
        hint = "Name its folder with --archive DIR, or file the first edition: briefing archive BRIEF."
        raise FaultyInputError([archive_problem("E801", message, hint)]) from None


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")
