"""Where in a brief characters stand that no font has."""

import pytest

from briefing.language.whereabouts import located
from briefing.model.problem import Problem
from tests.workbench import DeskCopy

PROBLEM = Problem("E301", "No font on this machine can set it.")


@pytest.mark.parametrize(
    ("old", "new", "file"),
    [
        ("text: A boat each way every day.", "text: A boat ก each way every day.", ""),
        ("title: A ferry for the northern islands", "title: A ferry ก for the northern islands", ""),
        ("public: A boat soon", "public: A boat ก soon", ""),
    ],
)
def test_the_text_is_named_by_its_place(desk: DeskCopy, old: str, new: str, file: str) -> None:
    desk.edit(old, new)
    brief, _ = desk.examine()
    assert brief is not None
    place = located(PROBLEM, {"ก"}, brief, "public").place
    assert place is not None
    assert place.line == desk.line_of("ก")


def test_a_paragraph_of_an_article_is_named(desk: DeskCopy) -> None:
    desk.append("\n\nThe quay is closed ก since May.\n", "sources/harbour/ferry.txt")
    brief, _ = desk.examine()
    assert brief is not None
    problem = located(PROBLEM, {"ก"}, brief, "board")
    assert problem.message == "No font on this machine can set it; it stands in article A, paragraph 7."
    assert problem.place is not None
    assert problem.place.line == desk.line_of("A: {file: ferry.txt")


def test_what_is_nowhere_in_the_brief_is_left_as_it_is(desk: DeskCopy) -> None:
    brief, _ = desk.examine()
    assert brief is not None
    assert located(PROBLEM, {"ก"}, brief, "board") == PROBLEM
