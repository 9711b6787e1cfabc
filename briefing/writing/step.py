"""Steps: the few things that can be done to the values of a brief, and what each makes of them."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefing.drafting.manuscript import Item, plain
from briefing.model.summary import Path

Value = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Put:
    """A key of a mapping gets a value; a new key stands before the first of `before` that is there."""

    path: Path
    key: str
    value: Value
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reword:
    """A text of a list gets another wording."""

    path: Path
    value: str


@dataclass(frozen=True, slots=True)
class Take:
    """An entry of a mapping or list goes."""

    path: Path


@dataclass(frozen=True, slots=True)
class Add:
    """A list gets one more entry at its end; a list that is missing is begun, before the first of `before` there is."""

    path: Path
    value: str | Item
    is_drafted: bool = False
    before: tuple[str, ...] = ()

    @property
    def item(self) -> Item:
        """The value, which is an item. Raises TypeError where it is a text."""
        if isinstance(self.value, str):
            raise TypeError("a text is no item")
        return self.value

    @property
    def listed(self) -> Sequence[str] | Sequence[Item]:
        """A list of the value."""
        if isinstance(self.value, str):
            return [self.value]
        return [self.value]


@dataclass(frozen=True, slots=True)
class Open:
    """An item that is a plain text becomes a mapping that holds it under this key."""

    path: Path
    key: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """The mark that something is to be confirmed goes; the values stay as they are."""

    path: Path


Step = Put | Reword | Take | Add | Open | Confirm


def done(data: Any, step: Step) -> Any:
    """What a step makes of the values of a brief. Raises LookupError or TypeError where it has nothing to act on."""
    made = copy.deepcopy(data)
    match step:
        case Put(path, key, value, _):
            within(made, path)[key] = value if isinstance(value, str) else list(value)
        case Reword(path, value):
            within(made, path[:-1])[path[-1]] = value
        case Take(path):
            del within(made, path[:-1])[path[-1]]
        case Add(path, value, _, _):
            _add(within(made, path[:-1]), path[-1], plain(value))
        case Open(path, key):
            holder = within(made, path[:-1])
            holder[path[-1]] = {key: holder[path[-1]]}
        case Confirm(_):
            pass
    return made


def within(data: Any, path: Path) -> Any:
    """The value at a path. Raises LookupError or TypeError where there is none."""
    for step in path:
        data = data[step]
    return data


def _add(holder: Any, key: str | int, value: Any) -> None:
    there = holder[key] if isinstance(key, int) else holder.get(key)
    if there is None:
        holder[key] = [value]
    elif isinstance(there, list):
        there.append(value)
    elif isinstance(there, dict):
        raise TypeError("a mapping takes no entry of a list")
    else:
        holder[key] = [there, value]
