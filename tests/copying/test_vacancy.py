"""Vacancy: a line stands where nothing is printed, as low and as much in line as there is room."""

import pytest

from briefing.copying.vacancy import Foot, feet
from tests.paper import printed

HEIGHT = 12.0
MM = 72 / 25.4


def foot(*boxes: str) -> Foot:
    """The foot of an A4 page with black boxes on it, each `left top width height` in millimetres."""
    style = "position: absolute; background: #000; left: {}mm; top: {}mm; width: {}mm; height: {}mm"
    drawn = "".join(f"<div style='{style.format(*box.split())}'></div>" for box in boxes)
    (only,) = feet(printed(f"<style>@page {{ size: A4; margin: 0 }} body {{ margin: 0 }}</style>{drawn}"), HEIGHT)
    return only


RUNNING_FOOT = "20 276 60 4"
BANNER = "160 276 36 10"


def test_a_line_begins_where_the_foot_begins_and_stands_below_it() -> None:
    across, up = foot(RUNNING_FOOT, BANNER).place(100, "ltr") or (0, 0)
    assert across == pytest.approx(20 * MM, abs=1)
    assert 5 * MM - 0.1 <= up <= 17 * MM - HEIGHT


def test_on_a_page_that_reads_from_right_to_left_it_ends_where_the_foot_ends() -> None:
    across, _ = foot("20 276 36 4", "130 276 60 4").place(100, "rtl") or (0, 0)
    assert across + 100 == pytest.approx(190 * MM, abs=2)


def test_where_that_side_is_taken_it_stands_in_the_middle_then_at_the_other_side() -> None:
    taken = "20 272 45 25"
    assert foot(taken, BANNER).place(100, "ltr") == pytest.approx((105 * MM - 50, 5 * MM), abs=1)
    across, _ = foot("20 272 100 25", BANNER).place(100, "ltr") or (0, 0)
    assert across + 100 == pytest.approx(196 * MM, abs=2)


def test_where_all_three_are_taken_it_stands_wherever_there_is_room() -> None:
    three = foot("20 272 30 25", "90 272 30 25", "166 272 30 25")
    across, _ = three.place(80, "ltr") or (0, 0)
    assert 50 * MM < across < 90 * MM - 80


def test_a_line_too_long_for_the_page_or_a_foot_that_is_full_has_no_room() -> None:
    assert foot().place(600, "ltr") is None
    assert foot("0 260 210 37").place(50, "ltr") is None


def test_a_page_with_an_empty_foot_has_room_inside_its_margins() -> None:
    across, up = foot().place(100, "ltr") or (0, 0)
    assert (across, up) == pytest.approx((18 * MM, 5 * MM), abs=1)


@pytest.mark.parametrize("ink", ["#eee", "rgb(0 0 0 / 5%)"])
def test_the_faintest_tint_is_print(ink: str) -> None:
    body = f"<div style='position: absolute; background: {ink}; left: 0; top: 200mm; width: 210mm; height: 97mm'></div>"
    (only,) = feet(printed(f"<style>@page {{ size: A4; margin: 0 }}</style>{body}"), HEIGHT)
    assert only.place(50, "ltr") is None
