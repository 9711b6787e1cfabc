"""What changed, told on a terminal: in plain sentences, readable without colour, new words in {+ +}, old in [- -]."""

import textwrap
from collections.abc import Iterator

from briefing.console.terminal import plain
from briefing.model.change import Changes, Dated, ItemChange, QuoteChange, Rewording, Shift, SourceChange

_ADDED, _REMOVED, _STRONG, _END = "\x1b[32m", "\x1b[31m", "\x1b[1m", "\x1b[0m"
_SIDES = {"[-": _REMOVED, "{+": _ADDED}
_NAMES = {
    "text": "wording",
    "watch_for": "what to watch for",
    "why": "why it matters",
    "pros": "in favour",
    "cons": "against",
    "review_by": "day of review",
    "approved_by": "approved by",
    "url": "address",
}
_NOTHING = "nothing"


def changes_as_text(changes: Changes, *, colour: bool = False, width: int = 80) -> str:
    """What changed between two editions for one audience, in lines of at most this width, words unbroken.

    With `colour`, words that were removed are red and those that were added green, beside their brackets.
    """
    title = f"{changes.brief}, {changes.audience}: {_edition(changes.new)} since {_edition(changes.old)}"
    lines = [_strong(line, colour=colour) for line in _wrapped(title, width, "")]
    for head, facts in blocks(changes):
        lines += _wrapped(head, width, "")
        lines += [line for fact in facts for line in _wrapped(fact, width, "    ")]
    text = "\n".join(lines)
    return _coloured(text) if colour else text


def _edition(one: Dated) -> str:
    return f"edition {one.number} ({one.date.isoformat()})" if one.number else f"not filed ({one.date.isoformat()})"


def blocks(changes: Changes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is told, one thing after the other: a line, and the facts below it; new words in {+ +}, old in [- -]."""
    if changes.is_empty:
        yield "nothing changed", ()
    for one in changes.rewordings:
        yield one.name, (_rewording(one),)
    for shift in changes.shifts:
        yield _shift(shift), ()
    for item in changes.items:
        yield _head(item), tuple(_facts(item))
    for source in changes.sources:
        yield _source(source), tuple(_shift(shift) for shift in source.shifts)
    if changes.unchanged:
        yield f"judgements unchanged: {', '.join(f'¶ {_named(item)}' for item in changes.unchanged)}", ()


def _named(item: ItemChange) -> str:
    return f"{item.number} ({item.id})" if item.id else str(item.number)


def _head(item: ItemChange) -> str:
    section = item.section.replace("_", " ")
    match item.kind:
        case "added":
            return f"¶ {_named(item)}, {section}: new"
        case "removed" if item.is_closed:
            return f"¶ {_named(item)} of the earlier edition: no longer an open question here"
        case "removed":
            return f"¶ {_named(item)} of the earlier edition, {section}: no longer here"
        case _:
            return f"¶ {_named(item)}, {section}"


def _facts(item: ItemChange) -> Iterator[str]:
    if item.kind == "added":
        yield f"{{+{item.text}+}}"
    elif item.kind == "removed":
        yield f"[-{item.text}-]"
    if item.is_answered:
        yield f"answered: was an open question, ¶ {item.old_number} of the earlier edition"
    elif item.old_section and item.old_section != item.section:
        yield f"moved: from {item.old_section.replace('_', ' ')}, ¶ {item.old_number} of the earlier edition"
    elif item.is_moved:
        yield "moved within its section"
    yield from _measures(item)
    if item.judgement_stands:
        yield "judgement unchanged"
    yield from (f"{_name(one.name)}: {_rewording(one)}" for one in item.rewordings)
    if item.cites_added:
        yield f"citations added: {', '.join(item.cites_added)}"
    if item.cites_removed:
        yield f"citations removed: {', '.join(item.cites_removed)}"
    yield from (_quote(quote) for quote in item.quotes)
    yield from (_shift(shift) for shift in item.shifts)


def _measures(item: ItemChange) -> Iterator[str]:
    """Likelihood and confidence, each in a line of its own."""
    if item.likelihood:
        way = {"up": " up", "down": " down", "same": ", another word of the same range"}.get(
            item.likelihood.direction, ""
        )
        yield f"likelihood{way}: {_likelihood(item.likelihood, 0)} → {_likelihood(item.likelihood, 1)}"
    if item.confidence and item.confidence.is_change:
        way = f" {item.confidence.direction}" if item.confidence.direction else ""
        yield f"confidence{way}: {item.confidence.old or _NOTHING} → {item.confidence.new or _NOTHING}"
    elif item.confidence:
        yield f"confidence unchanged: {item.confidence.new}"


def _likelihood(shift: Shift, side: int) -> str:
    word, band = (shift.old, shift.new)[side], shift.per_cent[side]
    return f"{word} ({band[0]}–{band[1]}%)" if band else word or _NOTHING


def _rewording(one: Rewording) -> str:
    parts = []
    for piece in one.pieces:
        if piece.kind == "same":
            parts.append(piece.new)
        else:
            sides = (f"[-{piece.old}-]" if piece.old else "", f"{{+{piece.new}+}}" if piece.new else "")
            parts.append(" ".join(side for side in sides if side))
    return "".join(parts)


def _quote(quote: QuoteChange) -> str:
    if quote.rewording:
        return f"quotation changed: {_rewording(quote.rewording)}"
    sides = {"added": f"{{+{quote.text}+}}", "removed": f"[-{quote.text}-]"}
    return f"quotation {quote.kind}: {sides.get(quote.kind, quote.text)}"


def _source(source: SourceChange) -> str:
    title = f", {source.title}" if source.title else ""
    return f"source {source.key}{title}: {source.kind}"


def _shift(shift: Shift) -> str:
    return f"{_name(shift.name)}: {shift.old or _NOTHING} → {shift.new or _NOTHING}"


def _name(name: str) -> str:
    return _NAMES.get(name, name)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    lines = textwrap.wrap(
        plain(text),
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [indent.rstrip()]


def _strong(text: str, *, colour: bool) -> str:
    return f"{_STRONG}{text}{_END}" if colour else text


def _coloured(text: str) -> str:
    """What stands in brackets in its colour; a line that it runs over begins and ends it anew."""
    shown: list[str] = []
    colour = ""
    for line in text.split("\n"):
        painted = colour
        at = 0
        while at < len(line):
            pair = line[at : at + 2]
            if not colour and pair in _SIDES:
                colour = _SIDES[pair]
                painted += colour + pair
                at += 2
            elif colour and pair == ("-]" if colour == _REMOVED else "+}"):
                painted += pair + _END
                colour = ""
                at += 2
            else:
                painted += line[at]
                at += 1
        shown.append(painted + (_END if colour else ""))
    return "\n".join(shown)
