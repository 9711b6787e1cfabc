"""The work of a warm process: reading a brief as it lies there now, and printing one print of it.

Nothing is ever written to the desk, to build/ or to the archive: what is printed is handed back.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.building.budget import excess, over_budget
from briefing.building.build import Workshop, examine, examine_variants, layout_of, open_workshop
from briefing.checking.check import may_be_drafted
from briefing.composing.compose import compose
from briefing.composing.reader import Reader
from briefing.evidence import quotations
from briefing.language.words import Language
from briefing.model.brief import Brief
from briefing.model.desk import BRIEF
from briefing.model.prints import PAPERS, Print, print_of, prints_of
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.summary import SectionName
from briefing.model.variant import Variant
from briefing.press import Pressed
from briefing.press.fonts import Fonts
from briefing.preview import told
from briefing.preview.digests import digests_of_pages
from briefing.printing.printing import Printed, press_and_keep, press_page, print_variant
from briefing.prove import Search
from briefing.reuse.keeping import key_of
from briefing.reuse.unchanged import State, digests, state_of, state_of_desk

Values = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    """A brief as it was read from its files, and every problem that was found in it."""

    inputs: Mapping[str, str | None]
    """What each file said, by its path: the digest, or None for one that is not there."""
    workshop: Workshop | None
    brief: Brief | None
    problems: tuple[Problem, ...]

    @property
    def is_faulty(self) -> bool:
        """Whether there is an error in the brief, so that its pages are a draft's."""
        return any(problem.is_error for problem in self.problems)

    @property
    def can_be_printed(self) -> bool:
        """Whether there are pages to show, be it those of a draft."""
        return self.workshop is not None and self.brief is not None and may_be_drafted(self.problems)


@dataclass
class Work:
    """What a warm process knows: the brief that it read last, and what it pressed of each print."""

    desk: Path
    folder: Path
    _loaded: Loaded | None = None
    _opened: tuple[State, Workshop] | None = None
    _pressed: dict[tuple[str, str], tuple[str, Pressed]] = field(default_factory=dict)

    @property
    def jobs(self) -> Mapping[str, Callable[..., Values]]:
        """What it can be asked for, by name."""
        return {"read": self.read, "print": self.print}

    def load(self) -> Loaded:
        """The brief as its files say now; read again only where one of them has changed."""
        known = self._loaded
        if known is not None and self._inputs(known.brief) == known.inputs:
            return known
        while True:
            before = self._inputs(None)
            workshop, brief, problems = self._read()
            inputs = self._inputs(brief)
            # A file that changed while it was read: what was read is of neither state.
            if all(inputs[path] == digest for path, digest in before.items()):
                self._loaded = Loaded(inputs, workshop, brief, problems)
                return self._loaded

    def _inputs(self, brief: Brief | None) -> dict[str, str | None]:
        files = [self.folder / BRIEF]
        files += [self.folder / entry.file for entry in brief.summary.articles.values()] if brief else []
        return {**digests(state_of_desk(self.desk)), **{str(file): state_of(file)[0] for file in files}}

    def _read(self) -> tuple[Workshop | None, Brief | None, tuple[Problem, ...]]:
        try:
            workshop = self._workshop()
        except FaultyInputError as error:
            return None, None, error.problems
        brief, problems = examine(self.folder, workshop)
        return workshop, brief, (*workshop.problems, *problems)

    def _workshop(self) -> Workshop:
        state = state_of_desk(self.desk)
        if self._opened is None or self._opened[0] != state:
            self._opened = (state, open_workshop(self.desk))
        return self._opened[1]

    # Reading

    def read(self, known: Mapping[str, str | None]) -> Values:
        """What the page is told of the brief itself: its audiences, problems, items and articles.

        Nothing, where the files say what is `known` of them already.
        """
        loaded = self.load()
        if loaded.inputs == known:
            return {"outcome": "same"}
        brief, workshop = loaded.brief, loaded.workshop
        found = list(loaded.problems)
        file = self.folder / BRIEF
        values: Values = {
            "inputs": dict(loaded.inputs),
            "summary": {"file": told.shown(file, self.desk), "sha256": loaded.inputs[str(file)]},
            "can_be_printed": loaded.can_be_printed,
            "title": None,
            "date": None,
            "language": None,
            "direction": None,
            "audiences": None,
            "markings": None,
            "items": None,
            "articles": None,
        }
        different: Mapping[Any, Values] = {}
        if workshop is not None:
            values["audiences"] = list(_audiences(workshop))
            values["markings"] = [level.name for level in workshop.desk.house.scheme.levels]
        if brief is not None and workshop is not None:
            found += examine_variants(brief, loaded.problems, workshop)
            stands = tuple(quotations(brief))
            different = told.differences(brief, stands)
            values["title"], values["date"] = brief.summary.title.default, brief.summary.date.isoformat()
            values["language"] = brief.summary.language
            values["direction"] = Language(brief.summary.language).direction
            sections = {name: _sections(brief, name, workshop) for name in brief.house.audiences}
            values["items"] = told.items(brief, stands, different, sections)
            values["articles"] = told.articles(brief, stands)
        values["problems"] = told.problems(found, self.desk, different)
        return values

    # Printing

    def print(self, audience: str, name: str, as_of: dt.datetime, known: str | None, *, keeps: bool = True) -> Values:
        """Make one print of one audience.

        `known` is the key of what the page has of it: where it would come out the same, no PDF is given. What
        it `keeps` is made sooner after an edit; few can be kept.
        """
        loaded = self.load()
        workshop, brief = loaded.workshop, loaded.brief
        values: Values = {"inputs": dict(loaded.inputs), "key": None, "pdf": None, "problems": []}
        if workshop is None or brief is None or not loaded.can_be_printed or audience not in brief.house.audiences:
            return {**values, "outcome": "unprintable"}
        try:
            draft_of = loaded.problems if loaded.is_faulty else None
            sections = workshop.layouts[brief.house.audiences[audience].layout].sections
            variant = compose(brief, audience, sections, as_of=as_of, draft_of=draft_of)
            printed, key, problems = self._print(brief, workshop, variant, name, keeps=keeps)
        except FaultyInputError as error:
            values["problems"] = self._told(error.problems, audience)
            return {**values, "outcome": "failed"}
        values["problems"] = self._told(problems, audience)
        if any(problem.code == "E404" for problem in problems):
            return {**values, "outcome": "withheld"}
        values |= {"key": key, "outcome": "same" if key == known else "made", **_facts(printed, brief, audience)}
        if key != known:
            values |= {"pdf": printed.pdf, "pages": digests_of_pages(printed.pdf)}
        return values

    def _told(self, found: tuple[Problem, ...], audience: str) -> list[Values]:
        return [{**one, "audience": one["audience"] or audience} for one in told.problems(found, self.desk, {})]

    def _print(
        self, brief: Brief, workshop: Workshop, variant: Variant, name: str, *, keeps: bool
    ) -> tuple[Printed, str, tuple[Problem, ...]]:
        """The print, a digest of all that it was made of, and what is wrong with it."""
        audience = variant.audience
        one = print_of(name, brief.house.paper)
        layout = workshop.layouts[brief.house.audiences[audience].layout]
        keys: list[str] = []

        def press_once(html: str, identifier: bytes, fonts: Fonts) -> Pressed:
            key = key_of(html, identifier, fonts)
            keys.append(key)
            known, pressed = self._pressed.get((audience, name), ("", None))
            if pressed is None or known != key:
                pressed = (press_and_keep if keeps else press_page)(html, identifier, fonts)
                self._pressed[audience, name] = (key, pressed)
            return pressed

        printed = print_variant(brief, variant, one, layout_of(one, layout, workshop), pressing=press_once)
        proof = Search(brief, variant).prove(printed.pdf, name=f"{brief.name}_{audience}.pdf")
        over = _over(brief, printed) if one == _plain(brief) else ()
        return printed, keys[-1], (*printed.problems, *proof.problems, *over)


