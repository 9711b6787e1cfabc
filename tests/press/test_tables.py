"""Tables: what each header heads, and whether a reader aloud can follow."""

from typing import Any

import pytest

from tests.pdf_facts import Tag, faults, tag_tree
from tests.press.conftest import WORDS, Print


def table(pdf: bytes, index: int = 0) -> Tag:
    return tag_tree(pdf).find("Table")[index]


def scopes(found: Tag) -> dict[str, str]:
    return {tag.text: tag.about["A"]["Scope"] for tag in found.find("TH")}


def headers(found: Tag) -> dict[str, list[str]]:
    """For each cell the words of its headers."""
    names: dict[Any, str] = {tag.about["ID"]: tag.text for tag in found.find("TH")}
    return {tag.text: [names[key] for key in tag.about["A"].get("Headers", [])] for tag in found.find("TD")}


def test_headers_have_the_scope_they_say_and_else_that_of_their_place(printed: Print) -> None:
    head = '<tr><td></td><th>Gain</th><th scope="col">Risk</th></tr>'
    rows = "<tr><th>Korea</th><td>food</td><td>isolation</td></tr>"
    rows += '<tr><th scope="row">Russia</th><td>shells</td><td>debt</td></tr>'
    found = table(printed(f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>").pdf)
    assert scopes(found) == {"Gain": "Column", "Risk": "Column", "Korea": "Row", "Russia": "Row"}
    assert headers(found) == {
        "": [],
        "food": ["Korea", "Gain"],
        "isolation": ["Korea", "Risk"],
        "shells": ["Russia", "Gain"],
        "debt": ["Russia", "Risk"],
    }


def test_the_heading_of_a_group_heads_its_own_rows_alone(printed: Print) -> None:
    rows = (
        '<tr><th colspan="2" scope="rowgroup">Gains</th></tr><tr><td>a</td><td>b</td></tr>'
        '<tr><th colspan="2" scope="rowgroup">Risks</th></tr><tr><td>c</td><td>d</td></tr>'
    )
    found = table(printed(f"<table><thead><tr><th>L</th><th>R</th></tr></thead><tbody>{rows}</tbody></table>").pdf)
    assert headers(found) == {"a": ["Gains", "L"], "b": ["Gains", "R"], "c": ["Risks", "L"], "d": ["Risks", "R"]}


def test_cells_that_span_have_the_headers_of_all_they_span(printed: Print) -> None:
    head = '<tr><th rowspan="2">Side</th><th colspan="2">Both</th></tr><tr><th>L</th><th>R</th></tr>'
    rows = '<tr><th rowspan="2">Korea</th><td>a</td><td>b</td></tr><tr><td colspan="2">c</td></tr>'
    pdf = printed(f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>").pdf
    assert headers(table(pdf)) == {
        "a": ["Korea", "Both", "L"],
        "b": ["Korea", "Both", "R"],
        "c": ["Korea", "Both", "L", "R"],
    }
    assert faults(pdf) == []


def test_a_table_on_two_pages_has_its_head_on_both_and_no_name_twice(printed: Print) -> None:
    rows = "".join(f"<tr><th>r{number}</th><td>{WORDS}</td></tr>" for number in range(14))
    pdf = printed(f"<table><thead><tr><th>Row</th><th>Words</th></tr></thead>{rows}</table>").pdf
    first, second = tag_tree(pdf).find("Table")
    assert [kid.name for kid in first.kids] == [kid.name for kid in second.kids] == ["THead", "TBody"]
    assert next(iter(headers(second).values()))[-1] == "Words"
    assert faults(pdf) == []


def test_a_caption_stays_in_its_table(printed: Print) -> None:
    pdf = printed("<table><caption>Stakes</caption><tr><th>a</th><td>b</td></tr></table>").pdf
    assert table(pdf).kids[0].name == "Caption"
    assert table(pdf).kids[0].text == "Stakes"
    assert faults(pdf) == []


@pytest.mark.parametrize(
    ("rows", "is_regular"),
    [
        ("<tr><td>1<td>2</tr><tr><td>3<td>4</tr>", True),
        ("<tr><td colspan=2>1</tr><tr><td>3<td>4</tr>", True),
        ("<tr><td rowspan=2>1<td>2</tr><tr><td>4</tr>", True),
        ("<tr><td rowspan=3>1<td>2</tr><tr><td>4</tr>", True),
        ("<tr><td>1<td>2</tr><tr><td>3</tr>", False),
        ("<tr><td>1</tr><tr><td>3<td>4</tr>", False),
    ],
)
def test_rows_that_are_not_equally_long_are_a_problem(rows: str, is_regular: bool, printed: Print) -> None:
    problems = printed(f"<table>{rows}</table>").problems
    assert [problem.code for problem in problems] == ([] if is_regular else ["E304"])


def test_a_cell_torn_by_the_end_of_the_page_is_a_problem_and_a_group_kept_together_is_none(printed: Print) -> None:
    group = f"<tbody><tr><th rowspan=4>r</th><td>{WORDS}</td></tr>{f'<tr><td>{WORDS}</td></tr>' * 3}</tbody>"
    assert [problem.code for problem in printed(f"<table>{group * 5}</table>").problems] == ["E304"]
    kept = printed(f"<table>{group * 5}</table>", "tbody {break-inside: avoid}")
    assert (kept.problems, faults(kept.pdf)) == ((), [])
