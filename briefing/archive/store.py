"""The archive as the commands use it: editions go in whole, are read back checked, and stand in a signed log.

An edition is filed in this order: it is laid aside (`ocfl`) with its line for the log, signed (`promise`); committed;
entered in the log (`log`); acknowledged. Whatever stops the program in between, the next command finds what was laid
aside, and finishes or discards it (`unfinished`).
"""

import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import quote

from briefing.archive.identity import IDENTITY, identifier, new_identity
from briefing.archive.logged import Logged
from briefing.archive.promise import promise
from briefing.archive.readme import README, README_FILE
from briefing.archive.record import (
    Disposals,
    Edition,
    Holds,
    Record,
    Register,
    UnreadableRecordError,
    VariantRecord,
    Withdrawal,
    Withdrawals,
)
from briefing.archive.refusal import OvertakenError, told, told_of_store
from briefing.archive.site import Site
from briefing.archive.unfinished import DISPOSAL, GOING, Unfinished
from briefing.log import Book, Checkpoint, Keyring, Leaf, new_salt
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.said import Said, UnreadableError, read_said
from briefing.ocfl.errors import OcflAbsentError, OcflOvertakenError
from briefing.ocfl.filing import Prepared
from briefing.ocfl.inventory import Inventory, Version
from briefing.ocfl.root import Root
from briefing.ocfl.storage import Staged

