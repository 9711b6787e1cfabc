"""Passage: a piece of what was said that is found as a whole. A numbered paragraph is one, and so is the title."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.model.said import Said, SaidItem

TITLE = "title"
"""The section that titles count to; their paragraph is 0."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Texts that belong together, each with its name (empty for the main one), and where they stood."""

    section: str
    number: int
    texts: tuple[tuple[str, str], ...]
    marking: str = ""

    @property
    def key(self) -> bytes:
        """A digest that is the same for the same passage, whatever its number."""
        return hashlib.sha256(repr((self.section, self.texts, self.marking)).encode("utf-8", "replace")).digest()


def passages(said: Said) -> Iterator[Passage]:
    """What an edition said to an audience, passage by passage."""
    title = [("", said.title), *([("subtitle", said.subtitle)] if said.subtitle else [])]
    yield Passage(TITLE, 0, tuple(title))
    for item in said.items():
        yield Passage(item.section, item.number, tuple(_texts(item)), item.marking)


def _texts(item: SaidItem) -> Iterator[tuple[str, str]]:
    yield "", item.text
    for name, texts in sorted(item.further.items()):
        yield from ((name, text) for text in texts)
    yield from (("quotation", quote.text) for quote in item.quotes)
