"""The files that a style sheet puts on the page: pictures and fonts, known by what they hold, not by their names."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import tinycss2
from PIL import Image

LARGEST = 5_000_000
"""How many bytes a picture or font may have."""
PIXELS = 25_000_000
"""How many pixels a picture may have: a page of A4 at 500 dpi has 24 million."""
_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_FONTS = {
    b"wOF2": "font/woff2",
    b"wOFF": "font/woff",
    b"OTTO": "font/otf",
    b"\0\1\0\0": "font/ttf",
    b"true": "font/ttf",
}
_BARRED = {"script", "image", "foreignobject", "feimage", "a", "iframe", "audio", "video", "animate", "set"}
_AS_PNG = "Save it as PNG, JPEG, SVG or WOFF2."


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is, or, where it cannot be used, why not and what mends it."""

    mime: str = ""
    fault: str = ""
    hint: str = ""


def kind_of(file: Path) -> Kind:
    """What a file is: its MIME type, or why it cannot be used."""
    size = file.stat().st_size
    if size > LARGEST:
        return Kind(fault=f"it has {size:,} bytes, and {LARGEST:,} are the most", hint="Make the picture smaller.")
    raw = file.read_bytes()
    if raw[:4] in _FONTS:
        return Kind(_FONTS[raw[:4]])
    return _drawing(raw) if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _picture(file)


def _picture(file: Path) -> Kind:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured here
            with Image.open(file, formats=tuple(_MIMES)) as picture:
                width, height = picture.size
                mime = _MIMES[picture.format or ""]
                if width * height > PIXELS:
                    fault = f"it has {width:,} × {height:,} pixels, and {PIXELS:,} are the most"
                    return Kind(fault=fault, hint="Make the picture smaller.")
                picture.load()
    except (OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError):
        return Kind(fault="it is no picture and no font, or it is damaged", hint=_AS_PNG)
    return Kind(mime)


def _drawing(raw: bytes) -> Kind:
    """An SVG file. Entities, pixels (ISO 19005-3, 6.2.8) and what runs or fetches have no place in one."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Kind(fault="it is not UTF-8 text", hint="Save the drawing as UTF-8.")
    if "<!ENTITY" in text.upper():
        return Kind(fault="it has entities", hint="Save the drawing as plain SVG.")
    try:
        root = ET.fromstring(text)  # noqa: S314 (without entities there is nothing to expand)
    except (ET.ParseError, ValueError) as error:
        return Kind(fault=f"it is no SVG: {error}", hint=_AS_PNG)
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return Kind(fault="it is no SVG", hint=_AS_PNG)
    for what in _barred(root):
        return Kind(fault=f"the drawing holds {what}", hint="Save it as plain SVG, drawn of lines and areas alone.")
    return Kind("image/svg+xml")


def _barred(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name.lower() in _BARRED:
            yield f"<{name}>"
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2].lower()
            if attribute.startswith("on") or (attribute in {"href", "src"} and not value.startswith("#")):
                yield f'{attribute}="{value[:40]}"'
            if "(" in value and list(_addresses(tinycss2.parse_component_value_list(value))):
                yield f'{attribute}="{value[:40]}"'
        if name == "style" and list(_addresses(tinycss2.parse_component_value_list("".join(element.itertext())))):
            yield "a style sheet that asks for something"


def _addresses(tokens: list[tinycss2.ast.Node]) -> Iterator[str]:
    for token in tokens:
        if token.type == "at-keyword" and token.lower_value == "import":
            yield "@import"
        elif token.type == "url" and not token.value.startswith("#"):
            yield token.value
        elif token.type == "function" and token.lower_name in {"url", "src", "image-set"}:
            strings = [inside.value for inside in token.arguments if inside.type == "string"]
            yield from (value for value in strings or [""] if not value.startswith("#"))
        else:
            yield from _addresses(getattr(token, "content", None) or getattr(token, "arguments", None) or [])
