"""An archive in an object store: every fault at every request, every order of two at once, and a store that is unfit.

The tables are run in memory, where a request costs nothing, and a part of them on real stores (`make faults`: all).
"""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from briefing.archive.beside import record_sent, withdraw
from briefing.archive.retention import dispose
from briefing.archive.store import Act
from briefing.archive.verify import verify_archive
from briefing.bucket.port import Bucket
from briefing.model.problem import FaultyInputError
from briefing.ocfl.stored import Stored
from tests.archive_scenario import NAME, files, moment_of
from tests.bucket_memory import CHANGES, Memory, Watched
from tests.object_stores import Store
from tests.ocfl_faulty import Killed
from tests.ocfl_scenario import Ended
from tests.store_faults import FAULTS, ROOT, WORK, Fault, befall, copied, file_next, logged, not_whole, open_archive
from tests.store_races import at_random, overtaken_after, race

STARTS = ("the first edition", "the next edition", "after a kill")


def begun(start: str, keys: Path) -> Memory:
    """A bucket to begin from."""
    bucket = Memory()
    if start != "the first edition":
        file_next(bucket, keys)
    if start == "after a kill":
        fault = Fault("killed after", _committed_at(Memory(dict(bucket.held)), keys))
        with pytest.raises(Killed):
            file_next(Watched(bucket, fault.before, fault.after), keys)
    keys.mkdir(exist_ok=True)
    return bucket


def _committed_at(bucket: Memory, keys: Path) -> int:
    """By which change the next edition is committed."""
    seen = changes(bucket, keys)
    return 1 + next(number for number, (_, key) in enumerate(seen) if key == f"{ROOT}/{NAME}/v2/inventory.json")


def changes(bucket: Memory, keys: Path) -> list[tuple[str, str]]:
    """The requests that change something, of a command that files the next edition."""
    fault = Fault("", 0)
    apart = shutil.copytree(keys, keys.with_name(f"{keys.name}-apart"), dirs_exist_ok=True)
    file_next(Watched(bucket, fault.before, fault.after), apart)
    shutil.rmtree(apart)
    return fault.seen


def requests(bucket: Memory, keys: Path) -> int:
    """How many requests of any kind it makes."""
    made: list[str] = []
    file_next(Watched(bucket, lambda name, _: made.append(name)), shutil.copytree(keys, keys.with_name("counted")))
    return len(made)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("start", STARTS)
def test_a_fault_at_any_request_is_mended_by_the_next_command(tmp_path: Path, start: str, fault: str) -> None:
    bucket = begun(start, tmp_path / "keys")
    total = len(changes(Memory(dict(bucket.held)), tmp_path / "keys"))
    assert total > 15
    outcomes = set()
    for at in range(1, total + 1, 5):
        keys = shutil.copytree(tmp_path / "keys", tmp_path / f"keys{at}")
        seen = befall(Memory(dict(bucket.held)), keys, Fault(fault, at), tmp_path)
        assert seen.wrong == [], f"request {at} of {total}"
        outcomes.add(seen.committed)
    assert outcomes == {False, True}


def test_the_look_afterwards_finds_an_edition_that_was_not_logged(tmp_path: Path) -> None:
    bucket = begun("after a kill", tmp_path / "keys")
    bucket.delete([entry.key for entry in bucket.entries(f"{WORK}/staged")])
    problems = verify_archive(open_archive(bucket, tmp_path / "keys", create=False)).problems
    assert "E818" in {problem.code for problem in problems}


@pytest.mark.parametrize("names", [(NAME, NAME), (NAME, "ferry")], ids=["one brief", "two briefs"])
@pytest.mark.parametrize("start", STARTS[:2])
def test_who_is_overtaken_anywhere_files_after_the_other_or_is_told(
    tmp_path: Path, start: str, names: tuple[str, str]
) -> None:
    bucket = begun(start, tmp_path / "keys")
    total = requests(Memory(dict(bucket.held)), tmp_path / "keys")
    assert total > 60
    filed = set()
    for at in range(0, total, 9):
        keys = shutil.copytree(tmp_path / "keys", tmp_path / f"keys{at}")
        raced = race(Memory(dict(bucket.held)), [keys, keys], names, overtaken_after(at), tmp_path)
        assert raced.wrong == [], f"overtaken before request {at} of {total}"
        filed.add(sum(one is not None for one in raced.filed))
    assert 2 in filed


@pytest.mark.parametrize("start", STARTS[:2])
def test_three_at_once_in_any_order_lose_nothing(tmp_path: Path, start: str) -> None:
    bucket = begun(start, tmp_path / "keys")
    for seed in range(5):
        keys = shutil.copytree(tmp_path / "keys", tmp_path / f"keys{seed}")
        raced = race(Memory(dict(bucket.held)), [keys] * 3, (NAME, "ferry", NAME), at_random(seed), tmp_path)
        assert raced.wrong == [], f"seed {seed}"


