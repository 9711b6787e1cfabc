"""What a build comes to: of what has not changed, what lies there already; of all else, what is made."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.desk import NotFoundError
from briefing.order import Made, Order
from briefing.problem import Problem
from briefing.unchanged import Last

if TYPE_CHECKING:
    from briefing.workshop import Workshop

Results = Iterator[Made | Problem]


def results_of(folders: Sequence[Path], order: Order, desk: Path, jobs: int) -> tuple[tuple[Problem, ...], Results]:
    """The warnings about the house style, and what comes of each brief, those first of which nothing has changed."""
    last = Last(desk, order)
    before = {folder: found for folder in folders if (found := last.unchanged(folder))}
    known = chain.from_iterable(found.results for found in before.values())
    if folders and len(before) == len(folders):
        return next(iter(before.values())).of_house, known
    from briefing.batch import build_all

    workshop = _workshop(desk, order)
    rest = [folder for folder in folders if folder not in before]
    return workshop.problems, chain(known, build_all(rest, order, workshop, jobs))


def box_of(
    folders: Sequence[Path], order: Order, desk: Path, reader_of: Callable[[Order, Sequence[str]], str]
) -> tuple[tuple[Problem, ...], Results]:
    """The warnings about the house style, and what comes of binding briefs; `reader_of` says for whom."""
    from briefing.binding import bind

    workshop = _workshop(desk, order)
    return workshop.problems, bind(folders, reader_of(order, tuple(workshop.desk.house.audiences)), order, workshop)


def _workshop(desk: Path, order: Order) -> "Workshop":
    from briefing.workshop import open_workshop

    workshop = open_workshop(desk)
    known = workshop.desk.house.audiences
    for name in order.audiences:
        if name not in known:
            raise NotFoundError(f"There is no audience “{name}”. house.yaml has: {', '.join(known)}.")
    return workshop
