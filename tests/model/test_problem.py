"""Problems, their places and their order."""

from pathlib import Path

import pytest

from briefing.model.problem import FaultyInputError, Place, Places, Problem, Severity, stop_at_errors

FILE = Path("/x/brief.yaml")
PLACES = Places(FILE, ("a: 1", "b: [x]"), {(): (1, 1), ("b",): (2, 4), ("b", 0): (2, 5)}, {("b",): (2, 1)})


def test_a_place_is_that_of_the_value_its_key_or_what_is_around_it() -> None:
    assert PLACES.at(("b", 0)) == Place(FILE, 2, 5, "b: [x]")
    assert PLACES.at(("b",), key=True) == Place(FILE, 2, 1, "b: [x]")
    assert PLACES.at(("b", 7, "c")) == Place(FILE, 2, 4, "b: [x]")
    assert PLACES.at(("nothing",)) == Place(FILE, 1, 1, "a: 1")
    assert Places(FILE).at(("nothing",)) == Place(FILE)


def test_problems_are_sorted_by_file_line_and_column() -> None:
    problems = [
        Problem("E3", "m", place=Place(FILE, 10, 1)),
        Problem("E2", "m", place=Place(FILE, 9, 5)),
        Problem("E1", "m", place=Place(FILE, 9, 40)),
        Problem("E0", "m"),
        Problem("E4", "m", place=Place(FILE)),
    ]
    assert [problem.code for problem in sorted(problems, key=Problem.sort_key)] == ["E0", "E4", "E2", "E1", "E3"]


def test_warnings_stop_nothing() -> None:
    warning = Problem("W1", "mild", severity=Severity.WARNING)
    stop_at_errors([warning])
    with pytest.raises(FaultyInputError, match="mild; grave") as stopped:
        stop_at_errors([warning, Problem("E1", "grave")])
    assert [problem.code for problem in stopped.value.problems] == ["W1", "E1"]
