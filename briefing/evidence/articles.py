"""What the rules of evidence ask of the articles: their words, their figures, and where a citation leads."""

from collections.abc import Iterator
from functools import lru_cache

from briefing.matching.figures import Day, Figure, figures
from briefing.matching.quotation import Wording
from briefing.model.article import Article, Citation, parse_citation
from briefing.model.brief import Brief
from briefing.model.summary import Item


@lru_cache(maxsize=64)
def wording_of(article: Article) -> Wording:
    """The words of an article, ready to be searched; kept, for every rule asks for them."""
    return Wording(article)


@lru_cache(maxsize=64)
def figures_of(article: Article) -> tuple[tuple[Figure | Day, ...], ...]:
    """The figures of each paragraph of an article, small numbers in words and fractions too."""
    return tuple(figures(block.text, every=True) for block in article.paragraphs)


def citations(brief: Brief, item: Item) -> Iterator[Citation]:
    """The citations of an item that lead somewhere; the others are problems of their own."""
    for text in item.cites:
        try:
            cite = parse_citation(text, brief.summary.articles)
        except ValueError:
            continue
        article = brief.articles.get(cite.key)
        if article and cite.last <= len(article.paragraphs):
            yield cite
