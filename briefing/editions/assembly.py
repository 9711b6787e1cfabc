"""Assembly: what was made of a brief becomes an edition: its record, and every file that it holds."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from briefing.archive.provenance import lock, provenance
from briefing.archive.record import Edition, FileRecord, PressedRecord, SealRecord, VariantRecord
from briefing.archive.retention import day_after
from briefing.archive.store import EDITION, Archive
from briefing.model.brief import Brief
from briefing.model.edition import FIRST
from briefing.model.prints import prints_of
from briefing.model.problem import Problem
from briefing.model.said import said_of
from briefing.ocfl.inventory import sha512
from briefing.press.versions import versions
from briefing.printing.order import Made, Order

PDF = "pdf"
NOBODY = {"E401", "E403"}
"""Why an audience may get none of an edition that others get: nothing is left for it, or it has to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingOrder:
    """What was asked for: the moment, by whom, why, a minor edition or a major one, all prints or the plain one.

    `as_of` is what embargo and day of review are held against. The PDFs are put below `out` as well. With a `seal`
    every PDF is sealed before it is filed.
    """

    out: Path
    at: dt.datetime
    as_of: dt.datetime
    by: str = ""
    reason: str = ""
    minor: bool = False
    pack: bool = False
    seal: "Sealing | None" = None


class Sealing(Protocol):
    """What seals PDFs: with whose certificate, and to which level."""

    @property
    def record(self) -> SealRecord:
        """What an edition says of it."""

    @property
    def says(self) -> tuple[str, ...]:
        """What every seal says of itself, in the words of the desk."""

    def prepare(self) -> None:
        """Ask what has to be asked before there is anything to seal, so that it is told early what cannot be had."""

    def seal(self, pdfs: Sequence[bytes], at: dt.datetime) -> tuple[bytes, ...]:
        """Seal PDFs at a moment; each comes out as it went in, with a seal behind its end."""


def edition_of(  # noqa: PLR0913 (each is a thing of its own, named where it is given)
    brief: Brief,
    *,
    archive: Archive,
    order: FilingOrder,
    asked: Order,
    before: Sequence[Edition],
    made: Sequence[Made],
    told: Sequence[Problem],
) -> Edition:
    """The record of an edition: what was made of a brief, for whom, and for whom nothing was."""
    summary = brief.summary
    return Edition(
        identifier=f"{archive.identifier}/{brief.name}/v{len(before) + 1}",
        brief=brief.name,
        version=len(before) + 1,
        edition=asked.stamp.number if asked.stamp else FIRST,
        title=summary.title.default,
        creator=tuple(author.default for author in summary.authors),
        publisher=brief.house.organisation,
        date=summary.date,
        issued=order.at,
        as_of=order.as_of,
        language=summary.language,
        rights=tuple(dict.fromkeys(entry.rights.default for entry in summary.articles.values() if entry.rights)),
        replaces=before[-1].edition if before else None,
        reason=order.reason,
        made_by=order.by,
        prints=prints_asked(brief, pack=order.pack),
        seal=order.seal.record if order.seal else None,
        keep_until=day_after(order.at.date(), brief.house.retention_years) if brief.house.retention_years else None,
        audience=tuple(_variants(made, asked)),
        not_for={problem.audience or "": problem.code for problem in told if problem.code in NOBODY},
    )


def _variants(made: Sequence[Made], asked: Order) -> Iterator[VariantRecord]:
    for audience in dict.fromkeys(one.audience for one in made):
        mine = [one for one in made if one.audience == audience]
        variant = mine[0].variant
        if variant is None or variant.imprint is None:
            raise ValueError("a print of an edition has an imprint")
        yield VariantRecord(
            audience=audience,
            title=variant.reader,
            marking=variant.marking.name,
            edition_code=variant.imprint.code,
            replaces=variant.imprint.replaces,
            said=said_path(audience),
            proof=mine[0].proof.as_object() if mine[0].proof else None,
            files=tuple(_file(one, asked) for one in mine),
        )


def _file(one: Made, asked: Order) -> FileRecord:
    data = one.path.read_bytes()
    pressed = None
    if one.pressed is not None:
        pressed = PressedRecord(octets=one.pressed, sha512=sha512(data[: one.pressed]))
    return FileRecord(
        path=path_of(one.path, asked.out),
        format="application/pdf",
        print=one.print,
        pages=one.pages,
        sha512=sha512(data),
        fonts=tuple(f"{font.name} sha512:{sha512(font.read_bytes())}" for font in one.fonts),
        pressed=pressed,
    )


def path_of(path: Path, out: Path) -> str:
    """Where a PDF lies in its edition: as in the folder of what is built, below `pdf/` in the place of the brief's."""
    return "/".join((PDF, *path.relative_to(out).parts[1:]))


def said_path(audience: str) -> str:
    """Where an edition keeps what it said to an audience."""
    return f"said/{audience}.json"


def files_of(edition: Edition, inputs: Mapping[str, bytes], out: Path, made: Sequence[Made]) -> dict[str, bytes]:
    """Everything that an edition holds, by its path."""
    here = versions()
    return {
        **inputs,
        **{path_of(one.path, out): one.path.read_bytes() for one in made},
        **{said_path(one.audience): said_of(one.variant).as_bytes() for one in made if one.variant},
        EDITION: edition.as_bytes(),
        "provenance.json": provenance(edition, inputs, here),
        "pylock.toml": lock(here),
    }


def is_restricted(made: Sequence[Made]) -> bool:
    """Whether anything in the edition is marked higher than the lowest level."""
    return any(one.variant and one.variant.marking.level != one.variant.scheme.lowest.level for one in made)


def prints_asked(brief: Brief, *, pack: bool) -> tuple[str, ...]:
    """The prints that an edition has: the plain one, and those of every audience's pack if they are asked for."""
    packs = (audience.pack if pack else () for audience in brief.house.audiences.values())
    return tuple(dict.fromkeys(one.name for names in packs for one in prints_of(names, brief.house.paper)))
