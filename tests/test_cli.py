"""The command line beyond its words (those stand in transcripts/): help, pipes, full disks, signals, exit statuses."""

import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from briefing.cli import app
from tests.workbench import BRIEF, COMMAND, HOUSE, ROOT, DeskCopy, clean_environment, copy_desk, run

NAMES = sorted(
    command.name or command.callback.__name__.replace("_", "-")
    for command in app.registered_commands
    if command.callback
)
PDF = "2026-03-09_harbour_chief.pdf"
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk or become another user")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_examples_that_its_own_options_understand(briefing: Any, name: str) -> None:
    said = briefing(name, "--help")
    assert said.status == 0
    assert briefing(name, "-h").out == said.out
    examples = re.findall(r"^    (briefing .*)$", said.out.partition("Examples:")[2], re.MULTILINE)
    assert examples
    command = typer.main.get_command(app)
    for example in examples:
        words = shlex.split(example.partition("|")[0].partition(">")[0])
        assert words[1] == name
        command.commands[name].make_parser(typer.Context(command.commands[name])).parse_args(words[2:])


def test_the_list_of_commands_says_what_each_does_without_cutting_it_short(briefing: Any) -> None:
    listed = briefing("--help").out.partition("Commands:")[2]
    assert sorted(re.findall(r"^  ([\w-]+)  ", listed, re.MULTILINE)) == NAMES
    assert "..." not in listed


def test_the_help_is_shown_to_who_says_nothing(briefing: Any) -> None:
    said = briefing()
    assert said.status == 2
    assert "Commands:" in said.out + said.err


def test_made_as_json_tells_all_of_a_build(briefing: Any, desk: DeskCopy) -> None:
    (made,) = json.loads(briefing("build", "-a", "chief", "--json", "--html").out)
    assert set(made) == {"path", "brief", "audience", "print", "pages", "sha256", "marking", "html", "proof"}
    assert (made["audience"], made["marking"], made["brief"]) == ("chief", "TLP:AMBER", "harbour")
    assert Path(made["path"]).name == PDF
    assert Path(made["html"]).name == PDF.replace(".pdf", ".html")
    assert made["pages"] in {1, 2}
    assert re.fullmatch("[0-9a-f]{64}", made["sha256"])


def test_problems_as_json_have_the_keys_of_the_contract(briefing: Any, desk: DeskCopy) -> None:
    desk.append("colour: red\n")
    (problem,) = json.loads(briefing("check", "--format", "json").out)
    contract = {"code", "severity", "file", "line", "column", "message", "hint"}
    assert contract <= set(problem)
    assert {type(problem[key]) for key in ("line", "column")} == {int}


def test_problems_for_github_are_one_line_each(briefing: Any, desk: DeskCopy) -> None:
    desk.append('"colour:,\\n%": red\n')
    line = briefing("check", "--format", "github").out.splitlines()[0]
    assert re.fullmatch(r"::error file=[^,:]+,line=\d+,col=1,title=E021::the key “colour:,.*", line)


def without_anything_for_the_public(desk: DeskCopy) -> int:
    """The small desk, whose public gets questions only, and none is for them; the line of the title."""
    desk.edit(
        "layout: policy-brief\n    numbering: closed", "sections: [recommendations]\n    numbering: closed", HOUSE
    )
    return desk.line_of("  default: A second ferry, and a quay")


def test_check_tells_once_of_an_audience_that_gets_nothing(briefing: Any, desk: DeskCopy) -> None:
    line = without_anything_for_the_public(desk)
    said = briefing("check")
    assert said.status == 1
    assert said.out.count("E401") == 1
    place = f"sources/harbour/brief.yaml:{line}:3: error: E401 [public]"
    assert said.out.startswith(f"{place} nothing of this brief is left for the audience “public”\n")
    (problem,) = json.loads(briefing("check", "--format", "json").out)
    assert (problem["code"], problem["audience"], problem["line"]) == ("E401", "public", line)
    (of_github,) = briefing("check", "--format", "github").out.splitlines()
    assert f",line={line},col=3,title=E401 (public)::nothing of this brief is left" in of_github
    assert briefing("build").err.count("E401") == 1


def test_check_does_not_say_that_nothing_is_left_where_it_is_unclear_who_may_see_what(
    briefing: Any, desk: DeskCopy
) -> None:
    without_anything_for_the_public(desk)
    desk.edit("marking: TLP:RED", "marking: TLP:ROT")
    said = briefing("check")
    assert "E203" in said.out
    assert "E401" not in said.out


