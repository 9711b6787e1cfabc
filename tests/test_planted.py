"""What is only typography never alarms; what changes meaning always does: misquotes planted in three articles."""

import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.checking.check import check
from briefing.evidence import wording_of
from briefing.model.brief import Brief
from briefing.model.house import House
from briefing.model.problem import Places, Problem
from briefing.model.summary import Summary
from briefing.read import read

FOLDER = Path(__file__).parent / "articles" / "planted"
NAMES = ("grain-tariff", "eau-de-la-varenne", "skerrow-light")
QUOTING = {"E101", "E102", "E103"}
HOUSE = House.model_validate({"organisation": "O", "audiences": {"all": {"title": "All", "ceiling": "TLP:RED"}}})


@cache
def article(name: str):
    return read("A", FOLDER / f"{name}.txt")


@cache
def table(name: str) -> dict:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def problems_of(name: str, quotation: str, paragraph: int | str) -> list[Problem]:
    """What `check` finds wrong with a quotation of the article."""
    quote = {"text": quotation, "cites": [f"A{paragraph}"]}
    summary = {
        "title": "T",
        "date": "2026-01-01",
        "marking": "TLP:CLEAR",
        "articles": {"A": {"file": f"{name}.txt"}},
        "expert_views": [{"expert": "Somebody", "cites": [f"A{paragraph}"], "quotes": [quote]}],
    }
    brief = Brief("b", Summary.model_validate(summary), {"A": article(name)}, HOUSE, Places(Path("brief.yaml")))
    return [problem for problem in check(brief) if problem.code in QUOTING]


TRUE = [(name, *row) for name in NAMES for row in table(name)["stands"]]
PLANTED = [(name, kind, *row) for name in NAMES for kind, row in table(name)["planted"].items()]


@pytest.mark.parametrize(("name", "quotation", "paragraph"), TRUE)
def test_a_true_quotation_is_silent(name, quotation, paragraph):
    assert problems_of(name, quotation, paragraph) == []


@pytest.mark.parametrize(
    ("name", "kind", "quotation", "cites", "code", "shown", "there", "here"),
    PLANTED,
    ids=[f"{name}: {kind}" for name, kind, *_ in PLANTED],
)
def test_a_planted_misquote_is_an_error(name, kind, quotation, cites, code, shown, there, here):
    (problem,) = problems_of(name, quotation, cites)
    assert problem.is_error
    assert problem.code == code, problem
    message = with_spaces(" ")(as_composed(problem.message))
    assert not shown or re.search(rf"\bA{shown}\b", f"{message} {problem.hint}"), problem
    assert there in message, message
    assert here in message, message
    assert problem.hint


def with_other_marks(text: str) -> str:
    return text.translate(str.maketrans({"“": "«", "”": "»", "‘": "‹", '"': "„"}))


def with_straight_marks(text: str) -> str:
    return text.translate(str.maketrans("“”‘’«»", '""\'\'""'))


def with_curly_apostrophes(text: str) -> str:
    return text.replace("'", "\u2019").replace("‘", "\u201b")


def with_other_dashes(text: str) -> str:
    return re.sub(r"(?<=\w)[-\u2011](?=[^\W\d])", "\u2010", text).replace("—", "–")


def with_minus_signs(text: str) -> str:
    return re.sub(r"(?<= )-(?=\d)", "\u2212", text)


def with_ligatures(text: str) -> str:
    return text.replace("ffi", "\ufb03").replace("fi", "\ufb01").replace("fl", "\ufb02").replace("st", "\ufb06")


def with_oe_apart(text: str) -> str:
    return text.replace("œ", "oe").replace("Œ", "Oe")


def with_spaces(space: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        return re.sub(r"\s+", space, text)

    change.__name__ = f"with_{unicodedata.name(space[0], 'line_break')}".replace(" ", "_").lower()
    return change


def with_soft_hyphens(text: str) -> str:
    return re.sub(r"(?<=[^\W\d]{3})(?=[^\W\d]{3})", "\u00ad", text)


def with_a_divided_word(text: str) -> str:
    return re.sub(r"(?<=[^\W\d]{3})(?=[^\W\d]{3})", "\u00ad\n  ", text, count=1)


def with_unseen_marks(text: str) -> str:
    return (
        "\u202b\ufeff" + re.sub(r"(?<=[^\W\d])(?=[^\W\d])", "\u200b", text, count=3).replace(" ", "\u200f ") + "\u202c"
    )


def with_full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def with_the_first_letter_in_the_other_case(text: str) -> str:
    at = next(index for index, char in enumerate(text) if char.isalnum())
    return text[:at] + text[at].swapcase() + text[at + 1 :]


def in_marks_of_its_own(text: str) -> str:
    return f"«\u202f{text}.\u202f»"


def as_decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def as_composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def with_dots(text: str) -> str:
    return text.replace("[…]", "...").replace(" … ", " . . . ")


TYPOGRAPHY = (
    with_other_marks,
    with_straight_marks,
    with_curly_apostrophes,
    with_other_dashes,
    with_minus_signs,
    with_ligatures,
    with_oe_apart,
    *map(with_spaces, ("\u00a0", "\u2009", "\u202f", "\u3000", "\n", "\t ", "\r\n")),
    with_soft_hyphens,
    with_a_divided_word,
    with_unseen_marks,
    with_full_width,
    with_the_first_letter_in_the_other_case,
    in_marks_of_its_own,
    as_decomposed,
    as_composed,
    with_dots,
)


@pytest.mark.parametrize("change", TYPOGRAPHY, ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_typography_is_silent(name, change):
    quotations = [(quotation, paragraph) for of, quotation, paragraph in TRUE if of == name]
    changed = [(change(quotation), paragraph) for quotation, paragraph in quotations]
    assert [found for one in changed for found in problems_of(name, *one)] == []


# Any span, any edit

WORD = re.compile(r"[^\W\d_]{4,}")


@st.composite
def spans(draw) -> tuple[str, int, str]:
    """An article, one of its paragraphs, and a run of its words, from one space to another."""
    name = draw(st.sampled_from(NAMES))
    paragraph = draw(st.integers(1, len(article(name).paragraphs)))
    words = article(name).paragraphs[paragraph - 1].text.split(" ")
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first + 1, len(words)))
    return name, paragraph, " ".join(words[first:last])


