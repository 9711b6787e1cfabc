"""What changed, on the page: bars, a list in judgement terms, questions open since when; on a plain page none."""

import re

import pytest

from tests.two_editions import edit_much, first_edition, later, second_edition
from tests.workbench import DeskCopy, page_of

AUDIENCES = ["chief", "board", "public", "reader"]


def pages(desk: DeskCopy, audience: str) -> str:
    """The page of the second edition."""
    before = first_edition(desk, audience)
    edit_much(desk)
    return page_of(second_edition(desk, before).variant, desk.workshop())


def bare(page: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_that_is_not_filed_says_nothing_of_changes(desk: DeskCopy, audience: str) -> None:
    page = re.sub(r"<style>.*?</style>", "", desk.html(audience), flags=re.DOTALL)
    for word in ("is-changed", "changes", "What changed", "open since", "<ins>", "<del>"):
        assert word not in page


def test_changed_paragraphs_have_a_bar_and_others_have_none(desk: DeskCopy) -> None:
    page = pages(desk, "board")
    marked = {
        int(number)
        for part in re.split(r'(?=<(?:div class="paragraph|p class="stake|tr))', page)
        if re.match(r'<(?:div|p|tr)[^>]*class="[^"]*is-changed', part)
        for number in re.findall(r'id="p(\d+)"', part)[:1]
    }
    before = {int(number) for number in re.findall(r'id="p(\d+)"', page)}
    assert {1, 2} < marked < before


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_layout_says_what_became_of_the_judgements(desk: DeskCopy, audience: str) -> None:
    text = bare(pages(desk, audience))
    assert "What changed since edition 1.0 · 9 Mar 2026" in text
    assert re.search(r"Likelihood up likely → highly likely", text)
    assert "Confidence unchanged moderate" in text
    assert not re.search(r"[Ll]ikelihood[^.]*[Cc]onfidence", text.split("Likelihood up")[1].split(".")[0])


def test_what_was_removed_and_added_is_said_in_words_as_well(desk: DeskCopy) -> None:
    page = pages(desk, "board")
    struck = re.findall(r'<span class="way">removed:</span> <del>([^<]*)</del>', page)
    added = re.findall(r'<span class="way">added:</span> <ins>([^<]*)</ins>', page)
    assert "in the first year" in struck
    assert "at first" in added
    assert len(struck) == page.count("<del>")
    assert len(added) == page.count("<ins>")


def test_the_list_leads_to_the_paragraphs_and_the_first_page_to_the_list(desk: DeskCopy) -> None:
    page = pages(desk, "board")
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert "s-changes" in links
    assert {"p1", "p2"} <= links
    assert links <= set(re.findall(r'id="([^"]+)"', page)) | {"end"}


def test_a_question_says_since_when_it_is_open(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    edit_much(desk)
    second = second_edition(desk, later(before, "1.1", "2026-03-20"))
    page = bare(page_of(second.variant, desk.workshop())).replace("\xa0", " ")
    assert page.count("open since edition 1.1 · 20 Mar 2026") == 2


def test_where_only_citations_changed_the_judgement_is_said_to_stand(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    desk.edit("confidence: moderate, cites: [A3, A4]}", "confidence: moderate, cites: [A3, A4, A5]}")
    text = bare(page_of(second_edition(desk, before).variant, desk.workshop()))
    assert "Judgement unchanged. 1 citation added: A5" in text
    assert "Judgements unchanged ¶ 2" in text


def test_an_edition_that_changes_nothing_says_so(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    text = bare(page_of(second_edition(desk, before).variant, desk.workshop()))
    assert "Judgements unchanged ¶ 1 , 2" in text or "Judgements unchanged ¶ 1, 2" in text
    assert "Nothing else changed." in text


def test_a_question_that_became_a_judgement_is_answered(desk: DeskCopy) -> None:
    before = first_edition(desk, "board")
    question = (
        "  - {id: berth, question: Where will the fishermen berth?, priority: low, except: [chief], cites: [A6]}\n"
    )
    desk.edit(question, "")
    desk.edit("bottom_line:\n", "bottom_line:\n  - {id: berth, text: The fishermen lose their berths., cites: [A6]}\n")
    text = bare(page_of(second_edition(desk, before).variant, desk.workshop()))
    assert re.search(r"Answered an open question of edition 1\.0 · 9 Mar 2026 \(¶ \d+\) is a judgement now\.", text)
    assert "Where will the fishermen berth" not in text
