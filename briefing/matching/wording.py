"""Wording: words as they count when a text is held against another, whatever its typography.

Quotation marks, dashes, spaces, ligatures and Unicode normal forms are made alike; letters, digits, their case and
their order are not. A token remembers where it stands in the text, so that differences can be shown in place.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# A long dash is no minus: it stands between words, as a space does.
_DASHES = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u2032\uff07`\u00b4"
# Arabic and Persian figures, their separators and their per cent sign: one character each for one of ours.
WESTERN = {ord(zero) + value: str(value) for zero in "\u0660\u06f0" for value in range(10)} | {
    0x066A: "%",
    0x066B: ".",
    0x066C: ",",
}
_SAME = (
    {ord(dash): "-" for dash in _DASHES} | {ord(mark): "'" for mark in _APOSTROPHES} | {ord("\u2044"): "/"} | WESTERN
)
# Compatibility forms that differ in looks only; superscripts and fractions are figures of their own.
_LOOKS = ("<compat>", "<wide>", "<narrow>", "<noBreak>", "<initial>", "<medial>", "<final>", "<isolated>", "<sub>")
# What Unicode composes with the character before it though it is no combining mark: vowels of Hangul and Indic scripts.
_JOINING = frozenset(
    [chr(jamo) for jamo in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))]
    + list("\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e")
)
_LIGATURES = {"\u0153": "oe", "\u0152": "Oe"}  # the two that Unicode calls ligatures and does not take apart
# Soft hyphens, joiners, marks of direction, variants of a character; the Arabic stretching stroke and vowel signs.
_ARABIC = "\u061c\u0640\u064b-\u0652\u0670"
_UNSEEN = (
    "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb" + _ARABIC
)
_CAPITAL_LIGATURE = re.compile(r"OE(?=[^\W\d_A-Z\u00c0-\u00de])")  # OEuvre is Oeuvre, and Œuvre
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_BROKEN = re.compile(r"\u00ad\s*\n\s*")  # a word divided at the end of a line
_HARMLESS = dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u2026\u201c\u201d\u201e\u00ab\u00bb"), " ")

# Kana, Han, Thai, Lao, Burmese and Khmer, written without spaces: each sign counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1780-\u17d3"


def _marks() -> str:
    """The marks that stand on or beside a letter and belong to it, as a class of characters without brackets."""
    # Among Han, Hangul, surrogates and private characters there are none, and to look costs a start 10 ms.
    blocks = (range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0xFFFF))
    marks = [c for block in blocks for c in map(chr, block) if unicodedata.category(c) in {"Mn", "Mc", "Me"}]
    kept = [mark for mark in marks if not _INVISIBLE.match(mark)]
    runs: list[list[str]] = []
    for mark in kept:
        if runs and ord(mark) == ord(runs[-1][1]) + 1:
            runs[-1][1] = mark
        else:
            runs.append([mark, mark])
    return "".join(first if first == last else f"{first}-{last}" for first, last in runs)


_MARK = f"[{_marks()}]"
_LETTERS = rf"[^\W\d_{_UNSPACED}]+(?:{_MARK}+[^\W\d_{_UNSPACED}]*)*"
_ELIDED = "[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|all|dall|dell|nell|sull"
_GROUPED = re.compile(r"\d\s+\d{3}")

# In Korean there are no apostrophes: what looks like one closes a quotation, and a particle follows at once.
_WORD = rf"[{_UNSPACED}]{_MARK}*|{_LETTERS}(?:(?<![\uac00-\ud7a3])'{_LETTERS})*"
# What is cut off before a vowel is a word of its own: “accord” can be quoted from “l’accord”.
_CUT_OFF = rf"(?<![^\W\d_])(?:{_ELIDED})'(?=(?:[\"“„']|[«‹]\s?)?[^\W\d_])"
_NUMBER = (
    r"(?:(?<![\w-])(?<!\d )-(?=\.?\d)|(?=[\d.]))(?:(?<![\w.,])\.(?=\d))?"
    # A date in figures is three numbers, with spaces or without: 31.12.2029, 31. 12. 2029.
    r"(?:\d{1,2}(?=\.\d{1,2}\.\d{4}(?![.,]?\d))|(?<=\d\.)\d{1,2}(?=\.\d{4}(?![.,]?\d))"
    r"|(?:\d{1,3}(?:\s+\d{3})+(?!\d)|\d+)(?:[.,:]\d+)*)"  # 42  3.5  1,000  10 000  10:30  -5  .5
)
_SIGN = (
    r"[%\u2030\u2031\u00a2-\u00a5$\u20a0-\u20cf\u00b0\u00a7&+=<>~\u00b1\u00d7\u00f7\u00b2\u00b3\u00bd\u00bc\u00be]"
    r"|[\u2200-\u2211\u2213-\u22ee]|(?<=\d)/(?=\d)"
)
_TOKEN = re.compile(f"{_WORD}|{_NUMBER}|{_SIGN}")
_TOKEN_OR_CUT_OFF = re.compile(f"(?i:{_CUT_OFF})|{_TOKEN.pattern}")
_HAS_CUT_OFF = re.compile(_CUT_OFF, re.IGNORECASE)


class Token(NamedTuple):
    """A word, a number or a sign as it counts, and where it stands in the text (start, end, in characters)."""

    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of a text, in order."""
    alike, places = text.translate(_SAME), None
    if not _is_plain(alike):
        alike, places = _alike(text)
    if "OE" in alike:
        alike = _CAPITAL_LIGATURE.sub("Oe", alike)
    pattern = _TOKEN_OR_CUT_OFF if "'" in alike and _HAS_CUT_OFF.search(alike) else _TOKEN
    found = [Token(match[0], *match.span()) for match in pattern.finditer(alike)]
    if _GROUPED.search(alike):
        found = [Token("".join(token.text.split()), token.start, token.end) for token in found]
    if places is not None:
        found = [Token(token.text, places[token.start][0], places[token.end - 1][1]) for token in found]
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """The tokens of a text without their places."""
    return tuple(token.text for token in tokens(text))


