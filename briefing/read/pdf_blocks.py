"""The blocks of a PDF: lines that belong together, told from where they stand and how they end."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.model.article import is_heading
from briefing.read.block import Raw
from briefing.read.pdf_lines import Line
from briefing.read.pdf_words import Mend, is_broken

_SAME_SIZE = 0.08
_NEAR_SIZE = 0.12  # a line in another face of the same paragraph may differ so much; notes and captions do more
_WIDE_GAP = 1.3  # of the usual distance between two lines: a blank stands between two blocks
_WIDEST_LEADING = 2.6  # of a line's size: no text is set wider
_INDENT = 0.8  # of a line's size
_LARGE = 1.12  # of the body's size: a heading
_HEADING_LINES = 3
_HEADING_LENGTH = 200
_FLOATS = 8  # at most so many notes and captions stand between the two parts of a paragraph
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»›)\]]*$")
_BULLET = re.compile(r"[•‣◦▪■●○∙·⁃\uf0b7]\s?")
_ITEM = re.compile(r"(?:[•‣◦▪■●○∙·⁃\uf0b7]|[-–] |\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)] )", re.IGNORECASE)
_OPENING = "\"'“‘«„([*"


@dataclass(slots=True)
class _Part:
    """Lines that belong together, on one page and in one column, and that column's right edge."""

    lines: list[Line]
    right: float

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def first(self) -> Line:
        return self.lines[0]


def blocks(pages: Sequence[Sequence[Line]]) -> Iterator[Raw]:
    """Join lines into paragraphs and headings, over the ends of lines, columns and pages."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    body = _usual_size(lines)
    leadings = _Leadings(pages, body)
    parts = _rejoined([part for page in pages for part in _parts(page, leadings)])
    mend = Mend([[line.text for line in part.lines] for part in parts])
    for part in parts:
        text = mend.joined([line.text for line in part.lines])
        if bullet := _BULLET.match(text):
            text = text[bullet.end() :]
        if text:
            yield text, not bullet and _is_heading(part, text, body)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


class _Leadings:
    """The usual distance from one line to the next, by the size of the lines."""

    def __init__(self, pages: Sequence[Sequence[Line]], body: float) -> None:
        found: dict[float, Counter[float]] = {}
        for above, below in (pair for page in pages for pair in pairwise(page)):
            distance = above.bottom - below.bottom
            if _alike(above, below) and 0 < distance < _WIDEST_LEADING * above.size:
                found.setdefault(above.size, Counter())[round(distance * 2) / 2] += 1
        self._usual = {size: self._of(distances) for size, distances in found.items()}
        self._ratio = self._usual.get(body, 1.2 * body) / body

    @staticmethod
    def _of(distances: Counter[float]) -> float:
        most = max(distances.values())
        return min(distance for distance, count in distances.items() if count * 2 >= most)

    def of(self, size: float) -> float:
        """Tell the usual distance after a line of this size, in points."""
        return min(self._usual.get(size, size * self._ratio), 1.5 * size * self._ratio)


def _alike(a: Line, b: Line, most: float = _SAME_SIZE) -> bool:
    return abs(a.size - b.size) <= most * max(a.size, b.size)


def _parts(lines: Sequence[Line], leadings: _Leadings) -> Iterator[_Part]:
    """Split a page's lines where a gap, a size or a column says so, then where a line's end does."""
    stretch: list[Line] = []
    for line in lines:
        if stretch and not _adjoins(stretch[-1], line, leadings):
            yield from _paragraphs(stretch)
            stretch = []
        stretch.append(line)
    if stretch:
        yield from _paragraphs(stretch)


def _adjoins(above: Line, below: Line, leadings: _Leadings) -> bool:
    distance = above.bottom - below.bottom
    return _alike(above, below) and above.overlaps(below) and 0 < distance <= _WIDE_GAP * leadings.of(above.size)


def _paragraphs(stretch: Sequence[Line]) -> Iterator[_Part]:
    right = max(line.x1 for line in stretch)
    left = Counter(round(line.x0) for line in stretch).most_common(1)[0][0]
    part = _Part([stretch[0]], right)
    for line in stretch[1:]:
        if _begins(part, line, left):
            yield part
            part = _Part([], right)
        part.lines.append(line)
    yield part


def _begins(part: _Part, line: Line, left: float) -> bool:
    """Whether a line that follows right below a part begins another paragraph."""
    last = part.last
    ended = _SENTENCE_END.search(last.text) is not None
    if _BULLET.match(line.text):
        return True
    if ended and _ITEM.match(line.text) and line.x0 <= part.first.x0 + 1:
        return True
    if ended and line.x0 - max(left, last.x0) >= _INDENT * line.size and not _ITEM.match(part.first.text):
        return True
    if not _ended_early(last, line, part.right):
        return False
    return last.bold != line.bold or ended or not (last.text.endswith(",") or _goes_on(line.text))


def _goes_on(text: str) -> bool:
    """Whether a line begins as no sentence and no entry of a list does."""
    return not (text[0].isupper() or text[0].isdigit() or text[0] in _OPENING)


def _ended_early(line: Line, following: Line, right: float) -> bool:
    """Whether the first word of the next line would have found room on this one: then its end was meant."""
    word = following.text.split(" ", 1)[0]
    width = (following.x1 - following.x0) * (len(word) + 1) / len(following.text)
    return right - line.x1 > width + 0.5 * line.size


def _rejoined(parts: Sequence[_Part]) -> list[_Part]:
    """Put together the parts of a paragraph that a page or column, with its notes and captions, has split."""
    joined: list[_Part] = []
    for part in parts:
        before = next((one for one in reversed(joined[-_FLOATS:]) if _alike(one.last, part.first, _NEAR_SIZE)), None)
        if before is not None and _runs_on(before, part):
            before.lines += part.lines
            before.right = part.right
        else:
            joined.append(part)
    return joined


def _runs_on(before: _Part, part: _Part) -> bool:
    last, first = before.last, part.first
    if last.bold != first.bold or _SENTENCE_END.search(last.text) or _BULLET.match(first.text):
        return False
    if is_broken(last.text) or _goes_on(first.text):
        return True
    below_on_same_page = last.overlaps(first) and last.bottom > first.bottom
    full = not _ended_early(last, first, before.right)
    return full and len(before.lines) > 1 and not below_on_same_page and not _ITEM.match(first.text)


def _is_heading(part: _Part, text: str, body: float) -> bool:
    """Whether a block is a heading: one line that reads like one, or a few that are larger or all bold."""
    if len(part.lines) == 1 and is_heading(text) and not _ITEM.match(text):
        return True
    stands_out = part.first.size >= _LARGE * body or all(line.bold for line in part.lines)
    short = len(part.lines) <= _HEADING_LINES and len(text) <= _HEADING_LENGTH
    return stands_out and short and is_heading(text[-1])
