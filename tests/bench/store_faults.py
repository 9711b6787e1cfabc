"""Kill a whole command of the archive at every request to a store, and set commands against each other.

    python tests/bench/store_faults.py

It writes the second half of docs/archive-faults.md, and ends with 1 where anything was wrong afterwards.
"""

import logging
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from briefing.model.problem import FaultyInputError
from tests.archive_scenario import NAME
from tests.bench.archive_faults import IN_STORES, PAGE
from tests.bucket_memory import Memory, Watched
from tests.object_stores import Requests, Store, between, moto, seaweedfs
from tests.ocfl_faulty import Killed
from tests.ocfl_scenario import Ended
from tests.store_faults import (
    FAULTS,
    ROOT,
    Fault,
    Seen,
    befall,
    copied,
    file_next,
    look,
    open_archive,
    verify_archive,
)
from tests.store_races import Raced, at_random, overtaken_after, race

_HEAD = f"""{IN_STORES}
The same command, on an archive in a bucket, at each request that changes something (PUT, copy, DELETE). It was killed
before the request or after it, its answer was lost once, it was refused once, or the store never answered again. What
is asked afterwards is the same; what was read before the mending was whole; and a plain copy of the bucket, on a disk,
is verified too, with ocfl-py and by its log.

Run on a store in memory that keeps conditions strictly (`tests/bucket_memory.py`), and, at every second request, on
others: SeaweedFS, a real one, and moto, which answers as S3 does. *On the way*: the trouble is made between the command
and the store, so that what tries again is tested with it: 503; carried out, and the connection closed; not carried out,
and closed; carried out, and answered too late.

Made by `python tests/bench/store_faults.py`.

| begins with | store | fault | points | ended | filed | mended | wrong |
| --- | --- | --- | --: | --- | --: | --: | --: |
"""
_RACES = """
Commands at once. *Overtaken*: the first stops before its n-th request, of any kind, while the second runs from
beginning to end, for every n. *In turns*: three, and before each request it is drawn by lot whose turn it is. *As it
comes*: four at once on a store of its own. Each files, or says that it was overtaken (E862). *Wrong*: something is said
to be filed that is not, or lost, or not in the log once; it has to be mended; or anything that is wrong after a fault.

| store | commands | archive | brief | races | all filed | some told E862 | wrong |
| --- | --- | --- | --- | --: | --: | --: | --: |
"""
_REQUESTS = """
Requests of a command, counted between it and the store:

| command | read | list | write, copy | remove |
| --- | --: | --: | --: | --: |
"""
_TITLES = ("the first edition, with archive and key", "the next edition", "after a kill")
_ON_THE_WAY = ("refuse", "lose", "drop", "late")


def _start(title: str, keys: Path) -> Memory:
    bucket = Memory()
    keys.mkdir(parents=True)
    if title != _TITLES[0]:
        file_next(bucket, keys)
    if title == _TITLES[2]:
        fault = Fault("", 0)
        file_next(Watched(Memory(dict(bucket.held)), fault.before, fault.after), _copied(keys))
        at = 1 + next(index for index, (_, key) in enumerate(fault.seen) if key == f"{ROOT}/{NAME}/v2/inventory.json")
        fault = Fault("killed after", at)
        with suppress(Killed):
            file_next(Watched(bucket, fault.before, fault.after), keys)
    return bucket


def _copied(keys: Path) -> Path:
    return shutil.copytree(keys, Path(tempfile.mkdtemp(dir=keys.parent)) / "keys")


def _in_memory(title: str, place: Path) -> tuple[list[str], int, int]:
    logging.disable()
    keys = place / "start"
    bucket = _start(title, keys)
    fault = Fault("", 0)
    file_next(Watched(Memory(dict(bucket.held)), fault.before, fault.after), _copied(keys))
    rows, every = [], []
    for kind in FAULTS:
        found = []
        for at in range(1, len(fault.seen) + 1):
            found.append(befall(Memory(dict(bucket.held)), _copied(keys), Fault(kind, at), place))
            _tell(found[-1].wrong, f"{title}: {kind} at {fault.seen[at - 1]}")
        rows.append(_row(title, "memory", kind, found))
        every += found
    return rows, len(every), sum(bool(one.wrong) for one in every)


