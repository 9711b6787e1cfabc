"""How long a build takes of which nothing has changed, beside the bare `weasyprint` command on the same page.

Run: .venv/bin/python tests/bench/unchanged.py [ROUNDS]
Prints the medians and ranges of ratios of wall time, measured in turns: a new process each time, bytecode there. First
ten pages of the seed's brief; then the small desk of the tests, all four audiences, one of which has changed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from briefing.build import examine, open_workshop  # noqa: E402
from briefing.compose import compose  # noqa: E402
from tests.workbench import BRIEF, DeskCopy, copy_desk, page_of  # noqa: E402

AUDIENCE = "committee"
BUILD = (sys.executable, "-c", "from briefing.entry import main; main()", "build")
USUAL = (sys.executable, "-c", "from briefing.cli import main; main()", "build")
PYTHON = (sys.executable, "-c", "pass")
WEASYPRINT = (sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/a-3a")


def main(rounds: int = 9) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        folder = Path(name)
        ten, four = copy_desk(folder / "ten", ROOT), copy_desk(folder / "four")
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        workshop = open_workshop(ten.folder)
        brief, _ = examine(ten.folder / "sources" / "kim-putin-summit", workshop)
        assert brief is not None
        layout = workshop.layouts[brief.house.audiences[AUDIENCE].layout]
        page = folder / "page.html"
        page.write_text(page_of(compose(brief, AUDIENCE, layout.sections), workshop), "utf-8")
        bare = (*WEASYPRINT, str(page), str(folder / "bare.pdf"))
        one = ("-a", AUDIENCE)

        def run(*command: str, desk: DeskCopy = ten) -> Callable[[], float]:
            return lambda: seconds(command, desk.folder, environment)

        print(f"one audience ({AUDIENCE}), ratios to the bare weasyprint command:")
        tell(
            "the bare command",
            run(*bare),
            {
                "unchanged build": run(*BUILD, *one),
                "unchanged build, by the whole command line": run(*USUAL, *one),
                "Python, doing nothing": run(*PYTHON),
            },
            rounds,
        )
        print("four audiences, ratios to a build with --fresh:")
        rounds = max(3, rounds // 3)
        again = run(*BUILD, desk=four)
        changed = {"one audience has changed": lambda: with_a_word(four, again), "nothing has": again}
        tell("everything anew", run(*BUILD, "--fresh", desk=four), changed, rounds)


def with_a_word(desk: DeskCopy, build: Callable[[], float]) -> float:
    """Build after the text that the public alone reads has got a word more."""
    text = (desk.folder / BRIEF).read_text("utf-8")
    desk.write(text.replace("  public: A second", "  public: A second new", 1))
    return build()


def tell(what: str, base: Callable[[], float], others: Mapping[str, Callable[[], float]], rounds: int) -> None:
    """Measure in turns, once for nothing, and print the medians."""
    for each in (base, *others.values()):
        each()
    pairs: dict[str, list[float]] = {name: [] for name in others}
    walls: dict[str, list[float]] = {name: [] for name in (what, *others)}
    for _ in range(rounds):
        wall = base()
        walls[what].append(wall)
        for name, other in others.items():
            walls[name].append(other())
            pairs[name].append(walls[name][-1] / wall)
    print(f"  {what}: {statistics.median(walls[what]):.3f} s")
    for name, ratios in pairs.items():
        wall = statistics.median(walls[name])
        print(f"  {name}: {wall:.3f} s, {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


def seconds(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> float:
    """The wall time of a command that ends well."""
    begun = time.perf_counter()
    ended = subprocess.run(command, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - begun
    assert ended.returncode == 0, ended.stderr[-2000:]
    return elapsed


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
