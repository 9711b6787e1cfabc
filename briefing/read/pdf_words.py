"""The words that the ends of a PDF's lines have broken, mended by what the same text has elsewhere."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_SOFT = "\u00ad"
_SIGN = "\u2010"
_HYPHENS = f"-{_SOFT}{_SIGN}"
_LONGEST_WORD = 80
_FEW = 0.05  # of the lines: so many end in the hyphen of a compound, by chance
_BROKEN_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "et", "ou", "y", "o", "e", "en", "of", "bis"})
_COMPOUNDING = frozenset(
    ("all", "cross", "ex", "far", "half", "high", "ill", "long", "low", "mid", "multi", "non", "one", "self",
     "short", "so", "three", "two", "well")
)  # fmt: skip
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")  # Chinese and Japanese


def is_broken(text: str) -> bool:
    """Whether a line ends in a hyphen, in the middle of a word or of a compound."""
    return text.endswith(tuple(_HYPHENS))


class Mend:
    """Joins the lines of a text, whose paragraphs it is given first.

    The hyphen at a line's end is dropped if the word stands elsewhere in the text without it, and kept if
    it stands elsewhere with it. Else it is kept where the text breaks no words, after a word that makes
    compounds (long-term), before a capital, and between two words that both stand alone elsewhere; and
    dropped if not.
    """

    def __init__(self, parts: Sequence[Sequence[str]]) -> None:
        """Learn the words of the text, and whether it breaks any."""
        lines = [line for part in parts for line in part]
        words = Counter(word for part in parts for word in _whole_words(part))
        halves = [found for pair in pairwise(lines) if (found := _halves(*pair))]
        # Some programs break words with a sign of their own; then a plain hyphen is the word's.
        self._own_sign = any(line[-1] == _SIGN for line in lines) and not any(_SIGN in word for word in words)
        self._breaks = len(halves) >= _FEW * len(lines) or any(words["".join(pair)] for pair in halves)
        self._words = Counter({word.replace(_SIGN, "-"): count for word, count in words.items()})

    def joined(self, lines: Sequence[str]) -> str:
        """Join lines with spaces, save where a word or a chain of signs runs from one to the next."""
        text = lines[0]
        for line in lines[1:]:
            if is_broken(text):
                text = self._mended(text, line)
            else:
                text += line if _runs_into(text, line) else f" {line}"
        return text

    def _mended(self, text: str, line: str) -> str:
        halves = _halves(text, line)
        if text[-1] == _SOFT:
            return text[:-1] + line
        if halves is None:
            return text + line if text[-2:-1].strip() else f"{text} {line}"
        if self._own_sign and text[-1] == _SIGN:
            return text[:-1] + line
        if halves[1] in _SUSPENDED and not self._words["".join(halves)]:
            return f"{text} {line}"
        if self._own_sign:
            return text + line
        return (text if line[0].isupper() or self._keeps_hyphen(*halves) else text[:-1]) + line

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        with_it, without = self._words[f"{first}-{second}"], self._words[first + second]
        if with_it or without:
            return with_it > without
        if not self._breaks or first in _COMPOUNDING or "-" in first:
            return True
        return len(first) > 2 and self._words[first] > 0 and self._words[second] > 0


def _whole_words(lines: Sequence[str]) -> list[str]:
    """List the words of a paragraph's lines, without those that a line's end may have broken."""
    found: list[str] = []
    broken = False
    for line in lines:
        words = _WORD.findall(line.casefold())
        if broken:
            words = words[1:]
        broken = is_broken(line)
        found += words[:-1] if broken else words
    return found


def _halves(text: str, line: str) -> tuple[str, str] | None:
    """Find the two halves of a word that a line's end has broken, if it has."""
    first, second = _BROKEN_WORD.search(text[-_LONGEST_WORD:]), _FIRST_WORD.match(line)
    return (first[1].casefold(), second[0].casefold()) if first and second else None


def _runs_into(text: str, line: str) -> bool:
    """Whether lines join without a space: at a dash or slash that has none, in Chinese and in Japanese."""
    if text[-1] in "–—/":
        return bool(text[-2:-1].strip())
    return _UNSPACED.match(text[-1]) is not None and _UNSPACED.match(line[0]) is not None
