"""Shipped templates are compiled once; what is kept of them is taken only where it was made of the very same."""

import sys
from pathlib import Path

import pytest

from briefing.laying_out import compiled
from briefing.laying_out.compiled import compiled_before, keep_compiled
from briefing.model.layout import SHIPPED

FILE = str(SHIPPED / "base" / "brief.html")
CODE = compile("1 + 1", "x", "eval")
GIVEN = ("{{ text }}", "brief.html", FILE, "Jinja 3")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_compiled_is_found_again_for_the_very_same_alone(folder: Path) -> None:
    assert compiled_before(*GIVEN) is None
    keep_compiled(CODE, *GIVEN)
    assert compiled_before(*GIVEN) == CODE
    assert len(files(folder)) == 1
    for other in (
        ("{{ other }}", *GIVEN[1:]),
        (GIVEN[0], "other.html", *GIVEN[2:]),
        (*GIVEN[:2], str(SHIPPED / "base" / "box.html"), GIVEN[3]),
        (*GIVEN[:3], "Jinja 4"),
    ):
        assert compiled_before(*other) is None


@pytest.mark.parametrize("file", [None, "/a/desk/layouts/own/brief.html", f"{SHIPPED}/../outside.html"])
def test_nothing_is_kept_of_what_is_not_shipped(file: str | None, folder: Path) -> None:
    keep_compiled(CODE, "text", "brief.html", file, "Jinja 3")
    assert (files(folder), compiled_before("text", "brief.html", file, "Jinja 3")) == ([], None)


def changed(data: bytes, at: int) -> bytes:
    """Data with one bit of it turned."""
    spoiled = bytearray(data)
    spoiled[at] ^= 1
    return bytes(spoiled)


def test_a_file_that_was_spoiled_or_holds_no_code_counts_as_not_there(folder: Path) -> None:
    keep_compiled(CODE, *GIVEN)
    (file,) = files(folder)
    whole = file.read_bytes()
    for spoiled in (b"", whole[:10], whole[:40], whole[:-1], whole + b"?", *(changed(whole, at) for at in (0, 40, -1))):
        file.write_bytes(spoiled)
        assert compiled_before(*GIVEN) is None
    file.write_bytes(compiled._digest(b"N", *GIVEN) + b"N")  # None, whole and marshalled
    assert compiled_before(*GIVEN) is None


def test_where_nothing_may_be_written_nothing_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep_compiled(CODE, *GIVEN)
    assert files(folder) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (folder / "briefing").write_text("in the way")
    monkeypatch.setattr(sys, "pycache_prefix", str(folder / "briefing"))
    keep_compiled(CODE, *GIVEN)
    assert compiled_before(*GIVEN) is None


def test_a_change_of_what_makes_the_code_makes_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_compiled(CODE, *GIVEN)
    monkeypatch.setattr(compiled, "_our_part", lambda: b"another")
    assert compiled_before(*GIVEN) is None
