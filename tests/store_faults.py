"""Faults on purpose, met by a whole command of the archive in an object store: at each request that changes something.

After each the next command must mend what is left, the archive must be whole, and the edition wholly there, files and
line of the log, or not at all. What the command saw is one thing, what the store did is another: an answer may be lost.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from briefing.archive.site import Site
from briefing.archive.store import Act, Archive
from briefing.archive.verify import verify_archive
from briefing.bucket.port import Bucket, BucketError
from briefing.log import Leaf
from briefing.model.problem import FaultyInputError
from tests.archive_faults import _STAYS
from tests.archive_scenario import NAME, files, moment_of
from tests.bucket_memory import CHANGES, Watched
from tests.ocfl_faulty import Killed
from tests.ocfl_judge import complaints
from tests.ocfl_scenario import Ended

ROOT = "archive"
WORK = f".{ROOT}.work"
FAULTS = ("killed before", "killed after", "answer lost", "refused once", "no answer from here on")
Say = Callable[[str], None]


def site(bucket: Bucket) -> Site:
    """The archive in a bucket."""
    return Site.in_store(bucket, ROOT, None)


def open_archive(bucket: Bucket, keys: Path, *, create: bool = True) -> Archive:
    """The archive in a bucket, with the keys in a folder."""
    return Archive.open(site(bucket), keys, create=create)


def file_next(bucket: Bucket, keys: Path, say: Say = lambda _: None, name: str = NAME, by: str = "officer") -> int:
    """File the next edition, as the commands do: what is there is read first, and is what the new one follows."""
    archive = open_archive(bucket, keys)
    with archive.writing(say):
        number = len(archive.editions(name)) + 1
        act = Act(kind="edition", at=moment_of(number), by=by, why=f"Edition {number}.0")
        return archive.file(name, files(name, number), act).version


@dataclass
class Fault:
    """A fault at the `at`-th request that changes something (0 for none); `seen` are those that were made."""

    kind: str
    at: int
    seen: list[tuple[str, str]] = field(default_factory=list)
    is_dead: bool = False

    def before(self, name: str, key: str) -> None:
        """What befalls a request that is about to be made."""
        if self.is_dead:
            self._fail()
        if name not in CHANGES:
            return
        self.seen.append((name, key))
        if len(self.seen) == self.at and self.kind in {"killed before", "refused once", "no answer from here on"}:
            self.is_dead = self.kind != "refused once"
            self._fail()

    def after(self, name: str, _key: str) -> None:
        """What befalls the answer."""
        if name in CHANGES and len(self.seen) == self.at and self.kind in {"killed after", "answer lost"}:
            self.is_dead = self.kind == "killed after"
            self._fail()

    def _fail(self) -> None:
        if self.kind.startswith("killed"):
            raise Killed
        raise BucketError("the store did not answer")


@dataclass
class Seen:
    """What was found after a fault: whether the edition was there, what the next command said, all that is wrong."""

    ended: Ended
    committed: bool = False
    said: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def befall(bucket: Bucket, keys: Path, fault: Fault, scratch: Path) -> Seen:
    """File an edition with a fault, then mend, look, and file again."""
    there = len(open_archive(bucket, keys).versions(NAME)) if bucket.has(f"{ROOT}/0=ocfl_1.1") else 0
    try:
        file_next(Watched(bucket, fault.before, fault.after), keys)
        ended, message = Ended.FILED, ""
    except Killed:
        ended, message = Ended.KILLED, ""
    except FaultyInputError as error:
        ended, message = Ended.REFUSED, "; ".join(problem.message for problem in error.problems)
    return look(bucket, keys, ended, message, there, scratch)


def look(bucket: Bucket, keys: Path, ended: Ended, message: str, before: int, scratch: Path) -> Seen:
    """See what a command left, let the next one mend it, look, and file once more."""
    seen = Seen(ended)
    seen.wrong += _met_by_a_reader(bucket, keys)
    try:
        with open_archive(bucket, keys).writing(seen.said.append):
            pass
        again: list[str] = []
        archive = open_archive(bucket, keys)
        with archive.writing(again.append):
            pass
    except FaultyInputError as error:
        seen.wrong.append(f"the next command is refused: {error}")
        return seen
    seen.wrong += [f"not done at once: {sentence}" for sentence in again]
    seen.wrong += not_whole(bucket, keys, scratch)
    there = len(archive.editions(NAME))
    seen.committed = there > before
    if ended is Ended.FILED and not seen.committed:
        seen.wrong.append("said to be filed, and is not there")
    kept = any(words in message for words in _STAYS)
    if ended is Ended.REFUSED and seen.committed is not kept and "may have been filed or not" not in message:
        seen.wrong.append(f"said {message!r}, and it is {'' if seen.committed else 'not '}there")
    if file_next(bucket, keys, seen.wrong.append) != there + 1:
        seen.wrong.append("filing again gives another version")
    with open_archive(bucket, keys).writing(lambda _: None):
        pass
    seen.wrong += not_whole(bucket, keys, scratch)
    seen.wrong += [f"stays: {entry.key}" for entry in bucket.entries(WORK) if entry.key != f"{WORK}/probed"]
    return seen


def _met_by_a_reader(bucket: Bucket, keys: Path) -> list[str]:
    """What an officer meets who reads before anything is mended, and may not write: a version is whole or not seen."""
    if not bucket.has(f"{ROOT}/0=ocfl_1.1"):
        return []
    try:
        archive = open_archive(bucket, keys.with_name("reader"), create=False)
        for name in archive.briefs():
            for edition in archive.editions(name):
                held = {
                    path: archive.read(name, edition.version, path) for path in archive.digests(name, edition.version)
                }
                if held != files(name, edition.version):
                    return [f"a reader before the mending: v{edition.version} of {name} is not whole"]
    except FaultyInputError as error:
        return [f"a reader before the mending: {error}"]
    return []


def not_whole(bucket: Bucket, keys: Path, scratch: Path) -> list[str]:
    """All that is wrong: by verify where it lies, and by verify, ocfl-py and the log of a plain copy on a disk."""
    archive = open_archive(bucket, keys, create=False)
    wrong = [f"verify: {problem.code} {problem.message}" for problem in verify_archive(archive).problems]
    folder = copied(bucket, scratch)
    on_disk = Archive.open(folder, None)
    report = verify_archive(on_disk)
    wrong += [f"verify of a copy: {problem.code} {problem.message}" for problem in report.problems]
    wrong += complaints(folder)
    for name in archive.briefs():
        number = len(archive.versions(name))
        if logged(archive, name) != list(range(1, number + 1)):
            wrong.append(f"the log tells of {logged(archive, name)}, and {number} of {name} are there")
        for version in range(1, number + 1):
            held = {path: archive.read(name, version, path) for path in archive.digests(name, version)}
            if held != files(name, version):
                wrong.append(f"v{version} of {name} holds something else")
    return wrong


def logged(archive: Archive, name: str = NAME) -> list[int]:
    """The versions of a brief in the order in which the log has them."""
    leaves = archive.book.leaves()
    return [int(one.version[1:]) for one in leaves if isinstance(one, Leaf) and one.object == name]


_COPIES = itertools.count()


def copied(bucket: Bucket, scratch: Path) -> Path:
    """What lies in the archive, as a folder."""
    folder = scratch / f"copy{next(_COPIES)}"
    for entry in bucket.entries(ROOT):
        path = folder / entry.key.removeprefix(f"{ROOT}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        with bucket.open(entry.key) as stream:
            path.write_bytes(stream.read())
    return folder
