"""Build: the way of a brief from its files to the PDFs of its audiences. The one place that knows the order."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from briefing.brief import Brief, Desk
from briefing.check import check, check_house
from briefing.compose import compose
from briefing.lay_out import Page, lay_out
from briefing.layout import Layout
from briefing.load import load_brief, load_desk, load_layouts
from briefing.press import press
from briefing.press.fonts import Fonts, font_faces_css, fonts_for
from briefing.problem import FaultyInputError, Place, Problem, stop_at_errors
from briefing.variant import Variant


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: which audiences (none named: all), on which paper, where to, with the HTML twin."""

    out: Path
    audiences: tuple[str, ...] = ()
    paper: str | None = None
    html: bool = False


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

    def as_object(self) -> dict[str, Any]:
        """What was made, for machines."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}


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


def build(brief: Brief, order: Order, workshop: Workshop) -> Iterator[Made | Problem]:
    """Build a brief for its audiences, one after the other: each PDF as it is made, each problem as it is found.

    A problem of one variant stops that variant alone.
    """
    for audience in order.audiences or tuple(brief.house.audiences):
        try:
            yield from _build_one(brief, audience, order, workshop)
        except FaultyInputError as error:
            yield from _of(audience, error.problems)


def _build_one(brief: Brief, audience: str, order: Order, workshop: Workshop) -> Iterator[Made | Problem]:
    layout = workshop.layouts[brief.house.audiences[audience].layout]
    paper = order.paper or brief.house.paper
    path = order.out / brief.name / file_name(brief, audience, paper)
    with _standing_aside(path):
        variant = compose(brief, audience, layout.sections)
        page, fonts, missing = _page(variant, layout, paper)
        yield from _of(audience, missing)
        html = lay_out(variant, layout, page)
        with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
            pressed = press(html, identifier=variant.digest(), fonts=fonts, scratch=Path(scratch))
        stop_at_errors((*pressed.problems, *_over_budget(brief, audience, pressed.pages)))
        yield from _of(audience, pressed.problems)
        # Here the finished file will be searched for what this audience may not see, before it is put in place.
        put(path, pressed.pdf)
        twin = path.with_suffix(".html") if order.html else None
        if twin:
            put(twin, _twin(variant, layout, page, fonts).encode())
    yield Made(
        path,
        brief.name,
        audience,
        pressed.pages,
        hashlib.sha256(pressed.pdf).hexdigest(),
        variant.marking.name,
        twin,
    )


def _over_budget(brief: Brief, audience: str, pages: int) -> Iterator[Problem]:
    """A variant with more pages than its audience is given."""
    budget = brief.house.audiences[audience].max_pages
    if budget and pages > budget:
        message = f"this variant runs to {pages} pages, and its budget is {budget}"
        yield Problem("E402", message, "Cut or shorten items, those with priority: low first.", brief.places.at(()))


def _page(variant: Variant, layout: Layout, paper: str) -> tuple[Page, Fonts, tuple[Problem, ...]]:
    """The paper and the faces that a variant needs. Raises FaultyInputError where no font has a character."""
    page = Page(paper)
    fonts, problems = fonts_for(lay_out(variant, layout, page))
    stop_at_errors(problems)
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


@contextmanager
def _standing_aside(path: Path) -> Iterator[None]:
    """Move the file of an earlier build aside, so that nobody takes it for the one that could not be made."""
    earlier = path.with_name(path.name + ".earlier")
    with _writing(path):
        path.with_suffix(".html").unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            path.replace(earlier)
    yield
    with _writing(path):
        earlier.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> None:
    """Put a finished file in its place, whole or not at all. Raises FaultyInputError where it cannot be written."""
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            part.chmod(0o644)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "Make room or mend the folder's permissions, or build somewhere else with -o DIR."
        raise FaultyInputError([Problem("E601", f"the file cannot be written: {reason}", hint, Place(path))]) from error
