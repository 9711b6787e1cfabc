"""Standing: what an edit stands on: the values of a brief, what they say, the house style and the articles."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefing.model.article import Article
from briefing.model.house import House
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.summary import Item, Path, Summary
from briefing.writing.step import Open, Step, within


@dataclass(frozen=True)
class Ground:
    """What an edit is held against besides the text: the house style and the articles."""

    house: House
    articles: Mapping[str, Article]


@dataclass(frozen=True)
class Intent:
    """Steps to be done, and the path of the item that they concern, as it is afterwards; none for one that goes."""

    steps: tuple[Step, ...]
    path: Path


@dataclass(frozen=True)
class Standing:
    """A brief before an edit: its values as YAML gives them, and what they say."""

    data: Any
    summary: Summary
    ground: Ground
    drafted: frozenset[Path] = frozenset()
    """The paths of all that is marked “confirm”."""

    @cached_property
    def items(self) -> Mapping[Path, Item]:
        """Every item by its path."""
        return dict(self.summary.items())

    def item(self, path: Path) -> Item:
        """The item at a path. Raises FaultyInputError (E722) where there is none."""
        if path not in self.items:
            raise gone("this item is no longer in the brief")
        return self.items[path]

    def article(self, key: str) -> Article:
        """The article of this key. Raises FaultyInputError (E722) where there is none."""
        if key not in self.ground.articles:
            raise gone(f"there is no article {key} that can be read")
        return self.ground.articles[key]

    def opened(self, path: Path) -> list[Step]:
        """The step that makes a mapping of an item which is a plain text, where it is one."""
        item = self.items.get(path)
        return [Open(path, item.plain)] if item and isinstance(within(self.data, path), str) else []

    def at(self, path: Path) -> Any:
        """The value at a path; None where there is none."""
        try:
            return within(self.data, path) if not isinstance(within(self.data, path[:-1]), str) else None
        except (LookupError, TypeError):
            return None


def citation(key: str, first: int, last: int) -> str:
    """A citation as it is written: A7, A7-9."""
    return f"{key}{first}" + (f"-{last}" if last > first else "")


def gone(message: str, hint: str = "Load the page anew.") -> FaultyInputError:
    """What an edit speaks of is not there (E722)."""
    return FaultyInputError([Problem("E722", message, hint)])
