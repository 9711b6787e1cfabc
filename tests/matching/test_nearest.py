"""The passage that comes nearest, and the words that differ from it."""

import pytest

from briefing.matching.nearest import Difference, compare
from briefing.matching.parts import parts_of

TEXT = "“We will not close the Terminal,” said Anna Karu. It carries 42 % of our gas, a lot, not all."


def differences(quotation: str) -> tuple[Difference, ...]:
    (part,) = parts_of(quotation)
    return compare(1, TEXT, part).differences


@pytest.mark.parametrize(
    ("quotation", "article", "here"),
    [
        ("We will close the Terminal", "not", ""),
        ("we will not close the terminal", "Terminal", "terminal"),
        ("It carries 24 % of our gas", "42", "24"),
        ("It always carries 42 % of our gas", "", "always"),
        ("It carries 42 % of our gas, all, not a lot", "a lot, not all", "all, not a lot"),
        ("We will not [ever] close the port", "Terminal", "port"),
    ],
)
def test_the_words_that_differ(quotation, article, here):
    found = differences(quotation)
    assert article in " | ".join(one.article for one in found)
    assert here.split(" ")[0] in " | ".join(one.quotation for one in found)


def test_the_first_letter_is_no_difference():
    assert differences("we will close the Terminal") == (Difference("not", ""),)


def test_words_that_an_insertion_stands_for_are_no_difference():
    assert differences("said [she]. It carries 24 %") == (Difference("42", "24"),)
