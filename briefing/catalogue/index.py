"""The index of the search: what was said, each passage once, with every edition and audience that has it.

It is a script that a page loads as it loads any other, because a browser lets a page from a file share ask for
nothing else; the search itself (`static/search.js`) compares words, and needs no server.
"""

import json
from collections.abc import Iterator, Sequence

from briefing.archive.passage import passages
from briefing.catalogue.frame import edition_page
from briefing.catalogue.holding import Shown

NAME = "search-index.js"
_HEAD = "window.catalogue = "
_IN_SCRIPT = {0x2028: "\\u2028", 0x2029: "\\u2029"}


class Index:
    """What is found, gathered brief by brief."""

    def __init__(self) -> None:
        self._editions: list[tuple[str, str, str, str]] = []
        self._passages: list[tuple[str, list[str], str, list[tuple[int, str, int]]]] = []

    def add(self, shown: Sequence[Shown]) -> None:
        """Enter the editions of one brief: a passage that several of them have is entered once."""
        places: dict[bytes, tuple[str, list[str], str, list[tuple[int, str, int]]]] = {}
        for one in shown:
            entry = one.entry
            at = len(self._editions)
            self._editions.append((edition_page(entry), entry.title, entry.date.isoformat(), entry.language))
            for telling in one.tellings:
                for passage in passages(telling.said):
                    texts = [text for _, text in passage.texts if text]
                    held = places.setdefault(passage.key, (passage.section, texts, passage.marking, []))
                    held[3].append((at, telling.said.reader or telling.record.audience, passage.number))
        self._passages += places.values()

    def script(self) -> Iterator[str]:
        """The index as a script, in parts."""
        yield _HEAD + '{"editions": ['
        yield from _lines(self._editions)
        yield '],\n"passages": ['
        yield from _lines(self._passages)
        yield "]};\n"


def _lines(rows: Sequence[object]) -> Iterator[str]:
    for at, row in enumerate(rows):
        yield ("\n" if not at else ",\n") + json.dumps(row, ensure_ascii=False, separators=(",", ":")).translate(
            _IN_SCRIPT
        )
