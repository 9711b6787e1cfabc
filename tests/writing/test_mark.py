"""The mark of what was drafted: found wherever `briefing new` puts it, and nowhere else."""

import datetime as dt

import pytest

from briefing.drafting.draft import draft
from briefing.drafting.fresh import text_of
from briefing.drafting.manuscript import entry_of
from briefing.writing.edited import drafted_in
from tests.writing.ground import small_brief

HEAD = "title: T\ndate: 2026-03-09\nmarking: TLP:CLEAR\n"


def test_all_that_new_has_drafted_is_found() -> None:
    brief = small_brief()
    article, today = brief.articles["A"], dt.date(2026, 3, 9)
    drafted = draft(article, "harbour", today=today)
    entry = entry_of("article.txt", article, drafted, "", today)
    found = drafted_in(text_of(article, drafted, entry, brief.house))
    values = {("title",), ("date",), ("language",), ("marking",)}
    items = {("key_actors", n) for n in range(len(drafted.actors))} | {
        ("expert_views", n) for n in range(len(drafted.views))
    }
    quotes = {("expert_views", n, "quotes", m) for n, view in enumerate(drafted.views) for m in range(len(view.quotes))}
    assert found == {*values, *items, *quotes}
    assert quotes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("context:\n  - A  # confirm\n  - B\n", {0}),
        ("context:\n  - # confirm\n    text: A\n", {0}),
        ("context:\n  - text: >-  # confirm\n      A # confirm\n", {0}),
        ("context:\n  - text: 'A # confirm'\n  - text: |\n      # confirm\n", set()),
        ("context:  # confirm\n  - A\n", set()),
        ("context:\n  # confirm\n  - A\n", set()),
        ("context:\n  - text: A\n    note: B  # confirm\n", set()),
        ("context: [A,  # confirm\n  B]  # confirm\n", {0}),
        ("context: [\n  A,  # confirm\n  {text: B,\n   note: C}  # confirm: so\n]\n", {0, 1}),
        ("context:\n  - {text: A,\n     note: B}  # confirm\n", {0}),
        ("context:\n  - A  # confirmed by the minister\n", set()),
        ("context:\r\n  - A\t# confirm\r\n", {0}),
    ],
)
def test_a_mark_belongs_to_the_item_in_whose_first_line_it_stands(text: str, found: set[int]) -> None:
    assert drafted_in(HEAD + text) == {("context", index) for index in found}


def test_articles_are_marked_too() -> None:
    text = HEAD + "articles:\n  A: {file: a.txt}\n  B:  # confirm\n    file: b.txt\n"
    assert drafted_in(text) == {("articles", "B")}
