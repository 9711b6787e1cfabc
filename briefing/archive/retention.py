"""Retention: how long a brief is kept, what holds it, and its disposal under a recorded order.

Disposal is of a whole brief. What it had is first told in an object of its own, `NAME.disposal`, which enters the log
as everything does; only then is the brief removed, with who had copies and what was withdrawn. A command that is
stopped in between is finished by the next. Nothing of what the brief said is left: when each edition was filed, its
digest, which the log has as well, and the codes that its papers bear.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefing.archive.naming import editions_of
from briefing.archive.record import Disposal, Disposals, DisposedEdition, Edition, Hold, Holds
from briefing.archive.store import HOLDS, Act, Archive
from briefing.archive.unfinished import DISPOSAL
from briefing.model.desk import NotFoundError
from briefing.model.problem import FaultyInputError, Problem


@dataclass(frozen=True, slots=True)
class Kept:
    """How a brief is kept: how many editions it has, until when, what holds it, and whether it was disposed of.

    `until` is the latest day that any of its editions names; None where one names none, so that no day is set.
    """

    brief: str
    editions: int
    until: dt.date | None
    holds: tuple[Hold, ...]
    disposal: Disposal | None

    def is_due(self, day: dt.date) -> bool:
        """Whether its day has passed and nothing holds it."""
        return bool(self.editions) and self.until is not None and self.until < day and not self.holds

    def as_object(self, day: dt.date) -> dict[str, Any]:
        """The same, for machines."""
        return {
            "brief": self.brief,
            "editions": self.editions,
            "keep_until": self.until.isoformat() if self.until else None,
            "due": self.is_due(day),
            "holds": [one.as_object() for one in self.holds],
            "disposed": self.disposal.as_object() if self.disposal else None,
        }


def kept(archive: Archive, brief: str) -> Kept:
    """How a brief is kept. Raises NotFoundError where the archive never had it."""
    editions, disposals = archive.editions(brief), archive.disposals(brief).disposals
    if not disposals:
        editions = editions_of(archive, brief)
    days = [edition.keep_until for edition in editions]
    until = max((day for day in days if day), default=None) if all(days) else None
    return Kept(brief, len(editions), until, archive.holds(brief).in_force, disposals[-1] if disposals else None)


def all_kept(archive: Archive) -> Iterator[Kept]:
    """How every brief is kept, and what is left of those that were disposed of."""
    return (kept(archive, brief) for brief in sorted({*archive.briefs(), *archive.disposed()}))


def hold(archive: Archive, brief: str, *, reason: str, at: dt.datetime, by: str) -> Hold:
    """Lay a hold on a brief, so that it is not disposed of until the hold is released. The archive must be held."""
    _ = kept(archive, brief)
    new = Hold(since=at, reason=reason, by=by)
    before = archive.holds(brief).holds
    archive.keep(brief + HOLDS, Holds(holds=(*before, new)), Act(kind="hold", at=at, by=by, why=f"Held: {reason}"))
    return new


def release(archive: Archive, brief: str, *, reason: str, at: dt.datetime, by: str) -> tuple[Hold, ...]:
    """Release every hold on a brief. The archive must be held. Raises FaultyInputError (E874) where there is none."""
    _ = kept(archive, brief)
    before = archive.holds(brief)
    if not before.in_force:
        raise FaultyInputError([Problem("E874", f"nothing holds “{brief}”", "Nothing is left to do.")])
    done = {"released": at, "release_reason": reason, "released_by": by}
    after = tuple(one if one.released else one.model_copy(update=done) for one in before.holds)
    act = Act(kind="hold", at=at, by=by, why=f"Hold released: {reason}")
    archive.keep(brief + HOLDS, Holds(holds=after), act)
    return before.in_force


def dispose(  # noqa: PLR0913 (each is a thing of its own, named where it is given)
    archive: Archive, brief: str, *, order: str, reason: str, at: dt.datetime, by: str, early: bool = False
) -> Disposal:
    """Dispose of a brief: when this returns, that it was is in the log, and all of it is gone.

    The archive must be held. Raises FaultyInputError: E871 where something holds it, E873 before its day, unless that
    is said to be meant (`early`).
    """
    before = kept(archive, brief)
    if before.holds:
        message = f"“{brief}” is held since {before.holds[0].since.date().isoformat()}: {before.holds[0].reason}"
        hint = f"It can be disposed of when the hold is released: briefing hold {brief} --release --reason TEXT"
        raise FaultyInputError([Problem("E871", message, hint)])
    if before.until and at.date() <= before.until and not early:
        message = f"“{brief}” is to be kept until {before.until.isoformat()}"
        raise FaultyInputError([Problem("E873", message, "If the order says so all the same, add --early.")])
    editions = tuple(_left_of(archive, edition) for edition in archive.editions(brief))
    if not editions:
        raise NotFoundError(f"Nothing of “{brief}” is left: it was disposed of already.")
    new = Disposal(brief=brief, disposed=at, order=order, reason=reason, by=by, editions=editions)
    earlier = archive.disposals(brief).disposals
    act = Act(kind="disposal", at=at, by=by, why=f"Disposed of under {order}: {reason}")
    archive.keep(brief + DISPOSAL, Disposals(disposals=(*earlier, new)), act)
    return new


def _left_of(archive: Archive, edition: Edition) -> DisposedEdition:
    return DisposedEdition(
        edition=edition.edition,
        version=edition.version,
        date=edition.date,
        issued=edition.issued,
        inventory=archive.inventory_digest(edition.brief, edition.version),
        edition_codes=tuple(variant.edition_code for variant in edition.audience),
    )


def disposed_with(archive: Archive, code: str) -> tuple[Disposal, DisposedEdition] | None:
    """What was disposed of, and bore this code; None where nothing did."""
    for brief in archive.disposed():
        for disposal in archive.disposals(brief).disposals:
            for edition in disposal.editions:
                if code in edition.edition_codes:
                    return disposal, edition
    return None


def day_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
