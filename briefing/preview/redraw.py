"""Redrawing: one print at a time, the one in view first; what a newer text has overtaken is stopped."""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefing.preview.pictures import Pictures
from briefing.preview.trouble import trouble
from briefing.preview.worker import STOPPED, Worker, WorkerDiedError

Values = dict[str, Any]
View = tuple[str, str]
"""An audience and a print."""
Inputs = Mapping[str, str | None]
"""What the files say of which something is made: a digest of each."""

_NEARLY = 0.7
"""Work of which so much should be done is finished, though a newer text has overtaken it."""
_BRIEF = 0.3
"""So is work that should be done in so many seconds."""
_LATE = 1.5
"""What takes so many times as long as the last time is not the same work: it is done from the beginning."""
_FADES = 0.9
_UNKNOWN = 4.0
"""So many seconds a print is taken to need that has not been pressed yet."""
_LONGEST = 2.5
"""Who types without a rest sees something new after so many times the length of the work, at the latest."""
_MOMENT = 0.1
"""Seconds."""
_KEPT = 120
"""A print of more pages is not kept laid out: it takes more than 3 MiB a page, and the press keeps no more."""
_JOBS = 150
"""After so many jobs a process gives way to a fresh one, in a moment of rest."""


@dataclass
class Shown:
    """A print as the page shows it: what became of it, its pages, and of which files it was made."""

    status: str = "never"
    inputs: Inputs | None = None
    key: str | None = None
    pdf: bytes | None = None
    pages: list[Values] = field(default_factory=list)
    facts: Values = field(default_factory=dict)
    problems: list[Values] = field(default_factory=list)
    took: float | None = None
    """How many seconds it took to press it, the last time that it had to be."""
    most: float = 0.0
    """How many it takes from the beginning: what was stopped lost what was known of the last time."""
    old_since: float | None = None
    """Since when there is a newer text than that of its pages."""

    def take(self, made: Values) -> bool:
        """Take over what was made; whether there are new pages."""
        outcome: str = made["outcome"]
        self.inputs, self.problems = made["inputs"], made["problems"]
        if outcome in {"made", "same"}:
            self.status = "current"
            self.facts = {name: made[name] for name in ("budget", "marking", "draft", "items")}
        elif outcome == "unprintable":
            self.status = "stale" if self.pages else "failed"
        else:
            self.status = "failed"
        if outcome == "withheld":
            # What the search has found in it is shown to nobody.
            self.key, self.pdf, self.pages, self.facts = None, None, [], {}
        elif outcome == "same":
            self.pages = [{**page, "changed": False} for page in self.pages]
        elif outcome == "made":
            self._turn(made)
        return outcome == "made"

    def _turn(self, made: Values) -> None:
        before = {page["digest"] for page in self.pages}
        self.key, self.pdf = made["key"], made["pdf"]
        self.pages = [
            {**page, "label": label, "changed": bool(before) and page["digest"] not in before}
            for page, label in zip(made["pages"], made["labels"], strict=True)
        ]


@dataclass
class _InHand:
    """The print that is being pressed, of which files, and since when."""

    view: View
    inputs: Inputs
    begun: float


