"""Typography never counts; letters, digits, their case and their order do."""

import pytest

from briefing.wording import tokens, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s a ‘visit’”", "\"It's a 'visit'\""),
        ("Russia — the largest", "Russia -- the largest"),
        ("Russia—the largest", "Russia – the largest"),
        ("three‑sided", "three-sided"),
        ("the ﬁrst eﬀort", "the first effort"),
        ("cafe\u0301", "café"),
        ("42\u00a0%", "42%"),
        ("a\u202fthin\u2009space", "a thin space"),
        ("so\u00adft hyphen", "soft hyphen"),
        ("Ｆｕｌｌ ｗｉｄｔｈ １２", "Full width 12"),
        ("2019–2021", "2019-2021"),
        ("a\nnew   line", "a new line"),
    ],
)
def test_typography_is_made_alike(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("42", "24"),
        ("3.5", "35"),
        ("1,000", "1.000"),
        ("Us", "US"),
        ("x²", "x2"),
        ("½", "1/2"),
        ("café", "cafe"),
        ("a b", "b a"),
        ("-5 degrees", "5 degrees"),
        ("42 %", "42"),
    ],
)
def test_what_changes_meaning_is_kept_apart(one, other):
    assert words(one) != words(other)


def test_a_token_remembers_where_it_stands():
    text = "The ﬁrst “cafe\u0301” — 42 %."
    assert [text[token.start : token.end] for token in tokens(text)][:2] == ["The", "ﬁrst"]
    assert [token.text for token in tokens(text)] == ["The", "first", "café", "42", "%"]


def test_arabic_vowel_signs_and_widened_words_are_typography() -> None:
    assert words("مُحَمَّدٌ كتـــاب") == words("محمد كتاب") == ("محمد", "كتاب")


def test_arabic_figures_are_figures() -> None:
    assert words("١٢٫٥ و۷٪") == words("12.5 و7%")


def test_korean_quotation_marks_are_quotation_marks() -> None:
    assert words("「우리는 이 배를」") == words("“우리는 이 배를”")
