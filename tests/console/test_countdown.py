"""How much is left of a long work, and about how long it takes."""

import sys

import pytest

from briefing.console.countdown import Left, countdown, in_words


def test_what_is_left_is_counted_and_after_a_few_pieces_estimated_by_their_length() -> None:
    left = Left(pieces=312, length=10_000, begun=100.0)
    assert left.advance(1000, 110.0) == "311 left"
    assert left.advance(1000, 120.0) == "310 left"
    assert left.advance(500, 150.0) == "309 left, about 2 minutes", "a quarter took 50 seconds"


def test_the_last_is_said_and_pieces_of_no_length_do_no_harm() -> None:
    left = Left(pieces=4, length=0, begun=0.0)
    assert [left.advance(0, 1.0) for _ in range(4)] == ["3 left", "2 left", "1 left", "putting the last in place"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "10 seconds"), (52, "50 seconds"), (121, "2 minutes"), (3500, "58 minutes"), (4 * 3600, "4 hours")],
)
def test_a_time_is_said_roughly(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_on_a_terminal_it_shows_what_is_left_and_piped_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with countdown(3, 3, "Building") as advance:
        advance(1, now="harbour")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with countdown(3, 3, "Building") as advance:
        advance(1, now="[harbour]")
        advance(1, now="quay")
    assert "1 left · quay" in capsys.readouterr().err
