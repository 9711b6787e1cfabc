"""Handling: whether a brief says what the first page must say of information that is under control."""

from collections.abc import Iterator

from briefing.model.brief import Brief
from briefing.model.marking import Marking
from briefing.model.rule import Finding, Rule, warning
from briefing.model.summary import Path


def control_is_said(brief: Brief) -> Iterator[Finding]:
    """What is marked CUI says of which category it is, and house.yaml whom to ask: the first page must say both."""
    scheme, stated = brief.house.scheme, brief.house.stated
    if scheme.indicator is None:
        return
    held = [(path, marking) for path, marking in _read(brief) if marking.level.name == scheme.indicator.level]
    asked = {of for _, of in scheme.indicator.lines}
    name = scheme.indicator.level
    if held and not stated.contact and "contact" in asked:
        hint = "Add to house.yaml: designation: {contact: a telephone number or a mailbox of the office}."
        yield Finding(held[0][0], f"this is {name}, and house.yaml does not say whom to ask", hint)
    known = ", ".join(caveat.name for caveat in scheme.caveats if caveat.category)
    for path in dict.fromkeys(path for path, marking in held if not any(c.category for c in marking.caveats)):
        if known and "category" in asked and not stated.category:
            hint = f"Write it behind a double slash, as in {name}//{known.split(', ')[0]}. Known are: {known}."
            yield Finding(path, f"this is {name}, and does not say of which category", hint)


def _read(brief: Brief) -> Iterator[tuple[Path, Marking]]:
    """The markings, and where they stand, of all that an audience may see; of what carries none, the brief's own."""
    scheme, summary = brief.house.scheme, brief.summary
    ceilings = [brief.house.ceiling(name) for name in brief.house.audiences]
    parts = [(path, item.marking) for path, item in summary.items()]
    parts += [(("articles", key), entry.marking) for key, entry in summary.articles.items()]
    for path, own in parts:
        written = own or summary.marking
        if scheme.knows(written):
            marking = scheme.marking(written)
            if any(scheme.allows(ceiling, marking) for ceiling in ceilings):
                yield (*path, "marking") if own else ("marking",), marking


RULES: tuple[Rule, ...] = (warning("W217", control_is_said),)
