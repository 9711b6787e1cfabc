"""Search: where was this said, since when, and to whom. The index finds; what is told is read from the files."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from briefing.archive.index import Advance, Candidate, Index, Limits, StaleIndexError
from briefing.archive.index_file import with_index
from briefing.archive.passage import Passage, passages
from briefing.archive.query import Query, Span
from briefing.archive.record import Edition, Withdrawal
from briefing.archive.shelf import Shelf
from briefing.archive.store import Archive
from briefing.model.problem import FaultyInputError, Problem

__all__ = ["Asked", "Hit", "Outcome", "Place", "Text", "search"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for, and where.

    Days are those that the editions speak of. `is_latest`: only what each audience was told last and stands. `limit` is
    how many hits are wanted.
    """

    query: Query
    briefs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    is_latest: bool = False
    limit: int = 20

    @property
    def limits(self) -> Limits:
        """The same as the index takes it."""
        since = self.since.isoformat() if self.since else ""
        return Limits(self.briefs, self.audiences, since, (self.until or dt.date.max).isoformat())


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a passage: its name (empty for the main one), and where in it the words stand (in characters)."""

    name: str
    text: str
    lit: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stood: in which edition, for which audience, under which number."""

    edition: Edition
    audience: str
    number: int
    withdrawal: Withdrawal | None

    def as_object(self) -> dict[str, Any]:
        """The place, for machines."""
        return {
            "edition": str(self.edition.edition),
            "version": f"v{self.edition.version}",
            "date": self.edition.date.isoformat(),
            "audience": self.audience,
            "paragraph": self.number or None,
            "withdrawn": self.withdrawal.reason if self.withdrawal else None,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in which the words stand, and every place where it was said, the first first.

    `title` is that of the newest of these editions.
    """

    brief: str
    title: str
    section: str
    marking: str
    texts: tuple[Text, ...]
    places: tuple[Place, ...]

    def as_object(self) -> dict[str, Any]:
        """The hit, for machines: `lit` gives the first character of what was found and the one after its last."""
        return {
            "brief": self.brief,
            "title": self.title,
            "section": self.section,
            "marking": self.marking or None,
            "texts": [{"name": one.name or None, "text": one.text, "lit": one.lit} for one in self.texts],
            "places": [place.as_object() for place in self.places],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The hits, those said last first; what could not be read; whether there are more than were wanted."""

    hits: tuple[Hit, ...]
    problems: tuple[Problem, ...]
    is_more: bool = False


def search(archive: Archive, asked: Asked, *, afresh: bool = False, advance: Advance = lambda _: None) -> Outcome:
    """Look for something in all that was filed; with `afresh` from a new index.

    `advance` is told each brief that was looked at for the index. Raises FaultyInputError where the archive cannot be
    read at all.
    """

    def look(index: Index, problems: tuple[Problem, ...]) -> Outcome:
        return _Search(archive, asked).through(index, problems)

    return with_index(archive, look, afresh=afresh, advance=advance)


class _Search:
    """One search: every file is read once."""

    def __init__(self, archive: Archive, asked: Asked) -> None:
        self._asked = asked
        self._briefs = frozenset(archive.briefs())
        self._shelf = cache(lambda brief: Shelf(archive, brief))
        self._passages = cache(self._read)
        self._problems: list[Problem] = []

    def through(self, index: Index, problems: tuple[Problem, ...]) -> Outcome:
        """The hits among what the index finds."""
        hits: list[Hit] = []
        for candidate in index.candidates(self._asked.query, self._asked.limits):
            hit = self._hit(candidate)
            if hit and len(hits) == self._asked.limit:
                return Outcome(tuple(hits), self._told(problems), is_more=True)
            if hit:
                hits.append(hit)
        return Outcome(tuple(hits), self._told(problems))

    def _told(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return tuple(dict.fromkeys((*problems, *self._problems)))

    def _hit(self, candidate: Candidate) -> Hit | None:
        """What the files say of it. Raises StaleIndexError where they say nothing of the kind."""
        if candidate.brief not in self._briefs:
            raise StaleIndexError
        shelf = self._shelf(candidate.brief)
        confirmed: list[tuple[Passage, Place]] = []
        for place in candidate.places:
            try:
                confirmed += self._confirmed(shelf, candidate.key, place)
            except FaultyInputError as error:
                self._problems += error.problems
        if not confirmed:
            return None
        passage, newest = confirmed[-1][0], confirmed[-1][1].edition
        spans = self._asked.query.spans([text for _, text in passage.texts])
        if spans is None:
            return None
        texts = tuple(Text(name, text, lit) for (name, text), lit in zip(passage.texts, spans, strict=True))
        places = tuple(place for _, place in confirmed)
        return Hit(candidate.brief, newest.title, passage.section, passage.marking, texts, places)

    def _confirmed(self, shelf: Shelf, key: bytes, place: tuple[int, str, int]) -> Iterator[tuple[Passage, Place]]:
        version, audience, number = place
        if version not in shelf.keys:
            raise StaleIndexError
        passage = self._passages(shelf, version, audience).get((key, number))
        edition = shelf.edition(version)
        if passage is None or not self._is_inside(edition, shelf.brief, audience):
            raise StaleIndexError
        if not self._asked.is_latest or shelf.newest.get(audience) == version:
            yield passage, Place(edition, audience, number, shelf.withdrawals.get(version))

    def _is_inside(self, edition: Edition, brief: str, audience: str) -> bool:
        """Whether the file, too, is among those asked for."""
        asked = self._asked
        return (
            (not asked.briefs or brief in asked.briefs)
            and (not asked.audiences or audience in asked.audiences)
            and (asked.since or dt.date.min) <= edition.date <= (asked.until or dt.date.max)
        )

    def _read(self, shelf: Shelf, version: int, audience: str) -> dict[tuple[bytes, int], Passage]:
        said = shelf.said(version, audience)
        return {(one.key, one.number): one for one in passages(said)} if said else {}
