"""Where a desk and its briefs are found."""

from pathlib import Path

import pytest

from briefing.desk import NotFoundError, briefs_of, find_brief, find_desk, named_or_here
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
