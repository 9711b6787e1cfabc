"""Typography never counts; letters, digits, their case and their order do."""

import unicodedata

import pytest

from briefing.matching.wording import tokens, words


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
        ("3\u202f500 tonnes", "3500 tonnes"),
        ("so\u00ad\n  ft hyphen", "soft hyphen"),
        ("cœur", "coeur"),
        ("Œuvre", "OEuvre"),
        ("Œuvre", "Oeuvre"),
        ("31. 12. 2029", "31.12.2029"),
        ("am 1.\u202f2.\u202f2029.", "am 1.2.2029."),
        ("‘평화 회담’은", "「평화 회담」은"),
        (unicodedata.normalize("NFD", "북측은 답하지 않았다"), "북측은 답하지 않았다"),
        (unicodedata.normalize("NFD", "বাংলাদেশে কোনো"), unicodedata.normalize("NFC", "বাংলাদেশে কোনো")),
        ("CO₂", "CO2"),
        ("le 1ᵉʳ juin", "le 1er juin"),
        ("l’« accord »", "l'accord"),
        ("gas —42 ships", "gas — 42 ships"),
        ("\u202bto\u2066 the left\u2069\u202c", "to the left"),
        ("3\u20444", "3/4"),
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
        ("3\u202f500", "500"),
        ("24/7", "24 7"),
        (".5", "5"),
        ("₩500", "₹500"),
        ("±5", "5"),
        ("कि", "की"),
        ("x\u0302", "x"),
        ("capital", "c\u0430pital"),
        ("31.12.2029", "21.13.2029"),
        ("31.12.2029", "3112.2029"),
        ("1.250.000", "1 250 000"),
        ("n’est", "est"),
        ("Kjær", "Kjaer"),
    ],
)
def test_what_changes_meaning_is_kept_apart(one, other):
    assert words(one) != words(other)


def test_a_token_remembers_where_it_stands():
    text = "The ﬁrst “cafe\u0301” — 42 %."
    assert [text[token.start : token.end] for token in tokens(text)][:2] == ["The", "ﬁrst"]
    assert [token.text for token in tokens(text)] == ["The", "first", "café", "42", "%"]


def test_what_is_cut_off_before_a_vowel_is_a_word_of_its_own():
    assert words("l’accord qu’il n’a pas") == ("l'", "accord", "qu'", "il", "n'", "a", "pas")
    assert words("She’s Anna's ‘section d’ of it") == ("She's", "Anna's", "section", "d", "of", "it")


def test_arabic_vowel_signs_and_widened_words_are_typography():
    assert words("مُحَمَّدٌ كتـــاب") == words("محمد كتاب") == ("محمد", "كتاب")


def test_arabic_figures_are_figures():
    assert words("١٢٫٥ و ۷٪") == words("12.5 و 7%")


def test_korean_quotation_marks_are_quotation_marks():
    assert words("「우리는 이 배를」") == words("“우리는 이 배를”")
