"""What the preview does after a word was edited, in its warm process, beside the bare `weasyprint` command."""

import asyncio
import datetime as dt
import os
import random
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.preview.worker import Worker
from tests.bench.bare import bare
from tests.bench.builds import AUDIENCE, BRIEF
from tests.bench.measured import ROOT, Answer, Cost, Setting, Thing, in_turns
from tests.workbench import DeskCopy, copy_desk

FIRST_PAGE = "Rivalry sets limits to it"
LATER = "Such contracts are likely to be discussed"
NOON = dt.datetime(2023, 9, 12, 12, tzinfo=dt.UTC)
TICKS = os.sysconf("SC_CLK_TCK")
FILE = f"sources/{BRIEF}/brief.yaml"


@dataclass
class Redrawn:
    """The preview's process, and an edit of one word in a sentence; no word comes twice."""

    desk: DeskCopy
    worker: Worker
    loop: asyncio.Runner
    sentence: str
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def __call__(self) -> Cost:
        first, rest = self.sentence.split(" ", 1)
        word = "".join(self.chance.choices("aeioulnrst", k=len(first))).capitalize()
        text = (ROOT / FILE).read_text("utf-8")
        assert text.count(self.sentence) == 1
        self.desk.write(text.replace(self.sentence, f"{word} {rest}"), FILE)
        asked = self.worker.ask("print", audience=AUDIENCE, name="A4", as_of=NOON, known=None)
        before, begun = self.processors(), time.perf_counter()
        made: dict[str, Any] = self.loop.run(asked)
        wall = time.perf_counter() - begun
        assert made["outcome"] == "made", made["problems"]
        return Cost(wall, self.processors() - before, self.memory())

    def processors(self) -> float:
        """The seconds that the process has worked by now."""
        fields = Path(f"/proc/{self.worker.pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """The most that it has held, in MiB."""
        held = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.worker.pid}/status").read_text("utf-8"))
        assert held
        return int(held[1]) / 1024


def redraw(setting: Setting) -> Answer:
    """Edit a word, and wait for the PDF."""
    base = bare(ROOT, BRIEF, AUDIENCE, setting.folder / "bare")
    desk = copy_desk(setting.folder / "desk", ROOT)
    worker = Worker(desk.folder, desk.folder / "sources" / BRIEF)
    with asyncio.Runner() as loop:
        things = [
            Thing("redraw after a word on the first page", Redrawn(desk, worker, loop, FIRST_PAGE), goal=0.15),
            Thing("redraw after a word further on", Redrawn(desk, worker, loop, LATER), goal=0.15),
        ]
        try:
            pairs = in_turns(base, things, setting.part(0.7))
        finally:
            worker.close()
    return Answer(
        "redraw",
        "A warm redraw",
        f"In the preview of this repository's brief a word is edited, each time to a new one, and the {AUDIENCE}'s ten "
        "pages are asked of its warm process: the brief is read, checked and composed again, its page is laid out, and "
        "the finished file is searched for what is withheld. It ends with the PDF in hand. The memory is the most that "
        "the process has held since it began.",
        pairs,
    )
