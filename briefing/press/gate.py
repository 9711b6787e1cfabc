"""The page gate: what keeps a laid-out page from being handed over, found in its boxes before it is painted.

Nothing may be lost, cut off or set outside the paper, and the bottom line stands on the first page (E405). A heading
that stands alone at a page's foot, lines that run out of their column and words set over others draw a warning (W406).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.model.problem import Problem, Severity
from briefing.press.pages import BOTTOM_LINE
from briefing.press.sheets import HtmlElement, Seen, is_decoration, plain

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "caption"])
_BOTTOM_LINE = re.compile(rf"(?:t\d+-)?{BOTTOM_LINE}")
"""Its id; where briefs are bound together, each one's ids have a prefix of their own."""
_UNSEEN = frozenset(["style", "script", "template", "{http://www.w3.org/2000/svg}svg"])
_INLINE = ("LineBox", "InlineBox", "TextBox")
_NEAR = 1.5
"""How far, in CSS pixels, ink may reach over an edge: rounding, and letters that lean."""
_LEAST_SHARED = 0.4
"""Lines of words that share so much of their height are set over each other."""
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle, in CSS pixels from the upper left corner of the paper, and which way the lines in it run."""

    left: float
    top: float
    right: float
    bottom: float
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Ink:
    """Words that are set, where, in which column, and what cuts off all that is outside it."""

    text: str
    seen: Seen
    frame: Frame
    column: Frame
    window: Frame | None
    is_turned: bool = False
    """Turned words have no edges to be measured by."""


def examine(pages: Sequence[Sequence[Seen]], root: HtmlElement) -> tuple[Problem, ...]:
    """Find what is wrong with laid-out pages, given the boxes of each, the page's own first, and the page's root."""
    inks = [list(_inks(boxes[0])) for boxes in pages]
    level = [[ink for ink in page if not ink.is_turned] for page in inks]
    found: list[Problem] = [*_bottom_line(inks, root), *_lost(inks, root)]
    for number, (boxes, set_here) in enumerate(zip(pages, level, strict=True), start=1):
        found += _outside(number, boxes[0].box, set_here)
        found += _over_the_column(number, set_here)
        found += _over_each_other(number, set_here)
        found += _stranded(number, set_here) if number < len(pages) else ()
    return tuple({(problem.code, problem.message): problem for problem in found}.values())


# The words of a page


def _inks(page: Seen) -> Iterator[Ink]:
    paper = _border(page.box)
    waiting: list[tuple[Seen, Frame, Frame | None, bool]] = [(page, paper, None, False)]
    while waiting:
        seen, column, window, is_turned = waiting.pop()
        box = seen.box
        is_turned = is_turned or bool(box.style["transform"])
        text = plain(getattr(box, "text", "") or "")
        if text and not seen.is_decoration and box.style["visibility"] == "visible":
            yield Ink(text, seen, _border(box), column, window, is_turned)
        if type(box).__name__ not in _INLINE and hasattr(box, "children"):
            column = _content(box)
            if box.style["overflow"] != "visible":
                window = _border(box)
        waiting += [(seen.below(child), column, window, is_turned) for child in reversed(getattr(box, "children", ()))]


def _border(box: Any) -> Frame:
    left, top = box.position_x + (box.margin_left or 0), box.position_y + (box.margin_top or 0)
    return Frame(left, top, left + box.border_width(), top + box.border_height())


def _content(box: Any) -> Frame:
    left, top = box.content_box_x(), box.content_box_y()
    return Frame(left, top, left + (box.width or 0), top + (box.height or 0), box.style["direction"])


# What must not be


def _bottom_line(pages: Sequence[Sequence[Ink]], root: HtmlElement) -> Iterator[Problem]:
    """The bottom line begins on the first page of its brief: at least its first words stand there."""
    bound = [one for one in root.iter("article") if "bound" in one.get("class", "").split()]
    for brief in bound or [root]:
        line = next((one for one in brief.iter() if _BOTTOM_LINE.fullmatch(one.get("id", ""))), None)
        first = next((page for page in pages if _any_of(page, brief.iter())), ()) if bound else pages[0]
        if line is not None and not _any_of(first, (one for one in line.iter() if one.tag not in _HEADINGS)):
            of = f" of “{_short(''.join(next(brief.iter('h1'), brief).itertext()))}”" if bound else ""
            yield _error(f"The bottom line{of} does not begin on the first page", "Shorten what stands before it.")


def _any_of(page: Sequence[Ink], elements: Iterable[HtmlElement]) -> bool:
    """Whether words of one of these elements stand on a page, those of its margins apart."""
    there = {id(element) for element in elements}
    return any(id(ink.seen.element) in there for ink in page if not ink.seen.margin)


def _lost(pages: Sequence[Sequence[Ink]], root: HtmlElement) -> Iterator[Problem]:
    """Every word of the page's body is set somewhere."""
    letters: dict[int, list[str]] = {}
    for ink in (ink for page in pages for ink in page):
        if not ink.seen.margin and "::" not in ink.seen.tag:
            letters.setdefault(id(ink.seen.element), []).append(_letters(ink.text))
    for part in root.iter("main"):
        for element in _shown(part):
            own = " ".join([element.text or "", *(child.tail or "" for child in element)])
            if not "".join(letters.get(id(element), ())).startswith(_letters(own)):
                yield _error(f"“{_short(own)}” is nowhere on the pages", "The layout hides it, or loses it on the way.")


