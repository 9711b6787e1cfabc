"""What three texts of a brief say differently, told item by item."""

from briefing.writing.differing import differing
from tests.writing.ground import FILE

HEAD = "title: T\ndate: 2026-03-09\nmarking: TLP:CLEAR\narticles: {A: {file: ferry.txt}}\n"
BASE = HEAD + "context:\n  - {id: a, text: A}\n  - plain\n"


def test_each_item_that_differs_is_told_with_all_three_of_its_texts() -> None:
    disk, mine = BASE.replace("text: A", "text: B").replace("title: T", "title: U"), BASE.replace("text: A", "text: C")
    title, item = differing(BASE, disk, mine, FILE)
    assert (title.label, title.path, title.base, title.disk, title.mine) == ("title", ("title",), "T", "U", "T")
    assert (item.label, item.path) == ("context: a", ("context", 0))
    assert (item.base, item.disk, item.mine) == ("{id: a, text: A}", "{id: a, text: B}", "{id: a, text: C}")


def test_what_is_gone_from_one_of_them_is_nothing_there() -> None:
    [item] = differing(BASE, BASE.replace("  - {id: a, text: A}\n", ""), BASE, FILE)[:1]
    assert (item.base, item.disk) == ("{id: a, text: A}", None)


def test_texts_that_cannot_be_read_are_left_to_be_compared_by_lines() -> None:
    assert differing(BASE, "context: [", BASE, FILE) == ()
    assert differing(BASE, "", BASE, FILE) == ()
