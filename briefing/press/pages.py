"""What is known of the pages once they are laid out: what stands where, and how full they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.model.problem import Problem
from briefing.press.margins import legible
from briefing.press.sheets import HtmlElement, Seen, spoken

ANNEX = "annex"  # the name (CSS `page: annex`) of the pages that are counted apart: A1, A2 …
BOTTOM_LINE = "bottom-line"  # the id of the element that holds the bottom line
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its level (1 to 6), and the page it is on, counted from 1."""

    level: int
    text: str
    page: int
    id: str = ""


@dataclass(frozen=True)
class Pages:
    """The pages of a layout.

    `names` are their CSS page names; `fullness` is how far down its text area each is filled, 0 to 1, footnotes apart;
    `lines` and `words` are how many each has, those of the margins apart;
    `places` says for each id on which pages (first, last; counted from 1) its element stands; `margins` are the words
    that can be read at the head and foot of each.
    """

    names: tuple[str, ...]
    fullness: tuple[float, ...]
    lines: tuple[int, ...]
    words: tuple[int, ...]
    headings: tuple[Heading, ...]
    places: Mapping[str, tuple[int, int]]
    problems: tuple[Problem, ...]
    margins: tuple[tuple[str, str], ...]


def label_prefix(name: str) -> str:
    """Say what stands before the number of a page whose CSS page name is given."""
    return "A" if name == ANNEX else ""


def label_pages(names: Sequence[str]) -> tuple[str, ...]:
    """Label pages whose CSS page names are given: 1, 2 … in the body, A1, A2 … in the annex."""
    counted: Counter[str] = Counter()
    found = []
    for prefix in map(label_prefix, names):
        counted[prefix] += 1
        found.append(f"{prefix}{counted[prefix]}")
    return tuple(found)


def look_at(pages: Sequence[Sequence[Seen]]) -> Pages:
    """Say what is known of pages, from their boxes, the page's own first.

    Problems: E304 where headings skip a level, or transparency takes words out of the reading order.
    """
    headings: dict[int, Heading] = {}
    places: dict[str, tuple[int, int]] = {}
    has_opacity = False
    for number, boxes in enumerate(pages, start=1):
        for seen in boxes:
            has_opacity = has_opacity or seen.box.style["opacity"] < 1
            element = seen.element
            if element is None or seen.margin:
                continue
            if element.tag in _HEADINGS and id(element) not in headings:
                headings[id(element)] = _heading(element, number)
            if name := element.get("id"):
                places[name] = (places.get(name, (number, number))[0], number)
    found = tuple(headings.values())
    problems = _skipped(found) + ([_opacity()] if has_opacity else [])
    names = tuple(boxes[0].box.page_type.name or "" for boxes in pages)
    lines, words = tuple(map(_lines, pages)), tuple(map(_words, pages))
    margins = tuple(legible(boxes[0].box) for boxes in pages)
    return Pages(names, tuple(map(_fullness, pages)), lines, words, found, places, tuple(problems), margins)


def _heading(element: HtmlElement, page: int) -> Heading:
    return Heading(_HEADINGS[element.tag], spoken(element), page, element.get("id", ""))


def _fullness(boxes: Sequence[Seen]) -> float:
    """Measure how far down the text area the last line or picture of a page reaches."""
    page = boxes[0].box
    top, height = page.content_box_y(), page.height
    lowest = top
    for seen in boxes:
        is_content = hasattr(seen.box, "text") or seen.is_picture
        if is_content and not seen.margin and not seen.is_note:
            lowest = max(lowest, seen.box.position_y + seen.box.margin_height())
    return float(round(min(1, (lowest - top) / height), 3)) if height else 0.0


def _lines(boxes: Sequence[Seen]) -> int:
    """Count the lines of a page: words at one height are one line, whatever table or column they stand in."""
    return len({round(seen.box.position_y) for seen in _of_the_body(boxes)})


def _words(boxes: Sequence[Seen]) -> int:
    return sum(len(seen.box.text.split()) for seen in _of_the_body(boxes))


def _of_the_body(boxes: Sequence[Seen]) -> list[Seen]:
    return [seen for seen in boxes if not seen.margin and (getattr(seen.box, "text", "") or "").strip()]


def _skipped(headings: Sequence[Heading]) -> list[Problem]:
    """Find headings that are more than one level below the one before (ISO 14289-1, 7.4.2)."""
    problems = []
    level = 0
    for heading in headings:
        if heading.level > level + 1:
            before = f"a heading of level {level}" if level else "no heading at all"
            problems.append(
                Problem(
                    code="E304",
                    message=f"“{heading.text}” on page {heading.page} is a heading of level {heading.level}"
                    f" after {before}.",
                    hint=f"Make it <h{level + 1}> in the layout, and give it the looks by its class.",
                )
            )
        level = heading.level
    return problems


def _opacity() -> Problem:
    return Problem(
        code="E304",
        message="The layout's style sheet uses opacity, which takes words out of what can be read aloud.",
        hint="Use a colour with transparency instead: rgb(0 0 0 / 50%).",
    )
