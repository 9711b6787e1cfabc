"""Compose: what one audience reads of a brief. What they may not see is never taken over.

Three things must all allow an item: the reader's ceiling, its `only` and its `except`. Nothing here looks at
pages, and nothing after here sees more than the variant that this stage makes.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from briefing.composing.reader import Reader
from briefing.model import summary as s
from briefing.model.article import Article
from briefing.model.brief import Brief
from briefing.model.designation import designation
from briefing.model.marking import Marking
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.text import Text
from briefing.model.variant import Annex, AnnexBlock, Entry, Section, Source, Variant, ViewEntry, Words, Wrong

Quoted = Mapping[tuple[str, int], tuple[tuple[int, int], ...]]


def compose(  # noqa: PLR0913 (each is a thing of its own, named where it is given)
    brief: Brief,
    audience: str,
    sections: Iterable[s.SectionName],
    *,
    as_of: dt.datetime | None = None,
    draft_of: Iterable[Problem] | None = None,
    without: Collection[s.Path] = (),
) -> Variant:
    """Make the variant of an audience; `sections` are the layout's own, for a house style that names none.

    Embargo and day of review are held against `as_of`, a moment with its offset; without one neither is.
    With the problems of the brief in `draft_of` it becomes a draft, which shows those of its own items. It is made
    `without` some items, to save room.

    Raises FaultyInputError where nothing is left for this audience, or where it must wait for the embargo.
    """
    reader = Reader(brief, audience, frozenset(without))
    embargo = _embargo(reader, as_of)
    kept = tuple(reader.sections(reader.audience.sections or tuple(sections)))
    if not kept:
        raise FaultyInputError([_nothing_left(reader)])
    numbers = _numbers(kept, closed=reader.audience.numbering == "closed")
    variant = replace(
        _variant(reader, _renumbered(kept, numbers)), embargoed_until=embargo, is_overdue=_is_overdue(brief, as_of)
    )
    return variant if draft_of is None else replace(variant, draft=tuple(_wrong(reader, numbers, draft_of)))


def examine(brief: Brief, audience: str, sections: Iterable[s.SectionName]) -> tuple[Problem, ...]:
    """What keeps an audience from getting anything of a brief, whenever it is built (E401); without composing it."""
    reader = Reader(brief, audience)
    is_left = reader.gets_any(reader.audience.sections or tuple(sections))
    return () if is_left else (_nothing_left(reader),)


def _nothing_left(reader: Reader) -> Problem:
    message = f"nothing of this brief is left for the audience “{reader.name}”"
    hint = "Mark an item of its sections low enough for its ceiling, or build without this audience."
    return Problem("E401", message, hint, reader.brief.places.at(("title",)), audience=reader.name)


def _embargo(reader: Reader, as_of: dt.datetime | None) -> dt.datetime | None:
    """The hour of an embargo that is not over yet; for an audience that must wait for it, a problem."""
    embargo = reader.brief.summary.embargo
    if embargo is None or as_of is None or as_of >= embargo:
        return None
    if reader.audience.embargo == "refuse":
        message = (
            f"the audience “{reader.name}” gets nothing before the embargo ends, {embargo.isoformat(' ', 'minutes')}"
        )
        hint = "Build it then, or with --as-of that moment; or let house.yaml stamp it: embargo: stamp."
        raise FaultyInputError([Problem("E403", message, hint, reader.brief.places.at(("embargo",)))])
    return embargo


def _is_overdue(brief: Brief, as_of: dt.datetime | None) -> bool:
    review_by = brief.summary.review_by
    return review_by is not None and as_of is not None and as_of.date() > review_by


def _numbers(sections: Iterable[Section], *, closed: bool) -> Mapping[int, int]:
    """What each paragraph number of the full brief becomes for this reader."""
    of_brief = [entry.number for section in sections for entry in section.entries]
    return dict(zip(of_brief, range(1, len(of_brief) + 1) if closed else of_brief, strict=True))


def _renumbered(sections: Iterable[Section], numbers: Mapping[int, int]) -> tuple[Section, ...]:
    return tuple(
        Section(section.name, tuple(replace(entry, number=numbers[entry.number]) for entry in section.entries))
        for section in sections
    )


def _variant(reader: Reader, sections: tuple[Section, ...]) -> Variant:
    summary, house = reader.brief.summary, reader.brief.house
    entries = tuple(entry for section in sections for entry in section.entries)
    cited = _cited_in(entries)
    annexed = [key for key in reader.articles_seen if reader.audience.annex and key in reader.brief.articles]
    used = [key for key in reader.articles_seen if key in annexed or any(c == reader.letters[key] for c, _ in cited)]
    sources = {key: reader.source(key) for key in used}
    portions = tuple(_portions(reader, entries, sources.values()))
    variant = Variant(
        name=reader.brief.name,
        audience=reader.name,
        reader=reader.audience.title,
        organisation=house.organisation,
        verify_at=house.verify_at,
        title=reader.text(summary.title),
        subtitle=reader.text(summary.subtitle),
        date=summary.date,
        language=summary.language,
        authors=tuple(reader.text(author) for author in summary.authors),
        owner=reader.text(summary.owner),
        approved_by=summary.approved_by or "",
        review_by=summary.review_by,
        embargoed_until=None,
        is_overdue=False,
        keywords=(),
        marking=reader.scheme.banner(portions),
        designation=designation(reader.scheme, portions, house.stated),
        title_marking=_marking_of(reader, summary.title),
        subtitle_marking=_marking_of(reader, summary.subtitle),
        side_markings=_side_markings(reader, entries),
        scheme=house.scheme,
        sections=sections,
        sources=tuple(sources.values()),
        annexes=tuple(
            replace(
                _annex(sources[key], reader.brief.articles[key], cited, _quoted(entries)),
                banner=sources[key].marking if reader.audience.annex_banner == "own" else None,
            )
            for key in annexed
        ),
        yardstick=house.words_of_likelihood if any(entry.likelihood for entry in entries) else None,
        distribution=house.distribution,
        says_withheld=house.withheld == "note" and len(entries) < len(reader.numbers),
    )
    return replace(variant, keywords=_used(summary.keywords, variant))


def _portions(reader: Reader, entries: tuple[Entry, ...], sources: Iterable[Source]) -> Iterator[Marking]:
    """The marking of everything that is present."""
    summary = reader.brief.summary
    outside = (summary.title, summary.subtitle, *summary.authors, summary.owner)
    yield from (reader.marking(text.marking) for text in outside if text and text.marking)
    yield from _side_markings(reader, entries).values()
    yield from (source.marking for source in sources)
    for entry in entries:
        yield entry.marking
        yield from (quote.marking for quote in getattr(entry, "quotes", ()))


def _side_markings(reader: Reader, entries: Iterable[Entry]) -> dict[str, Marking]:
    """The sides in use, as they are printed, each with its marking."""
    in_use = {getattr(entry, "side", "") for entry in entries}
    sides = ((reader.text(side), side) for side in reader.brief.summary.sides.values())
    return {name: _marking_of(reader, side) for name, side in sides if name in in_use}


def _marking_of(reader: Reader, text: Text | None) -> Marking:
    """The marking of a text outside the items: it inherits none."""
    return reader.marking(text.marking if text else None, reader.scheme.lowest)


def _wrong(reader: Reader, numbers: Mapping[int, int], problems: Iterable[Problem]) -> Iterator[Wrong]:
    """The problems of the items that this reader gets, and of the texts that they read of them.

    A message may hold words of any article: whoever may not see all of them is told the code alone.
    """
    items = dict(reader.brief.summary.items())
    sees_all = len(reader.articles_seen) == len(reader.brief.articles)
    for problem in problems:
        above = (problem.path[:end] for end in range(len(problem.path), 0, -1))
        path = next((path for path in above if path in items), None)
        number = numbers.get(reader.number(path)) if path else None
        if path and number and reader.reads(path, problem.path[len(path) :]):
            yield Wrong(number, problem.code, problem.message if sees_all else "")


def _cited_in(entries: Iterable[Entry]) -> Mapping[tuple[str, int], tuple[int, ...]]:
    """For each article and paragraph, the numbers of the brief's paragraphs that cite it."""
    found: dict[tuple[str, int], list[int]] = {}
    for entry in entries:
        cites = [*entry.cites, *(cite for quote in getattr(entry, "quotes", ()) for cite in quote.cites)]
        for key, paragraph in dict.fromkeys((cite.key, paragraph) for cite in cites for paragraph in cite):
            found.setdefault((key, paragraph), []).append(entry.number)
    return {place: tuple(sorted(numbers)) for place, numbers in found.items()}


