"""Word by word: figures stay whole, both texts come back out of the pieces, typography is no change."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.changes.words import likeness, reworded, units
from briefing.model.change import Piece
from tests.made_up import texts


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """What changed, old and new."""
    found = reworded("text", old, new)
    assert found is not None
    return [(piece.old, piece.new) for piece in found.pieces if piece.kind != "same"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It rose to 8 in all.", "It rose to 9.50 in all.", [("8", "9.50")]),
        ("by 2026 at most", "by 2027 at most", [("2026", "2027")]),
        ("8 per cent in 2026", "9.50 per cent in 2027", [("8 per cent", "9.50 per cent"), ("2026", "2027")]),
        ("The F-16 flies", "The F-35 flies", [("F-16", "F-35")]),
        ("costs $8m now", "costs $9.50m now", [("$8m", "$9.50m")]),
        ("in 2021–22, they", "in 2021–23, they", [("2021–22", "2021–23")]),
        ("on 12 September 2023.", "on 14 September 2023.", [("12 September 2023", "14 September 2023")]),
        ("some 10 000 men", "some 12 000 men", [("10 000", "12 000")]),
        ("وصل 42 جنديا أمس", "وصل 45 جنديا أمس", [("42", "45")]),
        ("وصل ٤٢ جنديا أمس", "وصل ٤٥ جنديا أمس", [("٤٢", "٤٥")]),
        ("한국은 8% 올랐다", "한국은 9.5% 올랐다", [("8%", "9.5%")]),
        ("约8人到达港口", "约9人到达港口", [("8", "9")]),
        ("a b c d", "a c d", [("b", "")]),
        ("a c d", "a b c d", [("", "b")]),
        (
            "It is likely to send shells",
            "It is unlikely to deliver shells",
            [("likely to send", "unlikely to deliver")],
        ),
        ("Will they trade?", "Will they trade!", [("?", "!")]),
    ],
)
def test_what_changed_is_told_in_whole_words_and_figures(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [("Kim’s visit", "Kim's visit"), ("a “b” c", 'a "b" c'), ("two\nlines", "two lines"), ("caf\u00e9", "cafe\u0301")],
)
def test_another_typography_is_no_change(old: str, new: str) -> None:
    assert reworded("text", old, new) is None


def test_a_text_that_came_went_or_gave_way_to_another_says_so() -> None:
    ways = {
        way.way
        for way in (
            reworded("why", "", "So."),
            reworded("why", "So.", ""),
            reworded("why", "One thing.", "Quite another"),
        )
        if way
    }
    assert ways == {"added", "removed", "rewritten"}


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(texts | st.text(max_size=60), texts | st.text(max_size=60))
def test_both_texts_come_back_out_of_the_pieces(old: str, new: str) -> None:
    found = reworded("text", old, new)
    if found is None:
        assert reworded("text", new, old) is None
        return
    # Of what was kept the new spelling stands for both: the old one differs in its typography at most.
    assert squeezed(found.new) == squeezed(new)
    assert reworded("text", found.old, old) is None or squeezed(found.old) == squeezed(old)
    for one, two in pairwise(found.pieces):
        assert "same" in {one.kind, two.kind}, "changes that meet are one"


@given(texts, texts)
def test_no_figure_is_ever_split(old: str, new: str) -> None:
    found = reworded("text", old, new)
    figure = re.compile(r"9\.50|\$7m|42 per cent|12 September 2023|F-16|2026–27|\b8\b")
    if found:
        for sides, whole in (([p.old for p in found.pieces], old), ([p.new for p in found.pieces], new)):
            assert [match for side in sides for match in figure.findall(side)] == figure.findall(whole)


@given(texts)
def test_the_units_of_a_text_do_not_overlap_and_leave_spaces_alone(text: str) -> None:
    found = units(text)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    covered = {place for start, end in found for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)


def test_likeness_is_that_of_words() -> None:
    assert likeness("the port is closed", "the port is closed") == 1
    assert likeness("the port is closed", "a b c") == 0


def test_a_piece_says_what_became_of_it() -> None:
    kinds = [Piece(*pair).kind for pair in (("a", "a"), ("a", "b"), ("a", ""), ("", "a"))]
    assert kinds == ["same", "replaced", "removed", "added"]


def test_texts_of_thousands_of_words_are_told_as_a_whole() -> None:
    old, new = "the port is closed " * 1000, "the port is open " * 1000
    found = reworded("text", old, new)
    assert found is not None
    assert (found.way, len(found.pieces)) == ("rewritten", 1)
    assert likeness(old, new) == 0
