"""One command at a time makes the files of a brief; the second takes over what the first has made."""

import threading
from pathlib import Path
from typing import Any

import filelock
import pytest

from briefing.building.build import build_folder
from briefing.model.problem import FaultyInputError
from briefing.printing.put import _part_of
from briefing.reuse import turn as turns
from briefing.reuse.turn import turn
from tests.reuse.test_unchanged import built, order_of, presses  # noqa: F401 (a fixture)
from tests.workbench import DeskCopy


def test_one_at_a_time_and_the_second_knows_that_it_waited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    inside, leave = threading.Event(), threading.Event()
    acquire = filelock.FileLock.acquire

    def acquired(lock: filelock.FileLock, timeout: float) -> Any:
        if timeout:  # the second has found that it is not alone
            leave.set()
        return acquire(lock, timeout)

    monkeypatch.setattr(filelock.FileLock, "acquire", acquired)

    def first() -> None:
        with turn(tmp_path, "harbour") as waited:
            seen.append(f"first, waited: {waited}")
            inside.set()
            leave.wait(60)
            seen.append("first is done")

    working = threading.Thread(target=first)
    working.start()
    assert inside.wait(60)
    with turn(tmp_path, "harbour") as waited:
        seen.append(f"second, waited: {waited}")
    working.join(60)
    assert seen == ["first, waited: False", "first is done", "second, waited: True"]
    with turn(tmp_path, "harbour") as waited:
        assert not waited


def test_another_brief_or_another_folder_has_its_own_turn(tmp_path: Path) -> None:
    with turn(tmp_path, "harbour"), turn(tmp_path, "quay") as waited, turn(tmp_path / "b", "harbour") as again:
        assert (waited, again) == (False, False)


def test_one_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_PATIENCE", 0.1)
    with (
        turn(tmp_path, "harbour"),
        pytest.raises(FaultyInputError, match="ten minutes"),
        turn(tmp_path, "harbour"),
    ):
        pass


def test_what_was_waited_for_is_not_made_again(
    desk: DeskCopy,
    presses: list[str],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = built(desk)
    assert len(presses) == 1
    (desk.folder / "build/.briefing").rename(desk.folder / "kept")
    workshop = desk.workshop()
    results = []
    with turn(desk.folder / "build", "harbour"):
        waiting = threading.Thread(target=lambda: results.extend(build_folder(desk.brief, order_of(desk), workshop)))
        waiting.start()
        for file in (desk.folder / "kept/harbour").glob("*.json"):  # as the other command notes at its end
            file.rename(desk.folder / "build/.briefing/harbour" / file.name)
    waiting.join(60)
    assert len(presses) == 1
    assert len(results) == len(first)


def test_a_folder_in_which_nothing_can_be_written_is_gone_into_without_a_turn(tmp_path: Path) -> None:
    (tmp_path / ".briefing").write_text("in the way", "utf-8")
    with turn(tmp_path, "harbour") as waited:
        assert not waited


def test_what_a_killed_command_left_is_cleared_away(desk: DeskCopy) -> None:
    built(desk)
    (pdf,) = desk.folder.glob("build/harbour/*.pdf")
    for path in (pdf, pdf.with_suffix(".html")):
        path.with_name(f"{_part_of(path)}abcdef.part").write_bytes(b"half")
    kept = desk.folder / "build/.briefing/harbour/.0123.json.part"
    kept.write_bytes(b"half")
    other = pdf.with_name(".other.part")
    other.write_bytes(b"of another command")
    built(desk, fresh=True)
    assert list(desk.folder.rglob("*.part")) == [other]
