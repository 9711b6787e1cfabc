"""Where a catalogue goes: made aside, and put in its place whole. What lies there already must be one of ours."""

import glob
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from briefing.interrupt import unbroken
from briefing.model.problem import FaultyInputError, Place, Problem

LIST = "catalogue.json"
"""The file that says what a catalogue holds: each file by its path, with its SHA-512."""
_MADE_BY = "briefing catalogue"
_PART, _LOCK = ".part", "lock"


@contextmanager
def made_aside(out: Path, archive: Path | None) -> Iterator[Path]:
    """A new folder to make a catalogue in; when all went well it takes the place of `out`, else nothing is left of it.

    Raises FaultyInputError: E881 where something else lies there, or in the archive; E601 where it cannot be written.
    """
    place = out.absolute()
    _need_free(place, archive)
    with _writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        _clear(place)
        aside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=_PART, dir=place.parent))
    at_work = FileLock(aside / _LOCK)
    try:
        made = aside / "made"
        with _writing(place):
            at_work.acquire(timeout=0)
            made.mkdir(mode=0o755)
            yield made
        with _writing(place):
            _list(made)
            _need_free(place, archive)
            with unbroken():
                if place.exists():
                    place.replace(aside / "earlier")
                try:
                    made.replace(place)
                except OSError:
                    if (aside / "earlier").exists():
                        (aside / "earlier").replace(place)
                    raise
    finally:
        at_work.release()
        shutil.rmtree(aside, ignore_errors=True)


def _clear(place: Path) -> None:
    """Throw away what commands have left that were killed; whoever is still at work holds a lock in theirs."""
    for left in place.parent.glob(f".{glob.escape(place.name)}.*{_PART}"):
        if (left / _LOCK).is_file():
            with suppress(OSError, Timeout, NotImplementedError), FileLock(left / _LOCK, timeout=0):
                shutil.rmtree(left, ignore_errors=True)


def _need_free(place: Path, archive: Path | None) -> None:
    own = place.resolve()
    within = archive.resolve() if archive else None
    if within and (own.is_relative_to(within) or within.is_relative_to(own)):
        raise _refused(place, "the archive lies there", "A catalogue lies outside the archive: name another folder.")
    if place.is_symlink() or (place.exists() and not (place.is_dir() and _is_ours(place))):
        message = "something else lies there, which would be lost"
        raise _refused(place, message, "Name a folder that is not there yet, or one that holds a catalogue alone.")


def _is_ours(place: Path) -> bool:
    """Whether a folder is empty, or holds a catalogue and nothing beside."""
    there = {one.relative_to(place).as_posix() for one in place.rglob("*") if not one.is_dir() or one.is_symlink()}
    if not there:
        return True
    try:
        listed = json.loads((place / LIST).read_bytes())
        return listed["made_by"] == _MADE_BY and there <= {LIST, *listed["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _list(made: Path) -> None:
    files = {one.relative_to(made).as_posix(): one for one in made.rglob("*") if one.is_file()}
    digests = {path: hashlib.sha512(files[path].read_bytes()).hexdigest() for path in sorted(files)}
    content = json.dumps({"made_by": _MADE_BY, "format": 1, "files": digests}, ensure_ascii=False, indent=1)
    (made / LIST).write_bytes(f"{content}\n".encode())
    for path in files.values():
        path.chmod(0o644)


def _refused(place: Path, message: str, hint: str) -> FaultyInputError:
    return FaultyInputError([Problem("E881", message, hint, Place(place))])


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Make room or mend the folder's permissions, or name another folder with -o DIR."
        raise FaultyInputError(
            [Problem("E601", f"the catalogue cannot be written: {reason}", hint, Place(place))]
        ) from error
