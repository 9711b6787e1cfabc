"""Said: what an edition said to one audience, as plain data that is read without this program.

It is made from a composed variant and from nothing else, filed with its edition as `said/AUDIENCE.json`, and later
compared with what another edition said to the same audience, or searched.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from pydantic import TypeAdapter, ValidationError

from briefing.model.variant import ActorEntry, Entry, StakeEntry, Variant, ViewEntry, Words

__all__ = [
    "FORMAT",
    "Said",
    "SaidItem",
    "SaidQuote",
    "SaidSection",
    "SaidSource",
    "UnreadableError",
    "read_said",
    "said_of",
]

FORMAT = 1
"""The format that is written; a later one may add keys, which an older reader passes over."""
_FURTHER = ("role", "interest", "expert", "affiliation", "why", "watch_for", "pros", "cons", "day", "url")
_ONE = frozenset(_FURTHER) - {"pros", "cons"}
"""Of the further texts, those of which an item has one at most."""


class UnreadableError(ValueError):
    """What was given is not what an edition said; the message is a sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class SaidQuote:
    """A quotation: its words, the citations of it, whether it is the speaker's own wording, and its marking."""

    text: str
    cites: tuple[str, ...] = ()
    verbatim: bool = True
    marking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidItem:
    """A numbered paragraph.

    `further` are the texts beside the main one by their names: role, interest, expert, affiliation, why, watch_for,
    pros, cons, day (ISO), url. `likelihood` is the word, `per_cent` the range that it stands for. A citation is `A7`
    or `A7-9`. `id` is the desk's own and was not printed.
    """

    number: int
    section: str
    text: str
    id: str = ""
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    side: str = ""
    kind: str = ""
    marking: str = ""
    likelihood: str = ""
    per_cent: tuple[int, int] | None = None
    confidence: str = ""
    cites: tuple[str, ...] = ()
    quotes: tuple[SaidQuote, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text of it that was read, the main one first."""
        yield self.text
        for texts in self.further.values():
            yield from texts
        yield from (quote.text for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class SaidSection:
    """A section with its items, as they stood on the page."""

    name: str
    items: tuple[SaidItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidSource:
    """An article that was listed among the sources."""

    key: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    accessed: str = ""
    url: str = ""
    grade: str = ""
    verbatim: bool = True
    marking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an edition said to one audience. `edition` is its number, None for a variant that is not filed.

    `annexes` are the keys of the sources that were reprinted in it.
    """

    brief: str
    audience: str
    reader: str
    edition: str | None
    date: dt.date
    title: str
    language: str
    marking: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    organisation: str = ""
    owner: str = ""
    approved_by: str = ""
    review_by: dt.date | None = None
    sections: tuple[SaidSection, ...] = ()
    sources: tuple[SaidSource, ...] = ()
    annexes: tuple[str, ...] = ()

    def items(self) -> Iterator[SaidItem]:
        """Every item, in the order in which they were read."""
        for section in self.sections:
            yield from section.items

    def as_object(self) -> dict[str, object]:
        """What was said, for machines."""
        shown = {"format": FORMAT, **asdict(self)}
        for section in shown["sections"]:
            for item in section["items"]:
                item["further"] = {
                    name: texts[0] if name in _ONE and len(texts) == 1 else texts
                    for name, texts in sorted(item["further"].items())
                }
        return shown

    def as_bytes(self) -> bytes:
        """What was said as JSON (RFC 8259), always the same for the same: keys in one order, UTF-8, lines indented."""
        return (json.dumps(self.as_object(), ensure_ascii=False, indent=2, default=str) + "\n").encode()


def said_of(variant: Variant) -> Said:
    """What a variant says to its audience."""
    return Said(
        brief=variant.name,
        audience=variant.audience,
        reader=variant.reader,
        edition=str(variant.imprint.number) if variant.imprint else None,
        date=variant.date,
        title=variant.title,
        subtitle=variant.subtitle,
        authors=variant.authors,
        organisation=variant.organisation,
        owner=variant.owner,
        approved_by=variant.approved_by,
        review_by=variant.review_by,
        language=variant.language,
        marking=variant.marking.name,
        sections=tuple(
            SaidSection(section.name, tuple(_item(section.name, entry) for entry in section.entries))
            for section in variant.sections
        ),
        sources=tuple(
            SaidSource(
                key=source.key,
                title=source.title,
                publisher=source.publisher,
                author=source.author,
                published=source.published,
                accessed=source.accessed.isoformat() if source.accessed else "",
                url=source.url,
                grade=source.grade,
                verbatim=source.verbatim,
                marking=source.marking.name,
            )
            for source in variant.sources
        ),
        annexes=tuple(annex.source.key for annex in variant.annexes),
    )


def _item(section: str, entry: Entry) -> SaidItem:
    band = entry.likelihood.band if entry.likelihood else None
    return SaidItem(
        number=entry.number,
        section=section,
        text=entry.text,
        id=entry.id,
        further=dict(_further(entry)),
        side=entry.side if isinstance(entry, ActorEntry | StakeEntry | ViewEntry) else "",
        kind=(entry.kind or "") if isinstance(entry, StakeEntry) else "",
        marking=entry.marking.name,
        likelihood=entry.likelihood.word if entry.likelihood else "",
        per_cent=(band.low, band.high) if band else None,
        confidence=entry.confidence or "",
        cites=_cites(entry),
        quotes=tuple(_quote(quote) for quote in entry.quotes) if isinstance(entry, ViewEntry) else (),
    )


def _further(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in _FURTHER:
        value = getattr(entry, name, ())
        texts = (value,) if isinstance(value, str) else tuple(value)
        if any(texts):
            yield name, texts


def _cites(one: Entry | Words) -> tuple[str, ...]:
    """Citations as the desk writes them: on the page the range has a dash."""
    return tuple(str(cite).replace("–", "-") for cite in one.cites)


def _quote(quote: Words) -> SaidQuote:
    return SaidQuote(quote.text, _cites(quote), quote.verbatim, quote.marking.name)


def read_said(data: bytes) -> Said:
    """What an edition said, read back; keys that only a later format has are passed over.

    Raises UnreadableError for anything else.
    """
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("it is not JSON") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("format"), int) or raw["format"] < 1:
        raise UnreadableError("it does not say in which format it is written (format: 1)")
    try:
        return _SAID.validate_python(_with_lists(raw))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnreadableError(f"its “{where}” cannot be used: {first['msg'].lower()}") from error


_SAID = TypeAdapter(Said)


def _with_lists(raw: dict[str, object]) -> dict[str, object]:
    """The further texts as lists, one too."""
    for item in _items(raw):
        further = item.get("further")
        if isinstance(further, dict):
            item["further"] = {key: [text] if isinstance(text, str) else text for key, text in further.items()}
    return raw


def _items(raw: dict[str, object]) -> Iterator[dict[str, object]]:
    sections = raw.get("sections")
    for section in sections if isinstance(sections, list) else ():
        items = section.get("items") if isinstance(section, dict) else None
        yield from (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))
