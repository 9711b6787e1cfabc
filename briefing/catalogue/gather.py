"""Gather: what an archive holds, sorted into what the catalogue shows and what it withholds.

Editions are read one brief at a time, so that an archive of any size passes through.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from briefing.archive.record import Edition, VariantRecord
from briefing.archive.refusal import told
from briefing.archive.shelf import Shelf
from briefing.archive.store import Archive
from briefing.catalogue.holding import Control, Entry, Shown, Telling
from briefing.catalogue.limit import Limit, scheme_of_house
from briefing.log import Leaf
from briefing.model.marking import Scheme
from briefing.model.said import Said

_HOUSE = "desk/sources/house.yaml"


@dataclass
class Gathered:
    """An archive as one limit shows it. All of it raises FaultyInputError where a file is not what was filed."""

    archive: Archive
    limit: Limit
    _schemes: dict[str, Scheme | None] = field(default_factory=dict)
    _editions: dict[str, tuple[Edition, ...]] = field(default_factory=dict)
    _states: dict[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)

    @cached_property
    def briefs(self) -> tuple[str, ...]:
        """The names of all briefs."""
        return tuple(sorted(self.archive.briefs()))

    @cached_property
    def lines(self) -> Mapping[tuple[str, str], tuple[int, str]]:
        """Where in the log each version stands: the number of its line, and the digest of its inventory."""
        with told():
            leaves = enumerate(self.archive.book.leaves(), start=1)
        return {(leaf.object, leaf.version): (at, leaf.inventory) for at, leaf in leaves if isinstance(leaf, Leaf)}

    def editions(self, brief: str) -> tuple[Edition, ...]:
        """The editions of a brief, in the order in which they were filed."""
        if brief not in self._editions:
            self._editions[brief] = self.archive.editions(brief)
        return self._editions[brief]

    def state(self, edition: Edition) -> Mapping[str, str]:
        """The SHA-512 of every file of an edition, by its path."""
        if edition.brief not in self._states:
            with told():
                inventory = self.archive.root.inventory(edition.brief)
            self._states[edition.brief] = tuple(one.state for one in inventory.versions) if inventory else ()
        return self._states[edition.brief][edition.version - 1]

    def scheme(self, edition: Edition) -> Scheme | None:
        """The marking scheme that was filed with an edition; None where none can be read."""
        digest = self.state(edition).get(_HOUSE, "")
        if digest not in self._schemes:
            data = self.archive.read(edition.brief, edition.version, _HOUSE) if digest else b""
            self._schemes[digest] = scheme_of_house(data) if data else None
        return self._schemes[digest]

    def variants(self, edition: Edition) -> tuple[VariantRecord, ...]:
        """The variants of an edition that are shown."""
        scheme = self.scheme(edition) if self.limit.ceiling else None
        return tuple(one for one in edition.audience if self.limit.lets_through(one, scheme))

    def markings(self) -> Iterator[tuple[str, Scheme | None]]:
        """The marking of everything that is shown, with its scheme."""
        for brief in self.briefs:
            for edition in self.editions(brief):
                yield from ((one.marking, self.scheme(edition)) for one in self.variants(edition))

    def knows(self, marking: str) -> bool:
        """Whether a scheme that was filed has this marking."""
        return bool(self.levels()) and any(scheme.knows(marking) for scheme in self._schemes.values() if scheme)

    def levels(self) -> tuple[str, ...]:
        """The levels of all schemes that were filed, lowest first."""
        for brief in self.briefs:
            for edition in self.editions(brief):
                self.scheme(edition)
        return tuple(dict.fromkeys(name for scheme in self._schemes.values() if scheme for name in scheme.names))

    def audiences(self) -> frozenset[str]:
        """The names of all audiences for which anything was filed."""
        return frozenset(
            one.audience for brief in self.briefs for edition in self.editions(brief) for one in edition.audience
        )

    def shown(self, brief: str) -> tuple[Shown, ...]:
        """The editions of a brief that are shown, in the order in which they were filed."""
        shelf = Shelf(self.archive, brief)
        found: list[Shown] = []
        before: dict[str, Said] = {}
        days: dict[str, int] = {}
        for version in sorted(shelf.keys):
            edition = shelf.edition(version)
            tellings = tuple(self._tellings(shelf, edition, before))
            if not tellings:
                continue
            day = edition.date.isoformat()
            days[day] = days.get(day, 0) + 1
            name = day if days[day] == 1 else f"{day}-{days[day]}"
            control = None if self.limit.is_set else self._control(shelf, edition)
            entry = _entry(edition, name, tellings, shelf, self.limit)
            found.append(Shown(entry, version, tellings, control))
        return tuple(_with_successors(found))

    def _tellings(self, shelf: Shelf, edition: Edition, before: dict[str, Said]) -> Iterator[Telling]:
        for record in self.variants(edition):
            said = shelf.said(edition.version, record.audience)
            if said:
                yield Telling(record, said, before.get(record.audience))
                before[record.audience] = said

    def _control(self, shelf: Shelf, edition: Edition) -> Control:
        line, inventory = self.lines.get((edition.brief, f"v{edition.version}"), (0, ""))
        return Control(
            number=str(edition.edition),
            version=edition.version,
            identifier=edition.identifier,
            issued=edition.issued,
            as_of=edition.as_of,
            made_by=edition.made_by,
            reason=edition.reason,
            replaces=str(edition.replaces or ""),
            keep_until=edition.keep_until,
            not_for=tuple(f"{audience} ({code})" for audience, code in edition.not_for.items()),
            rights=edition.rights,
            withdrawal=shelf.withdrawals.get(edition.version),
            line=line,
            inventory=inventory,
        )


def _entry(edition: Edition, name: str, tellings: tuple[Telling, ...], shelf: Shelf, limit: Limit) -> Entry:
    """Of a limited catalogue neither the number nor the version is kept: a gap would tell of what is between."""
    first = tellings[0].said
    return Entry(
        brief=edition.brief,
        name=name,
        date=edition.date,
        title=first.title,
        language=first.language,
        audiences=tuple(one.record.audience for one in tellings),
        readers=tuple(one.said.reader for one in tellings),
        markings=tuple(one.record.marking for one in tellings),
        number="" if limit.is_set else str(edition.edition),
        is_withdrawn=edition.version in shelf.withdrawals,
    )


def _with_successors(found: list[Shown]) -> Iterator[Shown]:
    """Each edition with the newest of those shown that took its place; one that was withdrawn takes none."""
    newest = {
        audience: one.entry.name for one in found if not one.entry.is_withdrawn for audience in one.entry.audiences
    }
    place = {one.entry.name: index for index, one in enumerate(found)}
    for index, one in enumerate(found):
        replaced = {
            audience: newest[audience]
            for audience in one.entry.audiences
            if audience in newest and place[newest[audience]] > index
        }
        yield replace(one, entry=replace(one.entry, replaced=replaced))
