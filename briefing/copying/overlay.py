"""Overlay: a line is laid over every page of a pressed PDF, as an artifact, by an update behind its end.

The PDF's own bytes stay as they are, all of them, at the beginning of what comes out (ISO 32000-1, 7.5.6): tags,
metadata, bookmarks and attachments are untouched, and what was added is plain to see. A line is no content of the page
but marked as pagination (14.8.2.2), so that nothing read aloud changes. The fonts of the line come with it.
"""

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf

_NAME = "/NumberedCopy"
_MARK = "/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC"
_WIDTHS = (1, 4, 2)  # bytes of the fields of a cross-reference stream
_FREE, _PLAIN = 0, 1

Object = Any  # of a PDF: a dictionary, an array, a name, a number …
Place = tuple[float, float]
"""Where the lower left corner of a line stands, in points from that of the page, across and up."""


@dataclass(frozen=True, slots=True)
class Base:
    """A PDF that lines are laid over, read once for all of them.

    `pages` and `resources` are its own objects as they are written, but for what an overlay puts into them.
    """

    data: bytes
    size: int
    identifier: bytes
    catalogue: bytes
    pages: tuple["_Page", ...]
    resources: tuple["_Resources", ...]


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    entries: bytes
    contents: bytes


@dataclass(frozen=True, slots=True)
class _Resources:
    number: int
    entries: bytes
    pictures: bytes


class NoBaseError(ValueError):
    """A PDF that lines cannot be laid over; the message says why."""


def base_of(data: bytes) -> Base:
    """Read a PDF as the press writes it. Raises NoBaseError where it is another."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _base(pdf, data)
    except pikepdf.PdfError as error:
        raise NoBaseError(f"it is no PDF that can be read: {error}") from error


def _base(pdf: pikepdf.Pdf, data: bytes) -> Base:
    if "/Encrypt" in pdf.trailer or "/ID" not in pdf.trailer:
        raise NoBaseError("it is encrypted, or has no identifier")
    if data[_start(data) :].lstrip().startswith(b"xref"):
        raise NoBaseError("its list of objects is of a kind that the press does not write")
    pages, resources = [], {}
    for page in pdf.pages:
        own = page.obj.get("/Resources")
        if own is None or not own.is_indirect or "/Rotate" in page.obj:
            raise NoBaseError("its pages are not as the press writes them")
        number = own.objgen[0]
        if number not in resources:
            rest = _entries(own, without={"/XObject"})
            resources[number] = _Resources(number, rest, _entries(own.get("/XObject", {}), without={_NAME}))
        contents = page.obj.Contents
        streams = contents if isinstance(contents, pikepdf.Array) else [contents]
        references = b" ".join(_written(stream) for stream in streams)
        pages.append(_Page(page.obj.objgen[0], _entries(page.obj, without={"/Contents"}), references))
    catalogue = b"/Root " + _written(pdf.Root)
    if "/Info" in pdf.trailer:
        catalogue += b" /Info " + _written(pdf.trailer.Info)
    size, first = int(pdf.trailer.Size), bytes(pdf.trailer.ID[0])
    return Base(data, size, first, catalogue, tuple(pages), tuple(resources.values()))


def overlay(
    base: Base, line: bytes, extent: tuple[float, float], places: Sequence[Place], *, scale: float = 1
) -> bytes:
    """Lay a line (a PDF of one page, of which `extent` is taken: width and height) over each page, at its place.

    It is set `scale` times as large. The same PDF, line and places give the same bytes, and begin with those of the
    PDF. Its identifier keeps its first part; the second is another (14.4).
    """
    update = _Update(base)
    with pikepdf.open(BytesIO(line)) as pdf:
        picture = update.take_form(pdf.pages[0], extent)
    save = update.add(_stream(b"q"))
    marks = {place: update.add(_stream(_shown(*place, scale))) for place in dict.fromkeys(places)}
    for resources in base.resources:
        pictures = b"/XObject <<%s %s %s>>" % (resources.pictures, _NAME.encode(), picture)
        update.put(resources.number, b"<<%s %s>>" % (resources.entries, pictures))
    for page, place in zip(base.pages, places, strict=True):
        contents = b"/Contents [%s %s %s]" % (save, page.contents, marks[place])
        update.put(page.number, b"<<%s %s>>" % (page.entries, contents))
    return update.written()


def _shown(across: float, up: float, scale: float) -> bytes:
    # What the page left set is put back first: a line stands where it stands, whatever was drawn before.
    return f"Q {_MARK} q {scale:g} 0 0 {scale:g} {across:.3f} {up:.3f} cm {_NAME} Do Q EMC".encode("ascii")


class _Update:
    """Objects that are written behind the end of a PDF, new ones and those that take the place of its own."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._objects: dict[int, bytes] = {}
        self._next = base.size
        self._taken: dict[tuple[int, int], bytes] = {}

    def put(self, number: int, content: bytes) -> None:
        self._objects[number] = content

    def add(self, content: bytes) -> bytes:
        self._next += 1
        self._objects[self._next - 1] = content
        return b"%d 0 R" % (self._next - 1)

    def take_form(self, page: pikepdf.Page, extent: tuple[float, float]) -> bytes:
        """Take a page over as a form (8.10), with the fonts and states that it is drawn with."""
        used = {key: page.resources[key] for key in ("/ExtGState", "/Font") if key in page.resources}
        resources = b" ".join(key.encode() + b" " + _written(value, self._take) for key, value in used.items())
        box = f"[0 0 {extent[0]:.3f} {extent[1]:.3f}]".encode("ascii")
        about = b"/Type /XObject /Subtype /Form /BBox %s /Resources <<%s>> " % (box, resources)
        return self.add(_stream(page.Contents.read_bytes(), about))

    def _take(self, thing: Object) -> bytes:
        """Take an object of another PDF over, and all that it leads to."""
        key = thing.objgen
        if key not in self._taken:
            entries = _entries(thing, self._take, without={"/Length"})
            if isinstance(thing, pikepdf.Stream):
                self._taken[key] = self.add(_raw(thing.read_raw_bytes(), entries))
            elif isinstance(thing, pikepdf.Dictionary):
                self._taken[key] = self.add(b"<<%s>>" % entries)
            else:
                self._taken[key] = self.add(_direct(thing, self._take))
        return self._taken[key]

    def written(self) -> bytes:
        """The PDF with the update behind it: the objects, then where they stand (7.5.8)."""
        data = self._base.data
        parts = [b"" if data.endswith(b"\n") else b"\n"]
        at = len(data) + len(parts[0])
        rows: dict[int, int] = {}
        for number, content in sorted(self._objects.items()):
            rows[number] = at
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
            at += len(parts[-1])
        rows[self._next] = at
        second = hashlib.md5(b"".join(parts), usedforsecurity=False).digest()
        parts.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (self._next, self._table(rows, second), at))
        return data + b"".join(parts)

    def _table(self, rows: dict[int, int], second: bytes) -> bytes:
        index: list[list[int]] = []
        packed = []
        for number in sorted(rows):
            if index and number == index[-1][0] + index[-1][1]:
                index[-1][1] += 1
            else:
                index.append([number, 1])
            fields = zip((_PLAIN, rows[number], 0), _WIDTHS, strict=True)
            packed.append(b"".join(value.to_bytes(width, "big") for value, width in fields))
        about = b"/Type /XRef /Size %d /W [%d %d %d] /Index [%s] /Prev %d %s /ID [<%s> <%s>] " % (
            self._next + 1,
            *_WIDTHS,
            b" ".join(b"%d %d" % (first, count) for first, count in index),
            _start(self._base.data),
            self._base.catalogue,
            self._base.identifier.hex().encode(),
            second.hex().encode(),
        )
        return _stream(b"".join(packed), about)


