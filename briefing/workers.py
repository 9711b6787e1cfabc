"""Workers: processes that stay warm and do one piece of work at a time, until whoever gave it to them is gone.

Each has a line of its own to the process that gives the work. When that line breaks, because the work was broken off
or because the other process was killed, a worker lets go of what it does and ends; when a worker dies, its line tells
so at once, and no other is harmed. Control-C is heard by the giver alone: a worker hears of it by its line.
"""

import gc
import multiprocessing
import signal
import sys
import threading
from _thread import interrupt_main
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_OF_A_WORKER = 40
"""After so many pieces a worker gives way to a fresh one: what libraries hold may grow with each."""
_MOST = 60
"""More lines cannot be waited for at once on Windows (WaitForMultipleObjects)."""
_PATIENCE = 30.0
"""Seconds for which a worker may be busy letting go of its work."""
_WARM = "briefing.building.warm"


@dataclass
class _Worker:
    """A process, the line to it, how many pieces it was given, and the one that it is at."""

    process: BaseProcess
    line: "Connection[Any, Any]"
    given: int = 0
    task: Any = None

    @property
    def is_done(self) -> bool:
        """Whether it was given its last piece."""
        return self.given >= _OF_A_WORKER


class Crew(Generic[Task, Result]):
    """Workers that all do the same kind of work; they end when the crew is left."""

    def __init__(self, work: Callable[[Task], Result]) -> None:
        """`work` and what it is given and gives are sent from process to process."""
        self._work = work
        self._workers: list[_Worker] = []
        self._leaving: list[_Worker] = []

    def __enter__(self) -> "Crew[Task, Result]":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._dismiss(worker)
        for worker in self._leaving:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()

    def do(self, tasks: Sequence[Task], jobs: int) -> Iterator[tuple[Task, Result | None]]:
        """Have the pieces of work done, the first first, never more than `jobs` at a time.

        Yields each as it is done; None is the result of one during which its worker died.
        """
        waiting = deque(tasks)
        jobs = min(jobs, len(tasks), _MOST)
        while waiting or self._busy():
            while waiting and len(self._busy()) < jobs:
                self._give(waiting)
            for line in wait([worker.line for worker in self._busy()]):
                worker = next(one for one in self._workers if one.line is line)
                task, worker.task = worker.task, None
                try:
                    result: Result | None = worker.line.recv()
                except (EOFError, OSError):
                    result = None
                    self._dismiss(worker)
                else:
                    if worker.is_done:
                        self._dismiss(worker)
                yield task, result

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.task is not None]

    def _give(self, waiting: deque[Task]) -> None:
        """Give the next piece to the worker who has been there longest; if it is the last for him, call another."""
        idle = [worker for worker in self._workers if worker.task is None]
        worker = idle[0] if idle else self._hire()
        try:
            worker.line.send(waiting[0])
        except OSError:  # it died while it had nothing to do
            self._dismiss(worker)
            return
        worker.task = waiting.popleft()
        worker.given += 1
        if worker.is_done and waiting:
            self._hire()

    def _hire(self) -> _Worker:
        ours, theirs = Pipe()
        process = _process_of(_serve, theirs, self._work)
        with _deaf():
            try:
                process.start()
            except EOFError:  # of the process from which others are split off
                raise OSError("no further process can be begun") from None
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        worker.line.close()
        self._workers = [one for one in self._workers if one is not worker]
        self._leaving = [*(one for one in self._leaving if one.process.is_alive()), worker]


def _process_of(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """A process: split off from one in which all is loaded, or on other systems than Linux begun anew.

    Never a fork of this one, which may have threads.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn").Process(target=work, args=arguments, daemon=True)
    multiprocessing.set_forkserver_preload([_WARM])
    return multiprocessing.get_context("forkserver").Process(target=work, args=arguments, daemon=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let what begins here be born deaf to Control-C, so that it hears none before it can listen."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the worker


def _serve(line: "Connection[Any, Any]", work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    gc.disable()
    tasks: SimpleQueue[Any] = SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=_listen, args=(line, tasks, busy), daemon=True).start()
    with suppress(KeyboardInterrupt, OSError):
        while (task := tasks.get()) is not None:
            busy.set()
            result = work(task)
            busy.clear()
            line.send(result)
            gc.collect()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _listen(line: "Connection[Any, Any]", tasks: SimpleQueue[Any], busy: threading.Event) -> None:
    """Take tasks from the line; when it breaks, break off the work."""
    with suppress(EOFError, OSError):
        while True:
            tasks.put(line.recv())
    tasks.put(None)
    if busy.is_set():
        interrupt_main(signal.SIGTERM)
