"""Saving through the page: nothing that anybody wrote is lost, whoever was first and whatever the disk does."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefing.model.problem import FaultyInputError, Problem
from briefing.preview.saving import Saving
from briefing.preview.turns import Changed, ConflictError, Rebase, digest
from briefing.printing import put as put_module

FIRST = b"one\ntwo\nthree\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A brief.yaml of three lines; what is in them is of no concern here."""
    path = tmp_path / "brief" / "brief.yaml"
    path.parent.mkdir()
    path.write_bytes(FIRST)
    return path


@pytest.fixture
def saving(file: Path, tmp_path: Path) -> Saving:
    """The saving of that file, which has been seen."""
    made = Saving(file, tmp_path / "before")
    made.see()
    return made


def replacing(old: bytes, new: bytes) -> Callable[[bytes], Changed]:
    """A change of one word, which must be there."""

    def change(data: bytes) -> Changed:
        if old not in data:
            raise FaultyInputError([Problem("E722", "this is no longer there", "Look again.")])
        return Changed(data.replace(old, new), (old.decode(),))

    return change


def never(_seen: bytes, _now: bytes) -> None:
    """What touches a change of the disk."""


def always(old: bytes, new: bytes) -> Rebase:
    """What does not touch it."""
    return lambda _seen, _now: replacing(old, new)


def edit(saving: Saving, old: bytes, new: bytes, base: bytes = FIRST, rebase: Rebase = never) -> Changed:
    return saving.edit(digest(base), replacing(old, new), rebase)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(FaultyInputError) as error:
        call()
    [problem] = error.value.problems
    assert problem.hint
    return problem.code


def beside(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir() if path != file)


def test_a_change_is_written_whole_and_its_path_is_told(saving: Saving, file: Path) -> None:
    assert edit(saving, b"two", b"2").path == ("two",)
    assert file.read_bytes() == b"one\n2\nthree\n"
    assert beside(file) == []


def test_a_change_that_changes_nothing_is_not_written(saving: Saving, file: Path) -> None:
    before = file.stat()
    edit(saving, b"two", b"two")
    assert file.stat() == before
    assert not saving.can_undo


