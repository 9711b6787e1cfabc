"""What changed, on a terminal: plain sentences, readable without colour, within the width, and nothing else."""

import re
from dataclasses import replace

from hypothesis import given, settings

from briefing.changes import compare
from briefing.console.told import changes_as_text
from briefing.model.said import Said, said_of
from tests.made_up import said
from tests.two_editions import edit_much, first_edition, second_edition
from tests.workbench import DeskCopy

ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def told(desk: DeskCopy, audience: str = "board") -> str:
    before = first_edition(desk, audience)
    edit_much(desk)
    return changes_as_text(compare(before, said_of(second_edition(desk, before).variant)), width=100)


def test_it_says_in_judgement_terms_what_changed(desk: DeskCopy) -> None:
    lines = told(desk).splitlines()
    assert lines[0] == "harbour, board: edition 2.0 (2026-04-02) since edition 1.0 (2026-03-09)"
    text = "\n".join(line.strip() for line in lines)
    for sentence in (
        "day of review: 2026-09-01 → 2026-10-01",
        "¶ 1 (cost), bottom line\nlikelihood up: likely (55–75%) → highly likely (80–90%)\n",
        "\nconfidence unchanged: moderate\n",
        "citations added: A5",
        "confidence up: low → moderate",
        "wording: Fares rise by 6 per cent [-in the first year-] {+at first+}.",
        "role: Chair of the [-islands’-] assembly",
        "open questions: new\n{+When does it sail?+}",
        "of the earlier edition: no longer an open question here\n[-Where will the fishermen berth?-]",
        "source A, A ferry for the northern islands: changed\ngrade: B2 → C3",
    ):
        assert sentence in text, text


def test_judgements_that_did_not_change_are_named(desk: DeskCopy) -> None:
    whole = said_of(desk.variant("board"))
    text = changes_as_text(compare(whole, whole))
    assert "nothing changed" in text
    assert "judgements unchanged: ¶ 1 (cost), ¶ 2 (late)" in text


@given(said(), said())
@settings(max_examples=40)
def test_colour_adds_nothing_but_colour_and_lines_keep_to_the_width(one: Said, two: Said) -> None:
    changes = compare(one, two)
    plain, coloured = changes_as_text(changes, width=60), changes_as_text(changes, colour=True, width=60)
    assert ESCAPE.sub("", coloured) == plain
    assert "\x1b" not in plain
    longest = max((len(word) for word in plain.split()), default=0)
    assert all(len(line) <= max(60, longest + 6) for line in plain.splitlines())
    for line in coloured.splitlines():
        assert not line.count("\x1b[3") or line.endswith("\x1b[0m") or line.rindex("\x1b[0m") > line.rindex("\x1b[3")


def test_nothing_in_a_text_moves_the_cursor(desk: DeskCopy) -> None:
    whole = said_of(desk.variant("board"))
    bad = replace(whole, title="A \x1b[2J title", edition=None)
    assert "\x1b" not in changes_as_text(compare(whole, bad))
