"""Made-up briefs for Hypothesis: every printed text is a word of its own, so that it can be told who reads it."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from briefing.model.article import Article, number
from briefing.model.brief import Brief
from briefing.model.house import House
from briefing.model.problem import Places
from briefing.model.said import Said, SaidItem, SaidQuote, SaidSection, SaidSource
from briefing.model.summary import SECTIONS, Summary

LEVELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
AUDIENCES = ("ann", "bob", "cat")
LAYOUTS = ("policy-brief", "one-page", "large-print")
SIDES = ("north", "south")
LOOKS_LIKE_YAML = ("No", "null", "1:30", "~", "- a", "a: b", "a #b", "[x", "{y", "'", '"', "|", ">", "2023-09-12")
"""Words that YAML takes for something else where they are not quoted."""


@dataclass(frozen=True)
class Written:
    """What was written into a brief: a word, and where it stands."""

    word: str
    section: str
    marking: str
    only: tuple[str, ...] | None
    barred: tuple[str, ...]
    audience: str | None
    """Whose own text it is; None for the default."""
    own: frozenset[str]
    """The audiences that have a text of their own in its place."""
    above: str = ""
    """The marking of what holds it, and of the article it is quoted from."""


@dataclass
class MadeUp:
    """A brief, and every word that was written into it."""

    brief: Brief
    words: list[Written] = field(default_factory=list)

    def readable(self, audience: str) -> set[str]:
        """The words that this audience may read, by the rules of the design alone."""
        reader = self.brief.house.audiences[audience]
        sections = reader.sections or SECTIONS
        return {one.word for one in self.words if one.section in sections and self._may(one, audience)}

    def _may(self, one: Written, audience: str) -> bool:
        ceiling = LEVELS.index(self.brief.house.audiences[audience].ceiling or LEVELS[0])
        levels = [LEVELS.index(level) for level in (one.marking, *one.above.split()) if level]
        allowed = (one.only is None or audience in one.only) and audience not in one.barred
        mine = one.audience == audience if audience in one.own else one.audience is None
        return max(levels) <= ceiling and allowed and mine

    def banner(self, audience: str) -> str:
        """The highest marking of an item with a word that this audience reads."""
        readable = self.readable(audience)
        ranks = [
            max(LEVELS.index(level) for level in (one.marking, *one.above.split()) if level)
            for one in self.words
            if one.word in readable
        ]
        return LEVELS[max(ranks, default=0)]


audiences = st.lists(st.sampled_from(AUDIENCES), unique=True, max_size=3)
handling = st.fixed_dictionaries(
    {},
    optional={
        "marking": st.sampled_from(LEVELS),
        "only": audiences,
        "except": audiences,
    },
)
KEYS = {
    "bottom_line": ("text",),
    "context": ("text",),
    "timeline": ("text",),
    "key_actors": ("name", "role", "interest"),
    "stakes": ("text",),
    "expert_views": ("view", "expert", "affiliation"),
    "open_questions": ("question", "why", "watch_for"),
    "options": ("name", "for", "against"),
    "recommendations": ("text",),
    "further_reading": ("text",),
}


class _Writer:
    """Writes words into a brief, and keeps what it wrote."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.words: list[Written] = []
        self._next = count(1)

    def text(self, section: str, item: dict[str, Any], default: str, above: str = "") -> Any:
        own = frozenset(self.draw(audiences))
        marking = item.get("marking", default)
        only = tuple(item["only"]) if "only" in item else None
        given: dict[str, str] = {}
        for audience in (None, *sorted(own)):
            word = f"word{next(self._next)}x"
            barred = tuple(item.get("except", ()))
            self.words.append(Written(word, section, marking, only, barred, audience, own, above))
            given[audience or "default"] = word
        return given if own else given["default"]

    def item(self, section: str, default: str) -> dict[str, Any]:
        item = dict(self.draw(handling))
        for key in KEYS[section]:
            item[key] = self.text(section, item, default)
        if section == "timeline":
            item["date"] = "2026-01-01"
        if section == "key_actors":
            item["side"] = self.draw(st.sampled_from(SIDES))
        if section == "expert_views":
            item["quotes"] = [self.quote(item, default) for _ in range(self.draw(st.integers(0, 2)))]
        return item

    def quote(self, view: dict[str, Any], default: str) -> dict[str, Any]:
        quote = dict(self.draw(handling))
        key = self.draw(st.sampled_from(["A", "B"]))
        outer = view.get("marking", default)
        # Whoever may not see the view does not see its quotations, whatever these say themselves.
        seen = {**quote, "marking": quote.get("marking", outer)}
        for name in AUDIENCES:
            barred = name in view.get("except", ()) or ("only" in view and name not in view["only"])
            if barred:
                seen["except"] = [*seen.get("except", ()), name]
        article = {"A": LEVELS[0], "B": LEVELS[2]}[key]
        return {**quote, "cites": [f"{key}1"], "text": self.text("expert_views", seen, default, f"{outer} {article}")}


