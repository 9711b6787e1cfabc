"""A variant becomes one HTML page: the golden pages, what a template may do, and what its mistakes say."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.css import css_string
from briefing.laying_out.filters import in_even_groups
from briefing.model.problem import FaultyInputError
from tests.workbench import HOUSE, DeskCopy

AUDIENCES = ("chief", "board", "public", "reader")


def without_style(html: str) -> str:
    """A page without its style sheet and the version of the program."""
    html = re.sub(r"<style>.*?</style>", "<style></style>", html, flags=re.DOTALL)
    return re.sub(r'content="briefing [^"]*"', 'content="briefing"', html)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_words_and_structure_change_only_on_purpose(
    desk: DeskCopy, golden: Callable[[str, str], None], audience: str
) -> None:
    golden(f"{audience}.html", without_style(desk.html(audience)))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_ids_are_made_and_each_stands_once(desk: DeskCopy, audience: str) -> None:
    html = desk.html(audience)
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert not [name for name in ids if re.search("ammo|cost|tender|quay", name)], "no id of the brief itself"
    targets = set(re.findall(r'href="#([^"]*)"', html))
    assert targets <= set(ids)


def own_layout(desk: DeskCopy, template: str = "", css: str = "", yaml: str = "title: Mine\n") -> None:
    """Give the chief a layout of the desk's own, whose kind of brief is this template."""
    desk.edit("layout: one-page", "layout: mine", HOUSE)
    desk.write(yaml, "layouts/mine/layout.yaml")
    if template:
        block = f"{{% block kind %}}\n{template}\n{{% endblock %}}\n"
        desk.write('{% extends "base/brief.html" %}\n' + block, "layouts/mine/brief.html")
    if css:
        desk.write(css, "layouts/mine/brief.css")


def refused(desk: DeskCopy) -> str:
    """What is said of the layout's mistake, at its third line."""
    with pytest.raises(FaultyInputError) as error:
        desk.html("chief")
    (problem,) = error.value.problems
    assert problem.code == "E502"
    assert problem.place is not None
    assert problem.place.file == (desk.folder / "layouts/mine/brief.html").resolve()
    assert problem.place.line == 3
    assert problem.hint
    return problem.message


def test_a_layout_of_the_desk_s_own_is_used(desk: DeskCopy) -> None:
    own_layout(desk, "{{ 7 * 7 }} for {{ variant.reader }}")
    assert "49 for For the Chief" in desk.html("chief")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% if %}", "Expected an expression"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ variant.secret }}", "has no attribute 'secret'"),
        ("{{ ''.__class__ }}", "is unsafe"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "is unsafe"),
        ("{{ variant.digest.__globals__ }}", "is unsafe"),
        ("{{ _.__self__ }}", "is unsafe"),
        ("{{ timeline.__globals__ }}", "is unsafe"),
        ("{{ '{0.__class__}'.format(variant) }}", "a name or number alone"),
        ("{{ cycler('a') }}", "'cycler' is undefined"),
        ("{{ range(10) }}", "'range' is undefined"),
        ("{{ lipsum() }}", "'lipsum' is undefined"),
        ("{{ layout.folders }}", "has no attribute 'folders'"),
        ("{% do variant.sections.append(1) %}", "unknown tag 'do'"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ none() }}", "not callable"),
        ("{{ 'a' + 1 }}", "can only concatenate"),
        ("{{ language.day('never') }}", "never"),
        ('{% include "/etc/passwd" %}', "there is no template “/etc/passwd”"),
        ('{% include "../../sources/house.yaml" %}', "there is no template “../../sources/house.yaml”"),
        ('{% include "mine/../../../sources/house.yaml" %}', "there is no template"),
        ('{% include "link.html" %}', "there is no template “link.html”"),
        ('{% include "a\\0b" %}', "null byte"),
        ('{% include "' + "x" * 300 + '" %}', "too long"),
        ('{% import "os" as os %}', "there is no template “os”"),
    ],
)
def test_a_template_reaches_what_it_is_given_and_its_mistakes_have_a_line(
    desk: DeskCopy, template: str, said: str
) -> None:
    own_layout(desk, template)
    (desk.folder / "layouts/mine/link.html").symlink_to("/etc/passwd")
    assert said in refused(desk)


def test_a_template_that_includes_itself_is_told_so(desk: DeskCopy) -> None:
    own_layout(desk, '{% include "mine/brief.html" %}')
    with pytest.raises(FaultyInputError, match="recursion"):
        desk.html("chief")


def test_a_template_that_is_not_utf8_is_told_so(desk: DeskCopy) -> None:
    own_layout(desk)
    desk.write(b"\xff\xfe", "layouts/mine/brief.html")
    with pytest.raises(FaultyInputError, match="not UTF-8 text"):
        desk.html("chief")


def test_a_desk_s_template_changes_nothing_that_is_given_to_it(desk: DeskCopy) -> None:
    own_layout(desk, "{{ variant.keywords.append('x') }}")
    assert "append" in refused(desk)


def test_a_text_in_a_style_sheet_cannot_end_it() -> None:
    assert css_string('a"</style>\\ b') == '"a\\000022\\00003c\\00002fstyle\\00003e\\00005c b"'


@pytest.mark.parametrize(
    ("count", "most", "sizes"), [(0, 3, []), (3, 3, [3]), (4, 3, [2, 2]), (7, 3, [3, 2, 2]), (5, 1, [1] * 5)]
)
def test_groups_are_as_few_and_as_even_as_can_be(count: int, most: int, sizes: list[int]) -> None:
    assert [len(group) for group in in_even_groups(list(range(count)), most)] == sizes


def test_the_page_needs_nothing_from_outside(desk: DeskCopy) -> None:
    for audience in AUDIENCES:
        html = desk.html(audience)
        assert not re.search(r'(?:src|href)="(?!#)', html)
        assert not re.search(r"url\((?!\"?data:)", html)
        assert str(Path(desk.folder)) not in html
