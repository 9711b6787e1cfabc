"""What every format ends in: blocks of tidy text, and the rule that tells a heading from a paragraph."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.model.article import Given, is_heading
from briefing.read.fault import Unreadable, too_large

LONGEST_TEXT = 20_000_000
"""How much text an article may yield, in characters."""

MOST_BLOCKS = 200_000
"""How many paragraphs and headings an article may have."""

Raw = tuple[str, bool]
"""A block that has no number yet: its text, and whether it is a heading."""

CELL_JOIN = " · "
"""What stands between the cells of a table's row, which is one paragraph."""

_WHITE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_GIVEN = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its blocks in order, and what it says of itself."""

    blocks: tuple[Raw, ...]
    given: Given


def gathered(blocks: Iterable[Raw]) -> tuple[Raw, ...]:
    """Gather blocks, as long as there is no more of them than an article has. Raises Unreadable (E013)."""
    found: list[Raw] = []
    left = LONGEST_TEXT
    for block in blocks:
        found.append(block)
        left -= len(block[0])
        if left < 0 or len(found) > MOST_BLOCKS:
            raise too_long()
    return tuple(found)


def too_long() -> Unreadable:
    """Say that an article has more text than any has."""
    return too_large(
        f"the article holds more than {LONGEST_TEXT:,} characters, or more than {MOST_BLOCKS:,} paragraphs"
    )


def tidy(text: str) -> str:
    """Take out what is no character of a text (control characters); every other character stays as it is."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def collapse(text: str) -> str:
    """Make each run of white space one space, and leave none at the ends; no-break spaces inside stay."""
    return _WHITE.sub(" ", text).strip()


def paragraph(lines: Sequence[str]) -> Raw:
    """Join the lines of a block; it is a heading if it was one line, and reads like one."""
    text = " ".join(lines)
    return text, len(lines) == 1 and is_heading(text)


def said(value: object) -> str:
    """Put on one line what a file says of itself; an empty string where it says nothing."""
    return collapse(tidy(value))[:_LONGEST_GIVEN] if isinstance(value, str) else ""


def day(value: object) -> str:
    """Find the ISO day with which a date begins; an empty string where it begins with none."""
    match = _DAY.match(said(str(value)))
    if match is None:
        return ""
    try:
        return date.fromisoformat(match[0]).isoformat()
    except ValueError:
        return ""
