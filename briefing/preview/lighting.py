"""Lighting: where on a finished page a text of a brief stands, so that it can be lit there."""

import unicodedata
from dataclasses import dataclass

import pypdfium2

_BEGINNING = 48
"""A text that does not end on the page it begins on is known by so many letters; so few are no accident."""
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of a page around a text, in shares of the page's width and height from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


def spot_of(page: pypdfium2.PdfPage, text: str) -> Spot | None:
    """Where a text stands on a page, or what there is of it; None where it does not begin there.

    Only letters and figures are compared: lines, hyphens at their ends and typography are the page's own.
    """
    wanted = "".join(letter for letter, _ in _letters(text))
    if len(wanted) < _LEAST:
        return None
    words = page.get_textpage()
    try:
        there = list(_letters(words.get_text_range()))
        letters = "".join(letter for letter, _ in there)
        start, length = letters.find(wanted), len(wanted)
        if start < 0 and length > _BEGINNING:
            start, length = letters.find(wanted[:_BEGINNING]), _shared(letters, wanted)
        if start < 0:
            return None
        boxes = [words.get_charbox(index) for index in {there[at][1] for at in range(start, start + length)}]
    finally:
        words.close()
    return _around(boxes, page.get_mediabox())


def _letters(text: str) -> "list[tuple[str, int]]":
    """The letters and figures of a text, made alike, each with the place of its character."""
    return [
        (letter, index)
        for index, character in enumerate(text)
        for letter in unicodedata.normalize("NFKD", character).casefold()
        if letter.isalnum()
    ]


def _shared(letters: str, wanted: str) -> int:
    """How many letters of a text stand on a page on which it begins."""
    start = letters.find(wanted[:_BEGINNING])
    length = _BEGINNING
    while length < len(wanted) and letters[start : start + length + 1] == wanted[: length + 1]:
        length += 1
    return length


def _around(boxes: list[tuple[float, float, float, float]], page: tuple[float, float, float, float]) -> Spot:
    width, height = page[2] - page[0], page[3] - page[1]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    shares = ((left - page[0]) / width, (page[3] - top) / height, (right - left) / width, (top - bottom) / height)
    return Spot(*(round(share, 4) for share in shares))
