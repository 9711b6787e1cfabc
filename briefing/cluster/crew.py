"""A crew: who of a cluster's workers gets which task, and what becomes of those whose worker is lost.

Each worker is compared with this machine before it gets a task, whenever it comes, and refused where it differs. It has
one task at a time. A worker that is gone, gives no sign of life or takes far too long is given up, and the task goes to
another, once; then that task is lost, and no other with it.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeVar

from briefing.cluster.line import Broken, DamagedError, Heard, Line, LineLostError
from briefing.model.problem import FaultyInputError, Problem, Severity

Task = TypeVar("Task")
Result = TypeVar("Result")

_TRIES = 2
_HINT_UNLIKE = "Install the same on every machine: the easiest is one image of a container for all."
_SHOWN = 4
_TICK = 0.25
"""Seconds after which is looked at the clock, where nothing comes."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds.

    `worker`: for the first, or another where all are lost; `sign`: for a sign of life of one that is there; `greeting`:
    for what it tells of itself; `others`: for all of these, once one is fit. `look`: how often is looked who is there.
    """

    worker: float = 60.0
    sign: float = 60.0
    greeting: float = 120.0
    others: float = 15.0
    look: float = 1.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that two workers did not carry out; `why` says of the second what happened to it."""

    why: str


class NotSentError(Exception):
    """Raised while a task is packed: it is not to be sent."""


class _State(Enum):
    NEW = auto()
    GREETED = auto()
    FIT = auto()
    REFUSED = auto()
    GIVEN_UP = auto()


@dataclass
class _Worker:
    name: str
    address: str
    sign: float
    heard_at: float
    ready_at: float
    is_ready: bool = True
    state: _State = _State.NEW
    ticket: str | None = None
    until: float = 0.0


@dataclass
class _Errand:
    task: Any
    seconds: float
    packed: bytes | None = None
    tries: int = 0
    lost_by: set[str] = field(default_factory=set)


_Ended = tuple[_Errand, bytes | Broken]
"""A task that is in no worker's hands any more, and what came of it."""


