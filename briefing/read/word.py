"""Word documents (DOCX): their text by mammoth, in a package from which all but the XML has been left out."""

import io
import zipfile
from collections.abc import Mapping

import mammoth
from lxml import etree

from briefing.model.article import Given
from briefing.read.block import Reading, day, gathered, said, tidy
from briefing.read.fault import damaged, too_large
from briefing.read.markup import blocks, parse

_LARGEST_PACKAGE = 512 * 2**20  # bytes, all parts unpacked, by the sizes that the package declares
_LARGEST_XML = 96 * 2**20  # bytes, the parts that are read, as they prove to be
_MOST_PARTS = 10_000
_CHUNK = 2**20
_CORE = "docProps/core.xml"
_STYLES = "word/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEADINGS = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
"""


def read(data: bytes) -> Reading:
    """Read the blocks of a Word document. Raises Unreadable: E013, E015."""
    parts = _parts(data)
    # A style map that came inside the file could leave paragraphs out; only ours counts.
    page = mammoth.convert_to_html(
        _package(parts),
        style_map=_HEADINGS,
        include_embedded_style_map=False,
        convert_image=lambda _image: [],
        external_file_access=False,
    ).value
    given = _given(parts)
    tree = parse(tidy(page))
    found = [] if tree is None else blocks(tree, whole_rows=True)
    return Reading(gathered((block.text, block.heading) for block in found), given)


def _parts(data: bytes) -> dict[str, bytes]:
    """Unpack the XML parts, checking the sizes that the package declares, then those that it has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST_PACKAGE:
                raise too_large(f"the Word document unpacks to more than {_LARGEST_PACKAGE // 2**20} MiB")
            if any(entry.flag_bits & 1 for entry in entries):
                raise damaged("the Word document is locked with a password", hint="save it without the password")
            parts: dict[str, bytes] = {}
            left = _LARGEST_XML
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    parts[entry.filename] = _unpack(package, entry, left)
                    left -= len(parts[entry.filename])
            return parts
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as fault:
        raise damaged("the Word document is damaged: its package cannot be unpacked") from fault


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    parts: list[bytes] = []
    with package.open(entry) as file:
        while chunk := file.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise too_large(f"the text of the Word document unpacks to more than {_LARGEST_XML // 2**20} MiB")
            parts.append(chunk)
    return b"".join(parts)


def _package(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Pack the parts again: pictures, macros and embedded files are not there to be opened."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    file.seek(0)
    return file


def _given(parts: Mapping[str, bytes]) -> Given:
    core: dict[str, str] = {}
    for element in _elements(parts.get(_CORE, b"")):
        core.setdefault(etree.QName(element).localname, element.text or "")
    styled = (element.get(f"{{{_MAIN}}}val") for element in _elements(parts.get(_STYLES, b""), f"{{{_MAIN}}}lang"))
    return Given(
        title=said(core.get("title")),
        author=said(core.get("creator")),
        published=day(core.get("created", "")),
        language=said(core.get("language")) or said(next(styled, "")),
    )


def _elements(part: bytes, tag: str = "*") -> list["etree._Element"]:
    """List the elements of a part; none if it is broken, for what a file says of itself is no text of it."""
    if not part:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return list(etree.fromstring(part, parser).iter(tag))
    except etree.XMLSyntaxError:
        return []
