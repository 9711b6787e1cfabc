"""Where the time goes before a command does anything: which modules it loads, and how long they take.

Run: .venv/bin/python tests/bench/start.py [ROUNDS]
Prints, for each command, the least that Python said of each module in all rounds (`-X importtime`), added up by
package: the least, because another program at work can only add. Every run is a new process, with its bytecode there.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.workbench import copy_desk  # noqa: E402

COMMANDS = ("--help", "layouts", "check", "build --fresh -a committee")
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_START = "import sys\nfrom briefing.start import main\nmain()"
_SHOWN = 12


@dataclass(frozen=True)
class Loaded:
    """What a command loads: how many modules, and the milliseconds that each package takes, the longest first."""

    command: str
    modules: int
    packages: Mapping[str, float]

    @property
    def total(self) -> float:
        """Milliseconds for all modules."""
        return sum(self.packages.values())


def main(rounds: int = 5) -> None:
    """Measure and print."""
    print("| command | modules | ms | of it |\n| --- | ---: | ---: | --- |")
    for loaded in measured(rounds):
        most = list(loaded.packages.items())[:_SHOWN]
        parts = ", ".join(f"{name} {spent:.0f}" for name, spent in most if spent >= 1)
        print(f"| `briefing {loaded.command}` | {loaded.modules} | {loaded.total:.0f} | {parts} |")


def measured(rounds: int) -> list[Loaded]:
    """What each command loads."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        folder = Path(name)
        desk = copy_desk(folder / "desk", ROOT).folder
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        return [_loaded(command, desk, environment, rounds) for command in COMMANDS]


def _loaded(command: str, desk: Path, environment: Mapping[str, str], rounds: int) -> Loaded:
    least: dict[str, int] = {}
    for turn in range(rounds + 1):
        line = [sys.executable, "-X", "importtime", "-c", _START, *command.split()]
        ended = subprocess.run(line, cwd=desk, env=dict(environment), capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr[-2000:]
        for spent, module in _LINE.findall(ended.stderr) if turn else ():  # the first compiles
            least[module] = min(least.get(module, int(spent)), int(spent))
    packages: Counter[str] = Counter()
    for module, spent in least.items():
        first = module.partition(".")[0]
        packages["Python's own" if first in sys.stdlib_module_names else first] += spent
    return Loaded(command, len(least), {name: spent / 1000 for name, spent in packages.most_common()})


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
