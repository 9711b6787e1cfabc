"""A brief that is previewed without processes of its own: it is read here, and its pages are blank."""

import asyncio
import contextlib
import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from briefing.preview.live import Live
from briefing.preview.work import Work
from tests.workbench import DeskCopy

NOW = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
LONGEST = 240
"""So many seconds something is waited for that must come: the machine may be busy."""


class QuickWorker:
    """Reads a brief as the true one does, and prints two blank pages, of which the second is always the same."""

    def __init__(self, desk: Path, folder: Path, *, presses: bool = True) -> None:
        self._work = Work(desk, folder)
        self.done = 0

    async def ask(self, job: str, **given: Any) -> Any:
        """Do a job in a thread."""
        self.done += 1
        if job == "read":
            return await asyncio.to_thread(self._work.read, **given)
        return await asyncio.to_thread(self._print, given["audience"], given["name"])

    def _print(self, audience: str, name: str) -> Any:
        loaded = self._work.load()
        inputs = dict(loaded.inputs)
        if not loaded.can_be_printed:
            return {"outcome": "unprintable", "inputs": inputs, "problems": []}
        key = hashlib.sha256(repr((audience, name, sorted(inputs.items()))).encode()).hexdigest()
        return {
            "outcome": "made",
            "inputs": inputs,
            "key": key,
            "pdf": blank(2),
            "pages": [{"digest": digest, "width": 794.0, "height": 1123.0} for digest in (key[:32], "0" * 32)],
            "labels": ["1", "2"],
            "problems": [],
            "budget": {"pages": 2, "max": None, "fullness": 0.5},
            "marking": "TLP:CLEAR",
            "draft": loaded.is_faulty,
            "items": {},
        }

    def stop(self) -> None:
        """It is always as good as done."""

    def renew(self) -> None:
        """There is nothing to be renewed."""

    def close(self) -> None:
        """There is nothing to be ended."""


def blank(pages: int) -> bytes:
    """A PDF of empty pages."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


async def until(live: Live, holds: Callable[[Any], bool]) -> Any:
    """Wait until something holds of the state; the state then."""
    serial = -1
    async with asyncio.timeout(LONGEST):
        while not holds(state := live.state()):
            serial = await live.after(max(serial, state["serial"]))
    return state


def watching(desk: DeskCopy, test: Callable[[Live], Awaitable[None]]) -> None:
    """Run a test with the desk's brief being previewed."""

    async def run() -> None:
        live = Live(desk.folder, desk.brief, lambda: NOW, QuickWorker)  # type: ignore[arg-type]
        await live.start()
        try:
            await test(live)
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await live.stop()

    asyncio.run(run())
