"""A brief that is being previewed: its files are watched, and what changes is read, pressed and told at once."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.desk import BRIEF, HOUSE
from briefing.preview.pictures import Pictures
from briefing.preview.watching import Seen, look_at
from briefing.preview.worker import Worker, WorkerDiedError
from briefing.put import put

Values = dict[str, Any]
View = tuple[str, str]
"""An audience and a print."""
_INTERVAL = 0.15
"""How often files are looked at, in seconds."""


@dataclass
class Shown:
    """A print as the page shows it."""

    status: str = "never"
    key: str | None = None
    pdf: bytes | None = None
    pages: list[Values] = field(default_factory=list)
    told: Values = field(default_factory=dict)
    problems: list[Values] = field(default_factory=list)
    inputs: Values | None = None
    """What the files said of which it was made."""


class Live:
    """One brief in front of those who look at it."""

    def __init__(self, desk: Path, folder: Path, now: Callable[[], dt.datetime]) -> None:
        self.desk, self.folder, self.name = desk, folder, folder.name
        self.file = folder / BRIEF
        self.pictures = Pictures()
        self.writing: Values = {"can_undo": False, "can_redo": False, "conflict": None}
        self._now = now
        self._serial = 0
        self._reading: Values | None = None
        self._shown: dict[View, Shown] = {}
        self._views: list[View] = []
        self._changed = asyncio.Condition()
        self._wake_reader, self._wake_press = asyncio.Event(), asyncio.Event()
        self._asked = self._answered = 0
        """How often it was asked to be read, and which of that is answered."""
        self._busy: View | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._workers: list[Worker] = []
        self._seen: Seen = {}

    # Its life

    async def start(self) -> None:
        """Begin to watch, to read and to press."""
        if self._tasks:
            return
        self._workers = [Worker(self.desk, self.folder), Worker(self.desk, self.folder)]
        self._ask_to_read()
        work = (self._watch(), self._read(), self._press())
        self._tasks = [asyncio.create_task(one) for one in work]

    async def stop(self) -> None:
        """End all that was begun."""
        for worker in self._workers:
            worker.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _watch(self) -> None:
        while True:
            seen = await asyncio.to_thread(look_at, self._files())
            if any(self._seen.get(file) != status for file, status in seen.items()):
                self._seen = seen
                self._ask_to_read()
            await asyncio.sleep(_INTERVAL)

    def _files(self) -> Iterable[str]:
        known = self._reading["inputs"] if self._reading else {}
        return [str(self.file), str(self.desk / HOUSE), *known]

    async def _read(self) -> None:
        while True:
            await self._wake_reader.wait()
            self._wake_reader.clear()
            asked = self._asked
            with suppress(WorkerDiedError):
                reading = await self._workers[0].ask("read")
                if self._reading is None or reading["inputs"] != self._reading["inputs"]:
                    self._reading = reading
                    self._wake_press.set()
                    await self.tell()
            async with self._changed:
                self._answered = asked
                self._changed.notify_all()

    async def _press(self) -> None:
        while True:
            await self._wake_press.wait()
            self._wake_press.clear()
            while (view := self._next()) is not None:
                self._busy = view
                await self._print(view)
            self._busy = None
            await self.tell()

    def _next(self) -> View | None:
        """The print that is to be pressed next: one that somebody looks at, then the plain ones."""
        reading = self._reading
        if reading is None or not reading["can_be_printed"]:
            return None
        plain = [(one["name"], one["prints"][0]) for one in reading["audiences"]]
        every = {(one["name"], name) for one in reading["audiences"] for name in one["prints"]}
        for view in dict.fromkeys((*self._views, *plain)):
            if view in every and self._of(view).inputs != reading["inputs"]:
                return view
        return None

    def _of(self, view: View) -> Shown:
        return self._shown.setdefault(view, Shown())

    async def _print(self, view: View) -> None:
        shown = self._of(view)
        shown.status = "pressing"
        await self.tell()
        try:
            made = await self._workers[1].ask(
                "print", audience=view[0], name=view[1], as_of=self._now(), known=shown.key
            )
        except WorkerDiedError:
            made = {"outcome": "failed", "inputs": self._reading["inputs"] if self._reading else None, "problems": []}
        self._take(shown, made)
        await self.tell()

    def _take(self, shown: Shown, made: Values) -> None:
        shown.inputs, shown.problems = made["inputs"], made["problems"]
        match made["outcome"]:
            case "made":
                before = {page["digest"] for page in shown.pages}
                shown.pages = [
                    {**page, "label": label, "changed": bool(before) and page["digest"] not in before}
                    for page, label in zip(made["pages"], made["labels"], strict=False)
                ]
                shown.key, shown.pdf, shown.status = made["key"], made["pdf"], "current"
                self.pictures.add(made["pdf"], [page["digest"] for page in shown.pages])
            case "same":
                shown.status = "current"
                shown.pages = [{**page, "changed": False} for page in shown.pages]
            case "withheld":
                # What a search has found in it is shown to nobody.
                shown.key, shown.pdf, shown.pages, shown.status = None, None, [], "failed"
            case _:
                shown.status = "failed"
        if made["outcome"] in {"made", "same"}:
            shown.told = {name: made[name] for name in ("budget", "marking", "draft", "items")}

    # What others ask

    def look(self, view: View) -> None:
        """Somebody looks at this print: it is pressed first."""
        if self._views[:1] != [view]:
            self._views = [view, *(one for one in self._views if one != view)]
            self._wake_press.set()

    def pdf(self, view: View) -> bytes | None:
        """A print as it was made last."""
        return self._of(view).pdf

    def read(self) -> bytes:
        """What brief.yaml says now, byte for byte."""
        return self.file.read_bytes()

    def write(self, data: bytes) -> None:
        """Put a new brief.yaml in the place of the old, whole or not at all."""
        put(self.file, data)

    async def settled(self) -> None:
        """Wait until brief.yaml, as it lies there now, has been read; its pages may come later."""
        asked = self._ask_to_read()
        async with self._changed:
            await self._changed.wait_for(lambda: self._answered >= asked)

    def _ask_to_read(self) -> int:
        self._asked += 1
        self._wake_reader.set()
        return self._asked

    async def tell(self) -> None:
        """Let all who look at it know that there is something new."""
        async with self._changed:
            self._serial += 1
            self._changed.notify_all()

    async def after(self, serial: int) -> int:
        """Wait for something newer than this; the serial number of it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._serial > serial)
            return self._serial

    def state(self, view: View | None = None) -> Values:
        """All that the page is told."""
        reading = self._reading or {}
        audiences = reading.get("audiences") or []
        first = (audiences[0]["name"], audiences[0]["prints"][0]) if audiences else ("", "")
        looked = view or first
        return {
            "brief": self.name,
            "serial": self._serial,
            "busy": self._busy is not None,
            "title": reading.get("title") or self.name,
            "date": reading.get("date"),
            "summary": reading.get("summary"),
            "audiences": audiences,
            "view": {"audience": looked[0], "print": looked[1]},
            "problems": reading.get("problems", []),
            "variants": {
                one["name"]: {name: self._variant((one["name"], name)) for name in one["prints"]} for one in audiences
            },
            "items": reading.get("items") or [],
            "articles": reading.get("articles") or [],
            "writing": self.writing,
        }

    def _variant(self, view: View) -> Values:
        shown = self._of(view)
        current = self._reading is not None and shown.inputs == self._reading["inputs"]
        status = "stale" if shown.status == "current" and not current else shown.status
        return {"status": status, "pages": shown.pages, "problems": shown.problems, **shown.told}
