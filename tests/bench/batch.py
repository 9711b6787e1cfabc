"""Many briefs: what a PDF costs beside the bare `weasyprint` command, and what a thousand briefs leave in memory."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.bench.bare import bare
from tests.bench.measured import PROGRAM, ROOT, Answer, Command, Cost, Setting, Table, Thing, briefing, in_turns
from tests.bench.sizes import make_brief, make_desk

BRIEFS = 6
AUDIENCES = ("minister", "committee", "public")
JOBS = ("--jobs", "2")
ONE_BY_ONE = "`weasyprint`, one after the other"
TWO_AT_A_TIME = "`weasyprint`, two at a time"
GOAL, GOAL_OF_TWO = 5, 3
TWO_PAGES = 0.2
LONG_EVERY = 20
LONG_RUN_FOR = "public"
HELD = {"main": "main process", "worker": "largest worker", "all": "all"}
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
        Thing(TWO_AT_A_TIME, lambda: at_a_time(pages, 2), len(pages)),
        Thing("`briefing build --all`, two workers", build(*JOBS), len(pages), 1 / GOAL),
        Thing("`briefing build --all`, one process", build("--jobs", "1"), len(pages)),
    )
    about = f"{len(pages)} PDFs of {len(pages) // len(AUDIENCES)} briefs, everything anew; the cost is that of one PDF."
    pairs = in_turns(base, things, setting.part(0.3), warm=False)
    two, workers, _ = pairs
    beside_two = replace(workers.beside(two), goal=1 / GOAL_OF_TWO)
    return Answer("batch", "A desk of many briefs", about, (*pairs, beside_two))


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


def memory(setting: Setting) -> Answer:
    """What a long run leaves in memory."""
    briefs = 40 if setting.quick else 1000
    looks = long_run(briefs, setting.folder)
    about = (
        f"{briefs:,} briefs of two or three pages, every twentieth of ten, for one audience, in one run with two "
        "workers whose processes are looked at every few seconds. Of a process its resident set, which counts what it "
        "shares with others; of all together the sum, in which what is shared counts once."
    )
    return Answer("memory", f"Memory over {briefs:,} briefs", about, (), tables=(table(looks), rises(looks)))


def table(looks: list[Look]) -> Table:
    """Ten rows of the run."""
    rows = []
    step = max(1, len(looks) // 10)
    before = Look(0, 0, 0, 0, 0)
    for end in range(step, len(looks) + 1, step):
        part = looks[end - step : end]
        last = part[-1]
        rate = (last.pdfs - before.pdfs) / (last.seconds - before.seconds)
        most = (f"{max(getattr(look, of) for look in part):.0f}" for of in HELD)
        rows.append((f"{last.seconds:.0f}", f"{last.pdfs:,}", f"{rate:.2f}", *most))
        before = last
    heads = ("seconds", "PDFs", "PDFs a second", *(f"{name}, MiB" for name in HELD.values()))
    return Table("The run in ten parts", heads, tuple(rows))


def rises(looks: list[Look]) -> Table:
    """How much more is held after each thousand PDFs."""
    cells = (f"{slope(looks, of):+.1f}" for of in HELD)
    return Table("MiB more for each thousand PDFs", tuple(HELD.values()), (tuple(cells),))
