"""Watching: a change is seen however a program makes it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.preview.watching import look_at


def written(file: Path) -> None:
    file.write_text("other words")


def replaced(file: Path) -> None:
    """As most editors save: a new file is written and renamed; here even with the time and the size of the old."""
    status = file.stat()
    new = file.with_suffix(".new")
    new.write_text("SOME WORDS")
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    new.replace(file)


def touched(file: Path) -> None:
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))


@pytest.mark.parametrize("change", [written, replaced, touched, Path.unlink])
def test_a_change_is_seen(tmp_path: Path, change: Callable[[Path], None]) -> None:
    file = tmp_path / "brief.yaml"
    file.write_text("some words")
    before = look_at([str(file)])
    assert look_at([str(file)]) == before
    change(file)
    assert look_at([str(file)]) != before


def test_a_file_that_comes_is_seen_and_one_that_nobody_may_read_is_none(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    before = look_at([str(file), str(tmp_path / "no" / "folder")])
    assert set(before.values()) == {None}
    file.write_text("come")
    assert look_at([str(file), str(tmp_path / "no" / "folder")]) != before


def test_a_folder_changes_when_a_file_is_put_into_it(tmp_path: Path) -> None:
    os.utime(tmp_path, ns=(0, 0))
    before = look_at([str(tmp_path)])
    (tmp_path / "new.css").write_text("")
    assert look_at([str(tmp_path)]) != before
