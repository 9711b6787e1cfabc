"""A catalogue takes its place whole, and no other folder's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.catalogue.place import LIST, made_aside
from briefing.model.problem import FaultyInputError
from tests.catalogue.shelf import site


def put(place: Path, text: str = "page") -> None:
    with made_aside(place, None) as made:
        (made / "index.html").write_text(text)


def foreign(place: Path) -> None:
    place.mkdir()
    (place / "thesis.txt").write_text("years of work")


def mixed(place: Path) -> None:
    put(place)
    (place / "thesis.txt").write_text("years of work")


def file(place: Path) -> None:
    place.write_text("years of work")


def linked(place: Path) -> None:
    (place.parent / "elsewhere").mkdir()
    place.symlink_to(place.parent / "elsewhere")


def of_others(place: Path) -> None:
    place.mkdir()
    (place / LIST).write_text('{"made_by": "somebody", "files": {}}')


@pytest.mark.parametrize("there", [foreign, mixed, file, linked, of_others])
def test_what_is_no_catalogue_is_never_replaced(there: Callable[[Path], None], tmp_path: Path) -> None:
    there(tmp_path / "out")
    before = site(tmp_path)
    with pytest.raises(FaultyInputError) as caught:
        put(tmp_path / "out", "new")
    assert caught.value.problems[0].code == "E881"
    assert site(tmp_path) == before


def test_an_earlier_catalogue_and_an_empty_folder_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    put(tmp_path / "out", "first")
    put(tmp_path / "out", "second")
    assert (tmp_path / "out/index.html").read_text() == "second"
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_what_fails_leaves_the_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path / "out", "first")
    before = site(tmp_path)

    def make() -> None:
        with made_aside(tmp_path / "out", None) as made:
            (made / "index.html").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make()
    assert site(tmp_path) == before


def test_a_full_disk_is_told_whatever_was_being_written(tmp_path: Path) -> None:
    def make() -> None:
        with made_aside(tmp_path / "out", None) as made:
            (made / "there" / "page.html").write_text("no such folder")

    with pytest.raises(FaultyInputError, match="the catalogue cannot be written: no such file"):
        make()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_is_cleared_away_and_what_one_at_work_makes_is_not(tmp_path: Path) -> None:
    killed = tmp_path / ".out.abc.part"
    (killed / "made").mkdir(parents=True)
    (killed / "lock").touch()
    others = tmp_path / ".out.thine.part"
    others.mkdir()
    with made_aside(tmp_path / "out", None) as first:
        assert not killed.exists()
        assert others.exists(), "nothing says that it is left of a catalogue"
        (first / "index.html").write_text("first")
        with made_aside(tmp_path / "out", None) as second:
            (second / "index.html").write_text("second")
    assert (tmp_path / "out/index.html").read_text() == "first"
    assert {one.name for one in tmp_path.iterdir()} == {"out", others.name}


def test_a_file_that_somebody_laid_there_meanwhile_is_not_lost(tmp_path: Path) -> None:
    put(tmp_path / "out", "first")

    def make() -> None:
        with made_aside(tmp_path / "out", None):
            (tmp_path / "out/thesis.txt").write_text("years of work")

    with pytest.raises(FaultyInputError):
        make()
    assert (tmp_path / "out/thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("place", ["archive", "archive/site", "."])
def test_it_is_never_put_in_the_archive_nor_around_it(place: str, tmp_path: Path) -> None:
    with (
        pytest.raises(FaultyInputError, match="the archive lies there"),
        made_aside(tmp_path / place, tmp_path / "archive"),
    ):
        pass
    assert not list(tmp_path.iterdir())
