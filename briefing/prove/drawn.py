"""The text that a content stream draws, decoded by its fonts: seen or not, and in whatever it is painted.

What a stream shows, in the codes of its fonts, is remembered by the digest of its bytes; what its fonts say that they
stand for is read anew each time.
"""

import re
import struct
from collections.abc import Hashable, Iterator
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import pikepdf

from briefing.memory import Memory
from briefing.prove.grams import UNREADABLE

_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(r"<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(r"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(\[[^\]]*\]|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_APART = -200
"""A gap between glyphs, in thousandths of the type size, that reads as a space (ISO 32000-1, 9.4.3)."""

_OF_TEXT = "Tf Tj TJ ' \" BT T* Td TD Tm BDC DP"
"""The operators that say something of text; those that draw lines and set colours are three in four."""
_GAP = "\N{THIN SPACE}"
_WHOLE = re.compile(rb"<((?:[0-9a-f]{4})*)>")
"""Codes of two bytes, or twice as many of one, as pikepdf writes them: side by side they are read as one string."""
_MAY_BE_GAP = re.compile(rb"-\d{3}")
_MOST_BYTES = 2**24
"""What ten pages of A4 show takes some 300 KiB."""
# A vowel sign is put above its letter by a step aside, which is no gap between words.
_STEP_ASIDE = re.compile(f"{_GAP}+(?=[\u064b-\u065f\u0670])|(?<=[\u064b-\u065f\u0670]){_GAP}+")


class Codes(dict[int, str]):
    """What each code of a font stands for; one of which the file does not say it is unreadable."""

    def __missing__(self, _code: int) -> str:
        return UNREADABLE


_NONE = Codes()


class Font(NamedTuple):
    """From here on the codes are those of this font, by its name in the resources."""

    name: str


Step = str | bytes | Font
"""What a stream says that is text as it is, codes of a font, or a font."""

_known: Memory[tuple[Step, ...]] = Memory(_MOST_BYTES)


def drawn_text(content: Any) -> str:
    """The text of a page, a form or a pattern, in the order in which it is drawn; one line per text object.

    Marked content's own replacement texts (ActualText in the stream) stand among it.
    """
    fonts = _fonts(content)
    found: list[str] = []
    codes: tuple[Codes, int] = (_NONE, 1)
    for step in _steps_of(content):
        if isinstance(step, Font):
            codes = fonts.get(step.name, (_NONE, 1))
        else:
            found.append(step if isinstance(step, str) else _decoded(step, *codes))
    return _STEP_ASIDE.sub("", "".join(found))


def forget() -> None:
    """Forget everything, as if the process had just begun."""
    _known.forget()
    _read.cache_clear()


def _steps_of(content: Any) -> tuple[Step, ...]:
    """What a page, a form or a pattern shows; nothing where it cannot be read."""
    try:
        key = _digest(content)
        steps = _known.get(key)
        if steps is None:
            steps = tuple(_steps(pikepdf.parse_content_stream(content, _OF_TEXT)))
            _known.keep(key, steps, 200 + sum(60 + len(step) for step in steps))
    except pikepdf.PdfError:
        return ()
    return steps


def _digest(content: Any) -> Hashable:
    """The digests of all bytes that are parsed, stream by stream."""
    found = content.get("/Contents", ()) if isinstance(content, pikepdf.Page) else content
    streams = [found] if isinstance(found, pikepdf.Stream) else list(found)
    return tuple(sha256(stream.read_bytes()).digest() for stream in streams)


def _steps(operations: Any) -> Iterator[Step]:
    for operation in operations:
        operands, operator = operation.operands, str(operation.operator)
        if operator == "Tf":
            yield Font(str(operands[0]))
        elif operator in {"Tj", "'", '"'}:
            yield bytes(operands[-1])
        elif operator == "TJ":
            yield from _of_array(operands[0])
        elif operator in {"BT", "T*", "Td", "TD", "Tm"}:
            yield "\n"
        elif operator in {"BDC", "DP"} and isinstance(operands[-1], pikepdf.Dictionary):
            yield from (f"\n{value}\n" for value in operands[-1].values() if isinstance(value, pikepdf.String))


def _of_array(parts: Any) -> Iterator[Step]:
    """Codes with steps aside between them; where none is as wide as a space, as one."""
    written = parts.unparse()
    whole = _WHOLE.findall(written)
    if len(whole) == written.count(b"<") and b"(" not in written and not _MAY_BE_GAP.search(written):
        yield bytes.fromhex(b"".join(whole).decode("ascii"))
        return
    for part in parts:
        # Numbers come as Python's own: to ask pikepdf what a thing is takes longer than all the rest.
        if not isinstance(part, int | Decimal) and isinstance(part, pikepdf.String):
            yield bytes(part)
        elif float(part) < _APART:
            yield _GAP


def _decoded(shown: bytes, codes: Codes, width: int) -> str:
    if not codes:
        return shown.decode("latin-1")
    if width == 1:
        return "".join(map(codes.__getitem__, shown))
    whole, rest = divmod(len(shown), 2)
    numbers = (*struct.unpack_from(f">{whole}H", shown), *shown[-rest:]) if rest else struct.unpack(f">{whole}H", shown)
    return "".join(map(codes.__getitem__, numbers))


def _fonts(content: Any) -> dict[str, tuple[Codes, int]]:
    resources = content.get("/Resources") or {}
    fonts = resources.get("/Font") or {}
    return {name: _codes(font) for name, font in fonts.items()}


def _codes(font: Any) -> tuple[Codes, int]:
    """What each code of a font stands for (its ToUnicode map: ISO 32000-1, 9.10.3), and how many bytes a code has."""
    width = 2 if str(font.get("/Subtype", "")) == "/Type0" else 1
    return (_read(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else _NONE), width


@lru_cache(maxsize=64)  # each page names the same fonts
def _read(said: bytes) -> Codes:
    """What a ToUnicode map says."""
    codes = Codes()
    for kind, body in _SECTION.findall(said.decode("latin-1")):
        if kind == "bfchar":
            numbers = _HEX.findall(body)
            codes.update({int(c, 16): _text(t) for c, t in zip(numbers[::2], numbers[1::2], strict=False)})
        else:
            for first, last, to in _RANGE.findall(body):
                codes.update(_of_range(int(first, 16), int(last, 16), to))
    return Codes({code: text for code, text in codes.items() if text})


def _of_range(first: int, last: int, to: str) -> dict[int, str]:
    texts = [_text(one) for one in _HEX.findall(to)]
    if to.startswith("["):
        return dict(zip(range(first, last + 1), texts, strict=False))
    start = texts[0]
    return {code: start[:-1] + chr(ord(start[-1]) + code - first) for code in range(first, last + 1)} if start else {}


def _text(digits: str) -> str:
    return bytes.fromhex(re.sub(r"\s", "", digits)).decode("utf-16-be", "replace")
