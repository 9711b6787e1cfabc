"""WeasyPrint, asked for single lines: many are laid out in one go, and each is written as a PDF of its own."""

from collections.abc import Iterator
from typing import Any

from weasyprint import HTML

from briefing.press.engine import BASE, OnlyData, failing_in_words, listening
from briefing.press.letters import correct
from briefing.press.sheets import Seen
from briefing.press.tree import PdfObject

Document = Any  # WeasyPrint's: the lines, laid out
Page = Any  # WeasyPrint's: one of them


def write_lines(html: str) -> Iterator[tuple[bytes, float]]:
    """Write each page (which holds one line) by itself; with it comes how wide the line is, in CSS pixels."""
    with listening(), failing_in_words():
        document = HTML(string=html, base_url=BASE, url_fetcher=OnlyData()).render()
        for page in document.pages:
            yield _alone(document, page), _width(page)


def _alone(document: Document, page: Page) -> bytes:
    # Fonts belong to a document: one that has this page alone embeds the letters of this line alone.
    alone = document.copy([page])
    paint = page.paint

    def paint_and_correct(stream: PdfObject, scale: float = 1) -> None:
        paint(stream, scale)
        for font in alone.fonts.values():
            correct(font)

    page.paint = paint_and_correct
    return bytes(alone.write_pdf())


def _width(page: Page) -> float:
    boxes = Seen(page._page_box).inside()  # noqa: SLF001
    return max(float(seen.box.width) for seen in boxes if type(seen.box).__name__ == "LineBox")
