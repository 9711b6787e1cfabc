"""How two PDFs differ, from their bytes to what a reader sees."""

import io

import pikepdf
import pytest

from briefing.editions.difference import difference
from tests.workbench import SMALL_DESK, printed


@pytest.fixture(scope="module")
def filed() -> bytes:
    """A pressed variant."""
    return printed(SMALL_DESK, "harbour", "chief").pressed.pdf


def saved(pdf: pikepdf.Pdf, **options: bool) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True, **options)
    return out.getvalue()


def test_the_same_objects_written_in_another_way_are_told(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        other = saved(pdf, compress_streams=False)
    found = difference(saved(pikepdf.open(io.BytesIO(filed))), other)
    assert list(found.sentences()) == ["written differently (compression or order), and the same in every object"]


def test_another_title_is_an_object_and_looks_the_same(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        pdf.docinfo["/Title"] = "Another"
        told = list(difference(filed, saved(pdf)).sentences())
    assert "objects differ" in told[0]
    assert told[1:] == ["the text is the same", "every page looks the same"]


def test_what_is_drawn_over_a_page_is_seen_there_and_a_page_more_is_counted(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        pdf.pages[0].contents_add(b"q 0 0 0 rg 100 100 200 200 re f Q")
        told = list(difference(filed, saved(pdf)).sentences())
        assert "page 1 looks different" in told
        pdf.add_blank_page()
        pages = len(pdf.pages)
        assert f"filed with {pages - 1} pages, made with {pages}" in list(difference(filed, saved(pdf)).sentences())


def test_what_is_no_pdf_is_refused(filed: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        difference(filed, b"%PDF-nothing")
