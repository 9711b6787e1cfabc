"""Digest algorithms: their names and forms (OCFL 1.1 §3.4, extension 0009), and files read once for all of them."""

import hashlib
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import RawIOBase
from itertools import chain
from pathlib import Path
from typing import Protocol, cast

from briefing.judge.tree import Spot

CONTENT_ALGORITHMS = ("sha512", "sha256")
"""Those by which an inventory may address content, the advised one first."""

CHUNK = 1 << 20
"""So many bytes of a file are in memory at once, per thread."""

_SMALL = 4 << 20
"""Below this many bytes in all, threads cost more than they bring."""

_AT_ONCE = 8
"""So many files are read side by side: on a disk no more than there are processors, from a store to wait less."""

_AHEAD = 64
"""So many files may wait to be read, whatever the size of an object."""


class _Running(Protocol):
    def update(self, data: memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...


class _Size:
    """The `size` of extension 0009: bytes, counted, as a decimal number."""

    def __init__(self) -> None:
        self._bytes = 0

    def update(self, data: memoryview, /) -> None:
        self._bytes += len(data)

    def hexdigest(self) -> str:
        return str(self._bytes)


def _blake2b(bits: int) -> Callable[[], _Running]:
    return lambda: hashlib.blake2b(digest_size=bits // 8)


def _hexadecimal(bits: int) -> re.Pattern[str]:
    return re.compile(rf"[0-9A-Fa-f]{{{bits // 4}}}")


_MADE_BY: Mapping[str, Callable[[], _Running]] = {
    "sha512": hashlib.sha512,
    "sha256": hashlib.sha256,
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "md5": lambda: hashlib.md5(usedforsecurity=False),
    "blake2b-512": _blake2b(512),
    "blake2b-384": _blake2b(384),
    "blake2b-256": _blake2b(256),
    "blake2b-160": _blake2b(160),
    "size": _Size,
    **({"sha512/256": lambda: hashlib.new("sha512_256")} if "sha512_256" in hashlib.algorithms_available else {}),
}

_FORMS: Mapping[str, re.Pattern[str]] = {
    "sha512": _hexadecimal(512),
    "sha256": _hexadecimal(256),
    "sha1": _hexadecimal(160),
    "md5": _hexadecimal(128),
    "blake2b-512": _hexadecimal(512),
    "blake2b-384": _hexadecimal(384),
    "blake2b-256": _hexadecimal(256),
    "blake2b-160": _hexadecimal(160),
    "sha512/256": _hexadecimal(256),
    "size": re.compile(r"0|[1-9][0-9]{0,18}"),
}


def is_named(algorithm: str) -> bool:
    """Whether the specification or one of its registered extensions names this algorithm."""
    return algorithm in _FORMS


def can_be_computed(algorithm: str) -> bool:
    """Whether this machine can compute it; all of the specification's own, and most of the extension's."""
    return algorithm in _MADE_BY


def has_form(digest: str, algorithm: str) -> bool:
    """Whether the text is a whole digest of this algorithm, in hexadecimal digits of either case."""
    return _FORMS[algorithm].fullmatch(digest) is not None


def digest_of(data: bytes, algorithm: str) -> str:
    """The digest of bytes in memory, in small letters."""
    running = _MADE_BY[algorithm]()
    running.update(memoryview(data))
    return running.hexdigest()


class Meter:
    """Counts bytes read, from several threads, and tells how far the reading is."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress
        self._lock = threading.Lock()
        self._done = 0
        self._total = 0

    @property
    def is_watched(self) -> bool:
        """Whether anybody wants to know."""
        return self._progress is not None

    def expect(self, total: int) -> None:
        """Say how many bytes there will be."""
        self._total = total
        self.add(0)

    def add(self, count: int) -> None:
        """Say that so many more have been read; calls come one at a time."""
        if self._progress is None:
            return
        with self._lock:
            self._done += count
            self._progress(self._done, max(self._total, self._done))


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, and the digests wanted of it."""

    name: str
    file: Spot
    size: int
    algorithms: tuple[str, ...]


def _unbuffered(file: Spot) -> RawIOBase:
    """A file on a disk is read without a buffer between, links followed: what is listed was seen to be none."""
    return file.open("rb", buffering=0) if isinstance(file, Path) else cast("RawIOBase", file.open())


def _read(task: Task, meter: Meter) -> dict[str, str] | OSError:
    running = [(algorithm, _MADE_BY[algorithm]()) for algorithm in task.algorithms]
    buffer = memoryview(bytearray(min(CHUNK, task.size + 1)))
    try:
        with _unbuffered(task.file) as stream:
            while count := stream.readinto(buffer):
                for _, digest in running:
                    digest.update(buffer[:count])
                meter.add(count)
    except OSError as error:
        return error
    return {algorithm: digest.hexdigest() for algorithm, digest in running}


def digests_of(tasks: Iterable[Task], total: int, meter: Meter) -> Iterator[tuple[Task, dict[str, str] | OSError]]:
    """Each file's digests, or why it could not be read, in the order of the tasks.

    Every file is read once, in pieces; hashlib lets go of the interpreter meanwhile, so that files are read side by
    side. `total` is the size of all of them, in bytes.
    """
    first = next(iter(tasks := iter(tasks)), None)
    tasks = chain([first] if first else [], tasks)
    is_far = first is not None and not isinstance(first.file, Path)
    if total < _SMALL and not is_far:
        for task in tasks:
            yield task, _read(task, meter)
        return
    waiting: deque[tuple[Task, Future[dict[str, str] | OSError]]] = deque()
    with ThreadPoolExecutor(max_workers=_AT_ONCE if is_far else min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        for task in tasks:
            waiting.append((task, pool.submit(_read, task, meter)))
            if len(waiting) >= _AHEAD:
                oldest, future = waiting.popleft()
                yield oldest, future.result()
        for oldest, future in waiting:
            yield oldest, future.result()
