"""What the commands share: options, where the desk is, and how problems are told."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from briefing.building import outcome
from briefing.model.desk import NotFoundError, briefs_of, find_desk
from briefing.model.problem import Problem


def names_of_briefs(incomplete: str) -> Iterator[str]:
    """The briefs of the desk around the current folder, for the shell to complete."""
    try:
        desk = find_desk(Path.cwd())
    except NotFoundError:
        return iter(())
    return (folder.name for folder in briefs_of(desk) if folder.name.startswith(incomplete))


Desk = Annotated[
    Path | None,
    typer.Option("--desk", metavar="DIR", help="The desk's folder; else the one around the current folder."),
]
Briefs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="BRIEF",
        help="Names under sources/, or paths.",
        autocompletion=names_of_briefs,
        show_default=False,
    ),
]


def moment(text: str | dt.datetime) -> dt.datetime:
    """A moment as it is typed; UTC where it says nothing else."""
    try:
        moment = text if isinstance(text, dt.datetime) else dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is no date and time, such as 2023-09-13T06:00+01:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


AsOf = Annotated[
    dt.datetime | None,
    typer.Option(
        "--as-of",
        metavar="DATE-TIME",
        parser=moment,
        help="The moment that embargo and review are held against (UTC unless it says otherwise); else now.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for machines.")]


def desk_of(context: typer.Context, own: Path | None) -> Path:
    """The folder of the desk: the one named, or the one around the current folder. Raises NotFoundError."""
    asked = own or context.obj
    return find_desk(asked or Path.cwd())


def tell(problems: list[Problem], *, failed: bool, so: str = "not everything was made") -> None:
    """Tell problems on standard error; where that is what the command ended with, its exit status is 1."""
    if not outcome.tell(problems, failed=failed, so=so):
        raise typer.Exit(1)
