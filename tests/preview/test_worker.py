"""The warm process: it answers, it stops when it is told to and stays warm, and another comes where it died."""

import asyncio
import contextlib
import datetime as dt
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from briefing.preview.worker import STOPPED, Job, StoppedError, Worker, WorkerDiedError
from tests.workbench import BRIEF, DeskCopy

TITLE = "A second ferry, and a quay that may not bear it"
NOW = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)


def at_work(desk: DeskCopy, test: Callable[[Worker], Awaitable[None]]) -> None:
    """Run a test with a process, and end it."""

    async def run() -> None:
        worker = Worker(desk.folder, desk.brief)
        try:
            await test(worker)
        finally:
            worker.close()

    asyncio.run(run())


async def printed(worker: Worker, audience: str, known: str | None = None) -> Any:
    return await worker.ask("print", audience=audience, name="A4", as_of=NOW, known=known)


def test_it_reads_and_prints_and_says_when_nothing_changed(desk: DeskCopy) -> None:
    async def test(worker: Worker) -> None:
        read = await worker.ask("read", known={})
        assert (read["title"], read["problems"]) == (TITLE, [])
        assert await worker.ask("read", known=read["inputs"]) == {"outcome": "same"}
        made = await printed(worker, "public")
        assert (made["outcome"], made["inputs"]) == ("made", read["inputs"])
        assert made["pdf"].startswith(b"%PDF")
        again = await printed(worker, "public", made["key"])
        assert (again["outcome"], again["pdf"]) == ("same", None)

    at_work(desk, test)


def test_a_job_is_stopped_and_the_same_process_does_the_next(desk: DeskCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.preview.worker._PATIENCE", 600.0)  # however slow the machine, it is not killed

    async def test(worker: Worker) -> None:
        first = worker.pid
        await worker.ask("read", known={})  # it has begun, and heeds the signal
        begun = worked(first)
        job = asyncio.create_task(printed(worker, "board"))
        while worked(first) < begun + 20 and not job.done():  # a fifth of a second: it is at it
            await asyncio.sleep(0.01)
        worker.stop()
        assert await job == STOPPED
        made = await printed(worker, "public")
        assert made["outcome"] == "made"
        assert worker.pid == first

    at_work(desk, test)


def worked(pid: int | None) -> int:
    """For how many hundredths of a second a process has worked (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_one_that_dies_is_told_and_another_takes_its_place(desk: DeskCopy) -> None:
    async def test(worker: Worker) -> None:
        await worker.ask("read", known={})
        first = worker.pid
        assert first is not None
        job = asyncio.create_task(printed(worker, "board"))
        await asyncio.sleep(0)
        os.kill(first, signal.SIGKILL)
        with pytest.raises(WorkerDiedError):
            await job
        assert worker.pid != first
        assert (await worker.ask("read", known={}))["title"]

    at_work(desk, test)


def test_it_ends_when_it_is_closed_whatever_it_is_at(desk: DeskCopy) -> None:
    async def test(worker: Worker) -> None:
        job = asyncio.create_task(printed(worker, "board"))
        await asyncio.sleep(0)
        pid = worker.pid
        worker.close()
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        job.cancel()

    at_work(desk, test)


def test_what_the_program_breaks_down_over_is_told_and_the_process_goes_on(desk: DeskCopy) -> None:
    async def test(worker: Worker) -> None:
        broken = await worker.ask("print", audience="public", name="no such print", as_of=NOW, known=None, more=1)
        assert broken["outcome"] == "broken"
        assert "TypeError" in broken["error"]
        assert (await worker.ask("read", known={}))["problems"] == []

    at_work(desk, test)


def test_a_file_that_cannot_be_read_is_a_problem_and_no_end(desk: DeskCopy) -> None:
    desk.write("title: [", BRIEF)

    async def test(worker: Worker) -> None:
        read = await worker.ask("read", known={})
        assert [problem["code"] for problem in read["problems"]] == ["E003"]
        assert not read["can_be_printed"]
        assert (await printed(worker, "public"))["outcome"] == "unprintable"

    at_work(desk, test)


def test_a_stop_that_a_library_swallows_is_heeded_all_the_same() -> None:
    job = Job()

    def swallowing() -> dict[str, Any]:
        with contextlib.suppress(BaseException):  # as a callback of a library does
            job.stop(0, None)
        return {"outcome": "made"}

    assert job.do(swallowing) == STOPPED
    assert job.do(lambda: {"outcome": "made"}) == {"outcome": "made"}


def test_a_stop_between_two_jobs_stops_neither() -> None:
    job = Job()
    job.stop(0, None)
    assert job.do(lambda: {"outcome": "made"}) == {"outcome": "made"}
    job.stop(0, None)


def test_a_stop_is_no_error_that_somebody_mends() -> None:
    assert not issubclass(StoppedError, Exception)
