"""What layouts do with the values of a variant beside what Jinja brings: its own filters, and words for grades."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from jinja2 import Environment, pass_environment
from jinja2.filters import make_attrgetter

from briefing.css import css_string
from briefing.model.change import Piece
from briefing.model.summary import StakeKind
from briefing.model.variant import Entry, StakeEntry

_T = TypeVar("_T")
_KINDS: tuple[StakeKind | None, ...] = ("gain", "risk", "constraint", None)
_SHORT = 30
"""So many words of a text are shown whole, with what changed in them."""
_BESIDE = 6
"""Of a longer one, so many words on each side of what changed."""
_OF_A_ROW = 4
"""So many stakes stand in one cell of a table."""
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_GAP = f"{_NO_BREAK_SPACE}…"
_WORDS = re.compile(r"\S+")
_SOURCE_GRADES = {
    "A": "a completely reliable source",
    "B": "a usually reliable source",
    "C": "a fairly reliable source",
    "D": "a source that is not usually reliable",
    "E": "an unreliable source",
    "F": "a source whose reliability cannot be judged",
}
_INFORMATION_GRADES = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "the truth of it cannot be judged",
}


def grade_of_source(grade: str) -> str:
    """What the letter of an Admiralty grade says, in English."""
    return _SOURCE_GRADES[grade[0]]


def grade_of_information(grade: str) -> str:
    """What the figure of an Admiralty grade says, in English."""
    return _INFORMATION_GRADES[grade[1]]


@pass_environment
def grouped(environment: Environment, things: Iterable[_T], attribute: str) -> list[tuple[Any, list[_T]]]:
    """Things by an attribute, groups in the order in which they first come."""
    get = make_attrgetter(environment, attribute)
    groups: dict[Any, list[_T]] = {}
    for thing in things:
        groups.setdefault(get(thing), []).append(thing)
    return list(groups.items())


def in_even_groups(things: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    """Things in as few groups of at most so many as will do, the groups as even as can be."""
    count = -(-len(things) // most)
    size, larger = divmod(len(things), count or 1)
    start = 0
    for index in range(count):
        end = start + size + (index < larger)
        yield things[start:end]
        start = end


def kinds(entries: Iterable[Entry]) -> list[StakeKind | None]:
    """The kinds of stake that there are among some entries, gains first, those of no kind last."""
    present = {entry.kind for entry in entries if isinstance(entry, StakeEntry)}
    return [kind for kind in _KINDS if kind in present]


def by_side(
    sides: Iterable[tuple[str, Sequence[StakeEntry]]], kind: StakeKind | None
) -> Iterator[list[Sequence[StakeEntry]]]:
    """The stakes of one kind in rows of a table, a list for each side; many of them in more rows than one."""
    return _in_rows([[entry for entry in entries if entry.kind == kind] for _, entries in sides])


def by_kind(entries: Iterable[StakeEntry], kinds: Iterable[StakeKind | None]) -> Iterator[list[Sequence[StakeEntry]]]:
    """The stakes of one side in rows of a table, a list for each kind; many of them in more rows than one."""
    every = list(entries)
    return _in_rows([[entry for entry in every if entry.kind == kind] for kind in kinds])


def _in_rows(cells: Sequence[Sequence[StakeEntry]]) -> Iterator[list[Sequence[StakeEntry]]]:
    """Cells side by side as rows of which each fits on a page: one that does not loses the head of its table."""
    for start in range(0, max(map(len, cells), default=0), _OF_A_ROW):
        yield [cell[start : start + _OF_A_ROW] for cell in cells]


def in_context(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a rewording with what was kept of a long text cut down to the words beside what changed."""
    if sum(len(piece.new.split()) for piece in pieces) <= _SHORT:
        return list(pieces)
    last = len(pieces) - 1
    return [
        _cut(piece, before=index > 0, behind=index < last) if piece.kind == "same" else piece
        for index, piece in enumerate(pieces)
    ]


def _cut(piece: Piece, *, before: bool, behind: bool) -> Piece:
    """A piece that was kept, with the words beside its neighbours alone; an ellipsis stands for the others."""
    words = list(_WORDS.finditer(piece.new))
    if len(words) <= _BESIDE * (before + behind) + 2:
        return piece
    first = piece.new[: words[_BESIDE - 1].end()] + f"{_GAP} " if before else f"…{_NO_BREAK_SPACE}"
    second = piece.new[words[-_BESIDE].start() :] if behind else ""
    cut = f"{first}{second}" if second else first.rstrip()
    return Piece(cut, cut)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "by_kind": by_kind,
    "by_side": by_side,
    "css_string": css_string,
    "grouped": grouped,
    "in_context": in_context,
    "in_even_groups": in_even_groups,
    "kinds": kinds,
}
"""The filters by name."""
