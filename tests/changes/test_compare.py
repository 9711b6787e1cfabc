"""Two editions for one audience, held against each other: pairs, measures, citations, quotations, sources."""

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings

from briefing.changes import compare, since
from briefing.model.change import Changes, ItemChange
from briefing.model.edition import Number
from briefing.model.said import Said, SaidItem, SaidQuote, SaidSection, SaidSource
from tests.made_up import said

DAY = dt.date(2026, 3, 9)


def edition(*items: SaidItem, **more: Any) -> Said:
    """An edition with these items, each in its section."""
    sections: dict[str, list[SaidItem]] = {}
    for number, item in enumerate(items, start=1):
        sections.setdefault(item.section, []).append(replace(item, number=number))
    given = {"brief": "b", "audience": "ann", "reader": "Ann", "edition": "1.0", "date": DAY, "title": "T"}
    given |= {"language": "en", "marking": "TLP:CLEAR"}
    listed = tuple(SaidSection(name, tuple(of_section)) for name, of_section in sections.items())
    return Said(**{**given, "sections": listed, **more})  # type: ignore[arg-type]


def item(text: str = "It holds.", section: str = "bottom_line", **more: Any) -> SaidItem:
    return SaidItem(**{"number": 1, "section": section, "text": text, "id": "x", **more})


def change(old: SaidItem, new: SaidItem, **more: Any) -> ItemChange:
    """The one change between two items."""
    found = compare(edition(old, **more), edition(new, **more))
    assert len(found.items) == 1, found
    return found.items[0]


