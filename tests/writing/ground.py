"""What the tests of writing stand on: the small desk, its brief as text, and edits done to it."""

import difflib
from functools import cache
from pathlib import Path
from typing import Any

from briefing.loading.load import load_brief, load_desk
from briefing.model.brief import Brief
from briefing.model.problem import FaultyInputError, Problem
from briefing.writing.edit import edit_of
from briefing.writing.edited import Edited, edited
from briefing.writing.standing import Ground
from tests.workbench import SMALL_DESK

FILE = Path("brief.yaml")


@cache
def small_brief() -> Brief:
    """The brief of the small desk."""
    brief, _ = load_brief(SMALL_DESK / "sources" / "harbour", load_desk(SMALL_DESK).house)
    assert brief is not None
    return brief


@cache
def small_text() -> str:
    """The text of that brief."""
    return (SMALL_DESK / "sources" / "harbour" / "brief.yaml").read_bytes().decode()


def after(of: str | None = None, /, **values: Any) -> Edited:
    """The brief after an edit."""
    brief = small_brief()
    return edited(of or small_text(), edit_of(values), Ground(brief.house, brief.articles), FILE)


def changes(of: str | None = None, /, **values: Any) -> list[str]:
    """The lines that an edit takes out and puts in, each after a minus or a plus."""
    made = after(of, **values).text
    lines = difflib.unified_diff((of or small_text()).splitlines(), made.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def refusal(of: str | None = None, /, **values: Any) -> Problem:
    """Why an edit is refused."""
    try:
        made = after(of, **values)
    except FaultyInputError as error:
        [problem] = error.problems
        assert problem.hint
        return problem
    raise AssertionError(f"it was done: {made.path}")
