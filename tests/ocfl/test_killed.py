"""A command killed, or told of an error, at its system calls: one of each kind here, all of them in the long table."""

from pathlib import Path

import pytest

from tests.ocfl_faults import befall, calls_of, calls_to_fail, can_trace, faults, one_of_each, run, starts
from tests.ocfl_scenario import Ended

pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is missing or may not trace here; see test_recovery")

START = ["first version, and the root", "next version", "after a kill"]


@pytest.mark.parametrize("title", START)
def test_a_command_killed_at_a_system_call_of_any_kind_leaves_what_the_next_mends(tmp_path: Path, title: str) -> None:
    start = starts(tmp_path / "starts")[title]
    calls = one_of_each(calls_to_fail(start, tmp_path))
    assert {"write", "fsync", "flock", "openat"} <= {call.name for call in calls}
    seen = {call: befall(start, tmp_path, call, inject) for call in calls for _, inject in list(faults(call))[:1]}
    assert {call: what.wrong for call, what in seen.items() if what.wrong} == {}
    assert {what.ended for what in seen.values()} == {Ended.KILLED}
    assert {what.committed for what in seen.values()} == {False, True}


def test_a_command_that_meets_an_error_says_what_is_true(tmp_path: Path) -> None:
    start = starts(tmp_path / "starts")["next version"]
    calls = one_of_each(calls_to_fail(start, tmp_path))
    seen = {
        (call, fault): befall(start, tmp_path, call, inject)
        for call in calls
        for fault, inject in list(faults(call))[2:]
    }
    assert {call: what.wrong for call, what in seen.items() if what.wrong} == {}
    assert {Ended.FILED, Ended.REFUSED} <= {what.ended for what in seen.values()}


def test_a_writer_that_overwrites_in_place_is_found_out(tmp_path: Path) -> None:
    start = starts(tmp_path / "starts")["next version"]
    calls = [call for call in calls_to_fail(start, tmp_path, "--in-place") if call.names == ["inventory.json"]]
    call = [call for call in calls if call.name == "write"][-1]
    seen = befall(start, tmp_path, call, next(faults(call))[1], "--in-place")
    assert seen.ended is Ended.KILLED
    assert [each for each in seen.wrong if each.startswith("a reader before recovery: ")]


@pytest.mark.long
@pytest.mark.parametrize("title", START)
def test_every_fault_at_every_system_call_is_mended(tmp_path: Path, title: str) -> None:
    start = starts(tmp_path / "starts")[title]
    wrong = {}
    for call in calls_to_fail(start, tmp_path):
        for fault, inject in faults(call):
            found = befall(start, tmp_path, call, inject).wrong
            if found:
                wrong[call, fault] = found
    assert wrong == {}


@pytest.mark.parametrize("title", START)
def test_all_that_a_version_needs_is_on_the_disk_before_it_is_renamed_in_and_at_the_end(
    tmp_path: Path, title: str
) -> None:
    folder = starts(tmp_path / "starts")[title]
    assert run(folder, trace=tmp_path / "trace") == (Ended.FILED, "")
    renamed, unsynced = _follow(tmp_path / "trace", str(folder / "archive"))
    assert renamed
    assert unsynced == {}


def test_the_same_look_at_a_command_that_syncs_nothing_finds_it(tmp_path: Path) -> None:
    folder = starts(tmp_path / "starts")["next version"]
    assert run(folder, "", "--no-fsync", trace=tmp_path / "trace") == (Ended.FILED, "")
    renamed, unsynced = _follow(tmp_path / "trace", str(folder / "archive"))
    assert set(renamed) | {"the end"} == set(unsynced)


def _follow(trace: Path, archive: str) -> tuple[list[str], dict[str, set[str]]]:
    """What was renamed into the archive, and what was not on the disk then, or at the end.

    What was renamed in earlier must be there too: no inventory may reach the disk before the version it tells of.
    A file is unsynced from when it is opened to be written to its fsync; a folder, from when a name in it changes.
    """
    unsynced: set[str] = set()
    renamed: list[str] = []
    wanting: dict[str, set[str]] = {}
    for call in calls_of(trace):
        if not call.changes_something or call.failed:
            continue
        paths = call.paths
        if call.name == "fsync":
            unsynced.discard(paths[0])
        elif call.name.startswith("rename"):
            old, new = paths
            if new.startswith(archive):
                # With a version, what tells of it must be there too; with a single file, that file.
                needed = str(Path(archive).with_name(".archive.work")) if "/files/" in old else old
                missing = {path for path in unsynced if path == needed or path.startswith(f"{needed}/")}
                missing |= unsynced & {str(Path(earlier).parent) for earlier in renamed}
                if missing:
                    wanting[new] = missing
                renamed.append(new)
            unsynced = {path for path in unsynced if path != old and not path.startswith(f"{old}/")}
            unsynced |= {str(Path(new).parent), str(Path(old).parent)}
        elif call.name in {"openat", "mkdir", "mkdirat"} and not paths[0].endswith("/lock"):
            unsynced |= {paths[0], str(Path(paths[0]).parent)}
    left = {path for path in unsynced if path.startswith(archive)}
    if left:
        wanting["the end"] = left
    return renamed, wanting
