"""Who gets an item, and why somebody does not: by the rules of the design alone."""

from typing import Any

import pytest
from hypothesis import given

from briefing.model.brief import Brief
from briefing.model.summary import SECTIONS, Path
from briefing.model.text import texts_of
from briefing.writing.readers import readers, why_not
from tests.made_up import AUDIENCES, MadeUp, made_up
from tests.writing.ground import small_brief


def sections_of(brief: Brief) -> dict[str, Any]:
    return {name: audience.sections or SECTIONS for name, audience in brief.house.audiences.items()}


@given(made_up())
def test_an_audience_gets_the_items_whose_words_it_may_read(made: MadeUp) -> None:
    gets = readers(made.brief, sections_of(made.brief))
    for path, item in made.brief.summary.items():
        words = next(text for (key, *_), text in texts_of(item) if key in {"text", "name", "view", "question"})
        may_read = tuple(name for name in AUDIENCES if words.for_audience(name) in made.readable(name))
        assert gets[path] == may_read, path


@given(made_up())
def test_there_is_a_reason_why_somebody_does_not_get_an_item_and_none_why_they_do(made: MadeUp) -> None:
    sections = sections_of(made.brief)
    for path, names in readers(made.brief, sections).items():
        assert {name for name in AUDIENCES if not why_not(made.brief, sections, path, name)} == set(names)


@pytest.mark.parametrize(
    ("path", "audience", "why"),
    [
        (("bottom_line", 2), "public", "they may see TLP:CLEAR at most"),
        (("context", 1), "public", "“except” names them"),
        (("open_questions", 2), "board", "“only” does not name them"),
        (("context", 0), "chief", "their variant has no section context"),
        (("expert_views", 3, "quotes", 0), "public", "they do not get its expert view"),
    ],
)
def test_the_reason_is_told_in_words(path: Path, audience: str, why: str) -> None:
    assert why_not(small_brief(), sections_of(small_brief()), path, audience) == why
