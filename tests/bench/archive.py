"""How long the commands of an archive take, and how much memory, as it grows: 50, 500 and 5,000 editions.

    python -m tests.bench.archive            writes docs/archive-figures.md; about ten minutes
    python -m tests.bench.archive 50 500     prints the table for these sizes alone

Editions are made up, of the size that real ones have, and filed as the program files them; only no page is pressed,
and nothing waits for the disk while the archives are made. What is measured is each command in a process of its own.
"""

import os
import platform
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.archive.index_file import index_file
from briefing.archive.store import Archive
from tests.bench.measured import Command, briefing
from tests.many_editions import file_texts, open_archive

REPOSITORY = Path(__file__).parents[2]

SIZES = (50, 500, 5000)
OF_A_BRIEF = 10
LONG = 200
AUDIENCES = ("minister", "committee", "public")
ITEMS = 22
WORDS = 45
OFTEN = 500
"""Up to this size each command is run three times."""
CHANGED = 3
"""Items that an edition changes of the one before."""
LAYOUT_FILES = 45
PAGE = REPOSITORY / "docs" / "archive-figures.md"
FILE_ONE = "--file-one"


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of a processor, which do not grow with what else the machine does, and the most memory held (in MiB)."""

    seconds: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s · {self.memory:.0f} MiB"


def main(arguments: list[str]) -> None:
    """Make the archives, measure, and write or print the table; or be the process that files one edition more."""
    if arguments[:1] == [FILE_ONE]:
        file_one(Path(arguments[1]), arguments[2])
        return
    sizes = tuple(map(int, arguments)) or SIZES
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        columns = {size: measured(Path(name) / str(size), size) for size in sizes}
        long = tuple(measured_long(Path(name) / "long"))
    told = "\n".join((*table(columns), "", *long)) + "\n"
    if arguments:
        print(told)
    else:
        PAGE.write_text(f"{preface()}\n{told}", "utf-8")
        print(f"{PAGE}")


# Making


class Writer:
    """Makes up briefs: words with the frequencies of a language, so that some are rare and some are everywhere."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
        self._words = ["".join(self._chance.choices(syllables, k=self._chance.randint(1, 4))) for _ in range(20_000)]
        self._weights = [1 / rank for rank in range(1, len(self._words) + 1)]

    def text(self) -> str:
        """A paragraph."""
        return " ".join(self._chance.choices(self._words, self._weights, k=WORDS)) + "."

    def some(self) -> list[int]:
        """The numbers of the items that change."""
        return self._chance.sample(range(ITEMS), CHANGED)

    def bytes(self, size: int) -> bytes:
        """Bytes that no file system and no digest can make light of."""
        return self._chance.randbytes(size)


def make(folder: Path, briefs: dict[str, int]) -> None:
    """An archive that holds so many editions of each brief."""
    writer = Writer(len(briefs))
    layouts = {f"desk/layouts/base/part-{number}.css": writer.bytes(2000) for number in range(LAYOUT_FILES)}
    archive = open_archive(folder)
    with nothing_waits_for_the_disk(), archive.writing(print):
        for brief, editions in briefs.items():
            texts = [writer.text() for _ in range(ITEMS)]
            for _ in range(editions):
                for item in writer.some():
                    texts[item] = writer.text()
                file_one_edition(archive, brief, texts, writer, layouts)


def file_one_edition(archive: Archive, brief: str, texts: list[str], writer: Writer, layouts: dict[str, bytes]) -> None:
    """An edition for three audiences, with all that is filed beside it."""
    beside = layouts | {
        f"desk/sources/{brief}/brief.yaml": "\n".join(texts).encode(),
        f"desk/sources/{brief}/article.txt": b"The article. " * 500,
        "desk/sources/house.yaml": b"organisation: Made up\n" * 50,
        "provenance.json": writer.bytes(16_000).hex().encode(),
        "pylock.toml": b"# locked\n" * 600,
    }
    said = {audience: texts[: ITEMS - 4 * index] for index, audience in enumerate(AUDIENCES)}
    file_texts(archive, brief, said, pdf=writer.bytes(50_000), beside=beside)


@contextmanager
def nothing_waits_for_the_disk() -> Iterator[None]:
    """While archives are made for the bench, nothing that was written need outlive a loss of power."""
    before = os.fsync
    os.fsync = lambda _: None
    try:
        yield
    finally:
        os.fsync = before


def file_one(folder: Path, brief: str) -> None:
    """File one edition more, as the last step of `briefing archive` does; everything reaches the disk."""
    writer = Writer(1)
    archive = open_archive(folder)
    with archive.writing(print):
        file_one_edition(archive, brief, [writer.text() for _ in range(ITEMS)], writer, {})


# Measuring


