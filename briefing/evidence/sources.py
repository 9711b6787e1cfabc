"""Sources: statements cite paragraphs, and articles are cited, graded and reprinted with permission."""

from collections.abc import Iterator

from briefing.evidence.articles import citations
from briefing.model.brief import Brief
from briefing.model.rule import Finding
from briefing.model.summary import Actor, Event, ExpertView, Judgement, Stake, Statement


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
                yield Finding(
                    (*path, "cites"),
                    "this judgement rests on a single paragraph",
                    "Cite another paragraph that supports it, or silence the rule with a reason.",
                )


def articles_are_cited(brief: Brief) -> Iterator[Finding]:
    """Every article is cited at least once."""
    cited = {cite.key for _, item in brief.summary.items() for cite in citations(brief, item)}
    for key in brief.summary.articles:
        if key not in cited:
            yield Finding(
                ("articles", key),
                f"article {key} is never cited",
                "Cite it in an item, or take it out of articles.",
                at_key=True,
            )


def articles_are_graded(brief: Brief) -> Iterator[Finding]:
    """Every article carries a grade: how reliable the source is, and how credible what it says."""
    for key, entry in brief.summary.articles.items():
        if not entry.grade:
            hint = "Add a line grade: B2 (A to F for the source, 1 to 6 for what it says)."
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
            message = f"article {key} is reprinted for “{'”, “'.join(audiences)}”, and nothing says who permits it"
            yield Finding(
                ("articles", key),
                message,
                "Add a line rights: … to the article, or take the annex from the audience.",
                at_key=True,
            )


def _annexed(brief: Brief) -> list[str]:
    return [name for name, audience in brief.house.audiences.items() if audience.annex]


def _widest(brief: Brief) -> set[str]:
    """The audiences with the lowest ceiling of the house."""
    ranks = {name: brief.house.ceiling(name).level.rank for name in brief.house.audiences}
    return {name for name, rank in ranks.items() if rank == min(ranks.values())}
