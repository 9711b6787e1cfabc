"""Build: the way of a brief from its files to the PDFs of its audiences. The one place that knows the order."""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from briefing.brief import Brief, Desk
from briefing.check import check, check_house, may_be_drafted
from briefing.compose import compose
from briefing.lay_out import Page, lay_out
from briefing.layout import Layout
from briefing.load import load_brief, load_desk, load_layouts
from briefing.press import press
from briefing.press.fonts import Fonts, font_faces_css, fonts_for
from briefing.problem import FaultyInputError, Problem, stop_at_errors
from briefing.prove import Proof, Search
from briefing.put import put, set_aside, standing_aside
from briefing.variant import Variant
from briefing.whereabouts import located


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: which audiences (none named: all), on which paper, where to, with a twin, as a draft.

    Embargo and day of review are held against `as_of`.
    """

    out: Path
    audiences: tuple[str, ...] = ()
    paper: str | None = None
    html: bool = False
    draft: bool = False
    as_of: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made."""

    path: Path
    brief: str
    audience: str
    pages: int
    sha256: str
    marking: str
    html: Path | None = None
    proof: Proof | None = None

    def as_object(self) -> dict[str, Any]:
        """What was made, for machines."""
        shown = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}
        return {**shown, "proof": self.proof.as_object() if self.proof else None}


@dataclass(frozen=True)
class Workshop:
    """A desk with its layouts, ready to build, and the warnings about its house style."""

    desk: Desk
    layouts: dict[str, Layout]
    problems: tuple[Problem, ...] = ()


def open_workshop(folder: Path) -> Workshop:
    """Load a desk and its layouts. Raises FaultyInputError with the problems of the house style."""
    desk = load_desk(folder)
    layouts = load_layouts(desk.layouts)
    problems = check_house(desk, layouts)
    stop_at_errors(problems)
    return Workshop(desk, layouts, problems)


def examine(folder: Path, workshop: Workshop) -> tuple[Brief | None, tuple[Problem, ...]]:
    """Load and check a brief: the brief as far as it can be used, and every problem found."""
    try:
        brief, problems = load_brief(folder, workshop.desk.house)
    except FaultyInputError as error:
        return None, error.problems
    found = [*problems, *(check(brief) if brief else ())]
    return brief, tuple(sorted(found, key=Problem.sort_key))


def build_folder(folder: Path, order: Order, workshop: Workshop) -> Iterator[Made | Problem]:
    """Load, check and build one brief; with an error in it nothing of it is built, unless as a draft."""
    brief, problems = examine(folder, workshop)
    yield from problems
    faulty = any(problem.is_error for problem in problems)
    if brief is not None and (not faulty or (order.draft and may_be_drafted(problems))):
        yield from build(brief, order, workshop, problems)
    elif brief is not None:
        for audience in order.audiences or tuple(brief.house.audiences):
            set_aside(order.out / brief.name / file_name(brief, audience, order.paper or brief.house.paper))


def build(brief: Brief, order: Order, workshop: Workshop, problems: Sequence[Problem] = ()) -> Iterator[Made | Problem]:
    """Build a brief for its audiences, one after the other: each PDF as it is made, each problem as it is found.

    A problem of one variant stops that variant alone. The problems of the brief are shown in a draft.
    """
    for audience in order.audiences or tuple(brief.house.audiences):
        try:
            yield from _build_one(brief, audience, order, workshop, problems if order.draft else None)
        except FaultyInputError as error:
            yield from _of(audience, error.problems)


def _build_one(
    brief: Brief, audience: str, order: Order, workshop: Workshop, draft_of: Sequence[Problem] | None
) -> Iterator[Made | Problem]:
    layout = workshop.layouts[brief.house.audiences[audience].layout]
    paper = order.paper or brief.house.paper
    path = order.out / brief.name / file_name(brief, audience, paper)
    with standing_aside(path):
        variant = compose(brief, audience, layout.sections, as_of=order.as_of, draft_of=draft_of)
        page, fonts, missing = _page(brief, variant, layout, paper)
        yield from _of(audience, missing)
        html = lay_out(variant, layout, page)
        with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
            pressed = press(html, identifier=variant.digest(), fonts=fonts, scratch=Path(scratch))
        over = () if order.draft else tuple(_over_budget(brief, audience, pressed.pages))
        stop_at_errors((*pressed.problems, *over))
        yield from _of(audience, pressed.problems)
        twin = _twin(variant, layout, page, fonts) if order.html else ""
        proof = Search(brief, variant).prove(pressed.pdf, name=path.name, twin=twin)
        stop_at_errors(proof.problems)
        put(path, pressed.pdf)
        if twin:
            put(path.with_suffix(".html"), twin.encode())
    yield Made(
        path,
        brief.name,
        audience,
        pressed.pages,
        hashlib.sha256(pressed.pdf).hexdigest(),
        variant.marking.name,
        path.with_suffix(".html") if twin else None,
        proof,
    )


def _over_budget(brief: Brief, audience: str, pages: int) -> Iterator[Problem]:
    """A variant with more pages than its audience is given."""
    budget = brief.house.audiences[audience].max_pages
    if budget and pages > budget:
        message = f"this variant runs to {pages} pages, and its budget is {budget}"
        yield Problem("E402", message, "Cut or shorten items, those with priority: low first.", brief.places.at(()))


def _page(brief: Brief, variant: Variant, layout: Layout, paper: str) -> tuple[Page, Fonts, tuple[Problem, ...]]:
    """The paper and the faces that a variant needs. Raises FaultyInputError where no font has a character."""
    page = Page(paper)
    fonts, problems = fonts_for(lay_out(variant, layout, page))
    unset = iter(fonts.unset)
    stop_at_errors(located(p, next(unset), brief, variant.audience) if p.is_error else p for p in problems)
    return replace(page, fallback_faces=fonts.families), fonts, problems


def _twin(variant: Variant, layout: Layout, page: Page, fonts: Fonts) -> str:
    """The same page with its fonts inside, for a browser; printed, it gives the pages of the PDF."""
    faces = font_faces_css(fonts, lay_out(variant, layout, page))
    return lay_out(variant, layout, replace(page, faces=faces))


def _of(audience: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    return (replace(problem, audience=audience) for problem in problems)


def file_name(brief: Brief, audience: str, paper: str) -> str:
    """The name of a variant's PDF: date, brief and audience, and the paper where it is not the house's own."""
    unusual = f"_{paper}" if paper != brief.house.paper else ""
    return f"{brief.summary.date.isoformat()}_{brief.name}_{audience}{unusual}.pdf"
