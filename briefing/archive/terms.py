"""Terms: the words of a text as they count when somebody looks for them.

Case, accents, ligatures, Arabic vowel signs and the stretching stroke, and the look of figures count for nothing. Where
words are written without spaces, or grow endings (Chinese, Japanese, Thai, Korean and their like), each sign is a term,
so that a word is found inside a longer one.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Term(NamedTuple):
    """A word or sign as it counts, and where it stands in the text (start, end, in characters)."""

    text: str
    start: int
    end: int


def _runs_of_marks() -> str:
    """The marks that belong to the letter before, without those that are passed over, as a class without brackets."""
    points = (point for point in range(0x0483, 0xABFF) if unicodedata.category(chr(point)) in {"Mn", "Mc"})
    return "".join(map(chr, points))


# Kana, Han and Hangul; Thai, Lao, Burmese and Khmer.
_SIGN = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a\u103f\u1050-\u1055"
    "\u1780-\u17b3\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\U00020000-\U0003ffff"
)
# Marks over and under letters, Hebrew points, Arabic vowel signs and stroke, what has no width.
_PASSED_OVER = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u00ad"
    "\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_LETTERS = {ord(special): plain for special, plain in {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}.items()}
_NARROW = "\u2009"
_NO_BREAK = frozenset("\u00a0\u202f\u2009")
"""Spaces that hold together: between figures they set thousands apart, as a comma does."""
_MARK = f"[{_runs_of_marks()}]"
_TERM = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:[,{_NARROW}]\d{{3}})+(?!\d)|[{_SIGN}]{_MARK}*|(?![{_SIGN}_])\w(?:(?![{_SIGN}_])\w|{_MARK})*"
)
_GROUPING = re.compile(f"[,{_NARROW}]")


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[Term, ...]:
    """The terms of a text, in order."""
    if text.isascii():
        return tuple(Term(_GROUPING.sub("", found[0]), *found.span()) for found in _TERM.finditer(text.casefold()))
    folded, places = _folded(text)
    return tuple(
        Term(_GROUPING.sub("", found[0]), places[found.start()][0], places[found.end() - 1][1])
        for found in _TERM.finditer(folded)
    )


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without what does not count, and for each of its characters where it stood before."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _belongs_to_the_one_before(text[index]):
            plain = _plain(text[start:index])
            characters += plain
            places += [(start, index)] * len(plain)
            start = index
    return "".join(characters), places


@lru_cache(maxsize=4096)
def _belongs_to_the_one_before(character: str) -> bool:
    """Whether it is a mark, has no width, or is a later letter of a Korean syllable written letter by letter."""
    return (
        unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
        or character in "\u0640\uff9e\uff9f"
        or "\u1160" <= character <= "\u11ff"
    )


@lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    """A character without its marks and its case; figures of any script as ours."""
    if cluster in _NO_BREAK:
        return _NARROW
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", cluster).casefold()).casefold()
    bare = unicodedata.normalize("NFC", _PASSED_OVER.sub("", apart)).translate(_LETTERS)
    return "".join(str(unicodedata.decimal(character, character)) for character in bare)
