"""Fit: a variant that runs over its budget is set tighter, in the steps of its layout; then it loses low items.

No step goes below what can be read (`layout.LEGIBLE`), and what was done is always said.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefing.composing.reader import Reader
from briefing.model.brief import Brief
from briefing.model.layout import Layout
from briefing.model.problem import Problem, Severity
from briefing.model.summary import Path
from briefing.model.variant import Variant

Compose = Callable[[Collection[Path]], Variant]
Count = Callable[[Variant, Mapping[str, str]], int]


@dataclass(frozen=True)
class Fitted:
    """A variant with the tokens that it is set in, and what was done to it."""

    variant: Variant
    tokens: Mapping[str, str] = field(default_factory=dict)
    step: int = 0
    dropped: tuple[Path, ...] = ()


def fit(brief: Brief, audience: str, layout: Layout, compose: Compose, pages: Count) -> Fitted:
    """The first step with which a variant keeps to its budget, or where none does, the variant as it was.

    `compose` makes the variant without some items, `pages` counts the pages that it has with some tokens.
    """
    whole = Fitted(compose(()))
    budget = brief.house.audiences[audience].max_pages
    if budget is None:
        return whole
    steps = _steps(whole, layout.fit, _low(brief, audience), compose)
    return next((one for one in steps if pages(one.variant, one.tokens) <= budget), whole)


def _steps(
    whole: Fitted, tighter: Sequence[Mapping[str, str]], low: Sequence[Path], compose: Compose
) -> Iterator[Fitted]:
    yield whole
    yield from (Fitted(whole.variant, tokens, step) for step, tokens in enumerate(tighter, start=1))
    for count in range(1, len(low) + 1):
        dropped = tuple(low[:count])
        yield Fitted(compose(dropped), tighter[-1] if tighter else {}, len(tighter), dropped)


def _low(brief: Brief, audience: str) -> tuple[Path, ...]:
    """The items of low priority that this audience reads, the last first."""
    reader = Reader(brief, audience)
    items = (path for path, item in brief.summary.items() if item.priority == "low" and reader.reads(path, ()))
    return tuple(reversed(tuple(items)))


def what_was_done(fitted: Fitted, brief: Brief, audience: str) -> Iterator[Problem]:
    """A warning (W407) that names the step that was taken and the items that were left out."""
    if not fitted.step and not fitted.dropped:
        return
    done = [f"set tighter (step {fitted.step})"] if fitted.step else []
    reader, items = Reader(brief, audience), dict(brief.summary.items())
    for path in reversed(fitted.dropped):
        section = str(path[0]).replace("_", " ")
        done.append(f"without {section} {reader.number(path)} “{_text(items[path], audience)}”")
    message = f"to keep to its pages this variant is {', '.join(done)}"
    place = brief.places.at(fitted.dropped[0] if fitted.dropped else ())
    hint = "Shorten items to get them back, or allow more pages in house.yaml."
    yield Problem("W407", message, hint, place, Severity.WARNING, audience)


def _text(item: object, audience: str) -> str:
    texts = (getattr(item, name, None) for name in ("text", "name", "question", "expert"))
    return next((text.for_audience(audience) for text in texts if text), "")
