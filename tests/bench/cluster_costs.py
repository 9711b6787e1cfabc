"""What a command costs its own machine, alone and with a cluster: how many workers one machine can keep busy.

    python tests/bench/cluster_costs.py

Prints a table for docs/scale.md: seconds that processors worked for the command, its own processes alone, beside the
same on one machine. What else the machine does at the time does not count.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.archive import make
from tests.clusters import cluster_of
from tests.workbench import COMMAND, ROOT, clean_environment, copy_desk

BRIEFS, FEW, MANY = 3, 1, 400
OBJECTS = 16
SEED = "kim-putin-summit"


def worked(desk: Path, arguments: Sequence[str]) -> float:
    """Seconds that processors worked for a command and the processes that it has waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=desk,
        env={**clean_environment(), "PYTHONPATH": str(ROOT), "BRIEFING_KEYS": str(desk / "keys")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def marginal(desk: Path, few: Sequence[str], many: Sequence[str], more: int, cluster: Sequence[str]) -> float:
    """Seconds for one thing more: what is paid once is paid by both."""
    return (worked(desk, (*many, *cluster)) - worked(desk, (*few, *cluster))) / more


def main() -> None:
    """Measure, and print the table."""
    print("| one more | one machine alone | its own machine, with a cluster | so many workers are kept busy |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cluster").mkdir()
        with cluster_of(folder / "cluster") as cluster:
            afar = ("--cluster", cluster.address)
            for title, desk, few, many, more in (briefs(folder), copies(folder), editions(folder)):
                alone = marginal(desk, few, many, more, () if title != "brief, four audiences" else ("--jobs", "1"))
                beside = marginal(desk, few, many, more, afar)
                of_it = f"{alone / beside:.0f}" if beside > 0 else "–"
                print(f"| {title} | {1000 * alone:,.1f} ms | {1000 * beside:,.1f} ms | {of_it} |", flush=True)


def briefs(folder: Path) -> tuple[str, Path, list[str], list[str], int]:
    """Briefs as large as the one of this repository, for all audiences."""
    desk = copy_desk(folder / "desk", ROOT).folder
    for number in range(BRIEFS):
        shutil.copytree(desk / "sources" / SEED, desk / "sources" / f"more-{number}")
    build = ["build", "--fresh", "-o", "out"]
    names = [f"more-{number}" for number in range(BRIEFS)]
    return "brief, four audiences", desk, [*build, names[0]], [*build, *names], BRIEFS - 1


def copies(folder: Path) -> tuple[str, Path, list[str], list[str], int]:
    """Numbered copies of the committee's ten pages."""
    desk = folder / "desk"
    worked(desk, ("archive", SEED))
    arguments: list[list[str]] = []
    for count in (FEW, MANY):
        rows = "".join(f"Reader {at} of {count}\n" for at in range(count))
        (desk / f"{count}.csv").write_text(f"name\n{rows}", "utf-8")
        arguments.append(
            ["copies", SEED, "latest", "--register", f"{count}.csv", "-a", "committee", "-o", f"to-{count}"]
        )
    # A first time for each, so that both ways afterwards file nothing.
    for one in arguments:
        worked(desk, one)
    return "numbered copy, ten pages", desk, *arguments, MANY - FEW


def editions(folder: Path) -> tuple[str, Path, list[str], list[str], int]:
    """Editions of an archive, ten to a brief, as in docs/archive-figures.md."""
    for count in (1, OBJECTS):
        (folder / f"archive-{count}").mkdir()
        make(folder / f"archive-{count}", {f"brief-{number}": 10 for number in range(count)})
    desk = folder / f"archive-{OBJECTS}"
    few, many = (["verify", str(folder / f"archive-{count}" / "archive")] for count in (1, OBJECTS))
    return "edition verified", desk, few, many, 10 * (OBJECTS - 1)


if __name__ == "__main__":
    main()