class Crew:
    """The workers at the other end of a line that are like this machine, `here`, by what `greeting` tells of each."""

    def __init__(
        self,
        line: Line,
        here: Mapping[str, str],
        greeting: tuple[str, Callable[[bytes], Mapping[str, str]]],
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`greeting` is the work that has a worker tell of itself, and how its answer is read."""
        self._line = line
        self._here = here
        self._greeting = greeting
        self._patience = patience or Patience()
        self._clock = clock
        self._workers: dict[str, _Worker] = {}
        self._looked_at = float("-inf")
        self._none_since: float | None = None
        self._errands: dict[str, tuple[_Worker, _Errand]] = {}
        self._refused: dict[str, str] = {}
        self._had_any = False
        self.lost: list[str] = []
        """Each worker that was given up while it had a task, and why."""

    def gather(self) -> int:
        """Wait until the workers that are there were compared, but for those who are slow to answer; how many are fit.

        Raises FaultyInputError: E312 where none is, E313 where the scheduler is gone.
        """
        with _told():
            self._look()
            while not self._fit():
                self._step()
            since = self._clock()
            while self._are_awaited() and self._clock() < since + self._patience.others:
                self._step()
        return len(self._fit())

    def _are_awaited(self) -> bool:
        return any(one.state in {_State.NEW, _State.GREETED} for one in self._workers.values())

    def refused(self) -> tuple[Problem, ...]:
        """A warning (W310) for each worker that was refused since this was asked last: what differs there."""
        told = tuple(
            Problem("W310", f"the worker {address} is not used: {why}", _HINT_UNLIKE, severity=Severity.WARNING)
            for address, why in self._refused.items()
        )
        self._refused = {}
        return told

    def do(
        self,
        work: str,
        tasks: Sequence[Task],
        *,
        pack: Callable[[Task], bytes],
        accept: Callable[[Task, bytes], Result],
        seconds: Callable[[Task], float],
    ) -> Iterator[tuple[Task, Result | Lost | None]]:
        """Have tasks carried out, the first begun first, and yield each with what came of it, as they are done.

        `pack` makes a task what travels, when a worker is free for it, and may raise NotSentError: then None is
        yielded. `accept` reads what came back, and may raise DamagedError. `seconds` is how long a worker may take.
        Raises FaultyInputError (E312, E313) where no worker is left, or the scheduler is gone.
        """
        waiting = deque(_Errand(task, seconds(task)) for task in tasks)
        try:
            with _told():
                self._look()
            while waiting or self._errands:
                with _told():
                    yield from self._give_all(waiting, work, pack)
                    if not waiting and not self._errands:
                        break
                    for errand, came in self._step():
                        yield from self._came(errand, came, accept, waiting)
        finally:
            for ticket in list(self._errands):
                self._let_go(ticket)

    def _came(
        self,
        errand: _Errand,
        came: bytes | Broken,
        accept: Callable[[Task, bytes], Result],
        waiting: deque[_Errand],
    ) -> Iterator[tuple[Task, Result | Lost | None]]:
        why = came.why if isinstance(came, Broken) else ""
        if not isinstance(came, Broken):
            try:
                result = accept(errand.task, came)
            except DamagedError:
                why = "sent what was damaged on the way"
            else:
                yield errand.task, result
                return
        errand.tries += 1
        if errand.tries >= _TRIES:
            yield errand.task, Lost(why)
        else:
            waiting.appendleft(errand)

    def _give_all(
        self, waiting: deque[_Errand], work: str, pack: Callable[[Task], bytes]
    ) -> Iterator[tuple[Task, None]]:
        """Give each worker that is free a task, as long as there are any."""
        for worker in self._fit():
            while waiting and worker.ticket is None and worker.is_ready:
                errand = self._for(worker, waiting)
                if errand is None:
                    break
                try:
                    errand.packed = pack(errand.task) if errand.packed is None else errand.packed
                except NotSentError:
                    yield errand.task, None
                    continue
                worker.ticket = self._line.give(worker.address, work, errand.packed)
                worker.until = self._clock() + errand.seconds
                self._errands[worker.ticket] = (worker, errand)

    def _for(self, worker: _Worker, waiting: deque[_Errand]) -> _Errand | None:
        """The next task for a worker: not one that it lost before, unless there is nobody else."""
        others = len(self._fit()) > 1
        for errand in waiting:
            if worker.name not in errand.lost_by or not others:
                waiting.remove(errand)
                return errand
        return None

    def _fit(self) -> list[_Worker]:
        return [one for one in self._workers.values() if one.state is _State.FIT]

    def _step(self) -> list[_Ended]:
        """Wait a moment for what comes back, and look who is there; each task that has ended, and what came of it."""
        ended = []
        took = self._line.take(_TICK)
        if took is not None:
            ticket, came = took
            errand = self._ended(ticket, came)
            if errand is not None:
                ended.append((errand, came))
        if self._clock() >= self._looked_at + self._patience.look:
            ended += self._look()
        return ended

    def _ended(self, ticket: str, came: bytes | Broken) -> _Errand | None:
        worker = next((one for one in self._workers.values() if one.ticket == ticket), None)
        if worker is None:
            return None  # it was given up before
        worker.ticket = None
        if worker.state is _State.GREETED:
            self._compare(worker, came)
            return None
        _, errand = self._errands.pop(ticket)
        if isinstance(came, Broken):
            errand.lost_by.add(worker.name)
            self.lost.append(f"{worker.address} {came.why}")
        return errand

    def _compare(self, worker: _Worker, came: bytes | Broken) -> None:
        why = f"it {came.why}" if isinstance(came, Broken) else _difference(self._here, self._greeting[1](came))
        worker.state = _State.REFUSED if why else _State.FIT
        if why:
            self._refused[worker.address] = why
        else:
            self._had_any = True

    def _look(self) -> list[_Ended]:
        """Look who is there: greet who is new, give up who is gone, silent or too slow."""
        now = self._clock()
        self._pass_over(now - self._looked_at - 2 * self._patience.look)
        self._looked_at = now
        heard = self._line.workers()
        for name, one in heard.items():
            self._note(name, one, now)
        ended = []
        for worker in list(self._workers.values()):
            why = self._given_up_for(worker, worker.name in heard, now)
            if why:
                ended += self._give_up(worker, why)
            elif worker.state is _State.NEW and worker.is_ready:
                worker.ticket = self._line.give(worker.address, self._greeting[0], b"")
                worker.state, worker.until = _State.GREETED, now + self._patience.greeting
        self._need_somebody(now)
        return ended

    def _pass_over(self, seconds: float) -> None:
        """Time in which nobody looked, since this command was busy or waited for another, is held against none."""
        if not 0 < seconds < float("inf"):
            return
        for worker in self._workers.values():
            worker.heard_at += seconds
            worker.ready_at += seconds
            worker.until += seconds
        if self._none_since is not None:
            self._none_since += seconds

    def _note(self, name: str, one: Heard, now: float) -> None:
        worker = self._workers.setdefault(name, _Worker(name, one.address, one.sign, now, now))
        if worker.sign != one.sign:
            worker.sign, worker.heard_at = one.sign, now
        worker.is_ready = one.is_ready
        if one.is_ready or worker.ticket is not None:
            worker.ready_at = now

    def _given_up_for(self, worker: _Worker, is_there: bool, now: float) -> str:  # noqa: FBT001 (what was just found)
        if worker.state in {_State.REFUSED, _State.GIVEN_UP}:
            if not is_there:
                del self._workers[worker.name]
            return ""
        if not is_there:
            return "died"
        if now - worker.heard_at > self._patience.sign:
            return f"gave no sign of life for {_time(self._patience.sign)}"
        if worker.ticket is not None and now > worker.until:
            return "took far longer than the task should take"
        if now - worker.ready_at > self._patience.sign:
            return f"took no work for {_time(self._patience.sign)}"
        return ""

    def _give_up(self, worker: _Worker, why: str) -> list[_Ended]:
        ticket, worker.ticket, was = worker.ticket, None, worker.state
        worker.state = _State.GIVEN_UP
        if why == "died":
            del self._workers[worker.name]
        if was is _State.GREETED and why != "died":
            self._refused[worker.address] = f"it {why}"
        if ticket is None:
            return []
        _, errand = self._errands.get(ticket, (None, None))
        self._let_go(ticket)
        if errand is None:
            return []
        errand.lost_by.add(worker.name)
        self.lost.append(f"{worker.address} {why}")
        return [(errand, Broken(why))]

    def _let_go(self, ticket: str) -> None:
        self._errands.pop(ticket, None)
        self._line.drop(ticket)

    def _need_somebody(self, now: float) -> None:
        """Raise E312 where for too long no worker is there that has a task, or could have one."""
        hopeful = {_State.NEW, _State.GREETED, _State.FIT}
        if any(one.state in hopeful for one in self._workers.values()):
            self._none_since = None
            return
        self._none_since = now if self._none_since is None else self._none_since
        only_unlike = not self._had_any and any(one.state is _State.REFUSED for one in self._workers.values())
        if only_unlike or now - self._none_since >= self._patience.worker:
            raise FaultyInputError([*self.refused(), self._nobody(only_unlike=only_unlike)])

    def _nobody(self, *, only_unlike: bool) -> Problem:
        if only_unlike:
            return Problem("E312", "no worker of the cluster is like this machine, so that none is used", _HINT_UNLIKE)
        hint = "Start one on each machine: dask worker --nthreads 1 ADDRESS"
        waited = _time(self._patience.worker)
        message = f"the cluster has no worker, and for {waited} none has come"
        if self._had_any:
            message = f"no worker of the cluster is left, and for {waited} no other has come"
        return Problem("E312", message, hint)


@contextmanager
def _told() -> Iterator[None]:
    """Raise what ends a line as the problem (E313) that it is to the user."""
    try:
        yield
    except LineLostError as error:
        hint = "What was done stays done: give the command again when the scheduler runs."
        raise FaultyInputError([Problem("E313", f"the scheduler of the cluster is gone: {error}", hint)]) from error


def _difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What is not the same there as here; nothing where all is."""
    found = [
        f"{name} is {there.get(name, 'not there')}, here {here.get(name, 'not there')}"
        for name in sorted({*here, *there})
        if here.get(name) != there.get(name)
    ]
    more = f"; and {len(found) - _SHOWN} more differ" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more


def _time(seconds: float) -> str:
    return f"{seconds:g} seconds" if seconds < 120 else f"{seconds / 60:g} minutes"