def test_check_imports_no_press(desk: DeskCopy) -> None:
    code = (
        "import sys; from briefing import cli; sys.argv = ['briefing', 'check']\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name in {'weasyprint', 'pydyf', 'cffi'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=desk.folder,
        env={**clean_environment(), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("[]\n")


def test_nothing_but_data_goes_through_a_pipe(desk: DeskCopy) -> None:
    ended = run("build", "-a", "chief", folder=desk.folder)
    assert ended.returncode == 0
    assert ended.stdout == f"build/harbour/{PDF}\n"
    assert ended.stderr == ""


def on_a_terminal(desk: DeskCopy, *arguments: str, **environment: str) -> str:
    """What a command writes to a terminal."""
    mine, theirs = pty.openpty()
    started = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=desk.folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**clean_environment(), "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(mine, 4096):
            seen += part
    except OSError:  # the other end is closed
        pass
    os.close(mine)
    started.wait(30)
    return seen.decode()


def test_a_terminal_gets_colour_unless_it_asks_for_none(desk: DeskCopy) -> None:
    desk.append("colour: red\n")
    assert "\x1b[1;31merror:" in on_a_terminal(desk, "check")
    assert "\x1b" not in on_a_terminal(desk, "check", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(desk, "check", TERM="dumb")


def test_a_terminal_sees_how_far_a_build_is(desk: DeskCopy) -> None:
    assert "Building" in on_a_terminal(desk, "build", "-a", "chief", "-a", "public")


def test_whoever_has_seen_enough_closes_the_pipe(desk: DeskCopy) -> None:
    command = " ".join(shlex.quote(word) for word in COMMAND)
    shown = subprocess.run(
        ["bash", "-c", f"for _ in 1 2 3; do {command} schema; done | head -1"],
        cwd=desk.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shown.stdout, shown.stderr) == ("{\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_an_output_that_takes_no_more_is_one_sentence(desk: DeskCopy) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*COMMAND, "schema"], cwd=desk.folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ended.returncode, ended.stderr) == (1, "No space left on device\n")


def test_a_folder_that_is_gone_is_one_sentence(desk: DeskCopy) -> None:
    gone = desk.folder / "gone"
    gone.mkdir()
    command = " ".join(shlex.quote(word) for word in COMMAND)
    ended = subprocess.run(
        ["bash", "-c", f"cd gone && rmdir ../gone && {command} check"],
        cwd=desk.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (1, "No such file or directory\n")


def test_a_name_longer_than_files_have_is_no_brief(briefing: Any) -> None:
    for arguments in (["check", "x" * 300], ["build", "x" * 300], ["--desk", f"/{'x' * 300}", "check"]):
        said = briefing(*arguments)
        assert said.status == 2
        assert said.err.count("\n") == 1


def test_a_link_to_itself_is_no_desk(briefing: Any, desk: DeskCopy) -> None:
    (desk.folder / "loop").symlink_to("loop")
    said = briefing("--desk", "loop", "check")
    assert (said.status, said.err) == (2, "No desk here: loop is a link that leads to itself.\n")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds less than one PDF."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


@root_only
def test_a_full_disk_is_one_sentence_and_leaves_no_half_file(briefing: Any, small_disk: Path) -> None:
    said = briefing("build", "-a", "chief", "-o", str(small_disk))
    assert said.status == 1
    assert said.err.splitlines()[0].endswith("error: E601 [chief] the file cannot be written: no space left on device")
    assert [path for path in small_disk.rglob("*") if path.is_file() and path.name != "turn"] == []  # held, and empty


NOBODY = 65534
LOCKS: dict[str, tuple[str, list[str], str]] = {
    "a folder to write in": (
        "",
        ["build", "-a", "chief"],
        "E601 [chief] the file cannot be written: permission denied",
    ),
    "brief.yaml": (BRIEF, ["check"], "E001 the file cannot be read: permission denied"),
    "house.yaml": (HOUSE, ["check"], "E001 the file cannot be read: permission denied"),
    "an article": ("sources/harbour/ferry.txt", ["check"], "E011 the article cannot be opened: you may not read it"),
    "the brief's folder": ("sources/harbour", ["check", "harbour"], "There is no brief “harbour”."),
    "sources": ("", ["new", "quay", "--article", "sources/harbour/letter.txt"], "E601 the brief cannot be written"),
}


@pytest.fixture
def open_desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskCopy]:
    """A desk in a folder that every user may enter, and this test stands in it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        desk = copy_desk(Path(folder, "desk"))
        monkeypatch.chdir(desk.folder)
        yield desk


@pytest.fixture
def become_nobody() -> Iterator[Callable[[], None]]:
    """Become a user who may do nothing here, until the test ends."""
    yield lambda: os.seteuid(NOBODY)
    os.seteuid(0)


@root_only
@pytest.mark.parametrize(("locked", "arguments", "said"), LOCKS.values(), ids=LOCKS)
def test_what_one_may_not_touch_is_one_sentence(
    briefing: Any,
    open_desk: DeskCopy,
    become_nobody: Callable[[], None],
    tmp_path: Path,
    locked: str,
    arguments: list[str],
    said: str,
) -> None:
    # Once as root, so that everything is imported that stands where nobody may read.
    assert briefing("build", "-a", "chief", "-o", str(tmp_path)).status == 0
    if locked:
        (open_desk.folder / locked).chmod(0)
    become_nobody()
    answer = briefing(*arguments)
    assert answer.status in {1, 2}
    assert said in answer.out + answer.err
    assert open_desk.made() == []


def interrupted(desk: DeskCopy, number: signal.Signals) -> tuple[int, str]:
    """Build all variants, and interrupt that as soon as the first PDF is there.

    Whoever runs the tests in the background hands down that Control-C is ignored: here it is not.
    """
    started = subprocess.Popen(
        [*COMMAND, "build", "harbour"],
        cwd=desk.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads here)
    )
    deadline = time.monotonic() + 240
    while PDF not in desk.made() and time.monotonic() < deadline:
        time.sleep(0.02)
    started.send_signal(number)
    _, said = started.communicate(timeout=240)
    return started.returncode, said


def test_control_c_ends_quietly_and_leaves_whole_files_only(desk: DeskCopy) -> None:
    status, said = interrupted(desk, signal.SIGINT)
    assert (status, said) == (130, "")
    assert all(name.endswith(".pdf") for name in desk.made())


def test_what_is_killed_in_the_middle_leaves_whole_files_only(desk: DeskCopy) -> None:
    status, _ = interrupted(desk, signal.SIGKILL)
    assert status == -signal.SIGKILL
    for name in desk.made():
        assert name.endswith(".part") or (desk.folder / "build/harbour" / name).read_bytes().endswith(b"%%EOF\n")
    assert run("build", "harbour", "-a", "chief", folder=desk.folder).returncode == 0


def test_two_builds_at_once_into_one_folder_both_end_well(desk: DeskCopy) -> None:
    for _ in range(2):  # the second time both find the files of the first
        started = [
            subprocess.Popen(
                [*COMMAND, "build", "-a", "chief"], cwd=desk.folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
            )
            for _ in range(2)
        ]
        assert [(one.communicate()[1], one.returncode) for one in started] == [(b"", 0), (b"", 0)]
    assert desk.made() == [PDF]


@pytest.mark.parametrize("name", ["two words", "ünï-çødé-한국", "a'b\"c&d<e>", "-leading", "...", "100%"])
def test_a_brief_s_folder_may_have_any_name(briefing: Any, desk: DeskCopy, name: str) -> None:
    shutil.copytree(desk.brief, desk.folder / "sources" / name)
    said = briefing("build", "-a", "chief", "--", name)
    assert (said.status, said.out) == (0, f"build/{name}/2026-03-09_{name}_chief.pdf\n")


def test_the_brief_that_one_stands_in_is_meant(
    briefing: Any, desk: DeskCopy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(desk.brief, desk.folder / "sources" / "second")
    assert briefing("build", "-a", "chief").status == 2
    monkeypatch.chdir(desk.brief)
    assert briefing("build", "-a", "chief", "-o", str(tmp_path)).status == 0
    assert (tmp_path / "harbour" / PDF).is_file()


def test_briefs_are_completed_by_name(desk: DeskCopy) -> None:
    environment = {"_BRIEFING_COMPLETE": "complete_bash", "COMP_WORDS": "briefing build ha", "COMP_CWORD": "2"}
    assert run(folder=desk.folder, environment=environment).stdout.split() == ["harbour"]
