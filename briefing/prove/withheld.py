"""What was withheld from an audience: every text of the full brief that neither its variant nor an article may show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from briefing.composing.reader import Reader
from briefing.language.words import Language, all_labels
from briefing.model.article import Article
from briefing.model.brief import Brief
from briefing.model.edition import Imprint
from briefing.model.summary import Event, Item, Path, Reading
from briefing.model.text import texts_of
from briefing.model.variant import EventEntry, Variant, ViewEntry

Place = tuple[Path, str]
_NOT_PRINTED = frozenset(["name", "audience", "draft", "changes"])
"""What a variant holds and no layout prints, or what must itself tell nothing: the problems of a draft, the words of an
earlier edition."""


def texts_of_brief(brief: Brief) -> Iterator[Place]:
    """Every text of a brief, printed or not, with the place where it stands; of an article: in its blocks."""
    summary = brief.summary
    for path, text in texts_of(summary):
        yield from ((path, one) for _, one in text.each())
    yield from ((("keywords", index), keyword) for index, keyword in enumerate(summary.keywords))
    if summary.approved_by:
        yield ("approved_by",), summary.approved_by
    for path, item in summary.items():
        yield from ((path, text) for text in _texts_of_item(item))
    for key, entry in summary.articles.items():
        for path, text in texts_of(entry):
            yield from ((("articles", key, *path), one) for _, one in text.each())
        yield from ((("articles", key), text) for text in (entry.url, entry.note) if text)


def _texts_of_item(item: Item) -> Iterator[str]:
    for _, text in texts_of(item):
        yield from (one for _, one in text.each())
    yield from (silence.reason for silence in item.silence)
    if item.note:
        yield item.note
    if isinstance(item, Reading) and item.url:
        yield item.url
    if isinstance(item, Event):
        yield item.date
    # Others are like what stands on every page: p1, weight, “Varenne 1”.
    if item.id and "-" in item.id and item.id.replace("-", "").isalpha():
        yield item.id


def withheld(brief: Brief, variant: Variant) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The texts that may have been withheld from a variant's audience, and all that it may see."""
    reader = Reader(brief, variant.audience)
    seen = [brief.articles[key] for key in reader.articles_seen if key in brief.articles]
    unseen = {key: article for key, article in brief.articles.items() if key not in reader.articles_seen}
    texts = (*texts_of_brief(brief), *_blocks(unseen))
    return texts, tuple(_allowed(variant, seen))


def _blocks(articles: Mapping[str, Article]) -> Iterator[Place]:
    for key, article in articles.items():
        yield from ((("articles", key), block.text) for block in article.blocks)
        given = article.given
        yield from ((("articles", key), text) for text in (given.title, given.publisher, given.author) if text)


def _allowed(variant: Variant, seen: Iterable[Article]) -> Iterator[str]:
    """What the variant says, in parts and side by side as it is printed, its articles, and the words of layouts."""
    for field in fields(variant):
        if field.name not in _NOT_PRINTED:
            yield from _strings(getattr(variant, field.name))
    for entry in variant.entries():
        yield " ".join(_strings(entry))
        if isinstance(entry, ViewEntry):
            yield f"{entry.expert} {entry.affiliation} {entry.side} {entry.number} {entry.text}"
    for article in seen:
        yield from (block.text for block in article.blocks)
    language = Language(variant.language)
    yield from all_labels()
    yield from (language.label(label) for label in all_labels())
    days = [variant.date, variant.review_by, *(day for s in variant.sources for day in (s.published, s.accessed))]
    days += [entry.day for entry in variant.entries() if isinstance(entry, EventEntry)]
    yield from (language.day(day) for day in days if day)
    if variant.imprint:
        yield from _words_of_imprint(variant.imprint, language)


def _words_of_imprint(imprint: Imprint, language: Language) -> Iterator[str]:
    numbers = (imprint.number, imprint.replaces)
    yield from (language.edition(number) for number in numbers if number)
    yield from (language.short_day(day) for day in (imprint.date, imprint.replaced_date) if day)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from (*_strings(key), *_strings(part))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _strings(part)
