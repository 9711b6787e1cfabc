"""Where in a brief characters stand: for what is found only on the finished page, and has to be mended in a file."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from briefing.model.brief import Brief
from briefing.model.problem import Place, Problem
from briefing.model.summary import Path
from briefing.model.text import Text, texts_of


def located(problem: Problem, characters: AbstractSet[str], brief: Brief, audience: str) -> Problem:
    """A problem with characters, at the first text for this audience that holds one of them, or the first article."""
    for path, text in _texts(brief):
        written = text.for_audience(audience)
        if not characters.isdisjoint(written):
            own = (*path, audience) if audience in text.audiences else path
            return replace(problem, place=brief.places.at(own), path=path)
    for place, where in _in_articles(characters, brief):
        return replace(problem, message=f"{problem.message.rstrip('.')}; it stands in {where}.", place=place)
    return problem


def _texts(brief: Brief) -> Iterator[tuple[Path, Text]]:
    yield from texts_of(brief.summary)
    for key, entry in brief.summary.articles.items():
        yield from ((("articles", key, *path), text) for path, text in texts_of(entry))
    for path, item in brief.summary.items():
        yield from (((*path, *inside), text) for inside, text in texts_of(item))


def _in_articles(characters: AbstractSet[str], brief: Brief) -> Iterator[tuple[Place, str]]:
    for key, article in brief.articles.items():
        for block in article.blocks:
            if not characters.isdisjoint(block.text):
                which = "a heading" if block.is_heading else f"paragraph {block.number}"
                yield brief.places.at(("articles", key)), f"article {key}, {which}"
