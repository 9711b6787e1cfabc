"""What the tests work with: a copy of the small desk in tests/desk, the command, and its variants pressed once."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.building.build import Workshop, examine, open_workshop
from briefing.composing.compose import compose
from briefing.laying_out.lay_out import Page, lay_out
from briefing.model.brief import Brief
from briefing.model.problem import Problem
from briefing.model.variant import Variant
from briefing.press import Pressed, press
from briefing.press.fonts import fonts_for
from briefing.reuse.kept import FOLDER

ROOT = Path(__file__).parent.parent
SMALL_DESK = Path(__file__).parent / "desk"
GOLDEN = Path(__file__).parent / "golden"
BRIEF = "sources/harbour/brief.yaml"
HOUSE = "sources/house.yaml"
COMMAND = (sys.executable, "-c", "from briefing.cli import main; main()")
MIB = 2**20


@dataclass(frozen=True)
class DeskCopy:
    """A desk to spoil: the folder, and what a test does to its files."""

    folder: Path

    @property
    def brief(self) -> Path:
        """The folder of its brief."""
        return (self.folder / BRIEF).parent

    def edit(self, old: str, new: str, file: str = BRIEF) -> None:
        """Put `new` in the place of `old`, which stands once in the file."""
        text = (self.folder / file).read_bytes().decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(text.replace(old, new), file)

    def append(self, text: str, file: str = BRIEF) -> None:
        """Add lines at the end of a file."""
        self.write((self.folder / file).read_bytes().decode() + text, file)

    def write(self, content: str | bytes, file: str = BRIEF) -> Path:
        """Write a file, whole, with the line ends given."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def line_of(self, text: str, file: str = BRIEF) -> int:
        """The number of the one line that holds this text."""
        lines = (self.folder / file).read_text("utf-8").split("\n")
        found = [number for number, line in enumerate(lines, start=1) if text in line]
        assert len(found) == 1, f"{text!r} stands in lines {found}"
        return found[0]

    def workshop(self) -> Workshop:
        """The desk, opened."""
        return open_workshop(self.folder)

    def examine(self) -> tuple[Brief | None, tuple[Problem, ...]]:
        """The brief as far as it can be read, and its problems."""
        return examine(self.brief, self.workshop())

    def errors(self) -> list[Problem]:
        """The errors of the brief."""
        return [problem for problem in self.examine()[1] if problem.is_error]

    def variant(self, audience: str) -> Variant:
        """What an audience reads of the brief, which must be without errors."""
        brief, problems = self.examine()
        assert brief is not None
        assert not any(problem.is_error for problem in problems), problems
        layout = self.workshop().layouts[brief.house.audiences[audience].layout]
        return compose(brief, audience, layout.sections)

    def html(self, audience: str) -> str:
        """The page of an audience."""
        return page_of(self.variant(audience), self.workshop())

    def made(self) -> list[str]:
        """The files under build/, hidden ones too, apart from the folder of what is kept of a build."""
        files = (path for path in (self.folder / "build").rglob("*") if path.is_file())
        return sorted(path.name for path in files if FOLDER not in path.parts)


def page_of(variant: Variant, workshop: Workshop) -> str:
    """A variant, laid out on A4."""
    layout = workshop.layouts[workshop.desk.house.audiences[variant.audience].layout]
    return lay_out(variant, layout, Page("A4"))


def run(
    *arguments: str,
    folder: Path,
    memory: int = 0,
    seconds: float = 240,
    environment: dict[str, str] | None = None,
    given: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with a limit of memory (in bytes) and of time.

    `given` is what it can read from standard input.
    """

    def limit() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**clean_environment(), **(environment or {})},
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
        preexec_fn=limit,
    )


def clean_environment() -> dict[str, str]:
    """The environment without what colours or widens the output."""
    meant = {"NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES"}
    return {**{name: value for name, value in os.environ.items() if name not in meant}, "COLUMNS": "100"}


@dataclass(frozen=True)
class Printed:
    """A variant, its page and its PDF."""

    variant: Variant
    html: str
    pressed: Pressed


@cache
def printed(desk: Path, brief: str, audience: str, added_style: str = "") -> Printed:
    """Press a variant; the same twice is pressed once."""
    workshop = open_workshop(desk)
    loaded, problems = examine(desk / "sources" / brief, workshop)
    assert loaded is not None
    assert not any(problem.is_error for problem in problems), problems
    layout = workshop.layouts[loaded.house.audiences[audience].layout]
    variant = compose(loaded, audience, layout.sections)
    html = page_of(variant, workshop).replace("</style>", f"{added_style}</style>", 1)
    fonts, missing = fonts_for(html)
    assert not missing, missing
    with tempfile.TemporaryDirectory() as scratch:
        pressed = press(html, identifier=variant.digest(), fonts=fonts, scratch=Path(scratch))
    return Printed(variant, html, pressed)


def copy_desk(to: Path, desk: Path = SMALL_DESK) -> DeskCopy:
    """Copy a desk, and nothing that was made of it."""
    shutil.copytree(desk / "sources", to / "sources")
    return DeskCopy(to)


UNDER_CONTROL = ("CUI//SP-PRVCY", "CUI//PROCURE", "CUI//PROPIN/FEDCON")


def marked_for_the_us(desk: DeskCopy, house: str = "") -> DeskCopy:
    """The small desk in the US scheme; what was for the community is CUI, by turns of three categories."""
    for file in (BRIEF, HOUSE):
        text = (desk.folder / file).read_text("utf-8")
        for tlp, us in (("RED", "TOP SECRET"), ("AMBER", "SECRET//NOFORN"), ("CLEAR", "UNCLASSIFIED")):
            text = text.replace(f"TLP:{tlp}", us)
        pieces = text.split("TLP:GREEN")
        turns = UNDER_CONTROL if file == BRIEF else ("CUI",)
        text = pieces[0] + "".join(turns[at % len(turns)] + piece for at, piece in enumerate(pieces[1:]))
        desk.write(text.replace("marking: tlp", f"marking: us\n{house}"), file)
    return desk


MORE = """\
  - {id: more%d, question: Will there be room for one more question of the desk?, priority: low, cites: [A1],
     why: "It would matter more if there were less of it, and the page were longer than it is by a line or two."}
"""


def crowded(desk: DeskCopy, count: int, budget: int) -> None:
    """Many questions of low priority, and a budget for the chief."""
    text = (desk.folder / BRIEF).read_text("utf-8")
    before, after = text.split("open_questions:\n")
    desk.write(before + "open_questions:\n" + "".join(MORE % number for number in range(count)) + after)
    desk.edit("max_pages: 2", f"max_pages: {budget}", HOUSE)