def measured(folder: Path, size: int) -> dict[str, Measured]:
    """What each command takes, in an archive of so many editions."""
    begun = time.monotonic()
    make(folder, {f"brief-{number:04}": OF_A_BRIEF for number in range(size // OF_A_BRIEF)})
    print(f"{size} editions made in {time.monotonic() - begun:.0f} s", file=sys.stderr)
    archive = open_archive(folder)
    one = archive.briefs()[len(archive.briefs()) // 2]
    edition = archive.editions(one)[OF_A_BRIEF // 2]
    code = edition.audience[1].edition_code
    pdf = folder / "copy.pdf"
    pdf.write_bytes(archive.read(one, edition.version, edition.audience[1].files[0].path))
    rare = rare_word(archive.said(edition, edition.audience[0]).items().__next__().text)
    index = index_file(archive)
    asked: dict[str, tuple[Callable[[], object], tuple[str, ...]]] = {
        "the program starts (`briefing --version`)": (nothing, ("--version",)),
        "`editions`": (nothing, ("editions",)),
        "`editions BRIEF`": (nothing, ("editions", one)),
        "`find WORD`, the index made for it": (lambda: shutil.rmtree(index.parent, ignore_errors=True), ("find", rare)),
        "`find WORD`": (nothing, ("find", rare)),
        "`find WORD`, one that is everywhere": (nothing, ("find", "ba*")),
        "`verify CODE`": (nothing, ("verify", code)),
        "`verify FILE.pdf`": (nothing, ("verify", str(pdf))),
        "`verify BRIEF`": (nothing, ("verify", one)),
        "`verify`": (nothing, ("verify",)),
    }
    found = {}
    for what, (before, arguments) in asked.items():
        often = 3 if size <= OFTEN else 1
        found[what] = best(folder, before, arguments, often)
        print(f"  {what}: {found[what]}", file=sys.stderr)
    found["an edition more is filed (pressing apart)"] = run(filing(folder, one))
    return found


def nothing() -> None:
    """What is done before most commands."""


def rare_word(text: str) -> str:
    """The longest word of a text: among made-up words, the rarest."""
    return max(re.findall(r"\w+", text), key=len)


def best(folder: Path, before: Callable[[], object], arguments: tuple[str, ...], often: int) -> Measured:
    """The shortest of several runs, and the most memory of all."""
    runs = []
    for _ in range(often):
        before()
        given = arguments if arguments == ("--version",) else (*arguments, "--archive", str(folder / "archive"))
        runs.append(run(briefing(*given, folder=folder, environment=keys(folder))))
    return replace(min(runs, key=lambda one: one.seconds), memory=max(one.memory for one in runs))


def run(command: Command) -> Measured:
    """Run a command in a process of its own."""
    cost = command()
    return Measured(cost.cpu, cost.memory)


def filing(folder: Path, brief: str) -> Command:
    """The process that files one edition more."""
    return Command((sys.executable, "-m", "tests.bench.archive", FILE_ONE, str(folder), brief), folder, keys(folder))


def keys(folder: Path) -> dict[str, str]:
    """Where the keys of this archive are."""
    return {"BRIEFING_KEYS": str(folder / "keys")}


def measured_long(folder: Path) -> Iterator[str]:
    """What becomes of one brief that has very many editions."""
    yield f"## One brief with {LONG} editions\n"
    yield "Every version of an OCFL object holds an inventory of all versions before it.\n"
    heads = ("editions", "its inventory", "all its inventories", "all its files", "an edition more is filed")
    yield f"| {' | '.join((*heads, '`editions BRIEF`', '`verify BRIEF`'))} |"
    yield f"|{' ---: |' * (len(heads) + 2)}"
    filed = 0
    for editions in (10, 50, LONG):
        make(folder, {"long": editions - filed})
        filed = editions + 1
        root = folder / "archive" / "long"
        inventories = sum(path.stat().st_size for path in root.rglob("inventory.json"))
        files = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        one = root / "inventory.json"
        size = one.stat().st_size
        shown = [best(folder, nothing, (command, "long"), 1) for command in ("editions", "verify")]
        more = run(filing(folder, "long"))
        cells = (f"{editions}", *(f"{number / 2**20:.1f} MiB" for number in (size, inventories, files)), more, *shown)
        yield f"| {' | '.join(map(str, cells))} |"


# Telling


def table(columns: dict[int, dict[str, Measured]]) -> Iterator[str]:
    """The table in Markdown."""
    yield "## As the archive grows\n"
    yield f"| command | {' | '.join(f'{size:,} editions' for size in columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for what in next(iter(columns.values())):
        yield f"| {what} | {' | '.join(str(column[what]) for column in columns.values())} |"


def preface() -> str:
    """What was measured, and where."""
    machine = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors"
    readers, passages, beside = len(AUDIENCES), ITEMS + 1, LAYOUT_FILES + 5
    return f"""# Figures of the archive

Written by `make figures`: the seconds that processors worked for a command, from its start to its end, and the most
memory that it held. What else the machine does at the time does not count; nor does waiting for a disk, for the files
were in memory.

- A brief has {OF_A_BRIEF} editions for {readers} audiences: {readers} PDFs of 50 kB and {beside} files beside them.
- An edition has up to {passages} passages, and changes {CHANGED} of those of the edition before.
- Of three runs the shortest stands here; with more than {OFTEN} editions there was one.

The machine: {machine}, Python {platform.python_version()}.
"""


if __name__ == "__main__":
    main(sys.argv[1:])
