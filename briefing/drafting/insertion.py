"""Further: another article put into a brief that somebody has written, of which everything else stays as it is.

Lines are put into the text where the outline says that a section ends; no YAML is written anew, so comments, order,
quotation marks and layout stay. Then the whole is read again: it must say what it said, and what was added.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.drafting.manuscript import CONFIRM, Item, in_flow, lines_of, lines_of_items, plain
from briefing.loading.document import LINE_END
from briefing.loading.outline import (
    Change,
    Part,
    are_apart,
    changed,
    ends_a_line,
    indent_above,
    line_behind,
    lines_at,
    outline,
)

_BARE = re.compile(r"[1-9]\d*(?:[-–][1-9]\d*)?")
_STEP = "  "


class NoPlaceError(Exception):
    """Nothing can be put in: why, as the end of a sentence, and the key at which it is so."""

    def __init__(self, why: str, key: str = "") -> None:
        super().__init__(why)
        self.key = key


@dataclass(frozen=True, slots=True)
class Addition:
    """What is added to a brief: the key of the article, its entry, and its drafted items by section."""

    key: str
    entry: Item
    items: Mapping[str, Sequence[Item]]


def put_in(text: str, addition: Addition) -> str:
    """The text of a brief with an addition in it. Raises NoPlaceError where it has no place for one."""
    line_end = next((found[0] for found in LINE_END.finditer(text)), "\n")
    whole = text if ends_a_line(text, len(text)) else text + line_end
    root, end = outline(whole)
    if root.is_flow:
        raise NoPlaceError("it is written between braces, {…}, and not line by line")
    articles = root.get("articles")
    if articles is None or articles.kind != "mapping":
        raise NoPlaceError("its articles do not stand under it as A: …", "articles")
    edits = [*_keyed_citations(root, articles), _entry(whole, articles, addition, line_end)]
    missing: list[str] = []
    for section, items in addition.items.items():
        part = root.get(section)
        if part is None and items:
            missing += ["", f"{' ' * root.column}{section}:", *_written(items, root.column + 2)]
        elif part is not None and items:
            edits += _items(whole, section, part, items, line_end)
    if missing:
        edits.append(lines_at(end, missing, line_end))
    made = changed(whole, edits)
    return made if any(edit.start == len(whole) for edit in edits) else made[: len(made) - len(whole) + len(text)]


def _in_flow(part: Part, written: Sequence[str], line_end: str) -> Change:
    """Entries put in between brackets or braces, behind the last that is there, each in a line of its own."""
    place = part.parts[-1].end if part.parts else part.end - 1
    listed = f",  # {CONFIRM}{line_end}{_STEP}".join(written)
    return Change(place, place, f"{',' if part.parts else ''}{line_end}{_STEP}{listed}  # {CONFIRM}{line_end}{_STEP}")


def _entry(text: str, articles: Part, addition: Addition, line_end: str) -> Change:
    if articles.is_flow:
        return _in_flow(articles, [f"{addition.key}: {in_flow(addition.entry)}"], line_end)
    indent = " " * articles.column
    lines = [f"{indent}{addition.key}:  # {CONFIRM}", *lines_of(addition.entry, indent + _STEP)]
    before = [""] if are_apart(text, articles.parts[::2]) else []
    return lines_at(line_behind(text, articles.end, articles.column), [*before, *lines], line_end)


def _items(text: str, section: str, part: Part, items: Sequence[Item], line_end: str) -> Iterator[Change]:
    is_empty_flow = part.kind == "list" and not part.parts and not text[part.start + 1 : part.end - 1].strip(" \t")
    if part.is_nothing or is_empty_flow:
        # What stands for nothing gives way, and the space before it.
        space = text[: part.start].endswith(" ") and part.end > part.start
        yield Change(part.start - space, part.end, "")
        indent = indent_above(text, part.start)
        yield lines_at(line_behind(text, part.end, indent + 1), _written(items, indent + 2), line_end)
    elif part.kind != "list":
        raise NoPlaceError(f"its {section} are no list", section)
    elif part.is_flow:
        yield _in_flow(part, [in_flow(item) for item in items], line_end)
    else:
        apart = are_apart(text, part.parts)
        lines = [*([""] if apart else []), *_written(items, part.column, apart=apart)]
        yield lines_at(line_behind(text, part.end, part.column), lines, line_end)


def _written(items: Sequence[Item], indent: int, *, apart: bool = False) -> Iterator[str]:
    return lines_of_items(items, " " * indent, apart=apart)


# Citations


def _keyed_citations(root: Part, articles: Part) -> Iterator[Change]:
    """The key of the one article, put before the citations that had none: 7 serves no longer where there are two."""
    keys = [key.text for key in articles.parts[::2]]
    if len(keys) == 1:
        yield from (Change(place, place, keys[0]) for place in _bare_citations(root))


def _bare_citations(part: Part) -> Iterator[int]:
    """The places of the figures of citations that name no article."""
    if part.kind == "list":
        for one in part.parts:
            yield from _bare_citations(one)
    elif part.kind == "mapping":
        for key, value in part.pairs():
            if key.text == "cites":
                cites = (one for one in (value, *value.parts) if one.kind == "text")
                yield from (cite.text_start for cite in cites if _BARE.fullmatch(cite.text))
            else:
                yield from _bare_citations(value)


# What it must say


def expected(before: dict[str, Any], addition: Addition) -> dict[str, Any]:
    """The values of a brief with an addition, made from the values that it had."""
    articles = before["articles"]
    after = {key: _cited(value, next(iter(articles))) if len(articles) == 1 else value for key, value in before.items()}
    after["articles"] = {**articles, addition.key: plain(addition.entry)}
    for section, items in addition.items.items():
        if items:
            after[section] = [*(after.get(section) or []), *(plain(item) for item in items)]
    return after


def _cited(value: Any, key: str) -> Any:
    """A value of a brief with one article, its citations with the key of that article."""
    if isinstance(value, list):
        return [_cited(part, key) for part in value]
    if not isinstance(value, dict):
        return value
    return {name: _with_key(part, key) if name == "cites" else _cited(part, key) for name, part in value.items()}


def has_bare_citations(value: Any) -> bool:
    """Whether a value of a brief holds a citation that names no article."""
    return bool(_cited(value, "A") != value)


def _with_key(cites: Any, key: str) -> Any:
    if isinstance(cites, list):
        return [_with_key(cite, key) for cite in cites]
    bare = isinstance(cites, int | str) and not isinstance(cites, bool) and _BARE.fullmatch(str(cites))
    return f"{key}{cites}" if bare else cites
