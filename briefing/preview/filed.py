"""What is filed of a brief, for its page: the editions, their pages, what changed between two. Nothing is written.

What a broken-off command has left in the archive is left as it is: the next one that writes finishes it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pypdfium2

from briefing.archive.naming import select
from briefing.archive.record import Edition
from briefing.archive.site import Site
from briefing.archive.store import Archive
from briefing.console.told import changes_as_text
from briefing.editions.comparing import Before, between
from briefing.loading.load import load_desk
from briefing.model.change import ItemChange
from briefing.model.desk import NotFoundError
from briefing.model.problem import Place
from briefing.preview.digests import digests_of_pages
from briefing.preview.lighting import spot_of
from briefing.preview.pictures import Pictures

Values = dict[str, Any]
SiteOf = Callable[[str, Path, Place], Site]
"""Finds where an archive lies: as it is named, beside which folder, and where it is named so."""


def in_a_folder(named: str, beside: Path, _place: Place) -> Site:
    """An archive in a folder, named from another."""
    return Site.of_folder((beside / named).resolve())


class Filed:
    """The editions of one brief, in the archive that the house style names.

    Its methods read the disk, and are made to be run in a thread. They raise NotFoundError and FaultyInputError.
    """

    def __init__(self, desk: Path, brief: str, site_of: SiteOf) -> None:
        self._desk, self._brief, self._site_of = desk, brief, site_of

    def editions(self) -> list[Values]:
        """The editions in the order in which they were filed; none where there is no archive yet."""
        archive = self._archive()
        if archive is None:
            return []
        withdrawn = archive.withdrawals(self._brief)
        return [
            {
                "name": f"v{one.version}",
                "edition": str(one.edition),
                "date": one.date.isoformat(),
                "issued": one.issued.isoformat(),
                "title": one.title,
                "reason": one.reason,
                "audiences": [
                    {
                        "name": variant.audience,
                        "title": variant.title,
                        "marking": variant.marking,
                        "code": variant.edition_code,
                        "prints": [file.print for file in variant.files],
                    }
                    for variant in one.audience
                ],
                "withdrawn": withdrawn[one.version].reason if one.version in withdrawn else None,
            }
            for one in archive.editions(self._brief)
        ]

    def pages(self, edition: str, audience: str, pictures: Pictures) -> list[Values]:
        """The pages of the plain print that an audience got of an edition, as it was filed."""
        archive = self._there()
        chosen = select(archive.editions(self._brief), edition, self._brief)
        file = _plain_print(chosen, audience)
        pdf = archive.read(self._brief, chosen.version, file)
        pages = digests_of_pages(pdf)
        pictures.add_filed(f"{chosen.version}/{file}", pdf, [str(page["digest"]) for page in pages])
        return [{**page, "label": str(number)} for number, page in enumerate(pages, start=1)]

    def changes(self, old: str, new: str, audience: str | None, pictures: Pictures) -> list[Values]:
        """What changed between two editions for an audience, or for each, and where that stands on their pages."""
        archive = self._there()
        pairs = [one for one in between(archive, self._brief, old, new) if audience in {None, one.audience}]
        if not pairs:
            raise NotFoundError(f"Neither edition was made for the audience “{audience}”.")
        editions = archive.editions(self._brief)
        chosen = {"old": select(editions, old, self._brief), "new": select(editions, new, self._brief)}
        told = []
        for pair in pairs:
            found = _changes(pair)
            if found["compared"]:
                found["spots"] = {
                    side: self._spots(archive, edition, pair, side, pictures) for side, edition in chosen.items()
                }
            told.append(found)
        return told

    def _spots(self, archive: Archive, edition: Edition, pair: Before, side: str, pictures: Pictures) -> list[Values]:
        """Where the texts that changed stand in the pages of an edition, as far as they are found there."""
        changes = pair.changes()
        pdf = archive.read(self._brief, edition.version, _plain_print(edition, pair.audience))
        texts = [(item.number, text) for item in changes.items for text in _said(item, side)] if changes else []
        return pictures.look(pdf, lambda file: list(_found(file, texts)))

    def _archive(self) -> Archive | None:
        desk = load_desk(self._desk)
        site = self._site_of(desk.house.archive, desk.sources, desk.places.at(("archive",)))
        return Archive.open(site, None) if Archive.is_at(site) else None

    def _there(self) -> Archive:
        archive = self._archive()
        if archive is None:
            raise NotFoundError(f"No edition of “{self._brief}” is filed yet: briefing archive {self._brief}.")
        return archive


def _plain_print(edition: Edition, audience: str) -> str:
    variant = edition.variant(audience)
    if variant is None or not variant.files:
        there = ", ".join(one.audience for one in edition.audience)
        raise NotFoundError(f"{edition.label} holds nothing for the audience “{audience}”. It was made for: {there}.")
    return variant.files[0].path


def _changes(pair: Before) -> Values:
    found = pair.changes()
    if found is None:
        return {"audience": pair.audience, "compared": False, "text": ""}
    return {**found.as_object(), "compared": True, "text": changes_as_text(found), "lit": _lit(found.items)}


def _said(item: ItemChange, side: str) -> Iterator[str]:
    """What an item says, or said, of what changed: its text, and what else of it was put in other words."""
    if side == "old" and item.kind != "added":
        own = [one.old for one in item.rewordings]
        yield from own or [item.text]
    elif side == "new" and item.kind != "removed":
        own = [one.new for one in item.rewordings]
        yield from own or [item.text]


def _found(file: pypdfium2.PdfDocument, texts: Sequence[tuple[int, str]]) -> Iterator[Values]:
    for index in range(len(file)):
        for number, text in texts:
            spot = spot_of(file[index], text)
            if spot:
                yield {"page": index + 1, "number": number, **asdict(spot)}


def _lit(items: Sequence[Any]) -> Values:
    """The numbers of the paragraphs that are lit in either edition, and why."""
    lit: dict[str, dict[str, list[str]]] = {"old": {}, "new": {}}
    for item in items:
        kinds = list(item.kinds)
        if item.kind == "removed":
            lit["old"][str(item.number)] = kinds
        else:
            lit["new"][str(item.number)] = kinds
            if item.kind == "changed" and item.old_number:
                lit["old"][str(item.old_number)] = kinds
    return lit
