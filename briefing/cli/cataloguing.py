"""The command that makes a static site of the archive."""

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.options import Desk
from briefing.cli.where import Where, archive_at, archive_site
from briefing.console import terminal


def catalogue(
    context: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Where to: a new folder, or an earlier catalogue.")
    ],
    ceiling: Annotated[
        str | None,
        typer.Option("--ceiling", metavar="LEVEL", help="Show nothing that is marked higher, and no trace of it."),
    ] = None,
    audience: Annotated[
        list[str] | None,
        typer.Option("--audience", "-a", metavar="AUDIENCE", help="Only what these audiences got; again for more."),
    ] = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Make a static site of the archive.

    Editions by date, by brief and by audience, each with its files, what it said, what changed and its control data,
    and a search. It is read from a folder or a file share, with nothing but a browser. Without --ceiling and -a it
    shows everything; with them it is searched for all that it withholds before it reaches its place.

    \b
    Examples:
      briefing catalogue -o /srv/share/briefs
      briefing catalogue -o public-site --ceiling TLP:CLEAR
      briefing catalogue -o for-the-committee --ceiling TLP:GREEN -a committee -a public
    """  # noqa: D301
    from briefing.catalogue.limit import Limit
    from briefing.catalogue.make import make

    held = archive_at(archive_site(context, desk, where))
    limit = Limit(ceiling or "", tuple(dict.fromkeys(audience or ())))
    with terminal.progress(len(held.briefs()), "Cataloguing") as advance:
        made = make(held, out, limit, lambda name: advance(now=name))
    terminal.give(terminal.shown_path(out / "index.html"))
    terminal.say(f"{_counted(made.editions, 'edition')} with {_counted(made.files, 'file')}, each as it was filed.")
    if made.searched_for is None:
        terminal.say("Everything in the archive is in it: keep it where those may read it who may read all of that.")
    else:
        terminal.say(f"Searched for {_counted(made.searched_for, 'withheld text')}: none stands in it.")


def _counted(number: int, name: str) -> str:
    return f"{number} {name if number == 1 else name + 's'}"
