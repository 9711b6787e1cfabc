"""Many briefs: how many PDFs a second beside the bare `weasyprint` command, and what a thousand briefs leave in memory.

Run: .venv/bin/python -m tests.bench.batch [ROUNDS]; for the long run .venv/bin/python -m tests.bench.batch --long 1000
The first prints the medians of ratios, measured in turns: twelve briefs for three audiences, the bare command on their
36 pages one after the other, two of them at a time, and `briefing build --all`. The second builds briefs of two or
three pages, every twentieth longer, in one run, and looks at its processes every few seconds.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.bare import bare
from tests.bench.measured import PROGRAM, ROOT, Answer, Command, Cost, Setting, Thing, briefing, in_turns
from tests.bench.sizes import make_brief, make_desk

BRIEFS = 12
AUDIENCES = ("minister", "committee", "public")
JOBS = ("--jobs", "2")
ONE_BY_ONE = "`weasyprint`, one after the other"
GOAL, GOAL_OF_TWO = 5, 3
TWO_PAGES = 0.2
LONG_EVERY = 20
LONG_RUN_FOR = "public"
SECONDS = 2.0
"""Between two looks at the processes."""


def throughput(setting: Setting) -> Answer:
    """How many PDFs a second."""
    desk = setting.folder / "desk"
    make_desk(desk)
    pages: list[Command] = []
    for number in range(4 if setting.quick else BRIEFS):
        name = f"brief-{number:02}"
        make_brief(desk, name, (0.2, 0.3, 0.5, 0.8)[number % 4], seed=number)
        for audience in AUDIENCES:
            work = bare(desk, name, audience, setting.folder / f"{name}-{audience}").work
            assert isinstance(work, Command)
            pages.append(work)
    asked = [word for audience in AUDIENCES for word in ("-a", audience)]
    build = partial(briefing, "build", "--all", "--fresh", *asked, folder=desk)
    base = Thing(ONE_BY_ONE, lambda: at_a_time(pages, 1), len(pages))
    things = (
        Thing("two of them at a time", lambda: at_a_time(pages, 2), len(pages)),
        Thing("`briefing build --all`, two workers", build(*JOBS), len(pages), 1 / GOAL),
        Thing("`briefing build --all`, one process", build("--jobs", "1"), len(pages)),
    )
    about = f"{len(pages)} PDFs of {len(pages) // len(AUDIENCES)} briefs, everything anew; the cost is that of one PDF."
    pairs = in_turns(base, things, min(setting.rounds, 3))
    return Answer("batch", "How many PDFs a second does a batch make?", about, pairs)


def at_a_time(pages: list[Command], jobs: int) -> Cost:
    """Run commands, so many at a time."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        costs = list(pool.map(lambda page: page(), pages))
    wall = time.perf_counter() - begun
    return Cost(wall, sum(one.cpu for one in costs), max(one.memory for one in costs))


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a run at a moment: seconds since it began, PDFs made, and MiB that its processes held.

    `main` and `worker` (the largest but the main one) are resident sets, which count what is shared with others;
    `all` shares that out and is the sum.
    """

    seconds: float
    pdfs: int
    main: float
    worker: float
    all: float


def long_run(briefs: int, folder: Path, jobs: str = "2") -> list[Look]:
    """Build so many briefs in one run, and look at it every few seconds."""
    desk, out = folder / "desk", folder / "out"
    make_desk(desk)
    for number in range(briefs):
        make_brief(desk, f"brief-{number:04}", 1.0 if number % LONG_EVERY == 0 else TWO_PAGES, seed=number)
    asked = ("build", "--all", "-a", LONG_RUN_FOR, "--jobs", jobs, "--json", "-o", str(out))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    looks: list[Look] = []
    begun = time.perf_counter()
    with (folder / "said.json").open("wb") as said:
        run = subprocess.Popen([*PROGRAM, *asked], cwd=desk, env=environment, stdout=said, start_new_session=True)
        while run.poll() is None:
            if look := _look(run.pid, time.perf_counter() - begun, out):
                looks.append(look)
            time.sleep(SECONDS)
    assert run.returncode == 0
    assert len(json.loads((folder / "said.json").read_text("utf-8"))) == briefs
    return looks


def _look(main: int, seconds: float, out: Path) -> Look | None:
    try:
        of_main = _memory(main, "VmRSS")
        others = [_memory(one, "VmRSS") for one in _of_session(main) if one != main]
        held = sum(_memory(one, "Pss", "smaps_rollup") for one in _of_session(main))
    except (OSError, StopIteration):  # one of them has just ended
        return None
    pdfs = sum(1 for folder in out.glob("brief-*") for _ in folder.glob("*.pdf"))
    return Look(seconds, pdfs, of_main, max(others, default=0.0), held)


def _of_session(session: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            yield int(folder.name)


def _memory(process: int, name: str, file: str = "status") -> float:
    lines = Path(f"/proc/{process}/{file}").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def slope(looks: list[Look], of: str) -> float:
    """MiB for each thousand PDFs, by least squares, the first tenth left out."""
    seen = [(look.pdfs, getattr(look, of)) for look in looks[len(looks) // 10 :]]
    across, up = (sum(values) / len(seen) for values in zip(*seen, strict=True))
    width = sum((pdfs - across) ** 2 for pdfs, _ in seen)
    return 1000 * sum((pdfs - across) * (held - up) for pdfs, held in seen) / width if width else 0.0


def table(looks: list[Look]) -> Iterator[str]:
    """Ten rows, and how much was held more at the end of each thousand PDFs."""
    yield "| seconds | PDFs | a second | main, MiB | largest other, MiB | all, MiB |"
    yield "| --- | --- | --- | --- | --- | --- |"
    step = max(1, len(looks) // 10)
    before = Look(0, 0, 0, 0, 0)
    for end in range(step, len(looks) + 1, step):
        part = looks[end - step : end]
        last = part[-1]
        rate = (last.pdfs - before.pdfs) / (last.seconds - before.seconds)
        most = [max(getattr(look, of) for look in part) for of in ("main", "worker", "all")]
        held = " | ".join(f"{one:.0f}" for one in most)
        yield f"| {last.seconds:.0f} | {last.pdfs:,} | {rate:.2f} | {held} |"
        before = last
    rises = ", ".join(f"{of} {slope(looks, of):+.1f}" for of in ("main", "worker", "all"))
    yield f"MiB more for each thousand PDFs: {rises}"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        if "--long" in sys.argv:
            print(*table(long_run(int(sys.argv[-1]), Path(name))), sep="\n")
            return
        rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
        for pairs in throughput(Setting(Path(name), rounds)).pairs:
            wall, goal = pairs.median(), f", the goal is {1 / pairs.goal:.0f}" if pairs.goal else ""
            print(f"{pairs.name}: {1 / wall:.2f} a second, {1 / pairs.ratio():.2f} times {pairs.base}{goal}")


if __name__ == "__main__":
    main()