def test_permissions_stay_and_a_link_is_followed(saving: Saving, file: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.yaml"
    file.rename(real)
    real.chmod(0o640)
    file.symlink_to(real)
    edit(saving, b"two", b"2")
    assert file.is_symlink()
    assert real.read_bytes() == b"one\n2\nthree\n"
    assert real.stat().st_mode & 0o777 == 0o640


def test_the_owner_of_the_file_stays(saving: Saving, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    there = file.stat()
    monkeypatch.setattr(put_module.os, "chown", lambda _path, user, group: given.append((user, group)))
    real = Path.stat

    def another(path: Path, **named: bool) -> os.stat_result:
        found = real(path, **named)
        values = list(found)
        values[4] = 4242 if path.name == "brief.yaml" else values[4]
        return os.stat_result(values)

    monkeypatch.setattr(Path, "stat", another)
    edit(saving, b"two", b"2")
    assert given == [(4242, there.st_gid)]


# The disk has changed


def test_what_does_not_touch_a_change_on_disk_is_done_on_that(saving: Saving, file: Path) -> None:
    file.write_bytes(b"zero\n" + FIRST)
    edit(saving, b"two", b"2", rebase=always(b"two", b"2"))
    assert file.read_bytes() == b"zero\none\n2\nthree\n"
    saving.turn("undo", digest(file.read_bytes()))
    assert file.read_bytes() == b"zero\n" + FIRST


def test_what_touches_a_change_on_disk_is_a_conflict_and_nothing_is_written(saving: Saving, file: Path) -> None:
    file.write_bytes(b"one\nTWO\nthree\n")
    with pytest.raises(ConflictError) as error:
        edit(saving, b"two", b"2")
    assert (error.value.conflict.base, error.value.conflict.disk) == (FIRST, b"one\nTWO\nthree\n")
    assert error.value.conflict.mine == b"one\n2\nthree\n"
    assert saving.conflict == error.value.conflict
    assert file.read_bytes() == b"one\nTWO\nthree\n"


def test_the_same_change_on_disk_is_no_conflict(saving: Saving, file: Path) -> None:
    file.write_bytes(b"one\n2\nthree\n")
    assert edit(saving, b"two", b"2").path == ("two",)
    assert not saving.can_undo
    assert saving.conflict is None


def test_what_cannot_be_done_on_the_other_text_after_all_is_a_conflict(saving: Saving, file: Path) -> None:
    file.write_bytes(b"nothing of it\n")
    with pytest.raises(ConflictError):
        edit(saving, b"two", b"2", rebase=always(b"two", b"2"))


def test_the_disk_may_stand_and_mine_is_kept_beside(saving: Saving, file: Path) -> None:
    (file.parent / "brief.mine.yaml").write_bytes(b"of another day")
    file.write_bytes(b"theirs\n")
    with pytest.raises(ConflictError):
        edit(saving, b"two", b"2")
    assert saving.resolve("disk") == "brief.mine-2.yaml"
    assert file.read_bytes() == b"theirs\n"
    assert (file.parent / "brief.mine-2.yaml").read_bytes() == b"one\n2\nthree\n"
    assert (file.parent / "brief.mine.yaml").read_bytes() == b"of another day"
    assert saving.conflict is None


def test_mine_may_stand_and_the_disk_is_kept_beside(saving: Saving, file: Path) -> None:
    file.write_bytes(b"theirs\n")
    with pytest.raises(ConflictError):
        edit(saving, b"two", b"2")
    assert saving.resolve("mine") == "brief.disk.yaml"
    assert file.read_bytes() == b"one\n2\nthree\n"
    assert (file.parent / "brief.disk.yaml").read_bytes() == b"theirs\n"
    saving.turn("undo", digest(b"one\n2\nthree\n"))
    assert file.read_bytes() == b"theirs\n"


def test_what_changed_once_more_while_somebody_decided_is_asked_about_again(saving: Saving, file: Path) -> None:
    file.write_bytes(b"theirs\n")
    with pytest.raises(ConflictError):
        edit(saving, b"two", b"2")
    file.write_bytes(b"theirs again\n")
    with pytest.raises(ConflictError) as error:
        saving.resolve("mine")
    assert error.value.conflict.disk == b"theirs again\n"
    assert file.read_bytes() == b"theirs again\n"
    assert saving.resolve("mine") == "brief.disk.yaml"


def test_a_conflict_that_nobody_decided_is_kept_when_another_comes(saving: Saving, file: Path) -> None:
    file.write_bytes(b"theirs\n")
    for new in (b"2", b"II"):
        with pytest.raises(ConflictError):
            edit(saving, b"two", new)
    assert (file.parent / "brief.mine.yaml").read_bytes() == b"one\n2\nthree\n"
    assert saving.resolve("disk") == "brief.mine-2.yaml"


def test_there_is_nothing_to_decide_without_a_conflict(saving: Saving) -> None:
    assert code_of(lambda: saving.resolve("disk")) == "E722"


def test_a_page_whose_text_nobody_knows_changes_nothing(saving: Saving, file: Path) -> None:
    assert code_of(lambda: edit(saving, b"two", b"2", base=b"of an earlier server")) == "E724"
    assert file.read_bytes() == FIRST


def test_a_file_that_was_deleted_meanwhile_can_be_written_again(saving: Saving, file: Path) -> None:
    file.unlink()
    with pytest.raises(ConflictError) as error:
        edit(saving, b"two", b"2", rebase=always(b"two", b"2"))
    assert error.value.conflict.disk is None
    assert not file.exists()
    assert saving.resolve("mine") is None
    assert file.read_bytes() == b"one\n2\nthree\n"


def test_a_folder_that_is_gone_is_not_made_again(saving: Saving, file: Path) -> None:
    file.unlink()
    file.parent.rmdir()
    with pytest.raises(ConflictError):
        edit(saving, b"two", b"2")
    assert code_of(lambda: saving.resolve("mine")) == "E601"
    assert not file.parent.exists()


# Undo


def test_changes_are_undone_and_done_again_one_by_one(saving: Saving, file: Path) -> None:
    edit(saving, b"two", b"2")
    second = file.read_bytes()
    edit(saving, b"three", b"3", base=second)
    third = file.read_bytes()
    saving.turn("undo", digest(third))
    assert file.read_bytes() == second
    saving.turn("undo", digest(second))
    assert (file.read_bytes(), saving.can_undo, saving.can_redo) == (FIRST, False, True)
    saving.turn("redo", digest(FIRST))
    assert file.read_bytes() == second
    edit(saving, b"one", b"1", base=second)
    assert not saving.can_redo
    assert code_of(lambda: saving.turn("redo", digest(file.read_bytes()))) == "E722"


def test_what_an_editor_wrote_since_is_not_undone_with_it(saving: Saving, file: Path) -> None:
    edit(saving, b"two", b"2")
    file.write_bytes(b"theirs\n")
    with pytest.raises(ConflictError) as error:
        saving.turn("undo", digest(b"theirs\n"))
    assert (error.value.conflict.disk, error.value.conflict.mine) == (b"theirs\n", FIRST)
    assert file.read_bytes() == b"theirs\n"
    assert saving.can_undo


def test_what_was_undone_in_an_editor_is_undone(saving: Saving, file: Path) -> None:
    edit(saving, b"two", b"2")
    file.write_bytes(FIRST)
    saving.turn("undo", digest(FIRST))
    assert (file.read_bytes(), saving.can_undo, saving.can_redo) == (FIRST, False, True)


def test_a_page_undoes_only_what_it_has_seen(saving: Saving, file: Path) -> None:
    edit(saving, b"two", b"2")
    assert code_of(lambda: saving.turn("undo", digest(FIRST))) == "E724"
    assert file.read_bytes() == b"one\n2\nthree\n"


def test_how_much_can_be_undone_is_bounded(saving: Saving, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.preview.saving._MOST_TURNS", 3)
    monkeypatch.setattr("briefing.preview.saving._MOST_SEEN", 3)
    for number in range(6):
        text = file.read_bytes()
        saving.edit(digest(text), lambda data, n=number: Changed(data + b"%d" % n), never)  # type: ignore[misc]
    for _ in range(3):
        saving.turn("undo", digest(file.read_bytes()))
    assert not saving.can_undo
    assert file.read_bytes() == FIRST + b"012"
    assert code_of(lambda: edit(saving, b"two", b"2")) == "E724"


def test_the_text_before_each_change_is_kept_and_the_oldest_give_way(
    saving: Saving, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.preview.beside._MOST", 2)
    edit(saving, b"two", b"2")
    edit(saving, b"2", b"II", base=file.read_bytes())
    edit(saving, b"II", b"zwei", base=file.read_bytes())
    kept = sorted((tmp_path / "before").iterdir())
    assert [one.read_bytes() for one in kept] == [b"one\n2\nthree\n", b"one\nII\nthree\n"]
    another = Saving(file, tmp_path / "before")
    edit(another, b"zwei", b"2", base=file.read_bytes())
    assert max((tmp_path / "before").iterdir()).read_bytes() == b"one\nzwei\nthree\n"


# The disk does not do as it should


def test_a_read_only_file_is_left_alone(saving: Saving, file: Path) -> None:
    file.chmod(0o444)
    assert code_of(lambda: edit(saving, b"two", b"2")) == "E601"
    assert file.read_bytes() == FIRST
    assert not saving.can_undo


@pytest.mark.parametrize("failing", ["fsync", "chmod", "replace"])
def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    saving: Saving, file: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*((put_module.os, failing, full) if failing == "fsync" else (Path, failing, full)))
        assert code_of(lambda: edit(saving, b"two", b"2")) == "E601"
    assert file.read_bytes() == FIRST
    assert beside(file) == []
    assert not saving.can_undo
    edit(saving, b"two", b"2")
    assert file.read_bytes() == b"one\n2\nthree\n"


def test_a_full_disk_keeps_a_conflict_open(saving: Saving, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"theirs\n")
    with pytest.raises(ConflictError):
        edit(saving, b"two", b"2")

    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        assert code_of(lambda: saving.resolve("disk")) == "E601"
    assert saving.conflict is not None
    assert saving.resolve("disk") == "brief.mine.yaml"


def test_what_is_no_file_cannot_be_read(saving: Saving, file: Path) -> None:
    file.unlink()
    file.mkdir()
    saving.see()
    assert code_of(lambda: edit(saving, b"two", b"2")) == "E601"


# Several at once


def test_of_two_changes_at_once_both_are_made_or_one_is_asked_about(saving: Saving, file: Path) -> None:
    gate = threading.Barrier(8)
    words = [b"one", b"two", b"three"]

    def change(number: int) -> bool:
        word = words[number % 3]
        gate.wait()
        try:
            edit(saving, word, word.upper() + b"%d" % number)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(change, range(8)))
    assert sum(made) == 1
    written = file.read_bytes()
    number = made.index(True)
    assert written == FIRST.replace(words[number % 3], words[number % 3].upper() + b"%d" % number)


def test_changes_at_once_that_do_not_touch_are_all_made(saving: Saving, file: Path) -> None:
    gate = threading.Barrier(3)

    def change(word: bytes) -> None:
        gate.wait()
        edit(saving, word, word.upper(), rebase=always(word, word.upper()))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(change, [b"one", b"two", b"three"]))
    assert file.read_bytes() == b"ONE\nTWO\nTHREE\n"
