"""The brief of the seed's article, pressed for every audience of its desk: what a reader and a machine find in it."""

from io import BytesIO

import pikepdf
import pytest

from briefing.language.words import Language
from briefing.loading.load import load_desk
from tests.pdf_facts import artifact_text, faults, tag_tree
from tests.workbench import ROOT, Printed, printed

NAME = "kim-putin-summit"
HOUSE = load_desk(ROOT).house
for_every_audience = pytest.mark.parametrize("audience", HOUSE.audiences)


def made(audience: str) -> Printed:
    return printed(ROOT, NAME, audience)


def outline(items: list[pikepdf.OutlineItem]) -> list[str]:
    return [title for item in items for title in (str(item.title), *outline(list(item.children)))]


def unspaced(text: str) -> str:
    """A text without its spaces: where a line ends there is none in the file."""
    return "".join(text.split())


@for_every_audience
def test_the_file_keeps_to_the_standards(audience: str) -> None:
    assert faults(made(audience).pressed.pdf) == []
    assert made(audience).pressed.problems == ()


@for_every_audience
def test_the_file_says_what_it_is(audience: str) -> None:
    one = made(audience)
    with pikepdf.open(BytesIO(one.pressed.pdf)) as pdf:
        assert str(pdf.Root.Lang) == one.variant.language
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert one.variant.title in str(metadata["dc:title"])
        assert str(pdf.docinfo["/Title"]) == one.variant.title
        assert one.variant.date.strftime("%Y%m%d") in str(pdf.docinfo["/CreationDate"])


@for_every_audience
def test_every_heading_is_in_the_outline_and_on_a_page(audience: str) -> None:
    one = made(audience)
    headings = [unspaced(tag.text) for tag in tag_tree(one.pressed.pdf).find("H1", "H2")]
    assert headings[0] == unspaced(one.variant.title)
    assert len(headings) > len(one.variant.sections)
    with pikepdf.open(BytesIO(one.pressed.pdf)) as pdf, pdf.open_outline() as listed:
        entries = {unspaced(title) for title in outline(list(listed.root))}
    assert set(headings) <= entries
    pages = [heading.page for heading in one.pressed.headings]
    assert all(1 <= page <= one.pressed.pages for page in pages)
    assert pages == sorted(pages)


@for_every_audience
def test_the_pages_are_within_the_budget(audience: str) -> None:
    budget = HOUSE.audiences[audience].max_pages
    assert budget is None or made(audience).pressed.pages <= budget


def test_the_minister_has_a_budget_and_reads_the_bottom_line_first() -> None:
    assert HOUSE.audiences["minister"].max_pages == 2
    one = made("minister")
    assert one.variant.sections[0].name == "bottom_line"
    last = max(one.pressed.places[f"p{entry.number}"][1] for entry in one.variant.sections[0].entries)
    assert last == 1


@for_every_audience
def test_every_page_carries_the_banner_and_its_number(audience: str) -> None:
    one = made(audience)
    words = Language(one.variant.language)
    for number, furniture in enumerate(artifact_text(one.pressed.pdf), start=1):
        assert furniture.count(one.variant.marking.name) >= 2, f"page {number}"
        assert unspaced(words.day(one.variant.date)) in unspaced(furniture), f"page {number}"


@for_every_audience
def test_pages_are_called_by_their_numbers_and_those_of_the_annex_by_a(audience: str) -> None:
    pressed = made(audience).pressed
    body = tuple(str(number) for number in range(1, pressed.body_pages + 1))
    annex = tuple(f"A{number}" for number in range(1, pressed.annex_pages + 1))
    assert pressed.labels == body + annex
    assert bool(annex) == HOUSE.audiences[audience].annex


@for_every_audience
def test_every_picture_can_be_heard(audience: str) -> None:
    figures = tag_tree(made(audience).pressed.pdf).find("Figure")
    assert figures
    assert all(figure.about.get("Alt", "").strip() for figure in figures)


@for_every_audience
def test_likelihood_and_confidence_never_share_a_sentence(audience: str) -> None:
    for tag in tag_tree(made(audience).pressed.pdf).find("P"):
        if "confidence" in tag.text and "likel" in tag.text:
            assert "apart" in tag.text or "%" not in tag.text, tag.text


@for_every_audience
def test_the_reader_is_told_that_the_copy_is_reworded(audience: str) -> None:
    one = made(audience)
    assert not any(source.verbatim for source in one.variant.sources)
    assert "reworded" in tag_tree(one.pressed.pdf).text
