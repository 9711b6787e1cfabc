"""Headings, numbered paragraphs, and citations of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.article import Article, Citation, is_heading, number, parse_citation


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("What it costs", True),
        ("A question?", True),
        ("x" * 80, True),
        ("x" * 81, False),
        ("A sentence.", False),
        ("A list:", False),
        ("One, ", True),
        ("One,", False),
        ("“A quotation”", False),
        ("'Another'", False),
        ("« Une citation »", False),
    ],
)
def test_a_heading_is_short_and_ends_as_no_sentence_does(text: str, heading: bool) -> None:
    assert is_heading(text) is heading


def test_paragraphs_are_numbered_and_headings_are_not() -> None:
    blocks = number([("H", True), ("one", False), ("two", False), ("H", True), ("three", False)])
    assert [block.number for block in blocks] == [None, 1, 2, None, 3]
    assert [block.text for block in Article("A", blocks, "0").paragraphs] == ["one", "two", "three"]


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_a_citation_is_read_as_it_is_written(first: int, last: int) -> None:
    first, last = sorted((first, last))
    cite = Citation("A", first, last)
    assert parse_citation(str(cite), ["A", "B"]) == cite
    assert parse_citation(str(cite).replace("–", "-"), ["A", "B"]) == cite


def test_a_range_is_its_paragraphs() -> None:
    assert list(parse_citation("A7-9", ["A"])) == [7, 8, 9]
    assert parse_citation("7", ["A"]) == Citation("A", 7, 7)


@given(st.text(max_size=12))
def test_whatever_is_no_citation_says_so(text: str) -> None:
    said = ""
    try:
        cite = parse_citation(text, ["A", "B"])
    except ValueError as error:
        said = str(error)
    assert said or 1 <= cite.first <= cite.last <= 999_999
