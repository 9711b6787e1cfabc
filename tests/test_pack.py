"""Packs: each print is what the house style lists, all are the same text, and each is measured on its paper."""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from briefing.building.build import Made, Order, build_folder
from briefing.model.prints import NAMES, prints_of
from briefing.model.problem import Problem
from briefing.model.variant import EventEntry, Variant
from tests.conftest import Command
from tests.paper_facts import colours, ink, pictures, sizes_of_type, texts, words_between
from tests.pdf_facts import faults
from tests.workbench import HOUSE, DeskCopy, copy_desk, crowded

ALL = f"pack: [{', '.join(NAMES)}]"
TAGGED = [name for name in NAMES if name != "booklet"]


def with_packs(desk: DeskCopy) -> DeskCopy:
    desk.edit("max_pages: 2", f"max_pages: 2\n    {ALL}", HOUSE)
    desk.edit("annex: true", f"annex: true\n    {ALL}", HOUSE)
    return desk


def results(desk: DeskCopy, *audiences: str, **order: object) -> list[Made | Problem]:
    asked = Order(desk.folder / "build", audiences, **{"pack": True, **order})  # type: ignore[arg-type]
    return [one for one in build_folder(desk.brief, asked, desk.workshop()) if not is_warning(one)]


def is_warning(one: Made | Problem) -> bool:
    return isinstance(one, Problem) and not one.is_error


@dataclass(frozen=True)
class Packs:
    """The packs of two audiences of the small desk."""

    made: dict[tuple[str, str], Made]
    variants: dict[str, Variant]

    def pdf(self, audience: str, name: str) -> bytes:
        return self.made[audience, name].path.read_bytes()


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Packs:
    desk = with_packs(copy_desk(tmp_path_factory.mktemp("packs") / "desk"))
    made = results(desk, "chief", "board")
    assert all(isinstance(one, Made) for one in made), made
    found = {(one.audience, one.print): one for one in made if isinstance(one, Made)}
    return Packs(found, {audience: desk.variant(audience) for audience in ("chief", "board")})


both = pytest.mark.parametrize("audience", ["chief", "board"])


# What is made


@both
def test_each_print_that_is_listed_is_made_where_it_belongs(packs: Packs, audience: str) -> None:
    made = {name: one.path.name for (reader, name), one in packs.made.items() if reader == audience}
    stem = f"2026-03-09_harbour_{audience}"
    assert made == {name: f"{stem}_{name}.pdf" for name in NAMES} | {"A4": f"{stem}.pdf"}
    folders = {name: one.path.parent.name for (_, name), one in packs.made.items()}
    assert {name for name, folder in folders.items() if folder == "impositions"} == {"booklet"}


def test_the_plain_print_comes_first_and_each_once() -> None:
    assert [one.name for one in prints_of(("notes", "A4", "notes"), "A4")] == ["A4", "notes"]
    assert [one.name for one in prints_of(("A4",), "Letter")] == ["Letter", "A4"]


def test_without_pack_the_plain_print_alone_is_made(desk: DeskCopy) -> None:
    (made,) = results(with_packs(desk), "chief", pack=False)
    assert isinstance(made, Made)
    assert made.print == "A4"


