"""Wording: words as they count when a text is held against another, whatever its typography.

Quotation marks, dashes, spaces, ligatures, normal forms and the figures of Arabic are made alike; letters, digits, their
case and their order are not. A token remembers where it stands in the text, so that differences can be shown in place.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u2032\uff07`\u00b4"
# Arabic and Persian figures, their separators and their per cent sign: one character each for one of ours.
WESTERN = {ord(zero) + value: str(value) for zero in "\u0660\u06f0" for value in range(10)} | {
    0x066A: "%",
    0x066B: ".",
    0x066C: ",",
}
_SAME = {ord(dash): "-" for dash in _DASHES} | {ord(mark): "'" for mark in _APOSTROPHES} | WESTERN
# Compatibility forms that differ in looks only; superscripts and fractions are figures of their own.
_LOOKS = ("<compat>", "<wide>", "<narrow>", "<noBreak>", "<initial>", "<medial>", "<final>", "<isolated>")
# And what writers of Arabic put in or leave out at will: vowel signs, and the stroke that widens a word.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u061c\u0640\u064b-\u0652\u0670]")
_HARMLESS = dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u2026\u201c\u201d\u201e\u00ab\u00bb"), " ")

# Kana and Han, written without spaces: each sign counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w-])(?<!\d )-(?=\d))?\d+(?:[.,:]\d+)*)"  # 42  3.5  1,000  10:30  -5
    rf"|(?P<word>[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+(?:'[^\W\d_{_UNSPACED}]+)*)"
    r"|(?P<sign>[%\u2030\u20ac$\u00a3\u00a5\u00b0\u00a7&+=<>\u00d7\u00f7\u00b2\u00b3\u00bd\u00bc\u00be])"
)


class Token(NamedTuple):
    """A word, a number or a sign as it counts, and where it stands in the text (start, end, in characters)."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether this is a number in figures."""
        return self.text[-1].isdigit()


def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of a text, in order."""
    alike = text.translate(_SAME)
    if not _is_plain(alike):
        alike, places = _alike(text)
        found = _TOKEN.finditer(alike)
        return tuple(Token(match[0], places[match.start()], places[match.end() - 1] + 1) for match in found)
    return tuple(Token(match[0], *match.span()) for match in _TOKEN.finditer(alike))


def words(text: str) -> tuple[str, ...]:
    """The tokens of a text without their places."""
    return tuple(token.text for token in tokens(text))


def _is_plain(text: str) -> bool:
    """Whether a text holds nothing but characters that stand for themselves, each alone: the common case, fast."""
    return text.isascii() or (
        unicodedata.is_normalized("NFKC", text.translate(_HARMLESS)) and _INVISIBLE.search(text) is None
    )


def _alike(text: str) -> tuple[str, list[int]]:
    """A text with its typography made alike, and for each of its characters the place it had before."""
    characters: list[str] = []
    places: list[int] = []
    for place, cluster in _clusters(text):
        for character in _plain(cluster):
            characters.append(character)
            places.append(place)
    return "".join(characters), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Characters with the marks that combine with them, and where each begins."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not unicodedata.combining(text[index]):
            yield start, text[start:index]
            start = index


def _plain(cluster: str) -> str:
    composed = unicodedata.normalize("NFC", cluster)
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith(_LOOKS) else c
        for c in composed.translate(_SAME)
        if not _INVISIBLE.match(c)
    )
