"""Keys: the folder, outside every archive, with the private keys of this user and what is known of logs.

    README.txt            what this is, and how it is kept
    NAME.pem              the private key for one log (PKCS #8, mode 0600), made when it is first used
    known/NAME.pub        the keys that this user takes as those of that log (C2SP vkeys, one a line)
    known/NAME.checkpoint the last checkpoint that was seen of it, and the date of its last leaf

What is known is taken on first use, as SSH does with its known_hosts: the keys of a log that was never seen here are
believed, later ones must be the same ones, or be confirmed by a person (`remember`).
"""

import os
import re
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefing.log.checkpoint import Checkpoint
from briefing.log.finding import Kind, LogError, refuse
from briefing.log.note import NoteError, Signer, VerifierKey
from briefing.log.port import Folder, sync_folder, write_new

_README = """\
This folder holds the private keys with which this user signs the logs of archives,
one file (.pem) for each archive, and in known/ what was last seen of each log.

Whoever has a .pem file can sign in your name: do not send it, do not put it into the archive.

Keep a copy: put the whole folder on a medium that lies apart from this machine and from
the archive. To use the copy on another machine, put the folder back in the same place and
see that the .pem files can be read by you alone (chmod 600 *.pem).

If a key is lost, nothing that was filed is lost, and all of it can be checked as before: the
next edition is signed with a new key, and the log names it. If a key was stolen, delete its
.pem file, and tell those who check the archive which checkpoint was the last one of yours.

known/ holds no secret. It is what an older copy of an archive, or one that was written
anew, is noticed by. To take an archive as if it were seen for the first time, for instance after
it was restored from a backup, delete its two files there.
"""


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
        path = self._folder / f"{_file_name(origin)}.pem"
        try:
            if not path.exists():
                self._make(path, origin)
            return _read_key(path, origin)
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
        """Whether a key is taken as one of a log: it was seen or confirmed, or is this user's own."""
        return key in self.known(origin) or key == self.own_key(origin)

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

    @property
    def has_folder(self) -> bool:
        """Whether there is a place to remember anything in."""
        return self._folder is not None

    def whereabouts(self, origin: str) -> str:
        """Where what is known of a log is kept, to be named in a hint."""
        return str(self._known_file(origin, "*")) if self._folder else "no folder"

    def own_key(self, origin: str) -> VerifierKey | None:
        """The public key of this user for a log, None where none was made yet, or it cannot be read."""
        path = self._folder / f"{_file_name(origin)}.pem" if self._folder else None
        try:
            return _read_key(path, origin).key if path and path.exists() else None
        except (OSError, LogError):
            return None  # whoever signs with it is told why

    def _make(self, path: Path, origin: str) -> None:
        """The file gets its name only when it is whole, and only if nobody was first."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        readme = path.parent / "README.txt"
        if not readme.exists():
            readme.write_text(_README, encoding="utf-8")
        part = path.with_name(f".{path.name}.{os.getpid()}.{self._random(4).hex()}.part")
        try:
            write_new(part, Signer.made(origin, self._random).pem(), mode=0o600)
            _name(part, path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)

    def _recall(self, origin: str, what: str) -> bytes | None:
        if self._folder is None:
            return None
        path = self._known_file(origin, what)
        try:
            return Folder(path.parent).read(path.name)
        except OSError as error:
            message = f"What is known of this log cannot be read in {path.parent}: {_reason(error)}."
            raise refuse(Kind.NOT_REMEMBERED, message, "Mend the folder's permissions.") from error

    def _keep(self, origin: str, what: str, text: str) -> None:
        if self._folder is None:
            raise refuse(Kind.NOT_REMEMBERED, "There is no folder to keep what was seen of this log in.", "Set HOME.")
        path = self._known_file(origin, what)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = Folder(path.parent)
            folder.replace(path.name, text.encode(), instead_of=folder.read(path.name))
        except OSError as error:
            message = f"What was seen of this log cannot be kept in {path.parent}: {_reason(error)}."
            raise refuse(Kind.NOT_REMEMBERED, message, "Mend the folder's permissions, or make room.") from error

    def _known_file(self, origin: str, what: str) -> Path:
        return (self._folder or Path()) / "known" / f"{_file_name(origin)}.{what}"

    def _damaged(self, origin: str, what: str) -> LogError:
        message = f"What is known of this log is damaged: {self._known_file(origin, what)}."
        return refuse(Kind.NOT_REMEMBERED, message, "Put the file back from a copy, or delete it.")


def _read_key(path: Path, origin: str) -> Signer:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        message = f"Others can read the private key {path}."
        raise refuse(Kind.NO_KEY, message, f"If it is still yours alone: chmod 600 {path}")
    try:
        return Signer.from_pem(origin, path.read_bytes())
    except NoteError as error:
        message = f"The private key {path} is damaged: {error}."
        raise refuse(Kind.NO_KEY, message, "Put it back from a copy; or delete it, and a new one is made.") from error


def _name(part: Path, path: Path) -> None:
    with suppress(FileExistsError):
        try:
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            write_new(path, part.read_bytes(), mode=0o600)


def _file_name(origin: str) -> str:
    """A name that every file system takes, readable, and different for origins that differ in letter case alone."""
    readable = re.sub(r"[^a-z0-9.-]+", "_", origin.lower())[:60].strip(".")
    return f"{readable}-{sha256(origin.encode()).hexdigest()[:16]}"


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
