"""The page gate: a page that loses, cuts off or hides words is told, one that is in order is not."""

import pytest

from briefing.model.problem import Problem
from tests.press.conftest import WORDS, Print

IN_ORDER = f"<main><section id=bottom-line><h2>Bottom line</h2><p>{WORDS}</p></section></main>"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def told(printed: Print, body: str, css: str = "") -> list[Problem]:
    """What the gate says of a page."""
    problems = printed(body, css).problems
    return [problem for problem in problems if problem.code in {"E405", "W406"}]


@pytest.mark.parametrize(
    "body",
    [
        IN_ORDER,
        f"<main>{'<p>' + WORDS + '</p>'}</main>",
        "<main><p>One <b>two</b> three<br>four &amp; five</p><ul><li>Six</li></ul></main>",
        "<main><table><thead><tr><th>A<th>B</tr></thead>" + "<tr><td>1<td>2</tr>" * 120 + "</table></main>",
        "<main><p style='text-transform: uppercase'>Words in capitals</p></main>",
        f"<main><p style='hyphens: auto; width: 30mm' lang=de>{LONG}</p></main>",
        "<main><p style='position: relative'>Text<span style='position: absolute; right: -20mm'>Note</span></p></main>",
        "<main><svg width=9 height=9><title>t</title><text x=1 y=8>5</text></svg></main>",
        "<main><p style='transform: rotate(90deg)'>Turned</p></main>",
    ],
)
def test_a_page_in_order_passes(printed: Print, body: str) -> None:
    assert told(printed, body) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (f"<div style='height: 300mm'></div>{IN_ORDER}", "bottom line does not begin on the first page"),
        ("<main><p style='display: none'>Gone</p></main>", "“Gone” is nowhere on the pages"),
        ("<main><p style='visibility: hidden'>Gone</p></main>", "“Gone” is nowhere on the pages"),
        (
            "<main><table><tr><td>1</tr><tr style='display: none'><td>Lost row</tr></table></main>",
            "“Lost row” is nowhere",
        ),
        ("<main><p style='position: absolute; left: -90mm'>Aside</p></main>", "“Aside” stands outside page 1"),
        ("<main><p style='position: absolute; top: 900mm'>Below</p></main>", "“Below” stands outside page 1"),
        ("<main><div style='height: 5mm; overflow: hidden'><p>One</p><p>Two</p></div></main>", "“Two” is cut off"),
        (f"<main><p style='width: 30mm'>{LONG}</p></main>", "runs out of its column on page 1"),
        (
            "<main><p style='white-space: nowrap; width: 20mm'>Far too long for this</p></main>",
            "runs out of its column",
        ),
        (
            "<main><p>Upper words</p><p style='margin-top: -6mm'>Lower words</p></main>",
            "are set over each other on page 1",
        ),
        (
            "<main><div style='height: 90mm'></div><h2>Alone</h2><p style='break-before: page'>Text</p></main>",
            "“Alone” stands alone at the foot of page",
        ),
    ],
)
def test_what_must_not_be_handed_over_is_told(printed: Print, body: str, message: str) -> None:
    problems = told(printed, body)
    assert any(message in problem.message for problem in problems), problems
    assert all(problem.is_error is (problem.code == "E405") and problem.hint for problem in problems)


def bound(number: int, before: str = "") -> str:
    """A brief in a box: its bottom line, and what stands before it."""
    line = IN_ORDER.replace("id=bottom-line", f"id=t{number}-bottom-line")
    tab = f"<div class='running tab'>{number}</div>"
    return f"<article class=bound style='break-before: recto'>{tab}<h1>Brief {number}</h1>{before}{line}</article>"


def test_in_a_box_each_bottom_line_begins_on_the_first_page_of_its_own_brief(printed: Print) -> None:
    css = ".tab { position: running(tab) } @page { @right-middle { content: element(tab) } }"
    front = "<p>Contents</p>"
    assert told(printed, front + bound(1) + bound(2) + bound(3), css) == []
    high = "<div style='height: 300mm'></div>"
    problems = told(printed, front + bound(1) + bound(2, high) + bound(3), css)
    assert [problem.message for problem in problems if problem.is_error] == [
        "The bottom line of “Brief 2” does not begin on the first page."
    ]


def test_a_banner_that_leaves_the_paper_is_told(printed: Print) -> None:
    css = "@page { @top-center { content: element(b) } } .b { position: running(b); height: 60mm; margin-top: -60mm }"
    (problem,) = told(printed, "<div class='b running'>SECRET</div><main><p>x</p></main>", css)
    assert "“SECRET” stands outside page 1" in problem.message
