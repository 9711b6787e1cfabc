"""Compose: what one audience reads of a brief. What they may not see is never taken over.

Three things must all allow an item: the reader's ceiling, its `only` and its `except`. Nothing here looks at
pages, and nothing after here sees more than the variant that this stage makes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from briefing import evidence
from briefing import summary as s
from briefing.article import Article, Citation, parse_citation
from briefing.brief import Brief
from briefing.house import Audience
from briefing.marking import Level, highest
from briefing.problem import FaultyInputError, Problem
from briefing.text import Text, texts_of
from briefing.variant import (
    ActorEntry,
    Annex,
    AnnexBlock,
    Entry,
    EventEntry,
    Likelihood,
    OptionEntry,
    QuestionEntry,
    ReadingEntry,
    Section,
    Silenced,
    Source,
    StakeEntry,
    Variant,
    ViewEntry,
    Words,
)


def compose(brief: Brief, audience: str, sections: Iterable[s.SectionName]) -> Variant:
    """Make the variant of an audience; `sections` are the layout's own, for a house style that names none.

    Raises FaultyInputError where nothing is left for this audience.
    """
    reader = _Reader(brief, audience)
    kept = reader.sections(reader.audience.sections or tuple(sections))
    if not kept:
        message = f"nothing of this brief is left for the audience “{audience}”"
        hint = "Mark an item low enough for its ceiling, or build without this audience."
        place = brief.places.at(("title",))
        raise FaultyInputError([Problem("E401", message, hint, place, audience=audience)])
    return reader.variant(kept)


@dataclass(frozen=True)
class _Reader:
    """One audience in front of one brief."""

    brief: Brief
    name: str

    @cached_property
    def audience(self) -> Audience:
        return self.brief.house.audiences[self.name]

    @cached_property
    def ceiling(self) -> Level:
        return self.brief.house.ceiling(self.name)

    @cached_property
    def numbers(self) -> Mapping[s.Path, int]:
        """The paragraph number of every item of the full brief, the same for every audience."""
        items = (path for path, item in self.brief.summary.items() if not isinstance(item, s.Quotation))
        return {path: number for number, path in enumerate(items, start=1)}

    def level(self, marking: str | None, default: Level | None = None) -> Level:
        scheme = self.brief.house.scheme
        return scheme.level(marking) if marking else default or scheme.level(self.brief.summary.marking)

    def may_see(self, item: s.Item, level: Level) -> bool:
        allowed = item.only is None or self.name in item.only
        return level.rank <= self.ceiling.rank and allowed and self.name not in item.except_

    def text(self, text: Text | None) -> str:
        return text.for_audience(self.name) if text else ""

    # Articles

    @cached_property
    def article_levels(self) -> Mapping[str, Level]:
        return {key: self.level(entry.marking) for key, entry in self.brief.summary.articles.items()}

    def cites(self, item: s.Item) -> tuple[Citation, ...]:
        """The citations of articles that this reader may see."""
        keys = self.brief.summary.articles
        cited = (parse_citation(cite, keys) for cite in item.cites)
        return tuple(cite for cite in cited if self.article_levels[cite.key].rank <= self.ceiling.rank)

    def source(self, key: str) -> Source:
        entry = self.brief.summary.articles[key]
        return Source(
            key=key,
            marking=self.article_levels[key],
            title=self.text(entry.title),
            publisher=self.text(entry.publisher),
            author=self.text(entry.author),
            published=entry.published or "",
            accessed=entry.accessed,
            url=entry.url or "",
            grade=entry.grade or "",
            verbatim=entry.verbatim,
            rights=self.text(entry.rights),
        )

    # Sections

    def sections(self, names: Iterable[s.SectionName]) -> tuple[Section, ...]:
        made = (Section(name, tuple(self._entries((name,), getattr(self.brief.summary, name)))) for name in names)
        kept = tuple(section for section in made if section.entries)
        return kept if self.audience.numbering == "open" else _renumbered(kept)

    def _entries(self, path: s.Path, value: Any) -> Iterator[Entry]:
        if isinstance(value, s.Item):
            level = self.level(value.marking)
            if self.may_see(value, level):
                yield self._entry(path, value, level)
        else:
            parts = value.items() if isinstance(value, Mapping) else enumerate(value)
            for key, part in parts:
                yield from self._entries((*path, key), part)

    def _entry(self, path: s.Path, item: s.Item, level: Level) -> Entry:
        kind, parts = _PARTS[type(item)]
        return kind(
            number=self.numbers[path],
            marking=level,
            cites=self.cites(item),
            likelihood=self._likelihood(item.likelihood),
            confidence=item.confidence,
            silenced=tuple(Silenced(one.code, one.reason) for one in item.silence),
            **self._figures(path, item),
            **parts(self, path, item),
        )

    def _likelihood(self, word: str | None) -> Likelihood | None:
        band = self.brief.house.words_of_likelihood.band(word) if word else None
        return Likelihood(" ".join(word.casefold().split()), band) if word and band else None

    def _figures(self, path: s.Path, item: s.Item) -> dict[str, int]:
        """How many figures the texts that this reader gets have, and how many of them agree."""
        read = self._read(item)
        of_item = [one for one in self.counted if one.item == path and (one.field, one.audience) in read]
        return {"figures": len(of_item), "figures_agreed": sum(one.is_cited for one in of_item)}

    def _read(self, item: s.Item) -> set[tuple[s.Path, str | None]]:
        """Which of an item's texts this reader gets: the fields, each with whose text it is."""
        return {(field, self.name if self.name in text.audiences else None) for field, text in texts_of(item)}

    @cached_property
    def counted(self) -> tuple[evidence.Counted, ...]:
        return tuple(evidence.counted(self.brief))

    @cached_property
    def agreeing(self) -> set[tuple[s.Path, str | None]]:
        """The quotations, and for whom, whose words stand where they are cited."""
        return {(stands.item, stands.audience) for stands in evidence.quotations(self.brief) if stands.agrees}

    def side(self, key: str | None) -> str:
        return self.text(self.brief.summary.sides.get(key)) if key else ""

    def quotes(self, path: s.Path, view: s.ExpertView) -> Iterator[Words]:
        """The quotations that this reader may see, each marked at least as high as its article."""
        keys = self.brief.summary.articles
        for index, quote in enumerate(view.quotes):
            cited = [parse_citation(cite, keys).key for cite in quote.cites or view.cites] or list(keys)
            of_view = self.level(view.marking)
            own = self.level(quote.marking, of_view)
            level = highest((own, of_view, *(self.article_levels[key] for key in cited))) or own
            if self.may_see(quote, level):
                whose = self.name if self.name in quote.text.audiences else None
                yield Words(
                    text=self.text(quote.text),
                    cites=self.cites(quote if quote.cites else view),
                    marking=level,
                    verbatim=all(keys[key].verbatim for key in cited),
                    agrees=((*path, "quotes", index), whose) in self.agreeing,
                )

    # The whole

    def variant(self, sections: tuple[Section, ...]) -> Variant:
        summary, house = self.brief.summary, self.brief.house
        entries = tuple(entry for section in sections for entry in section.entries)
        cited = _cited_in(entries)
        seen = [key for key, level in self.article_levels.items() if level.rank <= self.ceiling.rank]
        annexed = [key for key in seen if self.audience.annex and key in self.brief.articles]
        sources = tuple(self.source(key) for key in seen if key in annexed or any(c == key for c, _ in cited))
        variant = Variant(
            name=self.brief.name,
            audience=self.name,
            reader=self.audience.title,
            organisation=house.organisation,
            title=self.text(summary.title),
            subtitle=self.text(summary.subtitle),
            date=summary.date,
            language=summary.language,
            authors=tuple(self.text(author) for author in summary.authors),
            owner=self.text(summary.owner),
            review_by=summary.review_by,
            keywords=(),
            marking=self._banner(entries, sources),
            scheme=house.scheme,
            sections=sections,
            sources=sources,
            annexes=tuple(
                _annex(source, self.brief.articles[source.key], cited) for source in sources if source.key in annexed
            ),
            yardstick=house.words_of_likelihood if any(entry.likelihood for entry in entries) else None,
            says_withheld=house.withheld == "note" and len(entries) < len(self.numbers),
        )
        return replace(variant, keywords=_used(summary.keywords, variant))

    def _banner(self, entries: tuple[Entry, ...], sources: Iterable[Source]) -> Level:
        """The highest portion that is present."""
        summary = self.brief.summary
        in_use = {getattr(entry, "side", "") for entry in entries}
        sides = [side for side in summary.sides.values() if self.text(side) in in_use]
        outside = (summary.title, summary.subtitle, *summary.authors, summary.owner, *sides)
        levels = [self.level(text.marking) for text in outside if text and text.marking]
        levels += [source.marking for source in sources]
        for entry in entries:
            levels.append(entry.marking)
            levels += [quote.marking for quote in getattr(entry, "quotes", ())]
        return highest(levels) or self.brief.house.scheme.lowest


