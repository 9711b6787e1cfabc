"""Compare: what one edition says to an audience, held against what an earlier one said to the same audience."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Literal

from briefing.changes.pair import moved, pairs
from briefing.changes.pair import sources as same_sources
from briefing.changes.since import dated
from briefing.changes.words import likeness, reworded
from briefing.model.change import Changes, Direction, ItemChange, QuoteChange, Rewording, Shift, SourceChange
from briefing.model.said import Said, SaidItem, SaidQuote, SaidSource

_CITE = re.compile(r"([A-Za-z]*)(\d+)(?:-(\d+))?")
_CONFIDENCES = ("low", "moderate", "high")
_GONE = "?"
_LONGEST = 100_000
"""The paragraphs of one citation that are looked at, at most."""
_AS_THEY_ARE: Mapping[str, str] = {}
_PLAIN = ("day", "url")
"""Further texts that are no sentences: they are told whole, old and new."""
_SAME_QUOTE = 0.5
"""From this likeness on, two quotations are one that was changed."""
_OF_SOURCES = ("title", "publisher", "author", "published", "accessed", "url", "grade", "marking")


def compare(old: Said, new: Said) -> Changes:
    """What changed. Raises ValueError where the two were not said to the same audience."""
    if old.audience != new.audience:
        message = f"what is compared was said to one audience, not to “{old.audience}” and “{new.audience}”"
        raise ValueError(message)
    found, keys = pairs(old, new), same_sources(old, new)
    elsewhere = moved(found.now)
    # One whose source is gone keeps its letter, with a mark: another source may have that letter now.
    letters = {source.key: keys.get(source.key, f"{source.key}{_GONE}") for source in old.sources}
    now = [
        _of_both(one, item, letters, is_moved=item.number in elsewhere) if one else _of_one("added", item)
        for one, item in found.now
    ]
    return Changes(
        brief=new.brief,
        audience=new.audience,
        old=dated(old),
        new=dated(new),
        rewordings=_rewordings((("title", old.title, new.title), ("subtitle", old.subtitle, new.subtitle))),
        shifts=tuple(_of_the_whole(old, new)),
        items=(
            *(change for change in now if change.kind != "unchanged"),
            *(_of_one("removed", item) for item in found.removed),
        ),
        unchanged=tuple(change for change in now if change.kind == "unchanged" and change.is_judgement),
        sources=tuple(_sources(old, new, keys)),
    )


def _of_one(kind: Literal["added", "removed"], item: SaidItem) -> ItemChange:
    """An item that is in one of the editions only."""
    return ItemChange(
        kind=kind,
        section=item.section,
        number=item.number,
        text=item.text or item.further.get("expert", ("",))[0],
        id=item.id,
        is_judgement=_is_judgement(item),
    )


def _is_judgement(item: SaidItem) -> bool:
    return item.section == "bottom_line" or bool(item.likelihood)


def _of_both(old: SaidItem, new: SaidItem, letters: Mapping[str, str], *, is_moved: bool) -> ItemChange:
    """An item that both have: changed, or unchanged."""
    likelihood = _likelihood(old, new)
    before, after = _paragraphs(old.cites, letters), _paragraphs(new.cites)
    found = {
        "rewordings": _rewordings(_texts(old, new)),
        "likelihood": likelihood,
        "confidence": _confidence(old, new, beside=likelihood is not None),
        "cites_added": tuple(_cites(one for one in after if one not in before)),
        "cites_removed": tuple(_cites(one for one in before if one not in after)),
        "quotes": tuple(_quotes(old.quotes, new.quotes, letters)),
        "shifts": tuple(_shifts(old, new)),
        "is_moved": is_moved or old.section != new.section,
    }
    return ItemChange(
        kind="changed" if any(found.values()) else "unchanged",
        section=new.section,
        number=new.number,
        text=new.text or new.further.get("expert", ("",))[0],
        id=new.id or old.id,
        old_section=old.section,
        old_number=old.number,
        is_judgement=_is_judgement(old) or _is_judgement(new),
        **found,  # type: ignore[arg-type]
    )


# Texts


def _rewordings(texts: Iterable[tuple[str, str, str]]) -> tuple[Rewording, ...]:
    found = (reworded(name, old, new) for name, old, new in texts)
    return tuple(one for one in found if one)


def _texts(old: SaidItem, new: SaidItem) -> Iterator[tuple[str, str, str]]:
    """The texts of an item side by side, each with its name; of reasons for and against, those that differ."""
    yield "text", old.text, new.text
    for name in dict.fromkeys((*old.further, *new.further)):
        if name not in _PLAIN:
            before, after = old.further.get(name, ()), new.further.get(name, ())
            gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
            yield from ((name, *both) for both in zip_longest(gone, come, fillvalue=""))


# Values


def _likelihood(old: SaidItem, new: SaidItem) -> Shift | None:
    if (old.likelihood, old.per_cent) == (new.likelihood, new.per_cent):
        return None
    return Shift("likelihood", old.likelihood, new.likelihood, _on_scale(old, new), (old.per_cent, new.per_cent))


def _on_scale(old: SaidItem, new: SaidItem) -> Direction:
    """Which way a likelihood went, by the ranges that its words stand for."""
    if not old.per_cent or not new.per_cent or old.likelihood == new.likelihood:
        return ""
    if old.per_cent == new.per_cent:
        return "same"
    return "up" if sum(new.per_cent) > sum(old.per_cent) else "down"


def _confidence(old: SaidItem, new: SaidItem, *, beside: bool) -> Shift | None:
    """The confidence, where it changed or stands beside a likelihood that did."""
    if old.confidence == new.confidence and not (beside and new.confidence):
        return None
    direction: Direction = ""
    if {old.confidence, new.confidence} <= set(_CONFIDENCES) and old.confidence != new.confidence:
        rises = _CONFIDENCES.index(new.confidence) > _CONFIDENCES.index(old.confidence)
        direction = "up" if rises else "down"
    return Shift("confidence", old.confidence, new.confidence, direction)


def _shifts(old: SaidItem, new: SaidItem) -> Iterator[Shift]:
    for name in ("side", "kind", "marking", *_PLAIN):
        before, after = _value(old, name), _value(new, name)
        if before != after:
            yield Shift(name, before, after)


def _value(item: SaidItem, name: str) -> str:
    return "".join(item.further.get(name, ())) if name in _PLAIN else str(getattr(item, name))


def _of_the_whole(old: Said, new: Said) -> Iterator[Shift]:
    for name in ("reader", "authors", "language", "marking", "review_by", "owner", "approved_by"):
        before, after = _written(getattr(old, name)), _written(getattr(new, name))
        if before != after:
            yield Shift(name, before, after)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value) if value else ""


# Citations, quotations, sources


def _paragraphs(cites: Iterable[str], letters: Mapping[str, str] = _AS_THEY_ARE) -> dict[tuple[str, int], None]:
    """The paragraphs that are cited, in order; of the old edition, each by what its article is called now."""
    found: dict[tuple[str, int], None] = {}
    for cite in cites:
        match = _CITE.fullmatch(cite)
        if match:
            first, last = int(match[2]), int(match[3] or match[2])
            key = letters.get(match[1], match[1])
            found.update(dict.fromkeys((key, number) for number in range(first, min(last, first + _LONGEST) + 1)))
    return found


def _cites(paragraphs: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Paragraphs as citations, runs as ranges."""
    runs: list[tuple[str, int, int]] = []
    for key, number in paragraphs:
        if runs and runs[-1][0] == key and runs[-1][2] == number - 1:
            runs[-1] = (key, runs[-1][1], number)
        else:
            runs.append((key, number, number))
    for key, first, last in runs:
        yield f"{key.removesuffix(_GONE)}{first}" + (f"-{last}" if last > first else "")


