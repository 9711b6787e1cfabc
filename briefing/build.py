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
from briefing.impose import impose, padded
from briefing.lay_out import Page, asked_of, examine_layout, lay_out
from briefing.layout import Layout
from briefing.load import load_brief, load_desk, load_layouts
from briefing.page import examine as examine_page
from briefing.page import examine_pages
from briefing.press import Pressed, press
from briefing.press.fonts import Fonts, font_faces_css, fonts_for
from briefing.prints import NAMES, PAPERS, SHEETS, Print, print_of, prints_of
from briefing.problem import FaultyInputError, Problem, stop_at_errors
from briefing.prove import Proof, Search
from briefing.put import put, set_aside, standing_aside
from briefing.style import of_the_designer, sheet_of
from briefing.templates import PAGE
from briefing.variant import Variant
from briefing.whereabouts import located
from briefing.words import Language

_SPARE_PAGES = 3
"""What layouts put at the end of a booklet: at most so many pages are missing to whole sheets."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: which audiences (none named: all), on which paper, where to, with a twin, as a draft.

    Embargo and day of review are held against `as_of`.
    With `pack`, all prints that the house style lists for an audience are made, and not the plain one alone.
    """

    out: Path
    audiences: tuple[str, ...] = ()
    paper: str | None = None
    html: bool = False
    draft: bool = False
    as_of: dt.datetime | None = None
    pack: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made; `print` is what the house style calls this print, of a plain one the paper.

    `briefs` are those of a box.
    """

    path: Path
    brief: str
    audience: str
    print: str
    pages: int
    sha256: str
    marking: str
    html: Path | None = None
    proof: Proof | None = None
    briefs: tuple[str, ...] = ()

    def as_object(self) -> dict[str, Any]:
        """What was made, for machines."""
        shown = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}
        if not self.briefs:
            del shown["briefs"]
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


def examine_layouts(workshop: Workshop) -> tuple[Problem, ...]:
    """Every mistake in the layouts that the desk's audiences have; those of a layout that nobody has can wait."""
    names = dict.fromkeys(audience.layout for audience in workshop.desk.house.audiences.values())
    found = (problem for name in names for problem in examine_layout(workshop.layouts[name]))
    # What two layouts inherit is told once.
    return tuple({(problem.code, problem.place): problem for problem in found}.values())


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
            _set_all_aside(brief, audience, order)


