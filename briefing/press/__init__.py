"""The press: a laid-out page goes in, one PDF comes out that is PDF/A-3a and PDF/UA-1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefing.model.problem import Problem
from briefing.press.enclosure import Enclosure
from briefing.press.environment import hermetic, load
from briefing.press.fonts import Fonts, write_fontconfig
from briefing.press.libraries import Library, examine_libraries
from briefing.press.pages import ANNEX, BOTTOM_LINE, Heading, label_pages

if TYPE_CHECKING:
    from briefing.press.engine import Print

__all__ = ["Enclosure", "Heading", "Library", "Pressed", "examine_libraries", "press"]

Sharing = Literal["nothing", "parts", "pages"]


@dataclass(frozen=True)
class Pressed:
    """A pressed PDF, what is known of its pages, and the problems met on the way.

    Pages are counted from 1; `labels` are what they are called (1, 2 … A1, A2 …). `places` says for each id
    of the page on which pages its element begins and ends, `bottom_line` the same of the bottom line;
    `fullness` is how far down its text area each page is filled, from 0 to 1, footnotes apart; `lines` and `words`
    are how many each page has, those of its margins apart; `margins` are the words that can be read at the head and
    at the foot of each.
    """

    pdf: bytes
    pages: int
    labels: tuple[str, ...]
    body_pages: int
    annex_pages: int
    headings: tuple[Heading, ...]
    bottom_line: tuple[int, int] | None
    places: Mapping[str, tuple[int, int]]
    fullness: tuple[float, ...]
    lines: tuple[int, ...]
    words: tuple[int, ...]
    margins: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def press(  # noqa: PLR0913 (each is a thing of its own)
    html: str,
    *,
    identifier: bytes,
    fonts: Fonts,
    scratch: Path,
    enclosures: Sequence[Enclosure] = (),
    sharing: Sharing = "parts",
) -> Pressed:
    """Set a self-contained page (its style sheet in <style>, its pictures inside) and write it as a PDF.

    The same page, identifier, fonts and enclosures give the same bytes. The identifier becomes the first part
    of the file's /ID; it should be printable ASCII, such as a digest in hexadecimal.

    Problems: E301 a character no font has; E302 an address that was refused; E304 what keeps the page from
    being read aloud; W302 mistakes in the layout; E405 what is lost, cut off or outside the paper; W406 what is badly
    set. Raises FaultyInputError where libraries are missing (E303) or WeasyPrint breaks down over the layout (E305).
    One page at a time is pressed in a process. What it shares with the pages before it is not made anew (`once.py`);
    with `pages` the page itself is kept too, and laid out again only where it changed (`redraw.py`), with `nothing`
    all of it is made. The bytes are the same.
    """
    name = None if sharing == "nothing" else fonts.state()
    with hermetic(write_fontconfig(fonts, scratch)):
        # Only now: WeasyPrint looks for fonts as soon as it is imported.
        printed: Print = load("briefing.press.engine").print_page(
            html, identifier, enclosures, name, keeps=sharing == "pages"
        )
    pages = printed.pages
    annex = pages.names.count(ANNEX)
    return Pressed(
        pdf=printed.pdf,
        pages=len(pages.names),
        labels=label_pages(pages.names),
        body_pages=len(pages.names) - annex,
        annex_pages=annex,
        headings=pages.headings,
        bottom_line=pages.places.get(BOTTOM_LINE),
        places=pages.places,
        fullness=pages.fullness,
        lines=pages.lines,
        words=pages.words,
        margins=pages.margins,
        problems=printed.problems,
    )
