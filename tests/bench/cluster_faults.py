"""Have workers of a cluster come to grief at every task, and hold what comes out against one machine.

    python tests/bench/cluster_faults.py

Prints a table for docs/scale.md. Ends with 1 where anything was wrong.
"""

import io
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from briefing import cli
from briefing.cluster import Patience, crew
from tests.archive_desk import NAME, filed
from tests.bench.archive import make
from tests.clusters import Cluster, cluster_of, until
from tests.workbench import copy_desk

AS_OF = ("--as-of", "2026-03-09T12:00")
FAULTS = {
    "kill": "killed (SIGKILL)",
    "stop": "stopped (SIGSTOP)",
    "eat": "out of memory",
    "raise": "breaks off",
}
OBJECTS = 4


@dataclass
class Tally:
    """What came of the runs of one kind."""

    runs: int = 0
    lost: int = 0
    """Workers that were lost, as the command said."""
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Case:
    """A command on a desk of its own: what it is, how it is given, and the folder of what it makes."""

    title: str
    desk: Path
    arguments: tuple[str, ...]
    made: str | None

    def run(self, *more: str) -> Answer:
        """Give the command, in this process, which has loaded everything: there are many to give."""
        out, err = io.StringIO(), io.StringIO()
        os.environ["BRIEFING_KEYS"] = str(self.desk / "keys")
        os.chdir(self.desk)
        sys.argv = ["briefing", *self.arguments, *more]
        status = 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as ended:
                status = int(ended.code or 0)
            except Exception:  # noqa: BLE001 (it is what is looked for)
                traceback.print_exc()
        return Answer(status, out.getvalue(), err.getvalue())

    def files(self) -> dict[str, bytes]:
        """What it has made."""
        there = (self.desk / self.made).rglob("*") if self.made else iter(())
        return {
            str(path.relative_to(self.desk)): path.read_bytes()
            for path in there
            if path.is_file() and ".briefing" not in path.parts
        }

    def clear(self) -> None:
        """As if it had not been given."""
        if self.made:
            shutil.rmtree(self.desk / self.made, ignore_errors=True)


def cases(folder: Path) -> Iterator[Case]:
    """The three commands that have a cluster."""
    desk = copy_desk(folder / "desk")
    for name in ("misquoted", "second"):
        shutil.copytree(desk.brief, desk.folder / "sources" / name)
    misquoted = desk.folder / "sources/misquoted/brief.yaml"
    misquoted.write_text(misquoted.read_text("utf-8").replace("ferry.txt", "gone.txt"), "utf-8")
    yield Case("`build --all`, 3 briefs", desk.folder, ("build", "--all", "-a", "chief", "--json", *AS_OF), "build")
    archive = filed(folder / "archive")
    (archive.folder / "all.csv").write_text("\n".join(["name", *(f"Reader {n}" for n in range(60))]), "utf-8")
    options = ("--register", "all.csv", "-a", "chief", "-o", "out", "--by", "officer", "--json")
    copies = ("copies", NAME, "latest", *options)
    yield Case("`copies`, 60 names in 3 ranges", archive.folder, copies, "out")
    several = folder / "several"
    several.mkdir()
    make(several, {f"brief-{number}": 1 for number in range(OBJECTS)})
    yield Case(f"`verify`, {OBJECTS} objects", several, ("verify", "--json", "archive"), None)


def said(done: Answer) -> object:
    """What a command answered, but for whether the copies were on record before."""
    try:
        answer = json.loads(done.out)
    except ValueError:
        return done.out, done.err
    if isinstance(answer, dict):
        answer.pop("is_new", None)
    return answer


def emptied(cluster: Cluster) -> bool:
    """Whether the workers leave nothing behind; one that was stopped comes to the end of its task first."""
    until(lambda: not cluster.scratch(), "the end of what was begun")
    return True


@dataclass(frozen=True)
class Sound:
    """What a command comes to on one machine, and how many tasks it has on a cluster."""

    answer: Answer
    files: dict[str, bytes]
    tasks: int