def build(brief: Brief, order: Order, workshop: Workshop, problems: Sequence[Problem] = ()) -> Iterator[Made | Problem]:
    """Build a brief for its audiences, one after the other: each PDF as it is made, each problem as it is found.

    A problem of one variant stops that variant alone, one of a print that print alone. The problems of the brief are
    shown in a draft.
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
    _set_all_aside(brief, audience, order)
    variant = compose(brief, audience, layout.sections, as_of=order.as_of, draft_of=draft_of)
    told: set[tuple[str, str]] = set()
    for one in _prints(brief, audience, order):
        try:
            for result in _print(brief, variant, one, _layout_of(one, layout, workshop), order):
                if isinstance(result, Made):
                    yield result
                elif (result.code, result.message) not in told:
                    told.add((result.code, result.message))
                    yield from _of(audience, [result])
        except FaultyInputError as error:
            # Whoever makes a pack has to know which of its files is missing.
            where = f"the print “{one.name}” is not made: " if order.pack else ""
            yield from _of(audience, (replace(p, message=where + p.message) for p in error.problems))


def _print(brief: Brief, variant: Variant, one: Print, layout: Layout, order: Order) -> Iterator[Made | Problem]:
    """One print of a variant: laid out, pressed, imposed where it is to be, and put in its place."""
    path = order.out / file_of(brief, variant.audience, one)
    with standing_aside(path):
        page, fonts, missing = _page(brief, variant, layout, one)
        yield from missing
        html = lay_out(variant, layout, page)
        with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
            pressed = press(html, identifier=_identifier(variant, one), fonts=fonts, scratch=Path(scratch))
        is_of_record = one.name == _paper(brief, order)
        over = _over_budget(brief, variant.audience, pressed.pages) if is_of_record and not order.draft else ()
        of_layout = _of_layout(variant, layout, page, html, pressed)
        stop_at_errors((*of_layout, *over))
        yield from of_layout
        pdf, pages = _imposed(variant, one, pressed) if one.imposed else (pressed.pdf, pressed.pages)
        twin = _twin(variant, layout, page, fonts) if order.html and is_of_record else ""
        proof = Search(brief, variant).prove(pdf, name=path.name, twin=twin)
        stop_at_errors(proof.problems)
        put(path, pdf)
        if twin:
            put(path.with_suffix(".html"), twin.encode())
    yield Made(
        path,
        brief.name,
        variant.audience,
        one.name,
        pages,
        hashlib.sha256(pdf).hexdigest(),
        variant.marking.name,
        path.with_suffix(".html") if twin else None,
        proof,
    )


def files_of(audience: str, order: Order, workshop: Workshop) -> int:
    """How many PDFs of each brief this audience gets, if all goes well."""
    house = workshop.desk.house
    return len(prints_of(house.audiences[audience].pack if order.pack else (), order.paper or house.paper))


def _paper(brief: Brief, order: Order) -> str:
    return order.paper or brief.house.paper


def _prints(brief: Brief, audience: str, order: Order) -> tuple[Print, ...]:
    return prints_of(brief.house.audiences[audience].pack if order.pack else (), _paper(brief, order))


def _layout_of(one: Print, layout: Layout, workshop: Workshop) -> Layout:
    """The layout of a print: another one's only where the audience's own is not made of it already."""
    if one.layout is None or any(folder.name == one.layout for folder in layout.folders):
        return layout
    return workshop.layouts[one.layout]


def _set_all_aside(brief: Brief, audience: str, order: Order) -> None:
    """Set the prints of an earlier build aside, those that are not made this time too: they go with an older text."""
    others = (print_of(name, _paper(brief, order)) for name in NAMES if name not in PAPERS)
    for one in (*_prints(brief, audience, order), *others):
        set_aside(order.out / file_of(brief, audience, one))


def _identifier(variant: Variant, one: Print) -> bytes:
    """The file identifier: plain prints are the record and share the variant's; other prints have their own."""
    own = variant.digest()
    return own if one.name in PAPERS else hashlib.sha256(own + one.name.encode()).hexdigest().encode()


def _imposed(variant: Variant, one: Print, pressed: Pressed) -> tuple[bytes, int]:
    """A booklet, and how many pages it has; the spare pages at its end fill up whole sheets."""
    pages = padded(pressed.pages - _SPARE_PAGES)
    reads_leftwards = Language(variant.language).direction == "rtl"
    return impose(pressed.pdf, pages, SHEETS[one.paper], right_to_left=reads_leftwards), pages


def _of_layout(variant: Variant, layout: Layout, page: Page, html: str, pressed: Pressed) -> tuple[Problem, ...]:
    """What is wrong with what a layout made, in the designer's own files where it can be said."""
    return (
        *of_the_designer(pressed.problems, sheet_of(layout, asked_of(page, Language(variant.language))), html),
        *examine_page(html, variant, layout, whole=page.template == PAGE),
        *examine_pages(pressed.margins, pressed.labels, variant, layout),
    )


def _over_budget(brief: Brief, audience: str, pages: int) -> Iterator[Problem]:
    """A variant with more pages than its audience is given."""
    budget = brief.house.audiences[audience].max_pages
    if budget and pages > budget:
        message = f"this variant runs to {pages} pages, and its budget is {budget}"
        yield Problem("E402", message, "Cut or shorten items, those with priority: low first.", brief.places.at(()))


def _page(brief: Brief, variant: Variant, layout: Layout, one: Print) -> tuple[Page, Fonts, tuple[Problem, ...]]:
    """The paper and the faces that a variant needs. Raises FaultyInputError where no font has a character."""
    page = Page(one.size, style=one.style, template=one.template, notes=one.notes)
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


def file_of(brief: Brief, audience: str, one: Print) -> Path:
    """Where the PDF of a print goes, below the folder of what is built.

    Its name is made of date, brief, audience and print, and the paper where it is not the house's own.
    """
    unusual = f"_{one.paper}" if one.paper != brief.house.paper else ""
    name = f"{brief.summary.date.isoformat()}_{brief.name}_{audience}{one.style and '_'}{one.style}{unusual}.pdf"
    return Path(brief.name, "impositions", name) if one.imposed else Path(brief.name, name)
