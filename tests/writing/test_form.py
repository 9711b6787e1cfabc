"""The table of fields is that of the schema: each kind of item with what its fields hold."""

from briefing.model.summary import (
    SECTIONS,
    Actor,
    ArticleEntry,
    Event,
    ExpertView,
    OpenQuestion,
    Option,
    Stake,
    Summary,
)
from briefing.writing.form import Field, behind, field_of, fields_of, kinds, main_text


def test_every_section_has_a_kind_and_every_field_of_it_a_form() -> None:
    assert [section for section, _ in kinds()] == list(SECTIONS)
    for _, kind in kinds():
        names = {info.alias or name for name, info in kind.model_fields.items()}
        assert {field.name for field in fields_of(kind)} == names


def test_fields_say_what_they_hold() -> None:
    assert field_of(Stake, "kind") == Field("kind", "choice", is_required=False, choices=("gain", "risk", "constraint"))
    assert field_of(Stake, "text") == Field("text", "text", is_required=True)
    assert field_of(Option, "for") == Field("for", "texts", is_required=False)
    assert field_of(ExpertView, "quotes") == Field("quotes", "items", is_required=False)
    assert field_of(Actor, "except") == Field("except", "audiences", is_required=False)
    assert field_of(Actor, "cites") == Field("cites", "citations", is_required=False)
    assert field_of(ArticleEntry, "marking") == Field("marking", "marking", is_required=False)
    assert field_of(Summary, "sides") == Field("sides", "named texts", is_required=False)
    assert field_of(Event, "date") == Field("date", "other", is_required=True)
    assert field_of(Event, "nonsense") is None


def test_fields_stand_in_the_order_in_which_they_are_written() -> None:
    assert [field.name for field in fields_of(OpenQuestion)] == [
        *("id", "question", "why", "watch_for", "likelihood", "confidence"),
        *("priority", "marking", "only", "except", "cites", "silence", "note"),
    ]
    assert behind(ExpertView, "cites") == ("quotes", "silence", "note")


def test_an_item_is_known_by_its_main_text() -> None:
    assert [main_text(kind) for kind in (Stake, Actor, ExpertView, OpenQuestion)] == [
        "text",
        "name",
        "expert",
        "question",
    ]
