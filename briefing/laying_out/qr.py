"""QR codes: a short text as a drawing that a telephone reads (ISO/IEC 18004), from a copy of a copy too."""

from collections.abc import Iterable
from dataclasses import dataclass

_MODULE = 0.55
"""The side of a module in millimetres: two dots of a scan at 100 dots an inch."""
_SMALLEST = 15.0


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code to be drawn: how many modules it has at a side, and the black ones as the `d` of an SVG path.

    A module is 1 there. `width` is that of the whole on paper, in millimetres, so that each outlives a copier. Around
    it four modules, 3 mm, are to stay white (ISO/IEC 18004, 6.3.8).
    """

    modules: int
    path: str
    width: float


def qr(text: str) -> Square:
    """A text as a QR code of level M: a seventh of it may be lost."""
    import segno  # noqa: PLC0415 (a plain build prints no code)

    rows = tuple(segno.make_qr(text, error="m", boost_error=False).matrix_iter(border=0))
    side = len(rows)
    path = "".join(_row(y, row) for y, row in enumerate(rows))
    return Square(side, path, round(max(_SMALLEST, side * _MODULE), 2))


def _row(y: int, row: Iterable[int]) -> str:
    """The black runs of a row, each a rectangle."""
    drawn, start = "", None
    for x, is_black in enumerate((*row, 0)):
        if is_black and start is None:
            start = x
        elif not is_black and start is not None:
            drawn += f"M{start} {y}h{x - start}v1h{start - x}z"
            start = None
    return drawn
