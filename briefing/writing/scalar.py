"""Scalars: how a new text is written where another stood, in the quotation marks and lines of that one."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.drafting.manuscript import in_flow, scalar
from briefing.loading.document import LINE_END
from briefing.loading.outline import Part

_HEADER = re.compile(r"^([|>])([-+]?)[1-9]?([-+]?)")
_WIDTH = 100
_LEAST, _MOST = 60, 120
"""The bounds of the width that is taken from the lines of the text before."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text is written: the spaces before its further lines, whether between brackets, and how lines end."""

    indent: int
    flow: bool
    line_end: str


def ways(new: str, old: Part, raw: str, setting: Setting) -> Iterator[str]:
    """The ways to write a text in the place of another, that nearest to it first; not each is read as it should be.

    `raw` is how the other is written.
    """
    indent, flow, line_end = setting.indent, setting.flow, setting.line_end
    if old.style in {"|", ">"}:
        yield _in_lines(new, old.style, raw, indent, line_end)
        yield _in_lines(new, "|", "|-", indent, line_end)
    else:
        on_one_line = in_style(new, old.style, flow=flow)
        lines = LINE_END.split(raw)
        if len(lines) > 1:
            yield _wrapped(on_one_line, old.column, len(lines[1]) - len(lines[1].lstrip()), line_end)
        elif not flow and old.column + len(on_one_line) > max(_WIDTH, old.column + len(raw)) and "\n" not in new:
            yield _in_lines(new, ">", ">-", indent, line_end)
        yield on_one_line
    yield json.dumps(new, ensure_ascii=False)
    yield in_flow(new)


def single(new: str, column: int, setting: Setting) -> Iterator[str]:
    """The ways to write a text where none stood before, in this column of its line."""
    on_one_line = in_style(new, "", flow=setting.flow)
    if not setting.flow and column + len(on_one_line) > _WIDTH and "\n" not in new:
        yield _in_lines(new, ">", ">-", setting.indent, setting.line_end)
    yield on_one_line
    yield json.dumps(new, ensure_ascii=False)
    yield in_flow(new)


def in_style(new: str, style: str, *, flow: bool) -> str:
    """A text on one line in these quotation marks, or plain where it can be."""
    if style == "'" and "\n" not in new:
        return "'" + new.replace("'", "''") + "'"
    if style == '"':
        return json.dumps(new, ensure_ascii=False)
    plain = scalar(new)
    is_plain_in_flow = plain == new and not set(new) & set(",[]{}?")
    return in_flow(new) if flow and not is_plain_in_flow else plain


def _wrapped(on_one_line: str, column: int, indent: int, line_end: str) -> str:
    """A text that was quoted or plain over several lines, so again."""
    return line_end.join(_broken(on_one_line, column, indent, _WIDTH))


def _broken(text: str, column: int, indent: int, width: int) -> list[str]:
    """A text in lines of at most this width where it has single spaces; each but the first is indented."""
    words = text.split(" ")
    if any(not word or word[0] == "\t" or word[-1] == "\t" for word in words):
        return [text]
    lines, room = [words[0]], width - column
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(" " * indent + word)
            room = width
    return lines


def _in_lines(new: str, style: str, raw: str, indent: int, line_end: str) -> str:
    """A text in lines (| or >) under the header that there was; lines that need not change stay."""
    header, *body = LINE_END.split(raw)
    written = [line for line in body if line.strip()]
    indents = [len(line) - len(line.lstrip(" ")) for line in written]
    indent = min(indents, default=indent)
    tail = raw[len(raw.rstrip("\r\n\x85\u2028\u2029")) :]
    text = new.rstrip("\n")
    if style == "|":
        lines = [" " * indent + line if line else "" for line in text.split("\n")]
    else:
        width = min(max([_LEAST, *map(len, written)]), _MOST) if len(written) > 1 else _WIDTH
        lines = list(_folded(text, indent, width, [line[indent:] for line in body]))
    return line_end.join([_without_indent(header), *lines]) + tail


def _without_indent(header: str) -> str:
    """A header without the figure of its indentation: a text that begins with a word needs none."""
    return _HEADER.sub(r"\1\2\3", header)


def _folded(text: str, indent: int, width: int, before: Sequence[str]) -> Iterator[str]:
    """A text in lines that are read as one; a line end in it takes one empty line more."""
    first, *others = text.split("\n")
    kept = list(_kept(first, before))
    rest = first[sum(len(line) + 1 for line in kept) :]
    for line in (*kept, *_broken(rest, 0, 0, width - indent)):
        yield " " * indent + line
    for paragraph in others:
        yield ""
        yield from (" " * indent + line if line else "" for line in _broken(paragraph, 0, 0, width - indent))


def _kept(text: str, before: Sequence[str]) -> Iterator[str]:
    """The first lines of what stood there that the text begins with, but for the last of them: it may hold more now."""
    place = 0
    for line, following in pairwise(before):
        if not line or line != line.strip() or not following or not text.startswith(line + " ", place):
            return
        place += len(line) + 1
        yield line