def _quotes(old: Sequence[SaidQuote], new: Sequence[SaidQuote], letters: Mapping[str, str]) -> Iterator[QuoteChange]:
    left = list(old)
    for quote in new:
        match = _match(quote, left)
        if match is None:
            yield QuoteChange("added", quote.text)
            continue
        left.remove(match)
        rewording = reworded("quote", match.text, quote.text)
        told = (match.verbatim, match.marking) != (quote.verbatim, quote.marking)
        if rewording or told or set(_paragraphs(match.cites, letters)) != set(_paragraphs(quote.cites)):
            yield QuoteChange("changed", quote.text, rewording)
    yield from (QuoteChange("removed", quote.text) for quote in left)


def _match(quote: SaidQuote, among: Sequence[SaidQuote]) -> SaidQuote | None:
    """The quotation that this one was before: the same words, or those that come nearest."""
    same = next((one for one in among if one.text == quote.text), None)
    if same or not among:
        return same
    nearest = max(among, key=lambda one: likeness(one.text, quote.text))
    return nearest if likeness(nearest.text, quote.text) >= _SAME_QUOTE else None


def _sources(old: Said, new: Said, keys: Mapping[str, str]) -> Iterator[SourceChange]:
    before = {keys[source.key]: source for source in old.sources if source.key in keys}
    for source in new.sources:
        was = before.get(source.key)
        shifts = tuple(_of_source(was, source)) if was else ()
        if was is None:
            yield SourceChange("added", source.key, source.title)
        elif shifts:
            yield SourceChange("changed", source.key, source.title, shifts)
    yield from (SourceChange("removed", one.key, one.title) for one in old.sources if one.key not in keys)


def _of_source(old: SaidSource, new: SaidSource) -> Iterator[Shift]:
    for name in _OF_SOURCES:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Shift(name, before, after)
    if old.verbatim != new.verbatim:
        yield Shift("verbatim", str(old.verbatim).lower(), str(new.verbatim).lower())
