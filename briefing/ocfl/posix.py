"""A storage root in a folder of a POSIX file system.

What is in progress lies in a work folder outside the root and on the same file system, so that the root never holds
anything but whole files of OCFL. Renaming is the commit point: of a whole object for v1, of `vN` into its object else.
A rename onto a folder that is not empty fails, so no version is ever overwritten, with or without the lock.

    WORK/lock                 held by who changes anything
    WORK/index/               what is made from the root and can be made again: no business of this module
    WORK/put-PID              a file about to be renamed into the root
    WORK/gone-NAME/           an object that was renamed out of the root
    WORK/DIGEST/              one per staged version
        files/NAME/…  or  files/vN/…    gone once committed
        intent                as it was given
        staged.json           written last and removed first: where it can be read, what lies here is whole
"""

import errno
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from briefing.ocfl import durable
from briefing.ocfl.errors import OcflBusyError, OcflConflictError
from briefing.ocfl.inventory import INVENTORY, SIDECAR
from briefing.ocfl.storage import OBJECT_DECLARATION, Content, Staged

_VERSION = re.compile(r"v([1-9][0-9]*)")
_RECORD = "staged.json"
_INTENT = "intent"
_FILES = "files"
INDEX = "index"
_STAYS = frozenset({"lock", INDEX})


def work_folder(root: Path) -> Path:
    """The work folder of a storage root, beside it."""
    real = Path(os.path.realpath(root))
    return real.parent / f".{real.name}.work"


