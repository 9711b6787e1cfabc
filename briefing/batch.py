"""Build many briefs: one after the other, or several at a time in processes of their own."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from briefing.build import Made, Order, Workshop, build_folder, files_of, open_workshop
from briefing.desk import BRIEF
from briefing.interrupt import heeding
from briefing.problem import Place, Problem
from briefing.terminal import progress

Results = list[Made | Problem]
BuildOne = Callable[[Path, Order, Path], Results]
_OF_A_PROCESS = 40
"""After so many briefs a process gives way to a fresh one: what its libraries hold grows by half a MiB with each."""


def build_all(folders: Sequence[Path], order: Order, workshop: Workshop, jobs: int) -> Iterator[Made | Problem]:
    """Build briefs; one that is faulty does not stop the others. `jobs` is how many are built at a time."""
    if jobs > 1 and len(folders) > 1:
        with progress(len(folders), "Building") as advance:
            for results in side_by_side(folders, order, workshop.desk.folder, jobs):
                yield from results
                advance()
        return
    files = sum(files_of(audience, order, workshop) for audience in order.audiences or workshop.desk.house.audiences)
    with progress(len(folders) * files, "Building") as advance:
        for folder in folders:
            for result in build_folder(folder, order, workshop):
                yield _lighter(result)
                if isinstance(result, Made):
                    advance(now=result.path.name)


def side_by_side(
    folders: Sequence[Path], order: Order, desk: Path, jobs: int, build: BuildOne | None = None
) -> Iterator[Results]:
    """The results of each brief, in the order in which they are done; those that should take longest are begun first.

    A process that dies takes no brief with it but its own: the briefs that were in work are tried once more, each
    alone, and one that kills its process again is told (E307).
    """
    waiting = iter(sorted(folders, key=expected_length, reverse=True))
    jobs = min(jobs, len(folders))
    while part := list(islice(waiting, jobs * _OF_A_PROCESS)):
        yield from _of_one_pool(part, order, desk, jobs, build or _in_a_process)


def expected_length(folder: Path) -> int:
    """How long a brief should take, told from the size of brief.yaml and of what lies beside it, in bytes."""
    try:
        return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    except OSError:
        return 0


def _of_one_pool(folders: Sequence[Path], order: Order, desk: Path, jobs: int, build: BuildOne) -> Iterator[Results]:
    """Build briefs in processes that stay warm, never more at a time than there are processes."""
    waiting, died = list(reversed(folders)), list[Path]()
    # Fresh processes, not forks of this one: the libraries that set the type keep threads and locks.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        working: dict[Future[Results], Path] = {}
        try:
            while working or (waiting and not died):
                while waiting and len(working) < jobs and not died:
                    folder = waiting.pop()
                    try:
                        working[pool.submit(build, folder, order, desk)] = folder
                    except BrokenProcessPool:  # it died while nobody looked
                        died.append(folder)
                for done in wait(working, return_when=FIRST_COMPLETED).done if working else ():
                    folder = working.pop(done)
                    try:
                        yield done.result()
                    except BrokenProcessPool:
                        died.append(folder)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for folder in died:
        yield _once_more(folder, order, desk, build)
    if died and waiting:
        yield from _of_one_pool(waiting[::-1], order, desk, jobs, build)


def _once_more(folder: Path, order: Order, desk: Path, build: BuildOne) -> Results:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        try:
            return alone.submit(build, folder, order, desk).result()
        except BrokenProcessPool:
            message = "the process that built this brief was ended, twice: by the system, or by an error in a library"
            hint = "Where memory is short, build fewer at a time (--jobs); see whether it builds alone."
            return [Problem("E307", message, hint, Place(folder / BRIEF))]


def _in_a_process(folder: Path, order: Order, desk: Path) -> Results:
    with heeding():
        return [_lighter(result) for result in build_folder(folder, order, open_workshop(desk))]


def _lighter(result: Made | Problem) -> Made | Problem:
    """What is told of it, without what it was made of: hundreds of briefs would fill the memory with it."""
    return replace(result, variant=None, fonts=()) if isinstance(result, Made) else result
