"""What the tests of the log work with: a port in memory that fails when it is told to, keys that never differ."""

import errno
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from briefing.log import Book, Finding, Keyring, Kind, Leaf
from briefing.log.note import Signer
from briefing.log.port import ChangedError

ORIGIN = "briefs.example.org/harbour"
LOG, CHECKPOINT, KEYS = "log.jsonl", "checkpoint", "log.pub"


class Killed(BaseException):
    """The program is no more: nothing in it can answer to this."""


def leaf(number: int, **changed: object) -> Leaf:
    """The leaf of edition `number` of a brief, always the same."""
    values = {
        "object": "https://briefs.example.org/id/harbour",
        "version": f"v{number}",
        "inventory": hashlib.sha512(b"%d" % number).hexdigest(),
        "issued": f"2026-11-{number % 28 + 1:02}T09:00:00+00:00",
    }
    return Leaf(**{**values, **changed})  # type: ignore[arg-type]


def stream(seed: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run."""
    state = hashlib.shake_256(seed.encode()).digest(1 << 16)
    rest: Iterator[int] = iter(state)
    return lambda count: bytes(next(rest) for _ in range(count))


def stranger(name: str = "stranger") -> Signer:
    """A key for the same log, of somebody else."""
    return Signer.made(ORIGIN, stream(name))


@dataclass
class Memory:
    """Files in memory, with something that happens before or in the middle of an operation that writes."""

    files: dict[str, bytes] = field(default_factory=dict)
    meddle: Callable[[int, "Memory", str, bytes], None] = lambda *_: None
    look: Callable[["Memory", str], None] = lambda *_: None
    calls: int = 0
    place: str = "memory"

    def read(self, name: str) -> bytes | None:
        self.look(self, name)
        return self.files.get(name)

    def replace(self, name: str, content: bytes, *, instead_of: bytes | None) -> None:
        self._count(name, content)
        if self.files.get(name) != instead_of:
            raise ChangedError(name)
        self.files[name] = content
        self._count(name, b"")

    def append(self, name: str, content: bytes, *, at: int) -> None:
        self._count(name, content)
        if len(self.files.get(name, b"")) != at:
            raise ChangedError(name)
        self.files[name] = self.files.get(name, b"") + content
        self._count(name, b"")

    def finish(self) -> None:
        pass

    def _count(self, name: str, content: bytes) -> None:
        """Each operation is two calls: before it, with what it would write, and after it."""
        self.calls += 1
        self.meddle(self.calls, self, name, content)


def stop_at(call: int, error: BaseException | None = None, torn: int | None = None) -> Callable[..., None]:
    """Stop at this call, after `torn` bytes of an append if there are so many: killed, or with an error of the disk."""

    def meddle(now: int, memory: Memory, name: str, content: bytes) -> None:
        if now == call:
            if torn is not None and name in {LOG, "log.unsigned"} and content:
                memory.files[name] = memory.files.get(name, b"") + content[:torn]
            raise error or Killed

    return meddle


def disk_full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def problems(findings: tuple[Finding, ...]) -> set[Kind]:
    """The kinds of what is wrong."""
    return {finding.kind for finding in findings if finding.is_problem}


@dataclass
class Archive:
    """A log, and the user who keeps it."""

    port: Memory
    keyring: Keyring

    @property
    def files(self) -> dict[str, bytes]:
        return self.port.files

    def book(self) -> Book:
        """The log as a program finds it that has just started."""
        return Book(self.port, ORIGIN)

    def append(self, *leaves: Leaf) -> tuple[Finding, ...]:
        return self.book().append(leaves, self.keyring.own(ORIGIN), self.keyring).findings

    def examine(self, **options: object) -> tuple[Finding, ...]:
        return self.book().examine(self.keyring, **options)  # type: ignore[arg-type]

    def wrong(self, **options: object) -> set[Kind]:
        return problems(self.examine(**options))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive without a log, and a user who has no key yet."""
    return Archive(Memory(), Keyring(tmp_path / "keys", stream("own")))
