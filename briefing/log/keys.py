"""Keys: the folder, outside every archive, with the private keys of this user and what is known of logs.

    README.txt            what this is, and how it is kept
    NAME.pem              the private key for one log (PKCS #8, mode 0600), made when it is first used
    known/NAME.pub        the keys that this user takes as those of that log (C2SP vkeys, one a line)
    known/NAME.checkpoint the last checkpoint that was seen of it, and the date of its last leaf
    known/NAME.refused    keys that are not taken any more, and how many leaves the log had by then
    known/PLACE.log       which log was seen last in a place, such as the folder of an archive

What is known is taken on first use, as SSH does with its known_hosts: the keys of a log that was never seen here are
believed, later ones must be the same ones, or be confirmed by a person (`remember`).
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.log import own
from briefing.log.checkpoint import Checkpoint
from briefing.log.finding import Kind, LogError, refuse
from briefing.log.note import NoteError, Signer, VerifierKey
from briefing.log.port import Folder


@dataclass(frozen=True, slots=True)
class Seen:
    """The last checkpoint that was seen of a log, and the date of its last leaf, where that was readable."""

    checkpoint: Checkpoint
    issued: str | None


class Keyring:
    """The keys of a user, in a folder; where that is None, or cannot be written, all can be checked and nothing signed.

    Errors are LogErrors: NO_KEY where a key to sign with can be neither read nor made, NOT_REMEMBERED where what is
    known cannot be read or written.
    """

    def __init__(self, folder: Path | None, random: Callable[[int], bytes] = os.urandom) -> None:
        self._folder = folder
        self._random = random

    def own(self, origin: str) -> Signer:
        """The key of this user for a log, made on first use; of several programs that make it at once, one wins."""
        if self._folder is None:
            raise refuse(
                Kind.NO_KEY,
                "A log is signed with a key of your own, and there is no folder to keep it in.",
                "Set HOME, so that there is one.",
            )
        path = self._folder / f"{own.file_name(origin)}.pem"
        try:
            own.clear_away(path)
            if not path.exists():
                own.make(path, origin, self._random)
            return own.read(path, origin)
        except OSError as error:
            message = f"The key to sign with cannot be read or made in {self._folder}: {_reason(error)}."
            raise refuse(Kind.NO_KEY, message, "Mend the folder's permissions, or make room.") from error

    def known(self, origin: str) -> tuple[VerifierKey, ...]:
        """The keys that are taken as those of a log."""
        content = self._recall(origin, "pub")
        try:
            return tuple(VerifierKey.parse(line) for line in (content or b"").decode().splitlines())
        except (NoteError, UnicodeDecodeError) as error:
            raise self._damaged(origin, "pub") from error

    def knows(self, origin: str, key: VerifierKey) -> bool:
        """Whether a key is taken as one of a log: it was seen or confirmed, or is this user's own, and not refused."""
        return key in (*self.known(origin), self.own_key(origin)) and key.fingerprint not in self.refused(origin)

    def refused(self, origin: str) -> Mapping[str, int]:
        """The keys that are not taken any more, by their fingerprint, each with the leaves that the log had by then."""
        content = self._recall(origin, "refused")
        try:
            lines = (line.rpartition(" ") for line in (content or b"").decode().splitlines())
            return {fingerprint: int(size) for fingerprint, _, size in lines}
        except ValueError as error:
            raise self._damaged(origin, "refused") from error

    def refuse(self, origin: str, key: VerifierKey, size: int) -> None:
        """Take nothing that a key signs after so many leaves; one of this user is set aside, for a new one."""
        self._keep_refused(origin, {**self.refused(origin), key.fingerprint: size})
        if self._folder and key == self.own_key(origin):
            path = self._folder / f"{own.file_name(origin)}.pem"
            try:
                path.replace(path.with_suffix(".pem.refused"))
            except OSError as error:
                message = f"The private key {path} cannot be set aside: {_reason(error)}."
                raise refuse(Kind.NO_KEY, message, "Delete it.") from error

    def accept(self, origin: str, key: VerifierKey) -> None:
        """Take a key as one of a log, since a person has compared it, though it was refused before."""
        self.remember(origin, [key])
        refused = dict(self.refused(origin))
        if refused.pop(key.fingerprint, None) is not None:
            self._keep_refused(origin, refused)

    def _keep_refused(self, origin: str, refused: Mapping[str, int]) -> None:
        self._keep(origin, "refused", "".join(f"{fingerprint} {size}\n" for fingerprint, size in refused.items()))

    def remember(self, origin: str, keys: Iterable[VerifierKey]) -> None:
        """Take keys as those of a log, beside those that are known."""
        known = self.known(origin)
        wanted = tuple(dict.fromkeys((*known, *keys)))
        if wanted != known:
            self._keep(origin, "pub", "".join(f"{key}\n" for key in wanted))

    def last_seen(self, origin: str) -> Seen | None:
        """The last checkpoint that was seen of a log, None where it was never seen."""
        content = self._recall(origin, "checkpoint")
        if content is None:
            return None
        try:
            text = content.decode()
            checkpoint = Checkpoint.parse(text)
        except (NoteError, UnicodeDecodeError) as error:
            raise self._damaged(origin, "checkpoint") from error
        if checkpoint.origin != origin:
            raise self._damaged(origin, "checkpoint")
        issued = re.search(r"^issued (.+)$", text, re.MULTILINE)
        return Seen(checkpoint, issued[1] if issued else None)

    def saw(self, checkpoint: Checkpoint, issued: str | None = None) -> None:
        """Keep a checkpoint as the last one seen; one that is older than what is kept changes nothing."""
        last = self.last_seen(checkpoint.origin)
        if last is None or last.checkpoint.size < checkpoint.size:
            text = checkpoint.text() + (f"issued {issued}\n" if issued else "")
            self._keep(checkpoint.origin, "checkpoint", text)

    def seen_at(self, place: str) -> str | None:
        """The origin of the log that was seen last in a place, None where none was."""
        content = self._recall(place, "log")
        return None if content is None else content.decode(errors="replace").strip()

    def met(self, origin: str, place: str) -> None:
        """Keep which log is in a place."""
        if self.seen_at(place) != origin:
            self._keep(place, "log", f"{origin}\n")

    @property
    def has_folder(self) -> bool:
        """Whether there is a place to remember anything in."""
        return self._folder is not None

    def whereabouts(self, of: str) -> str:
        """Where what is known of a log, or of a place, is kept, to be named in a hint."""
        return str(self._known_file(of, "*")) if self._folder else "no folder"

    def own_key(self, origin: str) -> VerifierKey | None:
        """The public key of this user for a log, None where none was made yet, or it cannot be read."""
        path = self._folder / f"{own.file_name(origin)}.pem" if self._folder else None
        try:
            return own.read(path, origin).key if path and path.exists() else None
        except (OSError, LogError):
            return None  # whoever signs with it is told why

    def _recall(self, of: str, what: str) -> bytes | None:
        if self._folder is None:
            return None
        path = self._known_file(of, what)
        try:
            return Folder(path.parent).read(path.name)
        except OSError as error:
            message = f"What is known of this log cannot be read in {path.parent}: {_reason(error)}."
            raise refuse(Kind.NOT_REMEMBERED, message, "Mend the folder's permissions.") from error

    def _keep(self, of: str, what: str, text: str) -> None:
        if self._folder is None:
            raise refuse(Kind.NOT_REMEMBERED, "There is no folder to keep what was seen of this log in.", "Set HOME.")
        path = self._known_file(of, what)
        try:
            for made in (path.parent.parent, path.parent):
                made.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = Folder(path.parent)
            folder.replace(path.name, text.encode(), instead_of=folder.read(path.name))
        except OSError as error:
            message = f"What was seen of this log cannot be kept in {path.parent}: {_reason(error)}."
            raise refuse(Kind.NOT_REMEMBERED, message, "Mend the folder's permissions, or make room.") from error

    def _known_file(self, of: str, what: str) -> Path:
        return (self._folder or Path()) / "known" / f"{own.file_name(of)}.{what}"

    def _damaged(self, origin: str, what: str) -> LogError:
        message = f"What is known of this log is damaged: {self._known_file(origin, what)}."
        return refuse(Kind.NOT_REMEMBERED, message, "Put the file back from a copy, or delete it.")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
