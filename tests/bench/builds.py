"""A build of the seed's brief beside the bare `weasyprint` command on its ten pages, and the same build once more."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.bench.bare import bare
from tests.bench.growth import Anew, pages_in
from tests.bench.measured import ROOT, Answer, Command, Cost, Pairs, Setting, Thing, briefing, in_turns
from tests.workbench import DeskCopy, copy_desk

BRIEF = "kim-putin-summit"
AUDIENCE = "committee"
"""The audience whose variant has ten pages."""
ONE_PLACE = "public: More visible cooperation between the two militaries."
"""A text that the public alone reads."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A build after a text that one audience alone reads has changed."""

    desk: DeskCopy
    command: Command
    numbers: "count[int]"

    def __call__(self) -> Cost:
        file = f"sources/{BRIEF}/brief.yaml"
        words, number = ONE_PLACE.removesuffix("."), next(self.numbers)
        text = (ROOT / file).read_text("utf-8")
        assert text.count(ONE_PLACE) == 1
        self.desk.write(text.replace(ONE_PLACE, f"{words}, {number}."), file)
        return self.command()


def builds(setting: Setting) -> Answer:
    """Cold builds and repeated ones."""
    base = bare(ROOT, BRIEF, AUDIENCE, setting.folder / "bare")
    pairs = (*cold(base, setting), *repeated(base, setting))
    made = sorted((setting.folder / "four").rglob("*.pdf"))
    pages = {file.stem.rpartition("_")[2]: pages_in(file) for file in made}
    others = ", ".join(f"{audience} {number}" for audience, number in pages.items() if audience != AUDIENCE)
    return Answer(
        "builds",
        "A build, and the same once more",
        f"The brief of this repository: {pages[AUDIENCE]} pages for the {AUDIENCE} ({others}). The base is the bare "
        f"command for the {AUDIENCE}. Each is a process; for a cold build nothing lies there of what was made before.",
        pairs,
    )


def cold(base: Thing, setting: Setting) -> tuple[Pairs, ...]:
    """What is made anew, beside the bare command for the committee alone."""
    desk = copy_desk(setting.folder / "cold", ROOT).folder

    def anew(*arguments: str) -> Anew:
        return Anew(briefing("build", BRIEF, *arguments, folder=desk), desk / "build")

    things = (
        Thing("cold build, one audience", anew("-a", AUDIENCE), goal=0.6),
        Thing("cold build, all four audiences", anew("--jobs", "1"), goal=2.0),
        Thing("the same with two processes (`--jobs 2`)", anew("--jobs", "2"), goal=2.0),
    )
    return in_turns(base, things, setting.part(0.6))


def repeated(base: Thing, setting: Setting) -> tuple[Pairs, ...]:
    """What was made before."""
    one, four, some = (copy_desk(setting.folder / name, ROOT) for name in ("one", "four", "some"))

    def again(desk: Path, *arguments: str) -> Command:
        return briefing("build", BRIEF, *arguments, folder=desk)

    things = (
        Thing("unchanged build, one audience", again(one.folder, "-a", AUDIENCE), goal=0.03),
        Thing("unchanged build, all four audiences", again(four.folder)),
        Thing("all four, one of which has changed", Changed(some, again(some.folder), count(1))),
    )
    return in_turns(base, things, setting.part(0.7))
