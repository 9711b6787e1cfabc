"""What is kept beside the editions of a brief: withdrawals, and who was given what. Nothing filed is ever changed."""

import datetime as dt
from collections.abc import Sequence

from briefing.archive.record import Copy, Edition, Register, Sent, VariantRecord, Withdrawal, Withdrawals
from briefing.archive.store import COPIES, WITHDRAWALS, Act, Archive
from briefing.model.problem import FaultyInputError, Problem


def withdraw(archive: Archive, edition: Edition, *, reason: str, at: dt.datetime, by: str) -> Withdrawal:
    """Withdraw an edition: it stays as it was filed, and everything that speaks of it says so from now on.

    The archive must be held. Raises FaultyInputError (E822) where it is withdrawn already.
    """
    return archive.begin_again(lambda: _withdraw(archive, edition, reason, at, by))


def _withdraw(archive: Archive, edition: Edition, reason: str, at: dt.datetime, by: str) -> Withdrawal:
    brief = edition.brief
    before = archive.withdrawals(brief)
    if edition.version in before:
        earlier = before[edition.version]
        message = (
            f"{edition.label} of “{brief}” was withdrawn on {earlier.withdrawn.date().isoformat()}: {earlier.reason}"
        )
        raise FaultyInputError([Problem("E822", message, "Nothing is left to do.")])
    new = Withdrawal(edition=edition.edition, version=edition.version, withdrawn=at, reason=reason, by=by)
    record = Withdrawals(withdrawals=(*before.values(), new))
    act = Act(kind="withdrawal", at=at, by=by, why=f"Edition {edition.edition} is withdrawn: {reason}")
    archive.keep(brief + WITHDRAWALS, record, act)
    return new


def record_sent(  # noqa: PLR0913 (each is a thing of its own, named where it is given)
    archive: Archive, edition: Edition, *, audience: str, to: Sequence[str], at: dt.datetime, by: str
) -> Sent:
    """Record that people were given a variant of an edition. The archive must be held.

    Raises FaultyInputError (E823) where this edition has nothing for the audience.
    """
    variant_for(edition, audience)
    sent = Sent(edition=edition.edition, version=edition.version, audience=audience, to=tuple(to), sent=at, by=by)
    archive.begin_again(lambda: _record(archive, edition, sent))
    return sent


def record_copies(  # noqa: PLR0913 (each is a thing of its own, named where it is given)
    archive: Archive, edition: Edition, *, audience: str, of: str, copies: Sequence[Copy], at: dt.datetime, by: str
) -> Sent | None:
    """Record the numbered copies of a print (`of`) of an edition. The archive must be held.

    None where these very copies are on record: then nothing is filed.
    """
    copies = tuple(copies)
    sent = Sent(
        edition=edition.edition,
        version=edition.version,
        audience=audience,
        to=tuple(one.name for one in copies),
        sent=at,
        by=by,
        print=of,
        copies=copies,
    )
    return archive.begin_again(lambda: _record_new(archive, edition, sent))


def copies_made(archive: Archive, edition: Edition, audience: str, of: str) -> tuple[Sent, ...]:
    """The numbered copies that were made of a print of an edition, as they are on record."""
    wanted = (edition.version, audience, of)
    there = archive.register(edition.brief).sent
    return tuple(one for one in there if one.copies and (one.version, one.audience, one.print) == wanted)


def variant_for(edition: Edition, audience: str) -> VariantRecord:
    """What an edition has for an audience. Raises FaultyInputError (E823) where it has nothing."""
    variant = edition.variant(audience)
    if variant is None:
        there = ", ".join(one.audience for one in edition.audience)
        message = f"{edition.label} of “{edition.brief}” holds nothing for the audience “{audience}”"
        raise FaultyInputError([Problem("E823", message, f"It was made for: {there}.")])
    return variant


def _record_new(archive: Archive, edition: Edition, sent: Sent) -> Sent | None:
    there = copies_made(archive, edition, sent.audience, sent.print or "")
    if any(one.copies == sent.copies for one in there):
        return None
    _record(archive, edition, sent)
    return sent


def _record(archive: Archive, edition: Edition, sent: Sent) -> None:
    record = Register(sent=(*archive.register(edition.brief).sent, sent))
    why = f"Edition {edition.edition} was given to {len(sent.to)} by name"
    archive.keep(edition.brief + COPIES, record, Act(kind="copies", at=sent.sent, by=sent.by, why=why))
