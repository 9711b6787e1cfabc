"""How time and memory grow with the pages: this program, the bare command, and peers, on the same content."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from briefing.press.families import SANS, TEXT, bundled
from tests.bench.bare import PAGE, PDF, bare, write_twin
from tests.bench.measured import Answer, Command, Cost, Pairs, Setting, Thing, briefing, in_turns
from tests.bench.peers import NOT_MEASURED, Found, chromium, prince, rendercv, typst
from tests.bench.sizes import LONG, PARTS, SHORT, SHORT_SECTIONS, make_brief, make_desk, summary
from tests.bench.typst_page import HEADS, markup

BUILD = "`briefing build`, one audience"
START = "the start of `weasyprint` alone"
RENDERCV = "RenderCV, its own sample"
PEERS = ("Typst", "Chromium", "Prince")
LEAVES_OUT = {
    "Typst": "HTML, CSS and layouts: its own markup of the same text; no checks; PDF/A-3a asked for, PDF/UA-1 not",
    "Chromium": "page numbers in the contents, the running title, the number of all pages, hyphens, PDF/A and PDF/UA",
    "Prince": "PDF/UA-1",
    RENDERCV: "it is another document, of two pages, without the icons that it would download",
}
ROUNDS = {2: 0.7, 10: 0.7, 30: 0.3, 100: 0.1, 300: 0.1}
"""The part of the rounds that a size gets: the longest, which take minutes, are measured once."""
WARMED = 10
"""Up to this size everything is run once for nothing: then the machine's caches and the bytecode are there."""
QUICK = (2, 10, 30)
COMPILE = """\
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=sys.argv[3:], pdf_standards=["a-3a"])
"""
ICONS = '#import "@preview/fontawesome:0.5.0": fa-icon'
NO_ICONS = "#let fa-icon(..all) = box(width: 1em)"


@dataclass(frozen=True, slots=True)
class Anew:
    """A command, run where nothing lies of what it made before."""

    command: Command
    made: Path

    def __call__(self) -> Cost:
        shutil.rmtree(self.made, ignore_errors=True)
        return self.command()


def growth(setting: Setting) -> Answer:
    """Measure every size in turns."""
    desk = setting.folder / "desk"
    make_desk(desk)
    absent: dict[str, str] = dict(NOT_MEASURED)
    pairs: list[Pairs] = []
    for size in QUICK if setting.quick else PARTS:
        pairs += measure_size(size, desk, setting, absent)
    return Answer(
        "growth",
        "How it grows, and beside others",
        "Made-up briefs in the shape of the seed's, every part growing with the pages. The bare command gets the page "
        "that this program presses and the same fonts; peers get the same content. Each is a new process, and nothing "
        "lies there of what was made before. Only this program checks the brief, composes it for its reader, and "
        "searches the finished file for what was withheld.",
        tuple(pairs),
        absent,
    )


def measure_size(size: int, desk: Path, setting: Setting, absent: dict[str, str]) -> list[Pairs]:
    """Measure one size: `absent` is told what is not there."""
    name, audience = f"pages-{size}", SHORT if size == min(PARTS) else LONG
    make_brief(desk, name, PARTS[size], size)
    folder = setting.folder / name
    base = bare(desk, name, audience, folder)
    things = [build(desk, name, audience), *peers(desk, name, audience, size, folder, absent)]
    if size == 10:
        things += [Thing(START, start_of(base)), *rendercv_sample(setting.folder / "rendercv", absent)]
    rounds = setting.part(ROUNDS[size], least=1)
    measured = in_turns(base, things, rounds, warm=size <= WARMED)
    made = {BUILD: desk / "build", "Typst": folder / "typst.pdf", "Chromium": folder / "chromium.pdf"}
    made |= {"Prince": folder / "prince.pdf", RENDERCV: setting.folder / "rendercv"}
    ours = pages_in(made[BUILD])
    assert ours == pages_in(folder / PDF), "the bare command made other pages"
    shutil.rmtree(desk / "build")
    return [
        replace(
            pair, size=size, pages=ours if pair.name == BUILD else pages_in(made[pair.name]) if pair.name in made else 0
        )
        for pair in measured
    ]


def build(desk: Path, name: str, audience: str) -> Thing:
    """A cold build of one audience."""
    return Thing(BUILD, Anew(briefing("build", name, "-a", audience, folder=desk), desk / "build"))


def start_of(base: Thing) -> Command:
    """The bare command, which loads all that it needs and makes nothing."""
    command = base.work
    assert isinstance(command, Command)
    return replace(command, arguments=(*command.arguments[:3], "--info"))


def peers(desk: Path, name: str, audience: str, size: int, folder: Path, absent: dict[str, str]) -> Iterator[Thing]:
    """The peers that are there, each with its own input of the same content."""
    there: dict[str, Found] = {"Typst": typst(), "Chromium": chromium(), "Prince": prince()}
    absent.update({peer: where for peer, where in there.items() if isinstance(where, str)})
    if isinstance(python := there["Typst"], Path):
        made, paragraphs = summary(PARTS[size], size)
        sections = SHORT_SECTIONS if audience == SHORT else tuple(HEADS)
        text = markup(made, paragraphs, sections, with_annex=audience == LONG)
        (folder / "page.typ").write_text(text, "utf-8")
        faces = [str(bundled(family).files[0].parent) for family in (TEXT, SANS)]
        command = (str(python), "-c", COMPILE, "page.typ", "typst.pdf", *faces)
        yield Thing("Typst", Command(command, folder), note=LEAVES_OUT["Typst"])
    if isinstance(browser := there["Chromium"], Path):
        write_twin(desk, name, audience, folder / "twin.html")
        yield Thing("Chromium", print_in(browser, folder), note=LEAVES_OUT["Chromium"])
    if isinstance(program := there["Prince"], Path):
        command = (str(program), "--pdf-profile=PDF/A-3a", PAGE, "-o", "prince.pdf")
        yield Thing("Prince", Command(command, folder), note=LEAVES_OUT["Prince"])


def print_in(browser: Path, folder: Path) -> Command:
    """The browser without a window, with a profile that it knows from the first run."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--timeout=600000")
    profile = f"--user-data-dir={folder / 'profile'}"
    pdf = f"--print-to-pdf={folder / 'chromium.pdf'}"
    return Command((str(browser), *options, profile, pdf, (folder / "twin.html").as_uri()), folder)


def rendercv_sample(folder: Path, absent: dict[str, str]) -> Iterator[Thing]:
    """RenderCV with the sample that it makes itself."""
    python = rendercv()
    if isinstance(python, str):
        absent["RenderCV"] = python
        return
    folder.mkdir()
    program = str(python.with_name("rendercv"))
    subprocess.run((program, "new", "Jane Doe"), cwd=folder, capture_output=True, check=True)
    preamble = folder / "classic" / "Preamble.j2.typ"
    preamble.write_text(preamble.read_text("utf-8").replace(ICONS, NO_ICONS), "utf-8")
    only_pdf = ("--dont-generate-markdown", "--dont-generate-png")
    command = Command((program, "render", "Jane_Doe_CV.yaml", *only_pdf), folder)
    yield Thing(RENDERCV, command, note=LEAVES_OUT[RENDERCV])


def pages_in(where: Path) -> int:
    """The pages of a PDF, or of the first one under a folder."""
    file = where if where.is_file() else next(where.rglob("*.pdf"))
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)
