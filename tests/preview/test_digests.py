"""Digests of pages: alike where the pictures are, different where they differ."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from briefing.preview.digests import digests_of_pages
from tests.workbench import SMALL_DESK, printed


def digests(pdf: bytes) -> list[str]:
    return [page["digest"] for page in digests_of_pages(pdf)]


def pictures(pdf: bytes) -> list[bytes]:
    return [page.render(scale=1).to_pil().tobytes() for page in pypdfium2.PdfDocument(pdf)]


@pytest.fixture(scope="module")
def board() -> bytes:
    return printed(SMALL_DESK, "harbour", "board").pressed.pdf


def test_a_page_that_did_not_change_keeps_its_digest_though_others_did(board: bytes) -> None:
    # Other words on the first page, in other letters, so that the fonts of the file are cut otherwise.
    style = '#bottom-line::before {content: "Żółć ß"; display: block; position: absolute}'
    other = printed(SMALL_DESK, "harbour", "board", style).pressed.pdf
    assert len(digests(board)) > 1
    alike = [one == two for one, two in zip(digests(board), digests(other), strict=True)]
    assert alike == [one == two for one, two in zip(pictures(board), pictures(other), strict=True)]
    assert alike == [False] + [True] * (len(alike) - 1)


def test_sizes_are_those_of_the_paper_in_pixels_of_css(board: bytes) -> None:
    (first, *_) = digests_of_pages(board)
    assert (round(first["width"]), round(first["height"])) == (794, 1123)  # A4 at 96 dots to the inch


def two_pages(*drawn: tuple[bytes, dict[str, bytes]]) -> bytes:
    """A file of two pages: what is drawn on each, with forms by their names."""
    with pikepdf.new() as pdf:
        for content, forms in drawn:
            page = pdf.add_blank_page(page_size=(100, 100))
            made = {f"/{name}": pdf.make_stream(inside, Subtype=pikepdf.Name.Form) for name, inside in forms.items()}
            page.obj.Contents = pdf.make_stream(content)
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(made))
        out = BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()


def test_what_is_drawn_goes_by_what_it_holds_and_not_by_its_name() -> None:
    square, line = b"0 0 9 9 re f", b"0 0 m 9 9 l S"
    one, renamed = digests(two_pages((b"/x0 Do", {"x0": square}), (b"/x7 Do", {"x7": square, "x0": line})))
    assert one == renamed
    one, other = digests(two_pages((b"/x0 Do", {"x0": square}), (b"/x0 Do", {"x0": line})))
    assert one != other


def test_a_form_that_draws_itself_comes_to_an_end() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(100, 100))
        form = pdf.make_stream(b"/x0 Do", Subtype=pikepdf.Name.Form)
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(x0=form))
        page.obj.Contents = pdf.make_stream(b"/x0 Do")
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(x0=form))
        out = BytesIO()
        pdf.save(out)
    assert len(digests(out.getvalue())) == 1


def test_an_empty_page_has_a_digest_of_its_size() -> None:
    with pikepdf.new() as pdf:
        for size in ((100, 100), (100, 100), (100, 200)):
            pdf.add_blank_page(page_size=size)
        out = BytesIO()
        pdf.save(out)
    one, same, taller = digests(out.getvalue())
    assert one == same != taller
