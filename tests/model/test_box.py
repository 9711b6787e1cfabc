"""The box: several briefs for one reader in one PDF; its contents are right, its tabs step down, or there is no box."""

import json
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from briefing.building.binding import bind
from briefing.building.build import Made, Order
from briefing.composing.compose import compose
from briefing.laying_out.lay_out import Page, lay_out_box
from briefing.model.box import Box
from briefing.model.problem import Problem
from tests.conftest import Command
from tests.paper_facts import pictures, texts, words_between
from tests.pdf_facts import faults, tag_tree
from tests.workbench import HOUSE, DeskCopy, copy_desk

TITLES = {"harbour": "A second ferry", "quay": "The quay at Sund before summer", "pilots": "Pilots wanted"}
BRIEFS = tuple(TITLES)


def with_briefs(desk: DeskCopy) -> DeskCopy:
    """The small desk with two briefs more, which begin on other days, one of them marked lower."""
    for name, day in (("quay", "2026-03-11"), ("pilots", "2026-02-02")):
        shutil.copytree(desk.brief, desk.folder / "sources" / name)
        file = f"sources/{name}/brief.yaml"
        desk.edit("default: A second ferry, and a quay that may not bear it", f"default: {TITLES[name]}", file)
        desk.edit("date: 2026-03-09\nauthors", f"date: {day}\nauthors", file)
    return desk


def boxed(desk: DeskCopy, audience: str, *names: str, **order: object) -> list[Made | Problem]:
    folders = [desk.folder / "sources" / name for name in names]
    asked = Order(desk.folder / "build", (audience,), **order)  # type: ignore[arg-type]
    results = bind(folders, audience, asked, desk.workshop())
    return [one for one in results if isinstance(one, Made) or one.is_error]


@pytest.fixture(scope="module")
def desk_of_three(tmp_path_factory: pytest.TempPathFactory) -> DeskCopy:
    return with_briefs(copy_desk(tmp_path_factory.mktemp("box") / "desk"))


@pytest.fixture(scope="module", params=["chief", "board", "reader"])
def box(request: pytest.FixtureRequest, desk_of_three: DeskCopy) -> Made:
    (made,) = boxed(desk_of_three, request.param, *BRIEFS)
    assert isinstance(made, Made)
    return made


def first_pages(box: Made) -> list[int]:
    """On which pages, counted from 1, the titles stand that head a brief."""
    heads = [tag for tag in tag_tree(box.path.read_bytes()).find("H1") if tag.page]
    return [page + 1 for page in (next(t.page for t in head.walk() if t.page is not None) for head in heads)]


def test_it_is_named_by_the_latest_day_and_its_reader(box: Made) -> None:
    assert box.path.parts[-3:] == ("build", "box", f"2026-03-11_box_{box.audience}.pdf")
    assert (box.print, box.brief, box.briefs) == ("box", "box", BRIEFS)


def test_nothing_that_the_standards_forbid_is_in_it(box: Made) -> None:
    assert faults(box.path.read_bytes()) == []


def test_its_contents_name_the_briefs_in_the_order_given_with_their_pages(box: Made) -> None:
    pages = first_pages(box)
    assert len(pages) == len(BRIEFS)
    contents = " ".join(texts(box.path.read_bytes())[0].split())
    places = [contents.index(TITLES[name]) for name in BRIEFS]
    assert places == sorted(places)
    entries = [contents[start:end] for start, end in zip(places, [*places[1:], None], strict=True)]
    for entry, page in zip(entries, pages, strict=True):
        assert re.search(rf"(2026|\bTLP:[A-Z]+) {page}\b", entry), (page, entry)


def test_each_brief_begins_on_a_right_hand_page(box: Made) -> None:
    assert all(page % 2 for page in first_pages(box))


def test_pages_are_counted_through_and_every_one_has_the_banner(box: Made) -> None:
    pages = texts(box.path.read_bytes())
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in " ".join(page.split())
        assert page.count(box.marking) >= 2, f"page {number}"
    assert len(pages) == box.pages


def test_page_numbers_stand_at_the_outer_edge(box: Made) -> None:
    pdf = box.path.read_bytes()
    halves = zip(words_between(pdf, 0, 105), words_between(pdf, 105, 210), strict=True)
    for number, (left, right) in enumerate(halves, start=1):
        assert f"Page {number}" in (right if number % 2 else left)


def test_tabs_step_down_at_the_outer_edge(box: Made) -> None:
    tops: dict[int, set[int]] = {}
    starts = first_pages(box)
    for number, picture in enumerate(pictures(box.path.read_bytes()), start=1):
        strip = (picture.width - 25, 0, picture.width - 5, picture.height) if number % 2 else (5, 0, 25, picture.height)
        dark = picture.convert("L").crop(strip).point(lambda value: 255 if value < 60 else 0).getbbox()
        tab = sum(number >= start for start in starts)
        assert (dark is None) == (tab == 0), f"page {number}"
        if dark:
            assert dark[3] - dark[1] < 60, "a tab is no stripe"
            tops.setdefault(tab, set()).add(dark[1])
    assert all(max(found) - min(found) <= 1 for found in tops.values()), "each brief has its own height"
    heights = [min(tops[tab]) for tab in sorted(tops)]
    assert len(heights) == len(BRIEFS)
    assert all(lower - upper > 40 for upper, lower in pairwise(heights))


def test_each_brief_has_its_bookmark(box: Made) -> None:
    with pikepdf.open(box.path) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root[0].children or outline.root]
        titles += [str(item.title) for item in outline.root]
    assert all(any(TITLES[name] in title for title in titles) for name in BRIEFS)


