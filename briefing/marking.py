"""Markings: levels of a scheme in their order, and the banner of a file, which is its highest portion."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scheme: its name as printed, its rank (0 is the lowest), its colours and restriction."""

    name: str
    rank: int
    colour: str = "#000000"
    ground: str = "#FFFFFF"
    restriction: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A marking scheme: levels from the lowest to the highest, and where its banner stands on a page.

    `size` is the smallest type of the banner, in points.
    """

    name: str
    title: str
    levels: tuple[Level, ...]
    align: str = "center"
    size: float = 11

    def level(self, name: str) -> Level:
        """The level of this name. Raises KeyError where the scheme has none."""
        for level in self.levels:
            if level.name == name:
                return level
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the levels, lowest first."""
        return tuple(level.name for level in self.levels)

    @property
    def lowest(self) -> Level:
        """The level that everybody may see."""
        return self.levels[0]


def highest(levels: Iterable[Level]) -> Level | None:
    """The highest of some levels: the banner of what holds them; None for none."""
    return max(levels, key=lambda level: level.rank, default=None)


def scheme_of(marking: str | Sequence[str]) -> Scheme:
    """The scheme that a house style names, or that its own list of levels (lowest first) makes."""
    if not isinstance(marking, str):
        return Scheme("own", "", tuple(Level(name, rank) for rank, name in enumerate(marking)))
    raw = _shipped()[marking]
    levels = tuple(Level(rank=rank, **level) for rank, level in enumerate(raw["levels"]))
    return Scheme(marking, raw["title"], levels, raw["align"], raw["size"])


def shipped_schemes() -> tuple[str, ...]:
    """The names of the schemes that a house style may choose from."""
    return tuple(_shipped())


@cache
def _shipped() -> Mapping[str, Any]:
    text = files("briefing").joinpath("data/markings.yaml").read_text("utf-8")
    schemes: Mapping[str, Any] = yaml.safe_load(text)
    return schemes
