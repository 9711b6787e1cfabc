"""Digests of pages: two pages of one digest look alike, so that one can be told whether a page has changed.

A page is told by what is drawn on it, and by the objects that this names: pictures, patterns, shadings. Objects go by
what they hold, for their names depend on what the rest of the file holds. Fonts go by their names: those are digests of
the font's file (WeasyPrint's `Font.hash`), and a glyph keeps its number in a font that is cut down to what is used.
"""

import hashlib
import re
from io import BytesIO
from typing import Any

import pikepdf

_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(Do|gs|sh|scn|SCN)\b")
"""An operator that draws, or draws with, an object of the page's resources (ISO 32000-1, annex A)."""
_FOLDERS = {
    b"Do": "/XObject",
    b"gs": "/ExtGState",
    b"sh": "/Shading",
    b"scn": "/Pattern",
    b"SCN": "/Pattern",
}
_DEEPEST = 12
_OF_PLACE = frozenset({"/Length", "/Parent", "/P", "/StructParents", "/StructParent"})
"""What an object says of where it stands in the file, and not of how it looks."""


def digests_of_pages(pdf: bytes) -> list[dict[str, Any]]:
    """The digest of what each page of a PDF shows, and its width and height in CSS pixels (96 to the inch)."""
    with pikepdf.open(BytesIO(pdf)) as file:
        seen: dict[tuple[int, int], bytes] = {}
        return [_page(page, seen) for page in file.pages]


def _page(page: pikepdf.Page, seen: dict[tuple[int, int], bytes]) -> dict[str, Any]:
    left, bottom, right, top = (float(number) for number in page.mediabox)
    drawn = hashlib.sha256(repr((left, bottom, right, top, int(page.obj.get("/Rotate", 0)))).encode())
    contents = page.obj.get("/Contents")
    for part in contents if isinstance(contents, pikepdf.Array) else (contents,):
        if part is not None:
            drawn.update(_stream(part, page.obj.get("/Resources"), seen, 0))
    pixels = 96 / 72
    return {
        "digest": drawn.hexdigest()[:32],
        "width": round((right - left) * pixels, 2),
        "height": round((top - bottom) * pixels, 2),
    }


def _stream(stream: pikepdf.Object, resources: Any, seen: dict[tuple[int, int], bytes], depth: int) -> bytes:
    """What a stream draws, each object that it names in the place of the name."""

    def named(match: re.Match[bytes]) -> bytes:
        folder = (resources or {}).get(_FOLDERS[match[2]], {})
        found = folder.get("/" + match[1].decode("latin-1"))
        return match[0] if found is None else _object(found, seen, depth + 1) + match[2]

    return _NAMED.sub(named, stream.read_bytes())


def _object(thing: Any, seen: dict[tuple[int, int], bytes], depth: int) -> bytes:
    """A digest of what an object holds, all the way down."""
    if depth > _DEEPEST:
        return b"deep"
    known = thing.objgen if isinstance(thing, pikepdf.Object) and thing.is_indirect else None
    if known in seen:
        return seen[known]
    found = hashlib.sha256(_held(thing, seen, depth)).digest()
    if known:
        seen[known] = found
    return found


def _held(thing: Any, seen: dict[tuple[int, int], bytes], depth: int) -> bytes:
    if isinstance(thing, pikepdf.Stream):
        values = {name: value for name, value in thing.items() if name not in _OF_PLACE | {"/Resources"}}
        is_picture = thing.get("/Subtype") == "/Image"
        drawn = thing.read_raw_bytes() if is_picture else _stream(thing, thing.get("/Resources"), seen, depth)
        return _values(values, seen, depth) + drawn
    if isinstance(thing, pikepdf.Dictionary):
        return _values({name: value for name, value in thing.items() if name not in _OF_PLACE}, seen, depth)
    if isinstance(thing, pikepdf.Array):
        return b" ".join(_object(value, seen, depth + 1) for value in thing)
    return repr(thing).encode()


def _values(values: dict[str, Any], seen: dict[tuple[int, int], bytes], depth: int) -> bytes:
    return b" ".join(name.encode() + _object(value, seen, depth + 1) for name, value in sorted(values.items()))
