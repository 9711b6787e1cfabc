"""Where a text stands on a finished page."""

from io import BytesIO

import pypdfium2
import pytest
from weasyprint import HTML

from briefing.preview.lighting import spot_of

LONG = "It expects the council to vote on the budget again, and the harbour to be widened before the winter comes"
STYLE = "@page {size: 100mm 100mm; margin: 10mm} p {margin: 0 0 20mm; font: 12pt/14pt serif; hyphens: auto}"
PAGE = f"""<style>{STYLE}</style><body lang="en"><p>First the efficient ferry.</p><p>{LONG}</p>"""


@pytest.fixture(scope="module")
def pages() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(BytesIO(HTML(string=PAGE).write_pdf()))


def test_a_text_is_found_where_it_stands(pages: pypdfium2.PdfDocument) -> None:
    spot = spot_of(pages[0], "The efficient ferry")
    assert spot is not None
    assert 0.1 < spot.left < 0.25
    assert 0.09 < spot.top < 0.16
    assert spot.height < 0.06


def test_a_text_of_several_lines_is_found_whole(pages: pypdfium2.PdfDocument) -> None:
    spot = spot_of(pages[0], LONG)
    assert spot is not None
    assert spot.height > 0.08
    assert spot.width > 0.6


def test_what_is_not_on_the_page_is_not_found(pages: pypdfium2.PdfDocument) -> None:
    assert spot_of(pages[0], "Nothing of the kind stands here") is None
    assert spot_of(pages[0], "—!") is None


def test_a_text_that_runs_over_to_the_next_page_is_lit_as_far_as_it_goes() -> None:
    text = " ".join(f"word{number}" for number in range(300))
    style = "<style>@page {size: 100mm 100mm; margin: 10mm} p {font: 12pt/14pt serif; margin: 0}</style>"
    document = pypdfium2.PdfDocument(BytesIO(HTML(string=f"{style}<p>{text}</p>").write_pdf()))
    assert len(document) > 1
    spot = spot_of(document[0], text)
    assert spot is not None
    assert spot.height > 0.6
