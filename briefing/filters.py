"""What layouts do with the values of a variant beside what Jinja brings: its own filters, and words for grades."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from jinja2 import Environment, pass_environment
from jinja2.filters import make_attrgetter
from markupsafe import Markup

from briefing.summary import StakeKind
from briefing.variant import Entry, StakeEntry

_T = TypeVar("_T")
_KINDS: tuple[StakeKind | None, ...] = ("gain", "risk", "constraint", None)
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


def css_string(text: str) -> Markup:
    """A text as a string of CSS (CSS Syntax Level 3, 4.3.7): all but letters, figures and spaces as code points."""
    plain = "".join(char if char.isalnum() or char == " " else f"\\{ord(char):06x}" for char in text)
    return Markup(f'"{plain}"')  # noqa: S704 (nothing is left in it that could end a string or a style sheet)


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


FILTERS: Mapping[str, Callable[..., Any]] = {
    "css_string": css_string,
    "grouped": grouped,
    "in_even_groups": in_even_groups,
    "kinds": kinds,
}
"""The filters by name."""
