"""A rule: a small function that holds a brief against something, and what it finds.

The docstring of the function is the rule's documentation; `docs/rules.md` is made from it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefing.model.brief import Brief
from briefing.model.problem import Severity
from briefing.model.summary import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the path of the value in brief.yaml, a sentence, and a hint."""

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how much it weighs, and whether the house style and an item may change that."""

    code: str
    severity: Severity
    find: Callable[[Brief], Iterator[Finding]]
    adjustable: bool = True

    @property
    def says(self) -> str:
        """What the rule asks for: its function's docstring."""
        return " ".join((self.find.__doc__ or "").split())


def at(*path: str | int, audience: str | None = None) -> Path:
    """The path of a text: of its default, or of the one that an audience has of its own."""
    return path if audience is None else (*path, audience)


def error(code: str, find: Callable[[Brief], Iterator[Finding]], *, adjustable: bool = True) -> Rule:
    """A rule whose findings stop the brief, unless the house style says otherwise."""
    return Rule(code, Severity.ERROR, find, adjustable)


def warning(code: str, find: Callable[[Brief], Iterator[Finding]]) -> Rule:
    """A rule whose findings do not stop the brief."""
    return Rule(code, Severity.WARNING, find)
