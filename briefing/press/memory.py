"""What a process remembers, up to a bound."""

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Values by their keys, at most `most` of them; what has not been asked for longest is forgotten first.

    They are held in two halves: a full half becomes the old one, and what was not asked for again goes with it. So
    nothing has to be sorted, and a question costs what it costs a dictionary.
    """

    def __init__(self, most: int) -> None:
        """Begin with nothing."""
        self._half = max(1, most // 2)
        self._young: dict[Hashable, T] = {}
        self._old: dict[Hashable, T] = {}

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def get(self, key: Hashable) -> T | None:
        """What was kept by this key, if it is still remembered."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: Hashable, value: T) -> None:
        """Remember a value."""
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[key] = value

    def forget(self) -> None:
        """Forget everything."""
        self._young, self._old = {}, {}
