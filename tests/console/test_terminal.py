"""How problems are said: as text with the line itself, as JSON, for GitHub; nothing that orders a terminal about."""

import io
import json
from pathlib import Path

import pytest

from briefing.console.terminal import as_github, as_json, as_text, counted, plain, progress
from briefing.model.problem import Place, Problem, Severity

PIPE = io.StringIO()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def problem(excerpt: str, column: int = 1, **more: object) -> Problem:
    return Problem("E021", "a message", "a hint", Place(Path("/x/brief.yaml"), 3, column, excerpt), **more)  # type: ignore[arg-type]


def test_a_problem_is_a_line_its_excerpt_and_a_hint() -> None:
    assert as_text(problem("key: value", 6), PIPE) == (
        "/x/brief.yaml:3:6: error: E021 a message\n    key: value\n         ^\n  hint: a hint"
    )


def test_what_is_not_known_is_not_said() -> None:
    assert as_text(Problem("E1", "a message"), PIPE) == "error: E1 a message"
    assert as_text(Problem("W1", "m", place=Place(Path("/x")), severity=Severity.WARNING), PIPE) == "/x: warning: W1 m"
    assert as_text(problem("x", audience="public"), PIPE).startswith(
        "/x/brief.yaml:3:1: error: E021 [public] a message"
    )


@pytest.mark.parametrize(
    ("before", "width"),
    [("abc", 3), ("한국", 4), ("e\u0301", 1), ("\t", 1), ("😀", 2), ("مرحبا", 5)],
)
def test_the_mark_stands_under_its_character(before: str, width: int) -> None:
    excerpt, mark = as_text(problem(f"{before}!", len(before) + 1), PIPE).splitlines()[1:3]
    assert excerpt.endswith("!")
    assert mark == " " * (4 + width) + "^"


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    line = "x" * 500 + "HERE" + "y" * 500
    excerpt, mark = as_text(problem(line, 501), PIPE).splitlines()[1:3]
    assert len(excerpt) <= 104
    assert excerpt[mark.index("^") :].startswith("HERE")


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;31merror:\x1b[0m" in as_text(problem("x"), Terminal())
    assert "\x1b" not in as_text(problem("x"), PIPE)
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b" not in as_text(problem("x"), Terminal())


def test_what_orders_a_terminal_about_is_written_out() -> None:
    assert (
        plain("a\x1b[31m\x9b\u202e\n\u2028b “c” – é\u00a0한") == "a\\u001b[31m\\u009b\\u202e\\n\\u2028b “c” – é\u00a0한"
    )
    nasty = Problem("E1", "m\x1b]0;x\x07", "h\u202e", Place(Path("/x\x1b[1m"), 1, 1, "e\x1b[2J"))
    for said in (as_text(nasty, PIPE), as_github(nasty), as_json([nasty])):
        assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert json.loads(as_json([nasty]))[0]["message"] == "m\x1b]0;x\x07"


def test_github_gets_its_own_escapes() -> None:
    nasty = Problem("E1", "50% of: a, b", place=Place(Path("/x,y:z"), 3, None))
    assert as_github(nasty) == "::error file=/x%2Cy%3Az,line=3,col=1,title=E1::50%25 of: a, b"


@pytest.mark.parametrize(
    ("errors", "warnings", "said"),
    [(0, 0, "no errors"), (1, 0, "1 error"), (2, 1, "2 errors and 1 warning"), (0, 3, "3 warnings")],
)
def test_problems_are_counted_in_words(errors: int, warnings: int, said: str) -> None:
    listed = [Problem("E1", "m")] * errors + [Problem("W1", "m", severity=Severity.WARNING)] * warnings
    assert counted(listed) == said


def test_progress_is_silent_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(5, "Building") as advance:
        advance(now="x")
    assert capsys.readouterr() == ("", "")
