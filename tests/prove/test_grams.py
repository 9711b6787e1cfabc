"""What counts as a sign of a withheld text, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.prove.encoded import readings_of_bytes
from briefing.prove.grams import Needles, Reading

ALLOWED = (
    "The council voted to buy a ferry from the Westport yard.",
    "Wait for the survey of the quay.",
    "Kim Jong Un leads North Korea.",
    "Ask those who know.",
)
WITHHELD = (
    "The yard offered a discount in confidence, if the council signs by Friday.",
    "Vex",
    "Eva Strand",
    "Buy the survey",
    "council",
    "12 000",
    "북한의 지도자 김정은",
    "مدير المصنع",
    "南北首脑会谈",
    "WTO",
    "WHO",
    "Oru.",
    "김민준",
    "이서연 국장",
    "الكيلاني",
    "Korea Leads",
)


def found(text: str, *, flows: bool = False, code: bool = False, encoded: bool = False) -> set[str]:
    needles = Needles.of(WITHHELD, ALLOWED)
    reading = Reading("there", text, flows=flows, code=code, encoded=encoded)
    return {WITHHELD[index] for index in needles.in_reading(reading)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("… yard offered a discount in …", WITHHELD[0]),
        ("THE YARD OFFERED A DISCOUNT IN CONFIDENCE", WITHHELD[0]),
        ("Theyardoffereda discountinconfidence", WITHHELD[0]),
        ("The yard offe-\nred a discount in confi‐\n dence", WITHHELD[0]),
        ("The yard oﬀered a dis\u00adcount in conﬁdence", WITHHELD[0]),
        ("The yard o\ufffdered a discount in con\ufffddence", WITHHELD[0]),
        ("signed by Vex himself", "Vex"),
        ("ask Eva Strand", "Eva Strand"),
        ("STRAND, EVA STRAND", "Eva Strand"),
        ("E v a  S t r a n d", "Eva Strand"),
        ("eva_strand.txt", "Eva Strand"),
        ("buy the survey", "Buy the survey"),
        ("어제 북한의 지도자 김정은 위원장은", "북한의 지도자 김정은"),
        ("قال مدير المصنع", "مدير المصنع"),
        ("قال مُديرُ المصنع", "مدير المصنع"),
        ("عنصملا ريدم لاق", "مدير المصنع"),
        ("关于南北首脑会谈的报告", "南北首脑会谈"),
        ("the WTO says", "WTO"),
        ("the WHO says so", "WHO"),
        ("VEX, BY NAME", "Vex"),
        ("ask Oru today", "Oru."),
        ("EvaStrand.png", "Eva Strand"),
        ("“김민준은 말했다", "김민준"),
        ("이서연 국장이", "이서연 국장"),
        ("والكيلاني قال", "الكيلاني"),
        ("قال للكيلاني", "الكيلاني"),
        ("والكيلاني"[::-1], "الكيلاني"),
    ],
)
def test_a_withheld_text_is_told_however_it_is_written(text: str, told: str) -> None:
    assert told in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council voted to buy a ferry from the yard.",
        "convex, vexed",
        "Strand of Eva",
        "the council",
        "12 000 and 12,000",
        "unlikely, two, wto",
        "who says so",
        "WHO SAYS SO",
        "oru",
        "김민수는 태김민준",
        "Kim Jong Un leads North Korea",
        "",
    ],
)
def test_words_that_may_be_seen_are_no_sign(text: str) -> None:
    assert not found(text)


def test_words_of_neighbours_that_meet_are_no_sign_and_the_same_as_one_text_are() -> None:
    assert "Korea Leads" in found("when Korea Leads said so", flows=True), "a name that stands on one line"
    assert not found("in South Korea\nLeads the way", flows=True)
    assert not found("Korea leads", flows=True)
    assert not found("Whom to buy\nthe survey from", flows=True)
    assert found("buy the survey") == {"Buy the survey"}


def test_what_may_be_no_text_needs_a_longer_word() -> None:
    assert not found("\x00\x8aVex\x07", encoded=True)
    assert found("\x00Eva Strand\x07", encoded=True)


def test_a_word_of_a_style_sheet_is_no_sign() -> None:
    assert not found(".x { vex: 1 }", code=True)
    assert found("/* Eva Strand */", code=True)


sentences = st.lists(
    st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota"]),
    min_size=5,
    max_size=12,
)


@given(st.lists(sentences, min_size=1, max_size=4), st.lists(sentences, min_size=1, max_size=4))
def test_no_allowed_text_is_a_sign_of_another(withheld: list[list[str]], allowed: list[list[str]]) -> None:
    seen = [" ".join(text) for text in allowed]
    needles = Needles.of([" ".join(text) for text in withheld], seen)
    assert not [index for text in seen for index in needles.in_reading(Reading("there", text))]


@given(sentences, st.integers(0, 7))
def test_every_five_words_in_a_row_are_a_sign(text: list[str], start: int) -> None:
    part = text[start : start + 5]
    needles = Needles.of([" ".join(text)], ["omega"])
    if len(part) == 5:
        assert list(needles.in_reading(Reading("there", " ".join(part)))) == [0]


@pytest.mark.parametrize("text", ["Varenne harbour papers", "Гавань Варенн отчёт"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le"])
def test_what_is_no_text_is_searched_in_every_encoding(text: str, encoding: str) -> None:
    needles = Needles.of([text], [])
    data = bytes(range(256)) + text.encode(encoding) + bytes(range(255, -1, -1))
    found = [index for reading in readings_of_bytes("a stream", data) for index in needles.in_reading(reading)]
    assert set(found) == {0}


@pytest.mark.parametrize("secret", ["机密会谈定于周二举行", "秘密の会談", "การประชุมลับ", "会谈录"])
@pytest.mark.parametrize("encoded", [False, True])
def test_what_is_written_without_spaces_is_found_in_what_may_be_no_text_too(secret: str, encoded: bool) -> None:
    needles = Needles.of([secret], ["公开的文字"])
    reading = Reading("a stream", f"x\x00{secret}\x02y", encoded=encoded)
    assert list(needles.in_reading(reading)) == [0]


def test_two_characters_by_chance_are_no_sign_in_what_may_be_no_text() -> None:
    needles = Needles.of(["会谈"], [])
    assert not list(needles.in_reading(Reading("a picture", "会谈", encoded=True)))
    assert list(needles.in_reading(Reading("the page", "会谈"))) == [0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le"])
def test_it_is_found_among_bytes_in_each_encoding(encoding: str) -> None:
    needles = Needles.of(["南北首脑会谈的记录"], [])
    data = b"\x00\x01 stream " + "见首脑会谈的记录".encode(encoding) + b"\xfe\x02"
    hits = {index for reading in readings_of_bytes("bytes", data) for index in needles.in_reading(reading)}
    assert hits == {0}
