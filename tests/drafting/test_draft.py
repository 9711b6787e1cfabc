"""A draft: title, day, views with quotations, actors and questions, and nothing that the check would refuse."""

import datetime as dt

import pytest

from briefing.drafting.draft import NOBODY, Draft, Ids, draft, gist
from briefing.model.article import Article, Given, number

TODAY = dt.date(2026, 11, 23)
REPORT = (
    "“We have waited for three winters,” said Anna Karu, secretary of the Dockers’ Union. “A fourth is not on offer.”",
    "Harbour Minister Jon Ahlm met the Harbour Board. The Harbour Board said nothing; Ahlm was seen to leave.",
    "Karu called the silence “an answer of a kind”. The board’s spokesman said: “No comment.”",
)


def article(*texts: str, title: str = "", published: str = "") -> Article:
    """An article; a text that begins with # is a heading."""
    blocks = number((text.removeprefix("# "), text.startswith("# ")) for text in texts)
    return Article("A", blocks, "0" * 64, Given(title=title, published=published))


def drafted(*texts: str, name: str = "quay", **given: str) -> Draft:
    return draft(article(*texts, **given), name, today=TODAY)


def test_a_speaker_has_one_view_with_every_quotation_and_its_paragraph() -> None:
    karu = drafted(*REPORT).views[0]
    assert (karu.id, karu.expert, karu.affiliation) == ("karu", "Anna Karu", "Secretary of the Dockers’ Union")
    assert [(quote.id, quote.text, quote.paragraph) for quote in karu.quotes] == [
        ("karu-q1", "We have waited for three winters", 1),
        ("karu-q2", "A fourth is not on offer.", 1),
        ("karu-q3", "an answer of a kind", 3),
    ]
    assert karu.paragraphs == (1, 3)


def test_those_named_again_and_again_are_actors_unless_they_are_quoted() -> None:
    found = drafted(*REPORT)
    speakers = {view.expert for view in found.views}
    actors = {(actor.name, actor.role, actor.paragraphs) for actor in found.actors}
    assert ("Jon Ahlm", "Harbour Minister", (2,)) in actors
    assert not speakers & {actor.name for actor in found.actors}


def test_words_that_nobody_is_said_to_have_spoken_are_kept() -> None:
    (view,) = drafted("“This is a sentence that stands all by itself.”").views
    assert (view.id, view.expert, view.affiliation) == ("voice", NOBODY.name, "")


def test_headings_that_are_questions_are_questions_but_for_the_title() -> None:
    found = drafted("# Who pays?", "A paragraph.", "# Why now?", "Another.", "# And then", "# Whose quay？", title="")
    assert [(asked.question, asked.paragraph) for asked in found.questions] == [("Why now?", 2), ("Whose quay？", None)]
    assert found.title == "Who pays?"


def test_a_question_with_a_figure_that_no_paragraph_has_cites_none() -> None:
    found = drafted("# T", "One.", "# What of the 40 ships?", "Two.", "# What of the 12?", "There are 12.")
    assert [asked.paragraph for asked in found.questions] == [None, 3]


@pytest.mark.parametrize(
    ("texts", "title", "expected"),
    [
        (("# A heading", "A paragraph."), "What the file says", "What the file says"),
        (("# A heading", "A paragraph."), "", "A heading"),
        (("A first sentence. A second.",), "", "A first sentence"),
        ((), "", "North quay"),
    ],
)
def test_the_title_is_the_files_or_the_heading_or_the_first_sentence(
    texts: tuple[str, ...], title: str, expected: str
) -> None:
    assert drafted(*texts, name="north-quay", title=title).title == expected


@pytest.mark.parametrize("text", ["word " * 90, "word" * 90, "말" * 400, "a. b", "…", "Update: it rains"])
def test_a_gist_is_short_and_begins_the_text(text: str) -> None:
    assert 0 < len(gist(text)) <= 91
    assert gist(text).rstrip("….") in text


@pytest.mark.parametrize(
    ("texts", "published", "day", "doubt"),
    [
        (("ALDERSEA, 9 March 2026 - It rained.",), "2025-01-02", "2025-01-02", ""),
        (("ALDERSEA, 9 March 2026 - It rained.",), "", "2026-03-09", ""),
        (("ALDERSEA, March 9 - It rained.",), "", "2026-03-09", "the article says “March 9”, and no year"),
        (("ALDERSEA, December 9 - It rained.",), "", "2025-12-09", "the article says “December 9”, and no year"),
        (("It rained.", "# T", "Dry.", "Updated 9 March 2026"), "yesterday", "2026-03-09", ""),
        (("It rained on 9 March 2026.",), "", "2026-11-23", "the article does not say"),
        (("In 9 March 2026 weather, it rained.",), "", "2026-11-23", "the article does not say"),
        (("ALDERSEA, 9 March 2031 - It will rain.",), "", "2026-11-23", "the article does not say"),
    ],
)
def test_the_day_is_the_files_or_the_datelines_or_that_of_receipt(
    texts: tuple[str, ...], published: str, day: str, doubt: str
) -> None:
    found = drafted(*texts, published=published).day
    assert found.day.isoformat() == day
    assert found.doubt.startswith(doubt)
    assert found.is_plain is not bool(doubt)


def test_ids_are_given_once_and_not_those_of_others() -> None:
    report = article(*REPORT, "“So be it,” said Ida Karu. “So be it.”")
    found = draft(report, "quay", today=TODAY, taken={"karu", "karu-n2-q1"})
    ids = [one for view in found.views for one in (view.id, *(quote.id for quote in view.quotes))]
    ids += [actor.id for actor in found.actors]
    assert len(ids) == len({*ids, "karu", "karu-n2-q1"}) - 2


def test_what_cannot_be_quoted_word_for_word_is_left_out() -> None:
    found = drafted("“[sic]” said Anna Karu. “We go now, all of us,” she said. “We go now, all of us,” she said.")
    assert [quote.text for view in found.views for quote in view.quotes] == ["We go now, all of us"]


def test_of_a_very_long_article_as_much_is_drafted_as_anybody_reads() -> None:
    texts = [f"“This is what I say in year {n} of it,” said Anna Karu." for n in range(1200)]
    found = drafted(*texts, *("# Why?",) * 150)
    assert (sum(len(view.quotes) for view in found.views), found.left_out, len(found.questions)) == (1000, 200, 100)


def test_the_same_article_gives_the_same_draft() -> None:
    assert drafted(*REPORT) == drafted(*REPORT)


def test_an_id_keeps_the_letters_that_are_no_other_letter_with_a_mark() -> None:
    ids = Ids()
    assert [ids.of(name, "x") for name in ("Müller-Straße", "Ødegård-N’Diaye", "Łœuf", "김")] == [
        "muller-strasse",
        "odegard-ndiaye",
        "loeuf",
        "x",
    ]
