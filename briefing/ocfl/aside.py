"""What is laid aside in a bucket, beside a storage root: the files of versions to come, and each one's intent."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress

from briefing.bucket.port import Bucket
from briefing.ocfl.storage import Content, Staged

_VERSION = re.compile(r"v([1-9][0-9]*)")


class Aside:
    """The work folder of a storage root in a bucket; the intent of a version says that all of it lies here."""

    def __init__(self, bucket: Bucket, work: str) -> None:
        self._bucket = bucket
        self._work = work

    def files(self, staged: Staged) -> str:
        """Where the files of a version are, by their path in it."""
        return f"{self._work}/files/{_key(staged)}"

    def put(self, staged: Staged, files: Mapping[str, Content], intent: bytes) -> None:
        """Put the files of a version, then its intent."""
        try:
            for path, content in files.items():
                self._bucket.put(f"{self.files(staged)}/{path}", b"".join(content.chunks()))
            self._bucket.put(self._record(staged), intent)
        except BaseException:
            with suppress(OSError):  # it stays until this version is there
                self.clear(staged)
            raise

    def staged(self, under: str = "") -> tuple[Staged, ...]:
        """What has an intent: all, or of one version, `OBJECT/vN`; in order."""
        top = f"{self._work}/staged"
        keys = (one.key.removeprefix(f"{top}/") for one in self._bucket.entries(f"{top}/{under}".rstrip("/")))
        return tuple(sorted(found for key in keys if (found := _staged_of(key))))

    def intent(self, staged: Staged) -> bytes:
        """The intent of a version; empty where there is none any more."""
        held = self._bucket.get(self._record(staged))
        return held.content if held else b""

    def clear(self, staged: Staged) -> None:
        """Remove the intent, then the files."""
        self._bucket.delete([self._record(staged)])
        self._bucket.delete([one.key for one in self._bucket.entries(self.files(staged))])

    def sweep(self, is_there: Callable[[Staged], bool]) -> int:
        """Remove files without an intent of versions that are there, and give the number of these versions."""
        top = f"{self._work}/files/"
        keys = [one.key for one in self._bucket.entries(top.rstrip("/"))]
        found = {key: _staged_of("/".join(key.removeprefix(top).split("/")[:3])) for key in keys}
        whole = set(self.staged()) if found else set()
        partly = {staged for staged in found.values() if staged} - whole
        gone = {staged for staged in partly if is_there(staged)}
        self._bucket.delete([key for key, staged in found.items() if staged in gone])
        return len(gone)

    def _record(self, staged: Staged) -> str:
        return f"{self._work}/staged/{_key(staged)}"


def _key(staged: Staged) -> str:
    return f"{staged.object}/v{staged.version}/{staged.inventory_digest}"


def _staged_of(key: str) -> Staged | None:
    """What the key of an intent says, below the folder of intents."""
    parts = key.split("/")
    found = _VERSION.fullmatch(parts[1]) if len(parts) == 3 else None
    return Staged(parts[0], int(found[1]), parts[2]) if found else None