def _annex(source: Source, article: Article, cited: Mapping[tuple[str, int], tuple[int, ...]], quoted: Quoted) -> Annex:
    blocks = (
        AnnexBlock(block, cited.get((source.key, block.number), ()), quoted.get((source.key, block.number), ()))
        if block.number
        else AnnexBlock(block, ())
        for block in article.blocks
    )
    return Annex(source, tuple(blocks))


def _quoted(entries: Iterable[Entry]) -> Quoted:
    """For each article and paragraph, what is quoted from it: passages that meet or overlap become one."""
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    passages = (p for entry in entries if isinstance(entry, ViewEntry) for q in entry.quotes for p in q.passages)
    for key, paragraph, start, end in sorted(passages):
        runs = found.setdefault((key, paragraph), [])
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return {place: tuple(runs) for place, runs in found.items()}


def _used(keywords: Iterable[str], variant: Variant) -> tuple[str, ...]:
    """The keywords that stand in the variant's own text: any other could tell of what was withheld."""
    text = " ".join(str(value) for value in _strings(variant)).casefold()
    return tuple(keyword for keyword in keywords if keyword.casefold() in text)


def _strings(variant: Variant) -> Iterator[str]:
    yield from (variant.title, variant.subtitle)
    for entry in variant.entries():
        for name in type(entry).__dataclass_fields__:
            value = getattr(entry, name)
            parts = value if isinstance(value, tuple) else (value,)
            yield from (
                part.text if isinstance(part, Words) else part for part in parts if isinstance(part, str | Words)
            )
