"""A warm process that works for the preview: one job at a time, each answered with plain values.

The server's own process loads no library that sets type: one that breaks, or is ended, takes no page in a browser with
it. A job that is not wanted any more is stopped and the process stays warm, unless it does not heed that.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

Values = dict[str, Any]
STOPPED: Values = {"outcome": "stopped"}
"""The answer to a job that was stopped."""
_STOP = getattr(signal, "SIGUSR1", None)
"""By what it is stopped; a system that has no such signal ends the process."""
_PATIENCE = 2.0
"""So many seconds after it was stopped a process is ended: a library may be deep in work of its own."""


class WorkerDiedError(Exception):
    """The process ended before it answered: by the system, or by an error in a library."""


class Worker:
    """A process that reads and prints one brief; where it ends, another takes its place."""

    def __init__(self, desk: Path, folder: Path, *, presses: bool = True) -> None:
        """One that `presses` loads what sets type before it is asked for anything."""
        self._given = (desk, folder, presses)
        self._jobs = 0
        self._is_stopping = False
        self._ending: asyncio.TimerHandle | None = None
        self._start()

    def _start(self) -> None:
        # Fresh, not a fork of the server: the libraries that set the type keep threads and locks.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, *self._given), daemon=True)
        self._process.start()
        theirs.close()
        self.done = 0
        """How many jobs this process has done: what its libraries hold grows a little with each."""

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    async def ask(self, job: str, **given: Any) -> Values:
        """Give it a job and wait for the answer. Raises WorkerDiedError, and there is a new process then."""
        self._is_stopping = False
        try:
            self._pipe.send((job, given))
            answer: Values = await asyncio.to_thread(self._pipe.recv)
        except (EOFError, OSError) as error:
            self.renew()
            if self._is_stopping:
                return STOPPED
            raise WorkerDiedError from error
        finally:
            if self._ending:
                self._ending.cancel()
                self._ending = None
        self.done += 1
        return answer

    def stop(self) -> None:
        """Stop the job that it is at."""
        if self._is_stopping:
            return
        self._is_stopping = True
        if _STOP is None or self._process.pid is None:
            self._process.kill()
            return
        with suppress(ProcessLookupError):
            os.kill(self._process.pid, _STOP)
        self._ending = asyncio.get_running_loop().call_later(_PATIENCE, self._process.kill)

    def renew(self) -> None:
        """Put a new process in the place of this one."""
        self.close()
        self._start()

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


Hire = Callable[..., Worker]
"""How a process comes that works for a brief of a desk."""


# In the process itself


class StoppedError(BaseException):
    """The job in hand is not wanted any more. Not an Exception: nothing that mends errors takes it for one."""


class Job:
    """Whether a job is in hand, and whether it has been stopped."""

    def __init__(self) -> None:
        self.is_in_hand = self.is_stopped = False

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Stop what is in hand, if anything: the handler of a signal."""
        if self.is_in_hand:
            self.is_stopped = True
            raise StoppedError

    def do(self, work: Callable[[], Values]) -> Values:
        """Do it; where a library has swallowed that it was stopped, what came of it is not told."""
        self.is_stopped = False
        answer = STOPPED
        try:
            self.is_in_hand = True
            answer = work()
            self.is_in_hand = False
        except StoppedError:
            pass
        except Exception as error:  # noqa: BLE001 (an error of the program: told in the page, and it goes on)
            answer = {"outcome": "broken", "error": f"{type(error).__name__}: {error}"}
        self.is_in_hand = False
        return STOPPED if self.is_stopped else answer


def work(pipe: Connection, desk: Path, folder: Path, presses: bool) -> None:  # noqa: FBT001 (of a process)
    """The life of the process: job after job, until nobody is there to ask for one."""
    job = Job()
    # Control-C goes to every process of a terminal: the server ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _STOP is not None:
        signal.signal(_STOP, job.stop)
    # Raised while an object is thrown away, it would be told on the terminal.
    sys.unraisablehook = lambda _lost: None
    from briefing.preview.work import Work  # noqa: PLC0415 (only in a process of its own)

    if presses:
        import briefing.building.warm  # noqa: F401, PLC0415 (loaded by being imported)
    jobs = Work(desk, folder).jobs
    # Garbage is collected in moments of rest: a page is hundreds of thousands of things that are needed to its end.
    gc.disable()
    with suppress(EOFError, OSError):
        while True:
            if not pipe.poll():
                gc.collect()
            name, given = pipe.recv()
            pipe.send(job.do(lambda: jobs[name](**given)))  # noqa: B023 (done before the next is asked for)
    os._exit(0)