def _start(data: bytes) -> int:
    return int(data[data.rindex(b"startxref") + 9 :].split()[0])


def _stream(content: bytes, about: bytes = b"") -> bytes:
    return _raw(zlib.compress(content, 9), about + b"/Filter /FlateDecode")


def _raw(content: bytes, entries: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def _reference(thing: Object) -> bytes:
    return b"%d %d R" % thing.objgen


def _entries(
    dictionary: Object, refer: Callable[[Object], bytes] = _reference, without: frozenset[str] | set[str] = frozenset()
) -> bytes:
    """The entries of a dictionary as they are written, between its brackets."""
    kept = ((key, value) for key, value in dictionary.items() if key not in without)
    return b" ".join(pikepdf.Name(key).unparse() + b" " + _written(value, refer) for key, value in kept)


def _written(thing: Object, refer: Callable[[Object], bytes] = _reference) -> bytes:
    """A value as it is written; what stands elsewhere is referred to."""
    if isinstance(thing, pikepdf.Object) and thing.is_indirect:
        return refer(thing)
    return _direct(thing, refer)


def _direct(thing: Object, refer: Callable[[Object], bytes]) -> bytes:
    if isinstance(thing, pikepdf.Dictionary):
        return b"<<%s>>" % _entries(thing, refer)
    if isinstance(thing, pikepdf.Array):
        return b"[%s]" % b" ".join(_written(one, refer) for one in thing)
    if isinstance(thing, bool):
        return b"true" if thing else b"false"
    if isinstance(thing, int):
        return b"%d" % thing
    if isinstance(thing, Decimal):
        return format(thing, "f").encode("ascii")
    return bytes(thing.unparse()) if isinstance(thing, pikepdf.Object) else b"null"
