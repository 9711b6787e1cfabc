"""What all benches measure with: the cost of a command, and things measured in turns, in pairs with one base.

The machine may be doing other work, and does more of it at one time than at another. So what is compared is measured
in turns in one run, every round gives a pair, and what is told is the median of the ratios of the pairs.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAUNCH = (sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")))
_ENTRY = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]["briefing"].split(":")
PROGRAM = (sys.executable, "-c", "import sys\nfrom {} import {}\nsys.exit({}())".format(*_ENTRY, _ENTRY[1]))
"""The command `briefing` as it is installed, of this folder."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost: wall seconds, seconds of processors (its own and its children's), and MiB.

    The memory is the most that any one of its processes held at any time, not the sum over several.
    """

    wall: float
    cpu: float
    memory: float

    def shared_by(self, units: int) -> "Cost":
        """The cost of one of so many units that were made in this run; memory is not shared out."""
        return Cost(self.wall / units, self.cpu / units, self.memory)


Work = Callable[[], Cost]
"""Does something once, and says what it cost."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command in a process of its own, as a user runs it, with bytecode at hand after the first run."""

    arguments: tuple[str, ...]
    folder: Path
    """Where it is run."""
    environment: Mapping[str, str] = field(default_factory=dict)
    statuses: frozenset[int] = frozenset({0})
    """With what it may end."""

    def __call__(self) -> Cost:
        """Run it. Raises AssertionError, with the end of what it said, where it ends badly."""
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**clean, "PYTHONPATH": str(ROOT), **self.environment}
        with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
            result, said = Path(name) / "result", Path(name) / "said"
            with said.open("wb") as out:
                command = (*LAUNCH, str(result), *self.arguments)
                subprocess.run(command, cwd=self.folder, env=environment, stdout=out, stderr=out, check=True)
            told = json.loads(result.read_text("utf-8"))
            assert told["status"] in self.statuses, f"{self.arguments}: {said.read_text('utf-8', 'replace')[-2000:]}"
        return Cost(told["wall"], told["cpu"], told["memory"] / 1024)


def briefing(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> Command:
    """A command of this program."""
    return Command((*PROGRAM, *arguments), folder, environment or {})


def here(work: Callable[[], object]) -> Cost:
    """What something cost that was done in this process; the memory is the most that the process ever held."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - begun, time.process_time() - worked
    return Cost(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


@dataclass(frozen=True, slots=True)
class Pairs:
    """What something cost beside its base, round by round."""

    name: str
    base: str
    rounds: tuple[tuple[Cost, Cost], ...]
    """Each the cost of the thing, then of its base in the same round."""
    goal: float | None = None
    """The ratio of wall time that it may have at most."""
    size: int | None = None
    """About how many pages were asked for."""
    pages: int | None = None
    """How many were made."""
    note: str = ""
    """What it leaves out, or how it was measured; a sentence without its full stop."""

    def ratios(self, of: str) -> list[float]:
        """The ratios of `wall`, `cpu` or `memory`, in order of size."""
        return sorted(getattr(it, of) / getattr(base, of) for it, base in self.rounds)

    def ratio(self, of: str = "wall") -> float:
        """The median of them."""
        return statistics.median(self.ratios(of))

    def median(self, of: str = "wall") -> float:
        """The median of the thing itself."""
        return statistics.median(getattr(it, of) for it, _ in self.rounds)

    def base_median(self, of: str = "wall") -> float:
        """The median of its base."""
        return statistics.median(getattr(base, of) for _, base in self.rounds)

    def beside(self, other: "Pairs") -> "Pairs":
        """The same, beside another thing that was measured in the same rounds."""
        rounds = zip(self.rounds, other.rounds, strict=True)
        return replace(self, base=other.name, rounds=tuple((it, its) for (it, _), (its, _) in rounds), goal=None)


@dataclass(frozen=True, slots=True)
class Table:
    """Figures that are not pairs, as they are to be read."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, and what was measured to answer it."""

    name: str
    """A word to ask for it by: `--only NAME`."""
    question: str
    """The heading."""
    about: str
    """What was measured, in whole sentences."""
    pairs: tuple[Pairs, ...]
    absent: Mapping[str, str] = field(default_factory=dict)
    """What should have been measured too and could not be, and why."""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How much is measured. A bench is a function from this to an answer."""

    folder: Path
    """An empty folder of this bench's own, removed afterwards."""
    rounds: int = 7
    """Rounds for what takes a second or two; what takes longer does fewer."""
    quick: bool = False
    """Leave out what takes long: the figures then are a first look."""

    def part(self, of: float, least: int = 2) -> int:
        """So many rounds for what takes longer: this part of them, at least so many, in a first look one."""
        return max(1 if self.quick else least, round(self.rounds * of))


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to be measured in turns with others."""

    name: str
    work: Work
    units: int = 1
    """How many of what its base makes once it makes in one run; its wall and processor time are divided by it."""
    goal: float | None = None
    note: str = ""


def in_turns(base: Thing, things: Sequence[Thing], rounds: int, *, warm: bool = True) -> tuple[Pairs, ...]:
    """Measure in turns: once for nothing (`warm`), then so many rounds, every other in the opposite order."""
    every = (base, *things)
    for thing in every if warm else ():
        thing.work()
    costs: dict[str, list[Cost]] = {thing.name: [] for thing in every}
    for number in range(rounds):
        for thing in every if number % 2 == 0 else every[::-1]:
            costs[thing.name].append(thing.work().shared_by(thing.units))
    return tuple(
        Pairs(
            thing.name,
            base.name,
            tuple(zip(costs[thing.name], costs[base.name], strict=True)),
            goal=thing.goal,
            note=thing.note,
        )
        for thing in things
    )
