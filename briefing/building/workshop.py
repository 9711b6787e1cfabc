"""The workshop: a desk made ready to build from, and everything that shows to be wrong before a page is laid out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefing.checking.check import check, check_house, may_be_drafted
from briefing.composing.compose import examine as examine_variant
from briefing.loading.load import load_brief, load_desk, load_layouts
from briefing.model.brief import Brief, Desk
from briefing.model.layout import Layout, is_shipped
from briefing.model.problem import FaultyInputError, Problem, stop_at_errors
from briefing.reuse.unchanged import State, state_of_desk


@dataclass(frozen=True)
class Workshop:
    """A desk with its layouts, ready to build, and the warnings about its house style."""

    desk: Desk
    layouts: dict[str, Layout]
    problems: tuple[Problem, ...] = ()
    state: State = field(default_factory=dict, repr=False)
    """What the files of the desk said before they were read."""


def open_workshop(folder: Path) -> Workshop:
    """Load a desk and its layouts. Raises FaultyInputError with the problems of the house style."""
    state = state_of_desk(folder)
    desk = load_desk(folder)
    layouts = load_layouts(desk.layouts)
    problems = check_house(desk, layouts)
    stop_at_errors(problems)
    return Workshop(desk, layouts, problems, state)


def examine_layouts(workshop: Workshop) -> tuple[Problem, ...]:
    """Every mistake in the layouts that the desk's audiences have; those of a layout that nobody has can wait."""
    names = dict.fromkeys(audience.layout for audience in workshop.desk.house.audiences.values())
    own = [layout for layout in map(workshop.layouts.__getitem__, names) if not all(map(is_shipped, layout.folders))]
    if not own:
        return ()
    from briefing.laying_out.lay_out import examine_layout  # noqa: PLC0415 (what runs the templates is loaded for them only)

    found = (problem for layout in own for problem in examine_layout(layout))
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


def examine_variants(brief: Brief, problems: Sequence[Problem], workshop: Workshop) -> Iterator[Problem]:
    """What keeps an audience from getting anything of a brief, as far as that shows before a page is laid out.

    Nothing where errors leave open what the brief says, or who may see it. What depends on the moment at which it is
    built, an embargo, is told then.
    """
    for name, audience in brief.house.audiences.items() if may_be_drafted(problems) else ():
        yield from examine_variant(brief, name, workshop.layouts[audience.layout].sections)
