"""Vacancy: where at the foot of a pressed page there is room for a line, seen as the page is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image

from briefing.language.direction import Direction

_MM = 72 / 25.4
_UNPRINTED = 5 * _MM
"""Office printers leave up to 6 mm blank; in a line as high as ours the letters begin a millimetre above its edge."""
_LOW = 11 * _MM
"""Up to here a line stands below what layouts print at the foot."""
_FOOT = 26 * _MM
_MARGIN = 18 * _MM
"""Where a line begins on a page with an empty foot."""
_EDGE = 9 * _MM
_APART = 12
"""Points that are left free on either side of a line."""
_STEP = 4
_ABOVE = 1
"""Points that are left free above and below the line, which has room of its own inside."""
_LARGE = 18
"""Points from the highest letter of a face to the deepest: type of 14 points and more."""
_INK = 250
"""Of 255, which is white: what is darker was printed."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a page, for lines of one height; lengths are in points.

    `edges` are where print begins and ends there. `rows` are the heights at which a line may stand, the lowest first,
    each with a byte for every point of the width: 0 where nothing is printed.
    """

    width: float
    edges: tuple[float, float]
    rows: tuple[tuple[float, bytes], ...]

    def place(self, width: float, direction: Direction) -> tuple[float, float] | None:
        """Where a line of this width stands free: its lower left corner. None where there is no room.

        As low as printers print, in line with what else is printed there on the side where reading begins, in the
        middle, or on the other side, in this order; where all that is taken, wherever there is room.
        """
        last = self.width - _EDGE - width
        sides = [max(self.edges[0], _EDGE), min(self.edges[1] - width, last)]
        start, end = sides if direction == "ltr" else reversed(sides)
        in_line = [across for across in (start, (self.width - width) / 2, end) if _EDGE <= across <= last]
        low = [row for row in self.rows if row[0] <= _LOW]
        for places, rows in (
            (in_line, low),
            (_anywhere(last), low),
            (in_line, self.rows),
            (_anywhere(last), self.rows),
        ):
            for up, columns in rows:
                for across in places:
                    if _is_free(columns, across, width):
                        return round(across, 2), round(up, 2)
        return None


def _anywhere(last: float) -> Sequence[float]:
    return range(int(_EDGE) + 1, int(last) + 1, _STEP)


def _rows(highest: float) -> Iterator[float]:
    up = _UNPRINTED
    while up <= highest:
        yield up
        up += 1


def _is_free(columns: bytes, across: float, width: float) -> bool:
    return not any(columns[max(0, int(across) - _APART) : int(across + width) + _APART])


def feet(pdf: bytes, height: float) -> Sequence[Foot]:
    """The feet of all pages of a PDF, for lines of this height."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_foot(page, height) for page in document]


def is_large_print(pdf: bytes) -> bool:
    """Whether the smallest words of the first page are as large as in large print."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        boxes = (page.get_charbox(index, loose=True) for index in range(page.count_chars()))
        heights = [top - bottom for _, bottom, _, top in boxes if top > bottom]
    return bool(heights) and min(heights) >= _LARGE


def _foot(page: pypdfium2.PdfPage, height: float) -> Foot:
    width, up = page.get_size()
    drawn = page.render(scale=1, crop=(0, 0, 0, max(0, up - _FOOT)), grayscale=True).to_pil().convert("L")
    picture = drawn.point([255 if value < _INK else 0 for value in range(256)])
    inked = picture.getbbox()
    edges = (float(inked[0]), float(inked[2])) if inked else (_MARGIN, width - _MARGIN)
    rows = ((row, _columns(picture, row, height)) for row in _rows(picture.height - height))
    return Foot(width, edges, tuple(rows))


def _columns(picture: Image.Image, up: float, height: float) -> bytes:
    """For each point of the width whether there is ink between two heights: any byte but 0."""
    bottom = min(picture.height, picture.height - int(up) + _ABOVE)
    top = max(0, picture.height - int(up + height) - _ABOVE)
    return picture.crop((0, top, picture.width, bottom)).resize((picture.width, 1), Image.Resampling.BOX).tobytes()
