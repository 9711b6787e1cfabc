"""Which way a text runs, what in it runs the other way, and what would disturb its neighbours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.language.direction import Direction, direction_of, disturbs, runs, turned

MIXED = st.text(st.sampled_from("ab AB12,.()«»/:-اب ابת ש١٢ـَ\u202b\u202c\u2067\u2069"))


@pytest.mark.parametrize(
    ("text", "page", "direction"),
    [
        ("The lease", "ltr", "ltr"),
        ("هيئة الموانئ", "ltr", "rtl"),
        ("هيئة الموانئ signed it", "ltr", "ltr"),
        ("تقرير عن محطات SWRO في الخليج وما حولها من مدن", "ltr", "rtl"),
        ("12, 13", "rtl", "rtl"),
        ("Hydroline GmbH", "rtl", "ltr"),
    ],
)
def test_a_text_runs_the_page_s_way_unless_hardly_a_letter_does(text: str, page: Direction, direction: str) -> None:
    assert direction_of(text, page) == direction


@pytest.mark.parametrize(
    ("text", "page", "found"),
    [
        ("signed by هيئة الموانئ (القسم ب), 25 years", "ltr", ["هيئة الموانئ (القسم ب)"]),
        ("Ben-Ami (יעל בן־עמי), 12", "ltr", ["יעל בן־עמי"]),
        ("في https://example.org/tender/R-17. ثم", "rtl", ["https://example.org/tender/R-17"]),
        ("انظر A2 وA10-12).", "rtl", ["A2", "A10-12"]),
        ("مُحَمَّدٌ, 10", "ltr", ["مُحَمَّدٌ"]),
        ("nothing of the kind, 12", "ltr", []),
    ],
)
def test_names_are_found_with_what_belongs_to_them(text: str, page: Direction, found: list[str]) -> None:
    assert [piece for piece, is_other in runs(text, page) if is_other] == found


@given(MIXED, st.sampled_from(["ltr", "rtl"]))
def test_the_pieces_of_a_text_are_the_text(text: str, page: Direction) -> None:
    pieces = list(runs(text, page))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)


@given(MIXED, st.sampled_from(["ltr", "rtl"]))
def test_a_text_that_disturbs_nothing_has_nothing_in_it_that_runs_the_other_way(text: str, page: Direction) -> None:
    if not disturbs(text, page):
        assert not any(is_other for _, is_other in runs(text, page))
        assert not turned(text)


@pytest.mark.parametrize(
    "text", ["a\u202eb\u202c", "a\u202bb", "a\u2067b", "a\u202cb", "a\u2067b\u202c\u2069", "\u202dx"]
)
def test_a_text_that_reads_otherwise_than_it_is_printed_is_found(text: str) -> None:
    assert turned(text)


@pytest.mark.parametrize("text", ["", "plain", "a\u200eb\u200f\u061c", "\u202babc\u202c \u2068x\u2069", "مُحَمَّدٌ"])
def test_marks_and_closed_controls_may_stand(text: str) -> None:
    assert not turned(text)
