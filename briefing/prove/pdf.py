"""The readings of a PDF: its pages as a reader extracts them, and every string, name and stream that it holds.

What an object holds is remembered by the object as it is written, numbers and references apart, which are not read: a
file has thousands of elements that differ in nothing else, and the next file has the same.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

import pikepdf
import pypdfium2

from briefing.memory import Memory
from briefing.prove.drawn import drawn_text
from briefing.prove.encoded import Encoded, readings_of_bytes
from briefing.prove.grams import Reading
from briefing.prove.page import unescaped

_TEXT_OF = {
    "/Alt": "an alternative text",
    "/ActualText": "a replacement text",
    "/E": "an expanded abbreviation",
    "/URI": "a link",
    "/F": "the name of an attachment",
    "/UF": "the name of an attachment",
    "/Desc": "the description of an attachment",
    "/Contents": "a note",
    "/T": "a form field",
    "/TU": "a form field",
    "/Names": "a named destination",
    "/Dests": "a named destination",
    "/P": "a page label",
    "/ID": "an element's name",
}
_INFORMATION = frozenset(["/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer"])
_OF_XMP = re.compile(
    r'<\?xpacket (?:begin|end)="[^"a-z]?[rw]?"(?: id="W5M0MpCehiHzreSzNTczkc9d")?\?>'
    r"|(?<=[<\s/])(?:x:xmp(?:meta|tk)|rdf:(?:RDF|Description|Alt|Seq|Bag|li|about|parseType)|(?:dc|xmp|xmpMM|pdf\w{0,11}):(?=\w))"
    r"|(?<=\s)(?:xml:lang=\"x-default\"|xmlns:\w{1,13}=\"(?:adobe:ns:meta/|http://(?:purl\.org/dc/elements/1\.1/"
    r"|ns\.adobe\.com/(?:pdf/1\.3|xap/1\.0(?:/mm)?)/|www\.aiim\.org/pdfu?a/ns/(?:id/|extension/|schema#|property#)"
    r'|www\.w3\.org/1999/02/22-rdf-syntax-ns#))")'
)
"""The words of the form itself, of which some are as short as names: somebody may be called Li, or Alt."""
_MOST_MEMBERS, _MOST_INSIDE = 1000, 2**26


_STRING = re.compile(rb"\(|(?<!<)<(?!<)")
_NUMBER = re.compile(rb"(?<=[ \[])-?[0-9.]+(?: [0-9]+ R)?(?=[ \]])")
"""A number or a reference in an object as it is written (ISO 32000-1, 7.3.3 and 7.3.10), where it has no string."""
_MOST_BYTES = 2**23
"""A ten-page file has some 500 objects that are different, with 200 bytes each."""

Part = tuple[Reading | Encoded, ...]
"""What was read of one object of a file; of another that says the same it is the very same."""

_known: Memory[Part] = Memory(_MOST_BYTES)


def readings_of_pdf(pdf: bytes) -> Iterator[Reading | Encoded]:
    """Everything that a PDF holds, as text."""
    return chain.from_iterable(parts_of_pdf(pdf))


def parts_of_pdf(pdf: bytes) -> Iterator[Part]:
    """The same, object by object."""
    yield tuple(_extracted(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, start=1):
            yield (Reading(f"what is drawn on page {number}", drawn_text(page), flows=True),)
        yield tuple(_inside(document.trailer, "the file's trailer", set()))
        for item in document.objects:
            yield _of_object(item)
    yield Encoded.of("its bytes", pdf, "latin-1")


def forget() -> None:
    """Forget everything, as if the process had just begun."""
    _known.forget()


def _of_object(item: Any) -> Part:
    """What an object of a file holds, read or remembered."""
    if isinstance(item, pikepdf.Stream) or not isinstance(item, pikepdf.Object):
        return tuple(_inside(item, "", set()))
    written = item.unparse(resolved=True)
    key = written if _STRING.search(written) else _NUMBER.sub(b"", written)
    known = _known.get(key)
    if known is None:
        known = tuple(_inside(item, "", set()))
        _known.keep(key, known, len(key) + sum(200 + len(reading.text) for reading in known))
    return known


def _extracted(pdf: bytes) -> Iterator[Reading]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            page = document[index]
            text = page.get_textpage()
            yield Reading(f"page {index + 1}", text.get_text_range(), flows=True)
            text.close()
            page.close()
    finally:
        document.close()


def _inside(value: Any, key: str, above: set[int], holder: Any = None) -> Iterator[Reading | Encoded]:
    """The strings, names and streams of a value; what stands in objects of their own is read there."""
    if not isinstance(value, pikepdf.Object):
        return  # a number, true, false or null
    if isinstance(value, pikepdf.String) and key == "/Contents" and holder is not None and "/ByteRange" in holder:
        # A signature (ISO 32000-1, 12.8.1): bytes with the names of certificates in them, which say no text by chance.
        yield from readings_of_bytes("a seal", bytes(value))
    elif isinstance(value, pikepdf.String):
        yield Reading(_where(key, holder), unescaped(str(value)))
    elif isinstance(value, pikepdf.Name):
        yield _name(f"a name under {key}", str(value)[1:])
    elif isinstance(value, pikepdf.Stream):
        yield from _of_stream(value)
        yield from _inside_all(value.stream_dict, above)
    elif isinstance(value, pikepdf.Dictionary):
        yield from _inside_all(value, above)
    elif isinstance(value, pikepdf.Array):
        for part in value:
            if not _is_elsewhere(part):
                yield from _inside(part, key, above, holder)


def _inside_all(dictionary: Any, above: set[int]) -> Iterator[Reading | Encoded]:
    for key, part in dictionary.items():
        yield _name("a key of a dictionary", key[1:])
        if not _is_elsewhere(part):
            yield from _inside(part, key, above, dictionary)


@lru_cache(maxsize=4096)  # a file has few names, and each of them thousands of times
def _name(where: str, name: str) -> Reading:
    return Reading(where, name, encoded=True)


def _is_elsewhere(value: Any) -> bool:
    return bool(getattr(value, "is_indirect", False))


def _where(key: str, holder: Any) -> str:
    if key == "/Title" and holder is not None and ("/Parent" in holder or "/Next" in holder):
        return "a bookmark"
    if key in _INFORMATION:
        return "the document information"
    return _TEXT_OF.get(key, f"a string under {key}" if key else "a string")


def _of_stream(stream: Any) -> Iterator[Reading | Encoded]:
    try:
        data = stream.read_bytes()
    except (pikepdf.PdfError, zlib.error):
        data = stream.read_raw_bytes()  # a picture, packed in its own way
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if kind == "/Metadata":
        yield Reading("the metadata (XMP)", unescaped(_OF_XMP.sub(" ", data.decode("utf-8", "replace"))))
    elif kind == "/EmbeddedFile":
        yield from _of_attachment("an attachment", data)
    elif subtype == "/Form" or "/PatternType" in stream:
        yield Reading("something drawn", drawn_text(stream), flows=True)
        yield from readings_of_bytes("something drawn", data)
    else:
        yield from readings_of_bytes("a stream", data)


def _of_attachment(where: str, data: bytes) -> Iterator[Reading | Encoded]:
    """A file inside the file, opened where it is an archive, such as a DOCX."""
    yield Reading(where, unescaped(data.decode("utf-8", "replace")))
    yield from readings_of_bytes(where, data)
    if data[:4] != b"PK\x03\x04":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist()[:_MOST_MEMBERS]:
                yield Reading(f"{where}: the name of {member.filename}", member.filename)
                with archive.open(member) as inside:
                    text = inside.read(_MOST_INSIDE).decode("utf-8", "replace")
                yield Reading(f"{where}: {member.filename}", unescaped(text))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return
