"""Editions by the thousand: filed as the program files them, without a page being pressed.

What an edition says is given as texts; the files for readers are bytes that stand for PDFs.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from briefing.archive.record import Edition, FileRecord, VariantRecord
from briefing.archive.store import EDITION, Act, Archive
from briefing.model.edition import Number
from briefing.model.edition_code import code_of
from briefing.model.said import Said, SaidItem, SaidQuote, SaidSection

MOMENT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
Texts = Sequence[str | tuple[str, str]]
"""A text, or a text and a quotation with it."""


def open_archive(folder: Path) -> Archive:
    """An archive in a folder, made where none is; its keys lie beside it."""
    return Archive.open(folder / "archive", folder / "keys", create=True)


def file_texts(
    archive: Archive,
    brief: str,
    said: Mapping[str, Texts],
    *,
    date: dt.date = dt.date(2024, 1, 1),
    title: str = "Made up",
    pdf: bytes = b"%PDF-1.7 made up",
    beside: Mapping[str, bytes] = MappingProxyType({}),
    markings: Mapping[str, str] = MappingProxyType({}),
    reason: str = "",
    by: str = "officer",
) -> Edition:
    """File the next edition of a brief, which tells each audience these texts. The archive must be held.

    Every print is `pdf` and some words that make it another one; `beside` are files that are filed with them. A
    variant is TLP:CLEAR, unless `markings` has another marking for its audience.
    """
    inventory = archive.root.inventory(brief)
    version = len(inventory.versions) + 1 if inventory else 1
    number = Number(version, 0)
    issued = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=version)
    files: dict[str, bytes | Path] = dict(beside)
    variants = []
    for audience, texts in said.items():
        files[f"said/{audience}.json"] = said_by(brief, audience, texts, number, date, title).as_bytes()
        files[f"pdf/{audience}.pdf"] = content = pdf + f" {brief} {version} {audience}".encode()
        made = _variant(brief, audience, version, content)
        variants.append(made.model_copy(update={"marking": markings.get(audience, made.marking)}))
    edition = Edition(
        identifier=f"{archive.identifier}/{brief}/v{version}",
        brief=brief,
        version=version,
        edition=number,
        title=title,
        publisher="Made-up Unit",
        date=date,
        issued=issued,
        as_of=issued,
        language="en-GB",
        reason=reason,
        audience=tuple(variants),
    )
    files[EDITION] = edition.as_bytes()
    archive.file(brief, files, Act(kind="edition", at=issued, by=by, why=f"Edition {number}"))
    return edition


def said_by(brief: str, audience: str, texts: Texts, number: Number, date: dt.date, title: str) -> Said:
    """What was said to an audience: each text a numbered paragraph."""
    items = tuple(_item(index, text) for index, text in enumerate(texts, 1))
    return Said(
        brief=brief,
        audience=audience,
        reader=audience.title(),
        edition=str(number),
        date=date,
        title=title,
        language="en-GB",
        marking="TLP:CLEAR",
        sections=(SaidSection("context", items),),
    )


def _item(number: int, text: str | tuple[str, str]) -> SaidItem:
    main, quoted = (text, "") if isinstance(text, str) else text
    quotes = (SaidQuote(quoted),) if quoted else ()
    return SaidItem(number=number, section="context", text=main, id=f"i{number}", marking="TLP:CLEAR", quotes=quotes)


def _variant(brief: str, audience: str, version: int, content: bytes) -> VariantRecord:
    digest = hashlib.sha512(content).hexdigest()
    file = FileRecord(path=f"pdf/{audience}.pdf", format="application/pdf", print="A4", pages=2, sha512=digest)
    return VariantRecord(
        audience=audience,
        title=audience.title(),
        marking="TLP:CLEAR",
        edition_code=code_of(hashlib.sha256(brief.encode()).digest(), audience, Number(version, 0)),
        said=f"said/{audience}.json",
        files=(file,),
    )
