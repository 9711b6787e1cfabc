"""Budgets: by how much a variant runs over, what to cut first, and what fitting does about it."""

import pytest

from briefing.building.budget import excess, first_to_cut, length
from briefing.building.build import Made, Order, build_folder
from briefing.loading.load import load_layouts
from briefing.model.layout import LEGIBLE, LayoutFile
from briefing.model.problem import Problem, Severity
from tests.workbench import DeskCopy, crowded


def test_a_variant_within_its_budget_has_no_excess() -> None:
    assert excess(2, [30, 20], [300, 200]) is None
    assert excess(None, [30] * 9, [300] * 9) is None


def test_an_excess_is_what_stands_on_the_pages_beyond() -> None:
    over = excess(1, [30, 20, 5], [300, 200, 50])
    assert over is not None
    assert (over.pages, over.budget, over.lines, over.words) == (3, 1, 25, 250)


def test_what_is_low_goes_first_then_what_is_longest_from_the_end(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    (low, *others) = first_to_cut(variant, 10_000)
    assert low.is_low
    assert low.text == "Where will the fishermen berth?"
    assert all(one in variant.sections[-1].entries for one in others[:1])
    assert len(first_to_cut(variant, 1)) == 1
    assert length(low) >= 5


def results(desk: DeskCopy, *, fit: bool) -> tuple[list[Made], list[Problem]]:
    order = Order(desk.folder / "build", ("chief",), fit=fit)
    found = list(build_folder(desk.brief, order, desk.workshop()))
    made = [one for one in found if isinstance(one, Made)]
    return made, [one for one in found if isinstance(one, Problem) and one.code[1:] in {"402", "407"}]


def test_over_its_budget_a_variant_says_by_how_much_and_what_to_cut(desk: DeskCopy) -> None:
    crowded(desk, 14, 1)
    made, (problem,) = results(desk, fit=False)
    assert not made
    assert problem.code == "E402"
    assert "runs to 2 pages, and its budget is 1: " in problem.message
    assert "lines, " in problem.message
    assert "words too many" in problem.message
    assert "Will there be room for one more…" in problem.hint
    assert "priority: low" in problem.hint


def test_fitted_it_is_set_tighter_first(desk: DeskCopy) -> None:
    crowded(desk, 4, 1)
    assert results(desk, fit=False)[1]
    (made,), (problem,) = results(desk, fit=True)
    assert made.pages == 1
    assert (problem.code, problem.severity, problem.audience) == ("W407", Severity.WARNING, "chief")
    assert "set tighter (step " in problem.message
    assert "without" not in problem.message


def test_then_it_loses_low_items_from_the_end_and_names_them(desk: DeskCopy) -> None:
    crowded(desk, 14, 1)
    (made,), (problem,) = results(desk, fit=True)
    assert made.pages == 1
    assert "without open questions" in problem.message
    assert made.proof is not None
    assert made.proof.found == 0


def test_what_fits_is_left_alone(desk: DeskCopy) -> None:
    (made,), problems = results(desk, fit=True)
    assert not problems
    (plain,), _ = results(desk, fit=False)
    assert made.sha256 == plain.sha256


def test_what_cannot_be_made_to_fit_is_told_as_without_fitting(desk: DeskCopy) -> None:
    crowded(desk, 0, 1)
    desk.edit("text: {default: Delivery in spring is unlikely.,", f"text: {{default: '{'word ' * 900}',")
    made, problems = results(desk, fit=True)
    assert not made
    assert [problem.code for problem in problems] == ["E402"]


@pytest.mark.parametrize("layout", load_layouts(None).values(), ids=lambda layout: layout.name)
def test_no_shipped_step_is_too_small_to_be_read(layout: object) -> None:
    for step in getattr(layout, "fit"):  # noqa: B009
        for token, value in step.items():
            assert float(value.removesuffix("pt")) >= LEGIBLE.get(token, 0)


def test_a_step_that_is_too_small_to_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="“text-size: 6pt” is too small to be read: the least is 9 pt"):
        LayoutFile.model_validate({"title": "T", "fit": [{"text-size": "6pt"}]})
    with pytest.raises(ValueError, match="too small"):
        LayoutFile.model_validate({"title": "T", "fit": [{"text-size": "2mm"}]})
    assert LayoutFile.model_validate({"title": "T", "fit": [{"text-size": "9pt"}]}).fit
