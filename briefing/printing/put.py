"""Put: a finished file goes into its place, whole or not at all, and that of an earlier build out of the way."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE

from briefing.interrupt import unbroken
from briefing.model.problem import FaultyInputError, Place, Problem

_PART = ".part"
_ELSEWHERE = "Make room or mend the folder's permissions, or build somewhere else with -o DIR."


@contextmanager
def standing_aside(path: Path) -> Iterator[None]:
    """Move the file of an earlier build aside for as long as its successor is not there."""
    set_aside(path)
    yield
    with _writing(path):
        _earlier(path).unlink(missing_ok=True)


def set_aside(path: Path) -> None:
    """Move the file of an earlier build aside, so that nobody takes it for the one that could not be made."""
    with _writing(path):
        path.with_suffix(".html").unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            path.replace(_earlier(path))


def read_earlier(path: Path) -> bytes | None:
    """The file of an earlier build that was moved aside; None where there is none that can be read."""
    try:
        return _earlier(path).read_bytes()
    except OSError:
        return None


def _earlier(path: Path) -> Path:
    return path.with_name(path.name + ".earlier")


def put(path: Path, content: bytes, hint: str = _ELSEWHERE, *, durably: bool = False) -> None:
    """Put a finished file in its place, whole or not at all; one that is there leaves its permissions and its owner.

    The owner stays as far as the system allows. `durably`: it is on the disk before it takes the other's place, so that
    not even a power cut leaves nothing there.

    Raises FaultyInputError (E601, with the hint) where it cannot be written, and KeyboardInterrupt where the work was
    interrupted before, whoever went on: what was made since may lack something.
    """
    with unbroken(), _writing(path, hint):
        there = path.stat() if path.exists() else None
        mode = S_IMODE(there.st_mode) if there else 0o644
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_part_of(path), suffix=_PART, dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                if durably:
                    file.flush()
                    os.fsync(file.fileno())
            _own(part, there)
            part.chmod(mode)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _own(part: Path, there: os.stat_result | None) -> None:
    """Give a new file the owner and group of the one whose place it takes, where they are others and we may."""
    made = part.stat()
    if there and (there.st_uid, there.st_gid) != (made.st_uid, made.st_gid):
        with suppress(OSError):
            os.chown(part, there.st_uid, there.st_gid)


def clear_parts(path: Path) -> None:
    """Throw away what a command that was killed has left of a file that it was putting in this place.

    Only whoever is alone at that place may do it: others may be putting theirs.
    """
    with suppress(OSError):
        for part in path.parent.glob(f"{_part_of(path)}*{_PART}"):
            part.unlink(missing_ok=True)


def _part_of(path: Path) -> str:
    """How the name of a file begins that is not whole yet: hidden, and no longer than a name may be."""
    return f".{hashlib.sha256(path.name.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}."


@contextmanager
def _writing(path: Path, hint: str = _ELSEWHERE) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FaultyInputError([Problem("E601", f"the file cannot be written: {reason}", hint, Place(path))]) from error
