"""Hyphenation patterns, taken apart one by one as words ask for them: most of a dictionary is never asked for.

Pyphen takes all patterns of a language apart before it divides the first word, which is a thirtieth of a build. What
comes out here is the same; it was held against Pyphen 0.18, and any other is left as it is.
"""

import re
from pathlib import Path
from typing import Any

import pyphen

_PROVEN = ("0.18.",)
_DIGITS = re.compile(r"\d+")
_TELLING = re.compile(r"^.*[^\D0].*$", re.MULTILINE)  # a pattern of zeros alone says nothing
Pattern = tuple[int, tuple[int, ...]]


def quicken() -> None:
    """Let Pyphen read its dictionaries so, in this process."""
    if pyphen.__version__.startswith(_PROVEN):
        pyphen.HyphDict = Patterns


class Patterns(pyphen.HyphDict):  # type: ignore[misc]
    """The patterns of a dictionary (`hyph_*.dic`)."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            encoding = file.readline().decode().strip()
        text = path.read_text("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)
        text = pyphen.parse_hex(_character, text.partition("\n")[2])
        lines = [line for line in map(str.strip, _TELLING.findall(text)) if not line.startswith(pyphen.ignored)]
        bare = map(_bare, lines) if "/" in text else lines
        letters = _DIGITS.sub("", "\n".join(bare)).split("\n")
        self.patterns: dict[str, str | Pattern] = dict(zip(letters, lines, strict=True))
        self.maxlen = max(map(len, self.patterns), default=0)
        self.cache: dict[str, list[Any]] = {}

    def positions(self, word: str) -> list[Any]:
        """Where a word can be divided, as Pyphen says it."""
        word = word.lower()
        points = self.cache.get(word)
        if points is None:
            points = self.cache[word] = self._positions(f".{word}.")
        return points

    def _positions(self, word: str) -> list[Any]:
        patterns, end = self.patterns, len(word)
        weights: list[int] = [0] * (end + 1)
        for start in range(end - 1):
            for stop in range(start + 1, min(start + self.maxlen, end) + 1):
                pattern = patterns.get(word[start:stop])
                if pattern is None:
                    continue
                if isinstance(pattern, str):
                    pattern = patterns[word[start:stop]] = _apart(pattern)
                at, values = pattern
                at += start
                for value in values:
                    # Where they are equal it is the later one, for it may carry another spelling.
                    weights[at] = max(value, weights[at])
                    at += 1
        return [pyphen.DataInt(at - 1, reference=weight) for at, weight in enumerate(weights) if weight % 2]


def _bare(line: str) -> str:
    """A pattern without the other spelling that it may ask for."""
    return line.split("/", 1)[0] if "/" in line and "=" in line else line


def _character(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


def _apart(line: str) -> Pattern:
    """Where the weights of a pattern begin, and the weights."""
    bare = _bare(line)
    weight = int if bare == line else pyphen.AlternativeParser(bare, line.split("/", 1)[1])
    values = [weight(digit or "0") for digit, _ in pyphen.parse(bare)]
    telling = [at for at, value in enumerate(values) if value]
    start, end = (telling[0], telling[-1] + 1) if telling else (0, 0)
    return start, tuple(values[start:end])
