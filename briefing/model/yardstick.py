"""The yardstick: which words of likelihood a house uses, and the range of per cent each stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Band:
    """Words of likelihood that mean the same, and their range in per cent (`open`: short of `high` itself)."""

    words: tuple[str, ...]
    low: int
    high: int
    open: bool = False


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Words of likelihood with their ranges, from the least likely to the most."""

    name: str
    title: str
    source: str
    bands: tuple[Band, ...]

    def band(self, word: str) -> Band | None:
        """The band of a word of likelihood, or None where the yardstick has no such word."""
        wanted = " ".join(word.casefold().split())
        return next((band for band in self.bands if wanted in band.words), None)

    @property
    def words(self) -> tuple[str, ...]:
        """All words of likelihood, least likely first."""
        return tuple(word for band in self.bands for word in band.words)


@cache
def yardstick_of(name: str) -> Yardstick:
    """The yardstick that a house style names: `phia` or `icd203`. Raises KeyError for another name."""
    raw = _shipped()[name]
    bands = tuple(Band(tuple(b["words"]), b["low"], b["high"], b.get("open", False)) for b in raw["bands"])
    return Yardstick(name, raw["title"], raw["source"], bands)


def yardsticks() -> tuple[str, ...]:
    """The names of the yardsticks that a house style may choose from."""
    return tuple(_shipped())


@cache
def _shipped() -> Mapping[str, Any]:
    text = files("briefing").joinpath("data/yardsticks.yaml").read_text("utf-8")
    yardsticks: Mapping[str, Any] = yaml.safe_load(text)
    return yardsticks
