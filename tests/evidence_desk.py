"""A small brief whose article is known word for word, and what the rules find in variants of it."""

from pathlib import Path

import yaml

from briefing.checking.check import check
from briefing.loading.load import load_brief
from briefing.model.house import House
from briefing.model.problem import Problem

ARTICLE = """\
The ministers met in Tallinn on 12 September — their first meeting since 2019 — to talk about gas.

“We will not close the terminal,” said Anna Karu, the energy minister. “It carries 42 % of our gas.”

Closing it would cost €3.5 billion, the Baltic Institute estimates. Its director, Jaan Tamm, is sceptical.

Mr Tamm calls the figure “a floor, not a ceiling.” Prices rose for six months.

No decision is expected before the spring.
"""

HOUSE = {
    "organisation": "Test Unit",
    "audiences": {
        "all": {"title": "All", "ceiling": "TLP:RED"},
        "public": {"title": "Public", "ceiling": "TLP:CLEAR"},
    },
}

BRIEF = {
    "title": "Gas",
    "date": "2024-09-12",
    "marking": "TLP:CLEAR",
    "articles": {
        "A": {"file": "article.txt", "published": "2024-09-13", "grade": "B2", "rights": "Our own"},
    },
    "sides": {"est": "Estonia"},
    "bottom_line": [{"text": "No decision is likely before the spring.", "cites": ["A4", "A5"]}],
    "expert_views": [
        {
            "expert": "Anna Karu",
            "view": "The terminal stays open.",
            "side": "est",
            "cites": ["A2"],
            "quotes": [{"text": "We will not close the terminal", "cites": ["A2"]}],
        }
    ],
}


def problems(folder: Path, *, house: dict | None = None, article: str = ARTICLE, **changes: object) -> list[Problem]:
    """What `check` finds in the brief with these keys changed."""
    folder.mkdir(exist_ok=True)
    (folder / "article.txt").write_text(article, "utf-8")
    (folder / "brief.yaml").write_text(yaml.safe_dump({**BRIEF, **changes}, allow_unicode=True), "utf-8")
    brief, found = load_brief(folder, House.model_validate({**HOUSE, **(house or {})}))
    assert brief is not None
    assert not found, found
    return list(check(brief))


def codes(folder: Path, **changes: object) -> list[str]:
    """The codes of what `check` finds, in order."""
    return [problem.code for problem in problems(folder, **changes)]
