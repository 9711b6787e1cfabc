"""A parcel: what is laid out is what was packed, and what would not be the same elsewhere is not packed."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.afar import parcel
from briefing.afar.parcel import Packed, Parcel, pack_files, pack_folder
from briefing.cluster import DamagedError, NotSentError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "brief"
    (there / "pictures" / "empty").mkdir(parents=True)
    (there / "brief.yaml").write_text("title: Ä\n", "utf-8")
    (there / "pictures" / "a.png").write_bytes(bytes(range(256)))
    (there / ".hidden").write_bytes(b"")
    return there


def contents(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def test_what_is_laid_out_is_what_was_packed(folder: Path, tmp_path: Path) -> None:
    pack_folder(folder).lay_out(tmp_path / "elsewhere")
    assert contents(tmp_path / "elsewhere") == contents(folder)


def test_files_take_the_paths_that_they_are_given(folder: Path, tmp_path: Path) -> None:
    pack_files([("sources/house.yaml", folder / "brief.yaml")]).lay_out(tmp_path / "elsewhere")
    assert contents(tmp_path / "elsewhere") == {"sources": None, "sources/house.yaml": "title: Ä\n".encode()}


def test_a_byte_that_was_changed_on_the_way_is_found(folder: Path, tmp_path: Path) -> None:
    packed = pack_folder(folder)
    spoiled = Parcel(tuple(replace(one, data=one.data + b"x") if one.data else one for one in packed.files))
    with pytest.raises(DamagedError):
        spoiled.lay_out(tmp_path / "elsewhere")


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "a/../../outside"])
def test_nothing_is_written_outside(path: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        Parcel((Packed.of(path, b"x"),)).lay_out(tmp_path / "inside")
    assert contents(tmp_path) == {"inside": None}


def spoil_with_link(folder: Path) -> None:
    (folder / "article.txt").symlink_to(folder / "brief.yaml")


def spoil_with_pipe(folder: Path) -> None:
    os.mkfifo(folder / "article.txt")


def spoil_with_size(folder: Path) -> None:
    with (folder / "article.txt").open("wb") as file:
        file.truncate(parcel.LARGEST + 1)


@pytest.mark.parametrize("spoil", [spoil_with_link, spoil_with_pipe, spoil_with_size])
def test_what_would_not_be_the_same_elsewhere_is_not_sent(spoil: object, folder: Path) -> None:
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(NotSentError):
        pack_folder(folder)


def test_a_folder_that_is_gone_or_a_link_is_not_sent(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    for there in (tmp_path / "gone", tmp_path / "link"):
        with pytest.raises(NotSentError):
            pack_folder(there)
