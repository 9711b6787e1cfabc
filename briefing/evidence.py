"""Evidence: every quotation, figure and name is held against the numbered paragraphs of the articles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from briefing.article import Article, Citation, parse_citation
from briefing.brief import Brief
from briefing.figures import Day, Figure, figures, stand_in
from briefing.quotation import Found, Near, Passage, Wording
from briefing.rule import Finding, Rule, at, error, warning
from briefing.summary import Actor, Event, ExpertView, Item, Judgement, Path, Quotation, Stake, Statement
from briefing.text import texts_of
from briefing.wording import words

_TITLES = "mr mrs ms dr prof professor sir dame lord lady president prime minister king queen prince princess general"
_RANKS = "gen admiral adm colonel col major maj captain capt lieutenant lt sergeant sgt chancellor senator sen"
_OFFICES = "representative rep ambassador judge justice secretary director chairman chairwoman chair"
_HONORIFICS = frozenset(f"{_TITLES} {_RANKS} {_OFFICES}".split())
_SIMILAR = 0.8
_TIED = re.compile("[\u0600-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SPEAKER_REACH = 1
# What is observed or advised by the desk itself does not stand in an article.
_OWN_TEXTS = {"watch_for"}


@lru_cache(maxsize=64)
def wording_of(article: Article) -> Wording:
    """The words of an article, ready to be searched; kept, for every rule asks for them."""
    return Wording(article)


@lru_cache(maxsize=64)
def figures_of(article: Article) -> tuple[tuple[Figure | Day, ...], ...]:
    """The figures of each paragraph of an article."""
    return tuple(figures(block.text) for block in article.paragraphs)


# Quotations


@dataclass(frozen=True, slots=True)
class Stands:
    """A text of a quotation: where its words stand, article by article, and where it says that they do."""

    item: Path
    field: Path
    audience: str | None
    text: str
    cited: tuple[Citation, ...]
    found: tuple[tuple[str, Found], ...]

    @property
    def path(self) -> Path:
        """Where the text stands in brief.yaml."""
        return at(*self.item, *self.field, audience=self.audience)

    @property
    def agrees(self) -> bool:
        """Whether its words stand where it says that they do."""
        return any(self.passages)

    @property
    def passages(self) -> Iterator[tuple[str, Passage]]:
        """The passages, with their article, of the places that it cites."""
        for key, found in self.found:
            if _among(key, found.paragraphs, self.cited):
                yield from ((key, passage) for passage in found.passages)


def quotations(brief: Brief) -> Iterator[Stands]:
    """Every text of every quotation, with where it stands in the articles."""
    views = {path: item for path, item in brief.summary.items() if isinstance(item, ExpertView)}
    for path, item in brief.summary.items():
        if isinstance(item, Quotation):
            view = views.get(path[:-2])
            cited = tuple(citations(brief, item if item.cites or view is None else view))
            for inside, text in texts_of(item):
                for audience, words_quoted in text.each():
                    found = [
                        (key, places)
                        for key, article in brief.articles.items()
                        for places in wording_of(article).find(words_quoted)
                    ]
                    yield Stands(path, inside, audience, words_quoted, cited, tuple(found))


def quotations_stand_in_an_article(brief: Brief) -> Iterator[Finding]:
    """The words of a quotation stand in an article as they are quoted.

    Only typography may differ. An ellipsis stands for words left out; words in square brackets are the editor's own.
    """
    for stands in quotations(brief):
        if not stands.found and not any(_apart(brief, stands.text)):
            yield Finding(stands.path, *_misquoted(brief, stands))


def _misquoted(brief: Brief, stands: Stands) -> tuple[str, str]:
    key, near = _nearest(brief, stands)
    if near is None:
        return "these words are in no article", "Quote the article letter for letter, or say it in your own words."
    changes = "; ".join(
        f"it has “{change.article}” where this has “{change.quotation}”"
        if change.article and change.quotation
        else f"it has “{change.article}”, which is missing here"
        if change.article
        else f"it does not have “{change.quotation}”"
        for change in near.differences[:4]
    )
    more = "; and more" if len(near.differences) > 4 else ""
    return f"this is not what {key}{near.paragraph} says: {changes}{more}", f"{key}{near.paragraph}: “{near.passage}”"


def _nearest(brief: Brief, stands: Stands) -> tuple[str, Near | None]:
    """The nearest passage of all articles, those that are cited first."""
    cited = {cite.key for cite in stands.cited}
    keys = sorted(brief.articles, key=lambda key: key not in cited)
    nears = [(key, wording_of(brief.articles[key]).nearest(stands.text)) for key in keys]
    return min(nears, key=lambda near: _distance(near[1]), default=("", None))


def _distance(near: Near | None) -> float:
    return len(near.differences) if near and near.differences else float("inf")


def quotations_stand_where_they_are_cited(brief: Brief) -> Iterator[Finding]:
    """A quotation cites the paragraph that its words stand in."""
    for stands in quotations(brief):
        if stands.found and stands.cited and not stands.agrees:
            cited = ", ".join(str(cite) for cite in stands.cited)
            right = " or ".join(dict.fromkeys(f"{key}{found.paragraphs[0]}" for key, found in stands.found))
            yield Finding(stands.path, f"these words are not in {cited}", f"They stand in {right}: cite that.")


def parts_of_quotations_are_in_order(brief: Brief) -> Iterator[Finding]:
    """The parts of a quotation around an ellipsis stand in the article in that order.

    Each stands in the same paragraph as the one before, or in the next.
    """
    for stands in quotations(brief):
        if not stands.found:
            for key, paragraphs in _apart(brief, stands.text):
                where = ", ".join(f"{key}{paragraph}" for paragraph in paragraphs)
                hint = f"They stand in {where}. Quote them in the order of the article, or as quotations of their own."
                message = "the parts of this quotation do not follow each other in the article"
                yield Finding(stands.path, message, hint)


def _apart(brief: Brief, text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    places = ((key, wording_of(article).has_parts_apart(text)) for key, article in brief.articles.items())
    return ((key, paragraphs) for key, paragraphs in places if paragraphs)


def speakers_stand_near(brief: Brief) -> Iterator[Finding]:
    """The name of an expert stands in a paragraph that their quotation cites, or in one next to it."""
    for path, item in brief.summary.items():
        if isinstance(item, ExpertView):
            for index, quote in enumerate(item.quotes):
                cited = tuple(citations(brief, quote if quote.cites else item))
                if cited and not _named_near(brief, item.expert.default, cited):
                    where = ", ".join(str(cite) for cite in cited)
                    message = f"“{item.expert.default}” is not named in {where} or next to it"
                    yield Finding((*path, "quotes", index), message, "Look who is speaking there.")


def _named_near(brief: Brief, name: str, cited: Iterable[Citation]) -> bool:
    names = {word.casefold() for word in _name_words(name)}
    for cite in cited:
        paragraphs = brief.articles[cite.key].paragraphs
        near = paragraphs[max(0, cite.first - 1 - _SPEAKER_REACH) : cite.last + _SPEAKER_REACH]
        if any(names & {word.casefold() for word in words(block.text)} or _inside(name, block.text) for block in near):
            return True
    return False


def _inside(name: str, text: str) -> bool:
    """Whether a name of a script that ties particles to it, or writes no spaces, stands inside a word."""
    return not name.isascii() and _TIED.search(name) is not None and name in text


# Figures and dates


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


# Names


def names_stand_in_an_article(brief: Brief) -> Iterator[Finding]:
    """The names of actors and experts occur in an article."""
    for path, name in _names(brief):
        if not _occurs(brief, name) and _spelled_there(brief, name) is None:
            yield Finding(path, f"“{name}” occurs in no article", "Is this the name that the article uses?")


def names_are_spelled_as_in_the_article(brief: Brief) -> Iterator[Finding]:
    """The names of actors and experts are spelled as in the article."""
    for path, name in _names(brief):
        if not _occurs(brief, name):
            there = _spelled_there(brief, name)
            if there:
                yield Finding(path, f"“{name}” is spelled “{there}” in the article", "Use one spelling.")


def _names(brief: Brief) -> Iterator[tuple[Path, str]]:
    for path, item in brief.summary.items():
        if isinstance(item, Actor):
            yield (*path, "name"), item.name.default
        elif isinstance(item, ExpertView):
            yield (*path, "expert"), item.expert.default


def _name_words(name: str) -> list[str]:
    found = list(words(name))
    return [word for word in found if word.casefold() not in _HONORIFICS] or found


def _occurs(brief: Brief, name: str) -> bool:
    """Whether a name occurs whole, without titles."""
    wanted = " ".join(_name_words(name))
    return any(
        wording_of(article).find(wanted) or any(_inside(name, block.text) for block in article.paragraphs)
        for article in brief.articles.values()
    )


def _spelled_there(brief: Brief, name: str) -> str | None:
    """The nearest spelling in an article: as many words, beginning alike."""
    wanted = _name_words(name)
    if not wanted:
        return None
    runs = {
        " ".join(run): None
        for article in brief.articles.values()
        for run in wording_of(article).runs(len(wanted))
        if run[0][0].isupper() and run[0][0].casefold() == wanted[0][0].casefold()
    }
    return next(iter(get_close_matches(" ".join(wanted), runs, n=1, cutoff=_SIMILAR)), None)


# Citations and sources


def statements_cite_something(brief: Brief) -> Iterator[Finding]:
    """A statement, an actor, a stake or a view says which paragraphs it rests on."""
    for path, item in brief.summary.items():
        rests = isinstance(item, Statement | Actor | Stake | ExpertView | Event)
        if rests and not item.cites and path[0] not in {"recommendations", "further_reading"}:
            yield Finding(path, "this cites no paragraph", "Add a line cites: [A1], with the paragraphs it rests on.")


def bottom_lines_rest_on_more_than_one_paragraph(brief: Brief) -> Iterator[Finding]:
    """A judgement of the bottom line rests on more than one paragraph."""
    for path, item in brief.summary.items():
        if isinstance(item, Judgement) and path[0] == "bottom_line" and item.cites:
            paragraphs = {(cite.key, number) for cite in citations(brief, item) for number in cite}
            if len(paragraphs) == 1:
                yield Finding((*path, "cites"), "this judgement rests on a single paragraph", "What else supports it?")


def articles_are_cited(brief: Brief) -> Iterator[Finding]:
    """Every article is cited at least once."""
    cited = {cite.key for _, item in brief.summary.items() for cite in citations(brief, item)}
    for key in brief.summary.articles:
        if key not in cited:
            yield Finding(("articles", key), f"article {key} is never cited", "Cite it, or take it out.", at_key=True)


def articles_are_graded(brief: Brief) -> Iterator[Finding]:
    """Every article carries a grade: how reliable the source is, and how credible what it says."""
    for key, entry in brief.summary.articles.items():
        if not entry.grade:
            hint = "Add a line grade: B2, A to F for the source and 1 to 6 for what it says."
            yield Finding(("articles", key), f"article {key} has no grade", hint, at_key=True)


def reprints_are_permitted(brief: Brief) -> Iterator[Finding]:
    """An article that an audience gets as an annex says who permits that it is reprinted."""
    widest = _widest(brief)
    yield from _without_rights(brief, [name for name in _annexed(brief) if name not in widest])


def reprints_for_the_widest_audience_are_permitted(brief: Brief) -> Iterator[Finding]:
    """An article that the audience with the lowest ceiling gets as an annex says who permits that."""
    yield from _without_rights(brief, [name for name in _annexed(brief) if name in _widest(brief)])


def _without_rights(brief: Brief, audiences: list[str]) -> Iterator[Finding]:
    for key, entry in brief.summary.articles.items():
        if audiences and not entry.rights:
            message = f"article {key} is reprinted for {', '.join(audiences)}, and nothing says who permits it"
            yield Finding(("articles", key), message, "Add a line rights: … to the article.", at_key=True)


def _annexed(brief: Brief) -> list[str]:
    return [name for name, audience in brief.house.audiences.items() if audience.annex]


def _widest(brief: Brief) -> set[str]:
    """The audiences with the lowest ceiling of the house."""
    ranks = {name: brief.house.ceiling(name).level.rank for name in brief.house.audiences}
    return {name for name, rank in ranks.items() if rank == min(ranks.values())}


# Shared


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


def _among(key: str, paragraphs: Iterable[int], cited: Iterable[Citation]) -> bool:
    return any(cite.key == key and any(number in cite for number in paragraphs) for cite in cited)


RULES: tuple[Rule, ...] = (
    error("E101", quotations_stand_in_an_article),
    error("E102", quotations_stand_where_they_are_cited),
    error("E103", parts_of_quotations_are_in_order),
    error("E104", figures_stand_in_an_article),
    warning("W105", figures_stand_where_they_are_cited),
    warning("W106", speakers_stand_near),
    warning("W107", names_stand_in_an_article),
    warning("W108", names_are_spelled_as_in_the_article),
    warning("W109", statements_cite_something),
    warning("W110", bottom_lines_rest_on_more_than_one_paragraph),
    warning("W111", articles_are_cited),
    warning("W112", articles_are_graded),
    warning("W113", reprints_are_permitted),
    error("E114", reprints_for_the_widest_audience_are_permitted),
)
