"""The base of all pairs: the bare `weasyprint` command, on the page that this program would press, with its fonts."""

import sys
from pathlib import Path

from briefing.building.build import examine, open_workshop
from briefing.composing.compose import compose
from briefing.laying_out.lay_out import Page, lay_out
from briefing.model.layout import Layout
from briefing.model.variant import Variant
from briefing.press.fonts import font_faces_css, fonts_for, write_fontconfig
from tests.bench.measured import Command, Thing

BARE = "the bare `weasyprint` command"
VARIANT = ("--pdf-variant", "pdf/a-3a")
"""What this program asks of WeasyPrint too."""
PAGE = "page.html"
PDF = "bare.pdf"


def bare(desk: Path, brief: str, audience: str, folder: Path) -> Thing:
    """The bare command, on the page of an audience, which is written into this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    html = write_page(desk, brief, audience, folder / PAGE)
    fonts, missing = fonts_for(html)
    assert not missing, missing
    environment = {"FONTCONFIG_FILE": str(write_fontconfig(fonts, folder / "fonts")), "FC_LANG": "en"}
    command = (sys.executable, "-m", "weasyprint", *VARIANT, PAGE, PDF)
    return Thing(BARE, Command(command, folder, environment))


def write_page(desk: Path, brief: str, audience: str, file: Path) -> str:
    """Write the page that is pressed for an audience, and return it."""
    variant, layout = composed(desk, brief, audience)
    html = lay_out(variant, layout, Page("A4"))
    file.write_text(html, "utf-8")
    return html


def write_twin(desk: Path, brief: str, audience: str, file: Path) -> None:
    """Write the same page with its fonts inside, as a browser prints it."""
    variant, layout = composed(desk, brief, audience)
    html = lay_out(variant, layout, Page("A4"))
    fonts, _ = fonts_for(html)
    file.write_text(lay_out(variant, layout, Page("A4", faces=font_faces_css(fonts, html))), "utf-8")


def composed(desk: Path, brief: str, audience: str) -> tuple[Variant, Layout]:
    """What an audience reads of a brief, and its layout. The brief must be without errors."""
    workshop = open_workshop(desk)
    loaded, problems = examine(desk / "sources" / brief, workshop)
    assert loaded is not None, problems
    assert not any(problem.is_error for problem in problems), problems
    layout = workshop.layouts[loaded.house.audiences[audience].layout]
    return compose(loaded, audience, layout.sections), layout
