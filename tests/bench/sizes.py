"""Briefs of any length, made up from the words of this desk's own brief, and the same for every run.

Everything grows together: statements, tables, views with quotations, questions and the article of the annex. The words
follow each other as they do in the brief and its article, each paragraph anew: nothing is repeated that a memory of
what was set before could make light of.
"""

import random
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from briefing.matching.negation import limits
from tests.bench.measured import ROOT

SIZES = (2, 10, 30, 100, 300)
PARTS = {2: 0.3, 10: 1.05, 30: 3.75, 100: 13.2, 300: 40.0}
"""How many times the length of one part, by which a size has about its pages for the committee."""
SHORT = "briefly"
"""The audience of the two pages: it reads three sections and no annex."""
SHORT_SECTIONS = ("bottom_line", "key_actors", "open_questions")
LONG = "committee"
"""The audience of all others."""
OF_ONE_PART = {
    "bottom_line": 4,
    "context": 4,
    "timeline": 5,
    "key_actors": 9,
    "stakes": 12,
    "expert_views": 3,
    "open_questions": 8,
    "options": 3,
    "recommendations": 3,
    "paragraphs": 21,
}
SIDES = ("north", "south", "east", "west")
KINDS = ("gain", "risk", "constraint")
SOURCE = ROOT / "sources"
WORD = re.compile(r"[a-z’]+[,.;]?")
WEIGHED = re.compile(
    r"(one|two|three|six|ten|twelve|thousand|dozen|decades|number|primary|first|second|half|likely|unlikely|possibl[ey]"
    r"|doubtless|probably|certainly|potential|presumably|could|may|might|would|appears)[,.;]?"
)
"""Words that the rules weigh: numbers, and words of likelihood."""
NOT_KEPT = ("E104", "W105", "W106", "W107", "W108", "W110", "W121", "W122", "W123", "W131", "W133")
"""Rules that made-up sentences cannot keep."""


