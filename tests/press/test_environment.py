"""What surrounds the press: its fonts, its libraries, and what it leaves behind."""

import ctypes.util
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefing.model.problem import FaultyInputError
from briefing.press import environment, examine_libraries, press
from briefing.press.fonts import Fonts, fonts_for, write_fontconfig
from tests.pdf_facts import faults, tag_tree
from tests.press.conftest import page

NAMES = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FC_LANG")


def test_the_file_names_these_fonts_and_nothing_of_the_system(tmp_path: Path) -> None:
    fonts = fonts_for("김")[0]
    folder = tmp_path / "R&D <1>"
    tree = ET.parse(write_fontconfig(fonts, folder)).getroot()  # noqa: S314
    assert {Path(node.text or "") for node in tree.iter("dir")} == {file.parent for file in fonts.files}
    accepted = tree.find("selectfont/acceptfont")
    assert accepted is not None
    assert {Path(node.text or "") for node in accepted.iter("glob")} == set(fonts.files)
    assert [node.text for node in tree.iterfind("selectfont/rejectfont/glob")] == ["*"]
    assert [Path(node.text or "").parent for node in tree.iter("cachedir")] == [folder.resolve()]
    assert not list(tree.iter("include"))


def test_the_file_is_written_once_and_other_fonts_have_another(tmp_path: Path) -> None:
    first = write_fontconfig(fonts_for("a")[0], tmp_path)
    written = first.stat().st_mtime_ns
    assert write_fontconfig(fonts_for("b")[0], tmp_path) == first
    assert first.stat().st_mtime_ns == written
    assert write_fontconfig(fonts_for("김")[0], tmp_path) != first
    assert sorted(tmp_path.glob("*")) == sorted(tmp_path.glob("fonts-*.conf"))


def divide_in_the_press(folder: Path) -> float:
    with environment.hermetic(folder / "fonts.conf"):
        return 1 / 0


@pytest.mark.parametrize("before", [None, "/some/where"])
def test_the_environment_is_put_back(before: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        if before is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, before)
    with environment.hermetic(tmp_path / "fonts.conf"):
        assert os.environ["FONTCONFIG_FILE"] == str(tmp_path / "fonts.conf")
        assert "FONTCONFIG_SYSROOT" not in os.environ
    assert [os.environ.get(name) for name in NAMES] == [before] * 4
    with pytest.raises(ZeroDivisionError):
        divide_in_the_press(tmp_path)
    assert [os.environ.get(name) for name in NAMES] == [before] * 4


def test_two_presses_with_different_fonts_do_not_see_each_other(scratch: Path) -> None:
    html = page("<p>Kim: 김정은</p>")
    latin, korean = fonts_for("Kim")[0], fonts_for(html)[0]
    without = press(html, identifier=b"a", fonts=latin, scratch=scratch)
    complete = press(html, identifier=b"a", fonts=korean, scratch=scratch)
    again = press(html, identifier=b"a", fonts=latin, scratch=scratch)
    assert [problem.code for problem in without.problems] == ["E301"] * 3
    assert "U+AE40" in without.problems[0].message
    assert any("shows a character" in fault for fault in faults(without.pdf))
    assert (complete.problems, faults(complete.pdf)) == ((), [])
    assert "김정은" in tag_tree(complete.pdf).text
    assert again.pdf == without.pdf


def test_without_a_font_named_for_it_all_text_is_still_in_our_own(scratch: Path) -> None:
    html = page("<p style='font-family: Arial'>a <tt>b</tt></p>", "html {font-family: serif}").replace(
        'font-family: XCharter, "Source Sans 3";', ""
    )
    fonts: Fonts = fonts_for(html)[0]
    done = press(html, identifier=b"a", fonts=fonts, scratch=scratch)
    names = {part.split(b" ")[0] for part in done.pdf.split(b"/BaseFont /")[1:]}
    assert all(name.partition(b"+")[2].startswith((b"XCharter", b"Source-Sans-3")) for name in names)


WITHOUT_PANGO = """
import sys, cffi.api
from briefing.press import shortcuts
def refuse(self, name, flags=0):
    raise OSError("cannot load library 'libpango-1.0-0': no such file")
cffi.api.FFI.dlopen = shortcuts.Declared.dlopen = refuse
"""
PRESS = """
from pathlib import Path
from briefing.press import press
from briefing.press.fonts import fonts_for
from briefing.model.problem import FaultyInputError
try:
    press("<p>x", identifier=b"a", fonts=fonts_for("x")[0], scratch=Path(sys.argv[1]))
except FaultyInputError as error:
    (problem,) = error.problems
    print(problem.code, problem.message, problem.hint, sep="|")
"""


def test_missing_libraries_are_a_problem_with_the_command_that_installs_them(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANGO + PRESS, str(tmp_path)], capture_output=True, text=True, check=True
    )
    code, message, hint = done.stdout.strip().split("|")
    assert (code, done.stderr) == ("E303", "")
    assert "libpango-1.0-0" in message
    assert {"linux": "apt-get install", "darwin": "brew install", "win32": "docs/"}[sys.platform] in hint


def test_libraries_that_are_there_are_named_with_their_version() -> None:
    weasyprint, pango, subset = examine_libraries()
    assert (weasyprint.name, weasyprint.found, weasyprint.present) == ("WeasyPrint", "70.0", True)
    assert (pango.name, pango.present, pango.needed, pango.mend) == ("Pango", True, True, "")
    assert re.fullmatch(r"1\.\d+\.\d+", pango.found)
    assert (subset.name, subset.needed, bool(subset.mend)) == ("HarfBuzz-Subset", False, not subset.present)


def test_libraries_that_are_missing_are_named_with_what_installs_them() -> None:
    ask = (
        "from briefing.press import examine_libraries\n"
        "print(*(library for library in examine_libraries() if library.name == 'Pango'))"
    )
    script = WITHOUT_PANGO + ask
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Library(name='Pango'")
    assert "present=False, needed=True, mend='" in done.stdout


def test_loading_leaves_the_search_for_libraries_as_it_was() -> None:
    search = ctypes.util.find_library
    environment.load("briefing.press.engine")
    assert ctypes.util.find_library is search


def test_other_errors_of_loading_are_not_taken_for_missing_libraries() -> None:
    with pytest.raises(ModuleNotFoundError):
        environment.load("briefing.press.nowhere")


def test_a_problem_carries_no_file(tmp_path: Path) -> None:
    error = FaultyInputError([environment._missing_libraries(OSError("cannot load library 'x': reason\nmore"))])
    assert error.problems[0].place is None
    assert "reason" not in error.problems[0].message