def _row(title: str, store: str, kind: str, found: list[Seen]) -> str:
    ended = Counter(one.ended for one in found)
    shown = ", ".join(f"{ended[one]} {one.name.lower()}" for one in Ended if ended[one])
    print(title, store, kind, len(found), flush=True)
    counts = (sum(one.committed for one in found), sum(bool(one.said) for one in found))
    wrong = sum(bool(one.wrong) for one in found)
    return f"| {title} | {store} | {kind} | {len(found)} | {shown} | {counts[0]} | {counts[1]} | {wrong} |"


def _tell(wrong: Sequence[str], what: str) -> None:
    if wrong:
        print(f"WRONG {what}: {wrong}", flush=True)


def _fill(store: Store, bucket: Memory, above: str) -> None:
    real = store.bucket(above)
    for key, content in bucket.held.items():
        real.put(key, content)


def _on_real(name: str, store: Store, place: Path) -> tuple[list[str], int, int]:
    keys = place / "start"
    bucket = _start(_TITLES[1], keys)
    fault = Fault("", 0)
    file_next(Watched(Memory(dict(bucket.held)), fault.before, fault.after), _copied(keys))
    rows, every = [], []
    for kind in ("killed before", "killed after", *_ON_THE_WAY) if name == "SeaweedFS" else _ON_THE_WAY[:2]:
        found = []
        for at in range(1, len(fault.seen) + 1, 2):
            above = f"{place.name}/{kind}/{at}"
            _fill(store, bucket, above)
            mine = _copied(keys)
            if kind in FAULTS:
                found.append(befall(store.bucket(above), mine, Fault(kind, at), place))
            else:
                found.append(_between(store, above, mine, kind, at, place))
            _tell(found[-1].wrong, f"{name}: {kind} at {fault.seen[at - 1]}")
        shown = kind if kind in FAULTS else f"on the way: {_SHOWN[kind]}"
        rows.append(_row(_TITLES[1], name, shown, found))
        every += found
    return rows, len(every), sum(bool(one.wrong) for one in every)


_SHOWN = {"refuse": "503", "lose": "answer lost", "drop": "not passed on", "late": "answered too late"}


def _between(store: Store, above: str, keys: Path, kind: str, at: int, place: Path) -> Seen:
    requests = Requests(meddle=lambda count, method, _: kind if count == at and method != "GET" else None)
    ended, said = Ended.FILED, ""
    with between(store, requests) as seen:
        try:
            file_next(seen.impatient(above) if kind == "late" else seen.bucket(above), keys)
        except FaultyInputError as error:
            ended, said = Ended.REFUSED, "; ".join(problem.message for problem in error.problems)
    return look(store.bucket(above), keys, ended, said, 1, place)


def _races(place: Path) -> Iterator[tuple[str, list[Raced]]]:
    for title, state in ((_TITLES[0], "new"), (_TITLES[1], "there")):
        keys = place / title
        bucket = _start(title, keys)
        made: list[str] = []
        file_next(Watched(Memory(dict(bucket.held)), lambda name, _, made=made: made.append(name)), _copied(keys))
        for names, shown in (((NAME, NAME), "one"), ((NAME, "ferry"), "two")):
            found = [
                _raced(bucket, keys, names, overtaken_after(at), place, f"overtaken at {at}") for at in range(len(made))
            ]
            yield f"memory | overtaken | {state} | {shown}", found
            found = [_raced(bucket, keys, (*names, NAME), at_random(seed), place, f"seed {seed}") for seed in range(50)]
            yield f"memory | in turns | {state} | {shown}", found


def _raced(bucket: Memory, keys: Path, names: Sequence[str], choose: object, place: Path, what: str) -> Raced:
    mine = _copied(keys)
    raced = race(Memory(dict(bucket.held)), [mine] * len(names), names, choose, place)
    _tell(raced.wrong, what)
    return raced


