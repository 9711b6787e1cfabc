"""Onward: the next edition is begun from one that is filed, with its brief and its articles as they were."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from briefing.archive.inputs import DESK
from briefing.archive.record import Edition
from briefing.archive.store import Archive
from briefing.model.desk import examine_name
from briefing.model.problem import FaultyInputError, Place, Problem, stop_at_errors


def begin_from(archive: Archive, edition: Edition, name: str, desk: Path) -> tuple[Path, ...]:
    """Put the brief of an edition and its articles into the desk, byte for byte; the files that were written.

    House style and layouts stay the desk's own. Nothing is left behind where anything fails. Raises FaultyInputError:
    E702 for the name, E703 where a folder of this name is there, E811 for what is not as it was filed, E601.
    """
    stop_at_errors(examine_name(name))
    folder = desk / "sources" / name
    if folder.exists():
        message = f"there is a “{name}” already"
        hint = f"Go on from it (briefing changes {name} says what is new), or move it away first."
        raise FaultyInputError([Problem("E703", message, hint, Place(folder))])
    try:
        aside = Path(tempfile.mkdtemp(prefix=".", dir=desk / "sources"))
    except OSError as error:
        raise FaultyInputError([_unwritten(error, desk / "sources")]) from error
    try:
        files = tuple(_written(archive, edition, aside))
        aside.chmod(0o755)
        aside.rename(folder)
    except OSError as error:
        raise FaultyInputError([_unwritten(error, folder)]) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(folder / file for file in files)


def _written(archive: Archive, edition: Edition, to: Path) -> Iterator[Path]:
    above = f"{DESK}/sources/{edition.brief}/"
    for path in sorted(archive.digests(edition.brief, edition.version)):
        if path.startswith(above):
            file = Path(path.removeprefix(above))
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            (to / file).write_bytes(archive.read(edition.brief, edition.version, path))
            yield file


def _unwritten(error: OSError, place: Path) -> Problem:
    reason = (error.strerror or str(error)).lower()
    return Problem(
        "E601", f"the brief cannot be written: {reason}", "Make room, or mend the permissions.", Place(place)
    )
