"""The first and the last moment of the command: quiet when it is interrupted, and nothing is lost at its end."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbench import ROOT, DeskCopy, clean_environment

START = "from briefing.start import main; main()"
INTERRUPTING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == WANTED:
            sys.stderr.write("interrupted\\n")
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
"""


def run(code: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, which sees the arguments as its own."""
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    "module",
    [
        *(
            "briefing.interrupt",
            "briefing.entry",
            "briefing.model.desk",
            "briefing.cli",
            "typer",
            "briefing.building.build",
        ),
        *("pydantic", "pikepdf", "_cffi_backend", "weasyprint", "weasyprint.layout"),
    ],
)
def test_interrupted_while_it_loads_it_ends_without_a_word(module: str, desk: DeskCopy) -> None:
    folder = desk.folder
    code = INTERRUPTING.replace("WANTED", repr(module)) + START
    ended = run(code, folder, "build", "--fresh", "-a", "chief")
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGINT, "interrupted\n")
    assert not list(folder.rglob("*.pdf"))


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [
        ("pass", 0, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit(3)", 3, ""),
        ("sys.exit('a sentence')", 1, "a sentence\n"),
        ("raise KeyboardInterrupt", 130, ""),
    ],
)
def test_it_ends_with_the_status_of_the_command(code: str, status: int, told: str, tmp_path: Path) -> None:
    end = run(f"import sys, briefing.entry\ndef main(): {code}\nbriefing.entry.main = main\n{START}", tmp_path)
    assert (end.returncode, end.stderr) == (status, told)


def test_what_is_to_be_done_at_the_end_is_done_and_every_word_is_said(tmp_path: Path) -> None:
    code = """
import atexit, sys, threading, briefing.entry
def main():
    atexit.register(lambda: print("at the end"))
    print("said", end=" ")
briefing.entry.main = main
"""
    assert run(code + START, tmp_path).stdout == "said at the end\n"


def test_a_thread_that_has_not_finished_is_waited_for(tmp_path: Path) -> None:
    code = """
import threading, briefing.entry
go = threading.Event()
def work():
    go.wait()
    threading.main_thread().join()
    print("finished")
def main():
    threading.Thread(target=work).start()
    go.set()
briefing.entry.main = main
"""
    assert run(code + START, tmp_path).stdout == "finished\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is of Linux")
def test_an_output_that_takes_no_more_is_no_success(tmp_path: Path) -> None:
    code = "import sys, briefing.entry\nbriefing.entry.main = lambda: print('x')\nsys.stdout = open('/dev/full', 'w')\n"
    assert run(code + START, tmp_path).returncode == 1


def test_a_mistake_of_ours_is_shown_as_python_shows_it(tmp_path: Path) -> None:
    end = run(f"import briefing.entry\ndef main(): 1 / 0\nbriefing.entry.main = main\n{START}", tmp_path)
    assert end.returncode == 1
    assert "ZeroDivisionError" in end.stderr


HEAVY = frozenset(
    [
        *("weasyprint", "cffi", "fontTools", "PIL", "jinja2", "pikepdf", "pypdfium2", "lxml", "segno", "trafilatura"),
        *("dask", "distributed", "tornado"),
        *("pyhanko", "pyhanko_certvalidator", "pkcs11", "asn1crypto"),
    ]
)
"""What sets pages, runs templates, reads PDFs and articles, seals, goes afar: loaded where that is done alone."""


@pytest.mark.parametrize(
    ("command", "lighter"),
    [
        ("--help", {"pydantic", "babel", "yaml", "rich"}),
        ("--version", {"babel", "yaml", "rich"}),
        ("build --help", {"babel", "yaml", "rich"}),
        ("check", {"rich", "cryptography"}),
        ("check harbour --format json", {"rich", "cryptography"}),
        ("layouts", {"rich", "babel"}),
        ("schema", {"rich", "babel"}),
        ("editions", {"rich", "babel"}),
        ("find harbour", {"rich"}),
        ("get harbour 1.0 -o out", {"rich"}),
        ("verify harbour", {"rich"}),
        ("changes harbour", {"rich"}),
    ],
)
def test_a_command_loads_nothing_that_it_does_not_need(command: str, lighter: set[str], desk: DeskCopy) -> None:
    code = """
import atexit, json, os, sys
tell = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
atexit.register(lambda: os.write(tell, json.dumps(sorted(sys.modules)).encode()))
"""
    ended = run(code + START, desk.folder, *command.split())
    loaded = {name.partition(".")[0] for name in json.loads(ended.stdout)}
    assert "briefing" in loaded
    assert not loaded & {*HEAVY, *lighter}
