"""The command that makes numbered copies: copies."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.clustered import Cluster, crew_of
from briefing.cli.options import Desk
from briefing.cli.where import Brief, By, Edition, Where, archive_at, archive_site, name_of, now, who
from briefing.console import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.archive.record import Edition as EditionOf
    from briefing.archive.store import Archive
    from briefing.copying.copies import Copies, CopiesOrder
    from briefing.copying.register import Reader

_STANDARD_INPUT = "-"


def copies(
    context: typer.Context,
    brief: Brief,
    edition: Edition,
    register: Annotated[
        Path,
        typer.Option(
            "--register",
            metavar="FILE.csv",
            help="Who gets one: a CSV file with a column “name”; - reads standard input.",
        ),
    ],
    audience: Annotated[
        str, typer.Option("--audience", "-a", metavar="AUDIENCE", help="Which variant they are given.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where to.")],
    of: Annotated[
        str | None,
        typer.Option(
            "--print", metavar="NAME", help="Another print that was filed, such as binder; else the plain one."
        ),
    ] = None,
    by: By = None,
    cluster: Cluster = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")] = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Make numbered copies of an edition, by name.

    The PDF is the one that was filed, to the last byte; the reader's name and the number are laid over each page.
    A seal is left out, for it would not hold; that of the edition stays on what was filed.
    A list stands beside the copies, and the archive keeps who has which: briefing verify FILE.pdf tells of each.

    \b
    Examples:
      briefing copies kim-putin-summit latest --register cabinet.csv -a minister -o /tmp/copies
      briefing copies kim-putin-summit 1.0 --register cabinet.csv -a minister -o /tmp/copies --print binder
      briefing copies kim-putin-summit 1.0 --register all.csv -a minister -o /tmp/copies --cluster tcp://10.0.0.5:8786
      printf 'name\\nPrivate Office\\n' | briefing copies summit 1.0 --register - -a minister -o /tmp/copies
    """  # noqa: D301
    from briefing.archive.naming import chosen as chosen_edition
    from briefing.copying.copies import CopiesOrder

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    chosen = chosen_edition(held, name, edition)
    order = CopiesOrder(audience=audience, print=of, out=out, at=now(), by=who(by))
    done = _made(held, chosen, _readers(register), order, cluster)
    withdrawn = held.withdrawals(name).get(chosen.version)
    if as_json:
        terminal.give(json.dumps(_as_object(done), ensure_ascii=False, indent=2))
    else:
        for copy in done.copies:
            terminal.give(terminal.shown_path(copy.path))
    for problem in done.problems:
        terminal.say(terminal.as_text(problem, sys.stderr))
    terminal.say(_summary(done))
    if done.file.pressed:
        terminal.say("The copies carry no seal: with a name laid over it, a page is not the one that was sealed.")
    if withdrawn:
        terminal.say(f"Mind that this edition is withdrawn: {withdrawn.reason}")


def _made(
    held: "Archive", chosen: "EditionOf", readers: "Sequence[Reader]", order: "CopiesOrder", cluster: str | None
) -> "Copies":
    from briefing.copying.copies import make_copies

    if cluster is None:
        return make_copies(held, chosen, readers, order, terminal.say)
    with crew_of(cluster) as (crew, workers):
        from briefing.afar.copies import copiers_of

        return make_copies(held, chosen, readers, order, terminal.say, copiers=copiers_of(crew, workers))


def _readers(register: Path) -> "tuple[Reader, ...]":
    from briefing.copying.register import read_register

    if str(register) == _STANDARD_INPUT:
        return read_register(sys.stdin.buffer.read(), Path("standard input"))
    if not register.exists() or register.is_dir():
        raise typer.BadParameter(f"“{register}” is no file.", param_hint="--register")
    return read_register(register.read_bytes(), register)


def _summary(done: "Copies") -> str:
    count = f"{len(done.copies)} numbered {'copy' if len(done.copies) == 1 else 'copies'}"
    which = f"edition {done.edition.label}, print {done.file.print}"
    kept = "entered in the archive" if done.is_new else "on record in the archive already"
    return f"{count} of {which}, {kept}. Who has which: {terminal.shown_path(done.listed)}"


def _as_object(done: "Copies") -> dict[str, object]:
    return {
        "brief": done.edition.brief,
        "edition": str(done.edition.edition),
        "version": f"v{done.edition.version}",
        "print": done.file.print,
        "is_new": done.is_new,
        "register": str(done.listed),
        "copies": [one.as_object() for one in done.copies],
    }
