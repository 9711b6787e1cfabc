"""The direction of writing inside a text: which way it runs, and where a text would disturb what stands around it."""

import unicodedata
from collections.abc import Iterator
from typing import Literal

Direction = Literal["ltr", "rtl"]

# Unicode's bidirectional classes (Unicode Standard Annex 9, table 4).
_STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_OVERRIDES = {"LRO", "RLO"}
_EMBEDDINGS = {"LRE", "RLE", *_OVERRIDES}
_ISOLATES = {"LRI", "RLI", "FSI"}
_END_OF = {"PDF": _EMBEDDINGS, "PDI": _ISOLATES}
_CONTROLS = {*_EMBEDDINGS, *_ISOLATES, *_END_OF}


def direction_of(text: str, otherwise: Direction) -> Direction:
    """The direction of a text: that of its first letter."""
    return next((_STRONG[kind] for kind in _kinds(text) if kind in _STRONG), otherwise)


def main_direction(text: str, otherwise: Direction) -> Direction:
    """The direction that most letters of a longer text run in."""
    right = left = 0
    for kind in _kinds(text):
        right += kind in {"R", "AL"}
        left += kind == "L"
    return otherwise if right == left else "rtl" if right > left else "ltr"


def disturbs(text: str, direction: Direction) -> bool:
    """Whether a text put into a sentence of this direction could change the order of what stands beside it."""
    if text.isascii():
        return direction == "rtl" and any(map(str.isalpha, text))
    return any(kind in _CONTROLS or _STRONG.get(kind, direction) != direction or kind == "AN" for kind in _kinds(text))


def turned(text: str) -> str:
    """The first character that makes a text read otherwise than it is printed; nothing where there is none.

    That is an override, which shows letters in another order than they are written in, and any control of direction
    that is not closed, for it turns what follows the text as well.
    """
    waiting: list[tuple[str, str]] = []
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _OVERRIDES:
            return character
        if kind in _EMBEDDINGS | _ISOLATES:
            waiting.append((kind, character))
        elif kind in _END_OF:
            if not waiting or waiting[-1][0] not in _END_OF[kind]:
                return character
            waiting.pop()
    return waiting[0][1] if waiting else ""


def _kinds(text: str) -> Iterator[str]:
    return map(unicodedata.bidirectional, text)
