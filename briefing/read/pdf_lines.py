"""The lines of a PDF's pages: made of glyphs, freed of running heads, set in reading order."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby
from statistics import median

from briefing.read.block import collapse

_ZONE = 0.15  # of a page's height, at its top and its foot: where running heads stand
_DEEPEST = 4  # rows of a running head or foot
_MANY = 8  # pages; with more of them,
_SEVERAL = 3  # pages must have a row in common, with fewer pages two
_COUNTED = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|pp?\.?|pg\.?|seite|página|pagina|sid[ae]|strona|стр\.?) )?[-–—|]? ?# ?"
    r"(?:(?:/|of|von|sur|de|di|av|z|из) ?#)? ?[-–—|]?",
    re.IGNORECASE,
)
_RAISED = 0.15  # of the line's size: a smaller sign whose foot is higher than that is raised
_SMALL = 0.8
_NOTED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?…”’\"'»)\]])\s*$")
_NOTE_MARK = re.compile(r"[\d*†‡§,\s]+")
_COLUMN_LINES = 3  # at least so many lines start at a column's left edge
_ACROSS = 0.3  # of the lines of a page may run across its columns: titles, wide tables
_COLUMN_TEXT = 15  # characters of a typical line; in a table's columns they are fewer
_SAME_ROW = 0.4  # of the smaller height, between the middles of two pieces of one line


_Head = tuple[str, int, int]
"""A row at the head or foot of a page: its text with # for each number, its size, its height on the page."""


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


def without_running_heads(pages: Sequence[Page]) -> list[list[Line]]:
    """Leave out page numbers, and what returns at the head or foot of several pages; put lines in order."""
    rows = [_rows(page.lines) for page in pages]
    counts = Counter(
        head
        for page, on_page in zip(pages, rows, strict=True)
        for head in {_head(row, page) for row in on_page}
        if head is not None
    )
    least = _SEVERAL if len(pages) > _MANY else 2
    returning = {head for head in counts if _total(head, counts) >= least}
    kept = [
        [line for row in _body(on_page, page, returning) for line in row]
        for page, on_page in zip(pages, rows, strict=True)
    ]
    gutters = frozenset(round(gutter) for page in kept if (gutter := _gutter(page)) is not None)
    return [_ordered(page, gutters) for page in kept]


def _body(rows: Sequence[list[Line]], page: Page, returning: AbstractSet[_Head]) -> Sequence[list[Line]]:
    """Take off the outermost rows of a page that are running heads and feet."""
    running = [_runs(_head(row, page), returning) for row in rows]
    first, last = 0, len(rows)
    while first < min(last, _DEEPEST) and running[first]:
        first += 1
    while last > max(first, len(rows) - _DEEPEST) and running[last - 1]:
        last -= 1
    return rows[first:last]


def _head(row: Sequence[Line], page: Page) -> _Head | None:
    """Take a row at the head or foot of a page, whatever its numbers; no other row."""
    middle = row[0].middle
    if _ZONE * page.height < middle < (1 - _ZONE) * page.height:
        return None
    text = collapse(_COUNTED.sub("#", " ".join(line.text for line in row)))
    return text, round(row[0].size), round(middle)


def _runs(head: _Head | None, returning: AbstractSet[_Head]) -> bool:
    """Whether a row is a page number, or returns on other pages and is no row of figures."""
    if head is None:
        return False
    figures = head[0].count("#") > 2 and not any(character.isalpha() for character in head[0])
    return _PAGE_NUMBER.fullmatch(head[0]) is not None or (head in returning and not figures)


def _total(head: _Head, counts: Counter[_Head]) -> int:
    """Count the pages on which a row returns, at the same height or a point beside."""
    text, size, height = head
    return sum(counts[text, size, height + shift] for shift in (-1, 0, 1))


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
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
        return [_merged(row) for row in _rows(lines)]
    ordered: list[Line] = []
    for runs_across, group in groupby(
        sorted(lines, key=lambda line: -line.middle), key=lambda line: _side(line, gutter) is _Side.ACROSS
    ):
        band = list(group)
        if runs_across:
            ordered += [_merged(row) for row in _rows(band)]
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
