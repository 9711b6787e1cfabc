"""The fonts inside the HTML twin, so that a browser sets the same words in the same faces."""

from base64 import b64encode
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.press import families

if TYPE_CHECKING:
    from briefing.press.fonts import Fonts

# Counters, list marks, hyphens and lengths in ch or ex need some of these whatever the text says; the rest
# of Latin-1 lets the variants of a brief share what is cut, for cutting takes a third of a second a file.
_ALWAYS = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "\u2010\u2011–—‘’“”•◦▪…†‡′″−→←↑↓▲▼■€≤≥")])


def font_faces_css(fonts: "Fonts", text: str) -> str:
    """Give the `@font-face` rules of these fonts, cut down to a text's characters, as `data:` addresses.

    Names, copyright and licence records stay in the fonts, as do all their layout features.
    """
    wanted = frozenset(map(ord, text)) | _ALWAYS
    rules = []
    for file in fonts.files:
        codes = wanted & families.coverage(file)
        if codes:
            rules.append(_rule(file, codes))
    return "\n".join(rules) + "\n"


@lru_cache(maxsize=64)
def _rule(file: Path, codes: frozenset[int]) -> str:
    from fontTools import subset  # noqa: PLC0415 (only the twin needs it)
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options(
        layout_features=["*"],
        name_IDs=["*"],
        name_languages=["*"],
        name_legacy=True,
        notdef_outline=True,
    )
    options.drop_tables += ["FFTM", "meta"]  # a font editor’s own time stamps; what it is for, in words
    # The time of writing would otherwise stand in the head table.
    with TTFont(file, fontNumber=0, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=codes)
        cutter.subset(font)
        font.flavor = "woff2"
        output = BytesIO()
        font.save(output)
        family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
        weight = font["OS/2"].usWeightClass
        style = "italic" if font["OS/2"].fsSelection & 1 else "normal"
    address = f"data:font/woff2;base64,{b64encode(output.getvalue()).decode('ascii')}"
    return (
        f'@font-face {{font-family: "{family}"; font-style: {style}; font-weight: {weight};'
        f' src: url("{address}") format("woff2")}}'
    )
