"""Stamp: a variant says what changed since an earlier edition, as far as its reader may see that now.

They read the earlier edition then; what may be printed is decided by what they may see now, and nothing here knows
what else the brief says. So what is gone whole (an item, a quotation, a text, a source) is named by its number and
kind and never repeated, for the brief may still hold it and withhold it from them. Nor are a question and its end told
apart from a question that they are not shown any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.changes.compare import compare
from briefing.changes.since import since
from briefing.model.change import Change, Changes, ItemChange, Piece, QuoteChange, Rewording, Shift, SourceChange
from briefing.model.said import Said, said_of
from briefing.model.variant import Entry, QuestionEntry, Variant

_CODES = frozenset(
    ["likelihood", "confidence", "marking", "kind", "day", "language", "review_by", "grade", "published"]
)
"""Values that are no words of a brief: the old one may be said beside the new one."""


def with_changes(variant: Variant, earlier: Said, history: Sequence[Said], *, old_words: bool = True) -> Variant:
    """A variant that says what changed since an earlier edition for its audience, and since when questions are open.

    `history` are the earlier editions for this audience, oldest first. Without `old_words` it shows none of the words
    that were replaced: for a reader who may not see one of them any more.
    """
    changes = printable(compare(earlier, said_of(variant)), old_words=old_words)
    by_number = {item.number: item for item in changes.items if item.kind != "removed"}
    sections = tuple(
        replace(
            section, entries=tuple(_stamped(entry, by_number.get(entry.number), history) for entry in section.entries)
        )
        for section in variant.sections
    )
    return replace(variant, sections=sections, changes=changes)


def _stamped(entry: Entry, change: ItemChange | None, history: Sequence[Said]) -> Entry:
    stamped = replace(entry, change=_change(change)) if change else entry
    if isinstance(stamped, QuestionEntry):
        return replace(stamped, open_since=since(entry.id, history))
    return stamped


def _change(change: ItemChange) -> Change:
    """What an entry says of itself; an item that only moved, or lost a citation, reads as it did."""
    if change.kind == "added":
        return "new"
    if change.rewordings or change.is_answered:
        return "reworded"
    return "changed" if set(change.kinds) - {"moved", "citations"} or change.cites_added else ""


def printable(changes: Changes, *, old_words: bool = True) -> Changes:
    """Changes without the words of the earlier edition that may not be printed."""
    keeps = old_words and not any(shift.name == "marking" for shift in changes.shifts)
    return replace(
        changes,
        rewordings=tuple(_reworded(one, old_words=keeps) for one in changes.rewordings),
        shifts=tuple(_shift(one) for one in changes.shifts),
        items=tuple(_item(item, old_words=old_words) for item in changes.items),
        sources=tuple(_source(source) for source in changes.sources),
        shows_old=old_words,
    )


def replaced_words(changes: Changes) -> Iterator[str]:
    """The words of the earlier edition that changes show."""
    for one in _rewordings(changes):
        yield from (piece.old for piece in one.pieces if piece.kind in {"removed", "replaced"})


def replaced_in_place(changes: Changes) -> Iterator[str]:
    """The texts of the earlier edition that can be put together from what changes show."""
    yield from (one.old for one in _rewordings(changes) if any(piece.old != piece.new for piece in one.pieces))


def _rewordings(changes: Changes) -> Iterator[Rewording]:
    yield from changes.rewordings
    for item in changes.items:
        yield from item.rewordings


def _item(item: ItemChange, *, old_words: bool) -> ItemChange:
    """An item as it may be printed; of one that was marked otherwise, the old words were marked so too."""
    keeps = old_words and not any(shift.name == "marking" for shift in item.shifts)
    return replace(
        item,
        text="" if item.kind == "removed" else item.text,
        rewordings=tuple(_reworded(one, old_words=keeps) for one in item.rewordings),
        quotes=tuple(_quote(quote) for quote in item.quotes),
        shifts=tuple(_shift(shift) for shift in item.shifts),
    )


def _reworded(one: Rewording, *, old_words: bool) -> Rewording:
    if one.way in {"removed", "rewritten"}:
        return replace(one, pieces=())
    if old_words:
        return one
    return replace(one, pieces=tuple(Piece(_kept(piece), piece.new) for piece in one.pieces if piece.new))


def _kept(piece: Piece) -> str:
    return piece.old if piece.kind == "same" else ""


def _quote(quote: QuoteChange) -> QuoteChange:
    """A quotation as it may be printed: its words now, which stand in the brief."""
    return replace(quote, text="" if quote.kind == "removed" else quote.text, rewording=None)


def _shift(shift: Shift) -> Shift:
    return shift if shift.name in _CODES else replace(shift, old="")


def _source(source: SourceChange) -> SourceChange:
    shifts = tuple(_shift(shift) for shift in source.shifts)
    return replace(source, title="" if source.kind == "removed" else source.title, shifts=shifts)
