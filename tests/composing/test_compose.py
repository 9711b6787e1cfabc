"""What each audience reads: nothing above its ceiling or meant for others, the same numbers, the highest banner."""

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings

from briefing.composing.compose import compose, examine
from briefing.laying_out.lay_out import Page, lay_out
from briefing.loading.load import load_layouts
from briefing.model.problem import FaultyInputError
from briefing.model.summary import SECTIONS
from briefing.model.variant import QuestionEntry, Variant, ViewEntry
from tests.made_up import AUDIENCES, MadeUp, made_up
from tests.workbench import BRIEF, HOUSE, DeskCopy, page_of

SHIPPED = load_layouts(None)
some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(some, max_examples=1500)


def variants(made: MadeUp) -> dict[str, Variant]:
    """The variants that have anything in them."""
    composed = {}
    for audience in AUDIENCES:
        if made.readable(audience):
            composed[audience] = compose(made.brief, audience, SECTIONS)
        else:
            with pytest.raises(FaultyInputError, match="nothing of this brief is left") as refused:
                compose(made.brief, audience, SECTIONS)
            assert examine(made.brief, audience, SECTIONS) == refused.value.problems
            continue
        assert examine(made.brief, audience, SECTIONS) == ()
    return composed


def words_in(text: str) -> set[str]:
    return set(re.findall(r"word\d+x", text))


def nobody_reads_what_is_not_theirs(made: MadeUp) -> None:
    for audience, variant in variants(made).items():
        readable = made.readable(audience)
        assert words_in(repr(variant)) == readable
        layout = SHIPPED[made.brief.house.audiences[audience].layout]
        assert words_in(lay_out(variant, layout, Page("A4"))) <= readable
        assert variant.marking.name == max(
            (made.banner(audience), *(source.marking.name for source in variant.sources)),
            key=variant.scheme.names.index,
        )


def a_paragraph_has_one_number_for_all(made: MadeUp) -> None:
    numbers: dict[str, int] = {}
    for audience, variant in variants(made).items():
        entries = list(variant.entries())
        assert len({entry.number for entry in entries}) == len(entries)
        if made.brief.house.audiences[audience].numbering == "closed":
            assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
            continue
        for entry in entries:
            for word in words_in(repr(entry)):
                assert numbers.setdefault(item_of(made, word), entry.number) == entry.number


def item_of(made: MadeUp, word: str) -> str:
    """The text that a word is a version of: the first word written for it."""
    index = next(index for index, one in enumerate(made.words) if one.word == word)
    while made.words[index].audience is not None:
        index -= 1
    return made.words[index].word


@given(made_up())
@some
def test_nobody_reads_what_is_not_theirs(made: MadeUp) -> None:
    nobody_reads_what_is_not_theirs(made)


@pytest.mark.long
@given(made_up())
@many
def test_nobody_reads_what_is_not_theirs_of_many(made: MadeUp) -> None:
    nobody_reads_what_is_not_theirs(made)


@given(made_up())
@some
def test_a_paragraph_has_one_number_for_all(made: MadeUp) -> None:
    a_paragraph_has_one_number_for_all(made)


@pytest.mark.long
@given(made_up())
@many
def test_a_paragraph_has_one_number_for_all_of_many(made: MadeUp) -> None:
    a_paragraph_has_one_number_for_all(made)


def test_sections_come_in_the_order_of_the_house_or_of_the_layout(desk: DeskCopy) -> None:
    assert [section.name for section in desk.variant("chief").sections] == ["bottom_line", "stakes", "open_questions"]
    assert [section.name for section in desk.variant("board").sections] == list(SECTIONS)
    desk.edit("sections: [bottom_line, stakes, open_questions]", "sections: [open_questions, bottom_line]", HOUSE)
    assert [section.name for section in desk.variant("chief").sections] == ["open_questions", "bottom_line"]


def test_a_text_is_that_of_the_audience(desk: DeskCopy) -> None:
    assert desk.variant("public").title == "A second ferry for the northern islands"
    assert desk.variant("board").title == "A second ferry, and a quay that may not bear it"
    watched = {}
    for audience in ("public", "board"):
        section = desk.variant(audience).section("open_questions")
        assert section is not None
        first = section.entries[0]
        assert isinstance(first, QuestionEntry)
        watched[audience] = first.watch_for
    assert watched == {"public": "The budget.", "board": "A second vote on the budget."}


def test_a_quotation_is_marked_at_least_as_its_article(desk: DeskCopy) -> None:
    desk.edit(
        "- {id: sixty, text",
        "- {id: tonnes2, text: The quay at Sund bears vessels, cites: [B1]}\n      - {id: sixty, text",
    )
    for audience, markings in {"board": ["TLP:GREEN", "TLP:CLEAR"], "public": ["TLP:CLEAR"]}.items():
        section = desk.variant(audience).section("expert_views")
        assert section is not None
        holm = next(entry for entry in section.entries if isinstance(entry, ViewEntry) and entry.expert == "Per Holm")
        assert [quote.marking.name for quote in holm.quotes] == markings


