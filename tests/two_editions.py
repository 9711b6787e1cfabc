"""Two editions of the small desk's brief, one after the other, for one audience; nothing is filed."""

import datetime as dt
from dataclasses import dataclass, replace

from briefing.building.build import examine
from briefing.composing.compose import compose
from briefing.model.brief import Brief
from briefing.model.edition import Imprint, Number
from briefing.model.said import Said, said_of
from briefing.model.variant import Variant
from briefing.printing.changed import changed
from tests.workbench import DeskCopy

FIRST, SECOND = Number(1, 0), Number(2, 0)


@dataclass(frozen=True)
class Second:
    """The second edition: the brief, its variant with what changed, and what the first one said."""

    brief: Brief
    variant: Variant
    before: Said


def first_edition(desk: DeskCopy, audience: str) -> Said:
    return said_of(_filed(desk, audience, FIRST)[1])


def second_edition(desk: DeskCopy, before: Said) -> Second:
    brief, variant = _filed(desk, before.audience, SECOND)
    return Second(brief, changed(brief, variant, (before,)), before)


def _filed(desk: DeskCopy, audience: str, number: Number) -> tuple[Brief, Variant]:
    workshop = desk.workshop()
    brief, problems = examine(desk.brief, workshop)
    assert brief is not None
    assert not any(problem.is_error for problem in problems), problems
    variant = compose(brief, audience, workshop.layouts[brief.house.audiences[audience].layout].sections)
    imprint = Imprint(number=number, date=variant.date, code="ABCD-EFGH-JKMN")
    return brief, replace(variant, imprint=imprint)


def edit_much(desk: DeskCopy) -> None:
    """One change of each kind: measures, words, figures, citations, a question closed, answered, asked, and more."""
    desk.edit("The ferry is likely to cost more than the 48 million voted.", "The ferry is highly likely to cost more.")
    desk.edit("likelihood: likely,", "likelihood: highly likely,")
    desk.edit("confidence: moderate, cites: [A3, A4]}", "confidence: moderate, cites: [A3, A4, A5]}")
    desk.edit("confidence: low", "confidence: moderate")
    desk.edit("Fares rise by 6 per cent in the first year.", "Fares rise by 6 per cent at first.")
    desk.edit("The county bears what the state does not.", "The county bears all that the state does not.")
    desk.edit(
        "  - {id: berth, question: Where will the fishermen berth?, priority: low, except: [chief], cites: [A6]}\n", ""
    )
    desk.edit("open_questions:\n", "open_questions:\n  - {id: when, question: When does it sail?, cites: [A1]}\n")
    desk.edit("review_by: 2026-09-01", "review_by: 2026-10-01")
    desk.edit("role: Chair of the islands’ assembly", "role: Chair of the assembly")
    desk.edit("date: 2026-03-09\nauthors", "date: 2026-04-02\nauthors")
    desk.edit("grade: B2", "grade: C3")


def later(said: Said, number: str, day: str) -> Said:
    """What another edition said, in the same words."""
    return replace(said, edition=number, date=dt.date.fromisoformat(day))
