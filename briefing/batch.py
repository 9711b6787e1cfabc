"""Build many briefs: one after the other, or several at a time in processes of their own."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from briefing.build import Made, Order, Workshop, build_folder, files_of, open_workshop
from briefing.interrupt import heeding
from briefing.problem import Problem
from briefing.terminal import progress


def build_all(folders: Sequence[Path], order: Order, workshop: Workshop, jobs: int) -> Iterator[Made | Problem]:
    """Build briefs; one that is faulty does not stop the others. `jobs` is how many are built at a time."""
    if jobs > 1 and len(folders) > 1:
        yield from _side_by_side(folders, order, workshop, jobs)
        return
    files = sum(files_of(audience, order, workshop) for audience in order.audiences or workshop.desk.house.audiences)
    with progress(len(folders) * files, "Building") as advance:
        for folder in folders:
            for result in build_folder(folder, order, workshop):
                yield result
                if isinstance(result, Made):
                    advance(now=result.path.name)


def _side_by_side(folders: Sequence[Path], order: Order, workshop: Workshop, jobs: int) -> Iterator[Made | Problem]:
    # Fresh processes, not forks of this one: the libraries that set the type keep threads and locks.
    with ProcessPoolExecutor(min(jobs, len(folders)), mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_in_a_process, folder, order, workshop.desk.folder) for folder in folders]
        try:
            with progress(len(folders), "Building") as advance:
                for done in as_completed(waiting):
                    yield from done.result()
                    advance()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _in_a_process(folder: Path, order: Order, desk: Path) -> list[Made | Problem]:
    with heeding():
        return list(build_folder(folder, order, open_workshop(desk)))
