"""The page of the preview in a real browser: what a desk officer does with it, and what then stands in brief.yaml."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.preview.browser import PATIENCE, Preview, chromium, drawn, opened, previewed, violations
from tests.workbench import HOUSE, DeskCopy

expect.set_options(timeout=PATIENCE)

SIXTY = "No ferry of this size has been built for less than sixty million since 2015"
MISQUOTED = SIXTY.replace("sixty", "seventy")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for this module alone: while it runs, no other test of this process can start a loop of events."""
    with chromium() as started:
        yield started


@pytest.fixture
def preview(desk: DeskCopy) -> Iterator[Preview]:
    """The preview of the small desk's brief."""
    with previewed(desk.folder) as started:
        yield started


def choose(page: Page, section: str, text: str) -> None:
    """Take an item in hand, in the list of items."""
    page.get_by_role("tab", name="Items").click()
    page.locator("#items .row", has_text=text).first.click()


def test_the_page_shows_every_audience_as_it_will_print(browser: Browser, preview: Preview, desk: DeskCopy) -> None:
    desk.edit("    annex: true\n", "    annex: true\n    pack: [A4, Letter]\n", HOUSE)
    with opened(browser, preview) as watched:
        page = watched.page
        expect(page.get_by_role("heading", level=1)).to_have_text("A second ferry, and a quay that may not bear it")
        drawn(page)
        assert page.locator("#sheets img").first.evaluate("image => image.naturalWidth > 0")
        expect(page.locator(".budget")).to_contain_text("of 2 pages, last page")
        page.get_by_role("tab", name="Members of the board").click()
        drawn(page)
        expect(page.locator("#sheets img").first).to_have_attribute("alt", "Page 1 of 6, Members of the board")
        page.get_by_label("Print").select_option("Letter")
        drawn(page)
        assert "print=Letter" in page.url


def test_a_misquotation_saved_in_an_editor_is_seen_with_its_difference_and_goes_when_it_is_mended(
    browser: Browser, preview: Preview, desk: DeskCopy
) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        drawn(page)
        desk.edit(SIXTY, MISQUOTED)
        problem = page.locator("#problems .problem", has_text="E101")
        expect(problem).to_contain_text("this is not what A4 says", ignore_case=True)
        expect(problem.locator("del")).to_contain_text("seventy")
        expect(problem.locator("ins")).to_contain_text("sixty")
        problem.get_by_role("button", name="Show item").click()
        page.get_by_role("tab", name="Evidence").click()
        expect(page.locator(".para.lit")).to_have_attribute("data-paragraph", "4")
        expect(page.locator(".para.lit .misquoted")).to_contain_text("Per Holm")
        desk.edit(MISQUOTED, SIXTY)
        expect(page.locator("#problems .problem", has_text="E101")).to_have_count(0)
        expect(page.locator(".para.lit mark.mine")).to_have_text(SIXTY)


def test_the_preview_killed_is_told_and_when_it_is_back_the_page_goes_on(
    browser: Browser, preview: Preview, desk: DeskCopy
) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        choose(page, "Bottom line", "Delivery in spring")
        before = page.locator('meta[name="briefing-token"]').get_attribute("content")
        preview.kill()
        expect(page.get_by_role("alert")).to_contain_text("does not answer")
        expect(page.locator("#status")).to_have_text("Connection lost")
        field = page.get_by_label("Text", exact=True)
        expect(field).to_have_attribute("readonly", "")
        preview.start()
        expect(page.get_by_role("alert")).to_be_empty()
        assert page.locator('meta[name="briefing-token"]').get_attribute("content") != before
        desk.edit("A boat each way every day.", "Two boats each way every day.")
        expect(page.locator("#items .row", has_text="Two boats each way")).to_be_visible()


def test_everything_can_be_reached_with_the_keyboard(browser: Browser, preview: Preview) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the pages")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#sheets")).to_be_focused()
        page.keyboard.press("2")
        expect(page.get_by_role("tab", name="Evidence")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name="Items")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("]")
        expect(page.get_by_role("tab", name="Members of the board")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(
    browser: Browser, preview: Preview, desk: DeskCopy
) -> None:
    desk.edit(SIXTY, MISQUOTED)
    with opened(browser, preview) as watched:
        page = watched.page
        drawn(page)
        choose(page, "Expert views", "Per Holm")
        every = ("Problems", "Evidence", "Items", "Editions")
        looks = ((1360, "light", every), (400, "dark", every), (1360, "dark", ("Items",)), (400, "light", ("Items",)))
        for width, colours, panels in looks:
            page.set_viewport_size({"width": width, "height": 860})
            page.emulate_media(color_scheme=colours)
            for panel in panels:
                page.get_by_role("tab", name=panel).click()
                assert not violations(page), f"{panel}, {width} wide, {colours}"
        page.keyboard.press("?")
        assert not violations(page)


def test_in_the_width_of_a_telephone_nothing_has_to_be_scrolled_sideways(browser: Browser, preview: Preview) -> None:
    with opened(browser, preview, viewport={"width": 320, "height": 640}) as watched:
        page = watched.page
        drawn(page)
        for panel in ("Problems", "Evidence", "Items", "Editions"):
            page.get_by_role("tab", name=panel).click()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), panel
