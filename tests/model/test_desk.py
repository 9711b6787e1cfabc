"""Where a desk and its briefs are found."""

from pathlib import Path

import pytest

from briefing.model.desk import NotFoundError, briefs_of, examine_name, find_brief, find_desk, named_or_here
from tests.conftest import Command
from tests.workbench import BRIEF, DeskCopy


def test_a_desk_is_found_from_any_folder_below_it(desk: DeskCopy) -> None:
    below = desk.folder / "a" / "b"
    below.mkdir(parents=True)
    assert find_desk(below) == find_desk(desk.brief) == find_desk(desk.folder) == desk.folder.resolve()


def test_without_a_desk_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"sources/house\.yaml.*--desk DIR"):
        find_desk(tmp_path)


def test_a_brief_is_named_or_pointed_at(desk: DeskCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    names = ["harbour", "sources/harbour", str(desk.brief), BRIEF, str(desk.brief / "brief.yaml")]
    assert {find_brief(name, desk.folder) for name in names} == {desk.brief.resolve()}
    monkeypatch.chdir(desk.brief)
    assert find_brief(".", desk.folder) == desk.brief.resolve()


@pytest.mark.parametrize("name", ["nowhere", "", "..", "x" * 300, "sources", "harbour/ferry.txt"])
def test_what_is_no_brief_is_told_with_what_there_is(desk: DeskCopy, name: str) -> None:
    with pytest.raises(NotFoundError, match="The desk has: harbour"):
        find_brief(name, desk.folder)


@pytest.mark.parametrize(
    "name", ["box", "Box", "summit.copies", "summit.withdrawals", "a.b.COPIES", "log.timestamps", "summit.holds"]
)
def test_a_name_that_build_or_archive_needs_is_refused_wherever_the_brief_comes_from(
    briefing: Command, desk: DeskCopy, name: str
) -> None:
    (problem,) = examine_name(name)
    assert (problem.code, problem.is_error, name in problem.message) == ("E702", True, True)
    said = briefing("new", name, "--article", "sources/harbour/ferry.txt")
    assert (said.status, "E702" in said.err) == (1, True)
    assert not (desk.folder / "sources" / name).exists()
    desk.brief.rename(desk.folder / "sources" / name)
    checked = briefing("check")
    assert (checked.status, checked.out.count("E702")) == (1, 1)
    assert checked.out.startswith(f"sources/{name}/brief.yaml: error: E702 a brief cannot be called “{name}”: ")
    assert briefing("build", name, "--draft").status == 1
    assert desk.made() == []


@pytest.mark.parametrize("name", ["boxes", "inbox", "copies", "withdrawals", "summit.copies.2", "v1.2"])
def test_other_names_with_such_words_are_fine(name: str) -> None:
    assert examine_name(name) == ()


def test_a_desk_without_briefs_says_how_to_begin(desk: DeskCopy) -> None:
    (desk.folder / BRIEF).unlink()
    with pytest.raises(NotFoundError, match="briefing new NAME --article FILE"):
        find_brief("x", desk.folder)


def test_of_many_briefs_some_are_named(desk: DeskCopy) -> None:
    for number in range(12):
        desk.write("", f"sources/b{number:02}/brief.yaml")
    assert [folder.name for folder in briefs_of(desk.folder)][:2] == ["b00", "b01"]
    with pytest.raises(NotFoundError, match="b07 and 5 more"):
        find_brief("x", desk.folder)


def test_briefs_are_named_once_each_or_the_one_around_is_meant(desk: DeskCopy) -> None:
    assert named_or_here(["harbour", "harbour"], desk.folder, desk.folder) == (desk.brief.resolve(),)
    assert named_or_here([], desk.folder, desk.folder) == (desk.brief,)
    desk.write("", "sources/second/brief.yaml")
    assert named_or_here([], desk.folder, desk.brief) == (desk.brief.resolve(),)
    with pytest.raises(NotFoundError, match="Which brief"):
        named_or_here([], desk.folder, desk.folder)
