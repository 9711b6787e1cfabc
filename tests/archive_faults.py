"""Faults on purpose, met by a whole command of the archive: killed, or told of an error, at each of its system calls.

After each the next command must mend what is left and say so, the archive must be whole, and the edition wholly there,
files and line of the log, or not at all.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from briefing.archive.store import Act
from briefing.archive.verify import verify_archive
from briefing.log import Leaf
from briefing.model.problem import FaultyInputError
from briefing.ocfl.posix import work_folder
from tests.archive_scenario import NAME, archive_of, file_next, files, moment_of, open_archive
from tests.ocfl_faults import Call, calls_of
from tests.ocfl_judge import complaints
from tests.ocfl_scenario import Ended

_HERE = Path(__file__).parent.parent
# A question mark: not every machine has the call.
_CALLS = (
    "openat ?mkdir mkdirat ?rename ?renameat ?renameat2 ?link linkat ?unlink unlinkat ?rmdir write fsync ?ftruncate"
    " ?fchmod ?chmod flock"
)
_STAYS = ("is filed, and its line is not in the log yet", "was filed, but its", "may have been filed or not")
FAULTS = ("killed", "no space from here on", "disk fault, once")


def inject(call: Call, fault: str) -> str:
    """A fault at a call, as strace is told of it."""
    what = {"killed": "signal=KILL", "disk fault, once": "error=EIO", "no space from here on": "error=ENOSPC"}[fault]
    return f"{call.name}:{what}:when={call.number}{'+' if fault.endswith('on') else ''}"


def run(folder: Path, injected: str = "", environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run the scenario under strace; how it ended and what it wrote of errors."""
    trace = ["strace", "-y", "-o", str(folder / "trace"), "-e", f"trace={','.join(_CALLS.split())}"]
    return run_plainly(folder, under=(*trace, *(("-e", f"inject={injected}") if injected else ())), more=environment)


def run_plainly(
    folder: Path, *arguments: str, under: tuple[str, ...] = (), more: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run the scenario as it is."""
    ended = subprocess.run(
        [*under, sys.executable, "-m", "tests.archive_scenario", str(folder), *arguments],
        **told_where(more),
        check=False,
        capture_output=True,
        text=True,
    )
    return ended.returncode, ended.stderr


def told_where(more: dict[str, str] | None = None) -> dict[str, object]:
    """Where and with what environment the scenario runs."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONPATH": str(_HERE)}
    return {"cwd": _HERE, "env": {**environment, **(more or {})}}


def starts(place: Path) -> dict[str, Path]:
    """Folders to begin from: no archive and no key, one edition filed, and one that was committed and not logged."""
    first, second, left = place / "first", place / "second", place / "left"
    first.mkdir(parents=True)
    second.mkdir()
    file_next(second, print)
    shutil.copytree(second, left)
    _leave_committed(left)
    return {"the first edition, with archive and key": first, "the next edition": second, "after a kill": left}


def _leave_committed(folder: Path) -> None:
    """Leave an edition that is filed and has no line in the log."""
    archive = open_archive(folder)
    archive.unfinished.enter_new = _stop  # type: ignore[method-assign]
    act = Act(kind="edition", at=moment_of(2), by="officer", why="Edition 2.0")
    with suppress(_StoppedError), archive.writing(print):
        archive.file(NAME, files(NAME, 2), act)


class _StoppedError(BaseException):
    """The process is no more."""


def _stop(*_: object) -> NoReturn:
    raise _StoppedError


def calls_to_fail(start: Path, place: Path) -> list[Call]:
    """Every call of the scenario that changes something, as seen in a run without faults."""
    folder = fresh(start, place)
    status, said = run(folder)
    assert status == Ended.FILED, said
    return [
        call
        for call in calls_of(folder / "trace")
        if call.changes_something and not any(path in {"/dev/null", "/dev/urandom"} for path in call.paths)
    ]


def fresh(start: Path, place: Path) -> Path:
    """A copy of a start, in the same place every time."""
    folder = place / "run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(start, folder)
    return folder


