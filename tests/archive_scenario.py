"""A command that files the next edition of a brief, with its log and its key, as a process that can be killed.

    python -m tests.archive_scenario FOLDER [BRIEF [OFFICER]]

Nothing is pressed: the files are tiny. Its exit status says what it believes; what it refuses it writes as a command
would, a problem a line.
"""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from briefing.archive.record import Edition
from briefing.archive.store import Act, Archive
from briefing.model.edition import Number
from briefing.model.problem import FaultyInputError
from tests.ocfl_scenario import MARKER, Ended

NAME = "harbour"


def archive_of(folder: Path) -> Path:
    """The archive of a scenario's folder."""
    return folder / "archive"


def open_archive(folder: Path, *, officer: str = "first", create: bool = True) -> Archive:
    """The archive, with the keys of an officer."""
    return Archive.open(archive_of(folder), folder / "keys" / officer, create=create)


def files(name: str, number: int) -> dict[str, bytes | Path]:
    """What edition `number` holds: something of its own, something that stays."""
    edition = Edition(
        identifier=f"{name}/v{number}",
        brief=name,
        version=number,
        edition=Number(number, 0),
        title="Harbour",
        publisher="Example Policy Unit",
        date=dt.date(2026, 3, number % 28 + 1),
        issued=moment_of(number),
        as_of=moment_of(number),
        language="en-GB",
        audience=(),
    )
    return {
        "edition.json": edition.as_bytes(),
        "pdf/chief.pdf": b"%%PDF %d " % number * 900,
        "pdf/public.pdf": b"%PDF",
        "said/chief.json": b'{"edition": %d}' % number,
        f"desk/sources/{name}/brief.yaml": b"edition: %d\n" % number,
        f"desk/sources/{name}/früh.txt": b"as received",
    }


def moment_of(number: int) -> dt.datetime:
    """The moment at which edition `number` is filed."""
    return dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)


def file_next(folder: Path, say: Callable[[str], None], name: str = NAME, officer: str = "first") -> int:
    """File the next edition, as the commands do."""
    archive = open_archive(folder, officer=officer)
    with archive.writing(say):
        number = len(archive.versions(name)) + 1
        act = Act(kind="edition", at=moment_of(number), by="officer", why=f"Edition {number}.0")
        return archive.file(name, files(name, number), act).version


def _main() -> None:
    folder, name, officer = (*map(str, sys.argv[1:4]), *(NAME, "first")[len(sys.argv[2:4]) :])
    if os.environ.get("NO_FSYNC"):
        os.fsync = lambda handle: None
    with suppress(FileNotFoundError):
        Path(MARKER).rmdir()
    try:
        file_next(Path(folder), lambda sentence: None, name, officer)
    except FaultyInputError as error:
        lines = [{"code": one.code, "message": one.message, "hint": one.hint} for one in error.problems]
        # Not by write, which may be the call that fails.
        os.writev(2, ["".join(f"{json.dumps(line)}\n" for line in lines).encode()])
        os._exit(Ended.REFUSED)
    os._exit(Ended.FILED)


if __name__ == "__main__":
    _main()
