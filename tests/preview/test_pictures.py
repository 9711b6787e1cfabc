"""Pictures of pages: each made once, kept within bounds, forgotten with its file."""

from io import BytesIO

import pytest
from PIL import Image

from briefing.preview.digests import digests_of_pages
from briefing.preview.pictures import Pictures
from tests.workbench import SMALL_DESK, printed


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(SMALL_DESK, "harbour", "board").pressed.pdf


@pytest.fixture(scope="module")
def digests(pdf: bytes) -> list[str]:
    return [page["digest"] for page in digests_of_pages(pdf)]


def seen(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_picture_is_as_sharp_as_it_is_asked_for(pdf: bytes, digests: list[str], scale: int) -> None:
    pictures = Pictures()
    pictures.add(pdf, digests)
    picture = seen(pictures.picture(digests[0], scale, grey=False))
    assert picture.format == "PNG"
    assert abs(picture.width - 793.7 * scale) < 2
    assert abs(picture.height - 1122.5 * scale) < 2


def test_grey_is_grey(pdf: bytes, digests: list[str]) -> None:
    pictures = Pictures()
    pictures.add(pdf, digests)
    assert seen(pictures.picture(digests[0], 1, grey=True)).mode == "L"
    assert seen(pictures.picture(digests[0], 1, grey=False)).mode == "RGB"


def test_the_same_picture_is_made_once(pdf: bytes, digests: list[str]) -> None:
    pictures = Pictures()
    pictures.add(pdf, digests)
    assert pictures.picture(digests[0], 1, grey=False) is pictures.picture(digests[0], 1, grey=False)


def test_the_pictures_that_are_kept_are_bounded(pdf: bytes, digests: list[str]) -> None:
    pictures = Pictures(most=1)
    pictures.add(pdf, digests)
    first = pictures.picture(digests[0], 1, grey=False)
    pictures.picture(digests[1], 1, grey=False)
    again = pictures.picture(digests[0], 1, grey=False)
    assert again is not first
    assert again == first


def test_no_page_no_picture(pdf: bytes, digests: list[str]) -> None:
    pictures = Pictures()
    assert pictures.picture(digests[0], 1, grey=False) is None
    pictures.add(pdf, digests)
    assert pictures.picture("../" + digests[0], 1, grey=False) is None


def test_what_is_shown_is_kept_and_what_was_shown_long_ago_is_not(pdf: bytes) -> None:
    pictures = Pictures()
    pictures.add(pdf, ["shown"])
    for number in range(9):
        pictures.add(pdf, [f"old {number}"])
    pictures.forget({"shown"})
    assert pictures.picture("shown", 1, grey=True) is not None
    assert pictures.picture("old 8", 1, grey=True) is not None  # a browser may just be asking for it
    assert pictures.picture("old 0", 1, grey=True) is None


def test_filed_pages_are_not_forgotten_with_the_others_and_are_bounded(pdf: bytes) -> None:
    pictures = Pictures()
    for number in range(9):
        pictures.add_filed(f"v{number}", pdf, [f"filed {number}"])
    pictures.forget(set())
    assert pictures.picture("filed 8", 1, grey=True) is not None
    assert pictures.picture("filed 0", 1, grey=True) is None
