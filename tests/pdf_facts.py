"""What can be read in a finished PDF: its tag tree, its words, and what the standards forbid."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
from fontTools.ttLib import TTFont

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}namespaceURI"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
LIST_KIDS = {"L", "LI", "Caption"}
ITEM_KIDS = {"Lbl", "LBody"}
ROW_KIDS = {"TH", "TD"}
TABLE_KIDS = {"TR", "THead", "TBody", "TFoot", "Caption"}


@dataclass
class Tag:
    """A structure element: its name, what it says of itself, its words (in reading order), and its kids."""

    name: str
    page: int | None
    about: dict[str, Any]
    parts: "list[str | Tag]" = field(default_factory=list)
    links: list[Any] = field(default_factory=list)
    parent: "Tag | None" = None

    @property
    def kids(self) -> "list[Tag]":
        return [part for part in self.parts if isinstance(part, Tag)]

    @property
    def text(self) -> str:
        return "".join(part.text if isinstance(part, Tag) else part for part in self.parts)

    def walk(self) -> "Iterator[Tag]":
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *names: str) -> "list[Tag]":
        return [tag for tag in self.walk() if tag.name in names]

    def outline(self) -> Any:
        """The tree as nested tuples of names, without the spans and groups that mean nothing."""
        inside = [kid.outline() for kid in self.kids]
        flat = [part for kid in inside for part in (kid[1] if kid[0] in {"Span", "NonStruct"} else [kid])]
        return (self.name, flat)


def tag_tree(data: bytes) -> Tag:
    """The tag tree of a PDF."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
        words = [_marked_words(page) for page in pdf.pages]
        return _tag(pdf.Root.StructTreeRoot.K[0], pages, words, None)


def _tag(element: Any, pages: dict[Any, int], words: list[dict[int, str]], parent: Tag | None) -> Tag:
    page = pages[element.Pg.objgen] if "/Pg" in element else None
    about = {
        str(key)[1:]: _plain(value) for key, value in element.items() if key not in {"/K", "/P", "/Pg", "/S", "/Type"}
    }
    tag = Tag(str(element.S)[1:], page, about, parent=parent)
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            assert page is not None
            tag.parts.append(words[page].get(kid, ""))
        elif kid.get("/Type") == "/OBJR":
            tag.links.append({str(key)[1:]: _plain(value) for key, value in kid.Obj.items() if key != "/P"})
        else:
            tag.parts.append(_tag(kid, pages, words, tag))
    return tag


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Dictionary):
        return {str(key)[1:]: _plain(inner) for key, inner in value.items()}
    if isinstance(value, pikepdf.Array):
        return [_plain(inner) for inner in value]
    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.String):
        return str(value)
    return value


