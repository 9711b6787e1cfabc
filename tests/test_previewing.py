"""The command `briefing preview` as a user runs it: a true server on a port of this machine, and its end."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.workbench import BRIEF, COMMAND, DeskCopy, clean_environment

LONGEST = 120
"""So many seconds something is waited for that must come: the machine may be busy."""


@dataclass(frozen=True)
class Running:
    """A preview that runs, and what can be asked of it."""

    process: subprocess.Popen[str]
    address: str

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for something."""
        asked = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=LONGEST)
        try:
            asked.request("GET", path)
            answer = asked.getresponse()
            return answer.status, answer.read()
        finally:
            asked.close()

    def until(self, holds: Callable[[Any], bool], path: str = "/briefs/harbour/state?audience=chief&print=A4") -> Any:
        """Wait until something holds of the state; the state then."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            state = json.loads(self.get(path)[1])
            if holds(state):
                return state
            time.sleep(0.05)
        raise AssertionError(state)

    def children(self) -> set[int]:
        """The processes that work for it (proc(5)), itself among them."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii")
        return {self.process.pid, *map(int, listed.split())}


@contextmanager
def previewing(desk: DeskCopy, *arguments: str) -> Iterator[Running]:
    """Run the command, and see to it that it ends."""
    process = subprocess.Popen(
        [*COMMAND, "preview", *arguments, "--no-open", "--desk", str(desk.folder)],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Checks that run in the background ignore it, and what they start would, too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads here)
    )
    try:
        assert process.stdout
        yield Running(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"


def gone(pids: set[int]) -> bool:
    """Whether all of some processes have ended, or do so in time."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if not any(map(is_there, pids)):
            return True
        time.sleep(0.05)
    return False


def test_it_shows_pages_follows_a_save_and_ends_quietly(desk: DeskCopy) -> None:
    with previewing(desk, "harbour", "--port", "0") as running:
        assert running.address.startswith("http://127.0.0.1:")

        def is_current(state: Any) -> bool:
            return bool(state["variants"]) and state["variants"]["chief"]["A4"]["status"] == "current"

        first = running.until(is_current)["variants"]["chief"]["A4"]
        assert first["pages"]
        assert first["items"]["bottom_line/0"] == {"page": 1}
        desk.edit("  default: A second ferry, and a quay that may not bear it", "  default: A ferry")
        state = running.until(lambda state: state["title"] == "A ferry" and is_current(state))
        second = state["variants"]["chief"]["A4"]
        assert [page["changed"] for page in second["pages"]] == [True] * len(second["pages"])
        status, picture = running.get(f"/briefs/harbour/pages/{second['pages'][0]['digest']}.png?scale=1")
        assert (status, picture[:8]) == (200, b"\x89PNG\r\n\x1a\n")
        assert running.get("/briefs/harbour/pdf/chief/A4")[1].startswith(b"%PDF-")
        pids = running.children()
        assert len(pids) >= 3
        os.killpg(running.process.pid, signal.SIGINT)  # as a terminal does: to all of them
        out, err = running.process.communicate(timeout=LONGEST)
        assert (running.process.returncode, out, err) == (130, "", "")
        assert gone(pids)
    assert not (desk.folder / "build").exists()
    assert not (desk.folder / "archive").exists()


def test_no_process_stays_behind_a_preview_that_was_killed(desk: DeskCopy) -> None:
    with previewing(desk, "harbour", "--port", "0") as running:
        running.until(lambda state: state["items"])
        pids = running.children()
        running.process.kill()
        running.process.wait()
        assert gone(pids)


def test_a_port_that_is_taken_is_said_in_a_sentence_with_a_hint(desk: DeskCopy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with previewing(desk, "harbour", "--port", str(port)) as running:
            out, err = running.process.communicate(timeout=LONGEST)
            assert (running.process.returncode, out) == (2, "")
            assert err == (
                f"The port {port} cannot be taken: address already in use. "
                "Name another, or leave --port out: one that is free is taken.\n"
            )


def test_without_a_brief_the_page_lists_those_of_the_desk(desk: DeskCopy) -> None:
    desk.write((desk.folder / BRIEF).read_bytes(), "sources/other/brief.yaml")
    with previewing(desk, "--port", "0") as running:
        status, home = running.get("/")
        assert status == 200
        assert b'href="/briefs/harbour"' in home
        assert b'href="/briefs/other"' in home


def test_without_its_packages_the_extra_is_named(briefing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.cli.previewing._NEEDED", ("starlette", "a_package_that_nobody_has"))
    said = briefing("preview", "--no-open")
    assert (said.status, said.out) == (2, "")
    assert said.err == "The preview needs packages that are not installed: pip install 'briefing[preview]'.\n"


def test_a_brief_that_is_not_there_is_said(briefing: Any) -> None:
    said = briefing("preview", "nobody", "--no-open")
    assert said.status == 2
    assert "There is no brief “nobody”" in said.err
