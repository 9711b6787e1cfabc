"""A bucket in memory, strict about conditions, in which faults are made and two writers set against each other."""

import hashlib
import io
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from briefing.bucket.port import NOTHING, Entry, Held, OutrunError


@dataclass
class Memory:
    """Keys and bytes, shared by all who write to it."""

    held: dict[str, bytes] = field(default_factory=dict)
    place: str = "memory"
    ignores_conditions: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str, *, known: Held | None = None) -> Held | None:
        content = self.held.get(key)
        return None if content is None else Held(content, _tag(content))

    def open(self, key: str) -> BinaryIO:
        content = self.held.get(key)
        if content is None:
            raise FileNotFoundError(key)
        return io.BytesIO(content)

    def has(self, key: str) -> bool:
        return key in self.held

    def put(self, key: str, content: bytes, *, instead_of: str | None = None) -> None:
        with self.lock:
            there = self.held.get(key)
            tag = NOTHING if there is None else _tag(there)
            if instead_of is not None and tag != instead_of and there != content and not self.ignores_conditions:
                raise OutrunError(key)
            self.held[key] = content

    def copy(self, source: str, target: str) -> None:
        with self.lock:
            if source not in self.held:
                raise FileNotFoundError(source)
            self.held[target] = self.held[source]

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.held.pop(key, None)

    def entries(self, under: str = "") -> Iterator[Entry]:
        for key in sorted(self.held):
            if not under or key.startswith(f"{under}/"):
                yield Entry(key, len(self.held[key]))

    def names(self, under: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        below = [one.key.removeprefix(f"{under}/" if under else "") for one in self.entries(under)]
        objects = {key for key in below if "/" not in key}
        return tuple(sorted(objects)), tuple(sorted({key.split("/")[0] for key in below if "/" in key}))


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@dataclass
class Watched:
    """A bucket of which every request is told to `before` and `after`, who may raise what they like."""

    bucket: object
    before: Callable[[str, str], None] = lambda _name, _key: None
    after: Callable[[str, str], None] = lambda _name, _key: None

    @property
    def place(self) -> str:
        return self.bucket.place

    def _told(self, name: str, key: str, *arguments: object, **options: object) -> object:
        self.before(name, key)
        done = getattr(self.bucket, name)(*arguments, **options)
        self.after(name, key)
        return done

    def get(self, key: str, *, known: Held | None = None) -> Held | None:
        return self._told("get", key, key, known=known)

    def open(self, key: str) -> BinaryIO:
        return self._told("open", key, key)

    def has(self, key: str) -> bool:
        return self._told("has", key, key)

    def put(self, key: str, content: bytes, *, instead_of: str | None = None) -> None:
        self._told("put", key, key, content, instead_of=instead_of)

    def copy(self, source: str, target: str) -> None:
        self._told("copy", target, source, target)

    def delete(self, keys: Iterable[str]) -> None:
        keys = list(keys)
        if keys:
            self._told("delete", keys[0], keys)

    def entries(self, under: str = "") -> Iterator[Entry]:
        return iter(list(self._told("entries", under, under)))

    def names(self, under: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._told("names", under, under)


CHANGES = frozenset({"put", "copy", "delete"})
"""The requests that change something."""
