"""What a numbered copy costs beside a build of the same audience."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.bench.builds import AUDIENCE, BRIEF
from tests.bench.growth import Anew
from tests.bench.measured import ROOT, Answer, Command, Cost, Setting, Thing, briefing, in_turns
from tests.workbench import copy_desk

NAMES = 300


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies for so many readers of whom none had one before."""

    desk: Path
    names: int
    runs: "count[int]"

    def __call__(self) -> Cost:
        folder = f"copies-{self.names}-{next(self.runs)}"
        register = self.desk / f"{folder}.csv"
        register.write_text("name\n" + "".join(f"Reader {at} of {folder}\n" for at in range(self.names)), "utf-8")
        arguments = ("copies", BRIEF, "latest", "--register", register.name, "-a", AUDIENCE, "-o", folder)
        return at_desk(self.desk, *arguments)()


def at_desk(desk: Path, *arguments: str) -> Command:
    """A command of the program with keys of its own."""
    return briefing(*arguments, folder=desk, environment={"BRIEFING_KEYS": str(desk / "keys")})


def copies(setting: Setting) -> Answer:
    """Many copies, and the one that carries all that is paid once."""
    desk = copy_desk(setting.folder / "desk", ROOT).folder
    at_desk(desk, "archive", BRIEF)()
    base = Thing("a cold build of one audience", Anew(at_desk(desk, "build", BRIEF, "-a", AUDIENCE), desk / "build"))
    names = 50 if setting.quick else NAMES
    things = (
        Thing(f"one of {names} numbered copies", Copies(desk, names, count(1)), units=names, goal=0.01),
        Thing(
            "a register of one name", Copies(desk, 1, count(1)), note="what is paid once for a register of any length"
        ),
    )
    return Answer(
        "copies",
        "Numbered copies",
        f"The filed edition's ten pages for the committee, for {names} readers: the whole command, divided by {names}.",
        in_turns(base, things, setting.part(0.4)),
    )
