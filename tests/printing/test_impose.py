"""Booklets: each page in its place on the folded sheets, and no claim that the pages could be read aloud."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.printing.impose import impose, padded, sides
from tests.paper import printed

A4 = (841.89, 595.276)


def paged(pages: int) -> bytes:
    """A tagged PDF with the number of each page on it."""
    body = "".join(f"<h1 style='break-before: page'>no. {number}</h1>" for number in range(1, pages + 1))
    return printed(f"<style>@page {{ size: A5 }}</style><title>Numbers</title>{body}")


def read(pages: list[tuple[int, int]]) -> list[int]:
    """The pages as they are read once the sheets are laid on each other, folded and stapled in the middle."""
    sheets = [(pages[index], pages[index + 1]) for index in range(0, len(pages), 2)]
    first = [leaf for (_, right), (left, _) in sheets for leaf in (right, left)]
    last = [leaf for (front_left, _), (_, back_right) in reversed(sheets) for leaf in (back_right, front_left)]
    return first + last


@given(st.integers(1, 60).map(lambda sheets: 4 * sheets))
def test_folded_sheets_read_in_order(pages: int) -> None:
    assert read(list(sides(pages))) == list(range(1, pages + 1))


@given(st.integers(1, 60).map(lambda sheets: 4 * sheets))
def test_a_booklet_that_reads_from_right_to_left_is_its_mirror(pages: int) -> None:
    assert [(right, left) for left, right in sides(pages, right_to_left=True)] == list(sides(pages))


@pytest.mark.parametrize(("pages", "whole"), [(1, 4), (2, 4), (3, 4), (4, 4), (5, 8), (6, 8), (7, 8), (8, 8), (9, 12)])
def test_pages_fill_whole_sheets(pages: int, whole: int) -> None:
    assert padded(pages) == whole


def test_two_pages_of_half_a_sheet_stand_side_by_side_at_their_own_size() -> None:
    with pypdfium2.PdfDocument(impose(paged(8), 8, A4)) as pdf:
        found = []
        for page in pdf:
            width, height = page.get_size()
            assert (round(width), round(height)) == (842, 595)
            text = page.get_textpage()
            halves = ((0, width / 2), (width / 2, width))
            found.append(tuple(text.get_text_bounded(left=a, right=b).split()[-1] for a, b in halves))
    assert found == [("8", "1"), ("2", "7"), ("6", "3"), ("4", "5")]


def test_pages_keep_their_size_and_meet_at_the_fold() -> None:
    with pikepdf.open(BytesIO(impose(paged(4), 4, A4))) as pdf:
        placed = [
            [round(float(number), 1) for number in one.operands]
            for one in pikepdf.parse_content_stream(pdf.pages[0])
            if str(one.operator) == "cm"
        ]
    assert placed == [[1, 0, 0, 1, 1.4, 0], [1, 0, 0, 1, 420.9, 0]]


def test_pages_beyond_the_last_sheet_are_left_behind() -> None:
    with pikepdf.open(BytesIO(impose(paged(7), 4, A4))) as pdf:
        assert len(pdf.pages) == 2


def test_a_booklet_claims_nothing_and_keeps_no_tags() -> None:
    with pikepdf.open(BytesIO(impose(paged(4), 4, A4))) as pdf:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/Outlines"} & set(pdf.Root.keys())
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                assert not {"/StructParents", "/StructParent"} & set(item.keys())
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form":
                marks = {str(one.operator) for one in pikepdf.parse_content_stream(item)}
                assert not marks & {"BDC", "BMC", "EMC"}
        assert str(pdf.docinfo["/Title"]) == "Numbers"
        assert "/Annots" not in pdf.pages[0]


def test_the_same_pages_give_the_same_bytes() -> None:
    pressed = paged(5)
    assert impose(pressed, 4, A4) == impose(pressed, 4, A4)
