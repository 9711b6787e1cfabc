"""What the guide for designers says is so: its lists, its five lines, what the press does not know."""

import importlib.util
import logging
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from briefing.language.words import Language
from briefing.laying_out.lay_out import SEEN, Page, seen
from briefing.laying_out.style import tokens_of
from briefing.laying_out.templates import names
from briefing.loading.load import load_layouts
from briefing.press.environment import hermetic, load
from briefing.press.fonts import fonts_for, write_fontconfig
from tests.test_hostile_layouts import ALLOWED
from tests.workbench import HOUSE, ROOT, DeskCopy

GUIDE = (ROOT / "docs/guide-designers.md").read_text("utf-8")


def tool() -> ModuleType:
    specification = importlib.util.spec_from_file_location("designers", ROOT / "tools/designers.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_its_lists_are_those_of_the_program() -> None:
    assert tool().page() == GUIDE, "docs/guide-designers.md is out of date: make guide"


def test_every_name_that_a_template_sees_is_listed(desk: DeskCopy) -> None:
    language = Language("en")
    layout = load_layouts(None)["one-page"]
    given = set(seen(desk.variant("chief"), layout, language, "", Page("A4")))
    assert given | {"anchors", "identifier", "box", "bound"} == SEEN, "the last of a variant, and of a box"
    assert set(tool().NAMES) == SEEN | set(names(language))


def test_every_thing_that_a_template_comes_to_is_listed() -> None:
    listed = {thing.__name__ for thing in tool().THINGS}
    assert listed - {"Timeline", "Mark", "Tick", "Square"} == ALLOWED


def five_lines() -> dict[str, str]:
    """The files of the smallest layout, as the guide sets them: a path, then lines in the column beside it."""
    block = GUIDE.partition("## The smallest layout")[2].split("```")[1].strip("\n")
    files: dict[str, str] = {}
    path = ""
    for line in block.splitlines():
        path = line[:32].strip() or path
        files[path] = files.get(path, "") + line[32:] + "\n"
    return files


def test_the_smallest_layout_is_one_folder_and_five_lines_and_builds(desk: DeskCopy, briefing: Any) -> None:
    files = five_lines()
    assert len({Path(path).parent for path in files}) == 1
    assert sum(text.count("\n") for text in files.values()) == 5
    for path, text in files.items():
        desk.write(text, path)
    desk.edit("    title: Members of the board\n    layout: policy-brief", "    title: Board\n    layout: wide", HOUSE)
    said = briefing("build", "-a", "board")
    assert (said.status, said.err) == (0, "")
    assert Path(said.out.strip()).is_file()
    layout = desk.workshop().layouts["wide"]
    assert tokens_of(layout)["--margin-column"] == "55mm"
    assert "--margin-column: 55mm" in desk.html("board")


def not_known() -> Iterator[tuple[str, str]]:
    part = GUIDE.partition("## What the press does not know")[2].partition("It knows, and")[0]
    for kind, said in re.findall(r"- (\w+): (.*?)(?=\n- |\n\n)", part, re.DOTALL):
        for code in re.findall(r"`([^`]+)`", said):
            yield kind, " ".join(code.split())


SHEETS = {
    "properties": "p {{ {}: none }}",
    "values": "p {{ {} }}",
    "rules": "{} (min-width: 1mm) {{ p {{ color: red }} }}",
    "selectors": "p{} {{ color: red }}",
}
KNOWN = "@media print"  # named as the one that is known


def test_what_the_press_does_not_know_it_does_not_know(caplog: pytest.LogCaptureFixture) -> None:
    listed = [one for one in not_known() if one[1] != KNOWN]
    assert len(listed) > 25
    known = [code for kind, code in listed if not said_of(SHEETS[kind].format(code))]
    assert known == []


def test_what_the_press_knows_it_knows() -> None:
    for css in ("p:has(b) { color: oklch(50% 0 0) }", "p { b { color: red } }", "@layer a { p { display: grid } }"):
        assert said_of(css) == []
    assert said_of("@media print { p { float: footnote; string-set: a content(); bookmark-level: 1 } }") == []


def said_of(css: str) -> list[str]:
    """What the press says of a style sheet."""
    fonts, _ = fonts_for("")
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    with tempfile.TemporaryDirectory() as scratch, hermetic(write_fontconfig(fonts, Path(scratch))):
        load("briefing.press.engine")
        import weasyprint  # noqa: PLC0415 - it needs its fonts first

        logger.addHandler(handler)
        propagates, logger.propagate = logger.propagate, False
        try:
            weasyprint.HTML(string=f"<style>{css}</style><p>x").render()
        finally:
            logger.removeHandler(handler)
            logger.propagate = propagates
    return said


def test_every_code_that_it_explains_is_one_of_the_program() -> None:
    program = "".join(file.read_text("utf-8") for file in (ROOT / "briefing").rglob("*.py"))
    codes = re.findall(r"^\| ([EW]\d{3}) \|", GUIDE, re.MULTILINE)
    assert len(codes) >= 10
    assert [code for code in codes if f'"{code}"' not in program] == []


def test_the_pages_that_it_points_to_are_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", GUIDE)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).is_file()] == []
