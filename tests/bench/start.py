"""Where the time goes before a command does anything: what it takes, which modules it loads, and how long they take."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.bare import bare
from tests.bench.builds import AUDIENCE, BRIEF
from tests.bench.growth import START, start_of
from tests.bench.measured import PROGRAM, ROOT, Answer, Setting, Table, Thing, briefing, in_turns
from tests.workbench import copy_desk

COMMANDS = ("--help", "layouts", "check", "build --fresh -a committee")
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_SHOWN = 8
_LEAST = 1
"""Milliseconds below which a package is not named."""


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


def start(setting: Setting) -> Answer:
    """Commands that make nothing, and what every command loads."""
    base = Thing(START, start_of(bare(ROOT, BRIEF, AUDIENCE, setting.folder / "bare")))
    desk = copy_desk(setting.folder / "desk", ROOT).folder
    things = [Thing(f"`briefing {command}`", briefing(*command.split(), folder=desk)) for command in COMMANDS[:-1]]
    every = [loaded_by(command, desk, setting.part(0.7)) for command in COMMANDS]
    return Answer(
        "start",
        "A cold start",
        "Commands that make no PDF, beside the bare command when it loads all that it needs and makes nothing. Below, "
        "what Python says of each module (`-X importtime`), added up by package: the least of several rounds, because "
        "another program at work can only add.",
        in_turns(base, things, setting.part(0.7)),
        tables=(Table("What is loaded", ("command", "modules", "milliseconds", "of it"), tuple(map(_row, every))),),
    )


def _row(loaded: Loaded) -> tuple[str, ...]:
    most = [(name, spent) for name, spent in loaded.packages.items() if spent >= _LEAST][:_SHOWN]
    parts = ", ".join(f"{name} {spent:.0f}" for name, spent in most)
    return f"`briefing {loaded.command}`", f"{loaded.modules}", f"{loaded.total:.0f}", parts


def loaded_by(command: str, desk: Path, rounds: int) -> Loaded:
    """Run a command several times, and add up what it loads."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT)}
    least: dict[str, int] = {}
    for turn in range(rounds + 1):
        line = [PROGRAM[0], "-X", "importtime", *PROGRAM[1:], *command.split()]
        ended = subprocess.run(line, cwd=desk, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr[-2000:]
        for spent, module in _LINE.findall(ended.stderr) if turn else ():  # the first compiles
            least[module] = min(least.get(module, int(spent)), int(spent))
    packages: Counter[str] = Counter()
    for module, spent in least.items():
        first = module.partition(".")[0]
        packages["Python's own" if first in sys.stdlib_module_names else first] += spent
    return Loaded(command, len(least), {name: spent / 1000 for name, spent in packages.most_common()})
