"""Text files: blocks set apart by blank lines or, where there are none, by line ends."""

import re

from briefing.model.article import Given
from briefing.read.block import LONGEST_TEXT, Reading, collapse, gathered, paragraph, tidy, too_long
from briefing.read.fault import Unreadable

_LINE_END = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LONGEST_EXCERPT = 400
_MARK = b"\xef\xbb\xbf"


def read(data: bytes) -> Reading:
    """Read the blocks of a text. Raises Unreadable: E012, E013."""
    text = decode(data).strip()
    if len(text) > LONGEST_TEXT:
        raise too_long()
    pieces = _BLANK_LINES.split(text)
    if len(pieces) == 1:
        pieces = text.split("\n")
    found = ([line for raw in piece.split("\n") if (line := collapse(raw))] for piece in pieces)
    return Reading(gathered(paragraph(lines) for lines in found if lines), Given())


def decode(data: bytes) -> str:
    """Decode a text, with every line end made the same. Raises Unreadable (E012) where it is not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise not_utf8(data, 0, "the text is", "UTF-16")
    body = data.removeprefix(_MARK)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise not_utf8(data, len(data) - len(body) + fault.start, "the text is") from None
    if "\0" in text:
        raise not_utf8(data, data.index(b"\0"), "the text is", "UTF-16")
    return tidy(_LINE_END.sub("\n", text))


def not_utf8(data: bytes, at: int, subject: str, encoding: str = "WINDOWS-1252") -> Unreadable:
    """Say where the first byte stands that UTF-8 has not, and how to convert from a likely encoding."""
    before = _LINE_END.sub("\n", data[:at].removeprefix(_MARK).decode("utf-8", "replace"))
    start = max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1
    line = re.split(rb"[\r\n]", data[start : start + 4 * _LONGEST_EXCERPT], maxsplit=1)[0]
    excerpt = tidy(line.removeprefix(_MARK).decode("utf-8", "replace"))
    return Unreadable(
        "E012",
        f"{subject} not UTF-8: the byte 0x{data[at]:02X} is out of place",
        f"convert it, from {encoding} if that is what it is: iconv -f {encoding} -t UTF-8 old.txt > new.txt",
        line=before.count("\n") + 1,
        column=len(before) - before.rfind("\n"),
        excerpt=excerpt if len(excerpt) <= _LONGEST_EXCERPT else "",
    )
