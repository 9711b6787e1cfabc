"""Changes of what stands in lines of its own: entries of lists and mappings that are indented."""

from collections.abc import Iterator, Sequence

from briefing.drafting.manuscript import CONFIRM, in_flow, lines_of_items
from briefing.loading.document import LINE_END
from briefing.loading.outline import Change, Part, are_apart, line_behind, lines_at
from briefing.model.summary import Path
from briefing.writing.scalar import Setting, single
from briefing.writing.script import NoPlaceError, Script
from briefing.writing.step import Add

_STEP = 2


def new_key(
    script: Script, holder: Part, key: str, value: str | Sequence[str], before: tuple[str, ...]
) -> Iterator[list[Change]]:
    """The ways to put a line with a new key into a mapping."""
    place = place_of_key(script, holder, before)
    indent = " " * holder.column
    if not isinstance(value, str):
        yield [lines_at(place, [f"{indent}{key}: {in_flow(value)}"], script.line_end)]
        return
    column = holder.column + len(key) + 2
    setting = Setting(holder.column + _STEP, flow=False, line_end=script.line_end)
    for written in single(value, column, setting):
        yield [lines_at(place, [f"{indent}{key}: {written}"], script.line_end)]


def place_of_key(script: Script, holder: Part, before: tuple[str, ...]) -> int:
    """Where the line of a new key of a mapping begins: before those keys that it goes before, else behind all."""
    pairs = list(holder.pairs())
    following = next((index for index, (key, _) in enumerate(pairs) if key.text in before), len(pairs))
    # The first key may stand behind a hyphen: no line can go before it.
    value = pairs[max(following, 1) - 1][1]
    end = max(value.end, pairs[max(following, 1) - 1][0].end)
    return line_behind(script.text, end, holder.column + 1)


def new_items(script: Script, holder: Part, step: Add) -> Change:
    """A list of items that was not there, put into a mapping with one item; into that of the file, behind all else."""
    indent = " " * holder.column
    lines = [f"{indent}{step.path[-1]}:", *lines_of_items([step.item], f"{indent}  ", comment=_comment(step))]
    if holder is script.root:
        return lines_at(script.end, ["", *lines], script.line_end)
    return lines_at(place_of_key(script, holder, step.before), lines, script.line_end)


def first_item(script: Script, holder: Part, part: Part, step: Add) -> Iterator[Change]:
    """An item in lines where nothing stands, or an empty list: that gives way, and the space before it."""
    space = script.text[: part.start].endswith(" ") and part.end > part.start
    yield Change(part.start - space, part.end, "")
    lines = lines_of_items([step.item], " " * (holder.column + _STEP), comment=_comment(step))
    yield lines_at(line_behind(script.text, part.end, holder.column + 1), lines, script.line_end)


def further_entry(script: Script, part: Part, step: Add) -> Change:
    """One more entry of a list in lines, at its end."""
    indent = " " * part.column
    if isinstance(step.value, str):
        lines = [f"{indent}- {in_flow(step.value)}"]
    else:
        lines = list(lines_of_items([step.value], indent, comment=_comment(step)))
    apart = [""] if are_apart(script.text, part.parts) else []
    return lines_at(line_behind(script.text, part.end, part.column), [*apart, *lines], script.line_end)


def _comment(step: Add) -> str:
    return CONFIRM if step.is_drafted else ""


def without_key(script: Script, holder: Part, index: int) -> Iterator[Change]:
    """A mapping in lines without one of its keys; what is behind a hyphen is closed up."""
    pairs = list(holder.pairs())
    key, value = pairs[index]
    if len(pairs) == 1:
        raise NoPlaceError("nothing else stands there")
    end = max(key.end, value.end)
    if script.text[script.line_start(key.start) : key.start].strip(" ") in {"", "?"}:
        yield Change(script.line_start(key.start), script.next_line(_last(script, end)), "")
        return
    following = pairs[min(index + 1, len(pairs) - 1)][0].start
    is_plain = not script.has_comment(end, following)
    yield Change(key.start, following if is_plain else end, "")


def without_item(script: Script, path: Path) -> Iterator[Change]:
    """A list in lines without one of its entries; of two blank lines around it one goes too."""
    holder, index, _, part = script.entry(path)
    dash = script.dash(holder, index)
    start = script.line_start(dash)
    stop = line_behind(script.text, max(part.end, dash + 1), holder.column + 1)
    if len(holder.parts) == 1:
        key = script.entry(path[:-1])[2]
        colon = script.text.find(":", key.end, holder.start)
        if colon < 0 or key is holder:
            raise NoPlaceError("nothing else stands there", path)
        yield Change(colon + 1, colon + 1, " []")
    elif _is_blank(script, start) and index + 1 < len(holder.parts):
        while stop < len(script.text) and not script.text[stop : script.line_stop(stop)].strip(" \t"):
            stop = script.next_line(stop)
    elif _is_blank(script, start):
        while _is_blank(script, start):
            start = script.line_start(start - _length_of_end(script, start))
    yield Change(start, stop, "")


def opened(script: Script, path: Path, key: str) -> Iterator[Change]:
    """A plain item of a list in lines as a mapping; its further lines move in."""
    holder, _, _, part = script.entry(path)
    yield Change(part.start, part.start, f"{key}: ")
    column = part.start - script.line_start(part.start)
    deeper = " " * max(column - holder.column, 1)
    for found in LINE_END.finditer(script.text, part.start, part.end):
        if script.text[found.end() : script.line_stop(found.end())].strip(" \t"):
            yield Change(found.end(), found.end(), deeper)


def _last(script: Script, end: int) -> int:
    """A place in the last line of a value that ends there; one that keeps its line ends stops where a line begins."""
    return end - 1 if end == script.line_start(end) else end


def _is_blank(script: Script, place: int) -> bool:
    """Whether the line before the one that begins at a place is blank."""
    if place == 0:
        return False
    above = script.line_start(place - _length_of_end(script, place))
    return not script.text[above:place].strip()


def _length_of_end(script: Script, place: int) -> int:
    return 2 if script.text.endswith("\r\n", 0, place) else 1
