"""The blocks of a tree of HTML elements, as a reader of the page would see them.

Here the markup tells headings from paragraphs: h1 to h6, and a line all in bold that reads like a heading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from briefing.read.block import CELL_JOIN, collapse, paragraph
from briefing.read.fault import damaged

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD = frozenset(
    ("applet", "area", "audio", "button", "canvas", "datalist", "dialog", "embed", "frame", "frameset",
     "head", "iframe", "input", "map", "math", "meter", "nav", "noembed", "noframes", "noscript", "object",
     "option", "param", "progress", "rp", "rt", "script", "select", "style", "svg", "template", "textarea",
     "title", "video")
)  # fmt: skip
_BLOCKS = HEADINGS | frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend",
     "li", "main", "menu", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot",
     "th", "thead", "tr", "ul")
)  # fmt: skip
_NEVER_HEADINGS = frozenset({"blockquote", "caption", "dd", "dt", "figcaption", "li", "pre"})
_FULL_CELL = ("p", "table", "ul", "ol", "blockquote", "pre", *sorted(HEADINGS))
_BOLD = frozenset({"b", "strong"})
_LINE = "\x1e"  # marks a line end of the page; no text holds it, `tidy` took the control characters away
_LIGHT = "\x1d"  # marks text that is not bold
_EMPTY_LINES = re.compile(rf"{_LINE}(?:\s*{_LINE})+")
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNSEEN_CLASS = re.compile(r"visually-?hidden|sr-only|screen-reader", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡§])[\])]?")
_BACK_MARK = re.compile(r"[↑^↩⤴\ufe0e\s]+")


def parse(text: str) -> HtmlElement | None:
    """Parse HTML as browsers do: nothing is too broken. Raises Unreadable (E015) where it is nested too deeply."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # no element at all
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise damaged("the text is nested too deeply to be read")
    return tree


@dataclass(frozen=True, slots=True)
class Seen:
    """A block and the element that it stands in."""

    text: str
    heading: bool
    element: HtmlElement


def blocks(root: HtmlElement, *, whole_rows: bool = False) -> list[Seen]:
    """List the blocks under an element, in order; `whole_rows`: no table only places text on the page."""
    return _Walk(whole_rows=whole_rows).over(root)


@dataclass(slots=True)
class _Walk:
    """One pass over a tree: text gathers until a block begins or ends."""

    whole_rows: bool
    found: list[Seen] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    row: HtmlElement | None = None  # the table row that is read as one block, if one is
    headings: int = 0  # how many headings are open; more than one only in broken pages
    plain: int = 0  # how many elements are open in which nothing is a heading
    bold: int = 0

    def over(self, root: HtmlElement) -> list[Seen]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if is_unread(element):
                    walk.skip_subtree()
                else:
                    self._start(element)
                continue
            if not is_unread(element):
                self._end(element)
            if element is not root:
                self._text(element.tail, element.getparent())
        self._flush(root)
        return self.found

    def _start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self.parts.append(_LINE)
        elif tag == "q":
            self.parts.append("“")  # every browser sets these marks
        elif tag in _BOLD:
            self.bold += 1
        elif tag in _BLOCKS:
            self._flush(element.getparent())
            self.headings += tag in HEADINGS
            self.plain += tag in _NEVER_HEADINGS
            if tag == "tr" and self.row is None and (self.whole_rows or not _is_layout(element)):
                self.row = element
        self._text(element.text, element)

    def _end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "q":
            self.parts.append("”")
        elif tag in _BOLD:
            self.bold -= 1
        elif tag in _BLOCKS:
            self._flush(element)
            self.headings -= tag in HEADINGS
            if self.row is element:
                self._end_row(element)
            elif tag in {"td", "th"} and self.row is not None and element.getparent() is self.row:
                self.cells.append("")
            self.plain -= tag in _NEVER_HEADINGS

    def _end_row(self, row: HtmlElement) -> None:
        text = CELL_JOIN.join(cell for cell in self.cells if cell)
        if text:
            self.found.append(Seen(text, heading=False, element=row))
        self.row = None
        self.cells = []

    def _text(self, text: str | None, parent: HtmlElement | None) -> None:
        if text:
            if not self.bold and not text.isspace():
                self.parts.append(_LIGHT)
            in_pre = parent is not None and parent.tag == "pre"
            self.parts.append(text.replace("\n", _LINE) if in_pre else text)

    def _flush(self, element: HtmlElement) -> None:
        raw = "".join(self.parts)
        self.parts = []
        if not raw or raw.isspace():
            return
        for piece in _EMPTY_LINES.split(raw):
            lines = [line for line in map(collapse, piece.replace(_LIGHT, "").split(_LINE)) if line]
            if lines and self.row is not None:
                self.cells = self.cells or [""]
                self.cells[-1] = " ".join([self.cells[-1], *lines]).strip()
            elif lines:
                text, short = paragraph(lines)
                heading = self.headings > 0 or (short and _LIGHT not in piece)
                self.found.append(Seen(text, heading and not self.plain, element))


def is_unread(element: HtmlElement) -> bool:
    """Whether a reader of the page sees nothing of this element, or sees in it no part of the text."""
    tag = element.tag
    if tag in {"html", "body"}:  # some pages hide all they have until a script shows it
        return False
    if tag in _UNREAD or "hidden" in element.attrib:
        return True
    if _UNSEEN_STYLE.search(element.get("style", "")) or _UNSEEN_CLASS.search(element.get("class", "")):
        return True
    return tag in {"sup", "a"} and _is_note_mark(element)


def _is_note_mark(element: HtmlElement) -> bool:
    """Whether this is the raised number that leads to a note, or the arrow that leads back."""
    text = "".join(element.itertext()).strip()
    if element.tag == "a":
        return "#" in element.get("href", "") and _BACK_MARK.fullmatch(text) is not None
    if _NOTE_MARK.fullmatch(text) is None:
        return False
    links = [element.getparent(), *element.iter("a")]
    return any(link is not None and "#" in link.get("href", "") for link in links)


def _is_layout(row: HtmlElement) -> bool:
    """Whether a table's row holds whole stretches of text, so that the table only places them on the page."""
    return any(sum(1 for _ in cell.iter(*_FULL_CELL)) > 1 for cell in _cells(row))


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    yield from row.iterchildren("td", "th")
