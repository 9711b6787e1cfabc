"""What a page may hold and what it must show."""

import dataclasses

import pytest

from briefing.laying_out.page import examine, examine_pages
from briefing.loading.load import load_layouts
from briefing.model.problem import Problem
from tests.workbench import DeskCopy


def of(desk: DeskCopy, old: str = "", new: str = "") -> tuple[Problem, ...]:
    """What is said of the chief's page with something in it made something else."""
    html = desk.html("chief")
    assert old in html
    return examine(html.replace(old, new) if old else html, desk.variant("chief"), load_layouts(None)["one-page"])


def test_a_page_as_it_should_be_is_fine(desk: DeskCopy) -> None:
    assert of(desk) == ()


def test_a_page_whose_end_is_not_marked_is_told(desk: DeskCopy) -> None:
    (problem,) = of(desk, 'id="end"')
    assert (problem.code, problem.is_error) == ("W502", False)


def test_a_paragraph_that_is_not_on_the_page_is_told(desk: DeskCopy) -> None:
    first, *_ = desk.variant("chief").entries()
    (problem,) = of(desk, first.text, "Something else.")
    assert (problem.code, problem.is_error) == ("W503", False)
    assert f"paragraph {first.number} " in problem.message


def test_case_and_white_space_are_the_layout_s_own(desk: DeskCopy) -> None:
    first, *_ = desk.variant("chief").entries()
    assert of(desk, first.text, first.text.upper().replace(" ", "\n<br>")) == ()


def test_a_page_without_its_marking_is_refused(desk: DeskCopy) -> None:
    problems = of(desk, desk.variant("chief").marking.name, "")
    assert [problem.code for problem in problems] == ["E506"]


@pytest.mark.parametrize(
    "harmless",
    [
        '<a href="https://www.example.org/">x</a>',
        '<a href="mailto:desk@example.org">x</a>',
        '<img src="data:image/png;base64,AA" alt="x">',
        '<p style="background: url(data:image/png;base64,AA)">x</p>',
        "<details open><summary>x</summary></details>",
        '<svg viewBox="0 0 1 1"><title>x</title><defs><linearGradient id="g"/></defs><rect fill="url(#g)"/></svg>',
        '<svg viewBox="0 0 1 1"><title>x</title><use href="#g"/></svg>',
        "<!-- <script>no</script> -->",
        "&lt;script&gt;",
        "<p title='<script>'>x</p>",
        "<style>p::before { content: 'http://example.org' }</style>",
    ],
)
def test_what_is_harmless_may_stand_on_a_page(desk: DeskCopy, harmless: str) -> None:
    assert of(desk, "</main>", f"{harmless}</main>") == ()


def test_every_page_carries_its_marking_at_head_and_foot(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    layout = load_layouts(None)["policy-brief"]
    own = variant.marking.name
    assert examine_pages([(f"x {own}", own)] * 2, ["1", "2"], variant, layout) == ()
    (problem,) = examine_pages([(own, own), (own, ""), ("", own)], ["1", "2", "3"], variant, layout)
    assert (problem.code, "page 2, 3" in problem.message) == ("E506", True)


def test_an_annex_may_carry_the_marking_of_its_article(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    lowest = variant.scheme.lowest
    annexed = dataclasses.replace(variant, annexes=(dataclasses.replace(variant.annexes[0], banner=lowest),))
    layout = load_layouts(None)["policy-brief"]
    assert lowest.name != variant.marking.name
    assert examine_pages([(lowest.name, lowest.name)], ["A1"], annexed, layout) == ()
    assert examine_pages([(lowest.name, lowest.name)], ["1"], annexed, layout) != ()