def _renumbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    numbers = iter(range(1, sum(len(section.entries) for section in sections) + 1))
    return tuple(
        Section(section.name, tuple(replace(entry, number=next(numbers)) for entry in section.entries))
        for section in sections
    )


def _cited_in(entries: Iterable[Entry]) -> Mapping[tuple[str, int], tuple[int, ...]]:
    """For each article and paragraph, the numbers of the brief's paragraphs that cite it."""
    found: dict[tuple[str, int], list[int]] = {}
    for entry in entries:
        cites = [*entry.cites, *(cite for quote in getattr(entry, "quotes", ()) for cite in quote.cites)]
        for key, paragraph in dict.fromkeys((cite.key, paragraph) for cite in cites for paragraph in cite):
            found.setdefault((key, paragraph), []).append(entry.number)
    return {place: tuple(sorted(numbers)) for place, numbers in found.items()}


def _annex(source: Source, article: Article, cited: Mapping[tuple[str, int], tuple[int, ...]]) -> Annex:
    blocks = (AnnexBlock(block, cited.get((source.key, block.number or 0), ())) for block in article.blocks)
    return Annex(source, tuple(blocks))


def _used(keywords: Iterable[str], variant: Variant) -> tuple[str, ...]:
    """The keywords that stand in the variant's own text: any other could tell of what was withheld."""
    text = " ".join(str(value) for value in _strings(variant)).casefold()
    return tuple(keyword for keyword in keywords if keyword.casefold() in text)