def _is_plain(text: str) -> bool:
    """Whether a text holds nothing but characters that stand for themselves, each alone: the common case, fast."""
    return text.isascii() or (
        unicodedata.is_normalized("NFKC", text.translate(_HARMLESS))
        and _INVISIBLE.search(text) is None
        and not any(ligature in text for ligature in _LIGATURES)
    )


def _alike(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text with its typography made alike, and for each of its characters where it began and ended before."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    broken = {place for match in _BROKEN.finditer(text) for place in range(*match.span())}
    for place, cluster in _clusters(text):
        if place not in broken:
            plain = _plain(cluster)
            characters += plain
            places += [(place, place + len(cluster))] * len(plain)
    return "".join(characters), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Characters with what combines with them (marks, and the letters of a Korean syllable), and where each begins."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not (unicodedata.combining(text[index]) or text[index] in _JOINING):
            yield start, text[start:index]
            start = index


def _plain(cluster: str) -> str:
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", cluster)).translate(_SAME)
    # Compatibility forms may leave a letter and its mark apart.
    return unicodedata.normalize("NFC", "".join(_look(character) for character in composed))


def _look(character: str) -> str:
    """What a character is apart from its looks."""
    form = unicodedata.decomposition(character)
    if form.startswith(_LOOKS) or (form.startswith("<super>") and _is_letter(character)):
        return unicodedata.normalize("NFKC", character)
    return _LIGATURES.get(character, character)


def _is_letter(character: str) -> bool:
    """Whether a raised sign is a letter, as in 1ᵉʳ; a raised figure is another figure."""
    plain = unicodedata.normalize("NFKC", character)
    return len(plain) == 1 and plain.isalpha()
