"""Forms: which fields each kind of item has and what each holds, from the schema itself and from nothing else.

A page that lets somebody write needs no more than this table to show a form for any section.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from briefing.model.summary import SECTIONS, ArticleEntry, Item, Summary
from briefing.model.text import Model, Text

Holds = Literal["text", "texts", "named texts", "items", "choice", "marking", "audiences", "citations", "other"]
"""What a field holds; texts are printed, and may be given per audience."""

_NAMED: Mapping[str, Holds] = {
    "marking": "marking",
    "only": "audiences",
    "except": "audiences",
    "cites": "citations",
}
_LAST = ("likelihood", "confidence", "priority", "marking", "only", "except", "cites", "quotes", "silence", "note")
"""The keys that stand behind those of an item's own, in this order, as `briefing new` and our own briefs have them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of item: its key, what it holds, whether it must be there, and the words to choose from."""

    name: str
    holds: Holds
    is_required: bool
    choices: tuple[str, ...] = ()


@cache
def fields_of(model: type[Model]) -> tuple[Field, ...]:
    """The fields of a kind of item, in the order in which they are written."""
    fields = [_field(info.alias or name, info) for name, info in model.model_fields.items()]
    order = {name: index for index, name in enumerate(_LAST)}
    return tuple(sorted(fields, key=lambda field: -2 if field.name == "id" else order.get(field.name, -1)))


def kinds() -> Iterator[tuple[str, type[Item]]]:
    """Each section with the kind of its items."""
    for section in SECTIONS:
        yield section, _item_of(Summary.model_fields[section].annotation)


def behind(model: type[Model], key: str) -> tuple[str, ...]:
    """The keys that stand behind one in an item of this kind: a new line goes before them."""
    names = [field.name for field in fields_of(model)]
    return tuple(names[names.index(key) + 1 :])


def field_of(model: type[Model], key: str) -> Field | None:
    """The field of this key."""
    return next((field for field in fields_of(model) if field.name == key), None)


def main_text(model: type[Model]) -> str:
    """The key of the text that an item is known by; empty where it has none."""
    plain = model.plain if issubclass(model, Item) else ""
    of_texts = (field.name for field in fields_of(model) if field.holds == "text" and model is not ArticleEntry)
    return plain or next(of_texts, "")


def _field(name: str, info: Any) -> Field:
    choices = _choices(info.annotation)
    return Field(name, _holds(name, info.annotation, choices), info.is_required(), choices)


def _holds(name: str, annotation: Any, choices: tuple[str, ...]) -> Holds:
    if name in _NAMED:
        return _NAMED[name]
    if choices:
        return "choice"
    of = [one for one in (annotation, *get_args(annotation)) if one is Text]
    if of:
        origin = get_origin(annotation)
        return "texts" if origin is tuple else "named texts" if origin and issubclass(origin, Mapping) else "text"
    inside = get_args(annotation)[:1]
    return "items" if inside and isinstance(inside[0], type) and issubclass(inside[0], Item) else "other"


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((found for part in get_args(annotation) if (found := _choices(part))), ())


def _item_of(annotation: Any) -> type[Item]:
    if isinstance(annotation, type) and issubclass(annotation, Item):
        return annotation
    # Of a mapping by side the values hold the items, and they stand last; an ellipsis stands for any number.
    return _item_of([part for part in get_args(annotation) if part is not ...][-1])
