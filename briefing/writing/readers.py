"""Readers: who gets which item of a brief, and why somebody does not; of one after an edit as of one before."""

from collections.abc import Collection, Mapping

from briefing.composing.reader import Reader
from briefing.model.brief import Brief
from briefing.model.summary import ExpertView, Item, Path, Quotation, SectionName

Sections = Mapping[str, Collection[SectionName]]
"""The sections of each audience's variant: those of the house style, or else of the layout."""


def readers(brief: Brief, sections: Sections) -> Mapping[Path, tuple[str, ...]]:
    """The audiences that get each item, in the order of the house style. Markings that nobody knows reach nobody."""
    items = dict(brief.summary.items())
    gets = {name: _got(Reader(brief, name), items, sections[name]) for name in brief.house.audiences}
    return {path: tuple(name for name, paths in gets.items() if path in paths) for path in items}


def why_not(brief: Brief, sections: Sections, path: Path, audience: str) -> str:
    """Why an audience does not get an item, as the end of a sentence; empty where it does."""
    items = dict(brief.summary.items())
    reader, item = Reader(brief, audience), items[path]
    if path in _got(reader, items, sections[audience]):
        return ""
    if path[0] not in sections[audience]:
        return f"their variant has no section {str(path[0]).replace('_', ' ')}"
    if item.only is not None and audience not in item.only:
        return "“only” does not name them"
    if audience in item.except_:
        return "“except” names them"
    if isinstance(item, Quotation) and not _reads(reader, path[:-2]):
        return "they do not get its expert view"
    if _reads(reader, path):
        return "nothing is said in it that they may read"
    return f"they may see {reader.ceiling.name} at most"


def _got(reader: Reader, items: Mapping[Path, Item], sections: Collection[SectionName]) -> frozenset[Path]:
    """The items that a reader gets; of a view that says nothing to them, none."""
    read = {path for path, item in items.items() if path[0] in sections and _reads(reader, path)}
    for path, item in items.items():
        if isinstance(item, ExpertView) and path in read and not reader.text(item.view):
            quotes = {(*path, "quotes", index) for index in range(len(item.quotes))}
            if not quotes & read:
                read.discard(path)
    return frozenset(path for path in read if not isinstance(items[path], Quotation) or path[:-2] in read)


def _reads(reader: Reader, path: Path) -> bool:
    try:
        return reader.reads(path, ())
    except ValueError:
        return False
