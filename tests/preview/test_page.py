"""The page as it comes from the server: what can be read of it without a script, and that nothing breaks out of it."""

import json
import re

from lxml import html

from briefing.preview.page import brief_page, desk_page

HELD = "t0ken"
EVIL = '"></script><script>alert(1)</script><!--'
PROBLEM = {
    "code": "E101",
    "severity": "error",
    "file": "sources/summit/brief.yaml",
    "line": 7,
    "column": 3,
    "message": "this is not what A3 says",
    "hint": "Quote it as it stands.",
    "source": "  - text: “Not <b>so</b>”",
}
STATE = {
    "brief": "summit",
    "title": "Trade & talks",
    "date": "2026-03-09",
    "serial": 4,
    "view": {"audience": "chief", "print": "A4"},
    "problems": [PROBLEM],
    "variants": {"chief": {"A4": {"problems": [{**PROBLEM, "code": "E402", "message": "this is too long"}]}}},
}


def read(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_title_day_and_problems_are_there_without_a_script() -> None:
    page = read(brief_page(STATE, token=HELD))
    assert page.findtext(".//h1") == "Trade & talks"
    text = page.find(".//body").text_content()
    assert "9 March 2026" in text
    assert "2 problems" in text
    for told in ("E101", "this is not what A3 says", "Quote it as it stands.", "brief.yaml:7", "E402"):
        assert told in text


def test_a_day_that_is_none_is_shown_as_it_stands() -> None:
    assert '<p id="about">soon</p>' in brief_page({**STATE, "date": "soon"}, token=HELD)


def test_the_token_and_the_state_stand_in_the_page() -> None:
    page = read(brief_page(STATE, token=HELD))
    assert page.xpath('//meta[@name="briefing-token"]/@content') == [HELD]
    assert json.loads(page.get_element_by_id("state").text) == STATE


def test_no_text_of_a_brief_breaks_out_of_its_place() -> None:
    text = brief_page({**STATE, "title": EVIL, "brief": EVIL, "problems": [{**PROBLEM, "message": EVIL}]}, token=EVIL)
    page = read(text)
    assert len(page.xpath("//script")) == 2
    assert page.findtext(".//h1") == EVIL
    assert json.loads(page.get_element_by_id("state").text)["title"] == EVIL


def test_everything_that_a_page_asks_for_is_its_own() -> None:
    text = brief_page(STATE, token=HELD)
    assert all(address.startswith(("/", "#")) for address in re.findall(r'(?:href|src)="([^"]*)"', text))
    assert "style=" not in text


def test_a_desk_lists_its_briefs_with_their_days_and_problems() -> None:
    page = read(
        desk_page(
            "Example Unit", [{"name": "summit", "title": "A <b>", "date": "2026-03-09", "problems": 1}, {"name": "b"}]
        )
    )
    assert page.xpath("//li/a/@href") == ["/briefs/summit", "/briefs/b"]
    assert "9 March 2026 · 1 problem" in page.find(".//body").text_content()
    assert "A <b>" in page.find(".//body").text_content()


def test_a_desk_without_briefs_says_how_to_begin_one() -> None:
    assert "briefing new" in desk_page("Example Unit", [])


def test_only_a_desk_of_several_leads_back_to_its_list() -> None:
    assert "All briefs" not in brief_page(STATE, token=HELD)
    assert read(brief_page(STATE, token=HELD, desk="/")).xpath('//a[@class="back"]/@href') == ["/"]
