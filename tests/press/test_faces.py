"""The fonts inside the HTML twin."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from briefing.press import environment, faces, families, press
from briefing.press.fonts import Fonts, font_faces_css, fonts_for
from tests.pdf_facts import set_words
from tests.press.conftest import WORDS, page

STYLE = (
    "p {hyphens: auto; text-align: justify} i {font-variant-caps: small-caps} td {width: 4ch; height: 3ex}"
    " @page {@bottom-right {content: counter(page) ' · ' counter(pages)}}"
)
BODY = f"<p>{WORDS * 12}</p><p><i>Small</i> <b>{WORDS}</b> 김정은 ▲ 1½ ﬁ</p><table><tr><td>a</td></tr></table>"
HTML = page(BODY * 2, STYLE)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return fonts_for(HTML)[0]


@pytest.fixture(scope="module")
def css(fonts: Fonts) -> str:
    return font_faces_css(fonts, HTML)


def opened(css: str, family: str, style: str = "normal", weight: int = 400) -> TTFont:
    """The font that a rule carries."""
    rule = rf'"{family}"; font-style: {style}; font-weight: {weight}; src: url\("data:font/woff2;base64,([^"]+)"'
    found = re.search(rule, css)
    assert found
    return TTFont(BytesIO(b64decode(found[1])))


def test_each_style_of_each_family_has_its_rule(css: str) -> None:
    heads = re.findall(r'font-family: "([^"]+)"; font-style: (\w+); font-weight: (\d+)', css)
    four = [("normal", "400"), ("normal", "700"), ("italic", "700"), ("italic", "400")]
    wanted = {(family, *style) for family in ("XCharter", "Source Sans 3") for style in four}
    assert set(heads) == wanted | {("Noto Sans KR", "normal", "400"), ("Noto Sans KR", "normal", "700")}
    assert len(heads) == len(set(heads))
    assert not re.search(r"url\((?!\"data:)", css)


def test_a_font_has_the_characters_of_the_text_and_few_others(css: str) -> None:
    with opened(css, "Noto Sans KR") as font:
        codes = set(font.getBestCmap())
    assert set(map(ord, "김정은–a")) <= codes
    assert len(codes) < 400
    with opened(css, "XCharter") as font:
        assert {ord("ﬁ"), ord("e"), 0x2010} <= set(font.getBestCmap())


@pytest.mark.parametrize(
    ("family", "style", "features"),
    [
        ("XCharter", "normal", {"smcp", "c2sc", "onum", "tnum", "sups", "locl", "liga"}),
        ("XCharter", "italic", {"smcp", "onum", "tnum"}),
        ("Source Sans 3", "normal", {"smcp", "onum", "sups", "locl"}),
    ],
)
def test_the_layout_features_stay(css: str, family: str, style: str, features: set[str]) -> None:
    with opened(css, family, style) as font:
        kept = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert features <= kept


def test_copyright_and_licence_stay(css: str) -> None:
    with opened(css, "XCharter") as font:
        assert "Bitstream" in font["name"].getDebugName(0)
    with opened(css, "Source Sans 3", "italic", 700) as font:
        assert "Adobe" in font["name"].getDebugName(0)
        assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_the_same_fonts_come_out_every_time(fonts: Fonts, css: str) -> None:
    file = fonts.files[0]
    codes = families.coverage(file) & (frozenset(map(ord, HTML)) | faces._ALWAYS)
    assert faces._rule.__wrapped__(file, codes) == css.split("\n", maxsplit=1)[0]


def pressed_plainly(html: str, scratch: Path) -> bytes:
    """What WeasyPrint makes of a page on a machine that has no fonts at all."""
    none = scratch / "none.conf"
    none.write_text(f"<fontconfig><cachedir>{scratch}/none</cachedir></fontconfig>", encoding="utf-8")
    with environment.hermetic(none):
        return environment.load("weasyprint").HTML(string=html).write_pdf()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_with_its_fonts_inside_is_set_word_for_word_in_the_same_places(
    fonts: Fonts, css: str, scratch: Path
) -> None:
    printed = press(HTML, identifier=b"a", fonts=fonts, scratch=scratch)
    twin = pressed_plainly(HTML.replace("<style>", f"<style>{css}", 1), scratch)
    assert printed.pages > 1
    # Which letter a small capital stands for is told by its first use in a font: compare without.
    here, there = (
        [[(x, y, word.lower()) for x, y, word in sheet] for sheet in set_words(pdf)] for pdf in (printed.pdf, twin)
    )
    assert here == there