def _shown(element: HtmlElement) -> Iterator[HtmlElement]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or is_decoration(element):
        return
    if "running" in element.get("class", "").split():
        return
    yield element
    for child in element:
        yield from _shown(child)


def _outside(number: int, page: Any, inks: Sequence[Ink]) -> Iterator[Problem]:
    """No words outside the paper, and none cut off by what holds them."""
    paper = Frame(0, 0, page.margin_width(), page.margin_height())
    for ink in inks:
        if not _within(ink.frame, paper):
            yield _error(f"“{_short(ink.text)}” stands outside page {number}", "Shorten it, or give it more room.")
        elif ink.window and not _within(ink.frame, ink.window):
            yield _error(f"“{_short(ink.text)}” is cut off on page {number}", "Shorten it, or give it more room.")


def _over_the_column(number: int, inks: Sequence[Ink]) -> Iterator[Problem]:
    """No line runs out of the column that it is set in; at its start a space or a mark may hang."""
    for ink in inks:
        hang = ink.seen.box.style["font_size"] / 2
        # WeasyPrint moves a line from right to left by the space that it drops at its end.
        at_left, at_right = (hang, 0.0 if ink.column.direction == "ltr" else hang)
        over_left = ink.column.left - ink.frame.left - at_left
        if max(over_left, ink.frame.right - ink.column.right - at_right) > _NEAR:
            message = f"“{_short(ink.text)}” runs out of its column on page {number}"
            yield _warning(message, "Let the layout break it (overflow-wrap: anywhere), or shorten it.")


def _over_each_other(number: int, inks: Sequence[Ink]) -> Iterator[Problem]:
    """No words are set over others."""
    ordered = sorted((ink for ink in inks if _letters(ink.text)), key=lambda ink: ink.frame.top)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.frame.top >= one.frame.bottom:
                break
            if _covers(one.frame, other.frame):
                message = f"“{_short(one.text)}” and “{_short(other.text)}” are set over each other on page {number}"
                yield _warning(message, "Give one of them more room in the layout.")


def _covers(one: Frame, other: Frame) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return wide > 2 * _NEAR and high > _LEAST_SHARED * lower


def _stranded(number: int, inks: Sequence[Ink]) -> Iterator[Problem]:
    """No heading stands alone at a page's foot."""
    body = [ink for ink in inks if not ink.seen.margin and not ink.seen.is_note]
    if not body:
        return
    last = max(body, key=lambda ink: ink.frame.bottom)
    beside = [ink for ink in body if ink.frame.bottom > last.frame.top]
    if all(_is_heading(ink.seen.element) for ink in beside):
        yield _warning(f"“{_short(last.text)}” stands alone at the foot of page {number}", "Set break-after: avoid.")


def _is_heading(element: HtmlElement | None) -> bool:
    return element is not None and element.tag in _HEADINGS


# Words for it


def _within(inner: Frame, outer: Frame) -> bool:
    across = inner.left >= outer.left - _NEAR and inner.right <= outer.right + _NEAR
    return across and inner.top >= outer.top - _NEAR and inner.bottom <= outer.bottom + _NEAR


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _short(text: str) -> str:
    text = plain(text)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN].rsplit(" ", 1)[0] + "…"


def _error(message: str, hint: str) -> Problem:
    return Problem("E405", f"{message}.", hint)


def _warning(message: str, hint: str) -> Problem:
    return Problem("W406", f"{message}.", hint, severity=Severity.WARNING)
