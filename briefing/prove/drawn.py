"""The text that a content stream draws, decoded by its fonts: seen or not, and in whatever it is painted."""

import re
import struct
from decimal import Decimal
from typing import Any

import pikepdf

from briefing.prove.grams import UNREADABLE

_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(r"<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(r"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(\[[^\]]*\]|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_APART = -200
"""A gap between glyphs, in thousandths of the type size, that reads as a space (ISO 32000-1, 9.4.3)."""

_OF_TEXT = "Tf Tj TJ ' \" BT T* Td TD Tm BDC DP"
"""The operators that say something of text; those that draw lines and set colours are three in four."""
_GAP = "\N{THIN SPACE}"
# A vowel sign is put above its letter by a step aside, which is no gap between words.
_STEP_ASIDE = re.compile(f"{_GAP}+(?=[\u064b-\u065f\u0670])|(?<=[\u064b-\u065f\u0670]){_GAP}+")


class Codes(dict[int, str]):
    """What each code of a font stands for; one of which the file does not say it is unreadable."""

    def __missing__(self, _code: int) -> str:
        return UNREADABLE


_NONE = Codes()


def drawn_text(content: Any) -> str:
    """The text of a page, a form or a pattern, in the order in which it is drawn; one line per text object.

    Marked content's own replacement texts (ActualText in the stream) stand among it.
    """
    fonts = _fonts(content)
    found: list[str] = []
    codes: tuple[Codes, int] = (_NONE, 1)
    try:
        operations = pikepdf.parse_content_stream(content, _OF_TEXT)
    except pikepdf.PdfError:
        return ""
    for operation in operations:
        operands, operator = operation.operands, str(operation.operator)
        if operator == "Tf":
            codes = fonts.get(str(operands[0]), (_NONE, 1))
        elif operator in {"Tj", "'", '"'}:
            found.append(_decoded(bytes(operands[-1]), *codes))
        elif operator == "TJ":
            found += [_piece(part, codes) for part in operands[0]]
        elif operator in {"BT", "T*", "Td", "TD", "Tm"}:
            found.append("\n")
        elif operator in {"BDC", "DP"} and isinstance(operands[-1], pikepdf.Dictionary):
            found += [f"\n{value}\n" for value in operands[-1].values() if isinstance(value, pikepdf.String)]
    return _STEP_ASIDE.sub("", "".join(found))


def _piece(part: Any, codes: tuple[Codes, int]) -> str:
    # Numbers come as Python's own: to ask pikepdf what a thing is takes longer than all the rest.
    if isinstance(part, int | Decimal) or not isinstance(part, pikepdf.String):
        return _GAP if float(part) < _APART else ""
    return _decoded(bytes(part), *codes)


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
    if "/ToUnicode" not in font:
        return _NONE, width
    codes = Codes()
    for kind, body in _SECTION.findall(font.ToUnicode.read_bytes().decode("latin-1")):
        if kind == "bfchar":
            numbers = _HEX.findall(body)
            codes.update({int(c, 16): _text(t) for c, t in zip(numbers[::2], numbers[1::2], strict=False)})
        else:
            for first, last, to in _RANGE.findall(body):
                codes.update(_of_range(int(first, 16), int(last, 16), to))
    return Codes({code: text for code, text in codes.items() if text}), width


def _of_range(first: int, last: int, to: str) -> dict[int, str]:
    texts = [_text(one) for one in _HEX.findall(to)]
    if to.startswith("["):
        return dict(zip(range(first, last + 1), texts, strict=False))
    start = texts[0]
    return {code: start[:-1] + chr(ord(start[-1]) + code - first) for code in range(first, last + 1)} if start else {}


def _text(digits: str) -> str:
    return bytes.fromhex(re.sub(r"\s", "", digits)).decode("utf-16-be", "replace")
