"""The private keys of a user: a file for each log, made when it is first used."""

import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from briefing.log.finding import Kind, refuse
from briefing.log.note import NoteError, Signer
from briefing.log.port import sync_folder, write_new

_README = """\
This folder holds the private keys with which this user signs the logs of archives,
one file (.pem) for each archive, and in known/ what was last seen of each log.

Whoever has a .pem file can sign in your name: do not send it, do not put it into the archive.

Keep a copy: put the whole folder on a medium that lies apart from this machine and from
the archive. To use the copy on another machine, put the folder back in the same place and
see that the .pem files can be read by you alone (chmod 600 *.pem).

If a key is lost, nothing that was filed is lost, and all of it can be checked as before: the
next edition is signed with a new key, and the log names it. If a key was stolen, refuse it
(briefing verify --refuse-key), and tell those who check the archive to do the same, and which
checkpoint was the last good one.

known/ holds no secret. It is what an older copy of an archive, or one that was written
anew, is noticed by. To take an archive as if it were seen for the first time, for instance after
it was restored from a backup, delete its files there.
"""


def file_name(of: str) -> str:
    """A name that every file system takes, readable, and different for those that differ in letter case alone."""
    readable = re.sub(r"[^a-z0-9.-]+", "_", of.lower())[-60:].strip(".")
    return f"{readable}-{sha256(of.encode(errors='surrogateescape')).hexdigest()[:16]}"


def make(path: Path, origin: str, random: Callable[[int], bytes]) -> None:
    """Make a key; the file gets its name only when it is whole, and only if nobody was first. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    readme = path.parent / "README.txt"
    if not readme.exists():
        readme.write_text(_README, encoding="utf-8")
    part = path.with_name(f".{path.name}.{os.getpid()}.{random(4).hex()}.part")
    try:
        write_new(part, Signer.made(origin, random).pem(), mode=0o600)
        _name(part, path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def clear_away(path: Path) -> None:
    """Remove what a program has left that was killed while it made this key: it may be a whole copy of it."""
    for part in path.parent.glob(f".{path.name}.*.part"):
        with suppress(OSError):
            if not _is_running(int(part.name.split(".")[-3])):
                part.unlink()


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return True  # there os.kill ends it, whatever the signal
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def read(path: Path, origin: str) -> Signer:
    """The key in a file. Raises OSError; LogError (NO_KEY) where others can read it, or it is damaged."""
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
