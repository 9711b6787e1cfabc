"""What `new --from` does: the next edition begins where a filed one stands."""

from pathlib import Path

import typer

from briefing.cli.options import desk_of
from briefing.cli.where import archive_at, archive_site
from briefing.console import terminal


def begin(context: typer.Context, name: str, edition: str, where: str | None, desk: Path | None) -> None:
    """Put the brief of a filed edition into the desk, and say what comes next; `edition` may name another brief."""
    from briefing.archive.naming import chosen as chosen_edition
    from briefing.editions.onward import begin_from

    other, named, wanted = edition.rpartition(":")
    brief = other if named else name
    held = archive_at(archive_site(context, desk, where))
    chosen = chosen_edition(held, brief, wanted)
    for path in begin_from(held, chosen, name, desk_of(context, desk)):
        terminal.give(terminal.shown_path(path))
    withdrawal = held.withdrawals(brief).get(chosen.version)
    terminal.say(f"This is edition {chosen.label} of “{brief}”, as it was filed.")
    if withdrawal:
        terminal.say(f"Mind that it is withdrawn: {withdrawal.reason}")
    terminal.say(f"Give it its new date, write what is new, then: briefing changes {name}")
