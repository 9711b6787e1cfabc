"""Nicknames: a word between marks inside a name, William “Bo” Tackett, which is part of the name and no quotation."""

import re

MARKS = "“”\"‘’'«»"
_INSIDE = re.compile(rf"[^\W\d_]\s[{MARKS}][^\W\d_]+[{MARKS}]\s[^\W\d_]")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s$")


def is_nickname(text: str, start: int, end: int) -> bool:
    """Whether what stands from the mark at `start` to before `end` is a capitalised word with a name on either side."""
    inside = _INSIDE.fullmatch(text, max(0, start - 2), end + 2)
    before = _LAST_WORD.search(text, max(0, start - 30), start)
    return (
        inside is not None
        and before is not None
        and all(letter.isupper() for letter in (before[1][0], text[start + 1], text[end + 1]))
    )
