"""The judge says of what lies in a store what it says of a folder: shown on all public fixtures of OCFL."""

import tarfile
from pathlib import Path

import pytest

from briefing.archive.site import Site
from briefing.archive.standing import Standing
from briefing.judge import OcflUnknownError, judge, judge_object
from tests.bucket_memory import Memory
from tests.judge.conftest import PACKED

_OF_FOLDERS = {"E024", "E073"}
"""What is said of empty folders, which a store does not know."""


def put(folder: Path) -> Memory:
    bucket = Memory()
    for path in folder.rglob("*"):
        if path.is_file():
            bucket.put(f"there/{path.relative_to(folder).as_posix()}", path.read_bytes())
    bucket.put("thereabouts/other", b"not below it")
    return bucket


def test_every_object_in_a_store_is_judged_as_in_a_folder(tmp_path: Path) -> None:
    with tarfile.open(PACKED) as packed:
        packed.extractall(tmp_path, filter="data")
    objects = sorted(path for path in tmp_path.glob("*-objects/*") if path.is_dir())
    assert len(objects) == 80
    for folder in objects:
        in_store = judge_object(Standing.listed(put(folder), "there"))
        on_disk = judge_object(folder)
        told = [{(one.code, one.path, one.message) for one in verdict.faults} for verdict in (in_store, on_disk)]
        assert told[0] == {one for one in told[1] if one[0] not in _OF_FOLDERS}, folder.name
        counts = [(one.versions, one.files, one.bytes) for one in (in_store, on_disk)]
        assert counts[0] == counts[1], folder.name


def test_what_is_neither_object_nor_root_is_told() -> None:
    with pytest.raises(OcflUnknownError, match="is neither"):
        judge(Site.in_store(Memory({"there/x": b""}), "there", None).spot())
    with pytest.raises(OcflUnknownError, match="cannot be read"):
        judge(Site.in_store(Memory(), "there", None).spot())


def test_a_name_can_be_a_file_and_a_folder() -> None:
    """In a store both may be; the judge is told of both."""
    standing = Standing.listed(Memory({"there/v1": b"1", "there/v1/inventory.json": b"2"}), "there")
    assert standing.names() == (("v1",), ("v1",))
    assert ((standing / "v1").size(), (standing / "v1/inventory.json").size()) == (1, 1)
    assert (standing / "v2").size() is None
    with pytest.raises(FileNotFoundError):
        (standing / "v2").names()
