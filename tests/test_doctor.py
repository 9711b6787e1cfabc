"""What a machine lacks, and what mends it."""

import importlib.metadata
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from briefing import doctor
from briefing.doctor import Answer, examine_machine
from tests.workbench import HOUSE, DeskCopy


def lacking(desk: Path | None) -> dict[str, Answer]:
    return {answer.what: answer for answer in examine_machine(desk) if answer.lacking}


def test_this_machine_lacks_nothing(desk: DeskCopy) -> None:
    assert lacking(desk.folder) == {}
    assert lacking(None) == {}


def test_what_is_lacking_ends_in_status_1_and_a_remedy(
    briefing: Any, desk: DeskCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "tempfile", SimpleNamespace(gettempdir=lambda: "/nonexistent"))
    said = briefing("doctor")
    assert said.status == 1
    assert "LACKS  scratch folder: /nonexistent\n       hint: Set TMPDIR" in said.out
    listed = json.loads(briefing("doctor", "--json").out)
    assert [one["what"] for one in listed if one["lacking"]] == ["scratch folder"]
    assert {key for one in listed for key in one} == {"what", "found", "lacking", "mend"}


def test_fonts_that_are_not_there_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert "rendercv-fonts" in lacking(None)["fonts"].mend


def test_a_faulty_desk_is_told_with_its_first_problem(desk: DeskCopy) -> None:
    desk.append("colour: red\n", HOUSE)
    desk.write("title: x\nextends: nobody\n", "layouts/mine/layout.yaml")
    assert set(lacking(desk.folder)) == {"desk", "layouts"}
    assert lacking(desk.folder)["desk"].found == "the key “colour” is not known here"


def test_outside_a_desk_the_machine_is_examined_all_the_same(
    briefing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = briefing("doctor")
    assert said.status == 0
    assert "desk: none around this folder" in said.out
