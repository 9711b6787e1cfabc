"""An edit of a text that has changed: done on the other where the two do not touch, and never to another item."""

from typing import Any

import pytest

from briefing.writing.edit import edit_of
from briefing.writing.moving import moved
from tests.writing.ground import FILE, after, small_text

HEAD = "title: T\ndate: 2026-03-09\nmarking: TLP:CLEAR\narticles: {A: {file: ferry.txt}}\n"
SEEN = HEAD + "context:\n  - {id: a, text: A}\n  - {id: b, text: B}\n  - plain  # c\n  - twice\n  - twice\n"


def path_in(now: str, path: list[str | int], seen: str = SEEN) -> Any:
    """Where an edit of what stands at a path is done in another text; None where it is not."""
    other = moved(edit_of({"kind": "text", "path": path, "text": "New"}), seen, now, FILE)
    return other.path if other else None  # type: ignore[union-attr]


def test_an_item_is_found_by_its_id_wherever_it_stands_now() -> None:
    now = SEEN.replace("  - {id: a, text: A}\n", "") + "  - {id: a, text: A}\n"
    assert path_in(now, ["context", 0]) == ("context", 4)
    assert path_in(now, ["context", 1, "text"]) == ("context", 0, "text")


def test_an_item_without_an_id_is_found_by_how_it_is_written() -> None:
    assert path_in(SEEN.replace("  - {id: a, text: A}\n", ""), ["context", 2]) == ("context", 1)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("text: A}", "text: C}"), ["context", 0]),
        (("  - {id: a, text: A}\n", ""), ["context", 0]),
        (("id: b", "id: c"), ["context", 1]),
        (("plain  # c", "plain  # d"), ["context", 2]),
        (("plain", "plainer"), ["context", 2]),
        (("id: a, ", ""), ["context", 0]),
        (("title: T", "title: U"), ["title"]),
        (("title: T", "title: T\nnonsense: 1"), ["context", 0]),
        (("context:", "context"), ["context", 0]),
    ],
)
def test_what_was_touched_meanwhile_is_left_to_somebody(change: tuple[str, str], path: list[str | int]) -> None:
    assert path_in(SEEN.replace(*change), path) is None


def test_items_that_are_written_alike_are_not_told_apart() -> None:
    assert path_in(SEEN.replace("title: T", "title: U"), ["context", 3]) is None
    assert path_in(SEEN.replace("  - twice\n", "", 1), ["context", 3]) is None


def test_a_quotation_moves_with_its_view_and_not_where_that_changed() -> None:
    now = small_text().replace("  - id: holm\n", "  - {id: new, expert: N, view: V, cites: [A1]}\n  - id: holm\n")
    edit = edit_of({"kind": "drop", "path": ["expert_views", 1, "quotes", 1]})
    other = moved(edit, small_text(), now, FILE)
    assert other
    assert other.path == ("expert_views", 2, "quotes", 1)  # type: ignore[union-attr]
    assert moved(edit, small_text(), now.replace("The islands cannot wait.", "They wait."), FILE) is None


def test_what_is_new_goes_into_any_text_that_has_the_same_article() -> None:
    quote = edit_of({"kind": "quote", "article": "A", "paragraph": 2, "start": 1, "end": 36, "expert": "New"})
    now = small_text().replace("  - id: holm\n", "  - {id: new, expert: N, view: V, cites: [A1]}\n  - id: holm\n")
    assert moved(quote, small_text(), now, FILE) == quote
    assert moved(quote, small_text(), now.replace("ferry.txt", "other.txt"), FILE) is None
    assert after(now, kind="quote", article="A", paragraph=2, start=1, end=36, expert="New").path[1] == 5
