"""Figures are compared by what they are worth, not by how they are written."""

import pytest

from briefing.figures import figures, stand_in


def agree(one: str, other: str) -> bool:
    found, there = figures(one), figures(other)
    assert found, one
    return all(stand_in(figure, there) for figure in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("42 %", "42 per cent"),
        ("42%", "forty-two percent"),
        ("€3.5 billion", "3.5bn euros"),
        ("€3.5bn", "EUR 3,500,000,000"),
        ("12 September 2023", "September 12, 2023"),
        ("12 September 2023", "2023-09-12"),
        ("12 September", "Sept. 12, 10:30 am"),
        ("July 2023", "14 July 2023"),
        ("six months", "6 months"),
        ("a thousand kilometres", "1,000 km"),
        ("a thousand kilometres", "1.000 km"),
        ("three hundred thousand troops", "300,000 troops"),
        ("2019", "between 2019 and 2021"),
        ("3,5 %", "3.5 %"),
        ("a dozen people", "twelve people"),
        ("a million dollars", "$1m"),
    ],
)
def test_spellings_of_one_figure_agree(one, other):
    assert agree(one, other)
    assert agree(other, one) or one in {"2019", "12 September", "July 2023"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("42 %", "24 %"),
        ("€3.5 billion", "$3.5 billion"),
        ("€3.5 billion", "€3.5 million"),
        ("12 September 2023", "21 September 2023"),
        ("12 September 2023", "12 September 2022"),
        ("six months", "six hundred months"),
        ("42 %", "42 euros"),
        ("1,000 people", "1 person"),
    ],
)
def test_figures_that_differ_do_not(one, other):
    assert not agree(one, other)


@pytest.mark.parametrize(
    "text", ["the two leaders", "one of three", "Covid-19", "an F-16", "in July", "the first", "a G7 summit"]
)
def test_words_that_only_look_like_figures_are_none(text):
    assert figures(text) == ()


def test_figures_come_in_the_order_of_the_text():
    assert [figure.text for figure in figures("In 2019, 42 % on 12 September 2023.")] == [
        "2019",
        "42 %",
        "12 September 2023",
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("١٤٠٠", "1,400"), ("١٬٤٠٠", "1400"), ("٣٫٥", "3.5"), ("٤٠٪", "40 %"), ("۲۰۲۷", "2027")]
)
def test_arabic_and_persian_figures_are_as_good_as_ours(one: str, other: str) -> None:
    (first,), (second,) = figures(one), figures(other)
    assert first.agrees(second)
    assert first.text == one