def test_annexes_are_kept_and_counted_with_the_rest(desk_of_three: DeskCopy) -> None:
    (made,) = boxed(desk_of_three, "board", "harbour", "quay")
    assert isinstance(made, Made)
    with pikepdf.open(made.path) as pdf:
        (label,) = pdf.Root.PageLabels.Nums[1::2]
        assert "/P" not in label
    words = " ".join(texts(made.path.read_bytes()))
    assert words.count("Annex A: A ferry for the northern islands") == 2


@pytest.mark.parametrize("audience", ["chief", "board", "reader"])
def test_no_id_stands_twice_and_every_link_leads_somewhere(desk_of_three: DeskCopy, audience: str) -> None:
    workshop = desk_of_three.workshop()
    layout = workshop.layouts[workshop.desk.house.audiences[audience].layout]
    brief, _ = desk_of_three.examine()
    assert brief is not None
    variant = compose(brief, audience, layout.sections)
    html = lay_out_box(Box((variant, variant)), layout, Page("A4", style="box"))
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert set(ids.values()) == {1}
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_banner_is_the_highest_marking_of_its_briefs(desk: DeskCopy) -> None:
    with_briefs(desk)
    file = "sources/pilots/brief.yaml"
    text = (desk.folder / file).read_text("utf-8")
    desk.write(re.sub(r"marking: TLP:(AMBER|RED)", "marking: TLP:GREEN", text), file)
    (low,) = boxed(desk, "chief", "pilots")
    (both,) = boxed(desk, "chief", "pilots", "harbour")
    assert isinstance(low, Made)
    assert isinstance(both, Made)
    assert (low.marking, both.marking) == ("TLP:GREEN", "TLP:AMBER")
    assert "TLP:GREEN" in texts(both.path.read_bytes())[0], "the contents tell the marking of each"


def test_the_same_box_twice_is_the_same_bytes_and_another_order_another_box(desk_of_three: DeskCopy) -> None:
    (one,) = boxed(desk_of_three, "chief", "harbour", "quay")
    (again,) = boxed(desk_of_three, "chief", "harbour", "quay")
    (other,) = boxed(desk_of_three, "chief", "quay", "harbour")
    assert isinstance(one, Made)
    assert isinstance(again, Made)
    assert isinstance(other, Made)
    assert one.sha256 == again.sha256 != other.sha256


# No box


def test_a_box_is_not_made_without_one_of_its_briefs(desk: DeskCopy, briefing: Command) -> None:
    with_briefs(desk)
    boxed(desk, "chief", "harbour", "quay")
    desk.append("colour: red\n", "sources/quay/brief.yaml")
    said = briefing("build", "--box", "harbour", "quay", "-a", "chief")
    assert (said.status, said.out) == (1, "")
    assert "E021" in said.err
    assert "E421 the box is not made, because it would be without: quay" in said.err
    assert desk.made() == ["2026-03-11_box_chief.pdf.earlier"]


def test_nor_without_one_of_which_nothing_is_left_for_this_reader(desk: DeskCopy) -> None:
    with_briefs(desk)
    desk.edit("sections: [bottom_line, stakes, open_questions]", "sections: [recommendations]", HOUSE)
    desk.edit("marking: TLP:GREEN, cites: [B2],\n     silence", "marking: TLP:RED, cites: [B2],\n     silence")
    problems = boxed(desk, "chief", "harbour", "quay")
    assert [one.code for one in problems if isinstance(one, Problem)] == ["E401", "E421"]
    assert desk.made() == []


def test_a_brief_that_cannot_be_read_is_named(desk: DeskCopy) -> None:
    with_briefs(desk).write("[]", "sources/quay/brief.yaml")
    *_, last = boxed(desk, "chief", "harbour", "quay")
    assert isinstance(last, Problem)
    assert "quay" in last.message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name the audience with -a"),
        (("-a", "chief", "-a", "board"), "name the audience with -a"),
        (("-a", "chief", "--pack"), "leave --pack out"),
        (("-a", "chief", "--draft"), "leave --draft out"),
        (("-a", "chief", "--html"), "leave --html out"),
    ],
)
def test_what_a_box_cannot_be_is_said(briefing: Command, arguments: tuple[str, ...], said: str) -> None:
    answer = briefing("build", "--box", "harbour", *arguments)
    assert answer.status == 2
    assert said in answer.err


def test_a_box_is_told_to_machines(briefing: Command, desk: DeskCopy) -> None:
    with_briefs(desk)
    (told,) = json.loads(briefing("build", "--box", "quay", "harbour", "-a", "chief", "--json").out)
    assert (told["print"], told["briefs"]) == ("box", ["quay", "harbour"])
    assert Path(told["path"]).is_file()
    assert told["proof"]["found"] == 0


def test_it_is_not_made_where_a_bottom_line_does_not_begin_on_the_first_page_of_its_brief(desk: DeskCopy) -> None:
    with_briefs(desk)
    long = " ".join(["A subtitle that goes on for longer than a page is high."] * 90)
    desk.edit(
        "subtitle: The purchase is decided; what it costs and where it lands is not",
        f"subtitle: {long}",
        "sources/quay/brief.yaml",
    )
    problems = [one for one in boxed(desk, "board", *BRIEFS) if isinstance(one, Problem)]
    assert [(problem.code, problem.audience) for problem in problems] == [("E405", "board")]
    assert problems[0].message == f"The bottom line of “{TITLES['quay']}” does not begin on the first page."
    assert desk.made() == []
