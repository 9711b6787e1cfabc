"""Which letters a glyph of a joining script stands for, so that what is printed can be searched and copied.

A PDF says so per glyph (ISO 32000-1, 9.10.3). Taken from the text that was set, as WeasyPrint does it, that goes wrong
where several glyphs share several letters, which is common in Arabic; the font itself knows better.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

Font = Any  # WeasyPrint's: a font of the document, with its file and what its glyphs were seen to stand for

_ARABIC = ("\u0600", "\u08ff")
_SINGLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 3, 4, 7  # OpenType 1.9, GSUB lookup types


def correct(font: Font) -> None:
    """Correct what the glyphs of a font are said to stand for, where it is Arabic."""
    if not any(map(_is_arabic, font.to_unicode.values())):
        return
    known = _letters(font.file_content, font.index)
    for glyph, seen in font.to_unicode.items():
        letters = known.get(glyph, "")
        if letters and (_is_arabic(seen) or not seen):
            # Right-to-left text is shown from left to right, and readers turn it round letter by letter.
            font.to_unicode[glyph] = letters[::-1]


def _is_arabic(text: str) -> bool:
    return any(_ARABIC[0] <= character <= _ARABIC[1] for character in text)


@lru_cache(maxsize=8)
def _letters(file: bytes, index: int) -> dict[int, str]:
    """The Arabic letters of each glyph that stands for any: of its own, or put in their place by the font."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (only a page in Arabic needs it)

    with TTFont(BytesIO(file), fontNumber=index, lazy=True) as font:
        letters: dict[str, str] = {}
        for code, glyph in sorted(font.getBestCmap().items()):
            if text := _plain(chr(code)):
                letters.setdefault(glyph, text)
        rules = list(_rules(font)) if "GSUB" in font else []
        found = True
        while found:
            found = False
            for parts, glyph in rules:
                if glyph not in letters and all(part in letters for part in parts):
                    letters[glyph] = "".join(letters[part] for part in parts)
                    found = True
        return {font.getGlyphID(glyph): text for glyph, text in letters.items() if _is_arabic(text)}


def _plain(character: str) -> str:
    """A letter as it is written by itself; nothing for what is not of a joining script."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if _is_arabic(plain) else ""


def _rules(font: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every rule by which the font puts one glyph in the place of one or more."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            inner = table.ExtSubTable if table.LookupType == _EXTENSION else table
            if inner.LookupType == _SINGLE:
                yield from (((glyph,), other) for glyph, other in inner.mapping.items())
            elif inner.LookupType == _ALTERNATE:
                yield from (((glyph,), other) for glyph, others in inner.alternates.items() for other in others)
            elif inner.LookupType == _LIGATURE:
                for first, ligatures in inner.ligatures.items():
                    yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)
