"""The mark of what was drafted, a comment that it is to be confirmed: which items have it, and how it goes."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from briefing.drafting.manuscript import CONFIRM
from briefing.loading.outline import Change, Part
from briefing.model.summary import Path
from briefing.writing.script import NoPlaceError, Script

_MARK = re.compile(rf"#\s*{CONFIRM}\b[ \t:;,.–—-]*")


def drafted(script: Script) -> Iterator[Path]:
    """The paths of all that is marked “confirm”: items, articles, and values such as the title."""
    if _marks(script, 0, len(script.text)):
        yield from (path for path in _that_can_be(script.root) if _mark(script, path))


def _that_can_be(root: Part) -> Iterator[Path]:
    """The paths of all that a draft may mark."""
    for key, value in root.pairs():
        if value.kind == "text":
            yield (key.text,)
        elif value.kind == "mapping" and key.text == "articles":
            yield from ((key.text, name.text) for name in value.parts[::2])
        else:
            yield from _items((key.text,), value)


def _items(path: Path, part: Part) -> Iterator[Path]:
    if part.kind == "mapping":
        for key, value in part.pairs():
            if value.kind == "list":
                yield from _items((*path, key.text), value)
    else:
        for index, one in enumerate(part.parts):
            yield (*path, index)
            quotes = one.get("quotes") if one.kind == "mapping" else None
            if quotes is not None and quotes.kind == "list":
                yield from _items((*path, index, "quotes"), quotes)


def unmarked(script: Script, path: Path) -> Change:
    """What stands at a path without its mark; what else the comment says stays."""
    found = _mark(script, path)
    if found is None:
        raise NoPlaceError("it is not marked “confirm”", path)
    start, end = found
    mark = _MARK.match(script.text, start, end)
    rest = script.text[mark.end() if mark else start : end].strip()
    if rest:
        return Change(start, end, f"# {rest}")
    while start and script.text[start - 1] in " \t":
        start -= 1
    return Change(start, end, "")


def _mark(script: Script, path: Path) -> tuple[int, int] | None:
    """The comment that marks what stands at a path: in its first line, or in the last where it stands in brackets."""
    holder, index, first, part = script.entry(path)
    begin = first.start
    if holder.kind == "list" and not holder.is_flow:
        try:
            begin = script.dash(holder, index)
        except NoPlaceError:
            return None
    lines = [] if holder.is_flow else [begin]
    if holder.is_flow or part.is_flow:
        lines.append(part.end)
    behind = _next(holder, index)
    found = (span for place in lines for span in _marks(script, place, script.line_stop(place)))
    return next((span for span in found if behind is None or span[0] < behind), None)


def _marks(script: Script, start: int, stop: int) -> list[tuple[int, int]]:
    """The marks that begin between two places."""
    first = bisect_left(script.comments, (start, 0))
    last = bisect_left(script.comments, (stop, 0))
    return [(begin, end) for begin, end in script.comments[first:last] if _MARK.match(script.text, begin, end)]


def _next(holder: Part, index: int) -> int | None:
    """Where what stands behind an entry begins."""
    behind = (2 if holder.kind == "mapping" else 1) * (index + 1)
    if behind < len(holder.parts):
        return holder.parts[behind].start
    return holder.end if holder.is_flow else None
