"""What says no is known in the languages that articles are quoted in."""

import pytest

from briefing.matching.negation import bounds, carries_meaning, is_negation, limits


@pytest.mark.parametrize(
    "word",
    [
        *("not", "Never", "won't", "pas", "n'", "kein", "jamais", "cannot", "kaum", "ningún", "Apenas", "nessuna"),
        *("لن", "ولن", "غير", "وليس", "فلا", "안", "못", "않겠다", "없다", "아니다", "못한다", "不"),
    ],
)
def test_negations_are_known(word):
    assert is_negation(word)
    assert carries_meaning(word)


@pytest.mark.parametrize("word", ["note", "knot", "أحمد", "وزير", "안보", "못자리", "아침", "few", "little"])
def test_other_words_are_not_taken_for_negations(word):
    assert not is_negation(word)


def test_few_and_little_limit_what_is_said_and_may_stand_in_brackets_as_the_editors_own():
    assert limits("few")
    assert limits("peu")
    assert limits("not")
    assert not limits("many")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Flow", "is", "less", "than"], True),
        (["at", "most"], True),
        (["under"], True),
        (["is"], False),
        ([], False),
    ],
)
def test_a_bound_stands_right_before_its_number(words, expected):
    assert bounds(words) is expected


def test_numbers_carry_meaning_and_names_may_be_replaced():
    assert carries_meaning("42")
    assert carries_meaning("forty")
    assert carries_meaning("few")
    assert not carries_meaning("Paldiski")
