"""What a broken-off command has left, for those who only read, and what is at work while somebody verifies."""

import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from briefing.archive import verify
from briefing.archive.store import Act, Archive
from briefing.archive.verify import Report, verify_archive
from briefing.log import Checkpoint, Leaf
from tests.archive.tampering import write_inventory
from tests.archive_faults import starts
from tests.archive_scenario import NAME, archive_of, file_next, files, moment_of, open_archive

ACT = Act(kind="edition", at=moment_of(2), by="officer", why="Edition 2.0")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return starts(tmp_path_factory.mktemp("starts"))["after a kill"]


@pytest.fixture
def left(begun: Path, tmp_path: Path) -> Path:
    """An edition was committed, and the command killed before it was in the log."""
    return shutil.copytree(begun, tmp_path / "left")


def test_who_only_reads_and_has_no_key_leaves_it_and_makes_no_key(left: Path) -> None:
    said: list[str] = []
    archive = open_archive(left, officer="auditor", create=False)
    archive.finish(said.append)
    assert said == [
        "A command that writes to this archive was broken off or is at work; the next one that writes finishes it."
    ]
    assert archive.keyring.own_key(archive.origin) is None
    assert [problem.code for problem in verify_archive(archive).problems] == ["W840"]
    assert len(archive.editions(NAME)) == 2


def test_who_only_reads_and_has_a_key_finishes_it(left: Path) -> None:
    said: list[str] = []
    archive = open_archive(left, create=False)
    archive.finish(said.append)
    assert said == ["v2 of “harbour” was filed by a command that was broken off, and is in the log now."]
    assert verify_archive(archive).problems == ()
    archive.finish(said.append)
    assert len(said) == 1


def test_a_colleague_whose_key_is_in_the_log_finishes_it_in_their_own_name(left: Path) -> None:
    said: list[str] = []
    assert file_next(left, said.append, officer="ben") == 3
    assert "v2 of “harbour” was filed by a command that was broken off, and is in the log now." in said
    assert verify_archive(open_archive(left, officer="ben")).problems == ()


def test_a_log_in_question_stops_no_reader_and_is_not_continued(left: Path) -> None:
    log = archive_of(left) / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"v1"', b'"v7"'))
    said: list[str] = []
    archive = open_archive(left, create=False)
    archive.finish(said.append)
    assert [one for one in said if one.startswith("An earlier command was broken off, and cannot be finished here: ")]
    assert len(archive.editions(NAME)) == 2
    assert "E832" in {problem.code for problem in verify_archive(archive).problems}


def meanwhile(folder: Path, do: Callable[[Archive], object]) -> None:
    """File an edition, and do something at the moment when it is committed and not in the log yet."""
    archive = open_archive(folder)
    enter = archive.unfinished.enter_new

    def watched(leaf: Leaf) -> tuple[Checkpoint, tuple[str, ...]]:
        do(archive)
        return enter(leaf)

    archive.unfinished.enter_new = watched  # type: ignore[method-assign]
    with archive.writing(lambda _: None):
        archive.file(NAME, files(NAME, 2), ACT)


def test_a_reader_is_not_stopped_nor_told_anything_while_another_files(tmp_path: Path) -> None:
    file_next(tmp_path, print)
    said: list[str] = []

    def read(_: Archive) -> None:
        archive = open_archive(tmp_path, create=False)
        archive.finish(said.append)
        assert len(archive.editions(NAME)) == 2

    meanwhile(tmp_path, read)
    assert said == []


@pytest.mark.parametrize("torn", [False, True], ids=["before the line", "between inventory and sidecar"])
def test_what_is_half_while_another_files_is_looked_at_again_when_it_is_done(
    tmp_path: Path, torn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_next(tmp_path, print)
    reports: list[Future[Report]] = []
    looks: list[Report] = []
    has_looked = Event()
    look_once = verify._look

    def look_and_tell(*given: Any) -> Report:
        looks.append(look_once(*given))
        has_looked.set()
        return looks[-1]

    def look(archive: Archive) -> None:
        inventory = archive_of(tmp_path) / NAME / "inventory.json"
        whole = inventory.read_text("utf-8")
        if torn:
            inventory.write_text(whole + " ", "utf-8")
        reports.append(pool.submit(verify_archive, open_archive(tmp_path, create=False)))
        assert has_looked.wait(60)
        if torn:
            write_inventory(inventory, whole)

    # The other goes on only when the first look is over: what it saw was half for certain.
    monkeypatch.setattr(verify, "_look", look_and_tell)
    with ThreadPoolExecutor(1) as pool:
        meanwhile(tmp_path, look)
        report = reports[0].result()
    assert len(looks) == 2
    assert looks[0].problems != ()
    assert report.problems == ()
    assert report.checkpoint == open_archive(tmp_path).book.checkpoint()
