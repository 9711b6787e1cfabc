"""Binding: the variants of several briefs for one reader become one paginated pack, a box. Or none is made.

Nobody should find out at night that a brief is missing from the box: where one cannot be bound, there is no box.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from briefing.building.build import Made, Order, Workshop, examine
from briefing.composing.compose import compose
from briefing.laying_out.lay_out import Page, lay_out_box
from briefing.model.box import Box
from briefing.model.brief import Brief
from briefing.model.desk import BOX
from briefing.model.layout import Layout
from briefing.model.problem import FaultyInputError, Problem, stop_at_errors
from briefing.model.variant import Variant
from briefing.press import Pressed, press
from briefing.press.fonts import Fonts, fonts_for
from briefing.printing.put import put, set_aside, standing_aside
from briefing.prove import Proof, Search


def bind(folders: Sequence[Path], audience: str, order: Order, workshop: Workshop) -> Iterator[Made | Problem]:
    """Bind briefs, in the order given, into one PDF for an audience; each problem as it is found."""
    layout = workshop.layouts[workshop.desk.house.audiences[audience].layout]
    parts: list[tuple[Brief, Variant]] = []
    missing: list[str] = []
    latest = ""
    for folder in folders:
        brief, problems = examine(folder, workshop)
        yield from problems
        if brief is not None:
            latest = max(latest, brief.summary.date.isoformat())
        try:
            stop_at_errors(problems)
            if brief is not None:
                parts.append((brief, compose(brief, audience, layout.sections, as_of=order.as_of)))
        except FaultyInputError as error:
            yield from (problem for problem in error.problems if problem not in problems)
            missing.append(folder.name)
    if missing:
        _set_boxes_aside(audience, order, workshop, latest)
        yield _not_made(missing)
        return
    try:
        yield from _box(parts, layout, order, workshop)
    except FaultyInputError as error:
        yield from (replace(problem, audience=audience) for problem in error.problems)


def _box(
    parts: Sequence[tuple[Brief, Variant]], layout: Layout, order: Order, workshop: Workshop
) -> Iterator[Made | Problem]:
    box = Box(tuple(variant for _, variant in parts))
    house = workshop.desk.house
    paper = order.paper or house.paper
    path = order.out / BOX / f"{box.date.isoformat()}_{_rest_of_name(box.audience, paper, house.paper)}"
    with standing_aside(path):
        page = Page(paper, style=BOX)
        fonts, problems = fonts_for(lay_out_box(box, layout, page))
        stop_at_errors(problems)
        html = lay_out_box(box, layout, replace(page, fallback_faces=fonts.families))
        pressed = _pressed(html, box, fonts)
        stop_at_errors(pressed.problems)
        yield from (replace(problem, audience=box.audience) for problem in (*problems, *pressed.problems))
        proofs = [Search(*part, beside=parts).prove(pressed.pdf, name=path.name) for part in parts]
        stop_at_errors(problem for proof in proofs for problem in proof.problems)
        put(path, pressed.pdf)
    digest = hashlib.sha256(pressed.pdf).hexdigest()
    briefs = tuple(variant.name for variant in box.variants)
    proof = Proof(sum(one.texts for one in proofs), max(one.places for one in proofs), 0)
    yield Made(path, BOX, box.audience, BOX, pressed.pages, digest, box.marking.name, proof=proof, briefs=briefs)


def _pressed(html: str, box: Box, fonts: Fonts) -> Pressed:
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        return press(html, identifier=box.digest(), fonts=fonts, scratch=Path(scratch))


def _rest_of_name(audience: str, paper: str, usual: str) -> str:
    return f"{BOX}_{audience}{f'_{paper}' if paper != usual else ''}.pdf"


def _set_boxes_aside(audience: str, order: Order, workshop: Workshop, latest: str) -> None:
    """Set the boxes aside that could be taken for the one that is not made: what it would be called is not known."""
    usual = workshop.desk.house.paper
    rest = _rest_of_name(audience, order.paper or usual, usual)
    with suppress(OSError):
        for path in sorted((order.out / BOX).glob(f"*_{rest}")):
            if path.name[:10] >= latest:
                set_aside(path)


def _not_made(missing: Sequence[str]) -> Problem:
    message = f"the box is not made, because it would be without: {', '.join(missing)}"
    return Problem("E421", message, "Mend what is wrong there, or name the other briefs alone.")
