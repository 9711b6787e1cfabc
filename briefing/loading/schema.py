"""The schema of the input, for editors, and its complaints in the words of the user."""

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefing.loading.document import Document, ValuePath
from briefing.model.problem import Places, Problem
from briefing.model.text import kind as kind_of

_M = TypeVar("_M", bound=BaseModel)
_ROUNDS = 8
_MOST = 1000
"""How many problems of one file are explained; a file with more is no brief."""

StandIns = Mapping[tuple[str, ...], str]
"""What takes the place of a value at fault (YAML), by path; * stands for any key."""

_PATTERN_HINTS = {
    "grade": "A grade is a letter A to F for the source and a figure 1 to 6 for what it says, such as B2.",
    "id": "An id begins with a letter or figure and holds letters, figures, dots, hyphens and underscores.",
    "language": "A language is written en-GB, fr or ko.",
    "layout": "A layout is the name of a folder of layouts/.",
    **dict.fromkeys(("colour", "ground"), 'A colour is written in quotes, as "#FFC000".'),
}
_KEY_HINTS = {"articles": "An article is called by letters alone, such as A or B, for citations such as A7."}
_LIST = ("a list is wanted here", "Write each entry on a line of its own, after a hyphen: - …")
_MAPPING = ("a mapping is wanted here", "Write lines of key: value, indented below it.")
_SWITCH = ("true or false is wanted here", "Write true or false, without quotes.")
_COUNT = ("a whole number from 1 is wanted here", "Write it in figures, without quotes.")
_WRONG_KINDS = {
    "tuple_type": _LIST,
    "mapping_type": _MAPPING,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "int_type": _COUNT,
    "int_parsing": _COUNT,
    "int_from_float": _COUNT,
    "greater_than_equal": _COUNT,
    "text_type": ("", "Put it in quotes if it is meant as text."),
    "item_type": ("", "Write - text, or - {key: value, …}; put in quotes what is meant as text."),
    "scheme": ("", "Write the name of a scheme, or each level once: [PUBLIC, INTERNAL, SECRET]."),
    "own_scheme": ("", "Name it as it is called above, or add it there."),
    "twice": ("", "Name each section once, in the order in which it is to be read."),
    "address": ("", "Leave it out, and the QR code holds the code alone."),
    "printed_twice": ("", "Name each print once."),
    "seal": ("", "Write certificate: FILE.p12, or pkcs11: {module: …, token: …, label: …}."),
}
"""What is said of a value of the wrong kind (empty: what the model says), and the hint."""
_NAME_HINT = "A name begins with a letter or figure and holds letters, figures, dots, hyphens and underscores."


@cache
def json_schema(model: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) of an input file, as editors read it."""
    schema = model.model_json_schema(mode="validation", by_alias=True)
    _close(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _close(schema: Any) -> None:
    """Refuse the keys that the pattern of a mapping's keys does not allow: JSON Schema lets them pass unless told."""
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict | list):
            _close(part)
    if isinstance(schema, dict) and "patternProperties" in schema:
        schema["additionalProperties"] = False


def validate(model: type[_M], document: Document, stand_ins: StandIns) -> tuple[_M | None, list[Problem]]:
    """Validate a document, and go on without what is wrong, so that all problems are found at once.

    A value at fault is taken out of the document, or a stand-in takes its place; None where too little is left.
    """
    problems = list(document.problems)
    faulty = {path: next(_matching(path, stand_ins), None) for path in document.unusable}
    removed: set[tuple[Any, str | int]] = set()
    for _ in range(_ROUNDS):
        removed |= {(document.places.values.get(path[:-1]), path[-1]) for path in faulty if path}
        # From the end, so that what is still to be taken out of a list keeps its number.
        faults = sorted(faulty.items(), key=lambda fault: _order(fault[0]), reverse=True)
        if faults and not document.repair(faults):
            break
        try:
            return model.model_validate(document.data), problems
        except ValidationError as error:
            details = error.errors(include_url=False)
        found = [detail for detail in details if not _is_known(detail, document, removed)]
        problems += [explain(model, detail, document.places) for detail in found[:_MOST]]
        if len(found) > _MOST:
            hint = "Mend these first, or begin again from a brief that works."
            message = f"there are {len(found) - _MOST:,} more problems in this file"
            return None, [*problems, Problem("E006", message, hint, document.places.at(()))]
        faulty = dict(_remedy(detail, stand_ins) for detail in details)
    return None, problems


def _is_known(detail: ErrorDetails, document: Document, removed: set[tuple[Any, str | int]]) -> bool:
    """Whether something is missing only because it was at fault and has been taken out."""
    path, at = detail["loc"], document.places.values.get
    if detail["type"] == "too_short":
        return at(path) in {parent for parent, _ in removed}
    return detail["type"] == "missing" and (at(path[:-1]), path[-1]) in removed


def _remedy(detail: ErrorDetails, stand_ins: StandIns) -> tuple[ValuePath, str | None]:
    """The path of what has to go for an error to go away, and what stands in for it.

    An item that lacks a key goes as a whole, and so does a value whose key is at fault.
    """
    path = detail["loc"]
    if path[-1] == "[key]":
        return path[:-1], None
    if detail["type"] == "extra_forbidden":
        return path, None
    if detail["type"] == "missing" and len(path) > 1:
        path = path[:-1]
    return path, next(_matching(path, stand_ins), None)


