"""Many briefs: one after the other or side by side, the same files; a faulty one stops no other."""

import os
import shutil
from pathlib import Path

import pytest

from briefing import batch
from briefing.batch import build_all, expected_length, side_by_side
from briefing.build import Made, Order
from briefing.problem import Problem
from tests.workbench import DeskCopy


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_faulty_brief_stops_no_other(desk: DeskCopy, jobs: int) -> None:
    folders = [desk.brief]
    for name in ("faulty", "second"):
        shutil.copytree(desk.brief, desk.folder / "sources" / name)
        folders.append(desk.folder / "sources" / name)
    desk.write("[]", "sources/faulty/brief.yaml")
    order = Order(desk.folder / "build", ("chief",))
    results = list(build_all(folders, order, desk.workshop(), jobs))
    assert sorted(one.brief for one in results if isinstance(one, Made)) == ["harbour", "second"]
    assert [one.code for one in results if isinstance(one, Problem)] == ["E008"]
    assert desk.made() == ["2026-03-09_harbour_chief.pdf", "2026-03-09_second_chief.pdf"]
    digests = {Path(one.path).read_bytes() for one in results if isinstance(one, Made)}
    assert len(digests) == 2, "the name of a brief is part of its identifier"
    assert not any(one.variant or one.fonts for one in results if isinstance(one, Made)), "what it was made of is kept"


# What becomes of a process that dies: nothing is built, so that it can die when it is to


def dying(folder: Path, order: Order, desk: Path) -> list[Made | Problem]:
    """Ends its process as a lack of memory does, where the brief is called so; `once`: the first time alone."""
    mark = desk / folder.name
    if folder.name.startswith("deadly") or (folder.name.startswith("once") and not mark.exists()):
        mark.touch()
        os._exit(9)
    return [Problem("W000", folder.name)]


def names_of(desk: Path, *names: str, jobs: int = 2) -> list[str]:
    folders = [desk / "sources" / name for name in names]
    results = side_by_side(folders, Order(desk / "build"), desk, jobs, dying)
    return sorted(f"{one.code} {one.message}" if one.code == "W000" else one.code for each in results for one in each)


def test_a_process_that_dies_takes_no_other_brief_with_it(tmp_path: Path) -> None:
    assert names_of(tmp_path, "a", "deadly", "b", "once", "c") == ["E307", "W000 a", "W000 b", "W000 c", "W000 once"]


def test_processes_give_way_to_fresh_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_OF_A_PROCESS", 1)
    assert names_of(tmp_path, "a", "b", "c") == ["W000 a", "W000 b", "W000 c"]


def test_what_should_take_longest_is_begun_first(tmp_path: Path) -> None:
    for name, size in (("short", 10), ("long", 1000), ("middling", 100)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "brief.yaml").write_text("#" * size, "utf-8")
    briefs = sorted(tmp_path.iterdir(), key=expected_length, reverse=True)
    assert [brief.name for brief in briefs] == ["long", "middling", "short"]
    assert expected_length(tmp_path / "gone") == 0
