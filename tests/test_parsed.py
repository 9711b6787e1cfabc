"""A page that was read to be examined is not read again to be pressed, and comes out the same."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

from briefing.build import examine, open_workshop
from briefing.compose import compose
from briefing.page import _faults
from briefing.parsed import keep, take
from briefing.press import press
from briefing.press.fonts import fonts_for
from tests.workbench import ROOT, SMALL_DESK, page_of

LANGUAGES = ROOT / "tests" / "languages"


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
