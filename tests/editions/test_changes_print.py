"""A print of what changed: whole by itself, marked as high as the higher edition, and nothing of what is gone."""

from dataclasses import replace

import pypdfium2
import pytest

from briefing.editions.changes_print import print_changes
from briefing.model.said import Said, said_of
from tests.pdf_facts import faults
from tests.two_editions import edit_much, first_edition, second_edition
from tests.workbench import DeskCopy


def both(desk: DeskCopy, audience: str) -> tuple[Said, Said]:
    before = first_edition(desk, audience)
    edit_much(desk)
    return before, said_of(second_edition(desk, before).variant)


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in opened)


@pytest.mark.parametrize("audience", ["chief", "board", "reader"])
def test_it_says_what_changed_and_is_as_sound_as_a_brief(desk: DeskCopy, audience: str) -> None:
    workshop = desk.workshop()
    old, new = both(desk, audience)
    layout = workshop.layouts[workshop.desk.house.audiences[audience].layout]
    printed = print_changes(workshop.desk.house, old, new, layout, "A4")
    text = words(printed.pdf)
    for part in ("What changed since edition 1.0 · 9 Mar 2026", "Likelihood up", "removed: in the", "added: at"):
        assert part in text
    assert "fishermen berth" not in text
    assert "not filed" not in text
    assert list(faults(printed.pdf)) == []


def test_it_is_marked_as_high_as_the_higher_edition(desk: DeskCopy) -> None:
    workshop = desk.workshop()
    old, new = both(desk, "board")
    printed = print_changes(
        workshop.desk.house, replace(old, marking="TLP:AMBER"), new, workshop.layouts["policy-brief"], "A4"
    )
    assert printed.variant.marking.name == "TLP:AMBER"


def test_markings_that_the_house_no_longer_has_are_printed_as_they_were(desk: DeskCopy) -> None:
    workshop = desk.workshop()
    old, new = both(desk, "board")
    printed = print_changes(
        workshop.desk.house, replace(old, marking="IN HOUSE"), new, workshop.layouts["policy-brief"], "A4"
    )
    assert "IN HOUSE / TLP:GREEN" in words(printed.pdf)


def test_the_same_two_editions_give_the_same_bytes(desk: DeskCopy) -> None:
    workshop = desk.workshop()
    old, new = both(desk, "board")
    one, two = (
        print_changes(workshop.desk.house, old, new, workshop.layouts["policy-brief"], "A4").pdf for _ in range(2)
    )
    assert one == two
