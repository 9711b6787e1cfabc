"""The faces of the page: those of print, so that the desk reads the same letters on screen and on paper."""

from pathlib import Path

from briefing.press.families import SANS, TEXT, bundled

_FAMILIES = {"sans": SANS, "text": TEXT, "arabic": "Amiri", "arabic-sans": "IBM Plex Sans Arabic"}
_STYLES = {"regular": "Regular", "bold": "Bold", "italic": "Italic"}
TYPES = {".ttf": "font/ttf", ".otf": "font/otf"}
"""The media type of a font file, by how its name ends."""


def font_file(name: str) -> Path | None:
    """The font file of a face as the style sheets name it (`sans-regular`, `arabic-bold`), or None for another name."""
    family, _, style = name.rpartition("-")
    if family not in _FAMILIES or style not in _STYLES:
        return None
    files = bundled(_FAMILIES[family]).files
    return next((file for file in files if file.stem.endswith(f"-{_STYLES[style]}")), None)
