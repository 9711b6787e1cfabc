"""Adding: one more entry of a list, however the list is written, or where there is none yet."""

from collections.abc import Iterator

from briefing.drafting.manuscript import in_flow
from briefing.loading.outline import Change, Part
from briefing.writing import block, flow
from briefing.writing.script import NoPlaceError, Script
from briefing.writing.step import Add


def added(script: Script, step: Add) -> Iterator[Change]:
    """The changes that add an entry."""
    holder, key = script.part(step.path[:-1]), str(step.path[-1])
    is_in_flow = script.is_in_flow(step.path[:-1])
    part = script.find(step.path)
    if part is None and is_in_flow:
        yield flow.new_key(holder, key, step.listed, step.before)
    elif part is None and isinstance(step.value, str):
        yield from next(block.new_key(script, holder, key, [step.value], step.before))
    elif part is None:
        yield block.new_items(script, holder, step)
    elif part.is_nothing or _is_empty(script, part):
        yield from _first(script, holder, part, step, is_in_flow=is_in_flow)
    else:
        yield _further(script, part, step)


def _first(script: Script, holder: Part, part: Part, step: Add, *, is_in_flow: bool) -> Iterator[Change]:
    """The first entry, where nothing stands or an empty list."""
    if not is_in_flow and not isinstance(step.value, str):
        yield from block.first_item(script, holder, part, step)
    elif part.kind == "list":
        yield flow.further_entry(script, part, step.value, is_drafted=False)
    else:
        space = "" if script.text[part.start - 1] == " " else " "
        yield Change(part.start, part.end, space + in_flow(step.listed))


def _further(script: Script, part: Part, step: Add) -> Change:
    if part.kind == "list" and part.is_flow:
        return flow.further_entry(script, part, step.value, is_drafted=step.is_drafted)
    if part.kind == "list":
        return block.further_entry(script, part, step)
    if part.kind == "text" and isinstance(step.value, str):
        return flow.listed(script, part, step.value)
    raise NoPlaceError("it is no list", step.path)


def _is_empty(script: Script, part: Part) -> bool:
    """Whether a part is an empty list without anything between its brackets."""
    inside = script.text[part.start + 1 : part.end - 1]
    return part.kind == "list" and part.is_flow and not part.parts and not inside.strip(" \t")
