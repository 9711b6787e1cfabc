"""Quotations: their words stand in an article as they are quoted, where they are cited, and in its order."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefing.evidence.articles import citations, wording_of
from briefing.matching.nearest import Difference, Near
from briefing.matching.parts import parts_of
from briefing.matching.quotation import Found, Passage
from briefing.model.article import Citation
from briefing.model.brief import Brief
from briefing.model.rule import Finding, at
from briefing.model.summary import ExpertView, Path, Quotation
from briefing.model.text import texts_of

_SHOWN = 4


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
    """What is wrong with a quotation that stands nowhere, and what mends it."""
    if not parts_of(stands.text):
        return "this quotation has no words of an article", "Quote at least one word outside the square brackets."
    for key, article in brief.articles.items():
        wording = wording_of(article)
        left_out = wording.left_out(stands.text)
        if left_out:
            gone = left_out.differences[0].article
            message = f"this leaves out “{gone}” of {key}{left_out.paragraph}, and turns the meaning round"
            return message, f"Quote that too: “{left_out.passage}”."
        heading = wording.heading(stands.text)
        if heading:
            message = f"these words are the heading “{heading}” of article {key}, and a heading has no number to cite"
            return message, "Quote a paragraph, or say in your own words what the heading says."
        across = wording.across(stands.text)
        if across:
            first, second = (f"{key}{paragraph}" for paragraph in across)
            message = f"this quotation runs on from {first} into {second}"
            return message, f"Put an ellipsis (…) where {first} ends, or make two quotations of it."
    return _unlike(brief, stands)


def _unlike(brief: Brief, stands: Stands) -> tuple[str, str]:
    """How a quotation differs from the passage that comes nearest."""
    key, near = nearest(brief, stands)
    if near is None or not near.differences:
        return "these words are in no article", "Quote the article letter for letter, or say it in your own words."
    differing = {word for one in near.differences for word in one.quotation.split()}
    brought_in = [word for part in parts_of(stands.text) for word in part.brought_in if word in differing]
    if brought_in:
        message = f"the square brackets put “{' '.join(brought_in)}” into {key}{near.paragraph}, which does not say so"
        return message, f"Quote it as it stands in {key}{near.paragraph}: “{near.passage}”."
    changes = "; ".join(_change(difference) for difference in near.differences[:_SHOWN])
    more = "; and more" if len(near.differences) > _SHOWN else ""
    message = f"this is not what {key}{near.paragraph} says: {changes}{more}"
    return message, f"Quote it as it stands in {key}{near.paragraph}: “{near.passage}”."


def _change(difference: Difference) -> str:
    if not difference.quotation:
        return f"it has “{difference.article}”, which is missing here"
    if not difference.article:
        return f"it does not have “{difference.quotation}”"
    strange = _strange_letter(difference)
    other = f" (with the character {strange})" if strange else ""
    return f"it has “{difference.article}” where this has “{difference.quotation}”{other}"


def _strange_letter(difference: Difference) -> str:
    """The Unicode name of a letter of a script that the other wording does not have: it may look the same on paper."""
    there = {_script(letter) for letter in difference.article if letter.isalpha()}
    strange = [letter for letter in difference.quotation if letter.isalpha() and _script(letter) not in there]
    return unicodedata.name(strange[0], "") if strange and there else ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def nearest(brief: Brief, stands: Stands) -> tuple[str, Near | None]:
    """The nearest passage of all articles; of equals, one that is cited."""
    cited = {cite.key: list(cite) for cite in stands.cited}
    keys = sorted(brief.articles, key=lambda key: key not in cited)
    nears = [(key, wording_of(brief.articles[key]).nearest(stands.text, cited.get(key, ()))) for key in keys]
    return max(nears, key=lambda near: near[1].shared if near[1] else 0.0, default=("", None))


def quotations_stand_where_they_are_cited(brief: Brief) -> Iterator[Finding]:
    """A quotation cites the paragraph that its words stand in."""
    for stands in quotations(brief):
        if stands.found and stands.cited and not stands.agrees:
            cited = ", ".join(str(cite) for cite in stands.cited)
            right = list(dict.fromkeys(f"{key}{found.paragraphs[0]}" for key, found in stands.found))
            others = " and elsewhere" if len(right) > _SHOWN else ""
            which = "the one that is meant" if right[1:] else "that"
            hint = f"They stand in {' or '.join(right[:_SHOWN])}{others}: cite {which}."
            yield Finding(stands.path, f"these words are not in {cited}", hint)


def parts_of_quotations_are_in_order(brief: Brief) -> Iterator[Finding]:
    """The parts of a quotation around an ellipsis stand in the article in that order.

    Each stands in the same paragraph as the one before, or in the next.
    """
    for stands in quotations(brief):
        if not stands.found:
            for places in _apart(brief, stands.text):
                yield Finding(stands.path, *_out_of_order(places))


def _out_of_order(places: tuple[tuple[str, int], ...]) -> tuple[str, str]:
    """What is wrong with parts that stand in these paragraphs, and what mends it."""
    where = ", ".join(dict.fromkeys(f"{key}{paragraph}" for key, paragraph in places))
    if len({key for key, _ in places}) > 1:
        return "the parts of this quotation stand in different articles", f"Quote {where} one by one."
    message = "the parts of this quotation do not follow each other in the article"
    if all(one < two for one, two in pairwise(places)):
        return message, f"They stand too far apart, in {where}: make a quotation of each."
    return message, f"In {where} they stand in another order: quote them in that, or each by itself."


def _apart(brief: Brief, text: str) -> Iterator[tuple[tuple[str, int], ...]]:
    """Where the parts of a quotation stand, one by one: in one article but apart, or else in several."""
    wordings = {key: wording_of(article) for key, article in brief.articles.items()}
    apart = [(key, wording.has_parts_apart(text)) for key, wording in wordings.items()]
    yield from (tuple((key, paragraph) for paragraph in paragraphs) for key, paragraphs in apart if paragraphs)
    parts = parts_of(text)
    if len(parts) > 1 and not any(paragraphs for _, paragraphs in apart):
        each = [
            [(key, at) for key, wording in wordings.items() if (at := wording.paragraph_of(part))] for part in parts
        ]
        if all(each) and not set.intersection(*({key for key, _ in places} for places in each)):
            yield tuple(places[0] for places in each)


def _among(key: str, paragraphs: Iterable[int], cited: Iterable[Citation]) -> bool:
    return any(cite.key == key and any(number in cite for number in paragraphs) for cite in cited)
