"""A reader: one audience in front of one brief, and what of each item they may see."""

import string
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from briefing import evidence
from briefing.model import summary as s
from briefing.model.article import Citation
from briefing.model.brief import Brief
from briefing.model.house import Audience
from briefing.model.marking import Marking, Scheme
from briefing.model.text import Text, texts_of
from briefing.model.variant import (
    ActorEntry,
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
    ViewEntry,
    Words,
)


@dataclass(frozen=True)
class Reader:
    """One audience in front of one brief."""

    brief: Brief
    name: str
    without: frozenset[s.Path] = frozenset()
    """Items that are left out to save room."""

    @cached_property
    def audience(self) -> Audience:
        """What the house style says of this audience."""
        return self.brief.house.audiences[self.name]

    @cached_property
    def ceiling(self) -> Marking:
        """The highest marking that reaches them."""
        return self.brief.house.ceiling(self.name)

    @cached_property
    def items(self) -> Mapping[s.Path, s.Item]:
        """Every item of the full brief by its path, in the order of their numbers."""
        return dict(self.brief.summary.items())

    @cached_property
    def numbers(self) -> Mapping[s.Path, int]:
        """The paragraph number of every item of the full brief, the same for every audience."""
        items = (path for path, item in self.items.items() if not isinstance(item, s.Quotation))
        return {path: number for number, path in enumerate(items, start=1)}

    @cached_property
    def scheme(self) -> Scheme:
        """The marking scheme of the house."""
        return self.brief.house.scheme

    def marking(self, marking: str | None, default: Marking | None = None) -> Marking:
        """A marking; where there is none, the default, or else the brief's own."""
        return self.scheme.marking(marking) if marking else default or self.scheme.marking(self.brief.summary.marking)

    def number(self, path: s.Path) -> int:
        """The number of the paragraph that an item stands in: a quotation's is that of its view."""
        return self.numbers.get(path) or self.numbers[path[:-2]]

    def reads(self, path: s.Path, inside: s.Path) -> bool:
        """Whether this reader gets an item, and of its texts the one that stands there."""
        items = self.items
        item = items[path]
        if path in self.without:
            return False
        view = items.get(path[:-2])
        if isinstance(item, s.Quotation) and isinstance(view, s.ExpertView):
            cited = [cite.key for cite in evidence.citations(self.brief, item if item.cites else view)]
            marking = self.marking_of_quote(view, item, cited or self.brief.summary.articles)
            if not self.may_see(view, self.marking(view.marking)):
                return False
        else:
            marking = self.marking(item.marking)
        mine = self._read(item)
        of_text = next((field for field, _ in mine if inside[: len(field)] == field), None)
        return self.may_see(item, marking) and (of_text is None or (of_text, self._whose(inside, of_text)) in mine)

    @staticmethod
    def _whose(inside: s.Path, field: s.Path) -> str | None:
        """Whose text a path inside an item names: an audience's own, or None for the default."""
        return str(inside[len(field)]) if len(inside) > len(field) else None

    def may_see(self, item: s.Item, marking: Marking) -> bool:
        """Whether their ceiling, and `only` and `except` of an item, all allow it."""
        allowed = item.only is None or self.name in item.only
        return self.scheme.allows(self.ceiling, marking) and allowed and self.name not in item.except_

    def text(self, text: Text | None) -> str:
        """A text as this audience reads it."""
        return text.for_audience(self.name) if text else ""

    # Articles

    @cached_property
    def article_markings(self) -> Mapping[str, Marking]:
        """The marking of each article."""
        return {key: self.marking(entry.marking) for key, entry in self.brief.summary.articles.items()}

    @cached_property
    def articles_seen(self) -> tuple[str, ...]:
        """The keys of the articles that this reader may see."""
        return tuple(key for key, marking in self.article_markings.items() if self.scheme.allows(self.ceiling, marking))

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """What each article that they may see is called: with closed numbering, A, B, C with no letter left out."""
        seen = self.articles_seen
        closed = self.audience.numbering == "closed" and all(len(key) == 1 for key in seen)
        return {key: string.ascii_uppercase[index] if closed else key for index, key in enumerate(seen)}

    def cites(self, item: s.Item) -> tuple[Citation, ...]:
        """The citations of articles that this reader may see."""
        cited = evidence.citations(self.brief, item)
        return tuple(replace(cite, key=self.letters[cite.key]) for cite in cited if cite.key in self.letters)

    def source(self, key: str) -> Source:
        """An article as it is listed among the sources."""
        entry = self.brief.summary.articles[key]
        return Source(
            key=self.letters[key],
            marking=self.article_markings[key],
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

    def sections(self, names: Iterable[s.SectionName]) -> Iterator[Section]:
        """The sections in which something is left for this reader, in this order."""
        for name in names:
            of_section = [(path, item) for path, item in self.brief.summary.items() if path[0] == name]
            entries = (self.entry(path, item) for path, item in of_section if not isinstance(item, s.Quotation))
            kept = tuple(entry for entry in entries if entry is not None)
            if kept:
                yield Section(name, kept)

    def gets_any(self, names: Collection[s.SectionName]) -> bool:
        """Whether something is left for this reader in these sections; no evidence is weighed for that."""
        return any(
            self.reads(path, ()) and (not isinstance(item, s.ExpertView) or self.text(item.view) != "")
            for path, item in self.brief.summary.items()
            if path[0] in names
        )

    def entry(self, path: s.Path, item: s.Item) -> Entry | None:
        """An item as this reader gets it; None where they may not see it, or where nothing of it is left."""
        marking = self.marking(item.marking)
        if path in self.without or not self.may_see(item, marking):
            return None
        kind, parts = _PARTS[type(item)]
        read = parts(self, path, item)
        if isinstance(item, s.ExpertView) and not read["text"] and not read["quotes"]:
            return None
        return kind(
            number=self.numbers[path],
            marking=marking,
            cites=self.cites(item),
            likelihood=self._likelihood(item.likelihood),
            confidence=item.confidence,
            is_low=item.priority == "low",
            id=item.id or "",
            silenced=tuple(Silenced(one.code, one.reason) for one in item.silence),
            **self._figures(path, item),
            **read,
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
        """Every figure of the brief, with whether it agrees."""
        return tuple(evidence.counted(self.brief))

    @cached_property
    def quoted(self) -> Mapping[tuple[s.Path, str | None], evidence.Stands]:
        """Where the words of each quotation stand, and for whom they are worded so."""
        return {(stands.item, stands.audience): stands for stands in evidence.quotations(self.brief)}

    def side(self, key: str | None) -> str:
        """The name of a side."""
        return self.text(self.brief.summary.sides.get(key)) if key else ""

    def marking_of_quote(self, view: s.ExpertView, quote: s.Quotation, cited: Iterable[str]) -> Marking:
        """The marking of a quotation: at least that of its view and of its article."""
        of_view = self.marking(view.marking)
        own = self.marking(quote.marking, of_view)
        return self.scheme.banner((own, of_view, *(self.article_markings[key] for key in cited)))

    def quotes(self, path: s.Path, view: s.ExpertView) -> Iterator[Words]:
        """The quotations that this reader may see, each marked at least as high as its article."""
        keys = self.brief.summary.articles
        for index, quote in enumerate(view.quotes):
            source = quote if quote.cites else view
            cited = [cite.key for cite in evidence.citations(self.brief, source)] or list(keys)
            marking = self.marking_of_quote(view, quote, cited)
            if self.may_see(quote, marking) and (*path, "quotes", index) not in self.without:
                whose = self.name if self.name in quote.text.audiences else None
                stands = self.quoted[(*path, "quotes", index), whose]
                yield Words(
                    text=self.text(quote.text),
                    cites=self.cites(source),
                    marking=marking,
                    verbatim=all(keys[key].verbatim for key in cited),
                    agrees=stands.agrees,
                    passages=tuple(
                        (self.letters[key], p.paragraph, p.start, p.end)
                        for key, p in stands.passages
                        if key in self.letters
                    ),
                )


Parts = Callable[[Reader, s.Path, Any], dict[str, Any]]


def _statement(reader: Reader, _path: s.Path, item: s.Statement) -> dict[str, Any]:
    return {"text": reader.text(item.text)}


def _actor(reader: Reader, _path: s.Path, item: s.Actor) -> dict[str, Any]:
    return {
        "text": reader.text(item.name),
        "role": reader.text(item.role),
        "side": reader.side(item.side),
        "interest": reader.text(item.interest),
    }


def _stake(reader: Reader, path: s.Path, item: s.Stake) -> dict[str, Any]:
    return {"text": reader.text(item.text), "kind": item.kind, "side": reader.side(str(path[1]))}


def _view(reader: Reader, path: s.Path, item: s.ExpertView) -> dict[str, Any]:
    return {
        "text": reader.text(item.view),
        "expert": reader.text(item.expert),
        "affiliation": reader.text(item.affiliation),
        "side": reader.side(item.side),
        "quotes": tuple(reader.quotes(path, item)),
    }


def _question(reader: Reader, _path: s.Path, item: s.OpenQuestion) -> dict[str, Any]:
    return {
        "text": reader.text(item.question),
        "why": reader.text(item.why),
        "watch_for": reader.text(item.watch_for),
    }


def _event(reader: Reader, _path: s.Path, item: s.Event) -> dict[str, Any]:
    return {"text": reader.text(item.text), "day": item.date}


def _option(reader: Reader, _path: s.Path, item: s.Option) -> dict[str, Any]:
    return {
        "text": reader.text(item.name),
        "pros": tuple(reader.text(text) for text in item.for_),
        "cons": tuple(reader.text(text) for text in item.against),
    }


def _reading(reader: Reader, _path: s.Path, item: s.Reading) -> dict[str, Any]:
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
