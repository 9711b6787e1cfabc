"""The commands for those who answer for how long things are kept: retention, hold, dispose."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import AsJson, AsOf, Desk
from briefing.cli.timestamping import trust_of
from briefing.cli.where import Brief, By, Where, archive_at, archive_site, name_of, now, who
from briefing.console import terminal
from briefing.model.desk import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.archive.retention import Kept

Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept, and told to who asks.")]


def retention(
    context: typer.Context,
    brief: Annotated[
        str | None, typer.Argument(metavar="BRIEF", help="Of this brief alone.", show_default=False)
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what may be disposed of by now.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """List until when each brief is to be kept.

    The day is that of the edition which is to be kept longest: retention_years in house.yaml, as it was when the
    edition was filed. What is held, and what was disposed of, is told as well; and before which day the timestamps of
    the log are to be renewed.

    \b
    Examples:
      briefing retention
      briefing retention --due
      briefing retention kim-putin-summit
    """  # noqa: D301
    from briefing.archive.dated import dating
    from briefing.archive.retention import all_kept, kept

    held = archive_at(archive_site(context, desk, where))
    day = (as_of or now()).date()
    found = list(all_kept(held)) if brief is None else [kept(held, name_of(brief))]
    found = [one for one in found if one.is_due(day) or not due]
    if as_json:
        terminal.give(json.dumps([one.as_object(day) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        terminal.give(terminal.plain(one.brief))
        for line in _lines(one, day):
            terminal.give(terminal.plain(f"  {line}"))
    stamped = None if brief else dating(held, trust_of(context, desk, None)).renew_before(as_of or now(), soon=due)
    if stamped:
        terminal.give("timestamps of the log")
        terminal.give(f"  to be renewed before {stamped.date().isoformat()}: briefing timestamp --renew")
    if due and not found and not stamped:
        terminal.say("Nothing is due.")


def _lines(one: "Kept", day: dt.date) -> "Iterator[str]":
    if one.disposal:
        gone = one.disposal
        yield f"disposed of on {gone.disposed.date().isoformat()} under {gone.order}: {gone.reason}"
        for edition in gone.editions:
            yield f"  had {edition.edition} · {edition.date.isoformat()}, filed {edition.issued.date().isoformat()}"
    if one.editions:
        count = "1 edition" if one.editions == 1 else f"{one.editions} editions"
        until = f"to be kept until {one.until.isoformat()}" if one.until else "no day is set until which it is kept"
        yield f"{count}, {until}{'; due' if one.is_due(day) else ''}"
    for each in one.holds:
        yield f"HELD since {each.since.date().isoformat()}: {each.reason}"


def hold(
    context: typer.Context,
    brief: Brief,
    reason: Reason,
    release: Annotated[bool, typer.Option("--release", help="End every hold on the brief.")] = False,
    by: By = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Forbid that a brief is disposed of, or allow it again.

    \b
    Examples:
      briefing hold kim-putin-summit --reason "Inquiry 2027/14"
      briefing hold kim-putin-summit --release --reason "The inquiry has reported"
    """  # noqa: D301
    from briefing.archive.retention import hold as lay
    from briefing.archive.retention import release as end

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    with held.writing(terminal.say):
        if release:
            ended = end(held, name, reason=reason, at=now(), by=who(by))
            terminal.say(f"“{name}” is held no more ({len(ended)} released).")
        else:
            lay(held, name, reason=reason, at=now(), by=who(by))
            terminal.say(f"“{name}” is held: it is not disposed of until the hold is released.")


def dispose(
    context: typer.Context,
    brief: Brief,
    order: Annotated[
        str, typer.Option("--order", metavar="TEXT", help="Under which order or schedule, as your records name it.")
    ],
    reason: Reason,
    early: Annotated[bool, typer.Option("--early", help="Before the day until which it was to be kept.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    by: By = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is left as JSON.")] = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Remove a whole brief for good, under an order.

    Its editions, who had copies, and what was withdrawn are deleted from this archive; copies elsewhere are not. What
    stays is that it was there: when each edition was filed, its digest, the codes on its papers, and under which order
    it went. That is filed and signed first.

    \b
    Examples:
      briefing dispose kim-putin-summit --order "Schedule 4.2" --reason "Ten years have passed"
      briefing dispose kim-putin-summit --order "Court order 17/2031" --reason "Erasure" --early --yes
    """  # noqa: D301
    from briefing.archive.retention import dispose as remove

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    _confirm(name, len(held.editions(name)), asked=not yes)
    with held.writing(terminal.say):
        gone = remove(held, name, order=order, reason=reason, at=now(), by=who(by), early=early)
    if as_json:
        terminal.give(json.dumps(gone.as_object(), ensure_ascii=False, indent=2))
    terminal.say(f"“{name}” is disposed of, {len(gone.editions)} of its editions; the log says so.")
    terminal.say("Copies of the archive, and what readers were given, are not touched by it.")


def deposit(
    context: typer.Context,
    brief: Brief,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where to: a folder that is not there yet.")],
    by: By = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Hand a brief over to another archive.

    DIR becomes a bag (BagIt 1.0): the brief with all its editions as they lie here, the log with the lines of other
    briefs hidden, and of every PDF a record copy as PDF/A-2a. Nothing is removed here.

    \b
    Examples:
      briefing deposit kim-putin-summit -o /media/transfer/kim-putin-summit
    """  # noqa: D301
    from briefing.editions.deposit import deposit as hand_over

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    done = hand_over(held, name, out, by=who(by), day=now().date().isoformat())
    count = "1 edition" if done.editions == 1 else f"{done.editions} editions"
    terminal.say(f"“{name}” with {count} lies in a bag of {done.octets:,} bytes, checked as it was read.")
    terminal.give(terminal.shown_path(done.folder))


def _confirm(name: str, editions: int, *, asked: bool) -> None:
    if not asked or not editions:
        return
    if not sys.stdin.isatty():
        raise NotFoundError("Nothing was removed: say --yes where nobody can be asked.")
    question = f"All {editions} editions of “{name}” will be gone for good. Type its name to go on"
    if typer.prompt(question, err=True) != name:
        raise NotFoundError("That is another name: nothing was removed.")
