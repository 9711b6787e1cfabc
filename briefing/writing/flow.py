"""Changes of what stands between brackets or braces."""

from collections.abc import Iterator

from briefing.drafting.manuscript import CONFIRM, Item, Value, in_flow
from briefing.loading.outline import Change, Part
from briefing.writing.scalar import in_style
from briefing.writing.script import NoPlaceError, Script


def new_key(holder: Part, key: str, value: Value | Item, before: tuple[str, ...]) -> Change:
    """A new key of a mapping, before those keys that it goes before, else behind all."""
    pairs = list(holder.pairs())
    following = next((index for index, (name, _) in enumerate(pairs) if name.text in before), len(pairs))
    written = f"{key}: {in_style(value, '', flow=True) if isinstance(value, str) else in_flow(value)}"
    if following == 0 and pairs:
        return Change(pairs[0][0].start, pairs[0][0].start, f"{written}, ")
    if not pairs:
        return Change(holder.start + 1, holder.start + 1, written)
    end = max(part.end for part in pairs[following - 1])
    return Change(end, end, f", {written}")


def further_entry(script: Script, holder: Part, value: str | Item, *, is_drafted: bool) -> Change:
    """One more entry of a list, at its end; a drafted one in a line of its own, for its mark."""
    place = holder.parts[-1].end if holder.parts else holder.start + 1
    comma = "," if holder.parts else ""
    if is_drafted:
        line_end = script.line_end
        return Change(place, place, f"{comma}{line_end}  {in_flow(value)}  # {CONFIRM}{line_end}  ")
    return Change(place, place, f"{comma}{' ' if comma else ''}{in_flow(value)}")


def listed(script: Script, part: Part, value: str | Item) -> Change:
    """A single value as a list of it and another."""
    raw = script.text[part.start : part.end]
    first = raw if part.is_plain and not set(raw) & set(",[]{}\r\n") else in_flow(part.text)
    return Change(part.start, part.end, f"[{first}, {in_flow(value)}]")


def without(script: Script, holder: Part, index: int) -> Iterator[Change]:
    """A list or mapping without one of its entries, and its comma; an entry in lines of its own takes them along."""
    entries = _entries(holder)
    start, end = entries[index]
    if len(entries) == 1 and holder.kind == "mapping":
        raise NoPlaceError("nothing else stands there")
    comma = _comma(script, end, entries[index + 1][0] if index + 1 < len(entries) else holder.end - 1)
    stop = end if comma is None else comma + 1
    if _is_alone(script, start, stop):
        yield Change(script.line_start(start), script.next_line(stop), "")
    elif index and not script.text[entries[index - 1][1] : start].strip(" \t,"):
        yield Change(entries[index - 1][1], end, "")
    elif index + 1 < len(entries):
        following = entries[index + 1][0]
        yield Change(start, stop if script.has_comment(stop, following) else following, "")
    else:
        yield Change(start, stop, "")


def opened(part: Part, key: str) -> Iterator[Change]:
    """A plain item of a list as a mapping."""
    yield Change(part.start, part.start, f"{{{key}: ")
    yield Change(part.end, part.end, "}")


def _entries(holder: Part) -> list[tuple[int, int]]:
    if holder.kind == "mapping":
        return [(key.start, max(key.end, value.end)) for key, value in holder.pairs()]
    return [(part.start, part.end) for part in holder.parts]


def _comma(script: Script, start: int, end: int) -> int | None:
    """The comma between two places that stands in no comment."""
    comments = [span for span in script.comments if start <= span[0] < end]
    commas = (place for place in range(start, end) if script.text[place] == ",")
    return next((place for place in commas if not any(begin <= place < stop for begin, stop in comments)), None)


def _is_alone(script: Script, start: int, stop: int) -> bool:
    """Whether nothing but a comment stands beside an entry in its lines."""
    before = script.text[script.line_start(start) : start]
    behind = script.text[stop : script.line_stop(stop)].lstrip(" \t")
    return not before.strip(" ") and (not behind or behind.startswith("#"))
