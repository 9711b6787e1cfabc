"""The power goes: what a command said to be filed is there when the disk is mounted again."""

from pathlib import Path

import pytest

from tests.ocfl_disk import can_mount, cut_power, mounted, new_disk
from tests.ocfl_faults import calls_to_fail, can_trace, look, run, run_plainly
from tests.ocfl_judge import complaints
from tests.ocfl_scenario import NAME, Ended, archive_of, file_next, open_root


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not can_mount(tmp_path_factory.getbasetemp()):
        pytest.skip("needs an administrator who may mount a disk in a file (ext4)")
    return tmp_path_factory.mktemp("power")


@pytest.mark.parametrize("before", [0, 1])
def test_a_filed_version_outlives_a_power_cut_right_after(place: Path, before: int) -> None:
    disk = new_disk(place / "disk")
    with mounted(disk, place / "mounted") as folder:
        for _ in range(before + 1):
            assert run_plainly(folder) == (Ended.FILED, "")
        copy = cut_power(disk, place / "copy")
    with mounted(copy, place / "after") as folder:
        assert complaints(archive_of(folder)) == []
        seen = look(folder, Ended.FILED, before)
    assert seen.committed
    assert seen.wrong == ()


@pytest.mark.parametrize("before", [0, 1])
def test_without_syncing_the_same_cut_loses_the_version(place: Path, before: int) -> None:
    disk = new_disk(place / "disk")
    with mounted(disk, place / "mounted") as folder:
        for _ in range(before):
            assert run_plainly(folder) == (Ended.FILED, "")
        assert run_plainly(folder, "--no-fsync") == (Ended.FILED, "")
        assert open_root(folder).inventory(NAME).head.number == before + 1
        copy = cut_power(disk, place / "copy")
    with mounted(copy, place / "after") as folder:
        root = open_root(folder, create=True)
        known = root.inventory(NAME)
        assert (len(known.versions) if known else 0) <= before or complaints(archive_of(folder))


@pytest.mark.long
@pytest.mark.parametrize("before", [0, 1])
def test_a_power_cut_at_any_system_call_leaves_a_whole_version_or_none(place: Path, before: int) -> None:
    if not can_trace():
        pytest.skip("strace is missing or may not trace here")
    start = place / "start"
    start.mkdir()
    for _ in range(before):
        file_next(start)
    wrong = {}
    committed = set()
    for count, call in enumerate(calls_to_fail(start, place)):
        disk = new_disk(place / "disk")
        with mounted(disk, place / "mounted") as folder:
            for _ in range(before):
                file_next(folder)
            assert run(folder, f"{call.name}:signal=KILL:when={call.number}", trace=place / "trace")[0] == Ended.KILLED
            copy = cut_power(disk, place / "copy")
        with mounted(copy, place / "after") as folder:
            seen = look(folder, Ended.KILLED, before)
        committed.add(seen.committed)
        if seen.wrong:
            wrong[count, call] = seen.wrong
    assert wrong == {}
    assert committed == {False, True}
