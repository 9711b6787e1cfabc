"""A storage that fails or dies at the n-th of its steps, before it or after it; for any storage, on any machine."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from briefing.ocfl.storage import Content, Staged, Storage


class Killed(BaseException):
    """The process is no more; nobody may catch it."""


@dataclass
class Faulty:
    """Another storage, with a fault at one step: an exception, raised `before` the step is taken or after it."""

    storage: Storage
    at: int = 0  # counted from 1; 0 for never
    fault: BaseException = field(default_factory=Killed)
    before: bool = True
    reading_too: bool = False  # whether every step from the fault on fails, reading as well
    steps: list[str] = field(default_factory=list)

    def _step(self, name: str, *arguments: Any, changes: bool = True) -> Any:
        self._die_on()
        if not changes:
            return getattr(self.storage, name)(*arguments)
        self.steps.append(name)
        here = len(self.steps) == self.at
        if here and self.before:
            raise self.fault
        result = getattr(self.storage, name)(*arguments)
        if here:
            raise self.fault
        return result

    def _die_on(self) -> None:
        if self.at and len(self.steps) >= self.at and (isinstance(self.fault, Killed) or self.reading_too):
            raise self.fault

    @property
    def place(self) -> str:
        return self.storage.place

    @property
    def is_exclusive(self) -> bool:
        return self.storage.is_exclusive

    def lock(self, timeout: float) -> AbstractContextManager[None]:
        return self._step("lock", timeout)

    def root_names(self) -> tuple[str, ...]:
        return self._step("root_names", changes=False)

    def read_root(self, path: str) -> bytes | None:
        return self._step("read_root", path, changes=False)

    def write_root(self, path: str, data: bytes) -> None:
        self._step("write_root", path, data)

    def objects(self) -> tuple[str, ...]:
        return self._step("objects", changes=False)

    def versions(self, name: str) -> tuple[int, ...]:
        return self._step("versions", name, changes=False)

    def read(self, name: str, path: str) -> bytes | None:
        return self._step("read", name, path, changes=False)

    def open(self, name: str, path: str) -> BinaryIO:
        return self._step("open", name, path, changes=False)

    def stage(self, staged: Staged, files: Mapping[str, Content], intent: bytes) -> None:
        self._step("stage", staged, files, intent)

    def staged(self) -> tuple[Staged, ...]:
        return self._step("staged", changes=False)

    def intent(self, staged: Staged) -> bytes:
        return self._step("intent", staged, changes=False)

    def commit(self, staged: Staged) -> None:
        self._step("commit", staged)

    def publish(self, name: str, version: int) -> None:
        self._step("publish", name, version)

    def remove(self, name: str) -> None:
        self._step("remove", name)

    def drop(self, staged: Staged) -> None:
        self._step("drop", staged)

    def sweep(self) -> int:
        return self._step("sweep")
