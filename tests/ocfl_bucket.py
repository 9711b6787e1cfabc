"""A storage without renames and locks, as an object store is: shows that `Storage` asks for no more than that.

Objects are put whole; one put may ask that nothing be there yet. The put of `vN/inventory.json` commits a version; its
content follows from where it was staged, and until it has, it is read from there.
"""

import io
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from briefing.ocfl.errors import OcflConflictError
from briefing.ocfl.inventory import INVENTORY, SIDECAR
from briefing.ocfl.storage import OBJECT_DECLARATION, Content, Staged
from tests.ocfl_faulty import Killed


@dataclass
class Bucket:
    """Keys and bytes; the process that uses it is killed at the `dies_at`-th change, counted from 1."""

    held: dict[str, bytes] = field(default_factory=dict)
    dies_at: int = 0
    changes: int = 0

    def put(self, key: str, data: bytes, *, only_new: bool = False) -> bool:
        self._change()
        if only_new and key in self.held:
            return False
        self.held[key] = data
        return True

    def delete(self, key: str) -> None:
        self._change()
        self.held.pop(key, None)

    def below(self, prefix: str) -> list[str]:
        return sorted(key.removeprefix(prefix) for key in self.held if key.startswith(prefix))

    def export(self, folder: Path) -> Path:
        """Write what is in the storage root to a folder, so that it can be judged."""
        for path in self.below("root/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(self.held[f"root/{path}"])
        return folder

    def _change(self) -> None:
        self.changes += 1
        if self.dies_at and self.changes >= self.dies_at:
            raise Killed


class InBucket:
    """A storage root in a bucket."""

    place = "bucket"
    is_exclusive = True

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def lock(self, timeout: float) -> AbstractContextManager[None]:
        return nullcontext()

    def root_names(self) -> tuple[str, ...]:
        return tuple(sorted({path.split("/")[0] for path in self._bucket.below("root/")}))

    def read_root(self, path: str) -> bytes | None:
        return self._bucket.held.get(f"root/{path}")

    def write_root(self, path: str, data: bytes) -> None:
        self._bucket.put(f"root/{path}", data)

    def objects(self) -> tuple[str, ...]:
        return tuple(name for name in self.root_names() if self.read_root(f"{name}/{OBJECT_DECLARATION[0]}"))

    def versions(self, name: str) -> tuple[int, ...]:
        found = (path.split("/") for path in self._bucket.below(f"root/{name}/v"))
        return tuple(sorted(int(parts[0]) for parts in found if parts[1:] == [INVENTORY]))

    def read(self, name: str, path: str) -> bytes | None:
        return self.read_root(f"{name}/{path}") or self._still_staged(name, path)

    def open(self, name: str, path: str) -> BinaryIO:
        data = self.read(name, path)
        if data is None:
            raise FileNotFoundError(path)
        return io.BytesIO(data)

    def stage(self, staged: Staged, files: Mapping[str, Content], intent: bytes) -> None:
        for path, content in files.items():
            self._bucket.put(f"{_rest(staged)}/files/{path}", b"".join(content.chunks()))
        self._bucket.put(f"{_rest(staged)}/intent", intent)
        self._bucket.put(
            f"{_rest(staged)}/whole", f"{staged.object} {staged.version} {staged.inventory_digest}".encode()
        )

    def staged(self) -> tuple[Staged, ...]:
        records = [self._bucket.held[f"work/{key}"] for key in self._bucket.below("work/") if key.endswith("/whole")]
        told = [record.decode().split() for record in records]
        return tuple(sorted(Staged(name, int(number), digest) for name, number, digest in told))

    def intent(self, staged: Staged) -> bytes:
        return self._bucket.held[f"{_rest(staged)}/intent"]

    def commit(self, staged: Staged) -> None:
        inventory = self._bucket.held[f"{_rest(staged)}/files/{INVENTORY}"]
        key = f"root/{staged.object}/v{staged.version}/{INVENTORY}"
        if not self._bucket.put(key, inventory, only_new=True) and self._bucket.held[key] != inventory:
            raise OcflConflictError(f"v{staged.version} of {staged.object} is there already")

    def publish(self, name: str, version: int) -> None:
        for staged in self.staged():
            if (staged.object, staged.version) == (name, version):
                for path in self._bucket.below(f"{_rest(staged)}/files/"):
                    self._bucket.put(
                        f"root/{name}/v{version}/{path}", self._bucket.held[f"{_rest(staged)}/files/{path}"]
                    )
        declaration, said = OBJECT_DECLARATION
        self._bucket.put(f"root/{name}/{declaration}", said)
        for path in (INVENTORY, SIDECAR):
            self._bucket.put(f"root/{name}/{path}", self._bucket.held[f"root/{name}/v{version}/{path}"])

    def drop(self, staged: Staged) -> None:
        for key in ["/whole", *self._bucket.below(_rest(staged))]:
            self._bucket.delete(_rest(staged) + key)

    def sweep(self) -> int:
        whole = {_rest(staged) for staged in self.staged()}
        litter = [
            key for key in self._bucket.below("") if key.startswith("work/") and key[: len("work/") + 32] not in whole
        ]
        for key in litter:
            self._bucket.delete(key)
        return len(litter)

    def _still_staged(self, name: str, path: str) -> bytes | None:
        version, _, inner = path.partition("/")
        for staged in self.staged():
            committed = self._bucket.held.get(f"root/{name}/{version}/{INVENTORY}")
            inventory = self._bucket.held.get(f"{_rest(staged)}/files/{INVENTORY}")
            if (staged.object, f"v{staged.version}") == (name, version) and committed == inventory:
                return self._bucket.held.get(f"{_rest(staged)}/files/{inner}")
        return None


def _rest(staged: Staged) -> str:
    return f"work/{staged.inventory_digest[:32]}"
