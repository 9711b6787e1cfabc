"""The book: the log of an archive as those who file and those who check use it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from briefing.log.checkpoint import Checkpoint, Head
from briefing.log.contents import CHECKPOINT, KEYS, LOG, TRIES, Contents, Lines, key_list
from briefing.log.examination import Examination
from briefing.log.finding import Finding, Kind, LogError, refuse
from briefing.log.keys import Keyring
from briefing.log.known import Known, recall
from briefing.log.leaf import Entry, KeyLeaf, Leaf, redacted
from briefing.log.merkle import consistency_proof
from briefing.log.note import NoteError, Signer, VerifierKey
from briefing.log.port import ChangedError, Port
from briefing.log.witness_file import Step
from briefing.log.writing import begin, extend, mend

_AGAIN = "Mend that, and give the same command again: what is in the log already is not written twice."


@dataclass(frozen=True, slots=True)
class Appended:
    """The head of the log now, and what is to be told: what was mended, and whether it is remembered here."""

    checkpoint: Checkpoint
    findings: tuple[Finding, ...] = ()


class Book:
    """The log of one archive.

    `origin` names it, as in `briefs.example.org/NAME`, without a scheme; where it is None the log is examined under the
    name that it gives itself, and cannot be continued. One Book reads each line once, however often it is asked.

    The caller holds the archive's lock while it calls `append` or `recover`. Where two write at once all the same,
    one of them gets a LogError, and what the other signed stands.
    """

    def __init__(self, port: Port, origin: str | None) -> None:
        self._port = port
        self._origin = origin
        self._lines = Lines()

    def leaves(self) -> tuple[Entry, ...]:
        """The leaves that the checkpoint covers, in their order; whether they are those signed, `examine` says.

        Raises LogError (UNWRITTEN) where a file cannot be read.
        """
        contents = self._contents()
        return tuple(contents.lines.entries[: contents.size])

    def hashes(self) -> tuple[bytes, ...]:
        """The hashes of those leaves, from which `merkle` makes proofs. Raises LogError (UNWRITTEN)."""
        contents = self._contents()
        return tuple(contents.lines.tree.hashes[: contents.size])

    def for_others(self, is_restricted: Callable[[Leaf], bool]) -> dict[str, bytes]:
        """The files of a copy for others, by name: of each line that is restricted, the hash alone.

        Only what the checkpoint covers is given; its signature holds for the copy too. Raises LogError (UNWRITTEN).
        """
        contents = self._contents()
        if contents.checkpoint is None:
            return {}
        lines = contents.lines.content.split(b"\n")[: contents.size]
        log = b"".join(line + b"\n" for line in redacted(lines, is_restricted))
        return {LOG: log, CHECKPOINT: contents.checkpoint, KEYS: key_list(contents.named_keys)}

    def checkpoint(self) -> Checkpoint | None:
        """What the checkpoint says, None where there is none that can be read. Raises LogError (UNWRITTEN)."""
        try:
            return self._contents().claimed
        except NoteError:
            return None

    def step(self, since: int) -> tuple[Step, tuple[VerifierKey, ...]] | None:
        """The head, with the proof that it continues the log of the first `since` leaves, and the keys that are named.

        None where the log is not as long as that, or has no head. Raises LogError (UNWRITTEN).
        """
        contents = self._contents()
        if contents.checkpoint is None or since > contents.size:
            return None
        proof = consistency_proof(since, contents.lines.tree.hashes[: contents.size])
        return Step(since, proof, contents.checkpoint), contents.named_keys

    def examine(
        self,
        keyring: Keyring,
        *,
        kept: Checkpoint | Head | None = None,
        has_editions: bool = False,
        is_redacted: bool = False,
    ) -> tuple[Finding, ...]:
        """Whether the log is what was signed, and continues what was seen of it here, and the head `kept` by somebody.

        `has_editions`: the archive holds editions, so there must be a log. `is_redacted`: this is a copy for others, in
        which leaves may be hidden. Nothing is written; `remember` does that. Raises LogError (UNWRITTEN).
        """
        return self._look(keyring, kept=kept, has_editions=has_editions, is_redacted=is_redacted).findings()

    def remember(self, keyring: Keyring) -> tuple[Finding, ...]:
        """Keep the keys and the head of the log as known, so that an older or another one is noticed later.

        Only where nothing is in the way: of a log in question nothing is remembered. Whoever signs a log vouches for
        the keys that it names, so all of them are. Where that fails, the finding says so (NOT_REMEMBERED).
        """
        look = self._look(keyring)
        in_question = any(finding.is_in_the_way for finding in look.findings())
        return () if in_question else self._remember(look.contents, keyring)

    def _remember(self, contents: Contents, keyring: Keyring) -> tuple[Finding, ...]:
        claimed = contents.claimed
        if not claimed or not claimed.size:
            return ()
        for tries_left in reversed(range(TRIES)):
            try:
                keyring.met(claimed.origin, self._port.place)
                keyring.remember(claimed.origin, contents.named_keys)
                keyring.saw(claimed, contents.issued(claimed.size))
            except LogError as error:
                # Another command of this user may keep the same at this moment.
                if tries_left and isinstance(error.__cause__, ChangedError | FileNotFoundError):
                    continue
                return error.findings
            break
        return ()

    def confirm(self, fingerprint: str, keyring: Keyring) -> VerifierKey:
        """Take a key that the log names as one of those who keep it, because a person has compared its fingerprint.

        Raises LogError: UNKNOWN_KEY where the log names no key with this fingerprint, NOT_REMEMBERED, UNWRITTEN.
        """
        key = _named(self._contents(), fingerprint)
        keyring.accept(key.name, key)
        return key

    def refuse(self, fingerprint: str, keyring: Keyring, since: int | None = None) -> tuple[VerifierKey, int]:
        """Take no longer what a key signs that the log names, after the first `since` leaves, or after those of now.

        Gives the key, and how many leaves it may have signed. Raises LogError: UNKNOWN_KEY where the log names no key
        with this fingerprint, NOT_REMEMBERED, UNWRITTEN.
        """
        contents = self._contents()
        size = contents.size if since is None else since
        key = _named(contents, fingerprint)
        keyring.refuse(key.name, key, size)
        return key, size

    def append(self, leaves: Leaf | Iterable[Leaf], signer: Signer, keyring: Keyring) -> Appended:
        """Add leaves, all or none, and sign the head. A leaf that is in the log already is not added again.

        It comes after the edition is filed: a caller that was stopped in between finds the edition without its leaf,
        and appends it. What an earlier call has left unfinished is mended first. Raises LogError, and then nothing
        that was signed has changed: where the log is in question, where a leaf contradicts it, where files cannot be
        written. After an error in the last step the head may be written all the same; to append again is always
        right.
        """
        origin = self._writable(signer)
        contents, told = self._unless_in_question(keyring)
        new: tuple[Leaf | KeyLeaf, ...] = tuple(_new(contents, (leaves,) if isinstance(leaves, Leaf) else leaves))
        if new and str(signer.key) not in map(str, contents.named_keys):
            new = (KeyLeaf(str(signer.key), new[0].issued), *new)
        lines = b"".join(leaf.as_line() + b"\n" for leaf in new)
        size = contents.size
        with _at_the_files():
            if not lines or not lines.startswith(contents.tail):
                told += mend(self._port, contents)
                contents = Contents.read(self._port, self._lines)
            if lines:
                if contents.checkpoint is None:
                    with suppress(LogError):  # where nothing can be remembered, that is told when all is done
                        keyring.met(origin, self._port.place)
                    begin(self._port, signer)
                    contents = Contents.read(self._port, self._lines)
                if contents.size != size:
                    raise ChangedError(LOG)  # what is new was told from the lines that there were
                contents = extend(self._port, contents, lines, signer)
        checkpoint = contents.claimed or Checkpoint.of_nothing(origin)
        return Appended(checkpoint, (*told, *self._remember(contents, keyring)))

    def recover(self, keyring: Keyring) -> tuple[Finding, ...]:
        """Mend what a program left that was stopped while it wrote, and say what was done; no key is needed for it.

        Lines that no checkpoint covers are moved to log.unsigned, never signed: anybody can have written them. Raises
        LogError where the log is in question, or files cannot be written.
        """
        with _at_the_files():
            self._port.finish()
        contents, _ = self._unless_in_question(keyring)
        with _at_the_files():
            return mend(self._port, contents)

    def _contents(self) -> Contents:
        with _at_the_files():
            contents = Contents.read(self._port, self._lines)
        self._lines = contents.lines
        return contents

    def _look(
        self,
        keyring: Keyring,
        *,
        kept: Checkpoint | Head | None = None,
        has_editions: bool = False,
        is_redacted: bool = False,
    ) -> Examination:
        """What is there, between two looks at what is known: a program that files meanwhile adds to both."""
        for _ in range(TRIES):
            known, contents = self._recall(keyring), self._contents()
            if self._recall(keyring) == known:
                break
        return Examination(contents, known, self._origin, kept, has_editions, is_redacted)

    def _recall(self, keyring: Keyring) -> Known:
        checkpoint = None if self._origin else self.checkpoint()
        return recall(keyring, checkpoint.origin if checkpoint else self._origin, self._port.place)

    def _unless_in_question(self, keyring: Keyring) -> tuple[Contents, tuple[Finding, ...]]:
        """The files, and what whoever continues them is to be told: whose keys are taken on trust by that."""
        look = self._look(keyring)
        found = look.findings()
        questions = [finding for finding in found if finding.is_in_the_way]
        if questions:
            raise LogError(questions)
        return look.contents, tuple(finding for finding in found if finding.kind is Kind.FIRST_SEEN)

    def _writable(self, signer: Signer) -> str:
        if self._origin is None or signer.name != self._origin:
            raise ValueError("a log is signed under its own name")
        return self._origin


def _named(contents: Contents, fingerprint: str) -> VerifierKey:
    """The key with this fingerprint. Raises LogError (UNKNOWN_KEY) where the log names none."""
    wanted = "".join(fingerprint.split()).lower()
    for key in contents.named_keys:
        if key.fingerprint.replace(" ", "") == wanted:
            return key
    hint = "Compare it with the one that is told when the log is examined."
    raise refuse(Kind.UNKNOWN_KEY, f"The log names no key with the fingerprint {fingerprint}.", hint)


def _new(contents: Contents, leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """Those that the log does not say yet. Raises LogError where one contradicts it."""
    taken: dict[tuple[str, str], list[Leaf]] = {}
    for leaf in leaves:
        told = [(f"line {index + 1} of {LOG}", entry) for index, entry in contents.lines.told(leaf, contents.size)]
        beside = taken.setdefault((leaf.object, leaf.version), [])
        told += [("another leaf", entry) for entry in beside]
        for where, entry in told:
            if entry.contradicts(leaf):
                message = f"{leaf.object} {leaf.version} is in the log already with other content: {where}."
                hint = "An edition that was filed is never changed; file a new one."
                raise LogError([Finding(Kind.CONTRADICTION, message, hint, leaf=leaf)])
        if not any(leaf.says_the_same(entry) for _, entry in told):
            beside.append(leaf)
            yield leaf


@contextmanager
def _at_the_files() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        reason = (error.strerror or str(error)).lower()
        raise refuse(Kind.UNWRITTEN, f"The log cannot be read or written: {name}{reason}.", _AGAIN) from error
