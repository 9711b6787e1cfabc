"""What a command has left that was broken off, and how the next one finishes it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace

from briefing.archive.promise import Promise, promised
from briefing.log import Appended, Book, ChangedError, Checkpoint, KeyLeaf, Keyring, Kind, Leaf, LogError
from briefing.log.note import Signer, VerifierKey
from briefing.ocfl.errors import OcflBusyError, OcflError
from briefing.ocfl.filing import Intent
from briefing.ocfl.root import Root
from briefing.ocfl.storage import Staged, Storage

DISPOSAL = ".disposal"
GOING = (".copies", ".withdrawals")
"""How the names end of what goes with a brief that is disposed of; what is kept of its holds and its disposal stays."""
Say = Callable[[str], None]
_WAIT = 60.0
"""Seconds to wait for another command that writes to the archive: it may be pressing."""
_TRIES = 50
_AT_WORK = "A command that writes to this archive was broken off or is at work; the next one that writes finishes it."


@dataclass(frozen=True, slots=True)
class Stir:
    """Where an archive stands at a moment: where two differ, or one is held, what was read between them may be half."""

    is_held: bool
    head: str
    staged: tuple[Staged, ...]


class Unfinished:
    """What is filed of an archive and not in its log yet. `origin` is the name of the log.

    Raises OcflError and LogError.
    """

    def __init__(self, storage: Storage, root: Root, book: Book, keyring: Keyring, origin: str) -> None:
        self._storage = storage
        self._root = root
        self._book = book
        self._keyring = keyring
        self._origin = origin

    def enter(self, leaf: Leaf) -> tuple[Checkpoint, tuple[str, ...]]:
        """Enter a committed version in the log; where it is there already, nothing happens."""
        signer = self._keyring.own(self._origin)
        keys = {one.key for one in self._book.leaves() if isinstance(one, KeyLeaf)}
        appended = self._appended(leaf, signer)
        notes = [finding.message for finding in appended.findings]
        if str(signer.key) not in keys:
            told = f"You sign the log of this archive for the first time; your key is {signer.key.fingerprint}."
            notes.append(
                f"{told} Tell this to those who verify the archive, and keep a copy of the key in a safe place."
            )
        return appended.checkpoint, tuple(notes)

    def _appended(self, leaf: Leaf, signer: Signer) -> Appended:
        """Append it, again where another was first: then the log has grown by what they wrote."""
        for tries_left in reversed(range(_TRIES)):
            try:
                return self._book.append(leaf, signer, self._keyring)
            except LogError as error:
                if not (tries_left and isinstance(error.__cause__, ChangedError)):
                    raise
        raise AssertionError

    def enter_new(self, leaf: Leaf) -> tuple[Checkpoint, tuple[str, ...]]:
        """The same for whoever has just committed it, who is told that it is filed all the same."""
        try:
            self._enter_earlier(leaf)
            return self.enter(leaf)
        except LogError as error:
            which = f"{leaf.version} of “{leaf.object}” is filed, and its line is not in the log yet"
            hint = "Mend that; the next command that writes to the archive enters it."
            told = (replace(one, message=f"{which}: {one.message}", hint=hint) for one in error.findings)
            raise LogError(told) from error

    def _enter_earlier(self, leaf: Leaf) -> None:
        """Enter first what this one follows, where another who has filed it is still at work."""
        if self._storage.is_exclusive:
            return
        for intent in self._root.forgotten():
            if intent.staged.object == leaf.object and intent.staged.version < int(leaf.version.removeprefix("v")):
                promise = self._known(intent)
                if promise:
                    self.enter(promise.leaf)

    def dispose(self, staged: Staged, kind: str) -> None:
        """After a disposal is in the log, remove what was disposed of; of any other act nothing follows."""
        if kind == "disposal":
            brief = staged.object.removesuffix(DISPOSAL)
            for name in (brief, *(brief + end for end in GOING)):
                self._root.remove(name)

    def finish(self, say: Say) -> None:
        """Finish what was committed, throw away what was not, and say so. The root must be held."""
        for recovered in self._root.recover():
            said = str(recovered)
            say(f"{said[0].upper()}{said[1:].removesuffix('.')}.")
        for finding in self._book.examine(self._keyring):
            if finding.kind is Kind.FIRST_SEEN:
                say(f"{finding.message} {finding.hint}")
        self._book.remember(self._keyring)
        for intent in self._root.forgotten():
            which = f"v{intent.staged.version} of “{intent.staged.object}”"
            promise = self._known(intent)
            if promise is None:
                say(
                    f"{which} lies in the archive, and is not in its log: nobody whose key is known here has signed it."
                )
                continue
            self.enter(promise.leaf)
            say(f"{which} was filed by a command that was broken off, and is in the log now.")
            self.dispose(intent.staged, promise.leaf.kind)
            self._root.acknowledge(intent)
        for finding in self._book.recover(self._keyring):
            say(finding.message)

    def finish_if_possible(self, say: Say) -> None:
        """The same for a command that only reads: what cannot be finished here is said, and left to the next.

        Nothing is done while another command writes, nor with a key that would have to be made for it.
        """
        with suppress(OSError, OcflBusyError):  # who may only read need not see what is in progress
            if not self._storage.staged():
                return
            if self._keyring.own_key(self._origin) is None:
                say(_AT_WORK)
                return
            try:
                with self._root.lock(0):
                    self.finish(say)
            except OcflBusyError:
                raise
            except (OcflError, LogError) as error:
                say(f"An earlier command was broken off, and cannot be finished here: {error}")

    def pending(self) -> dict[Staged, Promise | None]:
        """What is filed and not in the log yet, with what was promised of it by those whose key is known here."""
        with suppress(OSError, OcflError):
            return {intent.staged: self._known(intent) for intent in self._root.forgotten()}
        return {}

    def accept(self, fingerprint: str) -> VerifierKey:
        """Take a key as one of those who keep this archive, since a person has compared its fingerprint."""
        wanted = "".join(fingerprint.split()).lower()
        for intent in self._root.forgotten():
            promise = promised(intent)
            if promise and promise.key.fingerprint.replace(" ", "") == wanted:
                self._keyring.accept(self._origin, promise.key)
                return promise.key
        return self._book.confirm(fingerprint, self._keyring)

    @contextmanager
    def held(self, say: Say) -> Iterator[None]:
        """Hold the root, after waiting for another command that writes; raises OcflBusyError where that takes long."""
        with ExitStack() as held:
            try:
                held.enter_context(self._root.lock(0))
            except OcflBusyError:
                say("Another command is writing to this archive; waiting for it.")
                held.enter_context(self._root.lock(_WAIT))
            yield

    def stir(self) -> Stir:
        """What tells that somebody writes: whether the root is held, the head of the log, what is laid aside."""
        is_held, staged = False, tuple[Staged, ...]()
        try:
            with self._root.lock(0):
                pass
        except OcflBusyError:
            is_held = True
        except OcflError:
            pass  # who may only read
        with suppress(OSError):
            staged = self._storage.staged()
        return Stir(is_held, str(self._book.checkpoint()), staged)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Hold the root, so that nobody writes meanwhile, where that is possible."""
        with ExitStack() as held:
            with suppress(OcflError):
                held.enter_context(self._root.lock(_WAIT))
            yield

    def _known(self, intent: Intent) -> Promise | None:
        promise = promised(intent)
        return promise if promise and self._keyring.knows(self._origin, promise.key) else None
