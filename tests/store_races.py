"""Several commands at once on an archive in a store, let go one request at a time, in an order that can be repeated."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefing.bucket.port import Bucket
from briefing.model.problem import FaultyInputError
from tests.archive_scenario import NAME
from tests.bucket_memory import Watched
from tests.store_faults import WORK, file_next, logged, not_whole, open_archive

_PATIENCE = 120  # seconds until a test is given up that hangs
Next = Callable[[Sequence[int]], int]


@dataclass
class Turns:
    """Who may make the next request: all wait until everybody waits, then one is chosen among them."""

    choose: Next
    waiting: dict[int, threading.Event] = field(default_factory=dict)
    running: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, who: int) -> None:
        """Wait for a turn."""
        mine = threading.Event()
        with self.lock:
            self.waiting[who] = mine
            self._go_on()
        assert mine.wait(_PATIENCE)

    def leave(self, who: int) -> None:
        """Be done."""
        with self.lock:
            self.running.discard(who)
            self._go_on()

    def _go_on(self) -> None:
        if self.waiting and set(self.waiting) == self.running:
            self.waiting.pop(self.choose(sorted(self.waiting))).set()


@dataclass
class Raced:
    """What came of it: for each, the version that it filed, or the problem that it was told of; all that is wrong."""

    filed: list[int | None]
    refused: list[str]
    wrong: list[str]


def race(
    bucket: Bucket,
    keys: Sequence[Path],
    names: Sequence[str],
    choose: Next | None,
    scratch: Path,
    by: Callable[[int], str] = "officer-{}".format,
) -> Raced:
    """Let several file an edition each at once, and see what is there; `choose` says whose turn it is, None: nobody."""
    turns = Turns(choose, running=set(range(len(names)))) if choose else None
    filed: list[int | None] = [None] * len(names)
    refused: list[str] = []
    wrong: list[str] = []
    before = {name: _count(bucket, keys[0], name) for name in names}

    def act(who: int) -> None:
        watched = Watched(bucket, lambda *_: turns.take(who)) if turns else bucket
        try:
            filed[who] = file_next(watched, keys[who], name=names[who], by=by(who))
        except FaultyInputError as error:
            refused.extend(f"{problem.code} {problem.message}" for problem in error.problems)
        except BaseException as error:  # noqa: BLE001 (it is told)
            wrong.append(repr(error))
        finally:
            if turns:
                turns.leave(who)

    threads = [threading.Thread(target=act, args=(who,)) for who in range(len(names))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
    wrong += [f"refused: {one}" for one in refused if not one.startswith("E862")]
    said: list[str] = []
    for name in dict.fromkeys(names):
        got = sorted(number for number, one in zip(filed, names, strict=True) if number and one == name)
        there = _count(bucket, keys[0], name)
        if got != list(range(before[name] + 1, there + 1)):
            wrong.append(f"of {name} {got} were said to be filed, and {before[name]} became {there}")
        if there == before[name]:
            wrong.append(f"nobody filed {name}")
    with open_archive(bucket, keys[0]).writing(said.append):
        pass
    wrong += [f"mended: {one}" for one in said if "seen here for the first time" not in one]
    wrong += not_whole(bucket, keys[0], scratch)
    wrong += [f"stays: {entry.key}" for entry in bucket.entries(WORK) if entry.key != f"{WORK}/probed"]
    return Raced(filed, refused, wrong)


def _count(bucket: Bucket, keys: Path, name: str) -> int:
    if not bucket.has("archive/0=ocfl_1.1"):
        return 0
    return len(open_archive(bucket, keys, create=False).versions(name))


def at_random(seed: int) -> Next:
    """Somebody, as a seed has it; for a while the same one, as it happens in life."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    last = [-1]

    def choose(waiting: Sequence[int]) -> int:
        if last[0] not in waiting or chance.random() < 0.3:
            last[0] = chance.choice(waiting)
        return last[0]

    return choose


def overtaken_after(requests: int) -> Next:
    """The first makes so many requests, then the second all of its own, then the first the rest."""
    left = [requests]

    def choose(waiting: Sequence[int]) -> int:
        if left[0] > 0 and 0 in waiting:
            left[0] -= 1
            return 0
        return waiting[-1]

    return choose


__all__ = ["NAME", "at_random", "logged", "overtaken_after", "race"]
