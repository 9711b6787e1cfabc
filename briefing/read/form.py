"""Which format a file has: by its name, or, where the name says nothing, by what it holds."""

from enum import StrEnum
from pathlib import Path

from briefing.read.fault import Unreadable, damaged


class Form(StrEnum):
    """A format that an article may come in, in the words of a message."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    PAGE = "web page"
    WORD = "Word document"
    PDF = "PDF"


SUFFIXES = {
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".html": Form.PAGE,
    ".htm": Form.PAGE,
    ".xhtml": Form.PAGE,
    ".docx": Form.WORD,
    ".pdf": Form.PDF,
}
_MARKS = (
    (b"%PDF-", "a PDF", ".pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office document", ""),
    (b"{\\rtf", "rich text (RTF)", ""),
    (b"\x89PNG\r\n", "a picture (PNG)", ""),
    (b"\xff\xd8\xff", "a picture (JPEG)", ""),
    (b"GIF8", "a picture (GIF)", ""),
)
_PACKAGE = b"PK\x03\x04"
_IN_WORD = b"word/"  # how the names of the parts of a Word document begin; names are not packed
_MARKED = {Form.PDF: ".pdf", Form.WORD: ".docx"}
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml")
_PDF_HEAD = 1024  # a PDF may begin with other bytes, as readers of PDF all allow
_CONVERT = "open it in the program that made it and save it as .docx, .pdf or UTF-8 text"


def form_of(path: Path, data: bytes) -> Form:
    """Tell a file's format.

    Raises Unreadable: E015 where the file is not what its name says, E016 where the format is not known.
    """
    named = SUFFIXES.get(path.suffix.casefold())
    looks, suffix = _looks_like(data)
    if named is None:
        return _unnamed(path, data, looks, suffix)
    wanted = _MARKED.get(named, "")
    if suffix == wanted != "" or not (looks or wanted):
        return named
    if named is Form.PDF and b"%PDF-" in data[:_PDF_HEAD]:
        return named
    name = f"the name ends in {path.suffix}, but the file"
    if looks:
        hint = f"rename it to {path.stem}{suffix}" if suffix else _CONVERT
        raise damaged(f"{name} is {looks}", hint=hint)
    raise damaged(f"{name} is no {named}, or its beginning is lost")


def _unnamed(path: Path, data: bytes, looks: str, suffix: str) -> Form:
    known = f"the formats known are {' '.join(SUFFIXES)}"
    if looks:
        hint = f"rename it to {path.stem}{suffix}" if suffix else _CONVERT
        raise Unreadable("E016", f"the format is not known: the file is {looks}; {known}", hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Unreadable("E016", f"the format is not known, and the file is no UTF-8 text; {known}", _CONVERT)
    return Form.PAGE if _is_page(data) else Form.TEXT


def _looks_like(data: bytes) -> tuple[str, str]:
    """Tell by its first bytes what a file is, and the suffix it should have; both are empty for text."""
    if data.startswith(_PACKAGE):
        return ("a Word document", ".docx") if _IN_WORD in data else ("a package with no Word document in it", "")
    return next(((looks, suffix) for mark, looks, suffix in _MARKS if data.startswith(mark)), ("", ""))


def _is_page(data: bytes) -> bool:
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith(_PAGE_STARTS[:2]) or (start.startswith(_PAGE_STARTS[2]) and b"<html" in start)
