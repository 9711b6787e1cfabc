"""Redrawing: what is in view comes first, what is overtaken is stopped, and nothing old is shown as current."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from briefing.preview.pictures import Pictures
from briefing.preview.redraw import Redraw, View
from briefing.preview.worker import STOPPED, WorkerDiedError

CHIEF, BOARD, PUBLIC = ("chief", "A4"), ("board", "A4"), ("public", "A4")
FIRST, SECOND, THIRD = {"brief.yaml": "1"}, {"brief.yaml": "2"}, {"brief.yaml": "3"}


def made(inputs: dict[str, str], *digests: str, key: str = "") -> dict[str, Any]:
    """What a worker answers that has made a print with pages of these digests."""
    return {
        "outcome": "made",
        "inputs": inputs,
        "key": key or "-".join(digests),
        "pdf": b"%PDF",
        "pages": [{"digest": digest, "width": 1, "height": 1} for digest in digests],
        "labels": [str(number) for number in range(1, len(digests) + 1)],
        "problems": [],
        **{name: {} for name in ("budget", "items")},
        "marking": "TLP:CLEAR",
        "draft": False,
    }


class Hand:
    """A worker that is told by the test when it is done, and with what."""

    def __init__(self) -> None:
        self.asked: list[View] = []
        self.stopped = self.renewed = self.done = 0
        self._answer: asyncio.Future[Any] | None = None

    async def ask(self, job: str, **given: Any) -> Any:
        assert job == "print"
        self.asked.append((given["audience"], given["name"]))
        self._answer = asyncio.get_running_loop().create_future()
        return await self._answer

    def stop(self) -> None:
        self.stopped += 1
        self.answer(STOPPED)

    def renew(self) -> None:
        self.renewed += 1
        self.done = 0

    def answer(self, answer: Any) -> None:
        assert self._answer is not None
        if isinstance(answer, Exception):
            self._answer.set_exception(answer)
        else:
            self._answer.set_result(answer)


class Desk:
    """A redraw with its worker and a clock that the test moves."""

    def __init__(self) -> None:
        self.hand, self.time, self.told = Hand(), 0.0, 0
        moment = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
        self.redraw = Redraw(self.hand, Pictures(), self._tell, lambda: moment, lambda: self.time)  # type: ignore[arg-type]

    async def _tell(self) -> None:
        self.told += 1

    async def rest(self) -> None:
        """Let everything go on until it waits for something."""
        for _ in range(20):
            await asyncio.sleep(0)

    async def press(self, answer: Any, seconds: float = 1.0) -> None:
        """Let the worker finish what it has in hand."""
        self.time += seconds
        self.hand.answer(answer)
        await self.rest()

    def pages(self, view: View) -> list[str]:
        return [page["digest"] for page in self.redraw.shown(view).pages]

    def changed(self, view: View) -> list[str]:
        return [page["digest"] for page in self.redraw.shown(view).pages if page["changed"]]


Test = Callable[[Desk], Awaitable[None]]


def at_a_desk(test: Test) -> Callable[[], None]:
    """Run a test with a redraw that presses."""

    def run() -> None:
        async def all_of_it() -> None:
            desk = Desk()
            pressing = asyncio.create_task(desk.redraw.run(desk.hand))  # type: ignore[arg-type]
            try:
                await test(desk)
            finally:
                pressing.cancel()

        asyncio.run(all_of_it())

    run.__name__ = test.__name__  # type: ignore[attr-defined]
    return run


@at_a_desk
async def test_prints_are_made_in_the_order_in_which_they_are_wanted(desk: Desk) -> None:
    desk.redraw.want((BOARD, CHIEF, PUBLIC), FIRST)
    await desk.rest()
    assert desk.redraw.status(BOARD) == "pressing"
    assert desk.redraw.status(CHIEF) == "never"
    await desk.press(made(FIRST, "a"))
    await desk.press(made(FIRST, "b"))
    await desk.press(made(FIRST, "c"))
    assert desk.hand.asked == [BOARD, CHIEF, PUBLIC]
    assert [desk.redraw.status(view) for view in (BOARD, CHIEF, PUBLIC)] == ["current"] * 3
    assert not desk.redraw.is_busy


@at_a_desk
async def test_what_a_newer_text_has_overtaken_is_stopped_and_made_of_the_newer(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    desk.redraw.want((CHIEF,), SECOND)
    await desk.rest()
    assert desk.hand.stopped == 1
    assert desk.hand.asked == [CHIEF, CHIEF]
    await desk.press(made(SECOND, "a"))
    assert desk.redraw.status(CHIEF) == "current"
    assert desk.hand.asked == [CHIEF, CHIEF]


@at_a_desk
async def test_a_burst_of_saves_comes_to_one_redraw(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"), seconds=2)
    for number in range(10):
        desk.time += 0.1
        desk.redraw.want((CHIEF,), {"brief.yaml": f"burst {number}"})
        await desk.rest()
    await desk.press(made({"brief.yaml": "burst 9"}, "b"))
    assert desk.redraw.status(CHIEF) == "current"
    assert desk.told == 2 * 2 + 9  # two prints were begun and done, and nine only begun
    assert desk.hand.stopped == 9


@at_a_desk
async def test_what_is_nearly_done_is_finished_and_shown_as_old(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"), seconds=10)
    desk.redraw.want((CHIEF,), SECOND)
    await desk.rest()
    desk.time += 8
    desk.redraw.want((CHIEF,), THIRD)
    await desk.rest()
    assert desk.hand.stopped == 0
    desk.hand.answer(made(SECOND, "b"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (desk.pages(CHIEF), desk.redraw.status(CHIEF)) == (["b"], "stale")


@at_a_desk
async def test_what_is_quick_because_of_the_last_time_is_not_begun_anew(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"), seconds=20)
    desk.redraw.want((CHIEF,), SECOND)
    await desk.rest()
    await desk.press(made(SECOND, "b"), seconds=4)
    desk.redraw.want((CHIEF,), THIRD)
    await desk.rest()
    desk.time += 1
    # To finish this takes three seconds and the next time four; to begin anew would take twenty.
    desk.redraw.want((CHIEF,), {"brief.yaml": "4"})
    assert desk.hand.stopped == 0
    desk.time += 7
    # It is begun from the beginning this time; ten seconds and four are still sooner than eighteen.
    desk.redraw.want((CHIEF,), {"brief.yaml": "5"})
    assert desk.hand.stopped == 0


@at_a_desk
async def test_who_types_without_a_rest_sees_pages_now_and_then(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"), seconds=4)
    stopped_at = []
    for second in range(1, 13):
        before = desk.hand.stopped
        desk.time += 1
        desk.redraw.want((CHIEF,), {"brief.yaml": f"typing {second}"})
        await desk.rest()
        if desk.hand.stopped > before:
            stopped_at.append(second)
    # The first finds nothing in hand; after two and a half times its four seconds it is let finish.
    assert stopped_at == list(range(2, 12))


@at_a_desk
async def test_another_view_goes_before_what_nobody_looks_at(desk: Desk) -> None:
    desk.redraw.want((CHIEF, BOARD, PUBLIC), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"))
    assert desk.hand.asked[-1] == BOARD
    desk.redraw.want((PUBLIC, CHIEF, BOARD), FIRST)
    await desk.rest()
    assert desk.hand.stopped == 1
    assert desk.hand.asked[-1] == PUBLIC
    await desk.press(made(FIRST, "c"))
    assert desk.hand.asked[-1] == BOARD


@at_a_desk
async def test_a_view_that_is_shown_already_stops_nothing(desk: Desk) -> None:
    desk.redraw.want((CHIEF, BOARD), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"))
    desk.redraw.want((CHIEF, BOARD), FIRST)
    await desk.rest()
    assert desk.hand.stopped == 0


@at_a_desk
async def test_pages_that_changed_are_told_from_those_that_did_not(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a", "b", "c"))
    assert desk.changed(CHIEF) == []
    desk.redraw.want((CHIEF,), SECOND)
    await desk.rest()
    await desk.press(made(SECOND, "a", "x", "c"))
    assert desk.changed(CHIEF) == ["x"]
    desk.redraw.want((CHIEF,), THIRD)
    await desk.rest()
    await desk.press({**made(THIRD), "outcome": "same"})
    assert (desk.pages(CHIEF), desk.changed(CHIEF)) == (["a", "x", "c"], [])
    assert desk.redraw.status(CHIEF) == "current"


@at_a_desk
async def test_what_withholds_too_little_is_shown_to_nobody(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"))
    desk.redraw.want((CHIEF,), SECOND)
    await desk.rest()
    problem = {"code": "E404"}
    await desk.press({"outcome": "withheld", "inputs": SECOND, "problems": [problem]})
    shown = desk.redraw.shown(CHIEF)
    assert (shown.pages, shown.pdf, shown.problems) == ([], None, [problem])
    assert desk.redraw.status(CHIEF) == "failed"


@at_a_desk
async def test_pages_stay_with_the_problem_where_a_variant_cannot_be_made(desk: Desk) -> None:
    desk.redraw.want((CHIEF,), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"))
    desk.redraw.want((CHIEF,), SECOND)
    await desk.rest()
    await desk.press({"outcome": "failed", "inputs": SECOND, "problems": [{"code": "E401"}]})
    assert (desk.pages(CHIEF), desk.redraw.status(CHIEF)) == (["a"], "failed")


@at_a_desk
async def test_a_process_that_dies_is_told_and_the_next_print_is_made(desk: Desk) -> None:
    desk.redraw.want((CHIEF, BOARD), FIRST)
    await desk.rest()
    await desk.press(WorkerDiedError())
    (problem,) = desk.redraw.shown(CHIEF).problems
    assert (problem["code"], problem["severity"], problem["audience"]) == ("E307", "error", "chief")
    assert desk.redraw.status(CHIEF) == "failed"
    assert desk.hand.asked == [CHIEF, BOARD]
    await desk.press({"outcome": "broken", "error": "ValueError: no"})
    assert "ValueError: no" in desk.redraw.shown(BOARD).problems[0]["message"]
    assert not desk.redraw.is_busy  # neither is tried again until something is saved


@at_a_desk
async def test_a_process_that_has_done_much_gives_way_in_a_moment_of_rest(desk: Desk) -> None:
    desk.hand.done = 1000
    desk.redraw.want((CHIEF, BOARD), FIRST)
    await desk.rest()
    await desk.press(made(FIRST, "a"))
    assert desk.hand.renewed == 0
    await desk.press(made(FIRST, "b"))
    assert desk.hand.renewed == 1


@pytest.mark.parametrize("outcome", ["made", "same"])
def test_a_print_of_files_that_have_changed_since_is_never_current(outcome: str) -> None:
    @at_a_desk
    async def test(desk: Desk) -> None:
        desk.redraw.want((CHIEF,), FIRST)
        await desk.rest()
        # Somebody saved while it was loaded: the worker knows, and the one who reads does not yet.
        desk.hand.answer({**made(SECOND, "b"), "outcome": outcome})
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert desk.redraw.status(CHIEF) == "stale"
        desk.redraw.want((CHIEF,), SECOND)
        await desk.rest()
        assert desk.redraw.status(CHIEF) == "current"

    test()
