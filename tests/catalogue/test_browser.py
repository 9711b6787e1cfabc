"""The catalogue in Debian's Chromium: from files, without a server; and over HTTP, where Pagefind searches."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from briefing.catalogue.limit import Limit
from briefing.catalogue.make import make
from tests.catalogue.shelf import opened
from tests.preview.browser import PATIENCE, chromium, violations

PAGES = (
    "index.html",
    "briefs/harbour.html",
    "editions/harbour/2024-02-01.html",
    "search.html?q=boat",
    "audiences.html",
)
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for this module alone: while it runs, no other test of this process can start a loop of events."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue in a folder with a name that addresses have to be careful with."""
    made = tmp_path_factory.mktemp("catalogue")
    make(opened(made), made / "a share & more #1", Limit())
    return made / "a share & more #1"


@contextmanager
def window(browser: Browser, **context: Any) -> Iterator[Page]:
    """A page in a window of its own; a fault of a script fails the test."""
    own = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **context})
    own.set_default_timeout(PATIENCE)
    page = own.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    own.close()
    assert not faults


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A web server on this machine alone, with the folder below a path; what it serves it does not tell."""
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder.parent))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def address(folder: Path, page: str) -> str:
    path, _, asked = page.partition("?")
    return (folder / path).as_uri() + (f"?{asked}" if asked else "")


def test_axe_finds_nothing_wide_and_narrow_light_and_dark(browser: Browser, folder: Path) -> None:
    with window(browser) as page:
        for path in PAGES:
            page.goto(address(folder, path))
            if "search" in path:
                expect(page.locator("#found li")).not_to_have_count(0)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            for width, colours in ((1280, "light"), (360, "dark")):
                page.set_viewport_size({"width": width, "height": 860})
                page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
                assert not violations(page), f"{path}, {width}, {colours}"
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path}, {width}"


def test_the_search_works_from_a_file_share(browser: Browser, folder: Path) -> None:
    with window(browser) as page:
        page.goto(address(folder, "briefs/harbour.html"))
        page.get_by_role("searchbox").fill("FOREIGN fleet")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("1 paragraph found.")
        expect(page.locator("#found mark")).to_have_text(["foreign", "fleet"])
        expect(page.locator("#found small")).to_contain_text("and in 1 earlier")
        page.locator("#found a").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The harbour & its boats")
        page.goto(address(folder, "search.html?q=정상회담"))
        expect(page.locator("#found li")).to_have_count(1)
        page.goto(address(folder, "search.html?q=%3Cimg+src%3Dx%3E"))
        expect(page.get_by_role("status")).to_have_text("Nothing found.")


def test_over_http_pagefind_searches_and_its_links_lead_to_the_editions(browser: Browser, folder: Path) -> None:
    with served(folder) as server, window(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server}/{folder.name.replace(' ', '%20').replace('#', '%23')}/search.html?q=fleet")
        expect(page.get_by_role("status")).to_have_text("2 editions found.")
        assert any(url.endswith("pagefind/pagefind.js") for url in asked)
        assert not any(url.endswith("search-index.js") for url in asked)
        page.locator("#found a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The harbour & its boats")


def test_without_a_script_everything_but_the_search_works(browser: Browser, folder: Path) -> None:
    with window(browser, java_script_enabled=False) as page:
        page.goto(address(folder, "index.html"))
        page.get_by_role("searchbox").fill("boat")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The search needs JavaScript")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="by brief").click()
        page.get_by_role("main").get_by_role("link", name="The harbour").click()
        page.get_by_role("main").get_by_role("link", name="The harbour").first.click()
        page.get_by_text("What it said").first.click()
        expect(page.locator(".words li", has_text="A boat was bought.").first).to_be_visible()


def test_it_can_be_used_with_the_keyboard(browser: Browser, folder: Path) -> None:
    with window(browser) as page:
        page.goto(address(folder, "index.html"))
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("The harbour & its boats")
