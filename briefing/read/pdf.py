"""PDF: pdfminer finds the characters, the lines that they stand in, and what the file says of itself."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pdfminer import pdftypes
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import Matrix, PathSegment, Rect, decode_text

from briefing.model.article import Given
from briefing.read.block import Reading, day, gathered, said, tidy
from briefing.read.fault import Unreadable, damaged
from briefing.read.pdf_blocks import blocks
from briefing.read.pdf_heads import without_running_heads
from briefing.read.pdf_lines import Glyph, Line, Page, in_order, line_of

_END_MARK = b"%%EOF"
_END = 2048  # bytes at the end of a file in which its end mark stands
_UNKNOWN = "\ufffd"  # for a glyph of which the file does not say what character it is
_MOST_UNKNOWN = 0.2  # of the characters
_MOST_PICTURES = 0.5  # of the pages
_WEIGHTS = ("bold", "black", "heavy")
_DATE = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")
_REPAIR = "print it to a new PDF from a PDF viewer, or get the file again from where it came"
_OCR = "run OCR first (for example: ocrmypdf {}in.pdf out.pdf), and give the file that it makes"


def read(data: bytes) -> Reading:
    """Read the blocks of a PDF. Raises Unreadable: E014, E015."""
    if _END_MARK not in data.rstrip(b"\0\r\n\t ")[-_END:]:
        raise damaged("the PDF is cut short: its end is missing")
    with _whole_streams():
        document = _open(data)
        pages = _pages(document)
        given = _given(document)
    _check(pages)
    return Reading(gathered(blocks(in_order(without_running_heads(pages)))), given)


def _open(data: bytes) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect:
        hint = "save it without the password (for example: qpdf --decrypt --password=… in.pdf out.pdf)"
        raise damaged("the PDF is encrypted: a password is needed to read it", hint=hint) from None
    except PDFEncryptionError:
        raise damaged("the PDF is encrypted in a way that is not known", hint=_REPAIR) from None


def _pages(document: PDFDocument) -> Sequence[Page]:
    manager = PDFResourceManager()
    device = _Device(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(document):
        try:
            interpreter.process_page(page)
        except (MemoryError, RecursionError, Unreadable):
            raise
        except Exception:  # noqa: BLE001 - a broken page raises anything, and only here is its number known
            raise damaged(f"page {len(device.pages) + 1} of the PDF is damaged", hint=_REPAIR) from None
    tree = resolve1(document.catalog.get("Pages"))
    promised = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    if isinstance(promised, int) and promised > len(device.pages):
        raise damaged(f"the PDF is damaged: of {promised} pages it has {len(device.pages)}", hint=_REPAIR)
    if not device.pages:
        raise damaged("the PDF is damaged: no page is found in it", hint=_REPAIR)
    return device.pages


class _Device(PDFLayoutAnalyzer):
    """Gathers the lines of each page; pictures are counted, drawings let pass."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.pages: list[Page] = []
        self._pictures = 0

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """Let what a form holds stand on the page itself: some programs wrap whole pages in one."""

    def end_figure(self, _: str) -> None:
        """End nothing: nothing was begun."""

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        """Count a picture."""
        self._pictures += 1

    def paint_path(
        self,
        gstate: PDFGraphicState,
        stroke: bool,  # noqa: FBT001
        fill: bool,  # noqa: FBT001
        evenodd: bool,  # noqa: FBT001
        path: Sequence[PathSegment],
    ) -> None:
        """Draw nothing."""

    def handle_undefined_char(self, font: PDFFont, cid: int) -> str:  # noqa: ARG002
        """Mark a glyph that stands for no known character."""
        return _UNKNOWN

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keep the lines of a page that has been gone through."""
        self.pages.append(Page(ltpage.width, ltpage.height, tuple(_lines(ltpage)), self._pictures))
        self._pictures = 0


def _lines(page: LTPage) -> Iterator[Line]:
    """Group characters into lines; what is off the page, or stands across its lines, is left out."""
    glyphs = [glyph for glyph in page if isinstance(glyph, LTChar)]
    upright = [glyph for glyph in glyphs if glyph.upright]
    kept = upright if len(upright) * 2 > len(glyphs) else glyphs
    seen = [glyph for glyph in kept if glyph.is_hoverlap(page) and glyph.is_voverlap(page)]
    if seen:
        found = (line_of(_glyphs(line)) for line in page.group_objects(LAParams(), seen))
        yield from (line for line in found if line is not None)


def _glyphs(line: LTTextLine) -> Iterator[Glyph]:
    for item in line:
        if isinstance(item, LTChar):
            bold = any(weight in item.fontname.casefold() for weight in _WEIGHTS)
            yield Glyph(tidy(item.get_text()), item.x0, item.x1, item.y0, item.y1, bold)
        else:
            yield Glyph(" ")


@contextmanager
def _whole_streams() -> Iterator[None]:
    """Refuse a packed stream that is broken: pdfminer would take what it can get, and say nothing."""

    def refuse(data: bytes) -> bytes:  # noqa: ARG001
        raise damaged("the PDF is damaged: a part of it cannot be unpacked", hint=_REPAIR)

    usual = pdftypes.decompress_corrupted
    pdftypes.decompress_corrupted = refuse  # it has no setting for it
    try:
        yield
    finally:
        pdftypes.decompress_corrupted = usual


def _check(pages: Sequence[Page]) -> None:
    """Make sure that the text is there to be had. Raises Unreadable (E014)."""
    characters = Counter(character for page in pages for line in page.lines for character in line.text)
    if characters[_UNKNOWN] > _MOST_UNKNOWN * characters.total():
        message = "the PDF does not say which characters its glyphs stand for, so its text cannot be had"
        raise Unreadable("E014", message, _OCR.format("--force-ocr "))
    pictures = sum(1 for page in pages if page.pictures and not page.lines)
    if pictures > _MOST_PICTURES * len(pages):
        message = f"{pictures} of the {len(pages)} pages of the PDF are pictures, with no text in them"
        raise Unreadable("E014", message, _OCR.format("--skip-text "))


def _given(document: PDFDocument) -> Given:
    info: dict[str, str] = {}
    for part in document.info:
        for key, value in part.items():
            info.setdefault(key, _text(resolve1(value)))
    match = _DATE.match(info.get("CreationDate", ""))
    return Given(
        title=info.get("Title", ""),
        author=info.get("Author", ""),
        published=day("-".join(match.groups())) if match else "",
        language=_text(resolve1(document.catalog.get("Lang"))),
    )


def _text(value: object) -> str:
    """Decode a text string of PDF: UTF-16 or UTF-8 by its mark, else PDFDocEncoding."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xef\xbb\xbf"):
        return said(value.decode("utf-8-sig", "replace"))
    return said(decode_text(value))