def test_a_view_of_which_nothing_is_left_is_not_there(desk: DeskCopy) -> None:
    desk.edit("    view: The quay bears 2,000 tonnes.\n    marking: TLP:GREEN\n", "")
    assert "Eva Strand" in str(desk.variant("board").section("expert_views"))
    assert "Eva Strand" not in repr(desk.variant("public")), "her quotation is of an article above their ceiling"


def test_notes_for_the_desk_are_in_no_variant(desk: DeskCopy) -> None:
    for audience in ("chief", "board", "public", "reader"):
        for note in ("Came by post", "Ask the press office"):
            assert note not in repr(desk.variant(audience)) + desk.html(audience)


def test_a_citation_of_an_article_above_the_ceiling_is_left_out(desk: DeskCopy) -> None:
    desk.edit("id: price, question", "id: price, note: x, question")
    desk.edit("public: The budget.}, cites: [A3, A4]", "public: The budget.}, cites: [A3, B1]")
    cited = {audience: str(desk.variant(audience).section("open_questions")) for audience in ("public", "board")}
    assert "key='B'" in cited["board"]
    assert "key='B'" not in cited["public"]


def test_the_banner_is_the_highest_portion_present(desk: DeskCopy) -> None:
    banners = {name: desk.variant(name).marking.name for name in ("chief", "board", "public", "reader")}
    assert banners == {"chief": "TLP:AMBER", "board": "TLP:GREEN", "public": "TLP:CLEAR", "reader": "TLP:GREEN"}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("  public: A second ferry for the northern islands\nsub", "  public: x\n  marking: TLP:GREEN\nsub"),
        ("subtitle: The purchase is decided", "subtitle: {marking: TLP:GREEN, default: The purchase}\n# "),
        ("{default: Ports desk, marking: TLP:CLEAR}", "{default: Ports desk, marking: TLP:GREEN}"),
        ("owner: Head of transport", "owner: {default: Head, marking: TLP:GREEN}"),
        ("{islands: The islands,", "{islands: {default: The islands, marking: TLP:GREEN},"),
    ],
    ids=["title", "subtitle", "author", "owner", "side"],
)
def test_what_stands_outside_the_items_counts_for_the_banner(desk: DeskCopy, text: str, marked: str) -> None:
    desk.edit(
        "layout: policy-brief\n    numbering", "layout: policy-brief\n    ceiling: TLP:GREEN\n    numbering", HOUSE
    )
    brief = (desk.folder / BRIEF).read_text("utf-8").replace("marking: TLP:GREEN", "marking: TLP:AMBER")
    desk.write(brief)
    assert desk.variant("public").marking.name == "TLP:CLEAR"
    desk.edit(text, marked)
    assert desk.variant("public").marking.name == "TLP:GREEN"


def test_a_keyword_is_named_only_where_its_words_are(desk: DeskCopy) -> None:
    assert desk.variant("board").keywords == ("ferry", "quay at Sund", "piles")
    assert desk.variant("public").keywords == ("ferry",)


def test_what_is_withheld_is_told_only_where_the_house_allows(desk: DeskCopy) -> None:
    assert desk.variant("public").says_withheld
    desk.edit("withheld: note", "withheld: silent", HOUSE)
    assert not desk.variant("public").says_withheld


def test_nothing_withheld_reaches_the_digest(desk: DeskCopy) -> None:
    before = desk.variant("board").digest()
    desk.edit("The yard offered a discount in confidence.", "The yard offered a car in confidence.")
    desk.edit("note: Ask the press office.", "note: Ask the lawyers.")
    assert desk.variant("board").digest() == before
    desk.edit("The council voted on Monday., cites: A1", "The council voted., cites: A1")
    assert desk.variant("board").digest() != before


def test_a_variant_with_nothing_in_it_is_a_problem(desk: DeskCopy) -> None:
    desk.edit(
        "sections: [bottom_line, stakes, open_questions]", "sections: [recommendations]\n    numbering: closed", HOUSE
    )
    desk.edit("ceiling: TLP:AMBER", "ceiling: TLP:CLEAR", HOUSE)
    with pytest.raises(FaultyInputError, match="nothing of this brief is left for the audience “chief”"):
        desk.variant("chief")


def test_the_annex_says_where_the_brief_cites_each_paragraph(desk: DeskCopy) -> None:
    (annex_a, annex_b) = desk.variant("board").annexes
    cited = {block.block.number: block.cited_in for block in annex_a.blocks if block.block.number}
    assert all(cited.values())
    assert [block.block.is_heading for block in annex_a.blocks].count(True) == 2
    assert annex_b.source.key == "B"
    assert desk.variant("public").annexes == ()


