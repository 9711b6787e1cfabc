"""The designation indicator: on the first page of what holds something under control, of what its reader sees."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.building.binding import bind
from briefing.building.build import Made, Order, build_folder
from briefing.model.designation import Stated, designation, together
from briefing.model.problem import Problem
from briefing.model.scheme import scheme_of, shipped_schemes
from tests.conftest import Command
from tests.pdf_facts import faults
from tests.workbench import BRIEF, HOUSE, DeskCopy, marked_for_the_us

US = scheme_of("us")
STATED = Stated(("Department of Ports", "Office of Transport"), "ports@example.org")
HOUSE_SAYS = """\
designation:
  controlled_by: [Department of Ports, Office of Transport]
  contact: ports@example.org
"""


def lines(*portions: str, stated: Stated = STATED) -> list[str]:
    made = designation(US, [US.marking(portion) for portion in portions], stated)
    return [f"{label}: {said}" for label, said in made.lines] if made else []


def test_it_says_who_controls_it_its_categories_its_limits_and_whom_to_ask() -> None:
    assert lines("U", "CUI//PRVCY/FEDCON", "CUI//SP-CTI/NOFORN") == [
        "Controlled by: Department of Ports",
        "Controlled by: Office of Transport",
        "CUI category: Controlled Technical Information (SP-CTI); General Privacy (PRVCY)",
        "Distribution/dissemination control: FEDCON, NOFORN",
        "POC: ports@example.org",
    ]


def test_beside_what_is_classified_it_is_of_the_cui_alone() -> None:
    assert lines("S//NF", "CUI//PRVCY")[2:4] == [
        "CUI category: General Privacy (PRVCY)",
        "Distribution/dissemination control: None",
    ]


@pytest.mark.parametrize("portions", [(), ("U",), ("S//NF", "TS", "C")])
def test_what_holds_no_cui_has_none(portions: tuple[str, ...]) -> None:
    assert lines(*portions) == []


def test_what_portions_leave_open_the_house_says() -> None:
    stated = Stated(("Ports",), "", "General Privacy (PRVCY)", "Distribution Statement B")
    assert lines("CUI", stated=stated) == [
        "Controlled by: Ports",
        "CUI category: General Privacy (PRVCY)",
        "Distribution/dissemination control: Distribution Statement B",
    ]
    assert "PROCURE" in lines("CUI//PROCURE/FEDCON", stated=stated)[1]
    assert lines("CUI//PROCURE/FEDCON", stated=stated)[2].endswith(": FEDCON")


@given(st.lists(st.sampled_from(["CUI//PRVCY", "CUI//SP-CTI/NOFORN", "CUI", "CUI//OPSEC/FEDCON"]), min_size=1))
def test_one_for_several_says_what_they_say_together(portions: list[str]) -> None:
    each = [designation(US, [US.marking(portion)], STATED) for portion in portions]
    whole = designation(US, [US.marking(portion) for portion in portions], STATED)
    assert together(US, [None, *each]) == whole
    assert together(US, [None]) is None


def test_only_the_scheme_that_has_such_a_level_asks_for_one() -> None:
    assert [name for name in shipped_schemes() if scheme_of(name).indicator] == ["us"]


# In a brief


@pytest.fixture
def us(desk: DeskCopy) -> DeskCopy:
    return marked_for_the_us(desk, HOUSE_SAYS)


def categories(desk: DeskCopy, audience: str) -> str:
    made = desk.variant(audience).designation
    return dict(made.lines).get("CUI category", "") if made else "none"


def test_it_names_nothing_that_its_reader_may_not_see(us: DeskCopy) -> None:
    assert categories(us, "board") == ("General Privacy (SP-PRVCY); General Procurement and Acquisition (PROCURE)"), (
        "what is FEDCON goes to those alone whose ceiling carries it"
    )
    assert "FEDCON" not in us.html("board")
    assert "PROPIN" not in us.html("board")
    us.edit("layout: policy-brief\n    ceiling: CUI", "layout: policy-brief\n    ceiling: CUI//FEDCON", HOUSE)
    assert categories(us, "board").endswith("General Proprietary Business Information (PROPIN)")
    assert categories(us, "public") == "none"
    assert "Controlled by" not in us.html("public")
    assert "ports@example.org" not in us.html("public")


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


def built(desk: DeskCopy, audience: str, **order: bool) -> dict[str, Path]:
    results = list(build_folder(desk.brief, Order(desk.folder / "build", (audience,), **order), desk.workshop()))
    assert [one for one in results if isinstance(one, Problem) and one.is_error] == []
    return {one.print: one.path for one in results if isinstance(one, Made)}


@pytest.mark.parametrize("audience", ["chief", "board", "reader"])
def test_it_stands_on_the_first_page_beside_the_bottom_line(us: DeskCopy, audience: str) -> None:
    pdf = built(us, audience)["A4"].read_bytes()
    pages = texts(pdf)
    assert ["Controlled by: Office of Transport" in page for page in pages] == [True] + [False] * (len(pages) - 1)
    assert "POC: ports@example.org" in pages[0]
    assert "The ferry is likely to cost more" in pages[0]
    assert faults(pdf) == []


def test_prints_and_cover_sheet_have_it_too(us: DeskCopy) -> None:
    us.edit("max_pages: 2", "max_pages: 2\n    pack: [A4, binder, notes, booklet, cover, large-print]", HOUSE)
    made = built(us, "chief", pack=True)
    assert len(made) == 6
    for name, path in made.items():
        page = texts(path.read_bytes())
        # Of a booklet's first sheet the right half is the first page.
        assert "Controlled by: Department of Ports" in page[0], name
        assert sum("Controlled by: Department" in one for one in page) == 1, name


def test_a_box_has_it_on_its_front_and_on_each_brief_that_holds_some(us: DeskCopy) -> None:
    made = [
        one
        for one in bind([us.brief], "board", Order(us.folder / "build", ("board",)), us.workshop())
        if isinstance(one, Made)
    ]
    pages = texts(made[0].path.read_bytes())
    assert [number for number, page in enumerate(pages, 1) if "Controlled by: Department" in page] == [1, 3]
    with pikepdf.open(io.BytesIO(made[0].path.read_bytes())) as pdf:
        assert len(pdf.pages) == len(pages)


@pytest.mark.parametrize(("audience", "prints"), [("board", "binder, booklet"), ("reader", "binder")])
def test_a_marking_with_many_caveats_leaves_room_for_what_stands_beside_it(
    us: DeskCopy, audience: str, prints: str
) -> None:
    house = (us.folder / HOUSE).read_text("utf-8")
    us.write(house.replace("ceiling: CUI", f"pack: [{prints}]\n    ceiling: CUI//FEDCON"), HOUSE)
    assert us.variant(audience).marking.name == "CUI//SP-PRVCY/PROCURE/PROPIN/FEDCON"
    # The page gate stops what is pushed out of the paper.
    made = built(us, audience, pack=True)
    assert set(made) == {"A4", *prints.split(", ")}
    assert texts(made["A4"].read_bytes())[0].count("Page 1 of") == 1


# Where something is not said


def found(desk: DeskCopy) -> list[tuple[str, int]]:
    problems = [problem for problem in desk.examine()[1] if problem.code == "W217"]
    return [(problem.message, problem.place.line or 0) for problem in problems if problem.place]


def test_whom_to_ask_and_the_category_must_be_said_somewhere(desk: DeskCopy) -> None:
    marked_for_the_us(desk)
    ((message, _),) = found(desk)
    assert message == "this is CUI, and house.yaml does not say whom to ask"
    desk.edit("marking: CUI//SP-PRVCY, rights", "marking: CUI, rights")
    assert ("this is CUI, and does not say of which category", desk.line_of("marking: CUI, rights")) in found(desk)
    assert len(found(desk)) == 2
    desk.edit("marking: us\n", f"marking: us\n{HOUSE_SAYS}  category: General Privacy (PRVCY)\n", HOUSE)
    assert found(desk) == []


def test_nothing_is_asked_for_what_nobody_sees(desk: DeskCopy) -> None:
    marked_for_the_us(desk)
    house = (desk.folder / HOUSE).read_text("utf-8")
    desk.write(house.replace("ceiling: CUI", "ceiling: UNCLASSIFIED").replace("SECRET//NOFORN", "UNCLASSIFIED"), HOUSE)
    assert found(desk) == []


def test_a_scheme_of_ones_own_may_ask_for_lines_and_names_its_levels(briefing: Command, desk: DeskCopy) -> None:
    own = """\
marking:
  levels: [OPEN, HELD]
  indicator: {level: HOLD, lines: [{label: Held by, of: controlled_by}]}
"""
    desk.edit("marking: tlp\n", own, HOUSE)
    assert "the indicator names “HOLD”, which the scheme lacks" in briefing("check").out
    desk.edit("level: HOLD", "level: HELD", HOUSE)
    for name in ("AMBER", "GREEN"):
        desk.write((desk.folder / HOUSE).read_text().replace(f"TLP:{name}", "HELD"), HOUSE)
    text = (desk.folder / BRIEF).read_text()
    for name, level in (("RED", "HELD"), ("AMBER", "HELD"), ("GREEN", "HELD"), ("CLEAR", "OPEN")):
        text = text.replace(f"TLP:{name}", level)
    desk.write(text)
    made = desk.variant("board").designation
    assert made is not None
    assert made.lines == (("Held by", "Harbour Policy Unit"),)
