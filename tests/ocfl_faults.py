"""Faults on purpose: a command is killed, or told of an error, at each of its system calls; then all must be mended.

strace stops the command at the n-th call of a kind (`inject`). Which calls there are is seen in a run without faults.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.ocfl.errors import OcflError
from tests.ocfl_judge import complaints
from tests.ocfl_scenario import (
    MARKER,
    NAME,
    Ended,
    archive_of,
    file_next,
    files,
    leaf,
    log_of,
    note_forgotten,
    open_root,
)

_HERE = Path(__file__).parent.parent
# A question mark: not every machine has the call.
_CALLS = (
    "openat ?mkdir mkdirat ?rename ?renameat ?renameat2 ?unlink unlinkat ?rmdir write fsync ?ftruncate ?fchmod flock"
)
_LINE = re.compile(r"(\w+)\((.*)\) += (.+)")
_OPENS_TO_WRITE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")


@dataclass(frozen=True)
class Call:
    """A system call of the scenario: the `number`-th of its kind since the process began."""

    name: str
    number: int
    arguments: str
    failed: bool = False

    @property
    def changes_something(self) -> bool:
        """Whether it may change what is on the disk, or says that it must be there."""
        if self.name == "openat":
            return bool(_OPENS_TO_WRITE.search(self.arguments))
        return True

    @property
    def names(self) -> list[str]:
        """The names of the files that it is about, without the number of the process."""
        return [re.sub(r"-\d+$", "", Path(path).name) for path in self.paths]

    @property
    def paths(self) -> list[str]:
        """The paths that it is about."""
        return re.findall(r'(?<=")/[^"]*(?=")', self.arguments) or re.findall(r"(?<=<)/[^>]*(?=>)", self.arguments)


@cache
def can_trace() -> bool:
    """Whether strace is here and may trace, which a container can forbid."""
    if not shutil.which("strace"):
        return False
    tried = subprocess.run(["strace", "-e", "trace=none", "true"], check=False, capture_output=True)
    return tried.returncode == 0


def run(folder: Path, inject: str = "", *options: str, trace: Path | None = None) -> tuple[int, str]:
    """Run the scenario under strace, and give how it ended and what it said in error."""
    strace = ["strace", "-y", "-o", str(trace or folder / "trace"), "-e", f"trace={','.join(_CALLS.split())}"]
    return run_plainly(folder, *options, under=(*strace, *(("-e", f"inject={inject}") if inject else ())))


def run_plainly(folder: Path, *options: str, under: tuple[str, ...] = ()) -> tuple[int, str]:
    """Run the scenario as it is, and give how it ended and what it said in error."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONPATH": str(_HERE)}
    command = [*under, sys.executable, "-m", "tests.ocfl_scenario", str(folder), *options]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=_HERE, env=environment)
    return ended.returncode, ended.stderr


def calls_of(trace: Path) -> list[Call]:
    """The system calls of the scenario, from its beginning on."""
    counts: dict[str, int] = {}
    found: list[Call] = []
    begun = False
    for line in trace.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if not match:
            continue
        name, arguments, result = match.groups()
        counts[name] = counts.get(name, 0) + 1
        if begun:
            found.append(Call(name, counts[name], arguments, result.startswith("-1")))
        begun = begun or MARKER in arguments
    assert begun, "the marker is not in the trace"
    return found


def starts(place: Path) -> dict[str, Path]:
    """Folders to begin from: nothing there, one version filed, and much left over by commands that were killed."""
    first, second, left = place / "first", place / "second", place / "leftovers"
    first.mkdir(parents=True)
    (first / "public.pdf").write_bytes(files(1)["pdf/public.pdf"])
    shutil.copytree(first, second)
    file_next(second)
    shutil.copytree(second, left)
    _leave_much(left)
    return {"first version, and the root": first, "next version": second, "after a kill": left}


def _leave_much(folder: Path) -> None:
    """Leave v2 committed and neither published nor noted, another object prepared only, and half a file."""
    root = open_root(folder)
    storage = root._storage
    told = {"created": root.inventory(NAME).head.created, "message": "", "user": ("A", "mailto:a@example.org")}
    with root.lock(0):
        root.prepare("other", {"a.txt": b"a"}, intent=b"", **told)
        prepared = root.prepare(NAME, files(2), intent=leaf(2), **told)
        storage.commit(prepared.intent.staged)
    (folder / ".archive.work" / "put-1").write_text("half a fi")