def composed(desk: DeskCopy, audience: str, as_of: str) -> Variant:
    brief, _ = desk.examine()
    assert brief is not None
    return compose(brief, audience, SECTIONS, as_of=dt.datetime.fromisoformat(as_of))


@pytest.mark.parametrize(
    ("as_of", "stamped"),
    [
        ("2026-03-10T05:59+00:00", True),
        ("2026-03-10T06:00+00:00", False),
        ("2026-03-10T07:30+02:00", True),
        ("2026-03-10T08:00+02:00", False),
    ],
)
def test_before_its_hour_a_variant_is_stamped(desk: DeskCopy, as_of: str, stamped: bool) -> None:
    variant = composed(desk, "board", as_of)
    assert (variant.embargoed_until is not None) is stamped
    page = page_of(variant, desk.workshop())
    assert ("EMBARGOED until 10 March 2026, 06:00 UTC" in page) is stamped


def test_an_audience_may_have_to_wait_for_the_embargo(desk: DeskCopy) -> None:
    desk.edit("    numbering: closed", "    numbering: closed\n    embargo: refuse", HOUSE)
    with pytest.raises(FaultyInputError, match="gets nothing before the embargo ends") as error:
        composed(desk, "public", "2026-03-10T05:59+00:00")
    (problem,) = error.value.problems
    assert (problem.code, problem.place and problem.place.line) == ("E403", desk.line_of("embargo:"))
    assert not composed(desk, "public", "2026-03-10T06:00+00:00").embargoed_until


@pytest.mark.parametrize(("as_of", "overdue"), [("2026-09-01T23:59+00:00", False), ("2026-09-02T00:00+00:00", True)])
def test_after_its_day_of_review_a_variant_is_stamped(desk: DeskCopy, as_of: str, overdue: bool) -> None:
    variant = composed(desk, "board", as_of)
    assert variant.is_overdue is overdue
    assert ("REVIEW OVERDUE since 1 September 2026" in page_of(variant, desk.workshop())) is overdue


def test_an_annex_may_carry_its_own_banner(desk: DeskCopy) -> None:
    assert [annex.banner for annex in desk.variant("board").annexes] == [None, None]
    desk.edit("    annex: true", "    annex: true\n    annex_banner: own", HOUSE)
    banners = [annex.banner.name for annex in desk.variant("board").annexes if annex.banner]
    assert banners == ["TLP:CLEAR", "TLP:GREEN"]


def test_with_closed_numbering_no_letter_of_an_article_is_left_out(desk: DeskCopy) -> None:
    desk.edit("marking: TLP:GREEN, rights: With the harbour", "rights: With the harbour")
    desk.edit("  A: {file: ferry.txt,", "  A: {file: ferry.txt, marking: TLP:AMBER,")
    desk.edit("text: The council voted., cites: [A1]}", "text: The council voted., cites: [A1, B1]}")
    variant = desk.variant("public")
    assert [source.key for source in variant.sources] == ["A"]
    assert variant.sources[0].title == "Letter of the harbour master"
    assert {cite.key for entry in variant.entries() for cite in entry.cites} == {"A"}


def test_portions_stand_before_every_item_where_the_scheme_asks_for_them(desk: DeskCopy) -> None:
    desk.edit("marking: tlp", "marking: tlp\nportions: true", HOUSE)
    variant = desk.variant("board")
    page = page_of(variant, desk.workshop())
    for entry in variant.entries():
        assert re.search(rf'id="p{entry.number}".*?{re.escape(entry.marking.portion)}', page, re.DOTALL)
    assert page.count('class="portion"') > len(list(variant.entries())) + 20
    assert 'class="portion"' not in page_of(variant_without(desk), desk.workshop())


def variant_without(desk: DeskCopy) -> Variant:
    desk.edit("marking: tlp\nportions: true", "marking: tlp", HOUSE)
    return desk.variant("board")


@pytest.mark.parametrize("hidden", [[], ["view"], ["quote"], ["view", "quote"]])
def test_what_is_left_of_a_view_is_the_same_before_and_after_it_is_composed(desk: DeskCopy, hidden: list[str]) -> None:
    desk.edit("sections: [bottom_line, stakes, open_questions]", "sections: [expert_views]", HOUSE)
    before, after = (desk.folder / BRIEF).read_text("utf-8").split("expert_views:\n")
    view = "" if "view" in hidden else "    view: What she holds.\n"
    marking = ", marking: TLP:RED" if "quote" in hidden else ""
    only = f"  - expert: Ada Linden\n{view}    quotes: [{{text: One boat is no service.{marking}}}]\n"
    desk.write(f"{before}expert_views:\n{only}\nopen_questions:\n{after.partition('open_questions:')[2]}")
    brief, _ = desk.examine()
    assert brief is not None
    try:
        is_left = bool(compose(brief, "chief", SECTIONS).sections)
    except FaultyInputError:
        is_left = False
    assert is_left is (hidden != ["view", "quote"])
    assert bool(examine(brief, "chief", SECTIONS)) is not is_left
