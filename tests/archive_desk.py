"""A desk whose brief has been filed: two audiences, three editions, made once and copied for each test.

Edition 1.0; then 1.1, in which a likelihood, a text and a question changed; then 2.0, dated a day later.
"""

import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.archive.record import Edition
from briefing.archive.store import Archive
from tests.workbench import HOUSE, DeskCopy, copy_desk, run

NAME = "harbour"
_IDS = {
    "  - One boat has served the northern islands until now.": "  - {id: boat, text: One boat served them.}",
    "     cites: [A5]}\n  - Ada Linden\n": "     cites: [A5]}\n",
    "    - It has orders to fill.": "    - {id: orders, text: It has orders to fill.}",
    "  - The rules for quays.": "  - {id: rules, text: The rules for quays.}",
}
AS_OF = "2026-03-11T09:00+00:00"


@dataclass(frozen=True)
class ArchiveDesk(DeskCopy):
    """A desk beside its archive and the keys of its officer."""

    @property
    def archive(self) -> Path:
        """The storage root."""
        return self.folder / "archive"

    @property
    def keys(self) -> Path:
        """The folder of keys, outside the archive."""
        return self.folder / "keys"

    def opened(self) -> Archive:
        """The archive, as a command opens it."""
        return Archive.open(self.archive, self.keys)

    def editions(self) -> tuple[Edition, ...]:
        """What is filed of the brief."""
        return self.opened().editions(NAME)

    def file(self, *options: str, status: int = 0) -> str:
        """File an edition in a process of its own; what it said."""
        done = run(
            *("archive", NAME, "--as-of", AS_OF, "--by", "officer", *options),
            folder=self.folder,
            environment={"BRIEFING_KEYS": str(self.keys)},
        )
        assert done.returncode == status, done.stderr
        return done.stdout + done.stderr


def fresh(folder: Path) -> ArchiveDesk:
    """A desk of which nothing is filed yet, with two audiences, and an id for every item."""
    desk = ArchiveDesk(copy_desk(folder).folder)
    for old, new in _IDS.items():
        desk.edit(old, new)
    house = (folder / HOUSE).read_text("utf-8")
    start, end = house.index("  board:"), house.index("  public:")
    desk.write(house[:start] + house[end : house.index("  reader:")], HOUSE)
    return desk


def filed(folder: Path) -> ArchiveDesk:
    """A desk with three editions in its archive."""
    shutil.copytree(_filed_once(), folder)
    return ArchiveDesk(folder)


@cache
def _filed_once() -> Path:
    desk = fresh(Path(tempfile.mkdtemp(prefix="briefing-filed-")) / "desk")
    desk.file("--reason", "The first")
    desk.edit("likely to cost more", "highly likely to cost more")
    desk.edit("likelihood: likely,", "likelihood: highly likely,")
    desk.edit("The islands cannot wait.", "The islands cannot wait for 11 years more.")
    desk.edit("  - {id: line, question: When do we say so?,", "  - {id: when, question: When do we tell the press?,")
    desk.file("--minor", "--reason", "A likelihood was too low")
    desk.edit("date: 2026-03-09\n", "date: 2026-03-10\n")
    desk.file()
    return desk.folder
