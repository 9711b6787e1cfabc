"""Seams: two texts that may be seen and meet on a page are no leak; a withheld text that is nearly one of them is."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.building.build import Made, Order, build_folder, open_workshop
from briefing.prove.grams import Needles, Reading
from tests.bench.sizes import make_brief, make_desk

WITHHELD = (
    "Heavy sanctions are believed to be able. Deniability in all international bodies will take its time",
    "It may be that nothing here has been treated as all the others would like to treat it",
)
ALLOWED = (
    "What they gain is believable. Deniability in all international bodies is another matter",
    "There is an article, and nothing here has been treated as",
    "A124",
    "A274",
    "It lies in the hands of",
    "All the others are told",
)
WORDS = ["talks", "missile", "an", "the", "likely", "harbour", "of", "resume", "grain", "to", "convoy", "see"]


def found(text: str, *, flows: bool = True) -> list[int]:
    return list(Needles.of(WITHHELD, ALLOWED).in_reading(Reading("page 1", text, flows=flows)))


@pytest.mark.parametrize(
    "page",
    [
        "they gain is believ-\nable. Deniability in all international bodies is another matter",
        "an article, and nothing here has been treated as A124 A274\n5 Another",
        "an article, and nothing here has been treated as\nAll the others are told",
    ],
)
def test_where_texts_that_may_be_seen_meet_nothing_has_come_through(page: str) -> None:
    assert found(page) == []


def test_elsewhere_than_on_a_page_words_do_not_meet_by_chance() -> None:
    assert found("able. Deniability in all international bodies", flows=False) == [0]


@pytest.mark.parametrize(
    ("page", "index"),
    [
        ("are believed to be able. Deniability in all", 0),
        ("believedtobeabledeniabilityinallinternationalbodies", 0),
        ("nothing here has been treated as all the others would", 1),
        ("has been treated as all the others would like", 1),
        ("is treated as all the others are told", 1),
        ("nothing here has been treated as A124 treated as all the others would", 1),
        ("nothingherehasbeentreatedas a124 nothingherehasbeentreatedasalltheotherswouldlike", 1),
        ("n o t h i n g h e r e h a s b e e n t r e a t e d a s a l l t h e o t h e r s", 1),
    ],
)
def test_what_goes_on_as_the_withheld_text_does_has_come_through(page: str, index: int) -> None:
    assert found(page) == [index]


@given(
    st.lists(st.sampled_from(WORDS), min_size=6, max_size=14),
    st.integers(0, 13),
    st.sampled_from(["Strand", "eva", "40", "Donner"]),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.sampled_from([" ", "\n", "-\n", ""]),
)
def test_a_text_that_may_be_seen_but_for_one_word_is_found_with_the_word(
    seen: list[str], place: int, secret: str, before: list[str], behind: list[str], between: str
) -> None:
    assume(place < len(seen))
    # Words run together are told by a window of 18 letters; near the end there need not be a whole one.
    assume(between in {" ", "\n"} or len("".join(seen[place + 1 :])) >= 36)
    withheld = [*seen[:place], secret, *seen[place + 1 :]]
    needles = Needles.of([" ".join(withheld)], [" ".join(seen), " ".join(before), " ".join(behind)])
    page = " ".join([*before, *withheld[:place]]) + " " + between.join(withheld[place:]) + " " + " ".join(behind)
    assert list(needles.in_reading(Reading("page 1", page, flows=True))) == [0]


@given(st.integers(0, 8), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9), st.sampled_from([" ", "\n"]))
def test_what_is_put_together_of_two_texts_is_found_unless_one_ends_there_and_the_other_begins(
    start: int, length: int, there: int, more: int, between: str
) -> None:
    one = [f"one{letter}" for letter in "abcdefghij"]
    other = [f"other{letter}" for letter in "abcdefghij"]
    first, second = one[start : start + length], other[there : there + more]
    withheld = [*first, *second]
    assume(len(withheld) > 5 and second)
    assume(start + length < len(one) or there > 0)
    needles = Needles.of([" ".join(withheld)], [" ".join(one), " ".join(other), "What stands before"])
    page = f"What stands before {between.join(withheld)} and behind"
    assert list(needles.in_reading(Reading("page 1", page, flows=True))) == [0]


def test_a_long_brief_that_repeats_its_phrases_is_built(tmp_path: Path) -> None:
    make_desk(tmp_path)
    house = tmp_path / "sources/house.yaml"
    house.write_text(house.read_text("utf-8").replace("    max_pages: 2 ", "    max_pages: 99 "), "utf-8")
    make_brief(tmp_path, "repeats", 3.0, seed=1024)
    order = Order(tmp_path / "build", ("minister",))
    (made,) = build_folder(tmp_path / "sources/repeats", order, open_workshop(tmp_path))
    assert isinstance(made, Made)
    assert made.as_object()["proof"]["texts"] > 100
