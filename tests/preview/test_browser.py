"""The page of the preview in a real browser: what a desk officer does with it, and what then stands in brief.yaml."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.archive_desk import ArchiveDesk, fresh
from tests.preview.browser import PATIENCE, Preview, chromium, drawn, opened, previewed, violations
from tests.workbench import BRIEF

expect.set_options(timeout=PATIENCE)

SIXTY = "No ferry of this size has been built for less than sixty million since 2015"
MISQUOTED = SIXTY.replace("sixty", "seventy")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for this module alone: while it runs, no other test of this process can start a loop of events."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ArchiveDesk, Preview]]:
    """A desk with two audiences and its preview, for all of these tests: most take less than to start one."""
    desk = fresh(tmp_path_factory.mktemp("served") / "desk")
    with previewed(desk.folder) as preview:
        yield desk, preview


@pytest.fixture
def desk(served: tuple[ArchiveDesk, Preview]) -> Iterator[ArchiveDesk]:
    """The desk; the brief is as it was again after the test."""
    desk, preview = served
    files = {file: file.read_bytes() for file in desk.brief.iterdir()}
    yield desk
    for file in desk.brief.iterdir():
        if file not in files:
            file.unlink()
    for file, data in files.items():
        file.write_bytes(data)
    if preview.process is None:
        preview.start()


@pytest.fixture
def preview(served: tuple[ArchiveDesk, Preview], desk: ArchiveDesk) -> Preview:
    """The preview of the desk’s brief."""
    return served[1]


def choose(page: Page, text: str) -> None:
    """Take an item in hand, in the list of items."""
    page.get_by_role("tab", name="Items").click()
    page.locator("#items .row", has_text=text).first.click()


def test_the_page_shows_every_audience_as_it_will_print(browser: Browser, preview: Preview) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        expect(page.get_by_role("heading", level=1)).to_have_text("A second ferry, and a quay that may not bear it")
        drawn(page)
        assert page.locator("#sheets img").first.evaluate("image => image.naturalWidth > 0")
        expect(page.locator(".budget")).to_contain_text("of 2 pages, last page")
        page.get_by_role("tab", name="Public").click()
        drawn(page)
        expect(page.locator("#sheets img").first).to_have_attribute("alt", re.compile("Page 1 of ., Public"))
        page.get_by_label("Print").select_option("Letter")
        drawn(page)
        assert "print=Letter" in page.url


def saved(desk: ArchiveDesk, text: str) -> bool:
    """Whether a text stands in brief.yaml."""
    return text in (desk.folder / BRIEF).read_text("utf-8")


def in_quotation(page: Page, text: str) -> Locator:
    """The field of the quotation that says this."""
    return page.locator("#items .quotation textarea", has_text=text)


def test_a_misquotation_typed_in_the_page_is_seen_mended_and_undone(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        choose(page, "Per Holm")
        in_quotation(page, SIXTY).fill(MISQUOTED)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#items .quotation.wrong")).to_contain_text("not in the article as quoted")
        expect(page.locator("#items .quotation .difference del")).to_contain_text("seventy")
        expect(page.get_by_role("tab", name="Problems")).to_contain_text("1")
        assert saved(desk, MISQUOTED)
        assert saved(desk, "# Every section, every kind of item"), "comments stay"
        in_quotation(page, MISQUOTED).fill(SIXTY)
        page.get_by_role("tab", name="Problems").click()
        expect(page.locator("#problems .problem.error")).to_have_count(0)
        expect(page.locator("#problems .sum")).not_to_contain_text("error")
        assert saved(desk, SIXTY)
        page.get_by_role("button", name="Undo").first.click()
        expect(page.locator("#problems .problem.error")).to_have_count(1)
        assert saved(desk, MISQUOTED)


def test_words_selected_in_the_article_become_a_quotation_an_actor_and_a_citation(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        page.get_by_role("tab", name="Evidence").click()
        fourth = page.locator('.para[data-paragraph="4"]')
        fourth.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+ArrowRight")
        tools = page.get_by_role("toolbar", name="With the selected words")
        expect(tools).to_be_visible()
        page.keyboard.press("Enter")
        expect(tools.get_by_role("button", name="Quotation of")).to_be_focused()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Whose words are these?")
        expect(dialog.locator("blockquote")).to_contain_text("Per Holm")
        dialog.get_by_label("Expert view").select_option(label="Ola Vik")
        dialog.get_by_role("button", name="Quote").click()
        expect(page.locator("#toast")).to_contain_text("Quoted from A4")
        expect(fourth.locator("mark.mine")).to_have_text("Per Holm")
        assert saved(desk, "Per Holm, cites: [A4]") or saved(desk, "text: Per Holm")
        third = page.locator('.para[data-paragraph="3"] .words')
        third.dblclick(position={"x": 20, "y": 8})
        tools.get_by_role("button", name="Cite A3 for").click()
        expect(page.locator("#toast")).to_contain_text("A3 is cited")
        expect(page.locator('.para[data-paragraph="3"]')).to_have_class("para lit")
        page.locator('.para[data-paragraph="5"] .words').dblclick(position={"x": 60, "y": 8})
        tools.get_by_role("button", name="Actor").click()
        expect(page.locator("#toast")).to_contain_text("is a key actor now")


def test_keys_pressed_faster_than_the_browser_tells_what_is_selected_all_count(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        page.get_by_role("tab", name="Evidence").click()
        fourth = page.locator('.para[data-paragraph="4"]')
        fourth.focus()
        fourth.evaluate(
            """paragraph => {
              for (const [key, shiftKey] of [["Enter", false], ["ArrowRight", true], ["Enter", false]])
                paragraph.dispatchEvent(new KeyboardEvent("keydown", {key, shiftKey, bubbles: true}));
            }"""
        )
        page.get_by_role("button", name="Quotation of").press("Enter")
        expect(page.get_by_role("dialog").locator("blockquote")).to_have_text("Per Holm A4")


def test_who_gets_an_item_is_shown_before_it_is_saved(browser: Browser, preview: Preview, desk: ArchiveDesk) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        choose(page, "A boat each way every day")
        page.get_by_label("Marking").select_option("TLP:AMBER")
        foreseen = page.locator("[data-readers=marking] .foreseen")
        expect(foreseen).to_contain_text("Would reach: \u2068For the Chief\u2069")
        expect(foreseen).to_contain_text("No longer: \u2068Public\u2069")
        assert not saved(desk, "kind: gain, marking: TLP:AMBER")
        foreseen.get_by_role("button", name="Save").click()
        expect(page.locator(".readers > .note")).to_have_text("Now: \u2068For the Chief\u2069")
        expect(page.locator("#items .row.in-hand")).to_contain_text("TLP:AMBER")


def test_what_was_changed_on_disk_meanwhile_is_asked_about_and_both_are_kept(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    with opened(browser, preview) as watched, opened(browser, preview) as other:
        page = watched.page
        choose(page, "Per Holm")
        view = page.get_by_label("View", exact=True)
        view.press_sequentially(" Twice over.")
        desk.edit("The sum is too low for a ferry of this size.", "The sum is far too low.")
        expect(view).to_have_js_property("defaultValue", "The sum is far too low.")
        expect(view).to_have_value(re.compile("Twice over"))
        view.press("Control+Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("brief.yaml was changed on disk")
        expect(dialog).to_contain_text("Twice over.")
        assert not violations(page)
        expect(other.page.get_by_role("dialog")).to_contain_text("Twice over.")
        dialog.get_by_role("button", name="Keep what I wrote").click()
        expect(other.page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator("#toast")).to_contain_text("The other is kept as brief.disk.yaml")
        assert saved(desk, "Twice over.")
        expect(page.locator("#items .field", has=view).locator(".note")).to_have_text("Saved.")
        assert "The sum is far too low." in (desk.brief / "brief.disk.yaml").read_text("utf-8")


def test_two_windows_follow_each_other(browser: Browser, preview: Preview) -> None:
    with opened(browser, preview) as one, opened(browser, preview) as other:
        for watched in (one, other):
            choose(watched.page, "Per Holm")
        field = one.page.get_by_label("Affiliation")
        field.fill("Economist, Sund")
        field.press("Control+Enter")
        expect(other.page.get_by_label("Affiliation")).to_have_value("Economist, Sund")
        other.page.get_by_role("button", name="Undo").first.click()
        expect(field).to_have_value("Economist, Maritime Institute")


def test_two_editions_stand_side_by_side_with_what_changed_lit(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    desk.file()
    desk.edit("The ferry is likely to cost more", "The ferry is highly likely to cost more")
    desk.edit("likelihood: likely,", "likelihood: highly likely,")
    desk.file("--minor")
    with opened(browser, preview) as watched:
        page = watched.page
        page.get_by_role("tab", name="Editions").click()
        page.get_by_role("button", name="What changed since 1.0").click()
        expect(page.locator("#editions .changes li").first).to_be_visible()
        expect(page.locator("#sheets .pair figure")).not_to_have_count(0)
        expect(page.locator("#sheets .spot").first).to_be_attached()
        assert not violations(page)
        page.get_by_role("button", name="Back to the pages").click()
        expect(page.locator("#sheets ol.pages")).to_be_visible()


def test_a_misquotation_saved_in_an_editor_is_seen_with_its_difference_and_goes_when_it_is_mended(
    browser: Browser, preview: Preview, desk: ArchiveDesk
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
        expect(page.locator(".para.lit mark.mine")).to_have_text(SIXTY)
        page.get_by_role("tab", name="Problems").click()
        expect(page.locator("#problems .problem", has_text="E101")).to_have_count(0)


def test_a_brief_that_cannot_be_read_keeps_its_pages_as_they_were_before_the_error(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        drawn(page)
        desk.append("\nexpert_views: [\n")
        expect(page.locator("#status")).to_have_text("Shown as it was before the error")
        expect(page.locator("#problems .problem")).to_contain_text("YAML")
        expect(page.locator("#sheets img").first).to_be_visible()


def test_the_preview_killed_is_told_and_what_was_typed_is_saved_when_it_is_back(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    with opened(browser, preview) as watched:
        page = watched.page
        choose(page, "The council voted on Monday")
        before = page.locator('meta[name="briefing-token"]').get_attribute("content")
        field = page.get_by_label("Text", exact=True)
        field.fill("The council voted on Monday, late.")
        preview.kill()
        expect(page.get_by_role("alert")).to_contain_text("does not answer")
        expect(page.locator("#status")).to_have_text("Connection lost")
        expect(field).to_have_attribute("readonly", "")
        expect(page.get_by_role("button", name="Drop from the brief")).to_be_disabled()
        page.keyboard.press("Tab")
        expect(page.locator(".field .note").first).to_contain_text("Kept here")
        preview.start()
        expect(page.get_by_role("alert")).to_be_empty()
        expect(page.locator(".field .note").first).to_have_text("Saved.")
        assert page.locator('meta[name="briefing-token"]').get_attribute("content") != before
        assert saved(desk, "The council voted on Monday, late.")
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
        expect(page.get_by_role("tab", name="Public")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(
    browser: Browser, preview: Preview, desk: ArchiveDesk
) -> None:
    desk.edit(SIXTY, MISQUOTED)
    with opened(browser, preview) as watched:
        page = watched.page
        drawn(page)
        choose(page, "Per Holm")
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
