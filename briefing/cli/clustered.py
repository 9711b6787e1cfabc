"""The option --cluster: what the commands share that have the workers of a cluster do their work."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.console import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.cluster import Crew

Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help="Have it done by the workers of a Dask cluster, which must be like this machine.",
    ),
]


@contextmanager
def crew_of(address: str) -> "Iterator[tuple[Crew, int]]":
    """The workers of a cluster that are like this machine, and how many there are; who is refused or lost is said.

    Raises BadParameter for what is no address, and FaultyInputError (E310 to E313) where there is no cluster to use.
    """
    from briefing.cluster import AddressError, Crew, read_address
    from briefing.cluster.dask import DaskLine

    try:
        line = DaskLine(read_address(address))
    except AddressError as error:
        message = f"“{address}” is no address of a scheduler: {error}"
        raise typer.BadParameter(message, param_hint="--cluster") from error
    try:
        from briefing.afar.facts import TELL, facts, told

        crew = Crew(line, facts(), (TELL, told))
        with terminal.waiting("Comparing the workers with this machine"):
            workers = crew.gather()
        _say_refused(crew)
        yield crew, workers
        _say_refused(crew)
        _say_lost(crew)
    finally:
        line.close()


def _say_refused(crew: "Crew") -> None:
    import sys

    for problem in crew.refused():
        terminal.say(terminal.as_text(problem, sys.stderr))


def _say_lost(crew: "Crew") -> None:
    """Say which workers were lost: who looks after the cluster wants to know, and the work was done all the same."""
    for one in crew.lost:
        terminal.say(terminal.plain(f"The worker {one}; what it had in hand was given to another."))
