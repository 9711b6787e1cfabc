"""Where an archive lies: a folder, or a place in an object store; and how each thing that it needs is reached there."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from briefing.archive.standing import Standing
from briefing.bucket.port import Bucket
from briefing.judge import Spot
from briefing.log import Folder, Port
from briefing.log import Stored as StoredLog
from briefing.ocfl.posix import INDEX, Posix, work_folder
from briefing.ocfl.storage import Storage
from briefing.ocfl.stored import Stored


@dataclass(frozen=True, slots=True)
class Site:
    """Where an archive lies: as it is named to a reader, its storage root, and the files of its log.

    `folder` is where it lies on a disk, `bucket` and `name` where it lies in a store. `index` is the folder on this
    machine in which an index of it may lie; None where there is none.
    """

    shown: str
    storage: Storage
    log: Port
    index: Path | None
    folder: Path | None = None
    bucket: Bucket | None = None
    name: str = ""

    @classmethod
    def of_folder(cls, folder: Path) -> "Site":
        """A folder on a disk."""
        return cls(str(folder), Posix(folder), Folder(folder), work_folder(folder) / INDEX, folder=folder)

    @classmethod
    def in_store(cls, bucket: Bucket, name: str, index: Path | None) -> "Site":
        """What is called `name` in a bucket."""
        return cls(bucket.place, Stored(bucket, name), StoredLog(bucket, name), index, bucket=bucket, name=name)

    def path(self, inner: str = "") -> Path:
        """Something in it, as problems tell of it: in a store by its path inside the archive."""
        if self.folder is not None:
            return self.folder / inner if inner else self.folder
        return Path(inner or self.name)

    def forget(self) -> None:
        """Throw away what was made here of an archive in a store: it may hold words of what was disposed of."""
        if self.bucket is not None and self.index is not None:
            shutil.rmtree(self.index, ignore_errors=True)

    def spot(self, inner: str = "") -> Spot:
        """All of it, or what lies there under a name, to be judged; of a store, as it is listed now."""
        if self.bucket is None:
            return self.path(inner)
        return Standing.listed(self.bucket, "/".join(filter(None, (self.name, inner))))
