"""What a task costs either end of a cluster: how many workers one machine can keep busy.

    python tests/bench/cluster_costs.py

Prints a table for docs/scale.md: seconds that a processor worked for what a worker does, and for what the command does
to send it, to check what comes back and to put it in its place. Both run in this process, in turns, so that the ratio
holds on a busy machine too. What Dask itself takes to pass the bytes on is not in it.
"""

import datetime as dt
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from briefing.afar.briefs import Builders
from briefing.afar.copies import copiers_of
from briefing.afar.objects import examiners_of
from briefing.archive.site import Site
from briefing.building.batch import Piece
from briefing.cluster.errand import carry_out
from briefing.copying.copies import Job
from briefing.copying.inscription import inscribed
from briefing.copying.overlay import base_of
from briefing.copying.register import Reader
from briefing.copying.vacancy import feet
from briefing.judge import judge
from briefing.language.words import Language
from briefing.model.problem import Place
from briefing.press.strips import HEIGHT
from briefing.printing.order import Order
from briefing.printing.put import put
from tests.bench.archive import make
from tests.workbench import ROOT, copy_desk

BRIEFS, READERS, OBJECTS, OF_A_BRIEF = 2, 400, 10, 10
SEED = "kim-putin-summit"
AS_OF = dt.datetime(2023, 9, 13, tzinfo=dt.UTC)


class Here:
    """A crew of one, in this process: what is a worker's is counted apart."""

    def __init__(self) -> None:
        self.afar = 0.0

    def do(
        self,
        work: str,
        tasks: Sequence[Any],
        *,
        pack: Callable[[Any], bytes],
        accept: Callable[[Any, bytes], Any],
        seconds: Callable[[Any], float],
    ) -> Iterator[tuple[Any, Any]]:
        """Carry out one task after the other."""
        for task in tasks:
            packed = pack(task)
            begun = process_time()
            back = carry_out(work, packed)
            self.afar += process_time() - begun
            yield task, accept(task, back)


def costs(do: Callable[[Any], object]) -> tuple[float, float]:
    """Seconds of the worker, and of the command."""
    crew, begun = Here(), process_time()
    do(crew)
    return crew.afar, process_time() - begun - crew.afar


def main() -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = copy_desk(folder / "desk", ROOT).folder
        for number in range(BRIEFS):
            shutil.copytree(desk / "sources" / SEED, desk / "sources" / f"more-{number}")
        order = Order(desk / "build", as_of=AS_OF, keeps=True)
        pieces = [Piece(desk / "sources" / f"more-{number}", order) for number in range(BRIEFS)]
        list(Builders(Here(), desk)([Piece(desk / "sources" / SEED, order)]))  # all is loaded
        print("| one | its worker | the command | so many workers are kept busy |")
        print("| --- | ---: | ---: | ---: |")
        row("brief, four audiences", costs(lambda crew: list(Builders(crew, desk)(pieces))), BRIEFS)
        pdf = next((desk / "build" / SEED).glob("*_committee.pdf")).read_bytes()
        row("numbered copy, ten pages", costs(lambda crew: copy(crew, pdf, folder)), READERS)
        (folder / "archive").mkdir()
        make(folder / "archive", {f"brief-{number}": OF_A_BRIEF for number in range(OBJECTS)})
        site = Site.of_folder(folder / "archive" / "archive")
        verified = costs(lambda crew: judge(site.spot(), examiners=examiners_of(crew, 2, site, lambda _: None)))
        row("edition, its object judged", verified, OBJECTS * OF_A_BRIEF)


def row(title: str, spent: tuple[float, float], things: int) -> None:
    """A line of the table."""
    afar, here = (1000 * seconds / things for seconds in spent)
    print(f"| {title} | {afar:,.1f} ms | {here:,.2f} ms | {afar / here:,.0f} |", flush=True)


def copy(crew: Any, pdf: bytes, folder: Path) -> None:
    """Make numbered copies and put them in a folder, as the command does."""
    readers = [Reader(number, f"Reader {number}", Place(folder / "all.csv")) for number in range(1, READERS + 1)]
    language = Language("en-GB")
    lines, _ = inscribed(readers, language)
    job = Job("A4", base_of(pdf), {1: feet(pdf, HEIGHT)}, language, lines)
    for reader, data in copiers_of(crew, 2)(job, readers):
        put(folder / "out" / f"{reader.number}.pdf", data)
        hashlib.sha256(data)
        hashlib.sha512(data)


if __name__ == "__main__":
    main()
