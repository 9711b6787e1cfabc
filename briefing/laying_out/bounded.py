"""What Jinja does with texts and numbers that could grow without end, done within bounds."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Environment, TemplateRuntimeError, pass_environment
from jinja2.filters import make_attrgetter
from jinja2.runtime import markup_join

TEXT = 4_000_000
"""How many characters a text may have that a template makes."""


class TooMuchError(TemplateRuntimeError):
    """A template makes more work, or a larger page, than a layout may."""


def is_printable(value: Any) -> bool:
    """Whether a value says itself how it is written; Python's own writing of things is not for readers."""
    if isinstance(value, list | tuple | dict):
        return False
    return isinstance(value, str | int | float) or vars(object)["__str__"] is not getattr(type(value), "__str__", None)


def replace(value: Any, old: str, new: str) -> str:
    """A text with every `old` made `new`; markup stays markup, and what comes into it is escaped."""
    text = value if isinstance(value, str) else str(value)
    if text.count(old) * len(new) > TEXT:
        raise TooMuchError("this makes a text that is too long")
    return text.replace(old, new)


@pass_environment
def total(environment: Environment, values: Iterable[Any], attribute: str | None = None) -> float:
    """Numbers, added up: those of an attribute, if one is named."""
    get = make_attrgetter(environment, attribute)
    numbers = [get(value) for value in values]
    if not all(isinstance(number, int | float) for number in numbers):
        raise TemplateRuntimeError("only numbers can be added up")
    return float(sum(numbers)) if any(isinstance(number, float) for number in numbers) else int(sum(numbers))


@pass_environment
def join(environment: Environment, values: Iterable[Any], between: str = "", attribute: str | None = None) -> Any:
    """Values as one text, with something between them, escaped where they are no markup."""
    get = make_attrgetter(environment, attribute)
    parts = [get(value) for value in values]
    if not all(map(is_printable, parts)):
        raise TemplateRuntimeError("only texts and numbers can be joined")
    if len(parts) * len(between) > TEXT or sum(len(part) for part in parts if isinstance(part, str)) > TEXT:
        raise TooMuchError("this makes a text that is too long")
    spread = [piece for part in parts for piece in (between, part)][1:]
    return markup_join(spread)


BOUNDED: Mapping[str, Callable[..., Any]] = {"join": join, "replace": replace, "sum": total}
"""These in the place of Jinja's own filters."""
