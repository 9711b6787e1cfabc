"""A page that was read to be examined is not read again to be pressed, and comes out the same."""

from pathlib import Path
from unittest.mock import patch
from xml.etree.ElementTree import Element, tostring

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5 import inputstream

from briefing.building.build import examine, open_workshop
from briefing.composing.compose import compose
from briefing.laying_out.page import _faults
from briefing.parsed import Sets, keep, read, take
from briefing.press import press
from briefing.press.fonts import fonts_for
from tests.workbench import ROOT, SMALL_DESK, page_of

LANGUAGES = ROOT / "tests" / "languages"


MARKS = (
    "<",
    ">",
    "</",
    "<p",
    "<svg>",
    "<!--",
    "-->",
    "<!",
    "<?",
    "&",
    "&amp",
    "&#x41;",
    ";",
    "=",
    '"',
    "'",
    "/",
    " ",
    "\n",
)
WORDS = (
    "a",
    "Z",
    "1",
    "\0",
    "\r",
    "é",
    "日",
    "\u200f",
    "<style>",
    "<script>",
    "<title>",
    "<table>",
    "<textarea>",
    "CDATA[",
)


@given(st.lists(st.sampled_from((*MARKS, *WORDS))).map("".join))
def test_a_page_is_read_as_its_library_reads_it(html: str) -> None:
    with patch.object(inputstream, "characters_until_regex", {}):
        plain = tostring(tinyhtml5.parse(html, namespace_html_elements=False))
    assert tostring(read(html)) == plain


def test_what_it_looks_for_is_made_once() -> None:
    with patch.object(inputstream, "characters_until_regex", Sets()):
        read("<p class='a'>One &amp; two</p>")
        made = dict(inputstream.characters_until_regex)
        read("<p class='b'>Three &amp; four</p>")
        assert made
        assert {key: id(value) for key, value in inputstream.characters_until_regex.items()} == {
            key: id(value) for key, value in made.items()
        }


def test_where_another_version_is_installed_nothing_of_it_is_changed() -> None:
    assert isinstance(inputstream.characters_until_regex, Sets) == tinyhtml5.VERSION.startswith("2.1.")


def test_a_page_is_given_away_once() -> None:
    tree = Element("html")
    keep("a page", tree)
    assert take("a page") is tree
    assert take("a page") is None


def test_only_the_page_that_was_read_last_is_given_away() -> None:
    keep("a page", Element("html"))
    keep("another", Element("html"))
    assert take("a page") is None
    assert take("another") is None, "of what somebody asked for in vain nothing stays"


@pytest.mark.parametrize(("desk", "brief"), [(SMALL_DESK, "harbour"), (LANGUAGES / "ko", "ferry")])
def test_what_was_examined_is_read_once_and_gives_the_same_bytes(
    desk: Path, brief: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = open_workshop(desk)
    loaded, _ = examine(desk / "sources" / brief, workshop)
    assert loaded is not None
    audience = next(iter(loaded.house.audiences))
    variant = compose(loaded, audience, workshop.layouts[loaded.house.audiences[audience].layout].sections)
    read = []
    parse = tinyhtml5.parse
    monkeypatch.setattr(tinyhtml5, "parse", lambda *given, **named: read.append(1) or parse(*given, **named))
    _faults.cache_clear()
    html = page_of(variant, workshop)
    fonts, _ = fonts_for(html)
    pressed = press(html, identifier=b"0", fonts=fonts, scratch=tmp_path)
    assert len(read) == 1
    assert press(html, identifier=b"0", fonts=fonts, scratch=tmp_path, sharing="nothing") == pressed
    assert len(read) == 2