def _strings(variant: Variant) -> Iterator[str]:
    yield from (variant.title, variant.subtitle)
    for entry in variant.entries():
        for name in type(entry).__dataclass_fields__:
            value = getattr(entry, name)
            if isinstance(value, str):
                yield value


Parts = Callable[[_Reader, s.Path, Any], dict[str, Any]]


def _statement(reader: _Reader, _path: s.Path, item: s.Statement) -> dict[str, Any]:
    return {"text": reader.text(item.text)}


def _actor(reader: _Reader, _path: s.Path, item: s.Actor) -> dict[str, Any]:
    return {
        "text": reader.text(item.name),
        "role": reader.text(item.role),
        "side": reader.side(item.side),
        "interest": reader.text(item.interest),
    }


def _stake(reader: _Reader, path: s.Path, item: s.Stake) -> dict[str, Any]:
    return {"text": reader.text(item.text), "kind": item.kind, "side": reader.side(str(path[1]))}


def _view(reader: _Reader, path: s.Path, item: s.ExpertView) -> dict[str, Any]:
    return {
        "text": reader.text(item.view),
        "expert": reader.text(item.expert),
        "affiliation": reader.text(item.affiliation),
        "side": reader.side(item.side),
        "quotes": tuple(reader.quotes(path, item)),
    }


def _question(reader: _Reader, _path: s.Path, item: s.OpenQuestion) -> dict[str, Any]:
    return {
        "text": reader.text(item.question),
        "why": reader.text(item.why),
        "watch_for": reader.text(item.watch_for),
    }


def _event(reader: _Reader, _path: s.Path, item: s.Event) -> dict[str, Any]:
    return {"text": reader.text(item.text), "day": item.date}


def _option(reader: _Reader, _path: s.Path, item: s.Option) -> dict[str, Any]:
    return {
        "text": reader.text(item.name),
        "pros": tuple(reader.text(text) for text in item.for_),
        "cons": tuple(reader.text(text) for text in item.against),
    }


def _reading(reader: _Reader, _path: s.Path, item: s.Reading) -> dict[str, Any]:
    return {"text": reader.text(item.text), "url": item.url or ""}


_PARTS: Mapping[type[s.Item], tuple[Callable[..., Entry], Parts]] = {
    s.Statement: (Entry, _statement),
    s.Judgement: (Entry, _statement),
    s.Actor: (ActorEntry, _actor),
    s.Stake: (StakeEntry, _stake),
    s.ExpertView: (ViewEntry, _view),
    s.OpenQuestion: (QuestionEntry, _question),
    s.Event: (EventEntry, _event),
    s.Option: (OptionEntry, _option),
    s.Reading: (ReadingEntry, _reading),
}