def _matching(path: ValuePath, stand_ins: StandIns) -> Iterator[str]:
    for pattern, stand_in in stand_ins.items():
        if len(path) == len(pattern) and all(p in ("*", step) for p, step in zip(pattern, path, strict=True)):
            yield stand_in


def _order(path: ValuePath) -> tuple[tuple[str, int], ...]:
    return tuple(("", step) if isinstance(step, int) else (step, 0) for step in path)


def explain(model: type[BaseModel], detail: ErrorDetails, places: Places) -> Problem:
    """Put an error of validation into a sentence with a hint, at the place where it stands in the file."""
    path, kind = detail["loc"], detail["type"]
    if kind in {"extra_forbidden", "missing"} or path[-1] == "[key]":
        return _wrong_key(model, detail, places)
    name, place = _name(path), places.at(path)
    match kind:
        case "literal_error":
            allowed = [word.strip("'") for word in str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")]
            hint = _did_you_mean(_shown(detail["input"]), allowed)
            shown = f"“{_shown(detail['input'])}”" if isinstance(detail["input"], str) else kind_of(detail["input"])
            return Problem("E025", f"“{name}” cannot be {shown}", hint, place)
        case "string_pattern_mismatch":
            hint = _PATTERN_HINTS.get(name, _NAME_HINT)
            return Problem("E025", f"“{_shown(detail['input'])}” will not do for “{name}”", hint, place)
        case "day":
            return Problem("E024", f"“{name}”: {detail['msg']}", "Write a day as 2023-09-12 (year-month-day).", place)
        case "too_short":
            return Problem("E022", f"“{name}” is empty", "At least one is needed.", places.at(path, key=True))
        case "string_too_short":
            return Problem("E023", f"“{name}” is empty", "Write something there, or take the line out.", place)
        case _:
            message, hint = _wrong_kind(kind, detail)
            return Problem("E023", f"“{name}”: {message}", hint, place)


def _wrong_key(model: type[BaseModel], detail: ErrorDetails, places: Places) -> Problem:
    path, kind = detail["loc"], detail["type"]
    name = _shown(_name(path))
    if path[-1] == "[key]":
        hint = _KEY_HINTS.get(str(path[0]), _NAME_HINT)
        return Problem("E025", f"“{name}” will not do as a name", hint, places.at(path[:-1], key=True))
    if kind == "missing":
        where = f" of {_spoken(path[:-1])}" if len(path) > 1 else ""
        return Problem("E022", f"“{path[-1]}”{where} is missing", f"Add a line {path[-1]}: …", places.at(path[:-1]))
    hint = _did_you_mean(name, _keys_at(json_schema(model), path[:-1]))
    if detail["input"] is None:
        # There YAML ends a text at its comma, and takes the rest of it for a key without a value.
        hint = f"Between braces {{ }} a text with a comma must stand in quotes. {hint}"
    return Problem("E021", f"the key “{name}” is not known here", hint, places.at(path, key=True))


def _wrong_kind(kind: str, detail: ErrorDetails) -> tuple[str, str]:
    limits = {"greater_than_equal": ("ge", "least"), "less_than_equal": ("le", "most")}
    key, at = limits.get(kind, ("", ""))
    limit = detail.get("ctx", {}).get(key)
    if limit is not None and limit != 1:
        return f"at {at} {limit:g} is wanted here", "Write it in figures, without quotes."
    message, hint = _WRONG_KINDS.get(kind, ("", ""))
    return message or detail["msg"][0].lower() + detail["msg"][1:], hint


def _name(path: tuple[str | int, ...]) -> str:
    """The last key of a path: what the user calls this value."""
    keys = [step for step in path if isinstance(step, str) and step not in {"[key]", "default"}]
    return keys[-1] if keys else "this file"


def _spoken(path: tuple[str | int, ...]) -> str:
    keys = [f"“{step}”" for step in path if isinstance(step, str)]
    return ("an entry of " if isinstance(path[-1], int) else "") + ", ".join(keys)


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _did_you_mean(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    listed = ", ".join(known)
    return f"Did you mean “{close[0]}”? Known are: {listed}." if close else f"Known are: {listed}."


def _keys_at(schema: Mapping[str, Any], path: tuple[str | int, ...]) -> list[str]:
    """The keys that a JSON Schema allows in the mapping at this path."""
    node: Mapping[str, Any] = schema
    for step in path:
        node = _part_of(schema, node, "array" if isinstance(step, int) else "object")
        if isinstance(step, int):
            node = node.get("items", {})
        else:
            of_any = next(iter(node.get("patternProperties", {}).values()), node.get("additionalProperties"))
            node = node.get("properties", {}).get(step) or of_any or {}
            node = node if isinstance(node, Mapping) else {}
    return list(_part_of(schema, node, "object").get("properties", {}))


def _part_of(schema: Mapping[str, Any], node: Mapping[str, Any], wanted: str) -> Mapping[str, Any]:
    """Follow a reference, and of several forms take the one of the type that is wanted."""
    while True:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in node:
            forms = [_part_of(schema, form, wanted) for form in node["anyOf"]]
            node = next((form for form in forms if form.get("type") == wanted), {})
        else:
            return node
