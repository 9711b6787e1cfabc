"""Dates in any order and language."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.matching.dates import dates

FORMS = ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%dth of %B %Y", "%b. %d, %Y", "%Y/%m/%d")
SMALL_YEARS = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))


@given(SMALL_YEARS, st.sampled_from(FORMS))
def test_any_day_is_read_in_any_form(day, form):
    (found,) = dates(f"They met on {day.strftime(form)}.")
    assert (day.year, day.month, day.day) in found.readings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 1er septembre 2023", [(2023, 9, 1)]),
        ("am 12. März 2023", [(2023, 3, 12)]),
        ("12 de septiembre de 2023", [(2023, 9, 12)]),
        ("Sept. 12", [(None, 9, 12)]),
        ("September 2023", [(2023, 9, None)]),
        ("12–14 September", [(None, 9, 12), (None, 9, 14)]),
        ("du 12 au 14 septembre 2023", [(2023, 9, 12), (2023, 9, 14)]),
        ("September 12-14", [(None, 9, 12), (None, 9, 14)]),
        ("32 September", []),
        ("2023-13-01", []),
        ("12 may join", []),
        ("the 12 march on", []),
        ("in September", []),
    ],
)
def test_days(text, expected):
    assert [(day.year, day.month, day.day) for day in dates(text)] == expected


def test_a_date_that_may_be_read_either_way_agrees_with_both():
    (either,) = dates("12/09/2023")
    agreed = [any(either.agrees(day) for day in dates(text)) for text in ("12 September", "9 December", "12 December")]
    assert agreed == [True, True, False]