class Posix:
    """A folder as a `Storage`; `work` is a folder beside it, `.NAME.work`, unless another one is given."""

    def __init__(self, root: Path, work: Path | None = None) -> None:
        self._root = Path(os.path.realpath(root))
        self._work = Path(os.path.realpath(work)) if work else work_folder(self._root)

    @property
    def place(self) -> str:
        """The folder of the root."""
        return str(self._root)

    @property
    def is_exclusive(self) -> bool:
        """A lock of the file system keeps others out."""
        return True

    @contextmanager
    def lock(self, timeout: float) -> Iterator[None]:
        """Hold the lock of the root, which the system gives back when its holder dies."""
        durable.make_folder(self._work)
        held = FileLock(self._work / "lock")
        try:
            held.acquire(timeout=timeout)
        except Timeout:
            raise OcflBusyError(
                f"another command is writing to {self.place}", "Wait until it is done, then try again."
            ) from None
        try:
            yield
        finally:
            with suppress(OSError):  # the end of the process gives it back
                held.release()

    def root_names(self) -> tuple[str, ...]:
        """What lies directly in the root."""
        return _names(self._root)

    def read_root(self, path: str) -> bytes | None:
        """A file of the root."""
        return _read(self._root / path)

    def write_root(self, path: str, data: bytes) -> None:
        """Write a file of the root: beside it, to the disk, and renamed into place."""
        target = self._root / path
        durable.make_folder(target.parent)
        durable.replace(target, data, self._scratch())

    def objects(self) -> tuple[str, ...]:
        """The folders that say that they are objects of OCFL 1.1."""
        return tuple(name for name in _names(self._root) if (self._root / name / OBJECT_DECLARATION[0]).is_file())

    def versions(self, name: str) -> tuple[int, ...]:
        """The versions whose folders are there."""
        found = (_VERSION.fullmatch(entry) for entry in _names(self._root / name))
        return tuple(sorted(int(match[1]) for match in found if match))

    def read(self, name: str, path: str) -> bytes | None:
        """A small file of an object."""
        return _read(self._root / name / path)

    def open(self, name: str, path: str) -> BinaryIO:
        """A file of an object."""
        return _opened(self._root / name / path)

    def stage(self, staged: Staged, files: Mapping[str, Content], intent: bytes) -> None:
        """Lay a version aside; what is there when this returns outlives a loss of power."""
        rest = self._rest(staged)
        durable.make_folder(self._work)
        self._need_one_disk()
        try:
            rest.mkdir()
        except FileExistsError:
            raise OcflConflictError(f"v{staged.version} of {staged.object} is being filed already", "Wait.") from None
        try:
            self._lay_out(rest, staged, files)
            durable.write_new(rest / _INTENT, (intent,))
            durable.sync_folders(rest)
            durable.write_new(rest / _RECORD, (_as_record(staged),))
            durable.sync_folder(rest)
            durable.sync_folder(self._work)
        except BaseException:
            with suppress(OSError):
                _remove(rest)
            raise

    def _lay_out(self, rest: Path, staged: Staged, files: Mapping[str, Content]) -> None:
        version = _prepared(rest, staged) / f"v{staged.version}" if staged.version == 1 else _prepared(rest, staged)
        for path, content in files.items():
            target = version / path
            target.parent.mkdir(parents=True, exist_ok=True)
            durable.write_new(target, content.chunks())
        if staged.version == 1:
            declaration, said = OBJECT_DECLARATION
            durable.write_new(version.parent / declaration, (said,))
            for path in (INVENTORY, SIDECAR):
                durable.write_new(version.parent / path, files[path].chunks())

    def staged(self) -> tuple[Staged, ...]:
        """What lies in the work folder with a record."""
        records = (_record_of(self._work / name) for name in _names(self._work))
        return tuple(sorted(record for record in records if record is not None))

    def intent(self, staged: Staged) -> bytes:
        """The intent that lies beside the record."""
        return (self._rest(staged) / _INTENT).read_bytes()

    def commit(self, staged: Staged) -> None:
        """Rename what is staged to its place, and bring both folders' names to the disk."""
        prepared = _prepared(self._rest(staged), staged)
        target = self._target(staged)
        try:
            prepared.rename(target)  # the commit point
        except OSError as error:
            if error.errno in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR} and os.path.lexists(target):
                raise OcflConflictError(
                    f"v{staged.version} of {staged.object} is there already",
                    "Versions are never overwritten; try again.",
                ) from error
            raise
        durable.sync_folder(target.parent)
        durable.sync_folder(prepared.parent)

    def publish(self, name: str, version: int) -> None:
        """Replace the object's inventory and sidecar by those of the version, one after the other."""
        folder = self._root / name
        for path in (INVENTORY, SIDECAR):
            newest = (folder / f"v{version}" / path).read_bytes()
            if _read(folder / path) != newest:
                durable.replace(folder / path, newest, self._scratch())
        durable.sync_folder(folder)
        durable.sync_folder(self._root)

    def remove(self, name: str) -> None:
        """Rename the object out of the root, and remove it there; what a kill leaves of it is swept away.

        What was made from the root goes too: it may hold words of the object.
        """
        durable.make_folder(self._work)
        gone = self._work / f"gone-{name}"
        _remove(gone)
        with suppress(FileNotFoundError):
            (self._root / name).rename(gone)
            durable.sync_folder(self._root)
        for left in (gone, self._work / INDEX):
            _remove(left)
        durable.sync_folder(self._work)

    def drop(self, staged: Staged) -> None:
        """Remove the record, which is the end of it, then the rest."""
        rest = self._rest(staged)
        with suppress(FileNotFoundError):
            (rest / _RECORD).unlink()
            durable.sync_folder(rest)
            _remove(rest)
            durable.sync_folder(self._work)

    def sweep(self) -> int:
        """Remove what has no record, and files that were not renamed into the root."""
        rests = [self._work / name for name in _names(self._work) if name not in _STAYS]
        litter = [rest for rest in rests if _record_of(rest) is None]
        for rest in litter:
            _remove(rest)
        return len(litter)

    def _rest(self, staged: Staged) -> Path:
        return self._work / staged.inventory_digest[:32]

    def _target(self, staged: Staged) -> Path:
        folder = self._root / staged.object
        return folder if staged.version == 1 else folder / f"v{staged.version}"

    def _scratch(self) -> Path:
        durable.make_folder(self._work)
        return self._work / f"put-{os.getpid()}"

    def _need_one_disk(self) -> None:
        if self._work.stat().st_dev != self._root.stat().st_dev:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))


def _prepared(rest: Path, staged: Staged) -> Path:
    return rest / _FILES / (staged.object if staged.version == 1 else f"v{staged.version}")


def _as_record(staged: Staged) -> bytes:
    told = {"object": staged.object, "version": staged.version, "inventory": staged.inventory_digest}
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _record_of(rest: Path) -> Staged | None:
    """What is staged there, or None where it was not staged to the end."""
    try:
        told = json.loads(_read(rest / _RECORD) or b"")
        return Staged(told["object"], told["version"], told["inventory"])
    except (ValueError, KeyError, TypeError):
        return None


def _names(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(entry.name for entry in folder.iterdir()))
    except FileNotFoundError:
        return ()


def _opened(path: Path) -> BinaryIO:
    """A file, open; anything else is refused: a pipe, opened, would be waited for without end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is no file", str(path))
    return path.open("rb")


def _read(path: Path) -> bytes | None:
    try:
        with _opened(path) as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
