"""The stamp: what filing an edition adds to a composed variant. Nothing of what was withheld goes into it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.archive.record import Edition
from briefing.archive.store import Archive
from briefing.model.brief import Brief
from briefing.model.edition import Imprint, Number
from briefing.model.edition_code import code_of
from briefing.model.said import Said
from briefing.model.variant import Variant
from briefing.printing.changed import changed


@dataclass(frozen=True, slots=True)
class Earlier:
    """The edition that an audience had before this one; `history` is what each one said to them, the oldest first."""

    number: Number
    date: dt.date
    withdrawn: bool
    history: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The number of an edition, and for each audience which had one before, the edition that it replaces."""

    number: Number
    earlier: Mapping[str, Earlier] = field(default_factory=dict)

    def on(self, brief: Brief, variant: Variant) -> Variant:
        """A variant of the brief as it is printed when it is filed.

        Its code is made of the composed variant, its audience and the edition, and of nothing else.
        """
        earlier = self.earlier.get(variant.audience)
        imprint = Imprint(
            number=self.number,
            date=variant.date,
            code=code_of(variant.digest(), variant.audience, self.number),
            replaces=earlier.number if earlier else None,
            replaced_date=earlier.date if earlier else None,
            withdrawn=earlier.withdrawn if earlier else False,
        )
        stamped = replace(variant, imprint=imprint)
        return changed(brief, stamped, earlier.history) if earlier else stamped


def stamp_of(archive: Archive, before: Sequence[Edition], number: Number, at: dt.datetime) -> Stamp:
    """The stamp of an edition that follows others of its brief; what was withdrawn before `at` is said to be.

    Raises FaultyInputError (E811) where what an earlier one said is not what was filed.
    """
    history: dict[str, list[Said]] = {}
    last: dict[str, Edition] = {}
    for edition in before:
        for variant in edition.audience:
            history.setdefault(variant.audience, []).append(archive.said(edition, variant))
            last[variant.audience] = edition
    withdrawn = (
        {version for version, one in archive.withdrawals(before[0].brief).items() if one.withdrawn <= at}
        if before
        else set()
    )
    return Stamp(
        number,
        {
            audience: Earlier(edition.edition, edition.date, edition.version in withdrawn, tuple(history[audience]))
            for audience, edition in last.items()
        },
    )
