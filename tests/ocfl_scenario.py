"""A command that files the next version of a brief and notes it in a log, as a process that can be killed.

    python -m tests.ocfl_scenario FOLDER [--no-fsync] [--in-place]

Its exit status says what it believes: see `Ended`. It prints nothing, so that each of its system calls matters.
"""

import os
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path

from briefing.ocfl import durable
from briefing.ocfl.errors import OcflError, OcflUnfinishedError
from briefing.ocfl.posix import Posix
from briefing.ocfl.root import Root

PREFIX = "https://briefs.example.org/id"
NAME = "brief"
MARKER = "/the-scenario-begins"  # a folder that cannot be removed, as there is none: seen in the trace


class Ended(IntEnum):
    """What the command says when it ends."""

    FILED = 0
    REFUSED = 3
    UNFINISHED = 4
    NOT_LOGGED = 5
    KILLED = -9


class LogError(Exception):
    """The log cannot be written."""


class NotLoggedError(Exception):
    """The version was filed, and the log does not say so yet."""


def files(number: int) -> dict[str, bytes]:
    """What version `number` holds: something of its own, something that changes late, something that stays."""
    return {
        "brief.yaml": b"edition: %d\n" % number,
        "pdf/minister.pdf": b"%%PDF %d " % number * 9000,
        "pdf/public.pdf": b"%PDF",
        f"articles/{'früh' if number < 3 else 'spät'}.txt": b"as received",
    }


def leaf(number: int) -> bytes:
    """What the log says of a version."""
    return b"%s v%d\n" % (NAME.encode(), number)


def log_of(folder: Path) -> Path:
    """The log of a scenario's folder."""
    return folder / "log"


def archive_of(folder: Path) -> Path:
    """The storage root of a scenario's folder."""
    return folder / "archive"


def open_root(folder: Path, *, create: bool = False) -> Root:
    """The storage root of a scenario's folder."""
    readme = {"README.txt": b"How to read this archive.\n"}
    return Root.open(Posix(archive_of(folder)), create=create, prefix=PREFIX, root_files=readme)


def file_next(folder: Path) -> int:
    """File the next version, and note it, and what was forgotten, in the log."""
    root = open_root(folder, create=True)
    with root.lock(0):
        root.recover()
        note_forgotten(folder, root)
        known = root.inventory(NAME)
        number = len(known.versions) + 1 if known else 1
        sources: dict[str, bytes | Path] = {**files(number)}
        if (folder / "public.pdf").exists():
            sources["pdf/public.pdf"] = folder / "public.pdf"
        prepared = root.prepare(
            NAME,
            sources,
            created=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
            message="as asked",
            user=("Example Policy Unit", "mailto:desk@example.org"),
            intent=leaf(number),
        )
        root.commit(prepared)
        try:
            note(folder, prepared.intent.content)
        except LogError as error:
            raise NotLoggedError from error
        root.acknowledge(prepared.intent)
    return number


def note_forgotten(folder: Path, root: Root) -> None:
    """Note what was committed and not noted."""
    for intent in root.forgotten():
        note(folder, intent.content)
        root.acknowledge(intent)


def note(folder: Path, line: bytes) -> None:
    """Write a line to the log, unless it stands there."""
    log = log_of(folder)
    if log.exists() and line in log.read_bytes().splitlines(keepends=True):
        return
    try:
        with log.open("ab", buffering=0) as file:
            file.write(line)
            os.fsync(file.fileno())
    except OSError as error:
        raise LogError from error


def _main() -> None:
    folder = Path(sys.argv[1])
    if "--no-fsync" in sys.argv:
        os.fsync = lambda handle: None
    if "--in-place" in sys.argv:
        durable.replace = lambda path, data, scratch: path.write_bytes(data)
    with suppress(FileNotFoundError):
        Path(MARKER).rmdir()
    try:
        file_next(folder)
    except OcflUnfinishedError:
        os._exit(Ended.UNFINISHED)
    except NotLoggedError:
        os._exit(Ended.NOT_LOGGED)
    except (OcflError, LogError):
        os._exit(Ended.REFUSED)
    os._exit(Ended.FILED)


if __name__ == "__main__":
    _main()
