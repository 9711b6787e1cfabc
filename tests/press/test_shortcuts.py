"""WeasyPrint is loaded without what it does not need, prints the same bytes, and is left alone where it is another."""

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.press import declarations
from tests.workbench import ROOT, clean_environment
from tools.declarations import declared, made_ready

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there is it loaded so")
PRESS = """
import hashlib, sys
from pathlib import Path
from briefing.press import press
from briefing.press.fonts import fonts_for
html = '<html lang="en"><title>t</title><style>p { hyphens: auto; width: 7em; font-family: XCharter }</style>'
html += "<h1>Heading</h1><p>Characteristically extraordinary circumstances"
def pressed():
    done = press(html, identifier=b"a", fonts=fonts_for(html)[0], scratch=Path(sys.argv[1]))
    return hashlib.sha256(done.pdf).hexdigest(), [problem.code for problem in done.problems]
"""


def run(code: str, folder: Path) -> str:
    """What code says that presses a page in a process of its own."""
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-c", PRESS + code, str(folder)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_declarations_are_those_of_weasyprint() -> None:
    made = Path(declarations.__file__).read_text("utf-8")
    assert made == made_ready(declared()), "make declarations writes them anew"


@ON_LINUX
def test_nothing_is_started_and_nothing_loaded_that_only_rare_fonts_need(tmp_path: Path) -> None:
    told = run(
        """
started = []
def heed(event, _):
    if event in {"subprocess.Popen", "os.posix_spawn", "os.exec", "os.fork", "os.system"}:
        started.append(event)
sys.addaudithook(heed)
print(pressed()[1], started, [name for name in ("fontTools.subset", "cffi", "pycparser") if name in sys.modules])
import ctypes.util, cffi, fontTools.subset
print(fontTools.subset.Subsetter.__module__, cffi.FFI.__module__, ctypes.util.find_library.__module__)
""",
        tmp_path,
    )
    assert told == "[] [] []\nfontTools.subset cffi.api ctypes.util\n"


@ON_LINUX
def test_with_and_without_shortcuts_the_bytes_are_the_same_and_others_than_ours_are_left_alone(tmp_path: Path) -> None:
    tell = "\nprint(*pressed()); import weasyprint.text.ffi as of; print(type(of.ffi).__module__)\n"
    with_them = run(tell, tmp_path)
    without = run("from briefing.press import shortcuts; shortcuts.OF = 'another'" + tell, tmp_path)
    assert with_them.splitlines() == [without.splitlines()[0], "briefing.press.shortcuts"]
    assert without.splitlines()[1] == "cffi.api"


@ON_LINUX
def test_what_is_needed_after_all_is_loaded_then(tmp_path: Path) -> None:
    told = run(
        """
pressed()
import weasyprint.pdf.fonts as fonts
fonts.harfbuzz_subset = None
print(pressed()[1], "fontTools.subset" in sys.modules)
""",
        tmp_path,
    )
    assert told == "[] True\n"


@ON_LINUX
def test_what_this_program_declares_itself_is_made_ready_too(tmp_path: Path) -> None:
    told = run(
        """
from briefing.press.versions import versions
before = versions()
import weasyprint.text.ffi as of
print(type(of.ffi).__module__, all(before.values()), pressed()[1], "cffi" in sys.modules)
""",
        tmp_path,
    )
    assert told == "briefing.press.shortcuts True [] False\n"
