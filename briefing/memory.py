"""What a process remembers, up to a bound."""

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Values by their keys, at most `most` of them; what has not been asked for longest is forgotten first.

    Where values are of different size each is kept with its weight, and `most` is what they may weigh together; one
    that alone weighs more than half of it is not kept. They are held in two halves: a full half becomes the old one,
    and what was not asked for again goes with it. So nothing has to be sorted, and a question costs what it costs a
    dictionary.
    """

    def __init__(self, most: int) -> None:
        """Begin with nothing."""
        self._half = max(1, most // 2)
        self._young: dict[Hashable, tuple[T, int]] = {}
        self._old: dict[Hashable, tuple[T, int]] = {}
        self._weight = 0

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    @property
    def weight(self) -> int:
        """What all that is remembered weighs."""
        return sum(weight for _, weight in {**self._old, **self._young}.values())

    def get(self, key: Hashable) -> T | None:
        """What was kept by this key, if it is still remembered."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self.keep(key, *found)
        return found[0]

    def keep(self, key: Hashable, value: T, weight: int = 1) -> None:
        """Remember a value."""
        if weight > self._half:
            return
        if self._weight + weight > self._half:
            self._old, self._young, self._weight = self._young, {}, 0
        before = self._young.get(key)
        self._weight += weight - (before[1] if before else 0)
        self._young[key] = (value, weight)

    def forget(self) -> None:
        """Forget everything."""
        self._young, self._old, self._weight = {}, {}, 0
