"""Vacancy: where at the foot of a pressed page there is room for a line, seen as the page is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image

from briefing.direction import Direction

_MM = 72 / 25.4
_UNPRINTED = 5 * _MM
"""Office printers leave up to 6 mm blank; in a line as high as ours the letters begin a millimetre above its edge."""
_FOOT = 26 * _MM
_MARGIN = 18 * _MM
"""Where a line begins on a page with an empty foot."""
_EDGE = 9 * _MM
_APART = 6
"""Points that are left free on either side of a line."""
_ABOVE = 1
"""Points that are left free above and below the line, which has room of its own inside."""
_INK = 250
"""Of 255, which is white: what is darker was printed."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a page as a picture of what is printed there, a pixel to the point; the page's width in points."""

    picture: Image.Image
    width: float

    def place(self, width: float, height: float, direction: Direction) -> tuple[float, float] | None:
        """Where a line of this size stands free: its lower left corner in points. None where there is no room.

        In line with what is printed at the foot, on the side where reading begins, else in the middle or on the other
        side, as low as printers print; where that is taken, wherever there is room.
        """
        inked = self.picture.getbbox()
        left, right = (inked[0], inked[2]) if inked else (_MARGIN, self.width - _MARGIN)
        last = self.width - _EDGE - width
        sides = [max(left, _EDGE), min(right - width, last)]
        start, end = sides if direction == "ltr" else reversed(sides)
        rows = [(up, self._columns(up, height)) for up in _rows(self.picture.height - height)]
        for wanted in ((start, (self.width - width) / 2, end), _anywhere(last)):
            for up, columns in rows:
                for across in wanted:
                    if _EDGE <= across <= last and _is_free(columns, across, width):
                        return round(across, 2), round(up, 2)
        return None

    def _columns(self, up: float, height: float) -> bytes:
        """For each point of the width whether there is ink between two heights: any byte but 0."""
        bottom = self.picture.height - int(up) + _ABOVE
        top = self.picture.height - int(up + height) - _ABOVE
        band = self.picture.crop((0, top, self.picture.width, min(bottom, self.picture.height)))
        return band.resize((band.width, 1), Image.Resampling.BOX).tobytes()


def _anywhere(last: float) -> Sequence[float]:
    return range(int(_EDGE) + 1, int(last) + 1, _APART)


def _rows(highest: float) -> Iterator[float]:
    up = _UNPRINTED
    while up <= highest:
        yield up
        up += 1


def _is_free(columns: bytes, across: float, width: float) -> bool:
    return not any(columns[max(0, int(across) - _APART) : int(across + width) + _APART])


def feet(pdf: bytes) -> Sequence[Foot]:
    """The feet of all pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_foot(page) for page in document]


def _foot(page: pypdfium2.PdfPage) -> Foot:
    width, height = page.get_size()
    drawn = page.render(scale=1, crop=(0, 0, 0, max(0, height - _FOOT)), grayscale=True).to_pil().convert("L")
    return Foot(drawn.point([255 if value < _INK else 0 for value in range(256)]), width)
