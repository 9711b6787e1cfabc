"""The way in: plain words of an unchanged build are answered at once, and everything else by the command line."""

import sys
from typing import Any

import pytest

from briefing import cli, entry
from briefing.entry import words_of
from tests.workbench import HOUSE, DeskCopy


@pytest.mark.parametrize(
    "line",
    [
        "",
        "check",
        "--desk x build",
        "build --draft",
        "build --box a b",
        "build --fresh",
        "build --as-of 2026-03-09",
        "build --help",
        "build -- name",
        "build -achief",
        "build --audience=chief",
        "build -a",
        "build --jobs two",
        "build --jobs 0",
        "build -x",
        "build - name",
    ],
)
def test_what_is_not_plain_is_left_to_the_command_line(line: str) -> None:
    assert words_of(line.split()) is None


def test_plain_words_mean_what_they_mean_on_the_command_line() -> None:
    line = "build harbour -a chief --json -o x --audience public -a chief quay -j 2 --out y"
    words = words_of(line.split())
    assert words is not None
    assert words.names == ("harbour", "quay")
    assert words.flags == {"--json"}
    assert words.all_of("--audience") == ("chief", "public")
    assert words.last_of("--out") == "y"
    assert words.last_of("--paper") is None


def answered(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str | None:
    """What was said at once; None where the command line was asked."""
    capfd.readouterr()
    with monkeypatch.context() as here:
        here.setattr(sys, "argv", ["briefing", *arguments])
        here.setattr(cli, "main", _ask)
        with pytest.raises((SystemExit, _AskedError)) as ended:
            entry.main()
    return None if isinstance(ended.value, _AskedError) else "".join(capfd.readouterr())


class _AskedError(Exception):
    """The command line was asked."""


def _ask() -> None:
    raise _AskedError


def test_it_answers_as_the_command_line_does_and_only_what_has_not_changed(
    briefing: Any, desk: DeskCopy, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    command = ("build", "harbour", "-a", "chief")
    assert answered(capfd, monkeypatch, *command) is None
    first = briefing(*command)
    as_json = briefing(*command, "--json")
    assert answered(capfd, monkeypatch, *command) == first.out + first.err
    assert answered(capfd, monkeypatch, *command, "--json") == as_json.out + as_json.err
    assert answered(capfd, monkeypatch, "build", "-a", "chief") == first.out + first.err
    assert answered(capfd, monkeypatch, "build", "--all", "-a", "chief") == first.out + first.err
    assert answered(capfd, monkeypatch, "build", "harbour") is None
    assert answered(capfd, monkeypatch, "build", "nobody", "-a", "chief") is None
    desk.append("# changed\n", HOUSE)
    assert answered(capfd, monkeypatch, *command) is None
