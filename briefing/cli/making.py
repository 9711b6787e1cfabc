"""What a build comes to: of what has not changed, what lies there already; of all else, what is made."""

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.console import terminal
from briefing.model.desk import NotFoundError
from briefing.model.problem import Problem
from briefing.printing.order import Order, Outcome
from briefing.reuse.unchanged import Last

if TYPE_CHECKING:
    from briefing.building.workshop import Workshop

Outcomes = Iterator[Outcome]

_MOST = 8
"""No more briefs are built at a time unless it is asked for: each process holds a hundred MiB and more."""


def results_of(
    folders: Sequence[Path], order: Order, desk: Path, jobs: int | None, cluster: str | None = None
) -> tuple[tuple[Problem, ...], Outcomes]:
    """The warnings about the house style, and what comes of each brief, those first of which nothing has changed.

    `jobs` is how many may be built at a time; None leaves it to the size of the work and of the machine. What is left
    goes to a `cluster`, where its address is given.
    """
    last = Last(desk, order)
    before = {folder: found for folder in folders if (found := last.unchanged(folder))}
    known = (Outcome(folder.name, found.results, is_unchanged=True) for folder, found in before.items())
    if folders and len(before) == len(folders):
        return next(iter(before.values())).of_house, known
    from briefing.building.batch import build_all, is_worth_it

    workshop = _workshop(desk, order)
    rest = [folder for folder in folders if folder not in before]
    if cluster is not None:
        return workshop.problems, chain(known, _afar(rest, order, workshop, cluster))
    if jobs is None:
        jobs = min(_cores(), _MOST) if is_worth_it(rest, order, workshop) else 1
    return workshop.problems, chain(known, build_all(rest, order, workshop, jobs))


def _afar(folders: Sequence[Path], order: Order, workshop: "Workshop", address: str) -> Outcomes:
    """What comes of briefs that the workers of a cluster build."""
    from briefing.building.batch import build_all
    from briefing.cli.clustered import crew_of

    with crew_of(address) as (crew, workers):
        from briefing.afar.briefs import Builders

        builders = Builders(crew, workshop.desk.folder)
        yield from build_all(folders, order, workshop, workers, builders)
        if builders.stayed:
            verb = "was" if builders.stayed == 1 else "were"
            pieces = terminal.number_of(builders.stayed, "piece")
            terminal.say(f"{pieces} of work could not travel, because of links or size, and {verb} built here.")


def _cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not everywhere
        return os.cpu_count() or 1


def box_of(
    folders: Sequence[Path], order: Order, desk: Path, reader_of: Callable[[Order, Sequence[str]], str]
) -> tuple[tuple[Problem, ...], Outcomes]:
    """The warnings about the house style, and what comes of binding briefs; `reader_of` says for whom."""
    from briefing.building.binding import bind

    workshop = _workshop(desk, order)
    reader = reader_of(order, tuple(workshop.desk.house.audiences))
    return workshop.problems, iter(
        [Outcome(folders[0].name if folders else "", bind(folders, reader, order, workshop))]
    )


def _workshop(desk: Path, order: Order) -> "Workshop":
    from briefing.building.workshop import open_workshop

    workshop = open_workshop(desk)
    known = workshop.desk.house.audiences
    for name in order.audiences:
        if name not in known:
            raise NotFoundError(f"There is no audience “{name}”. house.yaml has: {', '.join(known)}.")
    return workshop
