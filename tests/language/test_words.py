"""The words of the page: every label is translated, none is stale; days and numbers in the reader's language."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jinja2
import pytest
import yaml
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import briefing
from briefing.language.words import Language, is_language, languages
from briefing.laying_out import filters
from briefing.model.layout import SHIPPED

TEMPLATES = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
OTHERS = [language for language in languages() if language != "en"]


def data(name: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    loaded: dict[str, dict[str, list[dict[str, str]]]] = yaml.safe_load(
        files("briefing").joinpath(f"data/{name}.yaml").read_text("utf-8")
    )
    return loaded


def labels() -> Iterator[str]:
    """Every message that a layout or the program asks the catalogue for."""
    for template in SHIPPED.rglob("*.html"):
        for _line, _function, message in TEMPLATES.extract_translations(template.read_text("utf-8")):
            yield from (part for part in ([message] if isinstance(message, str) else message or ()) if part)
    for module in Path(briefing.__file__).parent.rglob("*.py"):
        with module.open("rb") as source:
            yield from (str(found[1]) for found in extract("python", source, {"label": None, "labels": (1, 2)}))
    for scheme in data("markings").values():
        marks = [*scheme["levels"], *scheme.get("caveats", [])]
        yield from (mark["restriction"] for mark in marks if mark.get("restriction"))
    for yardstick in data("yardsticks").values():
        yield from (word for band in yardstick["bands"] for word in band["words"])
    yield from filters._SOURCE_GRADES.values()
    yield from filters._INFORMATION_GRADES.values()


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_every_label_and_no_other(language: str) -> None:
    with files("briefing").joinpath(f"locale/{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    translated = set()
    for message in catalogue:
        if message.id:
            forms = (message.string,) if isinstance(message.string, str) else message.string
            assert all(form.strip() for form in forms), message.id
            assert not message.fuzzy, message.id
            translated |= {message.id} if isinstance(message.id, str) else set(message.id)
    assert translated == set(labels())


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_what_is_filled_in(language: str) -> None:
    with files("briefing").joinpath(f"locale/{language}.po").open("rb") as source:
        for message in read_po(source, locale=language):
            if isinstance(message.id, str) and isinstance(message.string, str):
                assert filled_in(message.id) == filled_in(message.string), message.id


def filled_in(text: str) -> list[str]:
    return sorted(re.findall(r"\{.*?\}", text))


def test_the_labels_are_found() -> None:
    found = set(labels())
    assert {"Bottom line", "highly unlikely", "probably true", "May be shared freely.", "not filed"} <= found


@pytest.mark.parametrize(
    ("language", "day", "number", "share", "quoted", "listed"),
    [
        ("en-GB", "12 September 2023", "1,234", "55–75%", "“x”", "a, b and c"),
        ("en-US", "September 12, 2023", "1,234", "55–75%", "“x”", "a, b, and c"),
        ("fr", "12 septembre 2023", "1\u00a0234", "55–75\u00a0%", "«\u00a0x\u00a0»", "a, b et c"),
        ("de", "12. September 2023", "1.234", "55–75\u00a0%", "„x“", "a, b und c"),
        ("ko", "2023년 9월 12일", "1,234", "55–75%", "“x”", "a, b 및 c"),
    ],
)
def test_each_language_writes_in_its_way(
    language: str, day: str, number: str, share: str, quoted: str, listed: str
) -> None:
    words = Language(language)
    assert words.day("2023-09-12") == day
    assert words.number(1234) == number
    assert words.percent(55, 75) == share
    assert words.quoted("x") == quoted
    assert words.listed(["a", "b", "c"]) == listed


def test_a_day_may_be_a_month_or_a_year() -> None:
    assert [Language("en-GB").day(day) for day in ("2019", "2023-07")] == ["2019", "July 2023"]
    assert [Language("fr").day(day) for day in ("2019", "2023-07")] == ["2019", "juillet 2023"]


def test_the_ends_of_a_yardstick_are_open() -> None:
    words = Language("en-GB")
    assert [words.percent(0, 5), words.percent(95, 100), words.percent(40, 50, open_ended=True)] == [
        "≤\u00a05%",
        "≥\u00a095%",
        "40–<50%",
    ]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("en-GB", True),
        ("fr_CA", True),
        ("ar", True),
        ("zh-Hans-CN", True),
        ("xx", False),
        ("", False),
        ("x-klingon", False),
    ],
)
def test_which_languages_there_are(name: str, known: bool) -> None:
    assert is_language(name) is known


def test_writing_runs_in_the_direction_of_the_language() -> None:
    assert [Language(name).direction for name in ("en", "ar", "he", "ko")] == ["ltr", "rtl", "rtl", "ltr"]


def test_what_is_not_translated_stays_english() -> None:
    assert Language("de").label("Bottom line") == "Bottom line"
    assert Language("fr").label("Bottom line") != "Bottom line"


@pytest.mark.parametrize(
    ("language", "counter", "day", "number", "share"),
    [
        ("ar-EG", "arabic-indic", "١٢ سبتمبر ٢٠٢٣", "١٬٢٣٤", "٥٥–٧٥٪"),
        ("ar-MA", "decimal", "12 شتنبر 2023", "1.234", "55–75%"),
        ("ar", "decimal", "12 سبتمبر 2023", "1,234", "55–75%"),
        ("fa", "persian", "۱۲ سپتامبر ۲۰۲۳", "۱٬۲۳۴", "۵۵–۷۵٪"),
    ],
)
def test_digits_are_those_of_the_region(language: str, counter: str, day: str, number: str, share: str) -> None:
    words = Language(language)
    assert (words.counter_style, words.day("2023-09-12"), words.number(1234)) == (counter, day, number)
    assert words.percent(55, 75) == share


def test_a_label_is_in_the_digits_of_the_region_and_a_code_in_it_is_not() -> None:
    assert "١٠٠" in Language("ar-EG").label("0 to 100 per cent")
    assert "100" in Language("ar-MA").label("0 to 100 per cent")
    assert "A7" in Language("ar-EG").label("A7 is article A, paragraph 7; headings are not counted.")


@pytest.mark.parametrize("name", ["fr-CA", "fr-US", "ar-419", "ko-KP"])
def test_a_region_that_nothing_is_known_of_is_that_of_the_language(name: str) -> None:
    assert Language(name).tag == name
    assert Language(name).label("Bottom line") == Language(name[:2]).label("Bottom line")


def test_arabic_counts_in_six_forms_and_korean_in_one() -> None:
    counts = {}
    for language in ("ar", "ko", "fr"):
        with files("briefing").joinpath(f"locale/{language}.po").open("rb") as source:
            counts[language] = read_po(source, locale=language).num_plurals
    assert counts == {"ar": 6, "ko": 1, "fr": 2}
