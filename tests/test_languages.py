"""A brief in French, Arabic and Korean, and an English one with names in their scripts: from the desk to the page."""

import re
import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ImageOps

from briefing.building.build import examine, open_workshop
from briefing.composing.compose import compose
from briefing.laying_out.lay_out import Page, lay_out
from briefing.model.variant import Variant, ViewEntry
from briefing.press.fonts import fonts_for
from briefing.prove.grams import Needles
from briefing.prove.pdf import readings_of_pdf
from tests.pdf_facts import faults, set_words
from tests.workbench import Printed, copy_desk, printed

DESKS = Path(__file__).parent / "languages"
BRIEFS = {"fr": "barrage", "ar": "tahliya", "ko": "ferry", "en": "lease"}
AUDIENCES = {"fr": ("ministre", "comite", "grands-caracteres")}
ALL = [
    (language, audience)
    for language in BRIEFS
    for audience in AUDIENCES.get(language, ("minister", "committee", "large-print"))
]
FULL = {"fr": "comite", "ar": "committee", "ko": "committee", "en": "committee"}
PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")


def made(language: str, audience: str = "") -> Printed:
    return printed(DESKS / language, BRIEFS[language], audience or FULL[language])


@cache
def pieces(language: str, audience: str = "", page: int = 0) -> list[tuple[float, str]]:
    """The pieces of text on a page: where each begins at the left, as a part of the page's width, and its words."""
    width = 210 / 25.4 * 96
    return [(x / width, words) for x, _, words in set_words(made(language, audience).pressed.pdf)[page]]


def place(language: str, words: str, audience: str = "", page: int = 0) -> float:
    """Where words stand; what runs from right to left is drawn from its end."""
    forms = {words, words[::-1]}
    found = pieces(language, audience, page)
    alone = [x for x, text in found if text.strip() in forms]
    return alone[0] if alone else next(x for x, text in found if any(form in text for form in forms))


def extracted(language: str) -> str:
    with pypdfium2.PdfDocument(made(language).pressed.pdf) as pdf:
        return bare(" ".join(page.get_textpage().get_text_range() for page in pdf))


def bare(text: str) -> str:
    """A text without vowel signs, invisible characters and breaks of lines."""
    kept = (c for c in text if unicodedata.category(c) not in {"Cf", "Mn"})
    return " ".join("".join(kept).split())


def texts(variant: Variant) -> list[str]:
    found = [variant.title, variant.subtitle]
    for entry in variant.entries():
        found.append(entry.text)
        found += [
            getattr(entry, name, "") for name in ("role", "interest", "why", "watch_for", "expert", "affiliation")
        ]
        found += [quote.text for quote in entry.quotes] if isinstance(entry, ViewEntry) else []
    return [text for text in dict.fromkeys(found) if text]


@pytest.mark.parametrize("language", BRIEFS)
def test_the_desks_have_no_problems(language: str) -> None:
    _, problems = examine(DESKS / language / "sources" / BRIEFS[language], open_workshop(DESKS / language))
    assert not problems


@pytest.mark.parametrize(("language", "audience"), ALL)
def test_every_page_conforms_in_every_language_and_layout(language: str, audience: str) -> None:
    pressed = made(language, audience).pressed
    assert faults(pressed.pdf) == []
    assert pressed.problems == ()


@pytest.mark.parametrize(("language", "audience"), ALL)
def test_a_search_for_withheld_texts_would_find_each_that_is_printed(language: str, audience: str) -> None:
    made_ = made(language, audience)
    needles = Needles.of(texts(made_.variant), [])
    found = {hit for reading in readings_of_pdf(made_.pressed.pdf) for hit in needles.in_reading(reading)}
    looked_for = {*needles.grams.values(), *needles.windows.values(), *(name.index for name in needles.names)}
    assert [needles.texts[index] for index in looked_for - found] == []


@pytest.mark.parametrize("language", ["fr", "ar", "ko"])
def test_the_words_of_the_brief_can_be_taken_out_of_the_file(language: str) -> None:
    there = set(re.findall(r"\w+", extracted(language)))
    wanted = {word for text in texts(made(language).variant) for word in re.findall(r"\w+", bare(text))}
    lost = {word for word in wanted if word not in there}
    # Where letters are kerned far apart or a line is hyphenated, an extractor sees two words.
    assert len(lost) <= len(wanted) / 20, lost
    assert not PRESENTATION.search(extracted(language))


@pytest.mark.parametrize(("language", "tag"), [("fr", "fr"), ("ar", "ar-EG"), ("ko", "ko"), ("en", "en-GB")])
def test_the_file_says_its_language_and_its_direction(language: str, tag: str) -> None:
    with pikepdf.open(BytesIO(made(language).pressed.pdf)) as pdf:
        assert str(pdf.Root.Lang) == tag
        assert pdf.Root.ViewerPreferences.get("/Direction") == (pikepdf.Name.R2L if language == "ar" else None)


def test_bookmarks_and_links_hold_no_joiners() -> None:
    with pikepdf.open(BytesIO(made("ko").pressed.pdf)) as pdf:
        said = [str(value) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) for value in item.values()]
    assert not any("\u2060" in text for text in said)
    assert made("ko").variant.title in said


