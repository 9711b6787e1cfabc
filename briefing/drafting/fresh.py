"""Fresh: the brief.yaml of a new brief, drafted from its article, with comments that help to finish it."""

import re
from collections.abc import Iterable, Iterator

from briefing.checking.phrasing import TO_BE_WRITTEN
from briefing.drafting.draft import Draft
from briefing.drafting.manuscript import CONFIRM, Item, items_of, lines_of, lines_of_items
from briefing.language.words import is_language
from briefing.model.article import Article
from briefing.model.house import House

SCHEMA = "brief.schema.json"
"""The name under which editors look for the schema, in the folder above the brief's."""
KEY = "A"
_VERBATIM = "false for a translation or a reworded copy: its words are nobody's own"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_OPENING = f"""\
# yaml-language-server: $schema=../{SCHEMA}
# Editors complete and check from that file; make it once for the desk: briefing schema > sources/{SCHEMA}
#
# A7 means article A, paragraph 7. The article has {{count}}, headings not counted.
# What has “{CONFIRM}” behind it was drafted from the article by rule, and nobody has read it yet: hold it
# against the article, mend it, and take the word away. A comment becomes a line when its # is taken away.
"""
_NOTES = """\
    # grade: B2      # A to F: how reliable the source is; 1 to 6: how credible what it says
    # rights: …      # who permits that it is reprinted in an annex
    # marking: …     # where it is another than the brief's

# sides:
#   ours: Our own side
#   theirs: The other side
"""
_BOTTOM_LINE = f"""\
bottom_line:
  - id: first
    text: {TO_BE_WRITTEN}. What should the reader know who reads one sentence only?
{{cites}}    # likelihood: likely
    # confidence: moderate
"""
_STAKES = """\
# stakes:                            # by side; kind: gain, risk or constraint
#   ours:
#     - {id: trade, text: …, kind: gain, cites: [A1]}
"""
_EXAMPLES = {
    "key_actors": "#   - {id: minister, name: …, role: …, side: ours, interest: …, cites: [A1]}",
    "expert_views": "#   - {id: expert, expert: …, view: …, quotes: [{text: …, cites: [A1]}], cites: [A1]}",
    "open_questions": "#   - {id: next, question: …, why: …, watch_for: …, cites: [A1]}",
}
_HINTS = {
    "key_actors": "add side: …, and interest: what they want",
    "expert_views": "the words of quotes are the article's; view: is the desk's own",
    "open_questions": "add why: it matters, and watch_for: what would answer it",
}


def text_of(article: Article, drafted: Draft, entry: Item, house: House) -> str:
    """The text of a new brief.yaml; `entry` is that of its article."""
    number = len(article.paragraphs)
    count = f"{number} paragraphs" if number != 1 else "1 paragraph"
    items = items_of(drafted, KEY)
    return "\n".join(
        [
            _OPENING.format(count=count),
            *lines_of(_first_lines(article, drafted, house), "", _comments(drafted, house)),
            "",
            "articles:",
            f"  {KEY}:",
            *lines_of(entry, "    ", {"verbatim": _VERBATIM}),
            _NOTES,
            _BOTTOM_LINE.format(cites="    cites: [A1]\n" if number else ""),
            *_section("key_actors", items["key_actors"]),
            "",
            _STAKES,
            *_section("expert_views", items["expert_views"]),
            "",
            *_section("open_questions", items["open_questions"]),
            "",
        ]
    )


def _first_lines(article: Article, drafted: Draft, house: House) -> Item:
    language = article.given.language
    return {
        "title": drafted.title,
        "date": drafted.day.day,
        "authors": [],
        "language": language if _LANGUAGE.fullmatch(language) and is_language(language) else "en-GB",
        "marking": _lowest_ceiling(house),
    }


def _comments(drafted: Draft, house: House) -> dict[str, str]:
    return {
        "title": CONFIRM,
        "date": f"{CONFIRM}: {drafted.day.doubt or 'the day that the brief speaks of'}",
        "language": f"{CONFIRM}: that of the brief",
        "marking": f"{CONFIRM}; one of {', '.join(house.scheme.names)}",
    }


def _lowest_ceiling(house: House) -> str:
    """The highest marking that reaches every audience."""
    ceilings = (house.ceiling(name) for name in house.audiences)
    return min(ceilings, key=lambda ceiling: ceiling.level.rank).level.name


def _section(name: str, items: Iterable[Item]) -> Iterator[str]:
    """A section with its items, a blank line between them; an example of one, in comments, where there are none."""
    listed = list(items)
    if listed:
        yield f"{name}:  # {_HINTS[name]}"
        yield from lines_of_items(listed, "  ", apart=True)
    else:
        yield f"# {name}:"
        yield _EXAMPLES[name]
