"""Build: the way of a brief from its files to the PDFs of its audiences. The one place that knows the order."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.building.budget import excess, over_budget
from briefing.building.fit import Compose, Fitted, fit, what_was_done
from briefing.building.workshop import Workshop, examine, examine_layouts, examine_variants, open_workshop
from briefing.checking.check import may_be_drafted
from briefing.composing.compose import compose
from briefing.model.brief import Brief
from briefing.model.layout import Layout
from briefing.model.prints import NAMES, PAPERS, Print, print_of, prints_of
from briefing.model.problem import FaultyInputError, Problem, Severity, stop_at_errors
from briefing.model.summary import Path as SummaryPath
from briefing.model.variant import Variant
from briefing.printing.order import Made, Order
from briefing.printing.printing import Printed, print_variant
from briefing.printing.put import clear_parts, put, set_aside, standing_aside
from briefing.prove import Search
from briefing.reuse.begun import Begun
from briefing.reuse.keeping import Keeping
from briefing.reuse.turn import turn
from briefing.reuse.unchanged import Last, digests

__all__ = [
    "Made",
    "Order",
    "Workshop",
    "begin",
    "build",
    "build_folder",
    "build_in_turn",
    "carry_through",
    "examine",
    "examine_layouts",
    "examine_variants",
    "open_workshop",
]


def build_folder(folder: Path, order: Order, workshop: Workshop) -> Iterator[Made | Problem]:
    """Load, check and build one brief; with an error in it nothing of it is built, unless as a draft.

    Of what another command makes meanwhile in the same folder nothing is made twice, nor by both at once.
    """
    try:
        with turn(order.out, folder.name) as waited:
            before = Last(workshop.desk.folder, order).unchanged(folder) if waited else None
            yield from before.results if before else build_in_turn(folder, order, workshop)
    except FaultyInputError as error:
        yield from error.problems


def build_in_turn(folder: Path, order: Order, workshop: Workshop) -> Iterator[Made | Problem]:
    """Build as `build_folder` does, for whoever has seen to it that no other command builds the same."""
    yield from carry_through(begin(folder, order, workshop), workshop)


def begin(folder: Path, order: Order, workshop: Workshop) -> Begun:
    """Begin to build a brief; nothing is done yet."""
    keeping = Keeping(order, digests(workshop.state))
    return Begun(folder, workshop.desk.folder, workshop.state, workshop.problems, keeping)


def carry_through(begun: Begun, workshop: Workshop) -> Iterator[Made | Problem]:
    """Build a brief that was begun, and note what came of it."""
    for result in _built(begun, workshop):
        begun.results.append(result)
        yield result
    begun.keep()


def _built(begun: Begun, workshop: Workshop) -> Iterator[Made | Problem]:
    order = begun.keeping.order
    brief, problems = examine(begun.folder, workshop)
    yield from problems
    faulty = any(problem.is_error for problem in problems)
    if brief is None:
        return
    begun.brief, begun.covered = brief, tuple(_covered(brief, order))
    for path in begun.covered:
        clear_parts(path)
        clear_parts(path.with_suffix(".html"))
    if not faulty or (order.draft and may_be_drafted(problems)):
        yield from build(brief, order, workshop, problems, keeping=begun.keeping)
    else:
        for path in begun.covered:
            set_aside(path)


def build(
    brief: Brief,
    order: Order,
    workshop: Workshop,
    problems: Sequence[Problem] = (),
    *,
    keeping: Keeping | None = None,
) -> Iterator[Made | Problem]:
    """Build a brief for its audiences, one after the other: each PDF as it is made, each problem as it is found.

    A problem of one variant stops that variant alone, one of a print that print alone. The problems of the brief are
    shown in a draft.
    """
    kept = keeping or Keeping(order)
    for audience in order.audiences or tuple(brief.house.audiences):
        try:
            yield from _build_one(brief, audience, kept, workshop, problems if order.draft else None)
        except FaultyInputError as error:
            yield from _of(audience, error.problems)


def _build_one(
    brief: Brief, audience: str, keeping: Keeping, workshop: Workshop, draft_of: Sequence[Problem] | None
) -> Iterator[Made | Problem]:
    order = keeping.order
    layout = workshop.layouts[brief.house.audiences[audience].layout]
    _set_all_aside(brief, audience, order)

    def composed(without: Collection[SummaryPath]) -> Variant:
        variant = compose(brief, audience, layout.sections, as_of=order.as_of, draft_of=draft_of, without=without)
        return order.stamp.on(brief, variant) if order.stamp else variant

    fitted = _fitted(brief, audience, layout, composed, keeping) if order.fit else Fitted(composed(()))
    yield from what_was_done(fitted, brief, audience)
    if fitted.variant.changes and _is_over(brief, fitted.variant, layout, order):
        fitted = replace(fitted, variant=replace(fitted.variant, changes=None))
        yield _no_room_for_changes(brief, audience)
    told: set[tuple[str, str]] = set()
    for one in _prints(brief, audience, order):
        try:
            for result in _print(brief, fitted, one, layout_of(one, layout, workshop), keeping):
                if isinstance(result, Made):
                    yield result
                elif (result.code, result.message) not in told:
                    told.add((result.code, result.message))
                    yield from _of(audience, [result])
        except FaultyInputError as error:
            # Whoever makes a pack has to know which of its files is missing.
            where = f"the print “{one.name}” is not made: " if order.pack else ""
            yield from _of(audience, (replace(p, message=where + p.message) for p in error.problems))


def _print(brief: Brief, fitted: Fitted, one: Print, layout: Layout, keeping: Keeping) -> Iterator[Made | Problem]:
    """One print of a variant: laid out and pressed, held against its budget, searched, and put in its place."""
    variant, order = fitted.variant, keeping.order
    path = order.out / file_of(brief, variant.audience, one)
    is_of_record = one.name == _paper(brief, order)
    tokens = fitted.tokens if one.name in PAPERS else None
    search = Search(brief, variant)
    with standing_aside(path):
        # The twin of a print is made of its page, for which it has to be laid out.
        key = "" if order.html and is_of_record else keeping.key_of(variant, one, layout, tokens)
        spared = keeping.spared(path, key)
        printed = spared or print_variant(brief, variant, one, layout, tokens, pressing=keeping.pressing(path))
        yield from printed.problems
        if isinstance(printed, Printed) and is_of_record and not order.draft:
            _keep_to_budget(brief, printed)
        twin = printed.twin() if isinstance(printed, Printed) and order.html and is_of_record else ""
        searched = search.digest()
        is_proved = spared is not None and spared.searched == searched
        proof = spared.proof if spared and is_proved else search.prove(printed.pdf, name=path.name, twin=twin)
        stop_at_errors(proof.problems)
        put(path, printed.pdf)
        if twin:
            put(path.with_suffix(".html"), twin.encode())
    keeping.keep_pressed(path)
    made = Made(
        path,
        brief.name,
        variant.audience,
        one.name,
        printed.pages,
        hashlib.sha256(printed.pdf).hexdigest(),
        variant.marking.name,
        path.with_suffix(".html") if twin else None,
        proof,
        variant=variant,
        fonts=printed.fonts.files if isinstance(printed, Printed) else printed.fonts,
    )
    keeping.note_print(key, made, printed.problems, searched)
    yield made


def _fitted(brief: Brief, audience: str, layout: Layout, composed: Compose, keeping: Keeping) -> Fitted:
    """The variant in the first step of its layout with which its plain print keeps to its budget."""
    plain = print_of(_paper(brief, keeping.order), _paper(brief, keeping.order))
    trials = keeping.trials(brief.name, audience)

    def pages(variant: Variant, tokens: Mapping[str, str]) -> int:
        def print_it() -> Printed:
            return print_variant(brief, variant, plain, layout, tokens, pressing=keeping.press_for_trial)

        return trials.pages(keeping.key_of(variant, plain, layout, tokens), print_it)

    fitted = fit(brief, audience, layout, composed, pages)
    trials.note()
    return fitted


def _is_over(brief: Brief, variant: Variant, layout: Layout, order: Order) -> bool:
    """Whether the plain print of a variant has more pages than its audience is given."""
    budget = brief.house.audiences[variant.audience].max_pages
    if budget is None:
        return False
    plain = print_of(_paper(brief, order), _paper(brief, order))
    return print_variant(brief, variant, plain, layout).pages > budget


def _no_room_for_changes(brief: Brief, audience: str) -> Problem:
    """W408: the bars in the margin show what changed, and the list of it stays out, to keep to the page budget."""
    message = "there is no room to list what changed within the pages that this audience is given: only bars show it"
    hint = f"Print it on a sheet of its own: briefing changes {brief.name} --pdf -a {audience}"
    place = brief.places.at(())
    return Problem("W408", message, hint, place, Severity.WARNING, audience)


def _keep_to_budget(brief: Brief, printed: Printed) -> None:
    """Raises FaultyInputError (E402) for a variant with more pages than its audience is given."""
    budget = brief.house.audiences[printed.variant.audience].max_pages
    over = excess(budget, printed.pressed.lines, printed.pressed.words)
    if over:
        raise FaultyInputError([over_budget(over, printed.variant, brief.places.at(()))])


def files_of(audience: str, order: Order, workshop: Workshop) -> int:
    """How many PDFs of each brief this audience gets, if all goes well."""
    house = workshop.desk.house
    return len(prints_of(house.audiences[audience].pack if order.pack else (), order.paper or house.paper))


def _paper(brief: Brief, order: Order) -> str:
    return order.paper or brief.house.paper


def _prints(brief: Brief, audience: str, order: Order) -> tuple[Print, ...]:
    return prints_of(brief.house.audiences[audience].pack if order.pack else (), _paper(brief, order))


def layout_of(one: Print, layout: Layout, workshop: Workshop) -> Layout:
    """The layout of a print: another one's only where the audience's own is not made of it already."""
    if one.layout is None or any(folder.name == one.layout for folder in layout.folders):
        return layout
    return workshop.layouts[one.layout]


def _set_all_aside(brief: Brief, audience: str, order: Order) -> None:
    """Set the prints of an earlier build aside, those that are not made this time too: they go with an older text."""
    for path in _files_of(brief, audience, order):
        set_aside(path)


def _files_of(brief: Brief, audience: str, order: Order) -> Iterator[Path]:
    """Where the prints of an audience go, those that are not made this time too."""
    others = (print_of(name, _paper(brief, order)) for name in NAMES if name not in PAPERS)
    return (order.out / file_of(brief, audience, one) for one in (*_prints(brief, audience, order), *others))


def _covered(brief: Brief, order: Order) -> Iterator[Path]:
    """Where all prints go that a build makes, or sets aside."""
    for audience in order.audiences or tuple(brief.house.audiences):
        yield from _files_of(brief, audience, order)


def _of(audience: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    return (replace(problem, audience=audience) for problem in problems)


def file_of(brief: Brief, audience: str, one: Print) -> Path:
    """Where the PDF of a print goes, below the folder of what is built.

    Its name is made of date, brief, audience and print, and the paper where it is not the house's own.
    """
    unusual = f"_{one.paper}" if one.paper != brief.house.paper else ""
    name = f"{brief.summary.date.isoformat()}_{brief.name}_{audience}{one.style and '_'}{one.style}{unusual}.pdf"
    return Path(brief.name, "impositions", name) if one.imposed else Path(brief.name, name)
