"""What a filed print says of the edition before it: never what its reader may not see any more."""

import tempfile
from pathlib import Path

import pytest

from briefing.laying_out.lay_out import Page, lay_out
from briefing.press import press
from briefing.press.fonts import fonts_for
from briefing.printing.changed import changed
from briefing.prove import Search
from tests.two_editions import Second, edit_much, first_edition, second_edition
from tests.workbench import DeskCopy, page_of

WORDS = "according to two officials of the yard"
VIEW = "view: The sum is too low for a ferry of this size."


def proof(desk: DeskCopy, second: Second) -> list[str]:
    """What the search finds in the print of what was withheld."""
    layout = desk.workshop().layouts[second.brief.house.audiences[second.variant.audience].layout]
    html = lay_out(second.variant, layout, Page("A4"))
    fonts, _ = fonts_for(html)
    with tempfile.TemporaryDirectory() as scratch:
        pdf = press(html, identifier=second.variant.digest(), fonts=fonts, scratch=Path(scratch)).pdf
    return [problem.message for problem in Search(second.brief, second.variant).prove(pdf, name="x.pdf").problems]


def test_a_first_edition_says_nothing_of_changes(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    assert changed(desk.examine()[0], variant, ()) is variant  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", ["chief", "board", "public", "reader"])
def test_a_second_edition_passes_the_proof(desk: DeskCopy, audience: str) -> None:
    before = first_edition(desk, audience)
    edit_much(desk)
    second = second_edition(desk, before)
    assert second.variant.changes is not None
    assert second.variant.changes.shows_old
    assert proof(desk, second) == []


def test_an_item_whose_marking_rose_above_its_reader_is_no_longer_there_and_not_repeated(desk: DeskCopy) -> None:
    before = first_edition(desk, "public")
    desk.edit(
        "question: Where will the fishermen berth?,", "question: Where will the fishermen berth?, marking: TLP:AMBER,"
    )
    second = second_edition(desk, before)
    page = page_of(second.variant, desk.workshop())
    assert "fishermen berth" not in page
    assert "is no longer an open question of this brief" in page
    assert proof(desk, second) == []


def test_closed_and_withheld_questions_read_the_same(desk: DeskCopy, tmp_path: Path) -> None:
    """Whoever compares what two desks print of them learns nothing."""
    question = (
        "  - {id: berth, question: Where will the fishermen berth?, priority: low, except: [chief], cites: [A6]}\n"
    )
    before = first_edition(desk, "public")
    desk.edit(question, "")
    closed = second_edition(desk, before).variant
    desk.edit("\noptions:\n", question.replace("}", ", marking: TLP:AMBER}") + "\noptions:\n")
    withheld = second_edition(desk, before).variant
    assert closed.changes == withheld.changes


def test_words_that_are_withheld_in_another_text_of_the_item_are_not_struck_out_but_left_out(desk: DeskCopy) -> None:
    """The desk gives this audience a text of its own, without a few words that all others still read."""
    desk.edit(VIEW, f"view: The sum is too low, {WORDS}, for a ferry of this size.")
    before = first_edition(desk, "public")
    desk.edit(
        f"view: The sum is too low, {WORDS}, for a ferry of this size.",
        f"view: {{default: 'The sum is too low, {WORDS}, for a ferry of this size.', "
        "public: The sum is too low for a ferry of this size.}",
    )
    second = second_edition(desk, before)
    assert second.variant.changes is not None
    assert not second.variant.changes.shows_old
    page = page_of(second.variant, desk.workshop())
    assert "officials of the yard" not in page
    assert "Words that were replaced are not shown." in page
    assert proof(desk, second) == []
    board = second_edition(desk, first_edition(desk, "board"))
    assert board.variant.changes is not None
    assert board.variant.changes.is_empty, "to all others nothing changed"


def test_a_few_words_that_moved_to_an_item_above_the_reader_are_not_struck_out(desk: DeskCopy) -> None:
    desk.edit(VIEW, "view: The sum is too low, so Vik told us, for a ferry of this size.")
    before = first_edition(desk, "public")
    desk.edit("view: The sum is too low, so Vik told us, for a ferry of this size.", VIEW)
    desk.edit(
        "context:\n",
        "context:\n"
        "  - {id: told, text: 'The sum is too low, so Vik told us, for a ferry of this size.', marking: TLP:GREEN}\n",
    )
    second = second_edition(desk, before)
    assert "so Vik told us" not in page_of(second.variant, desk.workshop())
    assert proof(desk, second) == []


def test_one_paragraph_s_words_do_not_stay_away_alone(desk: DeskCopy) -> None:
    """Were only the withheld ones left out, the gap would tell which they are."""
    desk.edit(VIEW, f"view: The sum is too low, {WORDS}, for a ferry of this size.")
    before = first_edition(desk, "public")
    desk.edit(
        f"view: The sum is too low, {WORDS}, for a ferry of this size.",
        f"view: {{default: 'The sum is too low, {WORDS}, for a ferry of this size.', "
        "public: The sum is too low for a ferry of this size.}",
    )
    desk.edit("Fares rise by 6 per cent in the first year.", "Fares rise by 6 per cent at first.")
    assert "<del>" not in page_of(second_edition(desk, before).variant, desk.workshop())


def test_a_section_that_an_audience_does_not_get_hides_no_words(desk: DeskCopy) -> None:
    """What the chief may see, but has no section for, is no secret from the chief."""
    desk.edit("text: A boat each way every day.", "text: A boat each way every single day.")
    desk.edit(
        "context:\n",
        "context:\n  - {id: boats, text: 'There is to be a boat each way every single day of the year.'}\n",
    )
    before = first_edition(desk, "chief")
    desk.edit("text: A boat each way every single day., kind", "text: A boat each way every day., kind")
    second = second_edition(desk, before)
    assert second.variant.changes is not None
    assert second.variant.changes.shows_old
    assert proof(desk, second) == []
