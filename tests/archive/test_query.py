"""What was typed becomes what is sought, in any script, and nothing that can be typed is refused."""

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.archive.query import Query
from briefing.archive.terms import terms


def found(typed: str | list[str], text: str) -> list[str] | None:
    spans = Query.parse([typed] if isinstance(typed, str) else typed).spans([text])
    return None if spans is None else [text[start:end] for start, end in spans[0]]


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("AMMUNITION", "Shells and ammunition.", ["ammunition"]),
        ("ammun*", "Ammunition, and ammunitions", ["Ammunition", "ammunitions"]),
        ("ammun", "Ammunition", None),
        ('"closely guarded"', "It is closely  guarded.", ["closely  guarded"]),
        ("closely guarded", "It is closely guarded.", ["closely guarded"]),
        ("closely guarded", "guarded closely", None),
        ("«closely guarded» it", "It is closely guarded.", ["It", "closely guarded"]),
        ("Kim's", "Kim’s word", ["Kim’s"]),
        ("Oresund", "the Øresund", ["Øresund"]),
        ("Lodz", "in Łódź", ["Łódź"]),
        ("naïve", "a nai\u0308ve plan", ["nai\u0308ve"]),
        ("strasse", "Straße", ["Straße"]),
        ("fine", "a ﬁne day", ["ﬁne"]),
        ("ЁЛКА", "елка", ["елка"]),
        ("ΣΟΦΟΣ", "ο σοφός", ["σοφός"]),
        ("1,000", "some 1000 shells", ["1000"]),
        ("1000", "some 1,000 shells", ["1,000"]),
        ("10000", "some 10\u202f000 shells", ["10\u202f000"]),
        ("9.50", "it cost 9.50", ["9.50"]),
        ("9.50", "it cost 9.51", None),
        ("123", "١٢٣", ["١٢٣"]),
        ("회담", "정상회담에서", ["회담"]),
        ("정상 회담", "정상회담에서", ["정상회담"]),
        ("회담", "\u1112\u116c\u1103\u1161\u11b7", ["\u1112\u116c\u1103\u1161\u11b7"]),
        ("北京", "在北京的会议", ["北京"]),
        ("京北", "在北京的会议", None),
        ("カタ", "ｶﾀｶﾅ", ["ｶﾀ"]),
        ("ガ", "ｶﾞ", ["ｶﾞ"]),
        ("カ", "ガス", None),
        ("كتاب", "كِتَابـــٌ", ["كِتَابـــٌ"]),
        ("اسلحة", "أسلحة", ["أسلحة"]),
        ("שלום", "שָׁלוֹם", ["שָׁלוֹם"]),
        ("सरकार", "सरकार ने", ["सरकार"]),
        ("สงคราม", "เกิดสงครามขึ้น", ["สงคราม"]),
        ("co\u00adoperation", "cooperation", ["cooperation"]),
    ],
)
def test_words_are_found_whatever_their_script_case_accents_and_typography(
    typed: str, text: str, expected: list[str] | None
) -> None:
    assert found(typed, text) == expected


def test_all_words_must_stand_there_in_any_order_and_any_text() -> None:
    query = Query.parse(["shells", "food"])
    assert query.spans(["Food first.", "Then shells."]) == (((0, 4),), ((5, 11),))
    assert query.spans(["Food first."]) is None


def test_what_touches_is_lit_as_one() -> None:
    assert found(["closely", '"closely guarded"', "guarded*"], "closely guarded") == ["closely guarded"]


@pytest.mark.parametrize("typed", ["", '"', "*", "“”", "- -- ()", "\x00", "...", "_"])
def test_what_holds_no_word_is_an_empty_query(typed: str) -> None:
    assert Query.parse([typed]).is_empty


@given(st.lists(st.text(max_size=30) | st.sampled_from(['"', "NEAR(", "a AND", "col:x", "^x", "x NOT y*", "{a b}:"])))
def test_whatever_is_typed_is_no_error_of_syntax_for_sqlite(typed: list[str]) -> None:
    query = Query.parse(typed)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE word USING fts5(terms, tokenize='ascii')")
        if not query.is_empty:
            connection.execute("SELECT rowid FROM word WHERE word MATCH ?", (query.as_match(),)).fetchall()


@given(st.text(max_size=60))
def test_terms_stand_in_order_in_the_text_and_are_the_same_when_folded_again(text: str) -> None:
    there = terms(text)
    assert all(0 <= one.start < one.end <= len(text) for one in there)
    assert all(one.start <= next_.start for one, next_ in pairwise(there))
    assert all("".join(again.text for again in terms(one.text)) == one.text for one in there)


@given(st.text(max_size=60))
def test_a_text_finds_itself(text: str) -> None:
    query = Query.parse([f'"{text}"'])
    assert query.is_empty or query.spans([text]) is not None or '"' in text
