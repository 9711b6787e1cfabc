"""The files of an archive, wherever it lies, as somebody sees them who copies them: listed, read, and put whole."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from briefing.archive.site import Site
from briefing.bucket.port import Bucket
from briefing.ocfl import durable
from briefing.ocfl.fitness import need_fit
from briefing.ocfl.posix import work_folder


class Tree(Protocol):
    """The files of an archive, by paths with `/`. All of it raises OSError."""

    def sizes(self) -> Mapping[str, int]:
        """The size of every file, in bytes."""

    def read(self, path: str) -> bytes:
        """A file; raises FileNotFoundError."""

    def write(self, path: str, content: bytes) -> None:
        """Put a file in its place, whole or not at all; when this returns, it lasts."""


class OnDisk:
    """A folder. A link in it is passed over, and so is what it leads to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._work = work_folder(folder)

    def sizes(self) -> Mapping[str, int]:
        """The size of every regular file."""
        found: dict[str, int] = {}
        for inner, _, names in os.walk(self._folder):
            for path in (Path(inner, name) for name in names):
                if path.is_file() and not path.is_symlink():
                    found[path.relative_to(self._folder).as_posix()] = path.stat().st_size
        return found

    def read(self, path: str) -> bytes:
        """A file."""
        return (self._folder / path).read_bytes()

    def write(self, path: str, content: bytes) -> None:
        """Write beside the archive, bring that to the disk, and give it its name."""
        target = self._folder / path
        durable.make_folder(self._work)
        durable.make_folder(target.parent)
        durable.replace(target, content, self._work / f"put-{os.getpid()}-{abs(hash(path))}")


class InStore:
    """What lies below a name in a bucket."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket = bucket
        self._name = name
        self._is_fit = False

    def sizes(self) -> Mapping[str, int]:
        """The size of every object."""
        return {entry.key.removeprefix(f"{self._name}/"): entry.size for entry in self._bucket.entries(self._name)}

    def read(self, path: str) -> bytes:
        """An object."""
        held = self._bucket.get(f"{self._name}/{path}")
        if held is None:
            raise FileNotFoundError(path)
        return held.content

    def write(self, path: str, content: bytes) -> None:
        """Put an object; nothing is put into a store in which nothing could be filed afterwards."""
        if not self._is_fit:
            need_fit(self._bucket, f".{self._name}.work")
            self._is_fit = True
        self._bucket.put(f"{self._name}/{path}", content)


def tree_of(site: Site) -> Tree:
    """The files of an archive."""
    if site.bucket is not None:
        return InStore(site.bucket, site.name)
    return OnDisk(site.path())
