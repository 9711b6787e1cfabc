"""The lines of a PDF's pages: made of glyphs, and set in reading order."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby
from statistics import median

from briefing.read.block import collapse

_RAISED = 0.15  # of the line's size: a smaller sign whose foot is higher than that is raised
_SMALL = 0.9
_NOTED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?…”’\"'»)\]])\s*$")
_NOTE_MARK = re.compile(r"[\d*†‡§,\s]+")
_COLUMN_LINES = 3  # at least so many lines start at a column's left edge
_ACROSS = 0.3  # of the lines of a page may run across its columns: titles, wide tables
_COLUMN_TEXT = 15  # characters of a typical line; in a table's columns they are fewer
_SAME_ROW = 0.4  # of the smaller height, between the middles of two pieces of one line


class _Side(Enum):
    """Where a line stands to the edge of a column."""

    LEFT = auto()
    RIGHT = auto()
    ACROSS = auto()


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and where it stands, in points from the page's left and foot; a space may stand nowhere."""

    text: str
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its edges in points, the size of most of its letters, and whether they are bold."""

    text: str
    x0: float
    x1: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """Half way up the line."""
        return self.bottom + self.size / 2

    def overlaps(self, other: "Line") -> bool:
        """Whether one stands above the other, at least in part."""
        return self.x0 < other.x1 and other.x0 < self.x1


@dataclass(frozen=True, slots=True)
class Page:
    """A page, in points, its lines as they come, and how many pictures it holds."""

    width: float
    height: float
    lines: tuple[Line, ...]
    pictures: int = 0


def line_of(glyphs: Iterable[Glyph]) -> Line | None:
    """Make a line of glyphs, without the raised numbers that lead to notes; none if nothing is to be seen."""
    given = list(glyphs)
    seen = [glyph for glyph in given if glyph.text.strip()]
    if not seen:
        return None
    size = Counter(round(glyph.y1 - glyph.y0, 1) for glyph in seen).most_common(1)[0][0]
    bottom = median(glyph.y0 for glyph in seen if abs(glyph.y1 - glyph.y0 - size) <= 0.1)
    text = ""
    for glyph in given:
        raised = glyph.y0 > bottom + _RAISED * size and glyph.y1 - glyph.y0 < _SMALL * size
        if not (raised and _NOTE_MARK.fullmatch(glyph.text) and _NOTED.search(text[-8:])):
            text += glyph.text
    bold = sum(glyph.bold for glyph in seen) * 2 > len(seen)
    x0, x1 = min(glyph.x0 for glyph in seen), max(glyph.x1 for glyph in seen)
    return Line(collapse(text), x0, x1, bottom, max(size, 0.1), bold)


def in_order(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Set the lines of pages in reading order; a column that one page shows helps to see it on the others."""
    gutters = frozenset(round(gutter) for page in pages if (gutter := _gutter(page)) is not None)
    return [_ordered(page, gutters) for page in pages]


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Group the pieces that stand on one line, left to right, from the top of the page down."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and abs(rows[-1][0].middle - line.middle) < _SAME_ROW * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _ordered(lines: Sequence[Line], known: frozenset[int]) -> list[Line]:
    """Set lines in reading order: columns from left to right, between the lines that run across them."""
    gutter = _gutter(lines, known)
    if gutter is None:
        return [_merged(row) for row in rows_of(lines)]
    ordered: list[Line] = []
    for runs_across, group in groupby(
        sorted(lines, key=lambda line: -line.middle), key=lambda line: _side(line, gutter) is _Side.ACROSS
    ):
        band = list(group)
        if runs_across:
            ordered += [_merged(row) for row in rows_of(band)]
            continue
        for side in (_Side.LEFT, _Side.RIGHT):
            column = [line for line in band if _side(line, gutter) is side]
            ordered += _ordered(column, known)
    return ordered


def _side(line: Line, gutter: float) -> _Side:
    if line.x0 >= gutter - 1:
        return _Side.RIGHT
    return _Side.LEFT if line.x1 < gutter else _Side.ACROSS


def _gutter(lines: Sequence[Line], known: frozenset[int] = frozenset()) -> float | None:
    """Find where a column begins beside another; fewer lines tell where one is known from other pages."""
    found: list[tuple[int, float]] = []
    for start, count in sorted(Counter(round(line.x0) for line in lines).items()):
        if count < _COLUMN_LINES and start not in known:
            continue
        sides: dict[_Side, list[Line]] = {side: [] for side in _Side}
        for line in lines:
            sides[_side(line, start)].append(line)
        left, right, across = (sides[side] for side in _Side)
        least = 1 if start in known else _COLUMN_LINES
        if len(across) <= _ACROSS * len(lines) and _side_by_side(left, right, least):
            found.append((min(len(left), len(right)) - len(across), float(start)))
    best = max(found, default=(-1, 0.0))
    return best[1] if best[0] >= 0 else None


def _side_by_side(left: Sequence[Line], right: Sequence[Line], least: int) -> bool:
    if len(left) < least or len(right) < least:
        return False
    if min(median(len(line.text) for line in side) for side in (left, right)) < _COLUMN_TEXT:
        return False
    foot = max(min(line.middle for line in side) for side in (left, right))
    head = min(max(line.middle for line in side) for side in (left, right))
    return foot < head or least == 1


def _merged(row: Sequence[Line]) -> Line:
    longest = max(row, key=lambda line: len(line.text))
    text = " ".join(line.text for line in row)
    return replace(longest, text=text, x0=row[0].x0, x1=max(line.x1 for line in row))
