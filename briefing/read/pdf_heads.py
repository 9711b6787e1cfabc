"""The running heads and feet of a PDF's pages, and their page numbers, told by what returns from page to page."""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from briefing.read.pdf_lines import Line, Page, rows_of

_Key = tuple[str, int, int]
"""What a row says but for one number, its size, and its height on the page."""

_ZONE = 0.15  # of a page's height, at its top and its foot: where running heads stand
_DEEPEST = 4  # rows of a running head or foot
_MANY = 8  # pages; with more of them,
_SEVERAL = 3  # pages must have a row in common, with fewer pages two
_NUMBER = re.compile(r"\d+|^[ivxlc]+\b|\b[ivxlc]+$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|pp?\.?|pg\.?|seite|página|pagina|sid[ae]|strona|стр\.?) )?[-–—|]? ?# ?"
    r"(?:(?:/|of|von|sur|de|di|av|z|из) ?#)? ?[-–—|]?",
    re.IGNORECASE,
)


def without_running_heads(pages: Sequence[Page]) -> list[list[Line]]:
    """Leave out page numbers, and what returns at the head or foot of several pages but for one number."""
    rows = [rows_of(page.lines) for page in pages]
    counts = Counter(
        key
        for page, on_page in zip(pages, rows, strict=True)
        for key in {key for row in on_page for key in _keys(row, page)}
    )
    least = _SEVERAL if len(pages) > _MANY else 2
    returning = {key for key in counts if _total(key, counts) >= least}
    return [
        [line for row in _body(on_page, page, returning) for line in row]
        for page, on_page in zip(pages, rows, strict=True)
    ]


def _body(rows: Sequence[list[Line]], page: Page, returning: AbstractSet[_Key]) -> Sequence[list[Line]]:
    """Take off the outermost rows of a page that are running heads and feet."""
    running = [_runs(row, page, returning) for row in rows]
    first, last = 0, len(rows)
    while first < min(last, _DEEPEST) and running[first]:
        first += 1
    while last > max(first, len(rows) - _DEEPEST) and running[last - 1]:
        last -= 1
    return rows[first:last]


def _runs(row: Sequence[Line], page: Page, returning: AbstractSet[_Key]) -> bool:
    """Whether a row is a page number, or returns on other pages and is no row of figures."""
    if not _in_zone(row, page):
        return False
    text = _NUMBER.sub("#", _text(row))
    figures = text.count("#") > 2 and not any(character.isalpha() for character in text)
    return _PAGE_NUMBER.fullmatch(text) is not None or (not figures and not returning.isdisjoint(_keys(row, page)))


def _keys(row: Sequence[Line], page: Page) -> set[_Key]:
    """Tell what can return of a row: all it says but for its first number, or but for its last."""
    if not _in_zone(row, page):
        return set()
    text = _text(row)
    numbers = list(_NUMBER.finditer(text))
    found = {f"{text[: number.start()]}#{text[number.end() :]}" for number in (*numbers[:1], *numbers[-1:])}
    return {(key, round(row[0].size), round(row[0].middle)) for key in found or {text}}


def _in_zone(row: Sequence[Line], page: Page) -> bool:
    return not _ZONE * page.height < row[0].middle < (1 - _ZONE) * page.height


def _text(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in row)


def _total(key: _Key, counts: Counter[_Key]) -> int:
    """Count the pages on which a row returns, at the same height or a point beside."""
    text, size, height = key
    return sum(counts[text, size, height + shift] for shift in (-1, 0, 1))
