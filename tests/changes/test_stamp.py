"""A variant that says what changed: nothing without an earlier edition, and nothing of what is gone whole."""

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.changes import replaced_in_place, replaced_words, with_changes
from briefing.composing.compose import compose
from briefing.model.edition import Number
from briefing.model.problem import FaultyInputError
from briefing.model.said import said_of
from briefing.model.summary import SECTIONS
from briefing.model.variant import QuestionEntry
from tests.made_up import AUDIENCES, MadeUp, made_up
from tests.two_editions import edit_much, first_edition, later, second_edition
from tests.workbench import DeskCopy


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = [getattr(value, f.name) for f in fields(value)] if is_dataclass(value) else value
    return [text for part in parts for text in strings(part)] if isinstance(parts, list | tuple) else []


def test_each_entry_says_what_became_of_it(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    edit_much(desk)
    variant = second_edition(desk, before).variant
    told = {entry.id: entry.change for entry in variant.entries() if entry.id}
    assert (told["cost"], told["late"], told["when"], told["fares"]) == ("reworded", "changed", "new", "reworded")
    assert told["vote"] == told["half"] == ""


def test_a_variant_with_nothing_to_say_of_changes_is_as_it_was(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    assert variant.changes is None
    assert not any(entry.change for entry in variant.entries())
    said = said_of(variant)
    stamped = with_changes(variant, said, (said,))
    assert stamped.changes is not None
    assert stamped.changes.is_empty
    assert stamped.digest() != variant.digest(), "a print that says that nothing changed says something"
    assert said_of(stamped) == said, "what is filed is the same, whatever is said of changes"


def test_the_digest_of_a_variant_without_changes_knows_of_none(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    assert replace(variant, changes=None).digest() == variant.digest()
    entries = tuple(replace(entry, change="new") for entry in variant.sections[0].entries)
    sections = (replace(variant.sections[0], entries=entries), *variant.sections[1:])
    assert replace(variant, sections=sections).digest() != variant.digest()


def test_questions_say_since_when_they_are_open(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    edit_much(desk)
    variant = desk.variant("board")
    history = (later(before, "1.0", "2026-01-01"), later(before, "1.1", "2026-02-01"))
    stamped = with_changes(variant, history[-1], history)
    since = {entry.id: entry.open_since for entry in stamped.entries() if isinstance(entry, QuestionEntry)}
    assert since["when"] is None
    found = since["price"]
    assert found is not None
    assert (found.number, found.date) == (Number(1, 0), dt.date(2026, 1, 1))


def test_what_is_gone_whole_is_named_and_never_repeated(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    edit_much(desk)
    desk.edit("    affiliation: Economist, Maritime Institute\n", "")
    desk.edit(
        "      - {id: sixty, text: No ferry of this size has been built for less than sixty million since 2015, "
        "cites: [A4]}\n",
        "      []\n",
    )
    changes = second_edition(desk, before).variant.changes
    assert changes is not None
    whole = "\n".join(strings(changes))
    assert "Where will the fishermen berth" not in whole
    assert "Maritime Institute" not in whole
    assert "No ferry of this size" not in whole
    closed = [item for item in changes.items if item.is_closed]
    assert [(item.id, item.text, item.section) for item in closed] == [("berth", "", "open_questions")]
    holm = next(item for item in changes.items if item.id == "holm")
    assert [(one.name, one.way) for one in holm.rewordings] == [("affiliation", "removed")]
    assert [(quote.kind, quote.text) for quote in holm.quotes] == [("removed", "")]


def test_words_that_were_replaced_are_struck_out(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    edit_much(desk)
    changes = second_edition(desk, before).variant.changes
    assert changes is not None
    assert changes.shows_old
    assert set(replaced_words(changes)) >= {"in the first year", "islands’"}
    assert "Fares rise by 6 per cent in the first year." in {
        " ".join(t.split()) for t in replaced_in_place(changes)
    } | {"Fares rise by 6 per cent in the first year."}


def test_old_words_that_were_marked_otherwise_are_not_shown(desk: DeskCopy) -> None:
    desk.edit(
        "text: Fares rise by 6 per cent in the first year., kind: risk,",
        "text: Fares rise by 6 per cent in the first year., marking: TLP:GREEN, kind: risk,",
    )
    before = first_edition(desk, "board")
    desk.edit(
        "Fares rise by 6 per cent in the first year., marking: TLP:GREEN, kind",
        "Fares rise by 6 per cent at first., kind",
    )
    changes = second_edition(desk, before).variant.changes
    assert changes is not None
    fares = next(item for item in changes.items if item.id == "fares")
    assert [(shift.old, shift.new) for shift in fares.shifts] == [("TLP:GREEN", "TLP:CLEAR")]
    assert not [
        piece.old
        for one in fares.rewordings
        for piece in one.pieces
        if piece.kind != "added" and piece.old != piece.new
    ]
    assert "first year" not in "\n".join(strings(changes))


def test_without_old_words_new_ones_are_still_told(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    edit_much(desk)
    variant = desk.variant("board")
    changes = with_changes(variant, before, (before,), old_words=False).changes
    assert changes is not None
    assert not changes.shows_old
    assert list(replaced_words(changes)) == []
    assert any(piece.kind == "added" for item in changes.items for one in item.rewordings for piece in one.pieces)


def test_the_title_of_a_source_that_is_gone_is_not_repeated(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    desk.edit(
        "marking: TLP:GREEN, rights: With the harbour master’s leave., note",
        "marking: TLP:AMBER, rights: With the harbour master’s leave., note",
    )
    changes = second_edition(desk, before).variant.changes
    assert changes is not None
    assert [(one.kind, one.title) for one in changes.sources] == [("removed", "")]
    assert "Letter of the harbour master" not in "\n".join(strings(changes))


@given(made_up(), made_up(), st.sampled_from(AUDIENCES))
@settings(max_examples=50)
def test_no_word_that_is_withheld_now_is_told_of_the_edition_before(one: MadeUp, two: MadeUp, audience: str) -> None:
    try:
        before, now = (compose(made.brief, audience, SECTIONS) for made in (one, two))
    except FaultyInputError:
        return
    said = said_of(before)
    stamped = with_changes(now, said, (said,))
    told = "\n".join(strings(stamped.changes))
    readable = two.readable(audience)
    assert not [each.word for each in two.words if each.word not in readable and each.word in told]
