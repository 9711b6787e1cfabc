"""A layout that is shipped becomes one of the desk's own: whole or not at all, and never over what is there."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from briefing.laying_out.eject import eject
from briefing.laying_out.style import Asked, style_sheet, tokens_of
from briefing.loading.load import load_layouts
from briefing.model.layout import SHIPPED
from briefing.model.problem import FaultyInputError
from tests.workbench import HOUSE, DeskCopy


def ejected(desk: DeskCopy, name: str, new: str | None = None) -> Path:
    own = desk.folder / "layouts"
    return eject(name, load_layouts(own), own, new)


def refused(desk: DeskCopy, name: str, new: str | None = None) -> str:
    before = sorted((desk.folder / "layouts").rglob("*"))
    with pytest.raises(FaultyInputError) as error:
        ejected(desk, name, new)
    assert sorted((desk.folder / "layouts").rglob("*")) == before
    (problem,) = error.value.problems
    assert problem.hint
    return problem.code


@pytest.mark.parametrize("name", ["one-page", "policy-brief", "large-print"])
def test_under_its_own_name_it_is_the_same_and_the_desk_s(desk: DeskCopy, name: str) -> None:
    before = style_sheet(load_layouts(None)[name], Asked("A4"))
    folder = ejected(desk, name)
    copied = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert copied == {f.relative_to(SHIPPED / name): f.read_bytes() for f in (SHIPPED / name).rglob("*") if f.is_file()}
    layout = load_layouts(desk.folder / "layouts")[name]
    assert layout.folders[0] == folder
    assert style_sheet(layout, Asked("A4")) == before


def test_pages_of_a_copied_layout_are_the_same(desk: DeskCopy) -> None:
    before = desk.html("board")
    ejected(desk, "policy-brief")
    assert desk.html("board") == before


def test_under_a_new_name_it_extends_the_other_and_changes_nothing_yet(desk: DeskCopy) -> None:
    before = desk.html("chief")
    folder = ejected(desk, "one-page", "wide-page")
    assert sorted(file.name for file in folder.iterdir()) == ["layout.yaml", "tokens.css"]
    layout = load_layouts(desk.folder / "layouts")["wide-page"]
    assert (layout.title, layout.folders[1].name) == ("Wide page", "one-page")
    desk.edit("layout: one-page", "layout: wide-page", HOUSE)
    assert desk.html("chief").replace("wide-page", "one-page").replace("\n\n", "\n") != ""
    assert tokens_of(layout) == tokens_of(load_layouts(None)["one-page"])
    assert before.count("<p") == desk.html("chief").count("<p")


def test_every_token_is_there_to_choose_from(desk: DeskCopy) -> None:
    folder = ejected(desk, "large-print", "larger")
    lines = (folder / "tokens.css").read_text("utf-8")
    assert "/* --text-size: 18pt; */" in lines, "the value in force, not the base's"
    assert "--paper" not in lines, "the house style chooses the paper"
    (folder / "tokens.css").write_text(lines.replace("/* --text-size: 18pt; */", "--text-size: 20pt;"), "utf-8")
    assert tokens_of(load_layouts(desk.folder / "layouts")["larger"])["--text-size"] == "20pt"


def test_a_layout_of_the_desk_s_own_can_be_extended_too(desk: DeskCopy) -> None:
    ejected(desk, "one-page", "a")
    ejected(desk, "a", "b")
    layout = load_layouts(desk.folder / "layouts")["b"]
    assert [folder.name for folder in layout.folders] == ["b", "a", "one-page", "base"]


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "", ".hidden", "a b", "x" * 81, "C:x"])
def test_a_name_that_is_no_folder_s_is_refused(desk: DeskCopy, name: str) -> None:
    assert refused(desk, "one-page", name) == "E705"


def test_what_is_not_there_is_told(desk: DeskCopy) -> None:
    assert refused(desk, "nope") == "E704"
    assert refused(desk, "../one-page") == "E704"


def test_nothing_is_overwritten(desk: DeskCopy) -> None:
    ejected(desk, "one-page")
    assert refused(desk, "one-page") == "E706"
    assert refused(desk, "one-page", "policy-brief") == "E706", "policy-brief is shipped"
    (desk.folder / "layouts/begun").mkdir()
    assert refused(desk, "one-page", "begun") == "E706"
    (desk.folder / "layouts/link").symlink_to(desk.folder / "nowhere")
    assert refused(desk, "one-page", "link") == "E706"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_told(desk: DeskCopy) -> None:
    (desk.folder / "layouts").mkdir(mode=0o555)
    assert refused(desk, "one-page") == "E601"


def test_nothing_is_left_where_writing_fails(desk: DeskCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    assert refused(desk, "one-page") == "E601" if (desk.folder / "layouts").mkdir() is None else False


def test_the_command_says_what_to_do_next(briefing: Any, desk: DeskCopy) -> None:
    said = briefing("layouts", "--eject", "policy-brief", "--as", "wide")
    assert (said.status, said.out) == (0, "layouts/wide\n")
    assert "layout: wide" in said.err
    assert str(SHIPPED / "base") in said.err
    assert "Every audience" in briefing("layouts", "--eject", "one-page").err
    listed = json.loads(briefing("layouts", "--eject", "wide", "--as", "wider", "--json").out)
    assert (listed["name"], listed["folder"]) == ("wider", str(desk.folder / "layouts/wider"))
    assert briefing("layouts", "--as", "x").status == 2
    assert briefing("layouts", "--eject", "nope").status == 1
