"""Where the archive is, who is at work, and where their keys lie: what the commands of the archive share."""

import datetime as dt
import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import desk_of
from briefing.console import terminal
from briefing.model.desk import BRIEF, NotFoundError
from briefing.model.problem import Place

if TYPE_CHECKING:
    from briefing.archive.site import Site
    from briefing.archive.store import Archive

Where = Annotated[
    str | None,
    typer.Option("--archive", metavar="DIR|s3://…", help="The archive; else the one that house.yaml names."),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who does it, as the archive will say; else your login.")
]
Brief = Annotated[str, typer.Argument(metavar="BRIEF", help="A brief's name, or the path of its folder.")]
Edition = Annotated[str, typer.Argument(metavar="EDITION", help="1.1, v2, a day such as 2023-09-12, or latest.")]


def archive_site(context: typer.Context, desk: Path | None, named: str | None) -> "Site":
    """Where the archive lies: at the place named, or where the desk's house style has it."""
    if named is not None:
        return site_of(named)
    from briefing.loading.load import load_desk

    found = load_desk(desk_of(context, desk))
    return site_of(found.house.archive, found.sources, found.places.at(("archive",)))


def site_of(named: str, beside: Path | None = None, place: Place | None = None) -> "Site":
    """A folder, relative to `beside`, or a place in a store. Raises FaultyInputError (E860), told of `place`."""
    from briefing.archive.opening import site_named

    keys = keys_folder()
    return site_named(named, beside=beside, index=keys.parent / "index" if keys else None, place=place)


def archive_at(site: "Site") -> "Archive":
    """The archive in a place; what an interrupted command has left in it is finished first, and said."""
    from briefing.archive.store import Archive

    archive = Archive.open(site, keys_folder())
    archive.finish(terminal.say)
    return archive


def keys_folder() -> Path | None:
    """The user's folder of keys: BRIEFING_KEYS, or that of the system for this program; None where there is no home."""
    named = os.environ.get("BRIEFING_KEYS")
    if named:
        return Path(named).expanduser()
    try:
        return Path(typer.get_app_dir("briefing")).expanduser() / "keys"
    except (OSError, RuntimeError):
        return None


def now() -> dt.datetime:
    """The one clock of these commands: for the stages the moment is an input."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)  # noqa: TID251


def who(by: str | None) -> str:
    """Who is at work: as they say, or by their login."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def name_of(brief: str) -> str:
    """The name of a brief that was given by its name or its folder; it need not be on the desk any more."""
    path = Path(brief)
    name = path.parent.name if path.name == BRIEF else path.name or path.resolve().name
    if name in {"", ".", ".."}:
        name = path.resolve().name
    if not name:
        raise NotFoundError(f"“{brief}” names no brief.")
    return name