def _marked_words(page: Any) -> dict[int, str]:
    """The words of each piece of marked content of a page; those of artifacts under -1."""
    words: dict[int, str] = {}
    maps = {str(name): _to_unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    stack: list[int | None] = []
    font = ""
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in {"BMC", "BDC"}:
            number = operands[1].get("/MCID") if operator == "BDC" else None
            stack.append(-1 if str(operands[0]) == "/Artifact" else number)
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            font = str(operands[0])
        elif operator in {"TJ", "Tj"}:
            marks = [number for number in stack if number is not None]
            number = marks[-1] if marks else None
            if number is not None:
                words[number] = words.get(number, "") + "".join(
                    maps[font].get(glyph, "\ufffd") for glyph in _glyphs(operands[0])
                )
    return words


def artifact_text(data: bytes) -> list[str]:
    """What stands in the artifacts of each page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [_marked_words(page).get(-1, "") for page in pdf.pages]


def _glyphs(operand: Any) -> Iterator[int]:
    for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            yield from (int.from_bytes(raw[index : index + 2], "big") for index in range(0, len(raw), 2))


def _to_unicode(font: Any) -> dict[int, str]:
    listed = font.ToUnicode.read_bytes().decode("ascii").partition("endcodespacerange")[2]
    pairs = re.findall(r"<([0-9a-f]{4})> *<([0-9a-f]*)>", listed)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def faults(data: bytes) -> list[str]:
    """What a conforming file must not have, as far as reading its objects can tell; empty if all is well."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = tag_tree(data)
        return [
            *_identification(pdf),
            *_catalog(pdf),
            *_pictures(pdf),
            *_untagged(pdf),
            *_fonts(pdf),
            *_annotations(pdf, tree),
            *_form(pdf),
            *_structure(tree),
        ]


def _identification(pdf: pikepdf.Pdf) -> Iterator[str]:
    """PDF/A-3a and PDF/UA-1, both in the one rdf:RDF, and the latter's namespace declared."""
    packet = pdf.Root.Metadata.read_bytes()
    if packet.count(b"<rdf:RDF") != 1:
        yield "there is not exactly one rdf:RDF"
    rdf = ET.fromstring(packet.split(b"?>", 1)[1].rsplit(b"<?xpacket", 1)[0]).find(f"{RDF}RDF")  # noqa: S314
    assert rdf is not None
    said = {key: value for node in rdf for key, value in node.attrib.items()}
    if (said.get(f"{PDFA}part"), said.get(f"{PDFA}conformance")) != ("3", "A"):
        yield "the file does not say that it is PDF/A-3a"
    if [node.text for node in rdf.iter(f"{PDFUA}part")] != ["1"]:
        yield "the file does not say that it is PDF/UA-1"
    if PDFUA.strip("{}") not in [node.text for node in rdf.iter(SCHEMA)]:
        yield "the PDF/UA namespace is not declared"
    title = rdf.find(f".//{DUBLIN_CORE}title")
    if title is None or not "".join(title.itertext()).strip():
        yield "there is no title"


def _catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "the file does not say its language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "the file does not say that it is tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown in the title bar"
    intents = root.get("/OutputIntents", [])
    if [str(intent.S) for intent in intents] != ["/GTS_PDFA1"] or "/DestOutputProfile" not in intents[0]:
        yield "there is no output intent with a colour profile"
    if "/PageLabels" not in root:
        yield "the pages have no labels"
    names = [file.objgen for file in root.get("/AF", [])]
    if len(names) != len(set(names)):
        yield "an enclosed file is listed twice"
    if "/ID" not in pdf.trailer:
        yield "the file has no identifier"
    for number, page in enumerate(pdf.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"the tab order of page {number} is not that of the structure"


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if item.get("/Interpolate"):
            yield "a picture asks for interpolation"
        if item.get("/Type") == "/Action" and item.get("/S") in {"/JavaScript", "/Launch"}:
            yield "there is an action that runs something"


def _untagged(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Content that is neither marked content nor artifact (ISO 14289-1, 7.1)."""
    shows = {"TJ", "Tj", "'", '"', "Do", "sh", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
    for number, page in enumerate(pdf.pages, start=1):
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            depth += (operator in {"BMC", "BDC"}) - (operator == "EMC")
            if operator in shows and not depth:
                yield f"page {number} has content outside the tag tree ({operator})"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Glyphs that no font has (ISO 19005-3, 6.2.11.8), and fonts that are not in the file."""
    counts = {}
    for number, page in enumerate(pdf.pages, start=1):
        font = ""
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                font = str(operands[0])
                if font not in counts:
                    counts[font] = _glyph_count(page.resources.Font[font])
            elif operator in {"TJ", "Tj"}:
                missing = [glyph for glyph in _glyphs(operands[0]) if not 0 < glyph < counts[font]]
                if missing:
                    yield f"page {number} shows a character that its font {font} has not"


def _glyph_count(font: Any) -> int:
    descriptor = font.DescendantFonts[0].FontDescriptor
    file = descriptor.get("/FontFile3", descriptor.get("/FontFile2"))
    if file is None:
        return 0
    with TTFont(BytesIO(file.read_bytes())) as opened:
        return int(opened["maxp"].numGlyphs)


def _annotations(pdf: pikepdf.Pdf, tree: Tag) -> Iterator[str]:
    """Links: each in a Link element, with words (ISO 14289-1, 7.18.1, 7.18.5)."""
    tied = sum(len(tag.links) for tag in tree.walk())
    found = 0
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Widget":
                yield from _field(annotation, page)
                continue
            found += 1
            if not str(annotation.get("/Contents", "")).strip():
                yield "a link has no words of its own"
            if not int(annotation.get("/F", 0)) & 4:
                yield "an annotation is not printed"
    if tied != found:
        yield f"{found} annotations, but {tied} in the tag tree"
    for tag in tree.walk():
        if tag.links and tag.name != "Link":
            yield f"a link stands in {tag.name}"
        if tag.name == "Link" and not tag.links:
            yield f"a Link leads nowhere: {tag.text}"


def _field(widget: Any, page: Any) -> Iterator[str]:
    """A field: printed, named aloud, and without an action (ISO 19005-3, 6.3.2, 6.4.1; 14289-1, 7.18.4).

    One that is in no tag lies off the page (14289-1, 7.18.1); one without an appearance has no extent (19005-3, 6.3.3).
    """
    left, bottom, right, top = (float(side) for side in widget.Rect)
    box = [float(side) for side in page.cropbox]
    if not (right < box[0] or left > box[2] or top < box[1] or bottom > box[3]):
        yield "a field that is in no tag lies on the page"
    if (right, top) != (left, bottom) and "/AP" not in widget:
        yield "a field has an extent and no appearance"
    if int(widget.F) & 0b100111 != 0b100:
        yield "a field is hidden, or is not printed"
    if not str(widget.get("/TU", "")).strip():
        yield "a field has no name to be read aloud"
    if "/A" in widget or "/AA" in widget:
        yield "a field does something"


def _form(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What a form and the permissions of a file may not ask for (ISO 19005-3, 6.1.12, 6.4.1, 6.4.2)."""
    form, permissions = pdf.Root.get("/AcroForm", {}), pdf.Root.get("/Perms", {})
    if form.get("/NeedAppearances") or "/XFA" in form:
        yield "the form asks the reader to draw it"
    if set(permissions.keys()) - {"/DocMDP", "/UR3"}:
        yield "the file has permissions of another kind"
    for signature in permissions.values():
        for reference in signature.get("/Reference", []):
            if {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys()):
                yield "a permission carries a digest"


def _structure(tree: Tag) -> Iterator[str]:
    allowed = {"L": LIST_KIDS, "LI": ITEM_KIDS, "TR": ROW_KIDS, "Table": TABLE_KIDS}
    level = 0
    for tag in tree.walk():
        for kid in tag.kids:
            if kid.name not in allowed.get(tag.name, {kid.name}):
                yield f"{kid.name} stands in {tag.name}"
        if tag.name == "Figure" and not tag.about.get("Alt", "").strip():
            yield "a figure has no alternative text"
        if tag.name == "TH" and tag.about["A"].get("Scope") not in {"Row", "Column", "Both"}:
            yield f"the header {tag.text} has no scope"
        if tag.name == "Note" and "ID" not in tag.about:
            yield "a note has no name"
        if len(tag.name) == 2 and tag.name[0] == "H" and tag.name[1].isdigit():
            if int(tag.name[1]) > level + 1:
                yield f"{tag.name} after level {level}"
            level = int(tag.name[1])
    names = [tag.about["ID"] for tag in tree.walk() if "ID" in tag.about]
    if len(names) != len(set(names)):
        yield "two elements have the same name"


def set_words(data: bytes) -> list[list[tuple[float, float, str]]]:
    """What is set where: for each page the runs of words, each with its place in CSS pixels."""
    pages = []
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            maps = {str(name): _to_unicode(font) for name, font in page.resources.get("/Font", {}).items()}
            runs: list[tuple[float, float, str]] = []
            font, place = "", (0.0, 0.0)
            for instruction in pikepdf.parse_content_stream(page):
                operator, operands = str(instruction.operator), instruction.operands
                if operator == "Tf":
                    font = str(operands[0])
                elif operator == "Tm":
                    place = (round(float(operands[4]), 2), round(float(operands[5]), 2))
                elif operator in {"TJ", "Tj"}:
                    words = "".join(maps[font].get(glyph, "\ufffd") for glyph in _glyphs(operands[0]))
                    runs.append((*place, words))
            pages.append(runs)
    return pages
