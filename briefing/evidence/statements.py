"""Statements: their figures and dates stand in an article, and where they are cited."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.evidence.articles import citations, figures_of
from briefing.matching.figures import Day, Figure, figures, stand_in
from briefing.model.brief import Brief
from briefing.model.rule import Finding, at
from briefing.model.summary import Path, Quotation
from briefing.model.text import texts_of

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
        there = [f for cite in cited for number in cite for f in _figures_in(brief, cite.key, number)]
        for inside, text in texts_of(item):
            if inside[0] in _OWN_TEXTS:
                continue
            for audience, written in text.each():
                for figure in figures(written):
                    is_cited = stand_in(figure, there) or any(_is_of_the_day(brief, cite.key, figure) for cite in cited)
                    elsewhere = () if is_cited else tuple(_elsewhere(brief, figure))
                    yield Counted(path, inside, audience, figure, is_cited, elsewhere)


def _figures_in(brief: Brief, key: str, number: int) -> Iterator[Figure | Day]:
    """The figures of a paragraph; a date without a year is of the year of the article, or of one next to it."""
    published = (brief.summary.articles[key].published or "")[:4]
    for figure in figures_of(brief.articles[key])[number - 1]:
        if isinstance(figure, Day) and figure.year is None and published:
            yield from (replace(figure, year=int(published) + years) for years in (-1, 0, 1))
        else:
            yield figure


def _is_of_the_day(brief: Brief, key: str, figure: Figure | Day) -> bool:
    """Whether a date, or a year, is the one on which the article was published: it need not say so itself."""
    published = brief.summary.articles[key].published or ""
    if isinstance(figure, Figure):
        return figure.text == published[:4]
    said = f"{figure.year or published[:4]}-{figure.month:02}" + (f"-{figure.day:02}" if figure.day else "")
    return bool(published) and published.startswith(said)


def _elsewhere(brief: Brief, figure: Figure | Day) -> Iterator[str]:
    for key, article in brief.articles.items():
        for number in range(1, len(article.paragraphs) + 1):
            if stand_in(figure, _figures_in(brief, key, number)):
                yield f"{key}{number}"


def figures_stand_in_an_article(brief: Brief) -> Iterator[Finding]:
    """Each figure and date of a statement that cites something stands in an article.

    “42 %”, “42 per cent” and “forty-two percent” are one figure; dates may be written in any order.
    """
    for one in counted(brief):
        if not one.is_cited and not one.elsewhere:
            hint = "Correct it, or add the article that it comes from and cite that."
            yield Finding(one.path, f"“{one.figure.text}” stands in no article", hint)


def figures_stand_where_they_are_cited(brief: Brief) -> Iterator[Finding]:
    """Each figure of a statement stands in a paragraph that the statement cites."""
    for one in counted(brief):
        if not one.is_cited and one.elsewhere:
            where = " and ".join(one.elsewhere[:3])
            message = f"“{one.figure.text}” is in no paragraph cited here"
            yield Finding(one.path, message, f"It stands in {where}: cite that too, if that is where it comes from.")
