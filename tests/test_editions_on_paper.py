"""A filed print says which edition it is, on every page of every print; one that is not filed says so."""

import datetime as dt
import random
import re
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pdfminer.high_level import extract_text
from PIL import Image

from briefing.building.build import examine, open_workshop
from briefing.composing.compose import compose
from briefing.model.brief import Brief
from briefing.model.edition import Imprint, Number
from briefing.model.edition_code import code_of, read_code
from briefing.model.layout import Layout
from briefing.model.prints import print_of
from briefing.model.variant import Variant
from briefing.printing.printing import Printed, print_variant
from briefing.prove import Search
from tests.pdf_facts import faults, tag_tree
from tests.workbench import SMALL_DESK, DeskCopy

LANGUAGES = Path(__file__).parent / "languages"
ADDRESS = "https://briefs.example.org/edition/"
LAYOUTS = {"chief": "one-page", "board": "policy-brief", "reader": "large-print"}
each_layout = pytest.mark.parametrize("audience", LAYOUTS)


@dataclass(frozen=True)
class Filing:
    """A variant before it is filed, with all that it takes to print it."""

    brief: Brief
    layout: Layout
    layouts: dict[str, Layout]
    variant: Variant

    def filed(self, **imprint: object) -> Variant:
        """The variant as it is filed: the edition 1.1 of its day, which replaces 1.0."""
        number = Number(1, 1)
        known = {
            "number": number,
            "date": self.variant.date,
            "code": code_of(self.variant.digest(), self.variant.audience, number),
            "replaces": Number(1, 0),
            "replaced_date": dt.date(2026, 3, 2),
        }
        return replace(self.variant, imprint=Imprint(**{**known, **imprint}))  # type: ignore[arg-type]

    def printed(self, name: str, variant: Variant) -> Printed:
        one = print_of(name, "A4")
        layout = self.layouts[one.layout] if one.layout else self.layout
        return print_variant(self.brief, variant, one, layout)


@cache
def filing(desk: Path, name: str, audience: str) -> Filing:
    workshop = open_workshop(desk)
    brief, problems = examine(desk / "sources" / name, workshop)
    assert brief is not None, problems
    layout = workshop.layouts[brief.house.audiences[audience].layout]
    return Filing(brief, layout, workshop.layouts, compose(brief, audience, layout.sections))


def small(audience: str) -> Filing:
    return filing(SMALL_DESK, "harbour", audience)


@cache
def printed(audience: str, name: str) -> Printed:
    return small(audience).printed(name, small(audience).filed())


