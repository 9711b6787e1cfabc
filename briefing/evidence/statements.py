"""Statements: their figures and dates stand in an article, and where they are cited."""

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.article import Citation
from briefing.brief import Brief
from briefing.evidence.articles import citations, figures_of
from briefing.figures import Day, Figure, figures, stand_in
from briefing.rule import Finding, at
from briefing.summary import Path, Quotation
from briefing.text import texts_of

# What is observed or advised by the desk itself does not stand in an article.
_OWN_TEXTS = {"watch_for"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of a statement: where it is written, and whether it stands in what is cited, or in any article."""

    item: Path
    field: Path
    audience: str | None
    figure: Figure | Day
    is_cited: bool
    elsewhere: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Where the text stands in brief.yaml."""
        return at(*self.item, *self.field, audience=self.audience)


def counted(brief: Brief) -> Iterator[Counted]:
    """Every figure of every statement that cites something."""
    for path, item in brief.summary.items():
        cited = tuple(citations(brief, item))
        if not cited or isinstance(item, Quotation):
            continue
        there = [f for cite in cited for f in _figures_in(brief, cite)]
        for inside, text in texts_of(item):
            if inside[0] in _OWN_TEXTS:
                continue
            for audience, written in text.each():
                for figure in figures(written):
                    is_cited = stand_in(figure, there)
                    elsewhere = () if is_cited else tuple(_elsewhere(brief, figure))
                    yield Counted(path, inside, audience, figure, is_cited, elsewhere)


def _figures_in(brief: Brief, cite: Citation) -> Iterator[Figure | Day]:
    """The figures of the paragraphs cited; a date without a year is in the year of the article."""
    published = (brief.summary.articles[cite.key].published or "")[:4]
    for figure in (f for p in figures_of(brief.articles[cite.key])[cite.first - 1 : cite.last] for f in p):
        if isinstance(figure, Day) and figure.year is None and published:
            yield Day(int(published), figure.month, figure.day, figure.text, figure.start)
        yield figure


def _elsewhere(brief: Brief, figure: Figure | Day) -> Iterator[str]:
    for key, article in brief.articles.items():
        for number, there in enumerate(figures_of(article), start=1):
            if stand_in(figure, there):
                yield f"{key}{number}"


def figures_stand_in_an_article(brief: Brief) -> Iterator[Finding]:
    """Each figure and date of a statement that cites something stands in an article.

    “42 %”, “42 per cent” and “forty-two percent” are one figure; dates may be written in any order.
    """
    for one in counted(brief):
        if not one.is_cited and not one.elsewhere:
            hint = "Look it up again; what the desk knows from elsewhere does not cite this article."
            yield Finding(one.path, f"“{one.figure.text}” stands in no article", hint)


def figures_stand_where_they_are_cited(brief: Brief) -> Iterator[Finding]:
    """Each figure of a statement stands in a paragraph that the statement cites."""
    for one in counted(brief):
        if not one.is_cited and one.elsewhere:
            where = " and ".join(one.elsewhere[:3])
            message = f"“{one.figure.text}” is in no paragraph cited here"
            yield Finding(one.path, message, f"It stands in {where}.")
