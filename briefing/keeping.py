"""Keeping: what was made of what is noted, so that nothing is made twice.

Two things are kept. Of each page that was pressed: a digest of all that went into the press, and what was found of its
pages; when the same page is to be pressed again and its PDF still lies there, that is taken, and checked and searched
as if it had just been pressed. Of each build in which nothing went wrong: everything that went in and came out, for
`briefing.unchanged`.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.brief import Brief
from briefing.desk import BRIEF
from briefing.installed import Library, are_there, installed, libraries
from briefing.kept import FOLDER, digest, digest_of, digest_of_file, of_made, of_problem, of_problems, read, written
from briefing.kept import to_problems as problems_of
from briefing.order import Made, Order
from briefing.press import Heading, Pressed
from briefing.press.fonts import Fonts
from briefing.printing import Pressing, press_and_keep, press_page
from briefing.problem import FaultyInputError, Problem
from briefing.put import put, read_earlier
from briefing.unchanged import State, digests, file_of_build, keeps, shown_of_hour, state_of_brief, state_of_desk

_BORROWED = "W301"
"""A font of this machine was used: which one depends on all that there are."""


@dataclass
class Keeping:
    """What is noted while a brief is built to an order; of an order that keeps nothing, nothing."""

    order: Order
    _libraries: dict[str, Library] | None = field(default_factory=dict)
    _waiting: dict[Path, tuple[Path, str, Pressed]] = field(default_factory=dict)

    def pressing(self, path: Path) -> Pressing:
        """How a page is pressed whose PDF is to lie there."""
        anew = press_and_keep if self.order.redraws else press_page
        if not keeps(self.order):
            return anew
        file = self.order.out / FOLDER / path.relative_to(self.order.out).with_name(f"{path.name}.json")

        def press_once(html: str, identifier: bytes, fonts: Fonts) -> Pressed:
            key = _key(html, identifier, fonts)
            pressed = None if self.order.fresh else self._pressed_before(file, key, path)
            if pressed is None:
                pressed = anew(html, identifier, fonts)
                self._waiting[path] = (file, key, pressed)
                self._add(libraries())
            return pressed

        return press_once

    def _pressed_before(self, file: Path, key: str, path: Path) -> Pressed | None:
        kept = read(file)
        if kept is None:
            return None
        try:
            known = tuple((name, size, at) for name, size, at in kept["libraries"])
            pdf = read_earlier(path) if kept["key"] == key and are_there(known) else None
            # What was imposed after it was pressed is another file, and pressed anew.
            if pdf is None or digest(pdf) != kept["pdf"]:
                return None
            pressed = _to_pressed(kept["pressed"], pdf)
        except (KeyError, TypeError, ValueError):  # a file of another form, by whomever it was written
            return None
        self._add(known)
        return pressed

    def keep_pressed(self, path: Path) -> None:
        """Note what was pressed for this PDF, which lies in its place now."""
        file, key, pressed = self._waiting.pop(path, (None, "", None))
        if file is not None and pressed is not None and self.libraries is not None:
            _write(file, {"key": key, "pdf": digest(pressed.pdf), "libraries": self.libraries, "pressed": _of(pressed)})

    def _add(self, loaded: Iterable[Library] | None) -> None:
        if loaded is None:
            self._libraries = None
        elif self._libraries is not None:
            self._libraries.update((one[0], one) for one in loaded)

    @property
    def libraries(self) -> tuple[Library, ...] | None:
        """The libraries by which pages were pressed, now or before; None where the system does not say which."""
        return None if self._libraries is None else tuple(self._libraries.values())


@dataclass
class Begun:
    """A build of a brief that has begun: what the files said before any was read, and what comes of them."""

    folder: Path
    desk: Path
    state: State
    """The desk before its house style was read, for as long as the build lasts."""
    of_house: tuple[Problem, ...]
    keeping: Keeping
    brief: Brief | None = None
    covered: tuple[Path, ...] = ()
    """Every PDF that this build makes, or sets aside."""
    results: list[Made | Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._text = state_of_brief(self.folder) if keeps(self.keeping.order) else (None, 0)
        self._installed = installed() if keeps(self.keeping.order) else ""

    def keep(self) -> None:
        """Note what went in and what came out, where all went well and no file changed meanwhile."""
        order, brief, libraries = self.keeping.order, self.brief, self.keeping.libraries
        problems = [result for result in self.results if isinstance(result, Problem)]
        made = [result for result in self.results if isinstance(result, Made)]
        failed = any(problem.is_error or problem.code == _BORROWED for problem in problems)
        if not keeps(order) or brief is None or libraries is None or failed or not made:
            return
        if self._text != state_of_brief(self.folder) or self.state != state_of_desk(self.desk):
            return
        body = {
            "installed": self._installed,
            "libraries": libraries,
            "hours": _hours(brief, order),
            "fonts": {str(font): digest_of_file(font) for one in made for font in one.fonts},
            "desk": digests(self.state),
            # An article says itself what was read; brief.yaml is as it was before it was read.
            "inputs": {BRIEF: self._text[0]}
            | {brief.summary.articles[key].file: article.sha256 for key, article in brief.articles.items()},
            "not_made": sorted(self._not_made(made)),
            "of_house": of_problems(self.of_house),
            "results": [of_made(one, order.out) if isinstance(one, Made) else of_problem(one) for one in self.results],
        }
        _write(file_of_build(self.folder, order, self.desk), body)

    def _not_made(self, made: Iterable[Made]) -> Iterable[str]:
        out = self.keeping.order.out
        for path in set(self.covered) - {one.path for one in made}:
            yield from (str(one.relative_to(out)) for one in (path, path.with_suffix(".html")))


def _hours(brief: Brief, order: Order) -> Mapping[str, Any]:
    embargo, review_by = brief.summary.embargo, brief.summary.review_by
    return {
        "embargo": embargo.isoformat() if embargo else None,
        "review_by": review_by.isoformat() if review_by else None,
        "shown": shown_of_hour(embargo, review_by, order.as_of),
    }


def _write(file: Path, body: Mapping[str, Any]) -> None:
    """Keep some values. Where they cannot be written, all is made anew the next time."""
    with suppress(FaultyInputError):
        put(file, written(body))


def _key(html: str, identifier: bytes, fonts: Fonts) -> str:
    """A digest of everything that goes into the press, and of the press."""
    files = [[str(file), digest_of_file(file)] for file in fonts.files]
    return digest_of([digest(html.encode("utf-8", "surrogatepass")), identifier.hex(), files, installed()])


# A pressed page as plain values


def _of(pressed: Pressed) -> dict[str, Any]:
    names = ("pages", "labels", "body_pages", "annex_pages", "bottom_line", "fullness", "lines", "words", "margins")
    return {
        **{name: getattr(pressed, name) for name in names},
        "headings": [[one.level, one.text, one.page, one.id] for one in pressed.headings],
        "places": dict(pressed.places),
        "problems": of_problems(pressed.problems),
    }


def _to_pressed(values: Mapping[str, Any], pdf: bytes) -> Pressed:
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
        problems=problems_of(values["problems"]),
    )


def _pair(values: Iterable[int]) -> tuple[int, int]:
    first, last = values
    return first, last
