"""The command that says what changed: changes."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import AsJson, Desk, desk_of
from briefing.cli.where import Brief, Where, archive_at, archive_site, name_of, now
from briefing.console import terminal
from briefing.model.desk import NotFoundError, find_brief

if TYPE_CHECKING:
    from briefing.editions.comparing import Before


def changes(
    context: typer.Context,
    brief: Brief,
    old: Annotated[
        str | None, typer.Argument(metavar="OLD", help="An edition; else the last one.", show_default=False)
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(metavar="NEW", help="An edition; else the last one, or the desk.", show_default=False),
    ] = None,
    audience: Annotated[
        list[str] | None,
        typer.Option("--audience", "-a", metavar="AUDIENCE", help="Only for this audience; again for more."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="As a PDF for each audience, into build/.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where PDFs go; else build/.")] = None,
    as_json: AsJson = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Say what changed between two editions, or since the last.

    It is said for each audience, in what it was told itself. With no edition, the brief on the desk is held against
    the last one filed. With one, that is held against the last. Figures stay whole, judgements that did not change
    are said to be unchanged, questions say since when they are open.

    \b
    Examples:
      briefing changes kim-putin-summit
      briefing changes kim-putin-summit 1.0 2.0 -a minister
      briefing changes kim-putin-summit 1.0 --pdf
      briefing changes kim-putin-summit 2023-09-12 latest --json | jq '.[].items[].kinds'
    """  # noqa: D301
    from briefing.editions.comparing import between, since

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    if old is None:
        root = desk_of(context, desk)
        pairs = tuple(since(held, find_brief(brief, root), root, now()))
    else:
        pairs = tuple(between(held, name, old, new or "latest"))
    known = [pair.audience for pair in pairs]
    for asked in audience or ():
        if asked not in known:
            raise NotFoundError(f"There is no audience “{asked}” in either. There is: {', '.join(known)}.")
    pairs = tuple(pair for pair in pairs if not audience or pair.audience in audience)
    if as_json:
        _give_json(pairs)
    elif pdf:
        _make_pdfs(context, pairs, desk, out)
    else:
        _give_text(pairs)


def _give_json(pairs: "tuple[Before, ...]") -> None:
    shown = []
    for pair in pairs:
        found = pair.changes()
        shown.append(found.as_object() if found else {"audience": pair.audience, "compared": False})
    terminal.give(json.dumps(shown, ensure_ascii=False, indent=2, default=str))


def _give_text(pairs: "tuple[Before, ...]") -> None:
    from briefing.console.told import changes_as_text

    width = terminal.width()
    texts = []
    for pair in pairs:
        found = pair.changes()
        colour = terminal.is_coloured(sys.stdout)
        texts.append(changes_as_text(found, colour=colour, width=width) if found else _alone(pair))
    terminal.give("\n\n".join(texts))


def _alone(pair: "Before") -> str:
    if pair.old:
        return f"{pair.old.brief}, {pair.audience}: this audience is told nothing any more."
    return f"{pair.new.brief if pair.new else ''}, {pair.audience}: this audience had nothing before."


def _make_pdfs(context: typer.Context, pairs: "tuple[Before, ...]", desk: Path | None, out: Path | None) -> None:
    from briefing.building.workshop import open_workshop
    from briefing.editions.changes_print import print_changes
    from briefing.printing.put import put

    root = desk_of(context, desk)
    workshop = open_workshop(root)
    house = workshop.desk.house
    for pair in pairs:
        if not (pair.old and pair.new):
            terminal.say(_alone(pair))
            continue
        of_house = house.audiences.get(pair.audience)
        layout = workshop.layouts[of_house.layout if of_house else "policy-brief"]
        printed = print_changes(house, pair.old, pair.new, layout, house.paper)
        name = f"{pair.new.date.isoformat()}_{pair.new.brief}_{pair.audience}_changes.pdf"
        path = (out or root / "build") / pair.new.brief / name
        put(path, printed.pdf)
        terminal.give(terminal.shown_path(path))
