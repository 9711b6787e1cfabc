"""A print of what changed between two filed editions: made of what each said to one audience, and of nothing else."""

from collections.abc import Iterable

from briefing.changes import compare, printable
from briefing.model.house import House
from briefing.model.layout import Layout
from briefing.model.marking import Level, Marking, Scheme
from briefing.model.prints import CHANGES, print_of
from briefing.model.said import Said
from briefing.model.variant import Variant
from briefing.printing.printing import Printed, print_variant


def print_changes(house: House, old: Said, new: Said, layout: Layout, paper: str) -> Printed:
    """Lay out and press what changed, as paper may say it: what is gone whole is named, and not repeated.

    It is marked as high as the higher of the two editions. Raises FaultyInputError as `print_variant` does, ValueError
    where the two were not said to the same audience.
    """
    return print_variant(None, _variant(house, old, new), print_of(CHANGES, paper), layout)


def _variant(house: House, old: Said, new: Said) -> Variant:
    """A variant that says nothing but what changed."""
    scheme = house.scheme
    return Variant(
        name=new.brief,
        audience=new.audience,
        reader=new.reader,
        organisation=new.organisation or house.organisation,
        title=new.title,
        subtitle="",
        date=new.date,
        language=new.language,
        authors=new.authors,
        owner=new.owner,
        approved_by=new.approved_by,
        review_by=new.review_by,
        embargoed_until=None,
        is_overdue=False,
        keywords=(),
        marking=_highest(scheme, (old.marking, new.marking)),
        title_marking=scheme.lowest,
        subtitle_marking=scheme.lowest,
        side_markings={},
        scheme=scheme,
        sections=(),
        sources=(),
        annexes=(),
        yardstick=None,
        distribution=(),
        says_withheld=False,
        changes=printable(compare(old, new)),
    )


def _highest(scheme: Scheme, names: Iterable[str]) -> Marking:
    """The banner of two editions; where the house no longer has their markings, both as they were written."""
    given = tuple(dict.fromkeys(names))
    if all(scheme.knows(name) for name in given):
        return scheme.banner(scheme.marking(name) for name in given)
    return Marking(Level(" / ".join(given), 0))
