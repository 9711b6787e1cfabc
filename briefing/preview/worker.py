"""A warm process that works for the preview: one job at a time, each answered with plain values.

The server's own process loads no library that sets type, so that one that breaks takes no page in a browser with it.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

Values = dict[str, Any]


class WorkerDiedError(Exception):
    """The process ended before it answered: by the system, or by an error in a library."""


class Worker:
    """A process of its own that reads and prints one brief; it is started at once, and again after it died."""

    def __init__(self, desk: Path, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self._start()

    def _start(self) -> None:
        # Fresh, not a fork of the server: the libraries that set the type keep threads and locks.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._desk, self._folder), daemon=True)
        self._process.start()
        theirs.close()

    async def ask(self, job: str, **given: Any) -> Values:
        """Give it a job and wait for the answer. Raises WorkerDiedError, and there is a new process then."""
        try:
            self._pipe.send((job, given))
            answer: Values = await asyncio.to_thread(self._pipe.recv)
        except (EOFError, OSError) as error:
            self.close()
            self._start()
            raise WorkerDiedError from error
        return answer

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _work(pipe: Connection, desk: Path, folder: Path) -> None:
    """The life of the process: job after job, until nobody is there to ask for one."""
    # Control-C goes to all processes of a terminal: the server ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from briefing.preview.work import Work  # noqa: PLC0415 (only in a process of its own)

    work = Work(desk, folder)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            job, given = pipe.recv()
            pipe.send(_answer(work, job, given))
    os._exit(0)


def _answer(work: Any, job: str, given: Mapping[str, Any]) -> Values:
    answer: Values = work.read() if job == "read" else work.print(**given)
    return answer
