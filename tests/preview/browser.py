"""What the tests of the page work with: Debian's Chromium, the preview as its command starts it, and axe.

Playwright waits for what is asked of a page until it is so, and gives up after three minutes: nothing here knows how
long anything takes. `BROWSER_SLOWED=10` makes the pages ten times as slow, to find what they race with.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.workbench import COMMAND, ROOT, clean_environment

PATIENCE = 180_000
"""How long a page is waited for, in milliseconds, on the slowest of machines."""
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_SHOWN = {"width": 1360, "height": 860}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    assert found, "there is no Chromium: tools/libraries.sh tests"
    # Root is kept in no sandbox, and a container's shared memory is small.
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@dataclass
class Preview:
    """The command `briefing preview`, running on a desk."""

    desk: Path
    brief: str
    port: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, on the port that it had, if any, and wait until it has said where it listens."""
        # What it says besides the address goes into a file: nobody reads a pipe meanwhile.
        log = self.desk.parent / "preview.log"
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [*COMMAND, "preview", self.brief, "--no-open", "--port", str(self.port)],
                cwd=self.desk,
                env={**clean_environment(), "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout
        said = self.process.stdout.readline()
        assert said.startswith("http://127.0.0.1:"), said + log.read_text("utf-8")
        self.port = int(said.rsplit(":", 1)[1].strip("/\n"))

    def kill(self) -> None:
        """End it and all that it started, at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None

    @property
    def address(self) -> str:
        """The page of the brief."""
        return f"http://127.0.0.1:{self.port}/briefs/{self.brief}"


@contextmanager
def previewed(desk: Path, brief: str = "harbour") -> Iterator[Preview]:
    """The preview of a brief, ended with the test."""
    preview = Preview(desk, brief)
    try:
        preview.start()
        yield preview
    finally:
        preview.kill()


@dataclass
class Watched:
    """A page and what went wrong in it."""

    page: Page
    faults: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, preview: Preview, **context: Any) -> Iterator[Watched]:
    """The page of the brief in a window of its own, drawn once; a fault of a script fails the test."""
    window = browser.new_context(**{"viewport": _SHOWN, **context})
    window.set_default_timeout(PATIENCE)
    page = window.new_page()
    if slowed := os.environ.get("BROWSER_SLOWED"):
        window.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": float(slowed)})
    watched = Watched(page)
    page.on("pageerror", lambda error: watched.faults.append(str(error)))
    page.on("console", lambda said: watched.faults.append(said.text) if "Content Security" in said.text else None)
    page.goto(preview.address)
    page.wait_for_selector("html[data-ready]")
    yield watched
    window.close()
    assert not watched.faults


def drawn(page: Page) -> None:
    """Wait until the print in view is up to date, and its first picture is there."""
    expect(page.locator("#status")).to_contain_text(re.compile("Up to date|Cannot"), timeout=PATIENCE)
    assert "Cannot" not in page.locator("#status").inner_text(), page.locator("#problems").text_content()
    page.wait_for_function("() => document.querySelector('.paper img')?.complete")


_AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_RULES: Mapping[str, Any] = {"resultTypes": ["violations"]}


def violations(page: Page) -> Sequence[str]:
    """What axe-core finds wrong with the page as it is now, rule by rule, with the elements."""
    # Evaluated, not put into the page: its policy lets no foreign script in.
    page.evaluate(_AXE)
    found = page.evaluate("rules => axe.run(document, rules)", _RULES)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