def faults(call: Call) -> Iterator[tuple[str, str]]:
    """What may befall a call: the name of the fault, and how strace is told."""
    yield "killed", f"{call.name}:signal=KILL:when={call.number}"
    yield "no space, once", f"{call.name}:error=ENOSPC:when={call.number}"
    yield "no space from here on", f"{call.name}:error=ENOSPC:when={call.number}+"
    yield "disk fault, once", f"{call.name}:error=EIO:when={call.number}"


@dataclass(frozen=True)
class Seen:
    """What was found after a fault: how the command ended, whether the version was there, whether the root was valid
    before it was mended, and all that is wrong after.
    """

    ended: Ended
    committed: bool
    valid_before: bool
    wrong: tuple[str, ...]


def befall(start: Path, place: Path, call: Call, inject: str, *options: str) -> Seen:
    """Run the scenario with a fault on a copy of a start, then mend, look, and try again."""
    folder = place / "run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(start, folder)
    before = len(list(archive_of(folder).glob(f"{NAME}/v*")))
    status, said = run(folder, inject, *options)
    if status not in set(Ended):
        return Seen(Ended.KILLED, False, False, (f"ended with {status}: {said[-600:]}",))
    met = [each for each in calls_of(folder / "trace") if (each.name, each.number) == (call.name, call.number)]
    assert [each.names for each in met] == [call.names], f"not met: {call}"
    return look(folder, Ended(status), before)


def look(folder: Path, ended: Ended, versions_before: int) -> Seen:
    """See what a command left, mend it, and file once more."""
    archive = archive_of(folder)
    is_root = (archive / "0=ocfl_1.1").exists()
    valid_before = is_root and not complaints(archive)
    wrong = _met_by_a_reader(folder) if is_root else []
    noted = _noted(folder)
    root = open_root(folder, create=True)
    with root.lock(0):
        root.recover()
        wrong += ["recovery is not done at once" for _ in root.recover()]
        note_forgotten(folder, root)
    wrong += complaints(archive)
    known = root.inventory(NAME)
    count = len(known.versions) if known else 0
    for number in range(1, count + 1):
        if {path: root.read(NAME, number, path) for path in known.version(number).state} != files(number):
            wrong.append(f"v{number} holds something else")
    expected = b"".join(leaf(number) for number in range(1, count + 1))
    if not expected.startswith(noted):
        wrong.append("the log told of a version that was not filed")
    if _noted(folder) != expected:
        wrong.append("the log does not tell of every version in its order")
    wrong += _contradicts(ended, valid=valid_before, committed=count > versions_before)
    if file_next(folder) != count + 1:
        wrong.append("trying again gives another version")
    wrong += complaints(archive)
    if sorted(path.name for path in (folder / ".archive.work").iterdir()) != ["lock"]:
        wrong.append("something stays in the work folder")
    return Seen(ended, count > versions_before, valid_before, tuple(wrong))


def _noted(folder: Path) -> bytes:
    return log_of(folder).read_bytes() if log_of(folder).exists() else b""


def _met_by_a_reader(folder: Path) -> list[str]:
    """What stops who reads before anything is mended."""
    try:
        open_root(folder).inventory(NAME)
    except OcflError as error:
        return [f"a reader before recovery: {error}"]
    return []


def _contradicts(ended: Ended, *, valid: bool, committed: bool) -> list[str]:
    """What the command said against what was there."""
    wrong = []
    if ended is Ended.FILED and not valid:
        wrong.append("said to be filed, and not valid at once")
    if ended in {Ended.FILED, Ended.NOT_LOGGED} and not committed:
        wrong.append("said to be filed, and not there")
    if ended is Ended.REFUSED and committed:
        wrong.append("said not to be filed, and there")
    return wrong


def calls_to_fail(start: Path, place: Path, *options: str) -> list[Call]:
    """Every call of the scenario that changes something, as seen in a run without faults."""
    folder = place / "run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(start, folder)
    status, said = run(folder, "", *options, trace=place / "trace")
    assert status == Ended.FILED, said
    return [call for call in calls_of(place / "trace") if call.changes_something]


def one_of_each(calls: list[Call]) -> list[Call]:
    """The first call of each name, and every rename."""
    names: set[str] = set()
    chosen = []
    for call in calls:
        if call.name not in names or call.name.startswith("rename"):
            chosen.append(call)
        names.add(call.name)
    return chosen
