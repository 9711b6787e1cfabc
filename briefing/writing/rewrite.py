"""Rewrite: steps done to the text of a brief, each read again at once: it must say what the step makes of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any

from briefing.loading.document import Document, document_of
from briefing.loading.outline import Change, Part, changed
from briefing.model.problem import FaultyInputError, Places, Problem
from briefing.model.summary import Path
from briefing.writing import block, flow, mark
from briefing.writing.adding import added
from briefing.writing.scalar import Setting, ways
from briefing.writing.script import NoPlaceError, Script
from briefing.writing.step import Add, Confirm, Open, Put, Reword, Step, Take, done

_BOM = "\ufeff"
_HINT = "Nothing was changed. Write each item line by line, as briefing new does, or make this change in the file."


def rewritten(text: str, steps: Sequence[Step], file: FilePath) -> str:
    """The text of a brief with steps done to it, one after another.

    Raises FaultyInputError: E00x it cannot be read, E720 a step cannot be done without touching anything else.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    made = text.removeprefix(bom)
    document = document_of(made, file)
    data = document.data
    for step in steps:
        try:
            made, data = _stepped(made, data, step)
        except NoPlaceError as error:
            raise _no_place(document.places, str(error), error.path or _path_of(step)) from None
    return bom + made


def _stepped(text: str, data: Any, step: Step) -> tuple[str, Any]:
    """A text after a step, and what it says now."""
    try:
        wanted = done(data, step)
    except (LookupError, TypeError):
        raise NoPlaceError("it is no longer there", _path_of(step)) from None
    script = Script.of(text)
    lacked = len(script.text) - len(text)
    for changes in _ways(script, step):
        made = changed(script.text, changes)
        # The line end that the file lacked at its end goes again, unless something now stands behind it.
        if lacked and made.endswith(script.line_end) and not any(one.start == len(script.text) for one in changes):
            made = made[: len(made) - lacked]
        if _says(made) == _plainly(wanted):
            return made, wanted
    raise NoPlaceError(_why(script, step), _path_of(step))


def _says(text: str) -> str:
    """What a text says; nothing where it cannot be read."""
    try:
        document: Document = document_of(text, FilePath())
    except FaultyInputError:
        return ""
    return "" if document.problems else _plainly(document.data)


def _plainly(value: Any) -> str:
    """Values as they are compared: 1 and true are not alike, and the order of keys says nothing."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_plainly(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_plainly, value)) + "]"
    return repr(value)


def _why(script: Script, step: Step) -> str:
    """Why none of the ways to do a step serves, as far as it can be told."""
    path = _path_of(step)
    try:
        chain = script.chain(path if script.find(path) else path[:-1])
    except NoPlaceError:
        chain = [script.root]
    if any(script.text[part.start] == "&" for part in chain) or "&" in script.text[chain[-1].start : chain[-1].end]:
        return "it has to do with a part that has a name (&…) and is repeated elsewhere"
    return "its lines cannot be kept as they are beside this change"


def _path_of(step: Step) -> Path:
    match step:
        case Put(path, key):
            return (*path, key)
        case Reword(path) | Take(path) | Add(path) | Open(path) | Confirm(path):
            return path


def _ways(script: Script, step: Step) -> Iterator[list[Change]]:
    """The ways to do a step, the one that is nearest to how the file is written first."""
    match step:
        case Put(path, key, _, _):
            there = script.find((*path, key))
            if there is None:
                yield from _new_key(script, step)
            else:
                yield from _reworded(script, (*path, key), there, step.value)
        case Reword(path, value):
            yield from _reworded(script, path, script.part(path), value)
        case Take(path):
            yield list(_taken(script, path))
        case Add():
            yield list(added(script, step))
        case Open(path, key):
            holder, _, _, part = script.entry(path)
            in_flow = script.is_in_flow(path[:-1])
            if part.kind != "text" or holder.kind != "list":
                raise NoPlaceError("it is no plain text", path)
            yield list(flow.opened(part, key) if in_flow else block.opened(script, path, key))
        case Confirm(path):
            yield [mark.unmarked(script, path)]


def _new_key(script: Script, step: Put) -> Iterator[list[Change]]:
    holder = script.part(step.path)
    if holder.kind != "mapping":
        raise NoPlaceError("it is no mapping", step.path)
    if script.is_in_flow(step.path):
        yield [flow.new_key(holder, step.key, step.value, step.before)]
    else:
        yield from block.new_key(script, holder, step.key, step.value, step.before)


def _reworded(script: Script, path: Path, part: Part, value: Any) -> Iterator[list[Change]]:
    if part.kind != "text" or not isinstance(value, str):
        raise NoPlaceError("it is no plain text", path)
    raw = script.text[part.start : part.end]
    if raw.startswith("&"):
        raise NoPlaceError("it has a name (&…) under which it is repeated elsewhere", path)
    in_flow = script.is_in_flow(path)
    holder = script.part(path[:-1])
    indent = holder.column + 2
    space = " " if part.start == part.end and script.text[part.start - 1] != " " else ""
    for written in ways(value, part, raw, Setting(indent, in_flow, script.line_end)):
        yield [Change(part.start, part.end, space + written)]


def _taken(script: Script, path: Path) -> Iterator[Change]:
    holder, index, _, _ = script.entry(path)
    if holder.is_flow:
        yield from flow.without(script, holder, index)
    elif holder.kind == "list":
        yield from block.without_item(script, path)
    else:
        yield from block.without_key(script, holder, index)


def _no_place(places: Places, why: str, path: Path) -> FaultyInputError:
    message = f"this change cannot be made in brief.yaml: {why}"
    return FaultyInputError([Problem("E720", message, _HINT, places.at(path), path=path)])