def strings(value: Any) -> list[str]:
    """Every string in a thing."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    parts = [getattr(value, f.name) for f in fields(value)] if is_dataclass(value) else value
    return [text for part in parts for text in strings(part)] if isinstance(parts, list | tuple) else []


# Properties


@given(said())
def test_an_edition_held_against_itself_has_no_changes(one: Said) -> None:
    changes = compare(one, one)
    assert changes.is_empty, changes
    judgements = [item for item in one.items() if item.section == "bottom_line" or item.likelihood]
    assert [item.number for item in changes.unchanged] == [item.number for item in judgements]


@given(said(), said())
@settings(max_examples=60)
def test_what_is_added_one_way_is_removed_the_other_way(one: Said, two: Said) -> None:
    def of_kind(changes: Changes, kind: str) -> list[tuple[str, str, str]]:
        return sorted((item.section, item.id, item.text) for item in changes.items if item.kind == kind)

    there, back = compare(one, two), compare(two, one)
    assert of_kind(there, "added") == of_kind(back, "removed")
    assert of_kind(there, "removed") == of_kind(back, "added")


@given(said(), said())
@settings(max_examples=60)
def test_no_words_stand_in_the_changes_that_were_not_read(one: Said, two: Said) -> None:
    read = " ".join(" ".join(strings(side)).replace("\n", " ") for side in (one, two)).split()
    words = {word.strip(" ,.?—") for word in read} | {""}
    changes = compare(one, two)
    texts = [part.text for part in changes.items]
    texts += [side for r in changes.rewordings for p in r.pieces for side in (p.old, p.new)]
    texts += [side for i in changes.items for r in i.rewordings for p in r.pieces for side in (p.old, p.new)]
    texts += [quote.text for part in changes.items for quote in part.quotes]
    assert {word.strip(" ,.?—") for text in texts for word in text.split()} <= words


@given(said(), said())
@settings(max_examples=60)
def test_every_item_is_told_of_at_most_once_and_none_is_lost(one: Said, two: Said) -> None:
    changes = compare(one, two)
    told = [part.number for part in changes.items if part.kind != "removed"] + [u.number for u in changes.unchanged]
    assert len(told) == len(set(told))
    added = sum(part.kind == "added" for part in changes.items)
    removed = sum(part.kind == "removed" for part in changes.items)
    assert len(list(two.items())) - len(list(one.items())) == added - removed


# Pairs


def test_items_pair_by_their_ids_wherever_they_stand() -> None:
    found = compare(
        edition(item("One thing.", id="a"), item("Two.", id="b")),
        edition(item("New.", id="c"), item("Two.", id="b"), item("One thing now.", id="a")),
    )
    assert {(part.id, part.kind) for part in found.items} == {("a", "changed"), ("c", "added")} | {
        (part.id, "changed") for part in found.items if part.is_moved
    }


def test_an_item_without_an_id_pairs_by_its_text_in_its_section() -> None:
    old = edition(item("Same.", id="", cites=("A1",)), item("Gone.", id=""), item("Same.", "context", id=""))
    new = edition(item("Same.", id="", cites=("A1", "A2")), item("Come.", id=""), item("Same.", "context", id=""))
    found = compare(old, new)
    assert [(part.kind, part.text, part.cites_added) for part in found.items] == [
        ("changed", "Same.", ("A2",)),
        ("added", "Come.", ()),
        ("removed", "Gone.", ()),
    ]


def test_two_ids_are_two_items_whatever_their_texts() -> None:
    found = compare(edition(item(id="a")), edition(item(id="b")))
    assert [part.kind for part in found.items] == ["added", "removed"]


def test_only_what_moved_is_said_to_have_moved() -> None:
    def one(name: str) -> SaidItem:
        return item(name, "context", id=name)

    found = compare(edition(one("a"), one("b"), one("c"), one("d")), edition(one("d"), one("a"), one("b"), one("c")))
    assert [(part.id, part.kinds) for part in found.items] == [("d", ("moved",))]


def test_items_that_shift_because_others_came_have_not_moved() -> None:
    found = compare(edition(item(id="a")), edition(item("New.", id="n"), item(id="a")))
    assert [part.kinds for part in found.items] == [("added",)]
    assert [part.number for part in found.unchanged] == [2]


# Measures


def test_a_likelihood_goes_up_or_down_and_the_confidence_is_said_beside_it() -> None:
    likely = item(likelihood="likely", per_cent=(55, 75), confidence="moderate")
    higher = item(likelihood="highly likely", per_cent=(80, 90), confidence="moderate")
    up, down = change(likely, higher), change(higher, likely)
    assert up.likelihood is not None
    assert down.likelihood is not None
    assert (up.likelihood.old, up.likelihood.new, up.likelihood.direction) == ("likely", "highly likely", "up")
    assert down.likelihood.direction == "down"
    assert up.confidence is not None
    assert not up.confidence.is_change
    assert up.kinds == ("likelihood",)


def test_another_word_of_the_same_range_is_told_and_goes_nowhere() -> None:
    found = change(item(likelihood="likely", per_cent=(55, 75)), item(likelihood="probable", per_cent=(55, 75)))
    assert found.likelihood is not None
    assert found.likelihood.direction == "same"


def test_the_same_word_on_another_yardstick_is_a_change() -> None:
    found = change(item(likelihood="likely", per_cent=(55, 75)), item(likelihood="likely", per_cent=(55, 80)))
    assert found.likelihood is not None
    assert (found.likelihood.direction, found.likelihood.per_cent) == ("", ((55, 75), (55, 80)))


def test_a_confidence_that_changes_alone_says_which_way() -> None:
    found = change(item(confidence="moderate"), item(confidence="high"))
    assert found.likelihood is None
    assert found.confidence is not None
    assert (found.confidence.old, found.confidence.new, found.confidence.direction) == ("moderate", "high", "up")


def test_a_judgement_stands_when_only_its_citations_changed() -> None:
    found = change(item(cites=("A1",)), item(cites=("A1", "A3")))
    assert found.judgement_stands
    assert not change(item(), item("It does not hold.")).judgement_stands


# Questions


def question(text: str = "Will it?", **more: Any) -> SaidItem:
    return item(text, "open_questions", **more)


def test_a_question_that_is_gone_is_closed_and_one_that_became_a_judgement_is_answered() -> None:
    assert compare(edition(question(), item(id="y")), edition(item(id="y"))).items[0].kinds == ("closed",)
    answered = change(question(), item("It will."))
    assert answered.is_answered
    assert answered.kinds[:1] == ("answered",)


def test_a_question_is_open_since_the_first_edition_that_asked_it_without_a_break() -> None:
    asked = [
        edition(question(), edition="1.0", date=dt.date(2026, 1, 1)),
        edition(item(id="y"), edition="1.1", date=dt.date(2026, 2, 1)),
        edition(question(), edition="2.0", date=dt.date(2026, 3, 1)),
        edition(question(), edition="2.1", date=dt.date(2026, 4, 1)),
    ]
    found = since("x", asked)
    assert found is not None
    assert (found.number, found.date) == (Number(2, 0), dt.date(2026, 3, 1))
    assert since("x", asked[:2]) is None, "it was not asked in the last one"
    assert since("x", []) is None
    assert since("", asked) is None, "what has no id cannot be followed"
    assert since("x", [edition(item())]) is None, "it was a judgement"


# Citations, quotations, sources


def test_citations_are_counted_by_their_paragraphs() -> None:
    found = change(item(cites=("A1", "A7")), item(cites=("A7-9", "B2")))
    assert (found.cites_added, found.cites_removed) == (("A8-9", "B2"), ("A1",))


def test_a_letter_that_moved_on_to_another_article_is_followed() -> None:
    one, two = SaidSource(key="A", title="First"), SaidSource(key="B", title="Second")
    old = edition(item(cites=("A1", "B2")), sources=(one, two))
    new = edition(item(cites=("A2",)), sources=(replace(two, key="A"),))
    found = compare(old, new)
    assert [(part.cites_added, part.cites_removed) for part in found.items] == [((), ("A1",))]
    assert [(source.kind, source.title) for source in found.sources] == [("removed", "First")]


def test_a_source_that_is_graded_anew_says_so() -> None:
    old, new = SaidSource(key="A", title="First", grade="C3"), SaidSource(key="A", title="First", grade="B2")
    found = compare(edition(item(), sources=(old,)), edition(item(), sources=(new, SaidSource(key="B", title="N"))))
    assert [(s.kind, s.key, [(t.name, t.old, t.new) for t in s.shifts]) for s in found.sources] == [
        ("changed", "A", [("grade", "C3", "B2")]),
        ("added", "B", []),
    ]


def test_quotations_are_added_removed_and_changed() -> None:
    def view(*quotes: SaidQuote) -> SaidItem:
        return item("They agree.", "expert_views", quotes=quotes)

    kept, other = SaidQuote("We will build eight boats this year", ("A1",)), SaidQuote("Nobody asked us")
    reworded = SaidQuote("We will build nine boats this year", ("A1",))
    found = change(view(kept, other), view(reworded, SaidQuote("Entirely new words")))
    assert [(quote.kind, quote.text) for quote in found.quotes] == [
        ("changed", reworded.text),
        ("added", "Entirely new words"),
        ("removed", "Nobody asked us"),
    ]
    assert change(view(kept), view(replace(kept, cites=("A2",)))).quotes[0].rewording is None


# The rest


def test_texts_and_values_beside_the_main_one_are_told_by_their_names() -> None:
    old = item("N", "options", further={"pros": ("Cheap.", "Fast."), "why": ("So.",)}, side="a", marking="TLP:CLEAR")
    new = item("N", "options", further={"pros": ("Fast.", "Safe."), "url": ("u",)}, side="b", marking="TLP:GREEN")
    found = change(old, new)
    assert [(one.name, one.old, one.new) for one in found.rewordings] == [
        ("pros", "Cheap.", "Safe."),
        ("why", "So.", ""),
    ]
    assert [(one.name, one.old, one.new) for one in found.shifts] == [
        ("side", "a", "b"),
        ("marking", "TLP:CLEAR", "TLP:GREEN"),
        ("url", "", "u"),
    ]


def test_title_day_of_review_and_marking_of_the_whole_are_told() -> None:
    found = compare(
        edition(item(), review_by=DAY),
        edition(item(), title="Another title", subtitle="S", marking="TLP:GREEN", edition="2.0"),
    )
    assert [one.name for one in found.rewordings] == ["title", "subtitle"]
    assert [(one.name, one.old, one.new) for one in found.shifts] == [
        ("marking", "TLP:CLEAR", "TLP:GREEN"),
        ("review_by", "2026-03-09", ""),
    ]
    assert (found.old.number, found.new.number) == (Number(1, 0), Number(2, 0))


def test_what_was_said_to_two_audiences_is_not_compared() -> None:
    with pytest.raises(ValueError, match="one audience"):
        compare(edition(item()), edition(item(), audience="bob"))
