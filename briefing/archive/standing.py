"""What stands below a name in a bucket, as the judge walks through it: listed once, and read where it is read."""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from briefing.bucket.port import Bucket


@dataclass(slots=True)
class _Names:
    """What stands directly below a name."""

    files: dict[str, int] = field(default_factory=dict)
    folders: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A name in a bucket, and all that was listed below it: a file, a folder, or both, which a store allows."""

    bucket: Bucket
    key: str
    found: Mapping[str, _Names] = field(repr=False)

    @classmethod
    def listed(cls, bucket: Bucket, under: str) -> "Standing":
        """What stands below a name now. Raises OSError."""
        found: dict[str, _Names] = {}
        for entry in bucket.entries(under):
            folder, _, name = entry.key.rpartition("/")
            found.setdefault(folder, _Names()).files[name] = entry.size
            while folder != under and name:
                above, _, name = folder.rpartition("/")
                folders = found.setdefault(above, _Names()).folders
                if name in folders:
                    break
                folders[name] = None
                folder = above
        return cls(bucket, under, found)

    def __str__(self) -> str:
        return f"{self.bucket.place.rpartition('/')[0]}/{self.key}"

    def __truediv__(self, name: str) -> "Standing":
        return Standing(self.bucket, f"{self.key}/{name}", self.found)

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The files and the folders in it."""
        there = self.found.get(self.key)
        if there is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.key)
        return tuple(sorted(there.files)), tuple(sorted(there.folders))

    def size(self) -> int | None:
        """The size of the file of this name, None where none is listed."""
        folder, _, name = self.key.rpartition("/")
        there = self.found.get(folder)
        return there.files.get(name) if there else None

    def open(self) -> BinaryIO:
        """The file, from the store."""
        return self.bucket.open(self.key)