def another_word(text: str, chance: random.Random) -> str:
    return _replaced(WORD, text, chance, lambda word: word + "x")


def a_letter_less(text: str, chance: random.Random) -> str:
    return _replaced(WORD, text, chance, lambda word: word[:2] + word[3:])


def a_capital_inside(text: str, chance: random.Random) -> str:
    return _replaced(WORD, text, chance, lambda word: word[:2] + word[2:].swapcase())


def another_digit(text: str, chance: random.Random) -> str:
    return _replaced(re.compile(r"\d"), text, chance, lambda digit: str((int(digit) + chance.randint(1, 9)) % 10))


def a_strange_letter(text: str, chance: random.Random) -> str:
    return _replaced(re.compile("[aeop]"), text, chance, lambda c: "\u0430\u0435\u043e\u0440"["aeop".index(c)])


def an_inserted_not(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    at = chance.randint(1, len(words))
    return " ".join([*words[:at], chance.choice(["not", "[not]", "never", "ne", "[jamais]"]), *words[at:]])


def a_doubled_word(text: str, chance: random.Random) -> str:
    return _replaced(WORD, text, chance, lambda word: f"{word} {word}")


def a_dropped_negation(text: str, chance: random.Random) -> str:
    # At either end a shorter quotation is left, which stands.
    return re.sub(r"(?<=[^\W\d] )(not|never|no|ne|pas|jamais|ni) (?=[^\W\d])", "", text, count=1)


def a_negation_left_out(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=[^\W\d] )(not|never|no|ne|pas|jamais|ni) (?=[^\W\d])", "… ", text, count=1)


def _replaced(pattern: re.Pattern[str], text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    places = list(pattern.finditer(text))
    if not places:
        return text
    match = chance.choice(places)
    return text[: match.start()] + change(match[0]) + text[match.end() :]


MEANING = (
    another_word,
    a_letter_less,
    a_capital_inside,
    another_digit,
    a_strange_letter,
    an_inserted_not,
    a_doubled_word,
    a_dropped_negation,
    a_negation_left_out,
)


def stands(name: str, text: str) -> bool:
    return bool(wording_of(article(name)).find(text))


def has_words(text: str) -> bool:
    return any(char.isalnum() for char in text) and "…" not in text


@given(spans(), st.sampled_from(TYPOGRAPHY))
def test_any_span_is_found_in_any_typography(span, change):
    name, paragraph, text = span
    if has_words(text) and not (change is with_the_first_letter_in_the_other_case and begins_small(text)):
        assert problems_of(name, change(text), paragraph) == []


def begins_small(text: str) -> bool:
    """Whether a text would be made a sentence by a capital, which is no mere typography behind a “not”."""
    return next(char for char in text if char.isalnum()).islower()


@given(spans(), st.sampled_from(MEANING), st.randoms(use_true_random=False))
def test_any_edit_that_changes_the_meaning_alarms(span, edit, chance):
    name, paragraph, text = span
    edited = edit(text, chance)
    # What is left may be true: “September not” stands in “28 September, not on 21 September”.
    if has_words(text) and edited != text and not stands(name, edited):
        assert [problem.code for problem in problems_of(name, edited, paragraph)] == ["E101"], edited


def test_an_edit_is_seldom_true_by_chance():
    chance, kept, tried = random.Random(1), 0, 0  # noqa: S311 (words, no secrets)
    for name in NAMES:
        for block in article(name).paragraphs:
            for edit in MEANING:
                edited = edit(block.text, chance)
                tried += edited != block.text
                kept += edited != block.text and stands(name, edited)
    assert tried > 400
    assert kept == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_table_covers_what_can_be_done_to_a_quotation(name):
    assert len(article(name).paragraphs) >= 25
    assert len(table(name)["planted"]) >= 35