def pages(pdf: bytes) -> list[str]:
    """The words of each page as readers extract them."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def code(audience: str) -> str:
    imprint = small(audience).filed().imprint
    assert imprint is not None
    return imprint.code


# On paper


@pytest.mark.parametrize(
    ("audience", "name"),
    [
        *(("chief", name) for name in ("A4", "large-print", "binder")),
        *(("board", name) for name in ("A4", "Letter", "binder", "notes", "grey", "booklet")),
        *(("reader", name) for name in ("A4", "binder")),
    ],
)
def test_every_page_of_every_print_has_the_code_in_one_piece(audience: str, name: str) -> None:
    assert read_code(code(audience)) == code(audience)
    for number, page in enumerate(pages(printed(audience, name).pdf), start=1):
        is_blank = name == "booklet" and "This page is left blank." in page
        assert code(audience) in page or is_blank, f"page {number}"


@each_layout
def test_the_first_page_says_number_day_code_and_what_is_replaced(audience: str) -> None:
    first = " ".join(pages(printed(audience, "A4").pdf)[0].split())
    assert first.count("1.1 · 9 Mar 2026") == 2
    assert "Replaces" in first
    assert "1.0 · 2 Mar 2026" in first
    assert first.count(code(audience)) == 2, "in the control block and in the foot"
    assert "not filed" not in first
    assert "withdrawn" not in first


def test_a_first_edition_replaces_nothing() -> None:
    one = small("chief")
    first = one.printed("A4", one.filed(number=Number(1, 0), replaces=None, replaced_date=None)).pdf
    assert "Replaces" not in pages(first)[0]


@pytest.mark.parametrize("name", ["A4", "cover"])
def test_that_the_replaced_edition_was_withdrawn_is_said(name: str) -> None:
    one = small("chief")
    first = " ".join(pages(one.printed(name, one.filed(withdrawn=True)).pdf)[0].split())
    assert "1.0 · 2 Mar 2026 · withdrawn" in first


@each_layout
def test_the_cover_has_the_code_in_the_place_of_the_identifier(audience: str) -> None:
    (cover,) = pages(printed(audience, "cover").pdf)
    assert code(audience) in cover
    assert "1.1 · 9 Mar 2026" in cover
    assert "1.0 · 2 Mar 2026" in cover
    assert "Identifier" not in cover
    assert "not filed" not in cover


@each_layout
def test_a_print_that_is_not_filed_says_so_and_has_no_code(audience: str) -> None:
    one = small(audience)
    for name in ("A4", "cover"):
        whole = one.printed(name, one.variant)
        assert "not filed" in pages(whole.pdf)[0]
        assert "edition-qr" not in whole.twin().partition("</style>")[2]
        assert b"VersionID" not in whole.pdf


@each_layout
def test_a_code_takes_no_page_more(audience: str) -> None:
    one = small(audience)
    assert printed(audience, "A4").pages == one.printed("A4", one.variant).pages


@each_layout
@pytest.mark.parametrize("name", ["A4", "binder", "cover"])
def test_nothing_that_the_standards_forbid_is_in_a_filed_print(audience: str, name: str) -> None:
    assert faults(printed(audience, name).pdf) == []
    assert printed(audience, name).problems == ()


@each_layout
def test_the_search_for_what_was_withheld_finds_nothing_in_a_filed_print(audience: str) -> None:
    one, made = small(audience), printed(audience, "A4")
    proof = Search(one.brief, made.variant).prove(made.pdf, name="x.pdf", twin=made.twin())
    assert proof.problems == ()


@each_layout
def test_the_twin_says_the_same(audience: str) -> None:
    twin = printed(audience, "A4").twin().partition("</style>")
    assert code(audience) in twin[0].replace("\\00002d", "-"), "in the margins that a browser prints"
    assert twin[2].count(f'dir="ltr">{code(audience)}</bdi>') >= 2


def test_every_print_of_a_variant_has_the_same_code_and_each_variant_its_own() -> None:
    found = {
        audience: set(re.findall(r"\b\w{4}-\w{4}-\w{4}\b", " ".join(pages(printed(audience, name).pdf))))
        for audience in LAYOUTS
        for name in ("A4", "Letter")
    }
    assert found == {audience: {code(audience)} for audience in LAYOUTS}
    assert len(set(map(code, LAYOUTS))) == 3


# In other languages


@pytest.mark.parametrize(
    ("language", "name", "audience", "said"),
    [
        ("fr", "barrage", "comite", ["Édition", "1.1 · 20 nov. 2026", "Remplace", "1.0 · 2 mars 2026 · retirée"]),
        ("ko", "ferry", "committee", ["1.1 · 2026년 11월 20일", "대체 대상", "1.0 · 2026년 3월 2일 · 철회됨"]),
        ("ar", "tahliya", "committee", ["١.١", "٢٠ نوفمبر ٢٠٢٦", "١.٠", "٢ مارس ٢٠٢٦", "مسحوبة"]),
    ],
)
def test_an_edition_is_told_in_the_language_of_the_brief(
    language: str, name: str, audience: str, said: list[str]
) -> None:
    one = filing(LANGUAGES / language, name, audience)
    variant = one.filed(withdrawn=True)
    made = one.printed("A4", variant)
    assert variant.imprint is not None
    text = made.twin().partition("</style>")[2]
    plain = re.sub(r"<[^>]+>", "", text)
    assert [words for words in said if words not in plain] == []
    # By pdfminer: PDFium gives the parts of a line that runs from right to left in an order of its own.
    whole = extract_text(BytesIO(made.pdf)).split("\f")[:-1]
    assert [number for number, page in enumerate(whole, 1) if variant.imprint.code not in page] == []
    assert faults(made.pdf) == []
    assert made.problems == ()


def test_the_digits_are_those_of_the_region() -> None:
    one = filing(LANGUAGES / "ar", "tahliya", "minister")
    made = one.printed("A4", replace(one.filed(), language="ar-MA")).twin()
    assert "20 نوفمبر 2026" in made
    assert "1.1، " in made
    assert "١.١" not in made


# What the file says of itself


@each_layout
def test_the_metadata_hold_code_and_number(audience: str) -> None:
    with pikepdf.open(BytesIO(printed(audience, "A4").pdf)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["dc:identifier"] == code(audience)
            assert metadata["xmpMM:VersionID"] == "1.1"
        ET.fromstring(bytes(pdf.Root.Metadata.read_bytes()))  # noqa: S314 - of our own
        assert code(audience) not in str(pdf.docinfo)


# The QR code


def copied(pdf: bytes) -> Image.Image:
    """The first page from a bad copier: 100 dots an inch, grey, noisy, turned a little."""
    with pypdfium2.PdfDocument(pdf) as opened:
        picture = (
            opened[0].render(scale=100 / 72).to_pil().convert("L").rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)
        )
    chance = random.Random(7)  # noqa: S311 - it draws no secret
    noisy = (min(255, max(0, round(38 + dot * 0.7 + chance.gauss(0, 10)))) for dot in picture.tobytes())
    return Image.frombytes("L", picture.size, bytes(noisy))


@pytest.mark.parametrize("address", ["", ADDRESS])
@pytest.mark.parametrize(
    ("audience", "name"),
    [("board", "A4"), ("board", "booklet"), ("reader", "A4"), ("chief", "cover"), ("board", "grey")],
)
def test_the_qr_code_survives_a_bad_copier(address: str, audience: str, name: str) -> None:
    one = small(audience)
    pdf = one.printed(name, replace(one.filed(), verify_at=address)).pdf
    # The first page of a booklet stands on its first sheet beside the last.
    found = [read.text for read in zxingcpp.read_barcodes(copied(pdf))]
    assert found == [address + code(audience)]


@pytest.mark.parametrize(
    ("audience", "name", "figures"), [("board", "A4", 1), ("chief", "cover", 1), ("chief", "A4", 0)]
)
def test_the_qr_code_is_read_aloud_as_what_it_is(audience: str, name: str, figures: int) -> None:
    said = [str(tag.about.get("Alt", "")) for tag in tag_tree(printed(audience, name).pdf).find("Figure")]
    assert said.count(f"QR code of edition code {code(audience)}") == figures


def test_the_cover_says_where_a_code_can_be_checked() -> None:
    one = small("chief")
    (cover,) = pages(one.printed("cover", replace(one.filed(), verify_at=ADDRESS)).pdf)
    assert f"Check the code at {ADDRESS}" in " ".join(cover.split())
    assert "Check the code" not in pages(printed("chief", "cover").pdf)[0]


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        (ADDRESS, True),
        ("https://x.example/?code=", True),
        ("http://intranet/#", True),
        ("https://x.example/edition", False),
        ("x.example/", False),
        ("https://x.example/é/", False),
        ("https://x.example/ /", False),
        ("javascript:alert(1)/", False),
        (f"https://{'x' * 90}/", False),
    ],
)
def test_the_house_says_what_address_codes_are_put_behind(desk: DeskCopy, address: str, is_right: bool) -> None:
    desk.append(f'\nverify_at: "{address}"\n', "sources/house.yaml")
    if is_right:
        assert desk.variant("chief").verify_at == address
        return
    with pytest.raises(Exception, match="a code is put behind this") as raised:
        desk.workshop()
    (problem,) = raised.value.problems  # type: ignore[attr-defined]
    assert problem.place.line == desk.line_of("verify_at", "sources/house.yaml")
