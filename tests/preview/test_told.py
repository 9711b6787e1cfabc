"""What the page is told of the items of a brief: who gets each, and which of them were drafted."""

from dataclasses import replace

from briefing.evidence import quotations
from briefing.model.problem import Places
from briefing.model.summary import SECTIONS
from briefing.preview.told import items
from tests.writing.ground import FILE, small_brief, small_text


def test_an_item_is_told_with_those_whose_variant_holds_it() -> None:
    brief = small_brief()
    sections = {name: audience.sections or SECTIONS for name, audience in brief.house.audiences.items()}
    told = {tuple(one["path"]): one for one in items(brief, tuple(quotations(brief)), {}, sections)}
    assert told["context", 0]["readers"] == ["board", "public", "reader"]
    assert told["bottom_line", 2]["readers"] == ["chief"]
    assert [one["readers"] for one in told["expert_views", 3]["quotes"]] == [["board", "reader"]]
    assert not any(one["drafted"] for one in told.values())


def test_a_view_is_drafted_as_long_as_one_of_its_quotations_is() -> None:
    lines = tuple(
        small_text().replace("cites: [A2]}, One boat", "cites: [A2]},  # confirm\n      One boat").split("\n")
    )
    brief = replace(small_brief(), places=Places(FILE, lines))
    told = items(brief, (), {}, dict.fromkeys(brief.house.audiences, SECTIONS))
    assert [one["path"] for one in told if one["drafted"]] == [["expert_views", 1]]
