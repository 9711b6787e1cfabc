"""A designer's mistakes: each with its file, line and column, the line itself and a hint, all at once."""

import re
from typing import Any

import pytest
from jinja2 import DictLoader, nodes

from briefing.language.words import Language
from briefing.laying_out.filters import FILTERS
from briefing.laying_out.sandbox import Sandbox
from briefing.laying_out.templates import SHOWN, names
from briefing.model.layout import SHIPPED
from briefing.model.problem import FaultyInputError, Problem
from tests.workbench import HOUSE, DeskCopy


def told(desk: DeskCopy, **files: str | bytes) -> tuple[Problem, ...]:
    """What is said of a layout of the desk's own with these templates."""
    desk.edit("layout: one-page", "layout: mine", HOUSE)
    desk.write("title: Mine\nextends: one-page\n", "layouts/mine/layout.yaml")
    for name, content in files.items():
        desk.write(content, f"layouts/mine/{name.replace('__', '/')}.html")
    with pytest.raises(FaultyInputError) as error:
        desk.html("chief")
    return error.value.problems


def at(problem: Problem) -> tuple[str, int | None, int | None, str]:
    assert problem.place is not None
    return problem.place.file.name, problem.place.line, problem.place.column, problem.place.excerpt


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("{% if %}{% endif %}", 1, "Expected an expression"),
        ("<p>{{ entry.text | upcase }}</p>", 20, "there is no filter 'upcase'"),
        ("{% if variant is odd_one %}{% endif %}", 18, "there is no test 'odd_one'"),
        ("<p>{{ varaint.title }}</p>", 7, "'varaint' is undefined"),
        ('{% include "sections/none.html" %}', 13, "there is no template “sections/none.html”"),
        ("{% block x %}{% block x %}{% endblock %}{% endblock %}", 1, "block 'x' defined twice"),
        ("{% autoescape false %}{% endautoescape %}", 1, "there is no autoescape here"),
        ("{% for a in 'b' recursive %}{% endfor %}", 1, "a loop cannot call itself"),
        ("{% endfor %}", 1, "unknown tag 'endfor'"),
        ("{{ 'open }}", 1, "unexpected char"),
        ("{{ variant.titel }}", 1, "has no attribute 'titel'"),
        ("{{ variant.title + 1 }}", 1, "can only concatenate"),
        ("{{ variant.sections }}", 1, "cannot be printed"),
        ("{{ variant.review_by.nothing() }}", 1, "has no attribute 'nothing'"),
    ],
)
def test_a_mistake_is_told_with_its_line(desk: DeskCopy, line: str, column: int, said: str) -> None:
    (problem,) = told(desk, apparatus=f"<p>one</p>\n{line}\n")
    name, number, where, excerpt = at(problem)
    assert said in problem.message
    assert (name, number, excerpt) == ("apparatus.html", 2, line)
    assert where is not None
    assert where >= 1
    if said.startswith(("there is no", "'varaint'")):
        assert abs(where - column) <= 2
    assert (problem.code, bool(problem.hint)) == ("E502", True)


def test_every_mistake_that_shows_is_told_at_once(desk: DeskCopy) -> None:
    problems = told(
        desk,
        apparatus="{% if %}\n",
        sections__stakes="{{ a | one }}{{ b | two }}\n",
        sections__open_questions="<p>{{ nothing }}</p>\n{% include 'gone.html' %}\n{{ nobody }}",
        unused=b"\xff\xfe",
    )
    assert sorted((*at(problem)[:2], problem.code) for problem in problems) == [
        ("apparatus.html", 1, "E502"),
        ("open_questions.html", 1, "E502"),
        ("open_questions.html", 2, "E502"),
        ("open_questions.html", 3, "E502"),
        ("stakes.html", 1, "E502"),
        ("stakes.html", 1, "E502"),
        ("unused.html", 1, "E502"),
    ]


def test_what_a_page_sets_is_known_in_its_parts(desk: DeskCopy) -> None:
    desk.edit("layout: one-page", "layout: mine", HOUSE)
    desk.write("title: Mine\nextends: one-page\n", "layouts/mine/layout.yaml")
    block = '{% block apparatus %}{% set tone = "x" %}{% include "tone.html" %}{% endblock %}'
    page = '{% extends "base/brief.html" %}' + block
    desk.write(page, "layouts/mine/brief.html")
    desk.write(
        "<p>{{ tone }} {{ section is defined }} {{ parts.number(variant.sections[0].entries[0]) }}</p>"
        '<div id="done"></div>',
        "layouts/mine/tone.html",
    )
    assert "<p>x " in desk.html("chief")


def test_a_byte_order_mark_is_no_text(desk: DeskCopy) -> None:
    desk.edit("layout: one-page", "layout: mine", HOUSE)
    desk.write("title: Mine\n", "layouts/mine/layout.yaml")
    desk.write('\ufeff{% extends "base/brief.html" %}', "layouts/mine/brief.html")
    assert desk.html("chief").startswith("<!DOCTYPE")


def test_work_without_end_names_the_line_too(desk: DeskCopy) -> None:
    (problem,) = told(desk, apparatus="<p></p>\n{{ 'x' * 10 ** 8 }}\n")
    assert (problem.code, *at(problem)[:2]) == ("E505", "apparatus.html", 2)


def test_a_template_that_is_too_large_is_told(desk: DeskCopy) -> None:
    (problem,) = told(desk, apparatus="x" * 1_000_001)
    assert "larger than" in problem.message


def test_the_shipped_templates_name_nothing_that_there_is_not() -> None:
    language = Language("en")
    sandbox = Sandbox(DictLoader({}), {**FILTERS, "bdi": str}, names(language), SHOWN)
    for file in SHIPPED.rglob("*.html"):
        tree = sandbox.parse(file.read_text("utf-8"))
        assert [one.name for one in tree.find_all(nodes.Filter) if one.name not in sandbox.filters] == [], file
        sandbox.compile(file.read_text("utf-8"), None, str(file))


def test_check_tells_the_mistakes_of_the_layouts_in_use(desk: DeskCopy, briefing: Any) -> None:
    desk.edit("layout: one-page", "layout: mine", HOUSE)
    desk.write("title: Mine\n", "layouts/mine/layout.yaml")
    desk.write("{{ nobody }}", "layouts/mine/apparatus.html")
    desk.write("p { background: url(gone.png) }", "layouts/mine/brief.css")
    desk.write("title: Unused\n", "layouts/unused/layout.yaml")
    desk.write("{{ nobody }}", "layouts/unused/apparatus.html")
    said = briefing("check")
    assert said.status == 1
    told_of = re.findall(r"^.*layouts/(\S+): error: (E50\d) ", said.out, re.MULTILINE)
    assert told_of == [("mine/brief.css:1:17", "E503"), ("mine/apparatus.html:1:4", "E502")]


def test_every_mistake_in_layout_yaml_is_told_at_once(desk: DeskCopy) -> None:
    desk.write("titel: A\n", "layouts/a/layout.yaml")
    desk.write("title: B\nstakes_columns: 9\nsections: [nothing]\n", "layouts/b/layout.yaml")
    desk.write("title: [", "layouts/c/layout.yaml")
    with pytest.raises(FaultyInputError) as error:
        desk.workshop()
    places = [(p.place.file.parent.name, p.place.line) for p in error.value.problems if p.place]
    assert {("a", 1), ("b", 2), ("b", 3), ("c", 2)} <= set(places)