def _audiences(workshop: Workshop) -> Iterator[Values]:
    house = workshop.desk.house
    for name, audience in house.audiences.items():
        yield {
            "name": name,
            "title": audience.title,
            "ceiling": house.ceiling(name).name,
            "layout": audience.layout,
            "max_pages": audience.max_pages,
            "prints": [one.name for one in prints_of((*PAPERS, *audience.pack), house.paper)],
        }


def _sections(brief: Brief, audience: str, workshop: Workshop) -> tuple[SectionName, ...]:
    """The sections of an audience's variant: those of the house style, or else of the layout."""
    of_audience = brief.house.audiences[audience]
    layout = workshop.layouts.get(of_audience.layout)
    return of_audience.sections or (tuple(layout.sections) if layout else ())


def _plain(brief: Brief) -> Print:
    return print_of(brief.house.paper, brief.house.paper)


def _over(brief: Brief, printed: Printed) -> tuple[Problem, ...]:
    """That a variant runs over its pages; they are shown all the same, so that one sees what to cut."""
    pressed = printed.pressed
    over = excess(brief.house.audiences[printed.variant.audience].max_pages, pressed.lines, pressed.words)
    return (over_budget(over, printed.variant, brief.places.at(())),) if over else ()


def _facts(printed: Printed, brief: Brief, audience: str) -> Values:
    """What the page is told of a print beside its pictures."""
    pressed = printed.pressed
    return {
        "labels": list(pressed.labels),
        "budget": {
            "pages": printed.pages,
            "max": brief.house.audiences[audience].max_pages,
            "fullness": pressed.fullness[-1] if pressed.fullness else 0.0,
        },
        "marking": printed.variant.marking.name,
        "draft": printed.variant.draft is not None,
        "items": _pages_of_items(brief, printed.variant, pressed),
    }


def _pages_of_items(brief: Brief, variant: Variant, pressed: Pressed) -> Values:
    """On which page each item stands, as far as its paragraph number is set on one."""
    reader = Reader(brief, variant.audience)
    numbers = dict(reader.numbers)
    if reader.audience.numbering == "closed":
        of_brief = {number: path for path, number in numbers.items()}
        sections = [section.name for section in variant.sections]
        kept = [entry.number for section in reader.sections(sections) for entry in section.entries]
        numbers = {of_brief[number]: place for place, number in enumerate(kept, start=1)}
    pages = ((path, pressed.places.get(f"p{number}")) for path, number in numbers.items())
    return {"/".join(map(str, path)): {"page": where[0]} for path, where in pages if where}
