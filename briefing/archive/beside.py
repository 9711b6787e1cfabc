"""What is kept beside the editions of a brief: withdrawals, and who was given what. Nothing filed is ever changed."""

import datetime as dt
from collections.abc import Sequence

from briefing.archive.record import Edition, Register, Sent, Withdrawal, Withdrawals
from briefing.archive.refusal import archive_problem
from briefing.archive.store import COPIES, WITHDRAWALS, Act, Archive
from briefing.problem import FaultyInputError


def withdraw(archive: Archive, edition: Edition, *, reason: str, at: dt.datetime, by: str) -> Withdrawal:
    """Withdraw an edition: it stays as it was filed, and everything that speaks of it says so from now on.

    The archive must be held. Raises FaultyInputError (E822) where it is withdrawn already.
    """
    brief = edition.brief
    before = archive.withdrawals(brief)
    if edition.version in before:
        earlier = before[edition.version]
        message = (
            f"{edition.label} of “{brief}” was withdrawn on {earlier.withdrawn.date().isoformat()}: {earlier.reason}"
        )
        raise FaultyInputError([archive_problem("E822", message, "Nothing is left to do.")])
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
    if edition.variant(audience) is None:
        there = ", ".join(one.audience for one in edition.audience)
        message = f"{edition.label} of “{edition.brief}” holds nothing for the audience “{audience}”"
        raise FaultyInputError([archive_problem("E823", message, f"It was made for: {there}.")])
    sent = Sent(edition=edition.edition, version=edition.version, audience=audience, to=tuple(to), sent=at, by=by)
    record = Register(sent=(*archive.register(edition.brief).sent, sent))
    act = Act(kind="copies", at=at, by=by, why=f"Edition {edition.edition} was given to {len(to)} by name")
    archive.keep(edition.brief + COPIES, record, act)
    return sent
