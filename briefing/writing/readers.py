"""Readers: who gets which item of a brief, and who would if its marking or its audiences were others."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from briefing.brief import Brief
from briefing.reader import Reader
from briefing.summary import ExpertView, Item, Path, Quotation, SectionName, Summary

Sections = Mapping[str, Collection[SectionName]]
"""The sections of each audience's variant: those of the house style, or else of the layout."""


def readers(brief: Brief, sections: Sections) -> Mapping[Path, tuple[str, ...]]:
    """The audiences that get each item, in the order of the house style. Markings that nobody knows reach nobody."""
    items = dict(brief.summary.items())
    gets = {name: _got(Reader(brief, name), items, sections[name]) for name in brief.house.audiences}
    return {path: tuple(name for name, paths in gets.items() if path in paths) for path in items}


@dataclass(frozen=True, slots=True)
class Access:
    """What an item says of who may see it; `only` is None where it does not say."""

    marking: str | None = None
    only: tuple[str, ...] | None = None
    except_: tuple[str, ...] = ()


def would_get(brief: Brief, sections: Sections, path: Path, access: Access) -> tuple[str, ...]:
    """The audiences that would get an item if it said this of who may see it."""
    summary: Summary = _with(brief.summary, path, asdict(access))
    return readers(replace(brief, summary=summary), sections)[path]


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


def _with(value: Any, path: Path, access: Mapping[str, Any]) -> Any:
    """A part of the summary in which the item at a path is given another access."""
    if not path:
        return value.model_copy(update=access)
    step, rest = path[0], path[1:]
    if isinstance(value, tuple):
        return tuple(_with(one, rest, access) if index == step else one for index, one in enumerate(value))
    if isinstance(value, Mapping):
        return {key: _with(one, rest, access) if key == step else one for key, one in value.items()}
    return value.model_copy(update={str(step): _with(getattr(value, str(step)), rest, access)})
