"""Difference: how two PDFs that should be the same differ, in steps from the bytes to what a reader sees."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import ImageChops

_SCALE = 1.0
"""Pixels a point when pages are compared as pictures: 72 dpi."""
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """How two PDFs differ. Pages count from 1; each step that finds nothing leaves its field empty.

    `objects` are differing objects of the two files once both are written alike (uncompressed, in one order), out of
    `of_objects`. `pages` are how many each has.
    """

    pages: tuple[int, int]
    objects: int
    of_objects: int
    in_text: tuple[int, ...]
    in_picture: tuple[int, ...]

    def sentences(self) -> Iterator[str]:
        """The difference in words, the mildest first."""
        if not self.objects:
            yield "written differently (compression or order), and the same in every object"
            return
        yield f"{self.objects} of {self.of_objects} objects differ"
        if self.pages[0] != self.pages[1]:
            yield f"filed with {self.pages[0]} pages, made with {self.pages[1]}"
        yield f"the text differs on page {_list(self.in_text)}" if self.in_text else "the text is the same"
        yield f"page {_list(self.in_picture)} looks different" if self.in_picture else "every page looks the same"


def difference(filed: bytes, made: bytes) -> Difference:
    """How two PDFs differ that are not the same bytes. Raises ValueError where one is no PDF that can be read."""
    try:
        ours, theirs = _objects(filed), _objects(made)
        with pypdfium2.PdfDocument(filed) as one, pypdfium2.PdfDocument(made) as other:
            pages = (len(one), len(other))
            text = tuple(page + 1 for page in range(min(pages)) if _text(one, page) != _text(other, page))
            looks = tuple(page + 1 for page in range(min(pages)) if not _looks_alike(one, other, page))
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise ValueError(str(error)) from error
    differing = sum(1 for mine, other in zip(ours, theirs, strict=False) if mine != other)
    return Difference(pages, differing + abs(len(ours) - len(theirs)), max(len(ours), len(theirs)), text, looks)


def _objects(pdf: bytes) -> list[bytes]:
    """The objects of a PDF, written in QDF form: streams decoded, no compression, one after the other."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, qdf=True, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue().split(b"\nendobj\n")[:-1]


def _text(document: pypdfium2.PdfDocument, page: int) -> str:
    return str(document[page].get_textpage().get_text_bounded())


def _looks_alike(one: pypdfium2.PdfDocument, other: pypdfium2.PdfDocument, page: int) -> bool:
    mine, theirs = (document[page].render(scale=_SCALE).to_pil().convert("RGB") for document in (one, other))
    return mine.size == theirs.size and ImageChops.difference(mine, theirs).getbbox() is None


def _list(pages: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, pages[:_SHOWN]))
    return f"{shown} …" if len(pages) > _SHOWN else shown
