"""How long after a save the preview shows the new picture of the page in view, beside a cold build of that audience.

A word is changed in brief.yaml as an editor would, and what a browser would then see is waited for: first the state
with the problems of that text, then the page of the print in view, as a picture for a high-density screen. The server
is warm, and has nothing in hand when the file is saved.
"""

import hashlib
import http.client
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.growth import Anew
from tests.bench.measured import PROGRAM, ROOT, Answer, Cost, Pairs, Setting, Thing, briefing, in_turns
from tests.bench.sizes import LONG, PARTS, make_brief, make_desk

PAPER = "A4"
LONGEST = 900
"""So many seconds something is waited for."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Watched:
    """A preview that runs, with somebody who looks at one print of a brief."""

    desk: Path
    name: str
    process: subprocess.Popen[str]
    events: http.client.HTTPResponse
    host: str
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def next(self) -> Any:
        """The next state."""
        while line := self.events.readline():
            if line.startswith(b"data: "):
                return json.loads(line[6:])
        raise AssertionError("the preview has ended")

    def until(self, holds: Callable[[Any], bool]) -> Any:
        """The first state of which something holds."""
        while not holds(state := self.next()):
            pass
        return state

    def save(self) -> str:
        """Change a word of the first judgement; the digest of what is written."""
        file = self.desk / "sources" / self.name / "brief.yaml"
        lines = file.read_text("utf-8").split("\n")
        at = next(at for at, line in enumerate(lines) if at > lines.index("bottom_line:") and "text: " in line)
        start, _, text = lines[at].partition("text: ")
        words = text.split(" ")
        words[1] = f"word{next(self.numbers)}"
        lines[at] = f"{start}text: {' '.join(words)}"
        data = "\n".join(lines).encode()
        file.write_bytes(data)
        return hashlib.sha256(data).hexdigest()

    def picture(self, digest: str) -> bytes:
        """A page as a picture."""
        asked = http.client.HTTPConnection(self.host, timeout=LONGEST)
        try:
            asked.request("GET", f"/briefs/{self.name}/pages/{digest}.png?scale=2")
            answer = asked.getresponse()
            assert answer.status == 200
            return answer.read()
        finally:
            asked.close()

    def seconds(self) -> float:
        """The processor time of all its processes so far."""
        return sum(_seconds(pid) for pid in self._processes())

    def memory(self) -> float:
        """The most MiB that any of its processes has held."""
        return max(_most(pid) for pid in self._processes()) / 1024

    def _processes(self) -> list[int]:
        pid = self.process.pid
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split())]


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _most(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").split("\n")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@contextmanager
def watched(desk: Path, name: str) -> Iterator[Watched]:
    """Start a preview, look at a print, and wait until it has nothing in hand."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        [*PROGRAM, "preview", name, "--no-open", "--port", "0"],
        cwd=desk,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        host = urlsplit(process.stdout.readline().strip()).netloc
        events = http.client.HTTPConnection(host, timeout=LONGEST)
        events.request("GET", f"/briefs/{name}/events?audience={LONG}&print={PAPER}")
        one = Watched(desk, name, process, events.getresponse(), host)
        one.until(_is_done)
        yield one
    finally:
        process.kill()
        process.wait()


def _is_done(state: Any) -> bool:
    every = [prints[PAPER]["status"] for prints in state["variants"].values()]
    assert "failed" not in every, state["variants"]
    return bool(every) and set(every) == {"current"} and not state["busy"]


@dataclass(frozen=True)
class Saved:
    """A save, and what is waited for after it."""

    watched: Watched
    is_seen: Callable[[Any, str], bool]
    draws: bool

    def __call__(self) -> Cost:
        before, begun = self.watched.seconds(), time.monotonic()
        digest = self.watched.save()
        state = self.watched.until(lambda state: self.is_seen(state, digest))
        if self.draws:
            (page, *_) = state["variants"][LONG][PAPER]["pages"]
            self.watched.picture(page["digest"])
        cost = Cost(time.monotonic() - begun, self.watched.seconds() - before, self.watched.memory())
        if not _is_done(state):
            self.watched.until(_is_done)
        return cost


def is_told(state: Any, digest: str) -> bool:
    """Whether the problems are those of this text."""
    return bool(state["summary"]["sha256"] == digest)


def is_shown(state: Any, digest: str) -> bool:
    """Whether the print in view is that of this text."""
    return is_told(state, digest) and state["variants"][LONG][PAPER]["status"] == "current"


def redraws(setting: Setting) -> Answer:
    """From a save to what is seen of it."""
    desk = setting.folder / "desk"
    make_desk(desk)
    pairs: list[Pairs] = []
    for size in (10,) if setting.quick else (10, 100):
        name = f"pages-{size}"
        make_brief(desk, name, PARTS[size])
        build = briefing("build", name, "-a", LONG, folder=desk)
        base = Thing(f"cold build, {size} pages", Anew(build, desk / "build"))
        with watched(desk, name) as one:
            things = (
                Thing(f"from a save to the picture, {size} pages", Saved(one, is_shown, draws=True), goal=0.5),
                Thing(f"from a save to the problems, {size} pages", Saved(one, is_told, draws=False), goal=0.1),
            )
            pairs += in_turns(base, things, setting.rounds if size == 10 else max(2, setting.rounds // 3))
    return Answer(
        "preview",
        "How soon after a save the preview shows it",
        "A word of the first judgement is changed in a brief of about ten pages, and in one of about a hundred. In "
        "view is the first page of the audience that gets everything; beside it stands a cold build for that audience.",
        tuple(pairs),
    )