def sound(case: Case, cluster: Cluster) -> Sound:
    """The same command where nothing happens."""
    case.clear()
    here = case.run()
    files = case.files()
    cluster.plan("none", at=10**6)
    case.clear()
    case.run("--cluster", cluster.address)
    return Sound(here, files, len(cluster.begun()))


def befall(case: Case, cluster: Cluster, fault: str, tally: Tally, expected: Sound) -> None:
    """The fault at every task, one after the other."""
    here, files = expected.answer, expected.files
    for at in range(1, expected.tasks + 1):
        case.clear()
        cluster.plan(fault, at=at)
        afar = case.run("--cluster", cluster.address)
        cluster.all_well()
        tally.runs += 1
        lost = [line for line in afar.err.splitlines() if line.startswith("The worker ")]
        tally.lost += len(lost)
        for what, is_so in {
            "status": afar.status == here.status,
            "answer": said(afar) == said(here),
            "files": case.files() == files,
            "nobody lost": len(lost) == 1,
            "traceback": "Traceback" not in afar.err,
            "left": emptied(cluster),
        }.items():
            if not is_so:
                print(f"WRONG {case.title}: {fault} at {at}: {what}", file=sys.stderr, flush=True)
                tally.wrong.append(f"{case.title}: {fault} at {at}: {what}\n{afar.err}")


def behead(case: Case, folder: Path, tally: Tally) -> None:
    """The scheduler is killed at every task; then the command is given again, with another cluster."""
    here = case.run()
    files = case.files()
    at, ended = 1, False
    while not ended:
        case.clear()
        with ExitStack() as both:
            first = both.enter_context(cluster_of(_made(folder / f"first-{at}"), workers=1))
            first.plan("behead", at=at)
            afar = case.run("--cluster", first.address)
            ended = "E313" not in afar.err
        if ended:
            return
        whole = case.files()
        with cluster_of(_made(folder / f"second-{at}"), workers=1) as second:
            again = case.run("--cluster", second.address)
            made_again = len(second.begun())
        tally.runs += 1
        for what, is_so in {
            "status": afar.status == 1,
            "files": all(files.get(name) == data for name, data in whole.items() if not name.endswith(".earlier")),
            "again": case.files() == files and again.status == here.status,
            "twice": case.made != "build" or made_again <= at + 3 - len(whole),
            "traceback": "Traceback" not in afar.err + again.err,
        }.items():
            if not is_so:
                tally.wrong.append(f"{case.title}: the scheduler at {at}: {what}\n{afar.err}\n{again.err}")
        at += 1


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _befall(case: Case, cluster: Cluster, fault: str, expected: Sound, tally: Tally) -> None:
    befall(case, cluster, fault, tally, expected)


def main() -> int:
    """Run all of it, and print the table."""
    # Less patience for who gives no sign of life: there are many to wait for.
    crew.Patience = lambda: Patience(sign=12, look=0.2)  # type: ignore[misc, assignment]
    wrong: list[str] = []
    runs = 0
    print("| command | what happens, at each task in turn | runs | workers lost | wrong |")
    print("| --- | --- | --: | --: | --: |", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        every = list(cases(folder))

        def row(case: Case, what: str, fill: Callable[[Tally], None]) -> None:
            nonlocal runs
            tally = Tally()
            fill(tally)
            runs += tally.runs
            wrong.extend(tally.wrong)
            print(f"| {case.title} | {what} | {tally.runs} | {tally.lost} | {len(tally.wrong)} |", flush=True)

        with cluster_of(_made(folder / "cluster"), workers=3) as cluster:
            there = {case.title: sound(case, cluster) for case in every}
            for fault, what in FAULTS.items():
                happens = f"its worker is {what}" if fault != "raise" else "its work breaks off"
                for case in every:
                    row(case, happens, partial(_befall, case, cluster, fault, there[case.title]))
        case = every[0]
        row(case, "the scheduler is killed", lambda tally: behead(case, folder / "beheaded", tally))
    print(f"\n{runs} runs, {len(wrong)} wrong.")
    for one in wrong:
        print(one, file=sys.stderr)
    return min(len(wrong), 1)


if __name__ == "__main__":
    sys.exit(main())
