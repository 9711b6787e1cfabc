"""What numbers are worth, in digits and in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.matching.numerals import readings, spelled


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("42", {"42"}),
        ("3.5", {"3.5"}),
        ("3,5", {"3.5"}),
        ("1,234", {"1234"}),
        ("1.234", {"1234", "1.234"}),
        ("0.125", {"0.125"}),
        ("1,234.5", {"1234.5"}),
        ("1.234,5", {"1234.5"}),
        ("1 234,5", {"1234.5"}),
        ("1\u202f234\u202f567", {"1234567"}),
        ("1’000", {"1000"}),
        ("1,234,567", {"1234567"}),
    ],
)
def test_digits(digits, expected):
    assert readings(digits) == {Decimal(value) for value in expected}


def test_a_comma_may_be_a_decimal_sign_in_a_share():
    assert readings("1,234", is_share=True) == {Decimal("1.234"), Decimal(1234)}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("forty-two", 42),
        ("fifteen hundred", 1500),
        ("two hundred and fifty thousand", 250_000),
        ("two million three hundred thousand", 2_300_000),
        ("three hundred thousand million", 300_000_000_000),
        ("twenty-first", 21),
        ("three dozen", 36),
        ("quatre-vingt-dix-neuf", 99),
        ("soixante et onze", 71),
        ("deux cent cinquante mille", 250_000),
    ],
)
def test_words(words, value):
    assert spelled(words) == value


@given(st.integers(1000, 10**12), st.sampled_from([",", " ", "\u202f", "’"]))
def test_any_grouped_number_is_read(number, separator):
    assert Decimal(number) in readings(f"{number:,}".replace(",", separator))
