"""Setting: the passages of an article, with what the blocks around each say of who speaks in it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from briefing.model.article import Article
from briefing.speech.marks import Marked
from briefing.speech.passage import Passage
from briefing.speech.people import People

_QUESTIONS = 3
_SIGNATURE = re.compile(r"(?:[—–―]|--?)\s*(?P<name>[^\W\d_a-z][^,;:.]{1,60})(?:[,;].{0,80})?")


def passages_of(article: Article, spans: Sequence[Marked], people: People) -> list[Passage]:
    """The paragraphs of an article with what stands in each: quotations, names, who answers, who signs."""
    by_paragraph: dict[int, list[Marked]] = {}
    for span in spans:
        by_paragraph.setdefault(span.paragraph, []).append(span)
    signatures = _signatures(article, people)
    answers = _answers(article, people)
    return [
        Passage(
            number,
            block.text,
            tuple(by_paragraph.get(number, ())),
            people.mentions.get(number, ()),
            answers.get(number, ""),
            signatures.get(number, ""),
        )
        for number, block in enumerate(article.paragraphs, start=1)
    ]


def _answers(article: Article, people: People) -> dict[int, str]:
    """Who answers in each paragraph below a question, where three headings or more are questions.

    It is whom the introduction names first.
    """
    if sum(block.is_heading and block.text.rstrip().endswith("?") for block in article.blocks) < _QUESTIONS:
        return {}
    named = (m for number in sorted(people.mentions) for m in people.mentions[number] if m.kind == "person")
    name = next((mention.name for mention in named), "")
    found: dict[int, str] = {}
    is_asked = False
    for block in article.blocks:
        is_asked = block.text.rstrip().endswith("?") if block.is_heading else is_asked
        if block.number and is_asked:
            found[block.number] = name
    return found


def _signatures(article: Article, people: People) -> dict[int, str]:
    """The names that stand by themselves, behind a dash, in the block after a paragraph."""
    found: dict[int, str] = {}
    full: dict[str, str] = {}
    for name, named in people.named.items():
        if named.kind == "person":
            full.setdefault(name.split()[-1], name)
    for block, following in pairwise(article.blocks):
        match = _SIGNATURE.fullmatch(following.text)
        if match and block.number:
            found[block.number] = full.get(match["name"].split()[-1], match["name"])
    return found