def test_what_was_made_is_told_to_machines(briefing: Command, desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 2\n    pack: [A4, cover]", HOUSE)
    told = json.loads(briefing("build", "harbour", "-a", "chief", "--pack", "--json").out)
    assert [one["print"] for one in told] == ["A4", "cover"]
    assert all({"path", "audience", "pages", "sha256", "marking"} <= set(one) for one in told)


def test_another_paper_is_named_in_every_file_but_plain_prints_keep_theirs(desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 2\n    pack: [A4, cover]", HOUSE)
    made = [one.path.name for one in results(desk, "chief", paper="Letter") if isinstance(one, Made)]
    stem = "2026-03-09_harbour_chief"
    assert made == [f"{stem}_Letter.pdf", f"{stem}.pdf", f"{stem}_cover_Letter.pdf"]


@pytest.mark.parametrize(
    ("pack", "code", "hint"),
    [("A3", "E025", "Known are: A4, Letter, large-print"), ("binders", "E025", "Did you mean “binder”?")],
)
def test_an_unknown_print_is_named_with_those_there_are(desk: DeskCopy, pack: str, code: str, hint: str) -> None:
    desk.edit("max_pages: 2", f"max_pages: 2\n    pack: [A4, {pack}]", HOUSE)
    with pytest.raises(Exception, match=pack) as raised:
        desk.workshop()
    (problem,) = raised.value.problems  # type: ignore[attr-defined]
    assert (problem.code, problem.place.line) == (code, desk.line_of(f"pack: [A4, {pack}]", HOUSE))
    assert hint in problem.hint


def test_a_print_is_listed_once(desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 2\n    pack: [grey, grey]", HOUSE)
    with pytest.raises(Exception, match="a print stands in this list twice"):
        desk.workshop()


# What goes wrong


def test_a_print_that_fails_stops_that_file_alone(desk: DeskCopy, briefing: Command) -> None:
    desk.edit("layout: one-page", "layout: own\n    pack: [A4, binder, cover]", HOUSE)
    desk.write("title: Own\nextends: one-page\n", "layouts/own/layout.yaml")
    desk.write(b"p { content: '\xe9' }", "layouts/own/prints/binder.css")
    made, problem, cover = results(desk, "chief")
    assert isinstance(made, Made)
    assert isinstance(cover, Made)
    assert (made.print, cover.print) == ("A4", "cover")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.audience) == ("E503", "chief")
    assert "binder" in problem.message
    assert briefing("build", "harbour", "-a", "chief", "--pack").status == 1


def test_the_budget_is_that_of_the_plain_print(desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 1\n    pack: [A4, large-print]", HOUSE)
    plain, large = results(desk, "chief")
    assert isinstance(plain, Made)
    assert isinstance(large, Made)
    assert (plain.pages, large.pages > 1) == (1, True)


def test_over_its_budget_the_plain_print_is_not_made(desk: DeskCopy) -> None:
    crowded(desk, 14, 1)
    desk.edit("max_pages: 1", "max_pages: 1\n    pack: [A4, cover]", HOUSE)
    *problems, cover = results(desk, "chief")
    assert "E402" in [one.code for one in problems if isinstance(one, Problem)]
    assert isinstance(cover, Made)
    assert cover.print == "cover"


def test_the_prints_of_an_earlier_pack_are_set_aside_by_the_next_build(desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 2\n    pack: [A4, booklet, cover]", HOUSE)
    results(desk, "chief")
    results(desk, "chief", pack=False)
    stem = "2026-03-09_harbour_chief"
    assert desk.made() == [f"{stem}.pdf", f"{stem}_booklet.pdf.earlier", f"{stem}_cover.pdf.earlier"]


def test_the_same_pack_twice_is_the_same_bytes(desk: DeskCopy, packs: Packs) -> None:
    again = [one for one in results(with_packs(desk), "chief") if isinstance(one, Made)]
    assert {one.print: one.sha256 for one in again} == {
        name: one.sha256 for (audience, name), one in packs.made.items() if audience == "chief"
    }


# The same text in each


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\ufffe\ufeff\x02‐-]+", "", unicodedata.normalize("NFKC", text).casefold())


@both
@pytest.mark.parametrize("name", [name for name in NAMES if name != "cover"])
def test_paragraphs_have_the_same_numbers_in_every_print(packs: Packs, audience: str, name: str) -> None:
    whole = bare(" ".join(texts(packs.pdf(audience, name))))
    entries = [one for one in packs.variants[audience].entries() if not isinstance(one, EventEntry)]
    numbered = [one for one in entries if f"{one.number}{bare(one.text)[:12]}" in whole]
    assert numbered == entries


@both
@pytest.mark.parametrize("name", TAGGED)
def test_nothing_that_the_standards_forbid_is_in_a_print(packs: Packs, audience: str, name: str) -> None:
    assert faults(packs.pdf(audience, name)) == []


@both
def test_a_booklet_claims_neither_standard(packs: Packs, audience: str) -> None:
    pdf = packs.pdf(audience, "booklet")
    assert b"pdfuaid" not in pdf
    assert b"pdfaid" not in pdf
    with pikepdf.open(packs.made[audience, "booklet"].path) as opened:
        assert "/StructTreeRoot" not in opened.Root
        assert len(opened.pages) * 2 == packs.made[audience, "booklet"].pages
        assert len(opened.pages) % 2 == 0


def test_each_print_but_the_plain_ones_has_an_identifier_of_its_own(packs: Packs) -> None:
    found = {}
    for name in TAGGED:
        with pikepdf.open(packs.made["chief", name].path) as opened:
            found[name] = bytes(opened.trailer.ID[0])
    assert found["A4"] == found["Letter"] == packs.variants["chief"].digest()
    assert len(set(found.values())) == len(found) - 1


# Measured on paper


@both
def test_the_binder_has_four_centimetres_on_the_inner_side_of_every_page(packs: Packs, audience: str) -> None:
    pages = pictures(packs.pdf(audience, "binder"))
    assert len(pages) > 1 or audience == "chief"
    for number, page in enumerate(pages, start=1):
        left, _, right, _ = ink(page)
        inner, outer = (left, right) if number % 2 else (right, left)
        assert 39.4 <= inner <= 48, f"page {number}"
        assert 9 <= outer <= 20, f"page {number}"
    assert ink(pages[0])[0] == pytest.approx(40, abs=0.6)


@both
def test_page_numbers_of_the_binder_stand_at_the_outer_edge(packs: Packs, audience: str) -> None:
    pdf = packs.pdf(audience, "binder")
    body = packs.made[audience, "binder"].pages
    for number, (left, right) in enumerate(
        zip(words_between(pdf, 0, 105), words_between(pdf, 105, 210), strict=True), start=1
    ):
        inner, outer = (left, right) if number % 2 else (right, left)
        assert re.search(r"[Pp]age A?\d+", outer), f"page {number} of {body}"
        assert not re.search(r"Page \d+ of", inner), f"page {number}"


@both
def test_six_centimetres_at_the_outer_edge_are_there_to_write_in(packs: Packs, audience: str) -> None:
    pdf = packs.pdf(audience, "notes")
    first, last = words_between(pdf, 0, 59.5), words_between(pdf, -59.5, 210)
    outer = [right if number % 2 else left for number, (left, right) in enumerate(zip(first, last, strict=True), 1)]
    assert [words.split() for words in outer] == [["Notes"]] * len(outer)


@both
def test_the_grey_print_has_no_colour_and_no_grey_either(packs: Packs, audience: str) -> None:
    pdf = packs.pdf(audience, "grey")
    assert colours(pdf) <= {(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)}
    assert all(red == green == blue for page in pictures(pdf) for _, (red, green, blue) in page.getcolors(1 << 24))
    assert len(colours(packs.pdf(audience, "A4")) - colours(pdf)) > 0, "the test would see a colour"


@both
def test_a_bad_copier_leaves_the_words_of_the_grey_print(packs: Packs, audience: str) -> None:
    """Black where a scanner of 150 dots an inch sees more black than white: about as much ink as there was."""
    for page in pictures(packs.pdf(audience, "grey"), dpi=150):
        shades = page.convert("L").histogram()
        whole = sum((255 - shade) / 255 * count for shade, count in enumerate(shades))
        kept = sum(shades[:128])
        assert kept / whole > 0.85


def test_large_print_is_set_in_eighteen_points_and_nothing_in_less_than_sixteen(packs: Packs) -> None:
    sizes = sizes_of_type(packs.pdf("chief", "large-print"))
    assert sizes[18] > 500
    assert min(sizes) >= 16


@both
def test_a_booklet_is_never_set_smaller_than_the_plain_print(packs: Packs, audience: str) -> None:
    assert min(sizes_of_type(packs.pdf(audience, "booklet"))) >= min(sizes_of_type(packs.pdf(audience, "A4")))


@both
def test_the_cover_says_who_gets_it_and_what_it_is(packs: Packs, audience: str) -> None:
    variant = packs.variants[audience]
    (cover,) = texts(packs.pdf(audience, "cover"))
    said = " ".join(cover.split())
    for words in (variant.reader, "Harbour master", "Head of transport", "Director", "1 September 2026", "not filed"):
        assert words in said
    assert said.count(variant.marking.name) == 3
    assert variant.digest().decode()[:4].upper() in said
    assert re.search(r"Copy\s+of", said)


def test_a_designer_changes_a_print_by_a_style_sheet_and_a_template(desk: DeskCopy) -> None:
    desk.edit("layout: one-page", "layout: own\n    pack: [A4, notes]", HOUSE)
    desk.write("title: Own\nextends: one-page\n", "layouts/own/layout.yaml")
    desk.write(
        '<div class="running notes-margin"><p class="notes-title">Thoughts</p></div>', "layouts/own/prints/notes.html"
    )
    desk.write(":root { --notes-margin: 80mm }", "layouts/own/prints/notes.css")
    _, notes = results(desk, "chief")
    assert isinstance(notes, Made)
    assert words_between(notes.path.read_bytes(), -79, 210)[0].split() == ["Thoughts"]


def test_the_example_lists_a_pack_for_each_audience() -> None:
    house = (Path(__file__).parent.parent / HOUSE).read_text("utf-8")
    assert house.count("    pack: [") == house.count("    ceiling: ")
