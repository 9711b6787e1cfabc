"""A brief that is being previewed: its files are watched, and what changes is read, pressed and told at once."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from briefing.model.desk import BRIEF, HOUSE
from briefing.model.problem import FaultyInputError
from briefing.preview.ground import Grounds
from briefing.preview.pictures import Pictures
from briefing.preview.redraw import Redraw, View
from briefing.preview.saving import Saving
from briefing.preview.trouble import trouble
from briefing.preview.watching import watch
from briefing.preview.worker import Hire, Worker, WorkerDiedError
from briefing.printing.put import put
from briefing.reuse.kept import FOLDER

Values = dict[str, Any]
_REST = 300.0
"""After so many seconds without anybody who looks at it a brief rests."""
_MOST_VIEWS = 8
_NOTHING: Values = {
    "inputs": {},
    "summary": None,
    "can_be_printed": False,
    "title": None,
    "date": None,
    "language": None,
    "direction": None,
    "audiences": [],
    "markings": [],
    "items": None,
    "articles": None,
    "problems": [],
}


class Live:
    """One brief in front of those who look at it."""

    def __init__(self, desk: Path, folder: Path, now: Callable[[], dt.datetime], hire: Hire = Worker) -> None:
        self.desk, self.folder, self.name = desk, folder, folder.name
        self.file = folder / BRIEF
        self.pictures = Pictures()
        self.saving = Saving(self.file, before=desk / "build" / FOLDER / "before" / self.name)
        self.grounds = Grounds(desk, self.file)
        self.writing: Values = {"can_undo": False, "can_redo": False, "conflict": None}
        self._now, self._hire = now, hire
        self._serial = 0
        self._reading = _NOTHING
        self._views: list[View] = []
        self._news = asyncio.Condition()
        self._wake = asyncio.Event()
        self._asked = self._answered = 0
        """How often it was asked to be read, and which of that is answered."""
        self._tasks: list[asyncio.Task[None]] = []
        self._redraw: Redraw | None = None
        self._workers: list[Worker] = []
        self._lives = asyncio.Lock()
        self._watchers = 0
        self._wanted_at = 0.0
        self._resting: asyncio.Task[None] | None = None

    # Its life

    async def start(self) -> None:
        """Begin to watch, to read and to press, unless it has begun; again, where it rests, with what it knows."""
        self._wanted_at = asyncio.get_running_loop().time()
        async with self._lives:
            if self._tasks:
                return
            self._workers = [self._hire(self.desk, self.folder, presses=presses) for presses in (False, True)]
            reader, presser = self._workers
            self._redraw = self._redraw or Redraw(presser, self.pictures, self.tell, self._now)
            self._ask_to_read()
            work = (watch(self._files, self._ask_to_read), self._read(reader), self._redraw.run(presser), self._rest())
            self._tasks = [asyncio.create_task(one) for one in work]

    async def stop(self) -> None:
        """End all that was begun; what is known stays."""
        async with self._lives:
            for task in self._tasks:
                task.cancel()
            for worker in self._workers:
                worker.close()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._tasks, self._workers = [], []

    @contextmanager
    def watched(self) -> Iterator[None]:
        """For as long as somebody looks at it, it does not rest."""
        self._watchers += 1
        try:
            yield
        finally:
            self._watchers -= 1
            self._wanted_at = asyncio.get_running_loop().time()

    async def _rest(self) -> None:
        """Give the processes up when nobody has looked at it for a while: on a desk many briefs may have been open."""
        while self._watchers or asyncio.get_running_loop().time() - self._wanted_at < _REST:
            await asyncio.sleep(_REST / 10)
        self._resting = asyncio.create_task(self.stop())

    def _files(self) -> list[str]:
        """What the brief is made of, and the folders of the desk's own layouts, in which a file may be put."""
        layouts = self.desk / "layouts"
        files = {str(self.file), str(self.desk / HOUSE), str(layouts), *self._reading["inputs"]}
        folders = {str(Path(file).parent) for file in files if Path(file).is_relative_to(layouts)}
        return sorted(files | folders)

    async def _read(self, worker: Worker) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            asked = self._asked
            with suppress(FaultyInputError):
                # What a page is about to show may be changed there.
                await asyncio.to_thread(self.saving.see)
            try:
                reading = await worker.ask("read", known=self._reading["inputs"])
            except WorkerDiedError:
                reading = {"outcome": "broken", "error": "its process was ended"}
            if reading.get("outcome") == "broken":
                trouble_told = [_broken_down(reading["error"])]
                reading = {**self._reading, "inputs": {}, "can_be_printed": False, "problems": trouble_told}
            if reading.get("outcome") != "same":
                self._take(reading)
                await self.tell()
            async with self._news:
                self._answered = asked
                self._news.notify_all()

    def _take(self, reading: Values) -> None:
        last = self._reading
        # A brief that cannot be read for the moment keeps what was last known of it.
        kept = {name: last[name] for name, value in reading.items() if value is None or value == last[name]}
        self._reading = {**reading, **kept}
        self._want()

    def _want(self) -> None:
        if self._redraw:
            self._redraw.want(tuple(self._wanted()), self._reading["inputs"])

    def _wanted(self) -> Iterator[View]:
        """The prints to be shown: what is looked at, its audience's others, then the other audiences.

        Of the others the plain print, and whatever somebody has looked at before: nobody waits for the rest.
        """
        if not self._reading["can_be_printed"]:
            return
        audiences = self._reading["audiences"]
        known = {(one["name"], name) for one in audiences for name in one["prints"]}
        plain = [(one["name"], one["prints"][0]) for one in audiences]
        in_view = [view for view in self._views if view in known]
        first = in_view[0][0] if in_view else ""
        every = dict.fromkeys((*in_view[:1], *plain, *in_view))
        yield from sorted(every, key=lambda view: (view not in in_view[:1], view[0] != first))

    # What others ask

    def look(self, view: View) -> None:
        """Somebody looks at this print: it is pressed first."""
        if self._views[:1] != [view]:
            self._views = [view, *(one for one in self._views if one != view)][:_MOST_VIEWS]
            self._want()

    def pdf(self, view: View) -> bytes | None:
        """A print as it was made last; None where there is none."""
        return self._redraw.shown(view).pdf if self._redraw else None

    def read(self) -> bytes:
        """What brief.yaml says now, byte for byte."""
        return self.file.read_bytes()

    def write(self, data: bytes) -> None:
        """Put a new brief.yaml in the place of the old, whole or not at all. Raises FaultyInputError (E601)."""
        put(self.file.resolve(), data, "Mend the permissions of the file and its folder, or make room.")

    async def settled(self) -> None:
        """Wait until brief.yaml, as it lies there now, has been read; its pages may come later."""
        asked = self._ask_to_read()
        async with self._news:
            await self._news.wait_for(lambda: self._answered >= asked)

    def _ask_to_read(self) -> int:
        self._asked += 1
        self._wake.set()
        return self._asked

    @property
    def inputs(self) -> Sequence[str]:
        """The files that the brief is made of, by their paths."""
        return (str(self.desk / HOUSE), str(self.file), *self._reading["inputs"])

    async def tell(self) -> None:
        """Let all who look at it know that there is something new."""
        async with self._news:
            self._serial += 1
            self._news.notify_all()

    async def after(self, serial: int) -> int:
        """Wait for something newer than this; the serial number of it."""
        async with self._news:
            await self._news.wait_for(lambda: self._serial > serial)
            return self._serial

    def state(self, view: View | None = None) -> Values:
        """All that the page is told; `view` is what it shows, else the first print there is."""
        reading = self._reading
        audiences = reading["audiences"]
        known = [(one["name"], name) for one in audiences for name in one["prints"]]
        audience, name = view if view in known else (known or [("", "")])[0]
        return {
            "brief": self.name,
            "serial": self._serial,
            "busy": self._redraw is not None and self._redraw.is_busy,
            "title": reading["title"] or self.name,
            "date": reading["date"],
            "language": reading["language"],
            "direction": reading["direction"],
            "markings": reading["markings"] or [],
            "summary": reading["summary"] or {"file": BRIEF, "sha256": None},
            "audiences": audiences,
            "view": {"audience": audience, "print": name},
            "problems": reading["problems"],
            "variants": {
                one["name"]: {name: self._variant((one["name"], name)) for name in one["prints"]} for one in audiences
            },
            "items": reading["items"] or [],
            "articles": reading["articles"] or [],
            "writing": self.writing,
        }

    def _variant(self, view: View) -> Values:
        if self._redraw is None:
            return {"status": "never", "pages": [], "problems": []}
        shown = self._redraw.shown(view)
        status = self._redraw.status(view)
        return {"status": status, "pages": shown.pages, "problems": shown.problems, **shown.facts}


def _broken_down(error: str) -> Values:
    message = f"the program broke down over reading this brief ({error})"
    return trouble(message, "Take back what was changed last; briefing check tells more.")
