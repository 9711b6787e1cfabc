"""Clusters to test with: a scheduler of Dask and its workers, each a process of its own on this machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.workbench import ROOT

_PATIENCE = 240  # seconds: the machine may be busy
_FAULTY = Path(__file__).parent / "cluster" / "faulty.py"
MEMORY = "1200MiB"


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for an event, with much patience."""
    deadline = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, f"it never came: {what}"
        time.sleep(0.05)


@dataclass
class Cluster:
    """A scheduler and its workers, the folder of all they write, and what is to go wrong in them."""

    folder: Path
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        """The process of the scheduler."""
        return self.processes[0]

    def start_scheduler(self) -> None:
        """Start the scheduler, on a port that the system chooses."""
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
        until(lambda: "Scheduler at:" in self._log(0), "the scheduler")
        line = next(line for line in self._log(0).splitlines() if "Scheduler at:" in line)
        self.address = line.split()[-1]
        (self.folder / "scheduler").write_text(str(self.scheduler.pid), "ascii")

    def start_worker(self, **environment: str) -> None:
        """Start a worker and the nanny that starts it again."""
        number = len(self.processes)
        options = ("--nthreads", "1", "--memory-limit", MEMORY, "--no-dashboard", "--host", "127.0.0.1")
        scratch = ("--local-directory", str(self.folder / f"scratch-{number}"), "--preload", str(_FAULTY))
        self._start("worker", *options, *scratch, self.address, environment=environment)

    def stop_last(self) -> None:
        """End the process that was started last, and wait until the others know."""
        _end(self.processes.pop())

    def _start(self, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                    cwd=self.folder,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL,
                    env={**_environment(self.folder), **(environment or {})},
                )
            )

    def _log(self, number: int) -> str:
        return (self.folder / f"{number}.log").read_text("utf-8", "replace")

    def plan(self, fault: str, at: int = 1, times: int = 1) -> None:
        """At which task from now on something goes wrong, and at how many in a row."""
        (self.folder / "begun").write_text("")
        (self.folder / "fault").write_text(f"{fault} {at} {times}")

    def all_well(self) -> None:
        """Nothing goes wrong from now on; who was stopped is sent on."""
        (self.folder / "fault").unlink(missing_ok=True)
        for process in set(self.begun()):
            with suppress(OSError):
                os.kill(process, signal.SIGCONT)

    def begun(self) -> list[int]:
        """The process of each task that was begun since something was planned."""
        try:
            return [int(line) for line in (self.folder / "begun").read_text("ascii").split()]
        except FileNotFoundError:
            return []

    def scratch(self) -> list[Path]:
        """The files that lie in the workers' own folders, apart from Dask's."""
        found = (Path(at, name) for at, names, _ in os.walk(self.folder) for name in names)  # bears what goes meanwhile
        return [path for path in found if path.name.startswith("briefing-")]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DASK_", "CLUSTER_"))}
    # Only the modules that are tested, and no configuration of whoever runs the tests.
    return {**kept, "PYTHONPATH": str(ROOT), "CLUSTER_FAULTS": str(folder), "DASK_CONFIG": str(folder / "none")}


@contextmanager
def cluster_of(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster, ended with all its processes."""
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.all_well()
        for process in reversed(cluster.processes):
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # a nanny ends its worker
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
