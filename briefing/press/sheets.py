"""The painted pages: which box became which piece of marked content, and what surrounds it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SVG = "{http://www.w3.org/2000/svg}svg"
_SVG_TITLE = "{http://www.w3.org/2000/svg}title"

# Elements that do not part the words before and after them (HTML's phrasing content, without pictures).
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "mark", "q", "s", "small"}
_INLINE |= {"span", "strong", "sub", "sup", "time", "u", "var", "wbr"}

Box = Any  # a box of WeasyPrint's layout
HtmlElement = Any  # an element of the page that was laid out


@dataclass(frozen=True, slots=True)
class Seen:
    """A box, the margin box and the footnote area it stands in, if any, and whether it is mere decoration."""

    box: Box
    margin: str | None = None
    is_note: bool = False
    is_decoration: bool = False

    def inside(self) -> Iterator["Seen"]:
        """Go through this box and every box in it, parents first."""
        waiting = [self]
        while waiting:
            seen = waiting.pop()
            yield seen
            waiting += [seen.below(child) for child in reversed(getattr(seen.box, "children", ()))]

    def below(self, box: Box) -> "Seen":
        """See a box directly inside this one."""
        # A box taken out of the flow is held by a stand-in.
        box = getattr(box, "_box", box)
        return Seen(
            box,
            getattr(box, "at_keyword", None) or self.margin,
            self.is_note or type(box).__name__ == "FootnoteAreaBox",
            self.is_decoration or box.is_leader or is_decoration(box.element),
        )

    @property
    def element(self) -> HtmlElement | None:
        """The element that the box was made for; boxes of the page itself have none."""
        return self.box.element

    @property
    def tag(self) -> str:
        """The name of the element, with the pseudo-element if it is one (`p::before`)."""
        return self.box.element_tag or ""

    @property
    def is_picture(self) -> bool:
        """Whether the box is a picture."""
        return hasattr(self.box, "replacement")


@dataclass(frozen=True)
class Sheet:
    """One painted page, counted from 0: its boxes, its content stream, the content numbers of its boxes."""

    index: int
    boxes: Sequence[Seen]
    stream: Any
    numbers: dict[Box, int]

    @cached_property
    def begins(self) -> dict[int, int]:
        """Where in the content stream each piece of marked content begins, by its number."""
        return {
            item["MCID"]: index
            for index, item in enumerate(self.stream.stream)
            if isinstance(item, dict) and "MCID" in item
        }

    @property
    def height(self) -> float:
        """The height of the paper in CSS pixels."""
        return float(self.boxes[0].box.margin_height())

    def number(self, seen: Seen) -> int | None:
        """Give the content number of a box, if anything was drawn for it."""
        return self.numbers.get(seen.box)


def is_decoration(element: HtmlElement | None) -> bool:
    """Tell whether an element says there is nothing in it to be read (WAI-ARIA 1.2, HTML's empty alt)."""
    if element is None:
        return False
    if element.get("aria-hidden") == "true":
        return True
    if element.tag in {"img", SVG} and element.get("role") in {"presentation", "none"}:
        return True
    return bool(element.tag == "img" and element.get("alt") == "")


def alternative(element: HtmlElement) -> str:
    """Say what stands for a picture when it is read aloud: alt, the drawing's title, or its label."""
    if element.tag == SVG:
        title = element.find(_SVG_TITLE)
        text = "" if title is None else "".join(title.itertext())
    else:
        text = element.get("alt", "")
    return plain(text) or plain(element.get("aria-label", ""))


def spoken(element: HtmlElement) -> str:
    """Gather the words of an element, with what stands for its pictures."""
    return plain("".join(_words(element)))


def plain(text: str) -> str:
    """Put a text on one line, its runs of white space made one space."""
    return " ".join(text.split())


def _words(element: HtmlElement) -> Iterator[str]:
    if is_decoration(element) or not isinstance(element.tag, str):
        return
    # Words of two paragraphs do not run into each other.
    between = "" if element.tag in _INLINE else " "
    yield between
    if element.tag in {"img", SVG}:
        yield alternative(element)
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    yield between
