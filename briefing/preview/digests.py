"""Digests of pages: two pages of one digest look alike, so that one can be told whether a page has changed."""

import hashlib
from io import BytesIO

import pikepdf


def digest_of_file_pages(pdf: bytes) -> list[dict[str, object]]:
    """The digest of what each page of a PDF shows, and its width and height in CSS pixels (96 to the inch)."""
    with pikepdf.open(BytesIO(pdf)) as file:
        return [_page(page) for page in file.pages]


def _page(page: pikepdf.Page) -> dict[str, object]:
    left, bottom, right, top = (float(number) for number in page.mediabox)
    seen = hashlib.sha256(repr((left, bottom, right, top, str(page.obj.get("/Rotate", 0)))).encode())
    for stream in _streams(page):
        seen.update(stream)
    return {
        "digest": seen.hexdigest()[:32],
        "width": round((right - left) * 96 / 72, 2),
        "height": round((top - bottom) * 96 / 72, 2),
    }


def _streams(page: pikepdf.Page) -> list[bytes]:
    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    streams = [part.read_bytes() for part in parts]
    for name, drawn in sorted(page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", {}).items()):
        streams += [name.encode(), drawn.read_raw_bytes()]
    return streams
