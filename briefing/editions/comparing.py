"""Comparing: what was said to each audience in one edition, and in another or in the brief as it stands on the desk."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.archive.naming import editions_of, select
from briefing.archive.store import Archive
from briefing.building.workshop import examine, open_workshop
from briefing.changes import compare
from briefing.checking.check import may_be_drafted
from briefing.composing.compose import compose
from briefing.model.change import Changes
from briefing.model.problem import FaultyInputError
from briefing.model.said import Said, said_of


@dataclass(frozen=True, slots=True)
class Before:
    """What an audience was told before and what it is told now; where there was nothing before, `old` is None."""

    audience: str
    old: Said | None
    new: Said | None

    def changes(self) -> Changes | None:
        """What changed, where there is something to compare."""
        return compare(self.old, self.new) if self.old and self.new else None


def between(archive: Archive, brief: str, old: str, new: str) -> Iterator[Before]:
    """Two editions, audience by audience. Raises NotFoundError where one of them is not there."""
    editions = editions_of(archive, brief)
    first, last = select(editions, old, brief), select(editions, new, brief)
    for audience in dict.fromkeys(one.audience for edition in (last, first) for one in edition.audience):
        was, now = first.variant(audience), last.variant(audience)
        yield Before(
            audience,
            archive.said(first, was) if was else None,
            archive.said(last, now) if now else None,
        )


def since(archive: Archive, folder: Path, desk: Path, as_of: dt.datetime) -> Iterator[Before]:
    """The brief on the desk and the newest edition of it, audience by audience.

    Raises NotFoundError where nothing is filed, FaultyInputError where the brief has errors that keep even a
    draft from being made. An audience for which
    nothing is left is told nothing now.
    """
    workshop = open_workshop(desk)
    brief, problems = examine(folder, workshop)
    if brief is None or not may_be_drafted(problems):
        raise FaultyInputError(problem for problem in problems if problem.is_error)
    last = editions_of(archive, brief.name)[-1]
    for audience, of_house in brief.house.audiences.items():
        was = last.variant(audience)
        try:
            variant = compose(brief, audience, workshop.layouts[of_house.layout].sections, as_of=as_of)
        except FaultyInputError:
            now: Said | None = None
        else:
            now = said_of(variant)
        yield Before(audience, archive.said(last, was) if was else None, now)
