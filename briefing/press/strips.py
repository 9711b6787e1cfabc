"""Strips: single lines set by themselves, to be laid over pages that were pressed before.

Many are laid out at once, and each is written by itself: its fonts hold the letters of its own line and of no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from briefing.css import css_string
from briefing.language.direction import Direction
from briefing.press.environment import hermetic, load
from briefing.press.families import COMPANIONS, SANS
from briefing.press.fonts import Fonts, write_fontconfig

HEIGHT = 12.0
"""Of a strip, in points."""
_SIZE = 8.5
_LONGEST = 2000
"""Points that a line may take; nothing that is printed comes near it."""
_SHEET = 200
"""Lines that are laid out at once: memory does not grow with the register."""
_POINTS = 0.75  # in a pixel of CSS


@dataclass(frozen=True, slots=True)
class Line:
    """What is set (markup: text and `<bdi>`), and the fonts for it."""

    markup: str
    fonts: Fonts


@dataclass(frozen=True, slots=True)
class Strip:
    """A line as a PDF of one page, its letters from the left edge on, and how wide they are, in points."""

    pdf: bytes
    width: float


def strips(lines: Sequence[Line], scratch: Path, *, tag: str, direction: Direction) -> Iterator[Strip]:
    """Set each line by itself, black, in the sans, 8.5 points.

    `tag` is the language of the lines, `direction` that of the line as a whole. The same line gives the same bytes,
    whatever the others are. Raises FaultyInputError where libraries are missing (E303).
    """
    files = dict.fromkeys(file for line in lines for file in line.fonts.files)
    fontconfig = write_fontconfig(Fonts(tuple(files)), scratch)
    for start in range(0, len(lines), _SHEET):
        with hermetic(fontconfig):
            write_lines = load("briefing.press.lines").write_lines
            set_lines = list(write_lines(_page(lines[start : start + _SHEET], tag, direction)))
        for pdf, width in set_lines:
            yield Strip(pdf, width * _POINTS)


def _page(lines: Sequence[Line], tag: str, direction: Direction) -> str:
    style = (
        f"@page {{ size: {_LONGEST}pt {HEIGHT}pt; margin: 0 }} body {{ margin: 0 }} "
        f"p {{ margin: 0; break-after: page; white-space: nowrap; text-align: left; hyphens: none; "
        f"font-size: {_SIZE}pt; line-height: {HEIGHT}pt; font-variant-numeric: lining-nums }}"
    )
    paragraphs = "".join(
        f'<p dir="{direction}" style="font-family: {escape(_families(line.fonts))}">{line.markup}</p>' for line in lines
    )
    return f'<html lang="{tag}"><head><style>{style}</style></head><body>{paragraphs}</body></html>'


def _families(fonts: Fonts) -> str:
    # A sans before a text face, where a script has both.
    names = [SANS, *sorted(fonts.families, key=lambda name: name not in COMPANIONS.values())]
    return ", ".join(map(css_string, names))