class Redraw:
    """Presses what is wanted in its order, in a process of its own, and tells of each that is done."""

    def __init__(
        self,
        worker: Worker,
        pictures: Pictures,
        tell: Callable[[], Awaitable[None]],
        now: Callable[[], dt.datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._worker, self._pictures, self._tell, self._now, self._clock = worker, pictures, tell, now, clock
        self._shown: dict[View, Shown] = {}
        self._wanted: Sequence[View] = ()
        self._inputs: Inputs = {}
        self._in_hand: _InHand | None = None
        self._wake = asyncio.Event()

    @property
    def is_busy(self) -> bool:
        """Whether something is being pressed."""
        return self._in_hand is not None

    def shown(self, view: View) -> Shown:
        """A print as it is shown."""
        return self._shown.get(view) or Shown()

    def status(self, view: View) -> str:
        """What became of a print: current, stale, pressing, failed or never."""
        shown = self.shown(view)
        if self._in_hand and self._in_hand.view == view:
            return "pressing"
        return "stale" if shown.status == "current" and shown.inputs != self._inputs else shown.status

    def want(self, views: Sequence[View], inputs: Inputs) -> None:
        """What is to be shown from now on, the most urgent first, and of which files."""
        self._wanted, self._inputs = views, inputs
        for view in views:
            shown = self._shown.setdefault(view, Shown())
            if shown.inputs != inputs and shown.old_since is None:
                shown.old_since = self._clock()
        if self._in_hand and self._is_overtaken(self._in_hand) and not self._is_better_finished(self._in_hand):
            self._worker.stop()
        self._wake.set()

    def _is_overtaken(self, work: _InHand) -> bool:
        return work.inputs != self._inputs or self._next() not in {None, work.view}

    def _is_better_finished(self, work: _InHand) -> bool:
        shown, now = self.shown(work.view), self._clock()
        took = shown.took
        if took is not None:
            done = now - work.begun
            expected = took if done <= _LATE * took else shown.most
            left = expected - done
            if left <= _BRIEF or done >= _NEARLY * expected or left + took <= shown.most:
                return True
        longest = _LONGEST * (took or _UNKNOWN)
        is_in_view = bool(self._wanted) and work.view == self._wanted[0]
        return is_in_view and shown.old_since is not None and now - shown.old_since > longest

    def _next(self) -> View | None:
        return next((view for view in self._wanted if self.shown(view).inputs != self._inputs), None)

    async def run(self, worker: Worker) -> None:
        """Press, for as long as this process works for it."""
        self._worker = worker
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            while (view := self._next()) is not None:
                made_of = await self._press(view)
                if made_of not in (None, self._inputs):
                    # A file has changed meanwhile: in a moment that will have been read.
                    await asyncio.sleep(_MOMENT)
            if self._worker.done > _JOBS:
                self._worker.renew()

    async def _press(self, view: View) -> Inputs | None:
        """Press a print and take it over; of which files it was made, None where it was stopped."""
        shown = self._shown[view]
        work = self._in_hand = _InHand(view, self._inputs, self._clock())
        await self._tell()
        try:
            # Only the print in view is kept laid out, for the next edit: the others would drive it out.
            keeps = view == self._wanted[0] and len(shown.pages) <= _KEPT
            made = await self._worker.ask(
                "print", audience=view[0], name=view[1], as_of=self._now(), known=shown.key, keeps=keeps
            )
        except WorkerDiedError:
            made = {"outcome": "died"}
        finally:
            self._in_hand = None
        if made["outcome"] == STOPPED["outcome"]:
            if self._next() is None:
                # Nothing follows that would be told: a brief that cannot be read any more is not pressed.
                await self._tell()
            return None
        self._take(shown, made, work)
        await self._tell()
        return shown.inputs

    def _take(self, shown: Shown, made: Values, work: _InHand) -> None:
        if "inputs" not in made:
            made = {**made, "inputs": work.inputs, "problems": [_broken_off(work.view[0], made)]}
        if shown.take(made) and shown.pdf is not None:
            shown.took = self._clock() - work.begun
            shown.most = max(shown.took, _FADES * shown.most)
            self._pictures.add(shown.pdf, [page["digest"] for page in shown.pages])
            self._pictures.forget({page["digest"] for one in self._shown.values() for page in one.pages})
        shown.old_since = None if shown.inputs == self._inputs else self._clock()


def _broken_off(audience: str, made: Values) -> Values:
    """What is told where the process that was to press a print could not."""
    message = "the process that pressed this print was ended: by the system, or by an error in a library"
    if made["outcome"] == "broken":
        message = f"the program broke down over this print ({made['error']})"
    hint = "It is tried again at the next save; see whether it builds: briefing build."
    return trouble(message, hint, audience)
