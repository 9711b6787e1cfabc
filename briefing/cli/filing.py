"""The commands that write to the archive: archive, withdraw, sent."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import AsOf, Desk, desk_of, tell
from briefing.cli.seals import Certificate, PassphraseFile, SealLevel, plan_to_file, sealing
from briefing.cli.timestamping import stamp_after_edition
from briefing.cli.where import Brief, By, Edition, Where, archive_at, archive_site, keys_folder, name_of, now, who
from briefing.console import terminal
from briefing.model.desk import find_brief
from briefing.model.problem import Problem

if TYPE_CHECKING:
    from briefing.editions.filing import NewEdition, Unchanged


def archive(
    context: typer.Context,
    brief: Brief,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why there is a new edition.")] = "",
    minor: Annotated[bool, typer.Option("--minor", help="A correction: 1.0 becomes 1.1, and not 2.0.")] = False,
    pack: Annotated[
        bool, typer.Option("--pack", help="File all prints that house.yaml lists, not the plain one alone.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where the PDFs go for printing; else build/.")
    ] = None,
    as_of: AsOf = None,
    by: By = None,
    sealed: Annotated[
        bool | None, typer.Option("--seal/--no-seal", help="Seal the PDFs, or not; else as house.yaml says.")
    ] = None,
    level: SealLevel = None,
    certificate: Certificate = None,
    passphrase: PassphraseFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the edition as JSON.")] = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Check a brief, build it, and file it as a dated edition.

    It is built for every audience. Filed are the PDFs as each audience gets them, what they were made from, and
    how: whole, or not at all. They carry the edition's number and a code; the same PDFs are put into build/, to be
    printed. Where nothing has changed since the last edition, none is filed.

    They are sealed (PAdES) where house.yaml says with what, or --certificate does. The passphrase is asked for, or read
    from the variable BRIEFING_PASSPHRASE. Where the seal cannot be made as it is asked for, nothing is filed: file
    tonight with --seal-level B-B, which needs nobody else, or with --no-seal.

    \b
    Examples:
      briefing archive kim-putin-summit
      briefing archive kim-putin-summit --minor --reason "A name was misspelled"
      briefing archive kim-putin-summit --pack
      briefing archive kim-putin-summit --certificate ~/unit.p12
      briefing archive kim-putin-summit --seal-level B-B
    """  # noqa: D301
    from briefing.archive.store import Archive
    from briefing.building.workshop import open_workshop
    from briefing.editions.filing import FilingOrder, file_edition

    root = desk_of(context, desk)
    folder = find_brief(brief, root)
    workshop = open_workshop(root)
    problems, house = list(workshop.problems), workshop.desk
    place = archive_site(context, desk, where)
    at = now()
    order = FilingOrder(
        out=out or root / "build",
        at=at,
        as_of=as_of or at,
        by=who(by),
        reason=reason,
        minor=minor,
        pack=pack,
    )
    done = False
    with sealing(plan_to_file(house, sealed=sealed, level=level, certificate=certificate), passphrase, at) as seal:
        order = replace(order, seal=seal)
        for result in file_edition(
            folder, order, root, lambda: Archive.open(place, keys_folder(), create=True), terminal.say
        ):
            if isinstance(result, Problem):
                problems.append(result)
                continue
            done = True
            _show(result, as_json=as_json)
    if done:
        problems += stamp_after_edition(context, desk, Archive.open(place, keys_folder()), order.by)
    tell(problems, failed=not done, so="nothing was filed")


def _show(result: "NewEdition | Unchanged", *, as_json: bool) -> None:
    from briefing.editions.filing import Unchanged

    if isinstance(result, Unchanged):
        _say_unchanged(result)
    else:
        _say_filed(result)
    for path in () if as_json else result.paths:
        terminal.give(terminal.shown_path(path))
    if as_json:
        terminal.give(json.dumps(_as_object(result), ensure_ascii=False, indent=2))


def withdraw(
    context: typer.Context,
    brief: Brief,
    edition: Edition,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; everybody who asks is told.")],
    by: By = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Withdraw an edition; nothing is deleted.

    From now on everything that speaks of it says so, and why.

    \b
    Examples:
      briefing withdraw kim-putin-summit 1.0 --reason "The figure in paragraph 4 was wrong"
    """  # noqa: D301
    from briefing.archive.beside import withdraw as withdraw_edition
    from briefing.archive.naming import chosen as chosen_edition

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    with held.writing(terminal.say):
        chosen = chosen_edition(held, name, edition)
        done = withdraw_edition(held, chosen, reason=reason, at=now(), by=who(by))
    terminal.say(
        f"Edition {done.edition} of “{name}” is withdrawn. File the one that takes its place: briefing archive {name}"
    )


def sent(
    context: typer.Context,
    brief: Brief,
    edition: Edition,
    audience: Annotated[
        str, typer.Option("--audience", "-a", metavar="AUDIENCE", help="Which variant they were given.")
    ],
    to: Annotated[list[str], typer.Option("--to", metavar="NAME", help="To whom; again for more.")],
    by: By = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Record who was given which edition, today.

    \b
    Examples:
      briefing sent kim-putin-summit 1.0 -a minister --to "Private Office" --to "Permanent Secretary"
    """  # noqa: D301
    from briefing.archive.beside import record_sent
    from briefing.archive.naming import chosen as chosen_edition

    name = name_of(brief)
    held = archive_at(archive_site(context, desk, where))
    with held.writing(terminal.say):
        chosen = chosen_edition(held, name, edition)
        done = record_sent(held, chosen, audience=audience, to=to, at=now(), by=who(by))
        withdrawn = held.withdrawals(name).get(chosen.version)
    terminal.say(f"Recorded: {chosen.label} of “{name}” for {audience} went to {', '.join(done.to)}.")
    if withdrawn:
        terminal.say(f"Mind that this edition is withdrawn: {withdrawn.reason}")


def _say_unchanged(result: "Unchanged") -> None:
    edition = result.edition
    if result.withdrawn:
        terminal.say(
            f"Nothing was filed: this is what {edition.label} holds, which is withdrawn: {result.withdrawn.reason}"
        )
        return
    terminal.say(f"Nothing has changed since {edition.label} (v{edition.version}), so nothing was filed.")


def _say_filed(result: "NewEdition") -> None:
    edition = result.edition
    replaced = f", which replaces {edition.replaces}" if edition.replaces else ""
    terminal.say(f"Filed: edition {edition.label} of “{edition.brief}” (v{edition.version}){replaced}.")
    for variant in edition.audience:
        terminal.say(f"  {variant.edition_code}  {variant.audience}")
    for audience, code in edition.not_for.items():
        terminal.say(f"  not for {audience} ({code})")
    if edition.seal:
        terminal.say(f"  sealed by {edition.seal.name} ({edition.seal.level})")
    for note in result.filed.notes:
        terminal.say(note)
    terminal.say(
        f"The log stands at {result.filed.checkpoint.head}. "
        "Who keeps this line can tell later if the archive was set back."
    )


def _as_object(result: "NewEdition | Unchanged") -> dict[str, object]:
    from briefing.editions.filing import NewEdition

    shown: dict[str, object] = {"filed": isinstance(result, NewEdition), **result.edition.as_object()}
    shown["paths"] = [str(path) for path in result.paths]
    if isinstance(result, NewEdition):
        shown["checkpoint"] = str(result.filed.checkpoint.head)
    return shown
