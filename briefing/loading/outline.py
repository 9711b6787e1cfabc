"""Outline: where each part of a YAML file stands in its text, so that lines can be put in and all else stays.

Places are counted in characters from the beginning of the text, as YAML's own parser gives them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from briefing.loading.document import LINE_END

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_COMMENT = re.compile(r"( *)#")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|[\n\r\x85\u2028\u2029]))*")
_DASH = re.compile(r"[\n\r\x85\u2028\u2029]( *)-(?=\s)")
_KEEPS_LINE_ENDS = re.compile(r"[|>][1-9]?\+")
_BLANK_LINE = re.compile(r"(\r\n|[\n\r])[ \t]*(\r\n|[\n\r])")


@dataclass(frozen=True, slots=True)
class Part:
    """A value or a key as it is written: from where to where, and the parts that it holds (key, value, key, value).

    `end` is that of the last thing in it: neither comments nor blank lines behind it belong to it. `column` counts the
    characters before it in its line; of a list or mapping in lines, those before its entries.
    """

    kind: Literal["text", "list", "mapping", "alias"]
    start: int
    end: int
    column: int
    is_flow: bool = False
    """Whether it stands between brackets or braces."""
    text: str = ""
    text_start: int = 0
    """Where the text itself begins, behind quotation marks and the like."""
    is_plain: bool = False
    """Whether it is a text without quotation marks."""
    style: str = ""
    """How a text is written: ' or " where it is quoted, | or > where it stands in lines, else nothing."""
    parts: tuple["Part", ...] = field(default=(), repr=False)

    @property
    def is_nothing(self) -> bool:
        """Whether it stands for nothing: no text at all, `~` or `null`."""
        return self.kind == "text" and self.is_plain and self.text in _NULLS

    def pairs(self) -> Iterator[tuple["Part", "Part"]]:
        """The keys of a mapping with their values."""
        return zip(self.parts[::2], self.parts[1::2], strict=True)

    def get(self, key: str) -> "Part | None":
        """The value of a key."""
        return next((value for name, value in self.pairs() if name.text == key), None)


def outline(text: str) -> tuple[Part, int]:
    """The parts of a file that `read_document` can read, and where its mapping ends, comments behind it included."""
    events: Iterator[Any] = iter(yaml.parse(text, Loader=_Loader))
    first: Any = next(event for event in events if isinstance(event, yaml.CollectionStartEvent))
    root, end = _part(first, events, text)
    return root, end


def _part(event: Any, events: Iterator[Any], text: str) -> tuple[Part, int]:
    """The part that begins with an event, and the place at which the parser saw it end."""
    start, end, column = event.start_mark.index, event.end_mark.index, event.start_mark.column
    if isinstance(event, yaml.ScalarEvent):
        is_plain, style = event.style in {None, ""} and event.implicit[0], event.style or ""
        kept = _without_blank_lines(text, start, end) if event.style in {"|", ">"} else end
        text_start = start + max(text[start:end].rfind(event.value), 0)
        part = Part(
            "text", start, kept, column, text=event.value, text_start=text_start, is_plain=is_plain, style=style
        )
        return part, end
    if isinstance(event, yaml.AliasEvent):
        return Part("alias", start, end, column), end
    parts: list[Part] = []
    while not _ends(inner := next(events)):
        parts.append(_part(inner, events, text)[0])
    seen = inner.end_mark.index
    kind: Literal["list", "mapping"] = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
    if event.flow_style:
        return Part(kind, start, seen, column, is_flow=True, parts=tuple(parts)), seen
    # An anchor (&name) before a list or a mapping stands in another line than its first entry.
    dash = _DASH.search(text, start) if kind == "list" else None
    column = len(dash[1]) if dash and text[start] != "-" else column
    column = parts[0].column if kind == "mapping" else column
    return Part(kind, start, parts[-1].end, column, parts=tuple(parts)), seen


def _ends(event: Any) -> bool:
    return isinstance(event, yaml.CollectionEndEvent)


def _without_blank_lines(text: str, start: int, end: int) -> int:
    """The end of a text in lines (| or >) without the blank lines behind it, unless they belong to it."""
    if _KEEPS_LINE_ENDS.search(text, start, end):
        return end
    return start + len(text[start:end].rstrip("\r\n\x85\u2028\u2029"))


def line_behind(text: str, place: int, indent: int) -> int:
    """Where the line behind a place begins, past comments there that are indented at least so (in spaces, but 1)."""
    place = place if _begins_a_line(text, place) else _next_line(text, place)
    while True:
        blank = _BLANK_LINES.match(text, place)
        at = blank.end() if blank else place
        comment = _COMMENT.match(text, at)
        if not comment or len(comment[1]) < max(indent, 1):
            return place
        place = _next_line(text, at)


def _begins_a_line(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] in "\n\r\x85\u2028\u2029"


def _next_line(text: str, place: int) -> int:
    found = LINE_END.search(text, place)
    return found.end() if found else len(text)


# Changes


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a text: what stands between two places gives way to other text."""

    start: int
    end: int
    new: str


def changed(text: str, changes: Iterable[Change]) -> str:
    """A text with its changes made; those of one place in their order."""
    pieces, place = [], 0
    for change in sorted(changes, key=lambda one: one.start):
        pieces += [text[place : change.start], change.new]
        place = change.end
    return "".join([*pieces, text[place:]])


def lines_at(place: int, lines: Iterable[str], line_end: str) -> Change:
    """Whole lines put in where a line begins."""
    return Change(place, place, "".join(line + line_end for line in lines))


def ends_a_line(text: str, place: int) -> bool:
    """Whether a line ends just before this place, or nothing stands before it."""
    return place == 0 or LINE_END.match(text, place - 1) is not None


def indent_above(text: str, place: int) -> int:
    """The spaces at the beginning of the line in which a place stands."""
    line = re.split(LINE_END, text[:place])[-1]
    return len(line) - len(line.lstrip(" "))


def are_apart(text: str, parts: Sequence[Part]) -> bool:
    """Whether blank lines stand between the entries of a list or mapping."""
    return len(parts) > 1 and bool(_BLANK_LINE.search(text, parts[-2].end, parts[-1].start))
