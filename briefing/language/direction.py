"""The direction of writing inside a text: which way it runs, and where a text would disturb what stands around it."""

import re
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
_SHARE = 0.15
_ATTACHED = re.compile(r"(?:[-–/.:_#?=&+~@]?[0-9])+/?|/")  # a figure without a space before it
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"), ("“", "”"))
_CONTROLS = {*_EMBEDDINGS, *_ISOLATES, *_END_OF}


def direction_of(text: str, page: Direction) -> Direction:
    """The direction of a text on a page of this direction: the other one only if hardly a letter runs the page's way.

    A sentence may begin with a name in another script, or hold more letters of such names than of its own.
    """
    found = [_STRONG[kind] for kind in _kinds(text) if kind in _STRONG]
    if found.count(page) >= _SHARE * len(found):
        return page
    return "ltr" if page == "rtl" else "rtl"


def runs(text: str, direction: Direction) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it runs the other way: a name, an address, a word with its figures.

    What stands between two words of such a piece belongs to it, and the bracket that closes one opened inside it.
    """
    start = end = 0
    while (first := _next(text, end, direction)) is not None:
        end = _end_of_run(text, first, direction)
        if first > start:
            yield text[start:first], False
        yield text[first:end], True
        start = end
    if start < len(text):
        yield text[start:], False


def _next(text: str, start: int, direction: Direction) -> int | None:
    other = (index for index in range(start, len(text)) if _runs(text[index], direction) is False)
    return next(other, None)


def _end_of_run(text: str, first: int, direction: Direction) -> int:
    end = index = first
    while index < len(text) and _runs(text[index], direction) is not True and not _is_control(text[index]):
        index += 1
        if _runs(text[index - 1], direction) is False or (index == end + 1 and _clings(text[index - 1])):
            end = index
    if attached := _ATTACHED.match(text, end):
        end = attached.end()
    inside = text[first:end]
    for opening, closing in _BRACKETS:
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
    return end


def _runs(character: str, direction: Direction) -> bool | None:
    """Whether a letter runs this way; None for what has no direction of its own."""
    way = _STRONG.get(unicodedata.bidirectional(character))
    return None if way is None else way == direction


def _clings(character: str) -> bool:
    return unicodedata.bidirectional(character) == "NSM"


def _is_control(character: str) -> bool:
    return unicodedata.bidirectional(character) in _CONTROLS


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
