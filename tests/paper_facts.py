"""What can be measured on printed pages: ink, words and where they stand, colours."""

from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar
from PIL import Image

MM = 72 / 25.4


def pictures(pdf: bytes, dpi: int = 72) -> list[Image.Image]:
    """Every page as a picture in colour."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in opened]


def ink(picture: Image.Image, dpi: int = 72) -> tuple[float, float, float, float]:
    """How far ink is from the left, top, right and bottom edge of a page, in millimetres."""
    box = picture.convert("L").point(lambda value: 255 if value < 200 else 0).getbbox()
    assert box is not None, "the page is empty"
    left, top, right, bottom = box
    edges = (left, top, picture.width - right, picture.height - bottom)
    return tuple(edge * 25.4 / dpi for edge in edges)  # type: ignore[return-value]


def texts(pdf: bytes) -> list[str]:
    """The words of each page."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_bounded() for page in opened]


def sizes_of_type(pdf: bytes) -> Counter[float]:
    """How many letters are set in each size, in points as they are read on paper."""
    found: Counter[float] = Counter()
    for page in extract_pages(BytesIO(pdf), laparams=LAParams(all_texts=True)):
        found.update(_sizes(page))
    return found


def _sizes(thing: Any) -> Iterator[float]:
    if isinstance(thing, LTChar):
        if thing.get_text().isalpha():
            yield round(thing.size, 1)
    elif isinstance(thing, Iterable):
        for part in thing:
            yield from _sizes(part)


def words_between(pdf: bytes, left: float, right: float) -> list[str]:
    """The words of each page between two lengths from its left edge, in millimetres; negative: from the right."""
    found = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            width = page.get_width()
            edges = [edge * MM if edge >= 0 else width + edge * MM for edge in (left, right)]
            found.append(page.get_textpage().get_text_bounded(left=edges[0], right=edges[1]))
    return found


def colours(pdf: bytes) -> set[tuple[float, ...]]:
    """Every colour that something is filled or drawn with, as red, green and blue."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {colour for page in opened.pages for colour in _colours(page)}


def _colours(thing: Any) -> Iterator[tuple[float, ...]]:
    for one in pikepdf.parse_content_stream(thing):
        operator, numbers = str(one.operator), one.operands
        if operator in {"rg", "RG", "sc", "SC", "scn", "SCN"} and len(numbers) == 3:
            yield tuple(round(float(number), 3) for number in numbers)
        elif operator in {"g", "G"}:
            yield (round(float(numbers[0]), 3),) * 3
        elif operator in {"k", "K", "scn", "sc"}:
            yield tuple(float(number) for number in numbers if not isinstance(number, pikepdf.Name))