EDITION = "edition.json"
COPIES, WITHDRAWALS = GOING
HOLDS = ".holds"
TIMESTAMPS = ".timestamps"
BESIDE = (COPIES, WITHDRAWALS, HOLDS, DISPOSAL, TIMESTAMPS)
"""How the names end of objects that are no brief: what is kept beside one, and the timestamps of the log."""
_RECORD = "record.json"
_R = TypeVar("_R", bound=Record)
_A = TypeVar("_A")
_TRIES = 20
Kind = Literal["edition", "withdrawal", "copies", "hold", "disposal", "timestamp"]


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
    """A storage root with its log, in a `Site`. `keys` is the user's folder of keys, outside every archive."""

    def __init__(self, site: Site, keys: Path | None, *, create: bool) -> None:
        self.site = site
        self.keys = keys
        storage = site.storage
        with told():
            if create:
                Root.open(storage, create=True, root_files={IDENTITY: new_identity(), README_FILE: README.encode()})
            # Read once it is there: where several commands make it at the same moment, one of them has named it.
            self.identifier = identifier(storage)
            self.root = Root.open(storage, create=False, prefix=self.identifier)
        self._storage = storage
        self.keyring = Keyring(keys)
        self.origin = "briefing/" + self.identifier.rpartition(":")[2]
        self.book = Book(site.log, self.origin)
        self.unfinished = Unfinished(storage, self.root, self.book, self.keyring, self.origin)
        self.logged = Logged(storage, self.root, self.book, self.keyring, self.unfinished)
        self._read: dict[str, int] = {}

    @classmethod
    def open(cls, place: Path | Site, keys: Path | None, *, create: bool = False) -> "Archive":
        """The archive that lies there; with `create`, a new one where nothing is. Raises FaultyInputError (E801)."""
        return cls(Site.of_folder(place) if isinstance(place, Path) else place, keys, create=create)

    @property
    def folder(self) -> Path:
        """Where it lies, as problems tell of it."""
        return self.site.path()

    @staticmethod
    def is_at(site: Site) -> bool:
        """Whether an archive of this program lies there, and not a storage root of somebody else's."""
        if site.folder is not None:
            return (site.folder / IDENTITY).is_file()
        with told_of_store():
            return site.storage.read_root(IDENTITY) is not None

    # What is there

    def briefs(self) -> tuple[str, ...]:
        """The names of all briefs of which something is filed."""
        with told():
            return tuple(name for name in self.root.objects() if not name.endswith(BESIDE))

    def disposed(self) -> tuple[str, ...]:
        """The names of all briefs that were disposed of."""
        with told():
            return tuple(name.removesuffix(DISPOSAL) for name in self.root.objects() if name.endswith(DISPOSAL))

    def editions(self, brief: str) -> tuple[Edition, ...]:
        """The editions of a brief, in the order in which they were filed; none where nothing is filed."""
        with told():
            inventory = self.root.inventory(brief)
        self._has_read(brief, inventory)
        if inventory is None:
            return ()
        return tuple(self._edition(brief, inventory, one.number) for one in inventory.versions)

    def edition(self, brief: str, version: int) -> Edition | None:
        """One edition by its version; None where there is none."""
        with told():
            inventory = self.root.inventory(brief)
        if inventory is None or not 1 <= version <= len(inventory.versions):
            return None
        return self._edition(brief, inventory, version)

    def _edition(self, brief: str, inventory: Inventory, version: int) -> Edition:
        try:
            with told():
                edition = Edition.read(self.root.content(brief, inventory, version, EDITION))
        except UnreadableRecordError as error:
            raise _unreadable(brief, version, str(error)) from error
        if (edition.brief, edition.version) != (brief, version):
            raise _unreadable(brief, version, f"it is that of v{edition.version} of “{edition.brief}”")
        return edition

    def withdrawals(self, brief: str) -> Mapping[int, Withdrawal]:
        """The withdrawals of a brief's editions, by their version."""
        return {one.version: one for one in self._latest(brief + WITHDRAWALS, Withdrawals).withdrawals}

    def register(self, brief: str) -> Register:
        """Who was given which edition of a brief."""
        return self._latest(brief + COPIES, Register)

    def holds(self, brief: str) -> Holds:
        """The holds that were laid on a brief."""
        return self._latest(brief + HOLDS, Holds)

    def disposals(self, brief: str) -> Disposals:
        """What is left of a brief that was disposed of; empty where it was not."""
        return self._latest(brief + DISPOSAL, Disposals)

    def _latest(self, name: str, record: type[_R]) -> _R:
        """The newest version of what is kept beside a brief; an empty one where there is none."""
        with told():
            inventory = self.root.inventory(name)
            self._has_read(name, inventory)
            if inventory is None:
                return record()
            data = self.root.read(name, inventory.head.number, _RECORD)
        try:
            return record.read(data)
        except UnreadableRecordError as error:
            message = f"{_RECORD} of “{name}” cannot be read: {error}"
            raise FaultyInputError([Problem("E804", message, "Look at it: briefing verify")]) from error

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
            raise FaultyInputError([Problem("E804", message, hint)]) from error

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

    def newest(self, name: str) -> int:
        """The number of an object's newest version, 0 where there is none; what is filed of it next continues that."""
        with told():
            inventory = self.root.inventory(name)
        self._has_read(name, inventory)
        return len(inventory.versions) if inventory else 0

    # What is done

    @contextmanager
    def writing(self, say: Callable[[str], None]) -> Iterator[None]:
        """Hold the archive, and finish first what an earlier command has left; `say` is told what was done.

        Raises FaultyInputError: E802 where another command holds it, E805 where its log is in question, so that nothing
        may be filed after it.
        """
        with told(), self.unfinished.held(say):
            self._read.clear()
            self.unfinished.finish(say)
            self.keyring.own(self.origin)  # who cannot sign is told before the work, not after it
            yield

    def finish(self, say: Callable[[str], None]) -> None:
        """Finish what an earlier command has left, for one that only reads; what cannot be finished here is said."""
        with told():
            self.unfinished.finish_if_possible(say)

    def begin_again(self, act: Callable[[], _A]) -> _A:
        """Do something that files a record, and where another command was first, do it again after what that filed.

        The archive must be held. Raises OvertakenError where others are first again and again.
        """
        for _ in range(_TRIES - 1):
            self._read.clear()
            with suppress(OvertakenError):
                return act()
        self._read.clear()
        return act()

    def _has_read(self, name: str, inventory: Inventory | None) -> None:
        """Keep which version was read first: what is filed next continues that one, and no other."""
        self._read.setdefault(name, len(inventory.versions) if inventory else 0)

    def file(self, name: str, files: Mapping[str, bytes | Path], act: Act) -> Filed:
        """File the next version of an object; when this returns it is there, and in the log.

        The archive must be held (`writing`). Raises OvertakenError where another command, in a place that knows no
        locks, has filed a version since this one read the object; FaultyInputError (E805) where what was filed of it
        before is not there any more as the log has it; E872 where the brief was disposed of.
        """
        self._need_there(name, act)
        try:
            return self._file(name, files, act)
        except FaultyInputError as error:
            # Where nothing keeps two apart, it may have been refused since the brief goes at this moment.
            raise self._disposed_of_meanwhile(name, act) or error from error.__cause__

    def _file(self, name: str, files: Mapping[str, bytes | Path], act: Act) -> Filed:
        self.need_as_logged(name)
        salt = new_salt(secrets.token_bytes) if act.restricted else None
        user = (act.by, f"acct:{quote(act.by, safe='')}") if act.by else None
        signer = self.keyring.own(self.origin)
        with told():
            prepared = self.root.prepare(
                name,
                files,
                created=act.at,
                message=act.why,
                user=user,
                intent=lambda staged: promise(_leaf(staged, act, salt), signer),
                after=self._read.get(name),
            )
            self._read.pop(name, None)
            version = self._commit(prepared)
            self._unless_disposed_of(name, prepared, act)
            checkpoint, notes = self.unfinished.enter_new(_leaf(prepared.intent.staged, act, salt))
            self.unfinished.dispose(prepared.intent.staged, act.kind)
            if act.kind == "disposal":
                self.site.forget()
            self.root.acknowledge(prepared.intent)
        return Filed(version.number, checkpoint, notes)

    def need_as_logged(self, name: str, done: str = "filed") -> None:
        """E805: after what was removed or exchanged nothing is `done`; it would cover it up, and contradict the log."""
        with told():
            amiss = self.logged.amiss(name)
        if amiss:
            hint = f"Put it back from a copy of the archive; see what is wrong: briefing verify {brief_of(name)}"
            raise FaultyInputError([Problem("E805", f"nothing is {done}, for {amiss}", hint)])

    def _commit(self, prepared: Prepared) -> Version:
        try:
            return self.root.commit(prepared)
        except OcflOvertakenError:
            self.root.discard(prepared)
            raise

    def _unless_disposed_of(self, name: str, prepared: Prepared, act: Act) -> None:
        """E872: where the brief has gone while this was filed, it goes as well."""
        gone = self._disposed_of_meanwhile(name, act)
        if gone:
            self.root.remove(name)
            self.root.acknowledge(prepared.intent)
            raise gone

    def _disposed_of_meanwhile(self, name: str, act: Act) -> FaultyInputError | None:
        """What `_need_there` says by now, in a place without a lock; None where it cannot be asked."""
        try:
            if not self._storage.is_exclusive:
                self._need_there(name, act)
        except FaultyInputError as error:
            return error if any(problem.code == "E872" for problem in error.problems) else None
        return None

    def _need_there(self, name: str, act: Act) -> None:
        """E872: of a brief that was disposed of nothing is filed any more, but what says that it was."""
        brief = brief_of(name)
        gone = self.disposals(brief).disposals if act.kind not in {"disposal", "timestamp"} else ()
        if gone:
            message = f"“{brief}” was disposed of on {gone[-1].disposed.date().isoformat()}: {gone[-1].order}"
            raise FaultyInputError([Problem("E872", message, "File it under another name: its own stays taken.")])


def _unreadable(brief: str, version: int, why: str) -> FaultyInputError:
    message = f"{EDITION} of v{version} of “{brief}” cannot be read: {why}"
    return FaultyInputError([Problem("E804", message, f"Look at it: briefing verify {brief}")])


def brief_of(name: str) -> str:
    """The brief that an object belongs to."""
    return next((name.removesuffix(end) for end in BESIDE if name.endswith(end)), name)


def _leaf(staged: Staged, act: Act, salt: str | None) -> Leaf:
    """The line of the log for a version."""
    return Leaf(
        object=staged.object,
        version=f"v{staged.version}",
        inventory=staged.inventory_digest,
        issued=_moment(act.at),
        kind=act.kind,
        salt=salt,
    )


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")