@st.composite
def made_up(draw: Any) -> MadeUp:
    """A brief with items in any section, for three audiences, each with a ceiling, a layout and sections."""
    default = draw(st.sampled_from(LEVELS[:3]))
    writer = _Writer(draw)
    data: dict[str, Any] = {
        "title": "T",
        "date": "2026-03-09",
        "marking": default,
        "articles": {
            "A": {"file": "a.txt", "marking": LEVELS[0]},
            "B": {"file": "b.txt", "marking": LEVELS[2]},
        },
        "sides": {side: side.title() for side in SIDES},
    }
    for section in draw(st.lists(st.sampled_from(SECTIONS), unique=True, min_size=1, max_size=4)):
        items = [writer.item(section, default) for _ in range(draw(st.integers(1, 3)))]
        data[section] = {draw(st.sampled_from(SIDES)): items} if section == "stakes" else items
    house = House.model_validate({"organisation": "O", "audiences": {name: draw(_reader()) for name in AUDIENCES}})
    articles = {key: Article(key, number([("One paragraph.", False)]), "0" * 64) for key in ("A", "B")}
    brief = Brief("made-up", Summary.model_validate(data), articles, house, Places(Path("brief.yaml")))
    return MadeUp(brief, writer.words)


def _reader() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"title": st.just("Reader"), "layout": st.sampled_from(LAYOUTS), "ceiling": st.sampled_from(LEVELS)},
        optional={
            "numbering": st.just("closed"),
            "annex": st.booleans(),
            "sections": st.lists(st.sampled_from(SECTIONS), unique=True, min_size=1),
        },
    )


# What editions said

_WORDS = (
    "likely",
    "the",
    "port",
    "8",
    "9.50",
    "$7m",
    "42 per cent",
    "12 September 2023",
    "F-16",
    "2026–27",
    "of",
    "no",
)
_MARKS = ("", ",", ".", " —", "?")
texts = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from(_MARKS)), min_size=1, max_size=9).map(
    lambda parts: " ".join(word + mark for word, mark in parts)
)
_LIKELIHOODS = {"unlikely": (25, 35), "likely": (55, 75), "probable": (55, 75), "highly likely": (80, 90)}
_cites = st.lists(st.sampled_from(["A1", "A2-4", "A7", "B2", "B3"]), unique=True, max_size=3).map(tuple)
_quotes = st.lists(st.builds(SaidQuote, texts, _cites, st.booleans()), max_size=2).map(tuple)


@st.composite
def said(draw: Any, audience: str = "ann") -> Said:
    """What an edition said: items of a few ids, some without one, in sections that have what theirs have."""
    ids = iter(draw(st.permutations(["a", "b", "c", "d", "e", "f"])))
    sections, number = [], 0
    for name in draw(st.lists(st.sampled_from(SECTIONS), unique=True, max_size=3)):
        items = []
        for _ in range(draw(st.integers(1, 2))):
            number += 1
            word = draw(st.sampled_from(["", *_LIKELIHOODS]))
            further = draw(
                st.dictionaries(st.sampled_from(["why", "role", "url"]), texts.map(lambda t: (t,)), max_size=2)
            )
            items.append(
                SaidItem(
                    number=number,
                    section=name,
                    text=draw(texts),
                    id=draw(st.sampled_from(["", next(ids)])),
                    further={**further, **draw(st.fixed_dictionaries({}, optional={"pros": st.tuples(texts, texts)}))},
                    side=draw(st.sampled_from(["", "North", "South"])),
                    marking=draw(st.sampled_from(LEVELS)),
                    likelihood=word,
                    per_cent=_LIKELIHOODS.get(word),
                    confidence=draw(st.sampled_from(["", "low", "moderate", "high"])),
                    cites=draw(_cites),
                    quotes=draw(_quotes),
                )
            )
        sections.append(SaidSection(name, tuple(items)))
    keys = draw(st.lists(st.sampled_from(["A", "B"]), unique=True))
    return Said(
        brief="made-up",
        audience=audience,
        reader="Ann",
        edition=draw(st.sampled_from([None, "1.0", "2.1"])),
        date=draw(st.dates()),
        title=draw(texts),
        subtitle=draw(st.just("") | texts),
        authors=draw(st.lists(texts, max_size=2).map(tuple)),
        review_by=draw(st.none() | st.dates()),
        language="en-GB",
        marking=draw(st.sampled_from(LEVELS)),
        sections=tuple(sections),
        sources=tuple(SaidSource(key=key, title=draw(texts), grade=draw(st.sampled_from(["", "B2"]))) for key in keys),
    )
