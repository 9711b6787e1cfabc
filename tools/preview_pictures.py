"""Take the pictures of the preview at work that the guide shows: the example brief, with a slip put into it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

from tests.preview.browser import chromium, drawn, opened, previewed  # noqa: E402
from tests.workbench import COMMAND  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
BRIEF = "kim-putin-summit"
_SIZE = {"width": 1280, "height": 780}
_COLOURS = 96
_SLIP = ("acquired overlapping imperialist targets", "acquired some overlapping strategic targets")
"""The words of the article, and those of somebody who quotes from memory."""


def main() -> None:
    """Take all of them anew."""
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        desk = Path(scratch) / "desk"
        shutil.copytree(ROOT / "sources", desk / "sources")
        _file_two_editions(desk)
        _take(browser, desk, "preview-editions", _editions)
        _take(browser, desk, "preview-items", _items)
        _slip(desk)
        _take(browser, desk, "preview-problems", _problems)
        _take(browser, desk, "preview-evidence", _evidence)


def _take(browser: Browser, desk: Path, name: str, show: Callable[[Page], None]) -> None:
    with previewed(desk, BRIEF) as preview, opened(browser, preview, viewport=_SIZE) as watched:
        page = watched.page
        drawn(page)
        show(page)
        page.wait_for_function("() => [...document.images].slice(0, 2).every(image => image.complete)")
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
        few = picture.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(PICTURES / f"{name}.png", optimize=True)


def _change(desk: Path, old: str, new: str) -> None:
    file = desk / "sources" / BRIEF / "brief.yaml"
    text = file.read_text("utf-8")
    if text.count(old) != 1:
        message = f"“{old}” stands {text.count(old)} times in the example"
        raise SystemExit(message)
    file.write_text(text.replace(old, new), "utf-8")


def _file_two_editions(desk: Path) -> None:
    _archive(desk, "As sent to the Cabinet")
    _change(desk, "A renewed, closer relationship is a realistic possibility.", "A renewed relationship is unlikely.")
    _change(desk, "    likelihood: realistic possibility\n", "    likelihood: unlikely\n")
    _change(desk, "date: 2023-09-12\nauthors", "date: 2023-09-14\nauthors")
    _archive(desk, "After the talks")


def _archive(desk: Path, reason: str) -> None:
    environment = {**os.environ, "BRIEFING_KEYS": str(desk.parent / "keys"), "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*COMMAND, "archive", BRIEF, "--reason", reason], cwd=desk, env=environment, check=True, capture_output=True
    )


def _slip(desk: Path) -> None:
    _change(desk, *_SLIP)


def _problems(page: Page) -> None:
    page.locator("#problems .problem", has_text="E101").wait_for()


def _evidence(page: Page) -> None:
    page.locator("#problems .problem", has_text="E101").get_by_role("button", name="Show item").click()
    page.get_by_role("tab", name="Evidence").click()
    page.locator(".para .misquoted").wait_for()


def _items(page: Page) -> None:
    page.get_by_role("tab", name="Items").click()
    page.locator("#items .row", has_text="A renewed relationship").click()
    page.get_by_label("Marking").select_option("TLP:GREEN")
    page.get_by_text("Would reach").wait_for()


def _editions(page: Page) -> None:
    page.get_by_role("tab", name="Editions").click()
    page.get_by_role("button", name="What changed since").first.click()
    page.locator(".spot").first.wait_for(state="attached")


if __name__ == "__main__":
    main()
