"""A whole command of the archive, stopped: the next one finishes what is left, and says so.

At system calls, one of each kind here (all of them in `tests/bench/archive_faults.py`), and on any machine at each step
of the storage and of the log.
"""

import errno
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.archive.site import Site
from briefing.archive.store import Act, Archive
from briefing.archive.verify import verify_archive
from briefing.log.port import Folder
from briefing.model.problem import FaultyInputError
from briefing.ocfl.posix import Posix
from tests.archive_faults import FAULTS, befall, calls_to_fail, inject, look, run_plainly, starts
from tests.archive_faults import run as run_traced
from tests.archive_scenario import NAME, archive_of, file_next, files, moment_of
from tests.ocfl_disk import can_mount, cut_power, mounted, new_disk
from tests.ocfl_faults import can_trace, one_of_each
from tests.ocfl_faulty import Faulty, Killed
from tests.ocfl_scenario import Ended

NO_ROOM = OSError(errno.ENOSPC, "No space left on device")
Begin = Callable[[str], Path]


@pytest.fixture(scope="module")
def begin(tmp_path_factory: pytest.TempPathFactory) -> Begin:
    found = starts(tmp_path_factory.mktemp("starts"))
    return lambda name: next(folder for title, folder in found.items() if title.startswith(name))


@pytest.mark.skipif(not can_trace(), reason="strace is missing or may not trace here")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_a_system_call_of_any_kind_is_mended_by_the_next_command(
    begin: Begin, tmp_path: Path, fault: str
) -> None:
    start = begin("the first")
    calls = [call for call in one_of_each(calls_to_fail(start, tmp_path)) if "rename" not in call.name]
    calls += [call for call in calls_to_fail(start, tmp_path) if call.name.startswith("rename")][-6::2]
    assert {"write", "fsync", "flock", "openat"} <= {call.name for call in calls}
    seen = {call: befall(start, tmp_path, call, fault) for call in calls}
    assert {call: one.wrong for call, one in seen.items() if one.wrong} == {}
    assert {one.committed for one in seen.values()} == {False, True}


class Watched(Folder):
    """The files of a log, with a fault before or after the n-th time that one of them is written."""

    def __init__(self, folder: Path, count: Callable[[], None]) -> None:
        super().__init__(folder)
        self._count = count

    def replace(self, name: str, content: bytes, *, instead_of: bytes | None) -> None:
        self._count()
        super().replace(name, content, instead_of=instead_of)
        self._count()

    def append(self, name: str, content: bytes, *, at: int) -> None:
        self._count()
        super().append(name, content, at=at)
        self._count()


