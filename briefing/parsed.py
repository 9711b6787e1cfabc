"""Parsed: a page that was read as browsers read it, to be examined, need not be read again to be pressed.

One page is kept at a time, and given away once: whoever takes it may change it.
"""

from collections import deque
from xml.etree.ElementTree import Element

_last: "deque[tuple[str, Element]]" = deque(maxlen=1)


def keep(html: str, tree: Element) -> None:
    """Keep the elements of a page, which nobody looks at any more; those of the page before are forgotten."""
    _last.append((html, tree))


def take(html: str) -> Element | None:
    """The elements of this very page, if it was read last; from then on they belong to the taker."""
    try:
        known, tree = _last.pop()
    except IndexError:
        return None
    return tree if known == html else None
