"""Many briefs: one after the other or side by side, the same files; a faulty one stops no other."""

import shutil
from pathlib import Path

import pytest

from briefing.batch import build_all
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
