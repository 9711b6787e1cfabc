"""A crew, on a line that is made up: who gets what, who is refused, and what becomes of those who are lost."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from briefing.cluster import Crew, DamagedError, Lost, NotSentError, Patience
from briefing.cluster.line import Broken, Heard, LineLostError
from briefing.model.problem import FaultyInputError

HERE = {"WeasyPrint": "70.0", "fonts": "abc"}
GREETING = "greet"
PATIENCE = Patience(worker=60, sign=60, greeting=120, others=200, look=1)


@dataclass
class MadeUpLine:
    """Workers that answer when they are asked next, or not at all; every wait takes its whole time."""

    there: dict[str, Heard] = field(default_factory=dict)
    tells: dict[str, str] = field(default_factory=dict)
    """What each says of itself: the facts as text, a comma between; nothing is said by who is not in it."""
    deaf: set[str] = field(default_factory=set)
    """Those from whom nothing comes back."""
    now: float = 0.0
    given: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    answers: dict[str, bytes | Broken] = field(default_factory=dict)
    is_lost: bool = False
    lives: bool = True
    """Whether those who are there give signs of life."""
    _waiting: deque[tuple[str, bytes | Broken]] = field(default_factory=deque)

    def come(self, *names: str, facts: str = "70.0,abc") -> None:
        for name in names:
            self.there[name] = Heard(f"tcp://{name}", self.now)
            self.tells[f"tcp://{name}"] = facts

    def workers(self) -> Mapping[str, Heard]:
        if self.is_lost:
            raise LineLostError("it does not answer any more")
        if self.lives:
            self.there = {name: Heard(one.address, self.now, one.is_ready) for name, one in self.there.items()}
        return self.there

    def give(self, address: str, work: str, packed: bytes) -> str:
        ticket = f"{len(self.given)}"
        self.given.append((address, packed.decode() or work))
        if address not in self.deaf:
            answer = self.tells[address].encode() if work == GREETING else packed
            self._waiting.append((ticket, self.answers.get(address, self.answers.get(packed.decode(), answer))))
        return ticket

    def take(self, seconds: float) -> tuple[str, bytes | Broken] | None:
        if self._waiting:
            return self._waiting.popleft()
        self.now += seconds
        return None

    def drop(self, ticket: str) -> None:
        self.dropped.append(ticket)


def crew_on(line: MadeUpLine) -> Crew:
    def told(packed: bytes) -> Mapping[str, str]:
        return dict(zip(HERE, packed.decode().split(","), strict=True))

    return Crew(line, HERE, (GREETING, told), PATIENCE, clock=lambda: line.now)


def doing(crew: Crew, tasks: str, seconds: float = 30) -> Iterator[tuple[str, str | Lost | None]]:
    def pack(task: str) -> bytes:
        if task == "-":
            raise NotSentError
        return task.encode()

    def accept(task: str, packed: bytes) -> str:
        if task == "!":
            raise DamagedError
        return packed.decode().upper()

    return crew.do("work", list(tasks), pack=pack, accept=accept, seconds=lambda _: seconds)


def tasks_given(line: MadeUpLine) -> list[tuple[str, str]]:
    return [(address.removeprefix("tcp://"), task) for address, task in line.given if task != GREETING]


def code_of(error: FaultyInputError) -> str:
    return error.problems[-1].code


def test_the_first_is_begun_first_and_each_worker_has_one_task_at_a_time() -> None:
    line = MadeUpLine()
    line.come("a", "b")
    crew = crew_on(line)
    assert crew.gather() == 2
    assert dict(doing(crew, "pqrs")) == {"p": "P", "q": "Q", "r": "R", "s": "S"}
    assert [task for _, task in tasks_given(line)] == list("pqrs")
    assert tasks_given(line)[:2] == [("a", "p"), ("b", "q")]


def test_who_differs_gets_no_task_and_it_is_said_in_what() -> None:
    line = MadeUpLine()
    line.come("a")
    line.come("b", facts="69.0,abc")
    crew = crew_on(line)
    assert crew.gather() == 1
    (problem,) = crew.refused()
    assert (problem.code, problem.is_error) == ("W310", False)
    assert problem.message == "the worker tcp://b is not used: WeasyPrint is 69.0, here 70.0"
    assert [one for _, one in doing(crew, "pq")] == ["P", "Q"]
    assert {worker for worker, _ in tasks_given(line)} == {"a"}
    assert crew.refused() == ()


def test_who_cannot_tell_of_itself_is_refused() -> None:
    line = MadeUpLine(answers={"tcp://b": Broken("broke off: No module named 'briefing'")}, deaf={"tcp://c"})
    line.come("a", "b", "c")
    crew = crew_on(line)
    assert crew.gather() == 1
    assert {one.message for one in crew.refused()} == {
        "the worker tcp://b is not used: it broke off: No module named 'briefing'",
        "the worker tcp://c is not used: it took far longer than the task should take",
    }


def test_where_none_is_like_this_machine_it_is_said_at_once_with_what_differs() -> None:
    line = MadeUpLine()
    line.come("a", facts="70.0,other")
    with pytest.raises(FaultyInputError) as refused:
        crew_on(line).gather()
    assert [one.code for one in refused.value.problems] == ["W310", "E312"]
    assert "fonts is other, here abc" in refused.value.problems[0].message
    assert line.now < PATIENCE.worker


def test_where_there_is_no_worker_one_is_waited_for_and_then_it_is_said() -> None:
    line = MadeUpLine()
    with pytest.raises(FaultyInputError, match="for 60 seconds none has come") as refused:
        crew_on(line).gather()
    assert code_of(refused.value) == "E312"
    assert PATIENCE.worker <= line.now < 2 * PATIENCE.worker


def test_who_comes_later_is_compared_first_and_then_gets_work() -> None:
    line = MadeUpLine(deaf={"tcp://a"})
    line.come("a")
    line.deaf = set()
    crew = crew_on(line)
    crew.gather()
    line.deaf = {"tcp://a"}
    results = doing(crew, "pq", seconds=1e6)
    line.come("b")
    line.come("c", facts="70.0,other")
    assert next(results) == ("q", "Q")
    del line.there["a"]
    assert list(results) == [("p", "P")]
    assert tasks_given(line) == [("a", "p"), ("b", "q"), ("b", "p")]
    assert "tcp://c" in crew.refused()[0].message


def test_a_task_whose_worker_dies_goes_to_another_before_what_waits() -> None:
    line = MadeUpLine()
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    line.deaf = {"tcp://a"}
    results = doing(crew, "pqrs")
    assert next(results) == ("q", "Q")
    del line.there["a"]
    assert sorted(results) == [("p", "P"), ("r", "R"), ("s", "S")]
    assert tasks_given(line).count(("b", "p")) == 1
    assert crew.lost == ["tcp://a died"]


def test_a_task_that_two_workers_lose_is_lost_and_no_other_with_it() -> None:
    line = MadeUpLine(answers={"q": Broken("broke off: no luck")})
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    assert dict(doing(crew, "pqrs")) == {"p": "P", "q": Lost("broke off: no luck"), "r": "R", "s": "S"}
    assert sorted(worker for worker, task in tasks_given(line) if task == "q") == ["a", "b"]
    assert len(crew.lost) == 2


def test_a_task_goes_to_another_worker_the_second_time_as_long_as_there_is_one() -> None:
    line = MadeUpLine()
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    line.answers = {"tcp://a": Broken("broke off: here always")}
    assert sorted(one for _, one in doing(crew, "pqrs") if isinstance(one, str)) == ["P", "Q", "R", "S"]


def test_who_gives_no_sign_of_life_is_given_up() -> None:
    line = MadeUpLine()
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    line.deaf, line.lives = {"tcp://a"}, False
    fresh = MadeUpLine.workers

    def workers() -> Mapping[str, Heard]:
        there = dict(fresh(line))
        there["b"] = Heard("tcp://b", line.now)
        return there

    line.workers = workers  # type: ignore[method-assign]
    assert sorted(doing(crew, "pq", seconds=1e6)) == [("p", "P"), ("q", "Q")]
    assert crew.lost == ["tcp://a gave no sign of life for 60 seconds"]
    assert PATIENCE.sign <= line.now < 2 * PATIENCE.sign


def test_who_takes_far_too_long_is_given_up() -> None:
    line = MadeUpLine()
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    line.deaf = {"tcp://a"}
    assert sorted(doing(crew, "pq", seconds=30)) == [("p", "P"), ("q", "Q")]
    assert crew.lost == ["tcp://a took far longer than the task should take"]
    assert line.dropped


def test_who_takes_no_work_is_not_waited_for_for_ever() -> None:
    line = MadeUpLine()
    line.come("a")
    crew = crew_on(line)
    crew.gather()
    line.there = {"a": Heard("tcp://a", 0.0, is_ready=False)}
    with pytest.raises(FaultyInputError, match="no worker of the cluster is left"):
        list(doing(crew, "p"))


def test_what_comes_back_damaged_is_done_again_once() -> None:
    line = MadeUpLine()
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    assert dict(doing(crew, "p!q")) == {"p": "P", "q": "Q", "!": Lost("sent what was damaged on the way")}
    assert len([task for _, task in tasks_given(line) if task == "!"]) == 2


def test_what_is_not_to_be_sent_stays() -> None:
    line = MadeUpLine()
    line.come("a")
    crew = crew_on(line)
    crew.gather()
    assert list(doing(crew, "-p-")) == [("-", None), ("p", "P"), ("-", None)]


def test_time_in_which_nobody_looked_is_held_against_none() -> None:
    line = MadeUpLine(lives=False)
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    results = doing(crew, "pqrs", seconds=90)
    next(results)
    line.now += 3600
    assert {one for _, one in results} <= {"P", "Q", "R", "S"}
    assert crew.lost == []


def test_who_is_slow_to_tell_of_itself_holds_up_nobody() -> None:
    line = MadeUpLine(deaf={"tcp://b"})
    line.come("a", "b")
    crew = crew_on(line)
    crew._patience = Patience(others=15)
    assert crew.gather() == 1
    assert 15 <= line.now < 20
    assert list(doing(crew, "p")) == [("p", "P")]


def test_where_the_scheduler_is_gone_it_is_said_and_nothing_is_waited_for() -> None:
    line = MadeUpLine()
    line.come("a")
    crew = crew_on(line)
    crew.gather()
    results = doing(crew, "pq")
    assert next(results) == ("p", "P")
    line.is_lost, line.deaf = True, {"tcp://a"}
    with pytest.raises(FaultyInputError, match="the scheduler of the cluster is gone") as gone:
        list(results)
    assert code_of(gone.value) == "E313"


def test_where_all_are_lost_another_is_waited_for_and_then_it_is_said() -> None:
    line = MadeUpLine()
    line.come("a")
    crew = crew_on(line)
    crew.gather()
    line.there, line.deaf = {}, {"tcp://a"}
    with pytest.raises(FaultyInputError, match="no worker of the cluster is left, and for 60 seconds"):
        list(doing(crew, "p"))


def test_who_breaks_off_lets_all_tasks_go() -> None:
    line = MadeUpLine()
    line.come("a", "b")
    crew = crew_on(line)
    crew.gather()
    line.deaf = {"tcp://a"}
    results = doing(crew, "pqr")
    next(results)
    line.dropped.clear()
    results.close()  # type: ignore[attr-defined]
    assert line.dropped