def _real_races(name: str, store: Store, place: Path) -> Iterator[tuple[str, list[Raced]]]:
    for title, state in ((_TITLES[0], "new"), (_TITLES[1], "there")):
        keys = place / f"{name}-{state}"
        bucket = _start(title, keys)
        for names, shown in (((NAME,) * 4, "one"), ((NAME, "ferry", NAME, "bridge"), "three")):
            found = []
            for turn in range(3):
                above = f"{place.name}/race/{state}-{shown}-{turn}"
                _fill(store, bucket, above)
                found.append(race(store.bucket(above), [_copied(keys)] * 4, names, None, place))
                _tell(found[-1].wrong, f"{name}, turn {turn}")
            yield f"{name} | as it comes | {state} | {shown}", found


def _raced_row(what: str, found: list[Raced]) -> str:
    every = sum(all(one.filed) for one in found)
    told = sum(bool(one.refused) for one in found)
    return f"| {what} | {len(found)} | {every} | {told} | {sum(bool(one.wrong) for one in found)} |"


def _requests(store: Store, place: Path) -> list[str]:
    """What a command asks of a store, by kind."""
    requests = Requests()
    rows = []

    def row(what: str) -> None:
        seen = Counter(_kind(method, path) for method, path in requests.seen)
        rows.append(f"| {what} | {' | '.join(str(seen[kind]) for kind in ('read', 'list', 'write', 'remove'))} |")
        requests.seen.clear()

    with between(store, requests) as seen:
        bucket, keys = seen.bucket(f"{place.name}/requests"), place / "counted"
        for what in ("the first edition, six files", "the second, four new", "the third, four new"):
            file_next(bucket, keys)
            row(f"file: {what}")
        archive = open_archive(bucket, keys)
        archive.editions(NAME)
        row("list the editions: three")
        verify_archive(archive)
        row("verify the archive: three editions, 14 files of content")
        copied(bucket, place)
        row("copy all files out")
    return rows


def _kind(method: str, path: str) -> str:
    if method == "GET":
        return "list" if "list-type=2" in path else "read"
    if method == "HEAD":
        return "read"
    if method in {"POST", "DELETE"}:
        return "remove"
    return "write"


def main() -> int:
    """Run all of it, and write its half of the page."""
    logging.disable()
    lines, points, wrong = [], 0, 0
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(min(3, os.cpu_count() or 1)) as pool:
        place = Path(name)
        jobs = [pool.submit(_in_memory, title, place / f"memory{number}") for number, title in enumerate(_TITLES)]
        results = [job.result() for job in jobs]
        races, requests = list(_races(place / "races")), []
        for maker in (seaweedfs, moto):
            with maker() as store:
                results.append(_on_real(_names()[maker], store, place / maker.__name__))
                races += _real_races(_names()[maker], store, place / f"{maker.__name__}-races")
                requests = requests or _requests(store, place / "requests")
    for rows, count, bad in results:
        lines += rows
        points, wrong = points + count, wrong + bad
    raced = [_raced_row(what, found) for what, found in races]
    count = sum(len(found) for _, found in races)
    bad = sum(bool(one.wrong) for _, found in races for one in found)
    own = PAGE.read_text("utf-8").partition(IN_STORES)[0]
    half = "\n".join((_HEAD.rstrip("\n"), *lines, "", f"{points} faults, {wrong} wrong."))
    half += "\n" + "\n".join((_RACES.rstrip("\n"), *raced, "", f"{count} races, {bad} wrong."))
    half += "\n" + "\n".join((_REQUESTS.rstrip("\n"), *requests, ""))
    PAGE.write_text(own + half, "utf-8")
    return min(wrong + bad, 1)


def _names() -> dict[object, str]:
    return {seaweedfs: "SeaweedFS", moto: "moto"}


if __name__ == "__main__":
    sys.exit(main())
