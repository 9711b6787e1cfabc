"""Control-C ends the work even where a library catches it, and nothing made since is put in its place."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from briefing.interrupt import heeding, stop_if_interrupted
from briefing.printing.put import put


@pytest.fixture(autouse=True)
def not_in_the_background():
    """Whoever runs the tests in the background hands down that Control-C is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def swallow() -> None:
    """An interruption, and a library that goes on."""
    with suppress(BaseException):
        signal.raise_signal(signal.SIGINT)


def test_an_interruption_that_was_swallowed_is_raised_before_a_file_is_put(tmp_path: Path) -> None:
    def work() -> None:
        with heeding():
            put(tmp_path / "one.pdf", b"whole")
            swallow()
            put(tmp_path / "two.pdf", b"a drawing is missing")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert [path.name for path in tmp_path.iterdir()] == ["one.pdf"]


def test_it_is_raised_at_the_end_at_the_latest() -> None:
    with pytest.raises(KeyboardInterrupt), heeding():
        swallow()


def test_it_is_raised_in_the_place_of_a_good_end() -> None:
    def work() -> None:
        with heeding():
            swallow()
            sys.exit(0)

    with pytest.raises(KeyboardInterrupt):
        work()


def test_without_one_nothing_is_raised_and_the_next_work_begins_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), heeding():
        swallow()
    with heeding():
        stop_if_interrupted()
        put(tmp_path / "one.pdf", b"whole")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_where_it_is_ignored_it_stays_ignored(tmp_path: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with heeding():
        signal.raise_signal(signal.SIGINT)
        put(tmp_path / "one.pdf", b"whole")


def test_one_that_comes_while_an_object_is_thrown_away_is_heeded_and_not_told() -> None:
    code = """
import signal, sys
from briefing.interrupt import heeding
signal.signal(signal.SIGINT, signal.default_int_handler)
class Thrown:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
try:
    with heeding():
        Thrown()
        print("went on")
except KeyboardInterrupt:
    print("ended")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("went on\nended\n", "")