def stopped(
    folder: Path, at: int, fault: BaseException, *, in_log: bool, before: bool = True
) -> tuple[Ended, int, str]:
    """File an edition with a fault at a step of the storage or of the log; how it ended, and how many steps it took."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1
        if steps == at or (steps > at > 0 and isinstance(fault, Killed)):
            raise fault

    storage = Faulty(Posix(archive_of(folder)), 0 if in_log else at, fault, before)
    try:
        archive = Archive(
            replace(Site.of_folder(archive_of(folder)), storage=storage), folder / "keys/first", create=True
        )
        if in_log:
            archive.book._port = Watched(archive_of(folder), count)
        with archive.writing(lambda _: None):
            number = len(archive.versions(NAME)) + 1
            act = Act(kind="edition", at=moment_of(number), by="officer", why=f"Edition {number}.0")
            archive.file(NAME, files(NAME, number), act)
    except Killed:
        return Ended.KILLED, at, ""
    except FaultyInputError as error:
        (problem,) = error.problems
        return Ended.REFUSED, at, problem.message
    return Ended.FILED, steps if in_log else len(storage.steps), ""


@pytest.mark.parametrize("name", ["the first", "the next", "after"])
@pytest.mark.parametrize("fault", [Killed(), NO_ROOM], ids=["killed", "no room"])
@pytest.mark.parametrize("where", ["before a step of the storage", "after it", "of the log"])
def test_a_fault_at_any_step_is_mended_by_the_next_command(
    begin: Begin, tmp_path: Path, name: str, fault: BaseException, where: str
) -> None:
    in_log, before = where.endswith("log"), where.startswith("before")
    start = begin(name)
    there = {"the first": 0, "the next": 1, "after": 2}[name]
    total = stopped(shutil.copytree(start, tmp_path / "whole"), 0, fault, in_log=in_log)[1]
    assert total > 3
    outcomes = set()
    for at in range(1, total + 1):
        folder = shutil.copytree(start, tmp_path / f"{at}")
        ended, _, said = stopped(folder, at, fault, in_log=in_log, before=before)
        seen = look(folder, ended, there, json.dumps({"message": said}) if said else "")
        assert seen.wrong == [], f"step {at} of {total}: {said}"
        outcomes.add(seen.committed)
    assert in_log or outcomes == {False, True}


def test_the_look_afterwards_finds_an_edition_that_was_forgotten(begin: Begin, tmp_path: Path) -> None:
    folder = shutil.copytree(begin("after"), tmp_path / "forgotten")
    (record,) = folder.glob(".archive.work/*/staged.json")
    record.unlink()
    wrong = look(folder, Ended.KILLED, 1).wrong
    assert "the log tells of [1], and 2 are there" in wrong
    assert [one for one in wrong if one.startswith("verify: E818")]
    assert "filing again: nothing is filed, for v2 of “harbour” is not in the log" in wrong


def test_what_is_filed_outlives_a_power_cut_right_after(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("needs an administrator who may mount a disk in a file (ext4)")
    for before in (0, 1):
        disk = new_disk(tmp_path / "disk")
        with mounted(disk, tmp_path / "mounted") as folder:
            for _ in range(before + 1):
                assert run_plainly(folder) == (Ended.FILED, "")
            copy = cut_power(disk, tmp_path / "copy")
        with mounted(copy, tmp_path / "after") as folder:
            seen = look(folder, Ended.FILED, before)
            assert seen.wrong == []
            assert seen.said == []


@pytest.mark.long
def test_a_power_cut_in_the_middle_leaves_a_whole_edition_or_none(begin: Begin, tmp_path: Path) -> None:
    if not (can_mount(tmp_path) and can_trace()):
        pytest.skip("needs an administrator who may mount a disk in a file (ext4), and strace")
    committed = set()
    for number, call in enumerate(calls_to_fail(begin("the first"), tmp_path)):
        if call.name.startswith(("rename", "fsync")) and (number % 3 == 0 or call.name != "fsync"):
            disk = new_disk(tmp_path / "disk")
            with mounted(disk, tmp_path / "mounted") as folder:
                assert run_traced(folder, inject(call, "killed"))[0] == Ended.KILLED
                copy = cut_power(disk, tmp_path / "copy")
            with mounted(copy, tmp_path / "mounted") as folder:
                seen = look(folder, Ended.KILLED, 0)
            assert seen.wrong == [], call
            committed.add(seen.committed)
    assert committed == {False, True}


def test_without_syncing_the_same_cut_loses_it(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("needs an administrator who may mount a disk in a file (ext4)")
    disk = new_disk(tmp_path / "disk")
    with mounted(disk, tmp_path / "mounted") as folder:
        assert run_plainly(folder, more={"NO_FSYNC": "1"}) == (Ended.FILED, "")
        copy = cut_power(disk, tmp_path / "copy")
    with mounted(copy, tmp_path / "after") as folder:
        assert not (archive_of(folder) / NAME).exists()


def test_a_line_that_was_not_promised_with_a_known_key_is_never_signed(tmp_path: Path) -> None:
    """Somebody who can write to the archive, and has no key, lays out an edition as if a command had been stopped."""
    file_next(tmp_path, print)
    forger = tmp_path / "forger"
    shutil.copytree(archive_of(tmp_path), archive_of(forger))
    archive = Archive.open(archive_of(forger), forger / "keys/other", create=True)

    def die(*_: object) -> None:
        raise Killed

    archive.unfinished.enter_new = die  # type: ignore[assignment,method-assign]
    act = Act(kind="edition", at=moment_of(2), by="officer", why="Edition 2.0")
    with pytest.raises(Killed), archive.writing(lambda _: None):
        archive.file(NAME, files(NAME, 2), act)
    shutil.rmtree(archive_of(tmp_path))
    shutil.copytree(archive_of(forger), archive_of(tmp_path))
    shutil.copytree(forger / ".archive.work", tmp_path / ".archive.work", dirs_exist_ok=True)

    said: list[str] = []
    mine = Archive.open(archive_of(tmp_path), tmp_path / "keys/first")
    with mine.writing(said.append):
        pass
    assert [one for one in said if "nobody whose key is known here has signed it" in one]
    assert [leaf.version for leaf in mine.book.leaves() if hasattr(leaf, "version")] == ["v1"]
    assert [problem.code for problem in verify_archive(mine).problems] == ["E818"]
    mine.unfinished.accept(archive.keyring.own(archive.origin).key.fingerprint)
    with mine.writing(said.append):
        pass
    assert said[-1] == "v2 of “harbour” was filed by a command that was broken off, and is in the log now."
