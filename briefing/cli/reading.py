"""The commands that read the archive: editions, get."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import AsJson, Desk
from briefing.cli.where import Brief, Edition, Where, archive_at, archive_site, name_of
from briefing.console import terminal
from briefing.model.desk import NotFoundError

if TYPE_CHECKING:
    from briefing.archive import record
    from briefing.archive.store import Archive


def editions(
    context: typer.Context,
    brief: Annotated[
        str | None, typer.Argument(metavar="BRIEF", help="Of this brief alone.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """List the editions that are filed, in their order.

    \b
    Examples:
      briefing editions
      briefing editions kim-putin-summit
      briefing editions --json | jq -r '.[] | "\\(.issued) \\(.brief) \\(.edition)"'
    """  # noqa: D301
    from briefing.archive.naming import editions_of

    held = archive_at(archive_site(context, desk, where))
    names = held.briefs() if brief is None else (name_of(brief),)
    found = {name: editions_of(held, name) for name in names}
    if as_json:
        shown = [one for name in names for one in _as_objects(held, name, found[name])]
        terminal.give(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for name in names:
        terminal.give(name)
        for line in _table(held, found[name]):
            terminal.give(f"  {line}")


def _as_objects(held: "Archive", brief: str, editions: "tuple[record.Edition, ...]") -> Iterator[dict[str, object]]:
    withdrawals, register = held.withdrawals(brief), held.register(brief).sent
    for edition in editions:
        withdrawal = withdrawals.get(edition.version)
        sent = [one.as_object() for one in register if one.version == edition.version]
        yield {**edition.as_object(), "withdrawn": withdrawal.as_object() if withdrawal else None, "sent": sent}


def _table(held: "Archive", editions: "tuple[record.Edition, ...]") -> list[str]:
    if not editions:
        return []
    brief = editions[0].brief
    withdrawals = held.withdrawals(brief)
    sent = held.register(brief).sent
    rows = []
    for edition in editions:
        notes = [f"withdrawn: {withdrawals[edition.version].reason}"] if edition.version in withdrawals else []
        notes += [f"for {', '.join(variant.audience for variant in edition.audience)}"]
        notes += [f"“{edition.reason}”"] if edition.reason else []
        given = [one for one in sent if one.version == edition.version]
        named = sum(len(one.to) for one in given if not one.copies)
        notes += [f"given to {named}"] if named else []
        numbered = sum(len(one.copies) for one in given)
        notes += [f"{numbered} numbered {'copy' if numbered == 1 else 'copies'}"] if numbered else []
        filed = edition.issued.astimezone().strftime("%Y-%m-%d %H:%M")
        rows.append(
            (f"v{edition.version}", str(edition.edition), str(edition.date), f"filed {filed}", " · ".join(notes))
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        terminal.plain("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]))
        for row in rows
    ]


def get(
    context: typer.Context,
    brief: Brief,
    edition: Edition,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where to.")],
    audience: Annotated[
        str | None, typer.Option("--audience", "-a", metavar="AUDIENCE", help="Only the PDFs that this audience got.")
    ] = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Take the files of a filed edition out, each checked.

    A file that is not what was filed is not given.

    \b
    Examples:
      briefing get kim-putin-summit 1.0 -o /tmp/as-filed
      briefing get kim-putin-summit latest -o /tmp/print -a minister
      briefing get kim-putin-summit 2023-09-12 -o out && briefing build --desk out/desk
    """  # noqa: D301
    from briefing.archive.get import get as take_out
    from briefing.archive.naming import chosen as chosen_edition

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    chosen = chosen_edition(held, name, edition)
    if audience is not None and chosen.variant(audience) is None:
        there = ", ".join(one.audience for one in chosen.audience)
        raise NotFoundError(f"{chosen.label} holds nothing for the audience “{audience}”. It was made for: {there}.")
    count = 0
    for path in take_out(held, chosen, out, audience):
        terminal.give(terminal.shown_path(path))
        count += 1
    withdrawal = held.withdrawals(name).get(chosen.version)
    terminal.say(f"{terminal.number_of(count, 'file')} of edition {chosen.label}, each as it was filed.")
    if withdrawal:
        terminal.say(f"Mind that this edition is withdrawn: {withdrawal.reason}")
