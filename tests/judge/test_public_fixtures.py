"""The verdict on every object of the OCFL community's own test suite."""

import hashlib
import re
import shutil
import tarfile
from pathlib import Path, PurePosixPath

import pytest

from briefing.judge import judge_object
from tests.judge.conftest import PACKED


def _names() -> list[str]:
    with tarfile.open(PACKED) as packed:
        paths = {PurePosixPath(name).parts[:2] for name in packed.getnames()}
    return sorted("/".join(parts) for parts in paths if len(parts) == 2)


NAMES = _names()

OTHER_CODES = {"E019_inconsistent_content_dir": {"E020"}}
"""Its content directory is set in both versions and changes, which is E020 by the words of both."""


def _codes(name: str) -> set[str]:
    named = PurePosixPath(name).name
    return OTHER_CODES.get(named) or set(re.findall(r"[EW]\d{3}", named))


def test_the_suite_is_whole() -> None:
    kinds = [name.split("/", maxsplit=1)[0] for name in NAMES]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "good-objects": 12,
        "warn-objects": 13,
        "bad-objects": 55,
    }


@pytest.mark.parametrize("name", NAMES)
def test_an_object_gets_the_verdict_and_the_codes_of_its_name(public: Path, name: str) -> None:
    verdict = judge_object(public / name)
    found = {fault.code for fault in verdict.faults}
    assert verdict.is_valid == (not name.startswith("bad"))
    assert _codes(name) <= found
    if not name.startswith("bad"):
        assert found == _codes(name)


@pytest.mark.parametrize("name", [name for name in NAMES if "E103" not in name])
def test_the_same_object_in_version_1_0_gets_the_same_verdict(public: Path, tmp_path: Path, name: str) -> None:
    older = tmp_path / "older"
    shutil.copytree(public / name, older)
    for declaration in older.glob("0=ocfl_object_1.1"):
        text = declaration.read_text(encoding="utf-8").replace("1.1", "1.0")
        declaration.with_name("0=ocfl_object_1.0").write_text(text, encoding="utf-8")
        declaration.unlink()
    for inventory in older.rglob("inventory.json"):
        _make_older(inventory)
    verdict = judge_object(older)
    assert verdict.is_valid == (not name.startswith("bad"))
    assert _codes(name) <= {fault.code for fault in verdict.faults}


def _make_older(inventory: Path) -> None:
    """Change the version that an inventory names; a sidecar that was right before is right again."""
    before = inventory.read_bytes()
    after = before.replace(b"https://ocfl.io/1.1/", b"https://ocfl.io/1.0/")
    inventory.write_bytes(after)
    for sidecar in inventory.parent.glob("inventory.json.*"):
        algorithm = sidecar.name.rsplit(".", maxsplit=1)[1]
        old, new = (hashlib.new(algorithm, data).hexdigest() for data in (before, after))
        sidecar.write_text(sidecar.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
