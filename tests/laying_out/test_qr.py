"""QR codes: what is drawn is read again, from a bad copy too."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from briefing.laying_out.qr import Square, qr

CODE = "JXCM-HD3N-TD46"
ADDRESS = "https://briefs.example.org/edition/"


def drawn(square: Square, dots: int = 4) -> Image.Image:
    """The path as it is drawn, with four white modules around it."""
    picture = Image.new("L", ((square.modules + 8) * dots,) * 2, 255)
    pen = ImageDraw.Draw(picture)
    for run in square.path.removesuffix("z").split("z"):
        start, _, rest = run.removeprefix("M").partition("h")
        x, y = map(int, start.split())
        width, height, back = int(rest.partition("v")[0]), *map(int, rest.partition("v")[2].split("h"))
        assert (height, back) == (1, -width)
        corner = ((x + 4) * dots, (y + 4) * dots)
        pen.rectangle((*corner, corner[0] + width * dots - 1, corner[1] + dots - 1), fill=0)
    return picture


@pytest.mark.parametrize("text", [CODE, ADDRESS + CODE])
def test_what_is_drawn_is_read_again(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(drawn(qr(text)))
    assert (found.text, found.ec_level) == (text, "M")


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=90))
@settings(max_examples=25, deadline=None)
def test_so_it_is_with_every_address(address: str) -> None:
    (found,) = zxingcpp.read_barcodes(drawn(qr(address + CODE)))
    assert found.text == address + CODE


@pytest.mark.parametrize(("text", "least"), [(CODE, 0.7), (ADDRESS + CODE, 0.54), ("https://" + "x" * 90, 0.5)])
def test_a_module_is_large_enough_for_a_copier(text: str, least: float) -> None:
    square = qr(text)
    assert square.width >= 15
    assert square.width / square.modules >= least


def test_the_same_text_is_drawn_in_the_same_way() -> None:
    assert qr(CODE) == qr(CODE)
    assert qr(CODE) != qr(CODE[:-1] + "3")
