"""Where things stand on the pictures: in order, inside the picture, and no label on another."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefing.language.words import Language
from briefing.laying_out.pictures import Timeline, timeline
from briefing.model.marking import Level, Marking
from briefing.model.variant import EventEntry

ENGLISH = Language("en-GB")
CLEAR = Marking(Level("CLEAR", 0))


def drawn(*days: str) -> Timeline | None:
    return timeline(
        [EventEntry(number=number, text="x", marking=CLEAR, day=day) for number, day in enumerate(days, start=1)],
        ENGLISH,
    )


def test_one_day_makes_no_axis() -> None:
    assert drawn() is None
    assert drawn("2023-09-12") is None
    assert drawn("2023-09-12", "2023-09-12") is None


def test_days_stand_in_proportion() -> None:
    picture = drawn("2020-01-01", "2021-01-01", "2023-01-01")
    assert picture is not None
    first, second, third = (mark.x for mark in picture.marks)
    assert abs((second - first) / (third - first) - 1 / 3) < 0.01


def test_days_that_would_fall_together_stand_closer_the_longer_ago_they_are() -> None:
    picture = drawn("1948-01-01", "2023-07-26", "2023-09-10", "2023-09-12")
    assert picture is not None
    xs = [mark.x for mark in picture.marks]
    assert min(b - a for a, b in pairwise(xs)) > 5


def test_a_year_and_a_month_stand_in_their_middle() -> None:
    picture = drawn("2023-01-01", "2023", "2023-07", "2023-12-31")
    assert picture is not None
    assert [mark.label for mark in picture.marks] == ["1", "2", "3", "4"]


def test_first_and_last_day_are_named_for_those_who_listen() -> None:
    picture = drawn("2023-09-12", "2019", "2023-07")
    assert picture is not None
    assert (picture.first, picture.last) == ("2019", "2023-09-12")


days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(st.lists(days, max_size=25))
def test_whatever_the_days_the_marks_lie_inside_and_apart(days: list[str]) -> None:
    picture = drawn(*days)
    if picture is None:
        return
    assert [mark.x for mark in picture.marks] == sorted(mark.x for mark in picture.marks)
    for mark in picture.marks:
        assert 0 <= mark.x <= picture.width
        assert 0 < mark.y < picture.axis < picture.height
    for index, one in enumerate(picture.marks):
        for other in picture.marks[:index]:
            assert abs(one.x - other.x) > 5 or one.y != other.y
    assert [tick.x for tick in picture.ticks] == sorted(tick.x for tick in picture.ticks)
    assert (picture.ticks[0].anchor, picture.ticks[-1].anchor) == ("start", "end")