@dataclass
class Seen:
    """What was found after a fault: whether the edition was there, what the next command said, all that is wrong."""

    ended: Ended
    committed: bool = False
    said: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def befall(start: Path, place: Path, call: Call, fault: str) -> Seen:
    """Run the scenario with a fault on a copy of a start, then mend, look, and file again."""
    folder = fresh(start, place)
    before = len(_logged(folder)) + len(_unlogged(folder))
    status, said = run(folder, inject(call, fault))
    if status not in set(Ended):
        return Seen(Ended.KILLED, wrong=[f"ended with {status}: {said[-300:]}"])
    met = [each for each in calls_of(folder / "trace") if (each.name, each.number) == (call.name, call.number)]
    if len(met) != 1 or (fault == "killed") is not (status == Ended.KILLED):
        return Seen(Ended(status), wrong=[f"not met: {call}"])
    return look(folder, Ended(status), before, said)


def look(folder: Path, ended: Ended, before: int, told: str = "") -> Seen:
    """See what a command left, let the next one mend it, look, and file once more."""
    seen = Seen(ended)
    seen.refused = [json.loads(line)["message"] for line in told.splitlines() if line.startswith("{")]
    if ended is Ended.REFUSED and len(seen.refused) != 1:
        seen.wrong.append(f"not told in one sentence: {told[-300:]}")
    seen.wrong += _met_by_a_reader(folder)
    try:
        archive = open_archive(folder)
        with archive.writing(seen.said.append):
            pass
        again: list[str] = []
        with open_archive(folder).writing(again.append):
            pass
    except FaultyInputError as error:
        seen.wrong.append(f"the next command is refused: {error}")
        return seen
    seen.wrong += [f"not done at once: {sentence}" for sentence in again]
    seen.wrong += [f"no sentence: {one}" for one in seen.said if not one.endswith(".") or "\n" in one]
    seen.wrong += _not_whole(folder)
    there = len(archive.versions(NAME))
    seen.committed = there > before
    if _logged(folder) != list(range(1, there + 1)):
        seen.wrong.append(f"the log tells of {_logged(folder)}, and {there} are there")
    for number in range(1, there + 1):
        held = {path: archive.read(NAME, number, path) for path in archive.digests(NAME, number)}
        if held != files(NAME, number):
            seen.wrong.append(f"v{number} holds something else")
    if ended is Ended.FILED and not seen.committed:
        seen.wrong.append("said to be filed, and is not there")
    kept = any(words in message for message in seen.refused for words in _STAYS)
    if ended is Ended.REFUSED and seen.committed is not kept:
        seen.wrong.append(f"said {seen.refused}, and it is {'' if seen.committed else 'not '}there")
    try:
        if file_next(folder, seen.wrong.append) != there + 1:
            seen.wrong.append("filing again gives another version")
    except FaultyInputError as error:
        seen.wrong.append(f"filing again: {error}")
    seen.wrong += _not_whole(folder)
    left = [path.name for path in work_folder(archive_of(folder)).iterdir() if path.name != "lock"]
    left += [path.name for path in folder.rglob("*.part")]
    seen.wrong += [f"stays: {name}" for name in left]
    return seen


def _met_by_a_reader(folder: Path) -> list[str]:
    """What stops an officer who reads before anything is mended."""
    if not (archive_of(folder) / "0=ocfl_1.1").exists():
        return []
    try:
        open_archive(folder, officer="reader", create=False).editions(NAME)
    except FaultyInputError as error:
        return [f"a reader before the mending: {error}"]
    return []


def _not_whole(folder: Path) -> Iterator[str]:
    report = verify_archive(open_archive(folder, create=False))
    yield from (f"verify: {problem.code} {problem.message}" for problem in report.problems)
    yield from complaints(archive_of(folder))


def _logged(folder: Path) -> list[int]:
    if not (archive_of(folder) / "archive.json").exists():
        return []
    leaves = open_archive(folder, create=False).book.leaves()
    return [int(one.version[1:]) for one in leaves if isinstance(one, Leaf) and one.object == NAME]


def _unlogged(folder: Path) -> list[int]:
    if not (archive_of(folder) / "archive.json").exists():
        return []
    return [staged.version for staged in open_archive(folder, create=False).unfinished.pending()]


def row(title: str, fault: str, found: list[Seen]) -> str:
    """A line of the table."""
    ended = Counter(seen.ended for seen in found)
    shown = ", ".join(f"{ended[one]} {one.name.lower()}" for one in Ended if ended[one])
    filed, mended = sum(seen.committed for seen in found), sum(bool(seen.said) for seen in found)
    wrong = sum(bool(seen.wrong) for seen in found)
    return f"| {title} | {fault} | {len(found)} | {shown} | {filed} | {mended} | {wrong} |"