class Writer:
    """Makes up sentences: each word follows the one before as somewhere in the source."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        own = yaml.safe_load((SOURCE / "kim-putin-summit" / "brief.yaml").read_text("utf-8"))
        texts = [*_texts(own), (SOURCE / "kim-putin-summit" / "article.txt").read_text("utf-8")]
        words = [
            word for text in texts for word in text.split() if WORD.fullmatch(word) and not WEIGHED.fullmatch(word)
        ]
        self._after: dict[str, list[str]] = {}
        for word, following in pairwise(words):
            self._after.setdefault(word, []).append(following)
        self._words = words

    def text(self, words: int) -> str:
        """So many words, give or take a fifth, in sentences of about sixteen."""
        left = self._chance.randint(words * 4 // 5, words * 6 // 5)
        sentences = []
        while left > 0:
            length = min(left, self._chance.randint(9, 23)) if left > 12 else left
            sentences.append(self._sentence(length))
            left -= length
        return " ".join(sentences)

    def name(self) -> str:
        """Two or three words with capitals."""
        return " ".join(self._word().capitalize() for _ in range(self._chance.randint(2, 3)))

    def one_of(self, paragraphs: int) -> str:
        """A citation of one of so many paragraphs."""
        return f"A{self._chance.randint(1, paragraphs)}"

    def quoted(self, paragraphs: list[str]) -> tuple[str, str]:
        """A quotation of about twenty words and its citation."""
        number = self._chance.randrange(len(paragraphs))
        words = paragraphs[number].split()
        start = self._chance.randrange(max(1, len(words) - 20))
        while start and limits(words[start - 1].strip(".,;")):
            start -= 1  # a quotation that leaves the “not” before it out is a misquotation
        return " ".join(words[start : start + 20]).strip(".,;"), f"A{number + 1}"

    def day(self) -> str:
        """A day of this century."""
        return f"{self._chance.randint(2001, 2022)}-{self._chance.randint(1, 12):02}-{self._chance.randint(1, 28):02}"

    def _sentence(self, length: int) -> str:
        words = [self._word()]
        while len(words) < length:
            words.append(self._chance.choice(self._after.get(words[-1]) or self._words))
        sentence = re.sub(r"[.;](?= )", ",", " ".join(words)).strip(".,;")
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _word(self) -> str:
        return self._chance.choice(self._words).strip(".,;")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def summary(parts: float, seed: int) -> tuple[dict[str, Any], list[str]]:
    """The summary as brief.yaml holds it, and the paragraphs of its article."""
    writer = Writer(seed)
    many = {section: max(1, round(number * parts)) for section, number in OF_ONE_PART.items()}
    paragraphs = [writer.text(68) for _ in range(many["paragraphs"])]

    def cites() -> list[str]:
        return sorted({writer.one_of(len(paragraphs)), writer.one_of(len(paragraphs))})

    def views() -> Iterator[dict[str, Any]]:
        for _ in range(many["expert_views"]):
            quotes = [writer.quoted(paragraphs) for _ in range(3)]
            yield {
                "expert": writer.name(),
                "affiliation": writer.text(5),
                "view": writer.text(50),
                "cites": cites(),
                "quotes": [{"text": text, "cites": [cite]} for text, cite in quotes],
            }

    of_a_side = max(1, many["stakes"] // len(SIDES))
    texts = {section: [writer.text(38) for _ in range(many[section])] for section in ("bottom_line", "context")}
    return {
        "title": writer.text(8).rstrip("."),
        "subtitle": writer.text(14).rstrip("."),
        "date": "2023-09-12",
        "authors": ["Made-up desk"],
        "language": "en-GB",
        "marking": "TLP:CLEAR",
        "articles": {
            "A": {"file": "article.txt", "title": "Made up", "publisher": "Made up", "grade": "C3", "rights": "Ours."}
        },
        "sides": {side: side.title() for side in SIDES},
        "bottom_line": [
            {"text": text, "likelihood": "likely", "confidence": "moderate", "cites": cites()}
            for text in texts["bottom_line"]
        ],
        "context": [{"text": text, "cites": cites()} for text in texts["context"]],
        "timeline": [
            {"date": date, "text": writer.text(18), "cites": cites()}
            for date in sorted(writer.day() for _ in range(many["timeline"]))
        ],
        "key_actors": [
            {
                "name": writer.name(),
                "role": writer.text(6),
                "side": SIDES[at % 4],
                "interest": writer.text(18),
                "cites": cites(),
            }
            for at in range(many["key_actors"])
        ],
        "stakes": {
            side: [{"kind": KINDS[at % 3], "text": writer.text(20), "cites": cites()} for at in range(of_a_side)]
            for side in SIDES
        },
        "expert_views": list(views()),
        "open_questions": [
            {
                "question": writer.text(14)[:-1] + "?",
                "why": writer.text(24),
                "watch_for": writer.text(16),
                "cites": cites(),
            }
            for _ in range(many["open_questions"])
        ],
        "options": [
            {"name": writer.text(6), "for": writer.text(16), "against": writer.text(20), "cites": cites()}
            for _ in range(many["options"])
        ],
        "recommendations": [{"text": writer.text(30), "cites": cites()} for _ in range(many["recommendations"])],
    }, paragraphs


def make_desk(folder: Path) -> None:
    """A desk with the house style of this one, every rule off that made-up sentences cannot keep."""
    (folder / "sources").mkdir(parents=True)
    house = (SOURCE / "house.yaml").read_text("utf-8")
    before, after = house.split("rules:", 1)
    rules = "".join(f"\n  {code}: off" for code in NOT_KEPT)
    short = f"\n  {SHORT}: {{title: Briefly, layout: policy-brief, sections: [{', '.join(SHORT_SECTIONS)}]}}\n"
    (folder / "sources" / "house.yaml").write_text(f"{before}rules:{rules}{after}{short}", "utf-8")


def make_brief(desk: Path, name: str, parts: float, seed: int = 1) -> Path:
    """Write a brief of so many parts into a desk, and return its folder."""
    folder = desk / "sources" / name
    folder.mkdir()
    made, paragraphs = summary(parts, seed)
    (folder / "article.txt").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    (folder / "brief.yaml").write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), "utf-8")
    return folder
