"""Parsed: a page that was read as browsers read it, to be examined, need not be read again to be pressed.

One page is kept at a time, and given away once: whoever takes it may change it.
"""

import re
from collections import deque
from collections.abc import Collection
from xml.etree.ElementTree import Element

import tinyhtml5
from tinyhtml5 import inputstream

_last: "deque[tuple[str, Element]]" = deque(maxlen=1)


class Sets(dict[tuple[Collection[str], bool], "re.Pattern[str]"]):
    """Sets of characters, and whether what is looked for is all in them, as regular expressions: each is made once.

    tinyhtml5 2.1 looks for them under one name and keeps them under another (`HTMLUnicodeInputStream.chars_until`), so
    that it makes them thousands of times for a page: half of all the time that reading takes.
    """

    def __missing__(self, key: tuple[Collection[str], bool]) -> "re.Pattern[str]":
        characters, are_wanted = key
        codes = "".join(f"\\x{ord(character):02x}" for character in characters)
        made = self[key] = re.compile(f"[{codes}]+" if are_wanted else f"[^{codes}]+")
        return made


if tinyhtml5.VERSION.startswith("2.1."):
    inputstream.characters_until_regex = Sets()


def read(html: str) -> Element:
    """The elements of a page, as browsers read it (WHATWG HTML, 13.2); those of HTML without a namespace."""
    tree: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return tree


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
