"""What a style sheet may ask for: what makes the press hang is refused, what layouts need is not."""

from pathlib import Path

import pytest
import tinycss2

from briefing.laying_out.restraint import WEIGHT, WORK, Reading, excesses
from briefing.laying_out.style import Asked, style_sheet
from briefing.loading.load import load_layouts
from briefing.model.layout import SHIPPED
from briefing.model.problem import FaultyInputError
from tests.conftest import Command
from tests.workbench import HOUSE, DeskCopy

# Those tried kept WeasyPrint 70 busy for longer than twenty seconds on a page of 300 elements, or broke it; columns,
# tiny pages, grids and shadows were not tried, and are bounded by what they ask for.
ENDLESS = {
    "many rules": "".join(f".x{i} p b {{ color: red }}\n" for i in range(20_000)),
    "much to look back for": "".join(f"* * * *:not(.x{i}) {{ color: red }}" for i in range(3000)),
    "a long chain": "* " * 200 + "p { color: red }",
    "nested :is()": ":is(" * 200 + "p" + ")" * 200 + " { color: red }",
    "many :has()": "".join(f"body:has(p .x{i}) {{ color: red }}" for i in range(2000)),
    "a long list": ",".join(f".x{i} p" for i in range(30_000)) + " { color: red }",
    "rules in rules": "a, b, p, i {" + "&, & & {" * 6 + "color: red" + "}" * 7,
    "a long text": f"p::before {{ content: '{'x' * 500_000}' }}",
    "a counter of millions": "h1 { counter-set: c 5000000 }",
    "a wide number": "@counter-style z { system: numeric; symbols: '0' '1'; pad: 5000000 'x' }",
    "values that unfold": ":root { --a0: x;"
    + "".join(f"--a{i}: var(--a{i - 1}) var(--a{i - 1});" for i in range(1, 24))
    + "}",
    "brackets in brackets": "p { --a: " + "(" * 20_000 + ")" * 20_000 + " }",
    "columns by the million": "body { column-count: 1000000 }",
    "columns of nothing": "body { column-width: 0.001px }",
    "pages of nothing": "@page { size: 1px 1px }",
    "kilometres": "p { height: 1000000mm }",
    "kilometres by reckoning": "p { height: calc(1000 * 1000mm) }",
    "letters like houses": "p { font-size: 100000pt }",
    "letters like dust": "p { font-size: 0.0001pt }",
    "a grid of millions": "p { grid-row: 1000000 }",
    "dots like dust": "p { border: 0.001pt dotted red }",
    "shadows by the thousand": "p { box-shadow: " + ", ".join(["0 0 1px red"] * 20_000) + " }",
}
named = pytest.mark.parametrize("css", ENDLESS.values(), ids=ENDLESS)


def too_much(css: str, elements: int = 0) -> list[str]:
    return [what for _, what in excesses(tinycss2.parse_stylesheet(css), elements)]


@named
def test_what_makes_the_press_hang_is_too_much(css: str) -> None:
    assert too_much(css)


@pytest.mark.parametrize("file", sorted(SHIPPED.rglob("*.css")), ids=lambda file: str(file.relative_to(SHIPPED)))
def test_what_is_shipped_keeps_within_half_of_it(file: Path) -> None:
    reading = Reading()
    assert list(reading.rules(tinycss2.parse_stylesheet(file.read_text("utf-8")))) == []
    assert reading.weight < WEIGHT / 2


@pytest.mark.parametrize(
    "css",
    [
        "",
        "p { margin: 0; padding: 0mm; letter-spacing: 0.01em; width: 100%; height: 297mm; flex: 1 1 0 }",
        ":root { --a: var(--b); --b: var(--a) }",
        "h1 { margin: calc(-1 * (var(--gutter) + 2mm)) } h2 { line-height: 1.25; columns: 2 }",
        ".a { .b & { color: red } > .c { color: red } }",
        "body:has(.annex) .margin:not(:is(.x, .y)) { display: none }",
        "@media print { @page :first { @top-left { content: 'Page ' counter(page) } } }",
        "p { color: #ff0000; transform: rotate(-55deg); z-index: -1; --deep: (((1))) }",
    ],
)
def test_what_layouts_need_is_not(css: str) -> None:
    assert too_much(css) == []


def test_selectors_count_for_every_element_of_the_page() -> None:
    css = "".join(f".x{i} p {{ color: red }}" for i in range(1000))
    reading = Reading()
    list(reading.rules(tinycss2.parse_stylesheet(css)))
    assert too_much(css, WORK // reading.weight) == []
    assert "too many for so many selectors" in too_much(css, WORK // reading.weight + 1)[0]


@named
def test_a_layout_with_it_is_refused_with_its_line(desk: DeskCopy, css: str) -> None:
    desk.write("title: Mine\nextends: one-page\n", "layouts/mine/layout.yaml")
    file = desk.write("/* mine */\n" + css, "layouts/mine/brief.css")
    with pytest.raises(FaultyInputError) as refused:
        style_sheet(load_layouts(desk.folder / "layouts")["mine"], Asked("A4"))
    assert {problem.code for problem in refused.value.problems} == {"E505"}
    places = [problem.place for problem in refused.value.problems if problem.place]
    assert all(place.file == file and (place.line or 0) >= 2 for place in places)


@pytest.mark.parametrize(
    "markup",
    ['<p style="height: 1000000mm">x</p>', "<style>body { column-count: 1000000 }</style>"],
)
def test_a_template_cannot_bring_it_either(briefing: Command, desk: DeskCopy, markup: str) -> None:
    desk.write("title: Mine\nextends: one-page\n", "layouts/mine/layout.yaml")
    page = '{% extends "base/brief.html" %}{% block apparatus %}' + markup + "{% endblock %}"
    desk.write(page, "layouts/mine/brief.html")
    desk.edit("layout: one-page", "layout: mine", HOUSE)
    said = briefing("build", "-a", "chief")
    assert said.status == 1
    assert "E505 [chief] the layout “mine” cannot be used: its style asks for too much: " in said.err
    assert desk.made() == []
