"""Processes that build side by side: none harms another, and none outlives whoever gave it its work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing import workers
from briefing.workers import Crew
from tests.workbench import ROOT


def pid_of(_: str) -> int:
    """The process that does the work."""
    return os.getpid()


def die_of(task: str) -> str:
    """Ends its process as a lack of memory does, where it is to."""
    if task == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def await_end(task: str) -> None:
    """Work on until it is broken off; what was begun is let go of."""
    folder = Path(task)
    (folder / str(os.getpid())).touch()
    try:
        while True:
            time.sleep(0.01)
    except KeyboardInterrupt:
        (folder / f"{os.getpid()} let go").touch()
        raise


def until(is_so: Callable[[], bool]) -> None:
    """Wait for an event, with much patience: the machine may be busy."""
    deadline = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_processes_stay_warm_and_are_no_more_than_asked_for() -> None:
    with Crew(pid_of) as crew:
        done = dict(crew.do(list("abcdefgh"), 2))
    assert sorted(done) == list("abcdefgh")
    assert len(set(done.values())) <= 2
    assert os.getpid() not in done.values()
    until(lambda: not any(is_alive(one) for one in done.values() if one))


def test_they_give_way_to_fresh_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_OF_A_WORKER", 2)
    with Crew(pid_of) as crew:
        done = [process for _, process in crew.do(list("abcdefg"), 1)]
    assert done[0] == done[1] != done[2] == done[3]
    assert len(set(done)) == 4


def test_one_that_dies_takes_its_own_work_with_it_and_no_other() -> None:
    with Crew(die_of) as crew:
        done = dict(crew.do(["a", "deadly", "b", "deadly", "c"], 2))
    assert done == {"a": "a", "b": "b", "c": "c", "deadly": None}


def test_work_that_is_broken_off_is_let_go_of(tmp_path: Path) -> None:
    with Crew(await_end) as crew:
        crew._give(workers.deque([str(tmp_path)]))
        until(lambda: bool(list(tmp_path.iterdir())))
    (process,) = {path.name.split()[0] for path in tmp_path.iterdir()}
    assert (tmp_path / f"{process} let go").exists()
    assert not is_alive(int(process))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_whoever_gave_the_work_is_gone_they_end_and_leave_nothing_running(
    tmp_path: Path, number: signal.Signals
) -> None:
    code = f"""
import signal
from briefing.workers import Crew
from tests.test_workers import await_end
signal.signal(signal.SIGINT, signal.default_int_handler)
if __name__ == "__main__":
    try:
        with Crew(await_end) as crew:
            print(list(crew.do([{str(tmp_path)!r}] * 2, 2)))
    except KeyboardInterrupt:
        pass
"""
    script = tmp_path.parent / "giver.py"
    script.write_text(code, "utf-8")
    giver = subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    at_work = [int(path.name) for path in tmp_path.iterdir()]
    if number == signal.SIGINT:
        os.killpg(giver.pid, number)  # as a terminal does
    else:
        giver.send_signal(number)
    out, err = giver.communicate(timeout=120)
    assert (out, err) == ("", "")
    until(lambda: not any(map(is_alive, at_work)))
    assert all((tmp_path / f"{process} let go").exists() for process in at_work)
    until(lambda: not list(_of_group(giver.pid)))


def _of_group(group: int) -> list[str]:
    """The processes of a group that are still there, whatever they are for."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[2] == str(group) and fields[0] != "Z":
            found.append(folder.name)
    return found
