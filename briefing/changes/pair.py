"""Pairs: which item of one edition is which of another, and which source."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.model.said import Said, SaidItem, SaidSource


@dataclass(frozen=True)
class Pairs:
    """The items of two editions: each of the new one with what it was before, if anything; and those that are gone."""

    now: tuple[tuple[SaidItem | None, SaidItem], ...]
    removed: tuple[SaidItem, ...]


def pairs(old: Said, new: Said) -> Pairs:
    """Pair items by their ids; one without an id goes with the same text in the same section."""
    before, after = list(old.items()), list(new.items())
    by_id: dict[str, int] = {}
    for index, item in enumerate(before):
        if item.id:
            by_id.setdefault(item.id, index)
    of_new = {index: by_id.pop(item.id) for index, item in enumerate(after) if item.id in by_id}
    taken = set(of_new.values())
    for index, item in enumerate(after):
        if index not in of_new:
            match = next((i for i, one in enumerate(before) if i not in taken and _same(one, item)), None)
            if match is not None:
                of_new[index] = match
                taken.add(match)
    return Pairs(
        now=tuple((before[of_new[index]] if index in of_new else None, item) for index, item in enumerate(after)),
        removed=tuple(item for index, item in enumerate(before) if index not in taken),
    )


def _same(old: SaidItem, new: SaidItem) -> bool:
    """Whether two items are one, though an id does not say so: two ids say that they are not."""
    named = old.id and new.id
    alike = ("expert", "day")
    return (
        not named
        and (old.section, old.text) == (new.section, new.text)
        and all(old.further.get(name) == new.further.get(name) for name in alike)
    )


def moved(now: Iterable[tuple[SaidItem | None, SaidItem]]) -> frozenset[int]:
    """The numbers, in the new edition, of items that stand in another order than before: as few as explain it."""
    places: dict[str, list[tuple[int, int]]] = {}
    for old, new in now:
        if old and (old.section, old.side) == (new.section, new.side):
            places.setdefault(f"{new.section}/{new.side}", []).append((new.number, old.number))
    return frozenset(
        number
        for of_section in places.values()
        for number in {new for new, _ in of_section} - set(_rising([old for _, old in of_section], of_section))
    )


def _rising(olds: Sequence[int], of_section: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The new numbers of a longest run of items whose order was kept (a longest increasing subsequence)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, old in enumerate(olds):
        length = bisect_left(ends, old)
        ends[length:] = [old, *ends[length + 1 :]]
        at[length:] = [index, *at[length + 1 :]]
        before.append(at[length - 1] if length else -1)
    index = at[-1] if at else -1
    while index >= 0:
        yield of_section[index][0]
        index = before[index]


def sources(old: Said, new: Said) -> Mapping[str, str]:
    """What each source of the old edition that is in the new one is called there: letters may have moved on."""
    left = list(new.sources)
    found: dict[str, str] = {}
    for is_same in (_same_address, _same_description, _same_key):
        for one in old.sources:
            match = next((other for other in left if is_same(one, other)), None) if one.key not in found else None
            if match is not None:
                found[one.key] = match.key
                left.remove(match)
    return found


def _same_address(old: SaidSource, new: SaidSource) -> bool:
    return bool(old.url) and old.url == new.url


def _same_description(old: SaidSource, new: SaidSource) -> bool:
    described = (old.title, old.publisher, old.author, old.published)
    return any(described) and described == (new.title, new.publisher, new.author, new.published)


def _same_key(old: SaidSource, new: SaidSource) -> bool:
    return old.key == new.key and (
        old.title == new.title or (old.publisher, old.published) == (new.publisher, new.published)
    )
