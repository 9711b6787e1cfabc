"""A quotation falls into parts at its ellipses; brackets are the editor's own, and cannot turn a meaning round."""

import pytest

from briefing.matching.parts import Insertion, Word, parts_of


def written(quotation: str) -> list[list[str]]:
    """The parts of a quotation, an insertion in brackets."""
    return [
        [one.text if isinstance(one, Word) else f"[{' '.join(one.words)}]" for one in part.elements]
        for part in parts_of(quotation)
    ]


@pytest.mark.parametrize("ellipsis", ["…", "...", ". . .", "[…]", "[...]", "[ . . . ]", "(…)", "[..]", "……"])
def test_every_ellipsis_parts(ellipsis):
    assert written(f"the gas {ellipsis} the port") == [["the", "gas"], ["the", "port"]]


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("We [all] know", [["We", "[all]", "know"]]),
        ("[T]he port", [["The", "port"]]),
        ("the plan[s] fail", [["the", "plan", "fail"]]),
        ("he did[n't]", [["he", "didn't"]]),
        ("it can[not] be", [["it", "cannot", "be"]]),
        ("[in]capable", [["incapable"]]),
        ("use[less] words", [["useless", "words"]]),
        ("3[00] ships", [["300", "ships"]]),
        ("the gas [… the port] burns", [["the", "gas", "[the port]", "burns"]]),
        ("[only this]", []),
        ("… the port …", [["the", "port"]]),
        ("", []),
    ],
)
def test_brackets_are_told_apart_from_words(quotation, expected):
    assert written(quotation) == expected


def test_only_the_first_word_and_the_editors_capitals_may_be_capital():
    (part,) = parts_of("the gas [T]he port")
    assert [word.any_capital for word in part.elements if isinstance(word, Word)] == [True, False, True, False]


@pytest.mark.parametrize(("own", "is_literal", "reach"), [("not", True, 3), ("the port", False, 4), ("sic", False, 0)])
def test_what_an_insertion_may_stand_for(own, is_literal, reach):
    (part,) = parts_of(f"We [{own}] know")
    (insertion,) = (one for one in part.elements if isinstance(one, Insertion))
    assert (insertion.is_literal, insertion.reach) == (is_literal, reach)