def test_a_page_from_right_to_left_is_mirrored() -> None:
    assert place("ar", "TLP:CLEAR", page=1) < 0.2
    assert place("ar", "الصفحة") > 0.5
    assert place("ar", "A10") < place("ar", "أن تتجاوز") < place("ar", "١")
    # The inner margin is at the right: the text keeps as far from that edge as it does from the left one elsewhere.
    assert abs(edges("ar")[1] - edges("fr")[0]) < 0.005
    assert abs(edges("ar")[0] - edges("fr")[1]) < 0.005


def edges(language: str) -> tuple[float, float]:
    """How far what is drawn on the second page keeps from the left and the right edge."""
    with pypdfium2.PdfDocument(made(language).pressed.pdf) as pdf:
        picture = pdf[1].render(scale=2).to_pil().convert("L")
    left, _, right, _ = ImageOps.invert(picture).getbbox() or (0, 0, 0, 0)
    return left / picture.width, 1 - right / picture.width


def test_a_page_from_left_to_right_is_not() -> None:
    assert place("ko", "TLP:CLEAR", page=1) > 0.7
    assert place("ko", "쪽") < 0.2
    assert place("ko", "12", page=1) < place("ko", "최은비", page=1) < place("ko", "A7", page=1)


def test_what_is_at_stake_stands_in_the_order_of_reading() -> None:
    gains, risks, constraints = (place("ar", word, "minister") for word in ("مكاسب", "مخاطر", "قيود"))
    assert gains > risks > constraints


@pytest.mark.parametrize(
    ("language", "day"), [("fr", "20 novembre 2026"), ("ko", "2026년 11월 20일"), ("ar", "٢٠ نوفمبر ٢٠٢٦")]
)
def test_days_are_written_as_the_language_writes_them(language: str, day: str) -> None:
    assert day in made(language).html
    assert day in extracted(language)


def test_figures_are_the_language_s_own_and_those_of_the_article_as_they_stand() -> None:
    html = made("ar").html
    assert '<span class="number" id="p12">١٢</span>' in html
    assert "٥٥–٧٥٪" in html
    assert "بنسبة 15%" in html
    assert re.search(r'<a class="cite" href="#a1-2">A2</a>', html)
    page = extracted("ar")
    assert "الصفحة ١ من ٤" in page
    desk = made("ar").variant
    moroccan = lay_out(_in_language(desk, "ar-MA"), open_workshop(DESKS / "ar").layouts["policy-brief"], Page("A4"))
    assert '<span class="number" id="p12">12</span>' in moroccan
    assert "20 نونبر 2026" in moroccan


def _in_language(variant: Variant, language: str) -> Variant:
    return Variant(**{**{name: getattr(variant, name) for name in variant.__dataclass_fields__}, "language": language})


def test_names_keep_their_place_in_a_sentence_of_the_other_direction() -> None:
    """“… signed by NAME (PART), 25 years”: the figure that follows an Arabic name does not go with it."""
    before, name, after = (
        place("en", words) for words in ("The lease signed by", "هيئة الموانئ (القسم ب"[:12], ", 25 years")
    )
    assert before < name < after


def test_a_korean_word_is_never_broken() -> None:
    large = made("ko", "large-print")
    words = {word for text in texts(large.variant) for word in text.split() if re.fullmatch("[가-힣]+", word)}
    with pypdfium2.PdfDocument(large.pressed.pdf) as pdf:
        there = {word for page in pdf for word in re.findall("[가-힣]+", page.get_textpage().get_text_range())}
    assert words <= there, words - there


def test_nothing_arabic_slants_or_is_set_apart() -> None:
    with pikepdf.open(BytesIO(made("ar").pressed.pdf)) as pdf:
        names = {
            str(item.BaseFont) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert any("Amiri" in name for name in names)
    assert any("Plex" in name for name in names)
    assert not any("Italic" in name for name in names)


def test_the_faces_of_arabic_and_hebrew_come_with_the_program() -> None:
    found, problems = fonts_for("العربية עברית", system_folders=[])
    assert not problems
    assert found.families == ("Open Sans", "Amiri", "IBM Plex Sans Arabic")


def test_a_draft_in_arabic_says_so_in_joined_letters(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path, DESKS / "ar")
    workshop = open_workshop(desk.folder)
    brief, problems = examine(desk.folder / "sources" / "tahliya", workshop)
    assert brief is not None
    layout = workshop.layouts["policy-brief"]
    page = lay_out(compose(brief, "committee", layout.sections, draft_of=problems), layout, Page("A4"))
    assert '<div class="draft-across" aria-hidden="true">مسودة</div>' in page
    assert "data:image/svg+xml" not in page


def test_an_override_of_direction_is_an_error_with_its_place(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path, DESKS / "en")
    file = "sources/lease/brief.yaml"
    desk.edit('text: "The line', 'text: "The \\u202Eline', file)
    _, problems = examine(desk.folder / "sources" / "lease", open_workshop(desk.folder))
    (problem,) = problems
    assert (problem.code, problem.place and problem.place.line) == ("E220", desk.line_of("The \\u202Eline", file))
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in problem.message
