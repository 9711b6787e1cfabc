"""What a numbered copy costs beside a build of the same audience: in pairs, one after the other, in one run.

    python tests/bench/copies.py               the brief of this repository, the committee, 300 names, five pairs
    python tests/bench/copies.py 1000 minister 3

Both are measured as the user runs them, in processes of their own. The command that makes one copy is timed too: what
it costs to start, to read the archive and to enter the register is paid once for a register of any length.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
BRIEF = "kim-putin-summit"
COMMAND = (sys.executable, "-c", "from briefing.cli import main; main()")


def main(names: int, audience: str, pairs: int) -> None:
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as scratch:
        desk = Path(scratch)
        shutil.copytree(REPOSITORY / "sources", desk / "sources")
        seconds(desk, "archive", BRIEF)
        ratios = []
        print(f"{names} copies for {audience}; seconds, and seconds for one copy")
        for pair in range(pairs):
            built = seconds(desk, "build", BRIEF, "-a", audience, "-o", f"built-{pair}")
            one = seconds(desk, *copies(desk, f"one-{pair}", 1, audience))
            many = seconds(desk, *copies(desk, f"many-{pair}", names, audience))
            ratios.append(many / names / built)
            print(
                f"build {built:.2f}   {names} copies {many:.2f} ({many / names:.4f} each, start included)   "
                f"1 copy {one:.2f}   ratio 1/{1 / ratios[-1]:.0f}   "
                f"without the start 1/{built * (names - 1) / (many - one):.0f}"
            )
        print(f"median: a copy costs 1/{1 / statistics.median(ratios):.0f} of a build, start included")


def copies(desk: Path, folder: str, names: int, audience: str) -> tuple[str, ...]:
    register = desk / f"{folder}.csv"
    register.write_text("name\n" + "".join(f"Reader {number} of {folder}\n" for number in range(names)), "utf-8")
    return ("copies", BRIEF, "latest", "--register", register.name, "-a", audience, "-o", folder)


def seconds(desk: Path, *arguments: str) -> float:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "BRIEFING_KEYS": str(desk / "keys")}
    begun = time.perf_counter()
    subprocess.run([*COMMAND, *arguments], cwd=desk, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 300, given[1] if given[1:] else "committee", int(given[2]) if given[2:] else 5)
