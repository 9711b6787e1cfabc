"""What an edition said: plain data of a variant, written, read back, and never more than was composed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.composing.compose import compose
from briefing.model.problem import FaultyInputError
from briefing.model.said import FORMAT, Said, UnreadableError, read_said, said_of
from briefing.model.summary import SECTIONS
from tests.made_up import AUDIENCES, MadeUp, made_up, said
from tests.workbench import DeskCopy


def test_every_text_kind_and_measure_of_a_variant_is_told(desk: DeskCopy) -> None:
    told = {item.id: item for item in said_of(desk.variant("board")).items()}
    assert told["cost"].likelihood == "likely"
    assert (told["cost"].per_cent, told["cost"].confidence, told["cost"].cites) == ((55, 75), "moderate", ("A3", "A4"))
    assert told["linden"].further["role"] == ("Chair of the islands’ assembly",)
    assert (told["linden"].side, told["fares"].kind) == ("The islands", "risk")
    assert told["promise"].further["day"] == ("2015",)


def test_the_whole_says_who_read_what_and_on_what_it_rests(desk: DeskCopy) -> None:
    whole = said_of(desk.variant("board"))
    assert (whole.brief, whole.audience, whole.reader) == ("harbour", "board", "Members of the board")
    assert (whole.edition, str(whole.review_by), whole.annexes) == (None, "2026-09-01", ("A", "B"))
    assert [(source.key, source.grade, source.verbatim) for source in whole.sources] == [
        ("A", "B2", True),
        ("B", "A1", False),
    ]


def test_the_words_of_every_entry_stand_in_it(desk: DeskCopy) -> None:
    for audience in ("chief", "board", "public", "reader"):
        variant = desk.variant(audience)
        told = said_of(variant).as_bytes().decode()
        for entry in variant.entries():
            for name in ("text", "role", "interest", "expert", "affiliation", "why", "watch_for", "day", "url"):
                assert json.dumps(getattr(entry, name, ""), ensure_ascii=False)[1:-1] in told


def test_a_range_of_paragraphs_is_written_as_the_desk_writes_it(desk: DeskCopy) -> None:
    desk.edit("confidence: moderate, cites: [A3, A4]}", "confidence: moderate, cites: [A3-4]}")
    assert next(said_of(desk.variant("board")).items()).cites == ("A3-4",)


@given(made_up(), st.sampled_from(AUDIENCES))
@settings(max_examples=60)
def test_nothing_that_was_withheld_is_told(made: MadeUp, audience: str) -> None:
    try:
        variant = compose(made.brief, audience, SECTIONS)
    except FaultyInputError:
        return
    told = said_of(variant).as_bytes().decode()
    readable = made.readable(audience)
    assert not [one.word for one in made.words if one.word not in readable and one.word in told]
    assert all(word in told for word in readable)


@given(said())
def test_what_is_written_is_read_back_and_written_the_same(one: Said) -> None:
    data = one.as_bytes()
    assert read_said(data) == one
    assert read_said(data).as_bytes() == data


def test_the_same_variant_gives_the_same_bytes(desk: DeskCopy) -> None:
    data = said_of(desk.variant("board")).as_bytes()
    assert data == said_of(desk.variant("board")).as_bytes()
    assert data.startswith(b'{\n  "format": 1,\n  "brief": "harbour",')
    assert data.endswith(b"}\n")


def test_keys_of_a_later_format_are_passed_over(desk: DeskCopy) -> None:
    whole = said_of(desk.variant("board"))
    later: dict[str, Any] = json.loads(whole.as_bytes())
    later |= {"format": FORMAT + 1, "mood": "calm"}
    later["sections"][0]["items"][0]["font"] = "large"
    assert read_said(json.dumps(later).encode()) == whole


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "in which format"),
        (b'{"brief": "x"}', "in which format"),
        (b'{"format": 0}', "in which format"),
        (b'{"format": 1}', "“brief” cannot be used: field required"),
        (b'{"format": 1, "brief": 7}', "“brief” cannot be used"),
        (b'{"format": 1, "sections": [{"items": [{"further": 3}]}, 4]}', "cannot be used"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_said(data)


def test_a_value_of_the_wrong_kind_is_named_by_its_place(desk: DeskCopy) -> None:
    raw = json.loads(said_of(desk.variant("board")).as_bytes())
    raw["sections"][1]["items"][0]["number"] = "many"
    with pytest.raises(UnreadableError, match=r"“sections\.1\.items\.0\.number” cannot be used"):
        read_said(json.dumps(raw).encode())