@pytest.mark.parametrize("kind", ["moto", "seaweedfs"])
def test_a_real_store_bears_the_same(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    store: Store = request.getfixturevalue(kind)
    bucket = store.bucket(f"archive/{tmp_path.name}")
    keys = tmp_path / "keys"
    assert file_next(bucket, keys) == 1
    for fault, at in (("killed after", 9), ("answer lost", 15)):
        seen = befall(bucket, keys, Fault(fault, at), tmp_path)
        assert seen.wrong == [], fault
    raced = race(bucket, [keys] * 2, (NAME, NAME), at_random(1), tmp_path)
    assert raced.wrong == []


def test_a_folder_and_a_store_hold_the_same_tree(tmp_path: Path) -> None:
    """What lies in a store is, key for path and byte for byte, what lies on a disk; but names and salts are random."""
    from tests.archive_scenario import archive_of  # noqa: PLC0415
    from tests.archive_scenario import file_next as file_on_disk  # noqa: PLC0415

    bucket = begun("the next edition", tmp_path / "keys")
    file_on_disk(tmp_path / "disk", lambda _: None)
    there = {path.relative_to(archive_of(tmp_path / "disk")).as_posix(): path for path in _files(tmp_path / "disk")}
    stored = {entry.key.removeprefix(f"{ROOT}/"): bucket.held[entry.key] for entry in bucket.entries(ROOT)}
    assert sorted(stored) == sorted(there)
    random = {"archive.json", "checkpoint", "log.jsonl", "log.pub"}
    for path in stored.keys() - random:
        if not path.rpartition("/")[2].startswith("inventory.json"):  # these name the archive
            assert stored[path] == there[path].read_bytes(), path


def _files(folder: Path) -> list[Path]:
    return [path for path in (folder / "archive").rglob("*") if path.is_file()]


def test_a_store_that_keeps_no_conditions_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    bucket = Memory(ignores_conditions=True)
    with pytest.raises(FaultyInputError, match="If-None-Match") as refused:
        file_next(bucket, tmp_path / "keys")
    (problem,) = refused.value.problems
    assert problem.code == "E861"
    assert problem.hint
    assert [entry.key for entry in bucket.entries()] == []


def test_an_archive_that_was_moved_to_such_a_store_is_read_and_not_written(tmp_path: Path) -> None:
    bucket = begun("the next edition", tmp_path / "keys")
    moved = Memory({key: held for key, held in bucket.held.items() if key.startswith(f"{ROOT}/")}, "memory", True)
    assert verify_archive(open_archive(moved, tmp_path / "keys")).problems == ()
    with pytest.raises(FaultyInputError, match="If-None-Match"):
        file_next(moved, tmp_path / "keys")
    assert len(open_archive(moved, tmp_path / "keys").versions(NAME)) == 1


def test_what_a_command_read_is_what_its_edition_follows(tmp_path: Path) -> None:
    """Two read edition 1 and go on from it; the second to file is refused, though it looks anew before it files."""
    keys = tmp_path / "keys"
    bucket = begun("the next edition", keys)
    slow = open_archive(bucket, keys)
    with slow.writing(lambda _: None):
        number = len(slow.editions(NAME)) + 1
        file_next(bucket, keys)
        slow.editions(NAME)
        act = Act(kind="edition", at=moment_of(number), by="slow", why="")
        with pytest.raises(FaultyInputError) as refused:
            slow.file(NAME, files(NAME, number), act)
    assert [problem.code for problem in refused.value.problems] == ["E862"]
    assert len(slow.versions(NAME)) == 2
    assert not_whole(bucket, keys, tmp_path) == []


def test_records_that_two_write_at_once_are_both_kept(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    bucket = begun("the next edition", keys)
    made = 0

    def meddle(name: str, key: str) -> None:
        nonlocal made
        if name in CHANGES and key.startswith(f"{WORK}/files/{NAME}.") and not made:
            made += 1
            other = open_archive(bucket, keys)
            with other.writing(lambda _: None):
                withdraw(other, other.editions(NAME)[0], reason="Wrong", at=moment_of(3), by="other")

    slow = open_archive(Watched(bucket, meddle), keys)
    with slow.writing(lambda _: None):
        (edition,) = slow.editions(NAME)
        with pytest.raises(FaultyInputError, match="was withdrawn on") as refused:
            withdraw(slow, edition, reason="Late", at=moment_of(4), by="slow")
    assert [problem.code for problem in refused.value.problems] == ["E822"]
    assert slow.withdrawals(NAME)[1].reason == "Wrong"
    assert made == 1


def test_what_nobody_can_commit_any_more_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    """What is laid aside may be of a command that is at work: it stays until its version is there."""
    keys = tmp_path / "keys"
    bucket = begun("the next edition", keys)
    fault = Fault("killed before", _committed_at(Memory(dict(bucket.held)), keys))
    with pytest.raises(Killed):
        file_next(Watched(bucket, fault.before, fault.after), keys)
    with open_archive(bucket, keys).writing(lambda _: None):
        pass
    assert len(Stored(bucket, ROOT).staged()) == 1
    file_next(bucket, keys, by="other")
    said: list[str] = []
    with open_archive(bucket, keys).writing(said.append):
        pass
    assert said == ["V2 of harbour had been prepared and not filed; it was thrown away."]
    assert Stored(bucket, ROOT).staged() == ()


def test_the_same_edition_filed_twice_in_one_second_is_one(tmp_path: Path) -> None:
    """Both may say that they filed it, since it is one and the same to the last byte."""
    keys = tmp_path / "keys"
    bucket = begun("the next edition", keys)
    for at in range(0, requests(Memory(dict(bucket.held)), keys), 13):
        copy, mine = Memory(dict(bucket.held)), shutil.copytree(keys, tmp_path / f"keys{at}")
        raced = race(copy, [mine, mine], (NAME, NAME), overtaken_after(at), tmp_path, by=lambda _: "officer")
        assert [one for one in raced.wrong if "said to be filed" not in one] == []
        assert logged(open_archive(copy, mine)) in ([1, 2], [1, 2, 3])


def test_damage_in_a_store_is_found_as_on_a_disk(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    bucket = begun("the next edition", keys)
    file_next(bucket, keys)
    pdf = f"{ROOT}/{NAME}/v1/content/pdf/chief.pdf"
    spoiled = {
        "E811": {pdf: b"other"},
        "E812": {pdf: None},
        "E813": {f"{ROOT}/{NAME}/v1/content/added.txt": b"added"},
        "E816": {key: None for key in bucket.held if key.startswith(f"{ROOT}/{NAME}/")},
        "E831": {f"{ROOT}/{name}": None for name in ("log.jsonl", "checkpoint", "log.pub")},
        "E832": {f"{ROOT}/log.jsonl": b"".join(bucket.held[f"{ROOT}/log.jsonl"].splitlines(keepends=True)[:-1])},
    }
    for code, change in spoiled.items():
        copy = Memory({key: value for key, value in {**bucket.held, **change}.items() if value is not None})
        report = verify_archive(open_archive(copy, keys, create=False))
        assert code in {problem.code for problem in report.problems}, code
        assert all(problem.place and not problem.place.file.is_absolute() for problem in report.problems)


def test_the_judge_reads_each_file_once_and_lists_once(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    bucket = begun("the next edition", keys)
    made: list[tuple[str, str]] = []
    archive = open_archive(Watched(bucket, lambda name, key: made.append((name, key))), keys)
    verify_archive(archive)
    content = [key for name, key in made if name == "open" and "/content/" in key]
    assert sorted(content) == sorted({entry.key for entry in bucket.entries(ROOT) if "/content/" in entry.key})
    assert [one for one in made if one == ("entries", ROOT)] == [("entries", ROOT)]


def test_who_may_only_read_is_not_stopped(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    bucket: Bucket = begun("after a kill", keys)

    def refuse(name: str, key: str) -> None:
        assert name not in CHANGES, key

    archive = open_archive(Watched(bucket, refuse), tmp_path / "reader", create=False)
    said: list[str] = []
    archive.finish(said.append)
    assert [edition.version for edition in archive.editions(NAME)] == [1]
    assert [problem.code for problem in verify_archive(archive).problems if problem.is_error] != []
    assert said


def test_a_copy_made_of_it_is_an_archive_on_a_disk(tmp_path: Path) -> None:
    bucket = begun("the next edition", tmp_path / "keys")
    assert (copied(bucket, tmp_path) / "0=ocfl_1.1").exists()
    assert befall(bucket, tmp_path / "keys", Fault("", 0), tmp_path).ended is Ended.FILED


def test_who_was_given_what_is_recorded_in_a_store(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    bucket = begun("the next edition", keys)
    archive = open_archive(bucket, keys)
    with archive.writing(lambda _: None), pytest.raises(FaultyInputError, match="holds nothing for the audience"):
        record_sent(archive, archive.editions(NAME)[0], audience="chief", to=["A"], at=moment_of(2), by="x")


def test_a_brief_that_is_disposed_of_while_somebody_files_is_gone_and_stays_gone(tmp_path: Path) -> None:
    bucket = begun("the next edition", tmp_path / "keys")
    told = []
    for at in range(requests(bucket, tmp_path / "keys")):
        keys = shutil.copytree(tmp_path / "keys", tmp_path / f"keys{at}")
        own = Memory(dict(bucket.held))
        passed = count()

        def disposed(
            *_: object, own: Memory = own, keys: Path = keys, passed: Iterator[int] = passed, at: int = at
        ) -> None:
            if next(passed) == at:
                archive = open_archive(own, keys)
                with archive.writing(lambda _: None):
                    dispose(archive, NAME, order="S 4", reason="Old", at=moment_of(9), by="records", early=True)

        try:
            file_next(Watched(own, disposed), keys)
        except FaultyInputError as error:
            told += [problem.code for problem in error.problems]
        archive = open_archive(own, keys)
        assert archive.briefs() == (), f"request {at}"
        assert verify_archive(archive).problems == (), f"request {at}"
    assert told.count("E872") > len(told) / 2
    assert set(told) <= {"E801", "E811", "E862", "E872"}, "it may be reading what goes at this moment"
