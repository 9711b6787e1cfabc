"""Budget: a variant that runs over its pages, by how much, and what to cut first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from briefing.model.problem import Place, Problem
from briefing.model.variant import Entry, Variant, Words

_MOST_NAMED = 5
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Excess:
    """How far a variant runs over its budget: its pages, and the lines and words on those beyond it."""

    pages: int
    budget: int
    lines: int
    words: int


def excess(budget: int | None, lines: Sequence[int], words: Sequence[int]) -> Excess | None:
    """How far pages run over a budget, given the lines and words of each; None where they keep to it."""
    if budget is None or len(lines) <= budget:
        return None
    return Excess(len(lines), budget, sum(lines[budget:]), sum(words[budget:]))


def over_budget(over: Excess, variant: Variant, place: Place) -> Problem:
    """The problem of a variant that runs over its budget (E402), with what to cut."""
    beyond = f"{_count(over.lines, 'line')}, {_count(over.words, 'word')} too many"
    message = f"this variant runs to {over.pages} pages, and its budget is {over.budget}: {beyond}"
    named = [_named(entry, variant) for entry in first_to_cut(variant, over.words)]
    hint = f"Cut or shorten first: {'; '.join(named)}. Or --fit: it sets tighter, and leaves low items out."
    return Problem("E402", message, hint, place, audience=variant.audience)


def first_to_cut(variant: Variant, words: int) -> tuple[Entry, ...]:
    """What to cut to save so many words: items of low priority, the last first, then the longest from the end on."""
    entries = list(variant.entries())
    low = [entry for entry in reversed(entries) if entry.is_low]
    sections = [section.entries for section in reversed(variant.sections)]
    others = [one for part in sections for one in sorted(part, key=length, reverse=True) if not one.is_low]
    named: list[Entry] = []
    for entry in (*low, *others):
        if words <= 0 or len(named) == _MOST_NAMED:
            break
        named.append(entry)
        words -= length(entry)
    return tuple(named)


def length(entry: Entry) -> int:
    """How many words of a brief's own an entry has."""
    return sum(len(text.split()) for text in _texts(entry))


def _texts(entry: Entry) -> Iterator[str]:
    for field in fields(entry):
        value = getattr(entry, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, str):
                yield part
            elif isinstance(part, Words):
                yield part.text


def _named(entry: Entry, variant: Variant) -> str:
    section = next(section.name for section in variant.sections if entry in section.entries)
    shown = entry.text if len(entry.text) <= _MOST_SHOWN else entry.text[:_MOST_SHOWN].rsplit(" ", 1)[0] + "…"
    low = ", priority: low" if entry.is_low else ""
    return f"{section.replace('_', ' ')} {entry.number} “{shown}” ({_count(length(entry), 'word')}{low})"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
