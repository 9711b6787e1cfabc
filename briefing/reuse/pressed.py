"""Pressed: what was found of a page that was pressed, as plain values, so that it can be kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from briefing.press import Heading, Pressed
from briefing.reuse.kept import of_problems, to_problems


def of_pressed(pressed: Pressed) -> dict[str, Any]:
    """What was found of a page, apart from its PDF."""
    names = ("pages", "labels", "body_pages", "annex_pages", "bottom_line", "fullness", "lines", "words", "margins")
    return {
        **{name: getattr(pressed, name) for name in names},
        "headings": [[one.level, one.text, one.page, one.id] for one in pressed.headings],
        "places": dict(pressed.places),
        "problems": of_problems(pressed.problems),
    }


def to_pressed(values: Mapping[str, Any], pdf: bytes) -> Pressed:
    """The page whose values were kept, with its PDF."""
    return Pressed(
        pdf=pdf,
        pages=values["pages"],
        labels=tuple(values["labels"]),
        body_pages=values["body_pages"],
        annex_pages=values["annex_pages"],
        headings=tuple(Heading(*one) for one in values["headings"]),
        bottom_line=_pair(values["bottom_line"]) if values["bottom_line"] else None,
        places={name: _pair(where) for name, where in values["places"].items()},
        fullness=tuple(values["fullness"]),
        lines=tuple(values["lines"]),
        words=tuple(values["words"]),
        margins=tuple((head, foot) for head, foot in values["margins"]),
        problems=to_problems(values["problems"]),
    )


def _pair(values: Iterable[int]) -> tuple[int, int]:
    first, last = values
    return first, last
