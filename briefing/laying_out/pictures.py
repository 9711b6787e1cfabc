"""Pictures made from the data: where things stand on them. Layouts draw; this only measures.

Lengths are in millimetres of the printed page.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.language.words import Language
from briefing.model.variant import Entry, EventEntry

_WIDTH = 163.0
_EDGE = 6.0
_CLOSE = 6.5
_LEVEL = 3.8
_CROWDED = 0.03


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the axis: the number of its paragraph, and where that is written."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day written under the axis."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A time axis with its marks and ticks; `axis` is the height at which the line runs."""

    width: float
    height: float
    axis: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    first: str
    last: str


def timeline(entries: Sequence[Entry], language: Language, width: float = _WIDTH) -> Timeline | None:
    """The axis of a timeline's events, so many millimetres wide; None for fewer than two different days."""
    events = sorted((e for e in entries if isinstance(e, EventEntry)), key=lambda event: _middle(event.day))
    days = [_middle(event.day) for event in events]
    if len(set(days)) < 2:
        return None
    places = _places(days, width)
    levels = _levels(places)
    axis = _LEVEL * (max(levels) + 1) + 1.4
    marks = tuple(
        Mark(round(x, 2), round(axis - 2.2 - level * _LEVEL, 2), language.number(event.number))
        for x, level, event in zip(places, levels, events, strict=True)
    )
    ticks = _ticks(places, [event.day for event in events], language)
    return Timeline(width, round(axis + 5.2, 2), round(axis, 2), marks, ticks, events[0].day, events[-1].day)


def _middle(day: str) -> dt.date:
    """The day in the middle of a day, a month or a year."""
    return dt.date.fromisoformat((day + ("-07-01" if len(day) == 4 else "-15" if len(day) == 7 else ""))[:10])


def _places(days: list[dt.date], width: float) -> list[float]:
    """Days on the axis: in proportion, or, where the last ones would fall together, closer the longer ago."""
    span = (days[-1] - days[0]).days
    gaps = [(b - a).days / span for a, b in pairwise(days) if b != a]
    inner = width - 2 * _EDGE
    if min(gaps) >= _CROWDED:
        return [_EDGE + inner * (day - days[0]).days / span for day in days]
    longest = math.log1p(span)
    return [_EDGE + inner * (1 - math.log1p((days[-1] - day).days) / longest) for day in days]


def _levels(places: list[float]) -> list[int]:
    """How high each label stands so that none touches its neighbour."""
    levels: list[int] = []
    for index, x in enumerate(places):
        near = {levels[i] for i in range(index) if x - places[i] < _CLOSE}
        levels.append(next(level for level in range(index + 1) if level not in near))
    return levels


def _ticks(places: list[float], days: list[str], language: Language) -> tuple[Tick, ...]:
    """Days under the axis: first and last always, those between where there is room."""
    last = len(places) - 1
    chosen: list[int] = [0]
    for index in range(1, last):
        width = _width(language.day(days[index]))
        left = places[chosen[-1]] + (_width(language.day(days[chosen[-1]])) if chosen[-1] == 0 else width / 2)
        right = places[last] - _width(language.day(days[last]))
        if places[index] - width / 2 > left + 2 and places[index] + width / 2 < right - 2:
            chosen.append(index)
    anchors = {0: "start", last: "end"}
    return tuple(
        Tick(round(places[index], 2), language.day(days[index]), anchors.get(index, "middle"))
        for index in (*chosen, last)
    )


def _width(text: str) -> float:
    return len(text) * 1.35
