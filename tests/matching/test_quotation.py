"""What is only typography never alarms; what changes meaning always does."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.matching.quotation import Difference, Wording
from briefing.model.article import Article, number

PARAGRAPHS = [
    "The ministers met in Tallinn on Tuesday — their first meeting since 2019 — and agreed “in principle” on gas.",
    "“We will not close the terminal,” said Anna Karu, the energy minister. “It carries 42 % of our gas, and "
    "[the port] can’t be replaced before 2027.”",
    "Analysts disagree. Closing the terminal would cost €3.5 billion, the Baltic Institute estimates, but its "
    "director, Jaan Tamm, calls the figure “a floor, not a ceiling.”",
    "No decision is expected before the spring. The ministers will meet again in March.",
]


@pytest.fixture(scope="module")
def wording():
    return Wording(Article("A", number((text, False) for text in PARAGRAPHS), ""))


@pytest.mark.parametrize(
    ("quotation", "paragraphs"),
    [
        ("We will not close the terminal", (2,)),
        ('"We will not close the terminal," said Anna Karu', (2,)),
        ("their first meeting since 2019 -- and agreed 'in principle' on gas.", (1,)),
        ("It carries 42% of our gas, and [the port] can't be replaced", (2,)),
        ("It carries 42 % of our gas, and [Paldiski] can’t be replaced", (2,)),
        ("it carries 42 % of our gas", (2,)),
        ("a floor, not a ceiling", (3,)),
        ("We will not close the terminal … It carries 42 % of our gas", (2, 2)),
        ("Analysts disagree. […] No decision is expected before the spring.", (3, 4)),
        ("The ministers will meet [once more] in March", (4,)),
        ("[T]he terminal would cost €3.5 billion", (3,)),
    ],
)
def test_true_quotations_are_found(wording, quotation, paragraphs):
    assert paragraphs in [found.paragraphs for found in wording.find(quotation)]


@pytest.mark.parametrize(
    "quotation",
    [
        "We will close the terminal",
        "We will [soon] close the terminal",
        "It carries 24 % of our gas",
        "It carries 42 of our gas",
        "a ceiling, not a floor",
        "said Anna Kuru, the energy minister",
        "It carries 42 % of our gas … We will not close the terminal",
        "The ministers met in Tallinn … No decision is expected",
        "would cost €3.5 million",
        "We will not [ever] reopen the terminal",
        "Closing THE terminal",
        "[only an insertion]",
        "",
    ],
)
def test_misquotations_are_not_found(wording, quotation):
    assert wording.find(quotation) == ()


@pytest.mark.parametrize(
    ("quotation", "paragraph", "difference"),
    [
        ("It carries 24 % of our gas", 2, Difference("42", "24")),
        ("We will close the terminal", 2, Difference("not", "")),
        ("Closing the terminal would really cost €3.5 billion", 3, Difference("", "really")),
        ("The ministers met in Riga on Tuesday", 1, Difference("Tallinn", "Riga")),
    ],
)
def test_the_nearest_passage_shows_the_words_that_differ(wording, quotation, paragraph, difference):
    near = wording.nearest(quotation)
    assert (near.paragraph, near.differences) == (paragraph, (difference,))
    assert difference.article in near.passage


def test_nothing_is_near_to_words_that_the_article_does_not_have(wording):
    assert wording.nearest("zebras xylophone") is None


def test_parts_in_the_wrong_order_are_told_apart_from_parts_that_are_not_there(wording):
    assert wording.has_parts_apart("It carries 42 % … We will not close the terminal") == (2, 2)
    assert wording.has_parts_apart("It carries 24 % … We will not close the terminal") == ()


CURLY = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "—": "–", " ": "\u00a0"})


@given(st.integers(0, 3), st.integers(0, 12), st.integers(2, 15), st.booleans(), st.randoms(use_true_random=False))
def test_any_run_of_words_is_found_and_any_changed_word_is_not(wording, paragraph, first, length, retyped, chance):
    words = PARAGRAPHS[paragraph].split(" ")
    chosen = [word for word in words[first : first + length] if word != "—"]
    if not any(char.isalnum() for char in "".join(chosen)):
        return
    quotation = " ".join(words[first : first + length])
    # A bracket left half open is no editor's insertion, and stays what it is: punctuation.
    assert wording.find(quotation.translate(CURLY) if retyped else quotation)
    changed = _with_a_word_changed(chosen, chance)
    if changed:
        assert not wording.find(changed)


def _with_a_word_changed(words: list[str], chance: random.Random) -> str:
    candidates = [i for i, word in enumerate(words) if word.isalpha() and len(word) > 3]
    if not candidates:
        return ""
    at = chance.choice(candidates)
    return " ".join([*words[:at], "zebra" + words[at], *words[at + 1 :]])


def test_scripts_without_spaces_are_quoted_sign_by_sign():
    wording = Wording(Article("A", number([("大臣は「港を閉めない」と述べた。", False)]), ""))
    assert wording.find("港を閉めない")
    assert not wording.find("港を閉める")


EVASIONS = [
    "The quay had a crane until May. The hall had no heating for a week, and the crew can not sail; the rest can sail.",
    "No fewer than three of the five pumps failed. Flow is less than 60 per cent, and few engineers stayed here.",
    "لن نقبل أي تخفيض؟ الاتفاق غير ملزم، وليس لدينا مال. هل نوقّع؟ لا نوقّع.",
    "합의는 아직 없다. 북측은 답하지 않았고 우리는 기다린다.",
]


@pytest.mark.parametrize(
    ("quotation", "left_out"),
    [
        ("had … heating for a week", "no"),
        ("the crew can … sail", "not"),
        ("fewer than three of the five pumps failed", "No"),
        ("Flow is … 60 per cent", "less than"),
        ("and … engineers stayed here", "few"),
        ("Engineers stayed here", "few"),
        ("الاتفاق … ملزم", "غير"),
        ("الاتفاق غير ملزم … لدينا مال", "وليس"),
        ("북측은 답하지 … 우리는 기다린다", "않았고"),
    ],
)
def test_what_turns_the_meaning_round_is_not_left_out_and_nothing_further_off_covers_for_it(quotation, left_out):
    wording = Wording(Article("A", number((text, False) for text in EVASIONS), ""))
    assert wording.find(quotation) == ()
    near = wording.left_out(quotation)
    assert near
    assert near.differences[0].article == left_out


@pytest.mark.parametrize(
    "quotation",
    [
        "The quay had a crane … The hall had no heating",
        "the crew can not sail … the rest can sail",
        "Flow is less than 60 per cent … few engineers stayed",
        "no fewer than three of the five pumps",
        "لن نقبل أي تخفيض؟ … هل نوقّع؟",
        "합의는 아직 없다 … 우리는 기다린다",
    ],
)
def test_what_leaves_the_meaning_as_it_is_may_be_left_out(quotation):
    wording = Wording(Article("A", number((text, False) for text in EVASIONS), ""))
    assert wording.find(quotation)
