"""Word by word: what of a text was kept, added, removed and replaced. A figure is one word, however it is written."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from briefing.matching.figures import figures
from briefing.matching.wording import tokens
from briefing.model.change import Piece, Rewording

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-"})
_MARK = re.compile(r"\S")
# What is written together with a figure; in scripts without spaces: the signs of others beside it.
_PART = r"[^\s\u2014\u2026\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]"
_TOGETHER = re.compile(rf"{_PART}*\d{_PART}*")
_BEFORE, _BEHIND = re.compile(r"[^\W_]|[-+−§$€£¥₩]"), re.compile(r"[^\W_]|[%‰°$€£¥₩]")
_MOSTLY = 0.4
"""From this share of kept letters on, a text is the same one reworded: below it, nobody reads it word by word."""
_MOST = 4_000_000
"""So many pairs of words are looked at; two texts of more than 2,000 words each count as one in the other's place."""
_Op = tuple[str, int, int, int, int]


def reworded(name: str, old: str, new: str) -> Rewording | None:
    """How a text was reworded; None where the two differ in their typography and spaces at most."""
    if _alike(old) == _alike(new):
        return None
    before, after = " ".join(old.split()), " ".join(new.split())
    pieces = tuple(_pieces(before, after))
    if not before or not after:
        return Rewording(name, "removed" if before else "added", pieces)
    kept = sum(len(piece.new) for piece in pieces if piece.kind == "same")
    return Rewording(name, "reworded" if kept >= _MOSTLY * max(len(before), len(after)) else "rewritten", pieces)


def likeness(old: str, new: str) -> float:
    """How alike two texts are in their words, from 0 to 1."""
    of_old, of_new = units(old), units(new)
    if len(of_old) * len(of_new) > _MOST:
        return float(_alike(old) == _alike(new))
    return _matcher(_words_of(old, of_old), _words_of(new, of_new)).ratio()


def units(text: str) -> list[tuple[int, int]]:
    """Where the words, figures and marks of a text stand: what is kept or replaced as a whole."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_spans(text)):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return sorted([*spans, *_marks(text, spans)])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Words, figures, and what is written together with a figure: F-16, $9.50, 2021–22. They may overlap."""
    yield from ((token.start, token.end) for token in tokens(text))
    yield from ((one.start, one.start + len(one.text)) for one in figures(text))
    for match in _TOGETHER.finditer(text):
        first = _BEFORE.search(match[0])
        last = _BEHIND.search(match[0][::-1])
        if first and last:
            yield match.start() + first.start(), match.end() - last.start()


def _marks(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Each mark that stands between the spans."""
    end = 0
    for start, stop in (*spans, (len(text), len(text))):
        yield from ((end + mark.start(), end + mark.end()) for mark in _MARK.finditer(text[end:start]))
        end = stop


def _pieces(old: str, new: str) -> Iterator[Piece]:
    of_old, of_new = units(old), units(new)
    if len(of_old) * len(of_new) > _MOST:
        yield Piece(old, new)
        return
    words = (_words_of(old, of_old), _words_of(new, of_new))
    for index, (tag, i1, i2, j1, j2) in enumerate(_merged(_matcher(*words).get_opcodes(), words)):
        after = _slice(new, of_new, j1, j2)
        if tag == "equal":
            # Where words were taken out at a mark, the space before them is in the old text alone.
            before = _gap(new, of_new, j1) or _gap(old, of_old, i1) if index else ""
            kept = f"{before}{after}{_gap(new, of_new, j2) or _gap(old, of_old, i2)}"
            yield Piece(kept, kept)
        else:
            yield Piece(_slice(old, of_old, i1, i2), after)


def _gap(text: str, spans: Sequence[tuple[int, int]], index: int) -> str:
    """The space between the unit of this index and the one before it."""
    if not 0 < index < len(spans):
        return ""
    return text[spans[index - 1][1] : spans[index][0]]


def _slice(text: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> str:
    return text[spans[first][0] : spans[last - 1][1]] if last > first else ""


def _matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=False)


def _words_of(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [_alike(text[start:end]) for start, end in spans]


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).split())


def _merged(ops: Sequence[_Op], words: tuple[Sequence[str], Sequence[str]]) -> list[_Op]:
    """Changes with a single word or mark kept between them as one: “likely to → unlikely to” reads better whole.

    A figure that gives way to another stays by itself.
    """
    merged: list[_Op] = []
    for index, (tag, i1, i2, j1, j2) in enumerate(ops):
        around = ops[max(index - 1, 0) : index + 2]
        if tag == "equal" and len(around) == 3 and _is_slight(words[1][j1:j2]):
            is_bridge = not any(_is_figure(words, op) for op in (around[0], around[2]))
        else:
            is_bridge = False
        if (tag != "equal" or is_bridge) and merged and merged[-1][0] != "equal":
            merged[-1] = ("replace", merged[-1][1], i2, merged[-1][3], j2)
        else:
            merged.append((tag, i1, i2, j1, j2))
    return merged


def _is_slight(kept: Sequence[str]) -> bool:
    words = [word for word in kept if any(char.isalnum() for char in word)]
    return len(words) <= 1 and not any(_has_digit(word) for word in words)


def _is_figure(words: tuple[Sequence[str], Sequence[str]], op: _Op) -> bool:
    """Whether one word of each text changed here, and both hold a figure."""
    _, i1, i2, j1, j2 = op
    return i2 - i1 == j2 - j1 == 1 and _has_digit(words[0][i1]) and _has_digit(words[1][j1])


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)
