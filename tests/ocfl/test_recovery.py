"""Whatever step a command dies or fails at, the next one finds or makes a valid root, and every version is logged."""

import errno
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.ocfl import durable
from briefing.ocfl.errors import OcflError, OcflUnfinishedError
from briefing.ocfl.posix import Posix
from briefing.ocfl.recovery import Outcome
from briefing.ocfl.root import Root
from briefing.ocfl.storage import Storage
from tests.ocfl_bucket import Bucket, InBucket
from tests.ocfl_faulty import Faulty, Killed
from tests.ocfl_judge import complaints

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DESK = ("Example Policy Unit", "mailto:desk@example.org")


def files(number: int) -> dict[str, bytes]:
    return {"brief.yaml": b"edition %d" % number, "pdf/public.pdf": b"%PDF", f"late/{number // 2}.txt": b"late"}


def open_root(storage: Storage) -> Root:
    return Root.open(
        storage, create=True, prefix="https://briefs.example.org/id", root_files={"README.txt": b"Read.\n"}
    )


def note(root: Root, log: list[bytes]) -> None:
    for intent in root.forgotten():
        if intent.content not in log:
            log.append(intent.content)
        root.acknowledge(intent)


def file_next(storage: Storage, log: list[bytes]) -> int:
    root = open_root(storage)
    with root.lock(0):
        root.recover()
        note(root, log)
        known = root.inventory("brief")
        number = len(known.versions) + 1 if known else 1
        prepared = root.prepare(
            "brief", files(number), created=NOON, message="as asked", user=DESK, intent=b"v%d" % number
        )
        root.commit(prepared)
        log.append(prepared.intent.content)
        root.acknowledge(prepared.intent)
    return number


def wrong_after(storage: Storage, export: Callable[[], Path], log: list[bytes], believed: int | None) -> list[str]:
    """All that is wrong once the next command has recovered, and after it has filed."""
    wrong = []
    root = open_root(storage)
    with root.lock(0):
        root.recover()
        if root.recover():
            wrong.append("recovery is not done at once")
        note(root, log)
        known = root.inventory("brief")
    count = len(known.versions) if known else 0
    wrong += complaints(export())
    if log != [b"v%d" % number for number in range(1, count + 1)]:
        wrong.append(f"the log says {log}, and {count} versions are there")
    if believed is not None and count != believed:
        wrong.append(f"{believed} versions were believed to be there, and it is {count}")
    for number in range(1, count + 1):
        if {path: root.read("brief", number, path) for path in known.version(number).state} != files(number):
            wrong.append(f"v{number} holds something else")
    if file_next(storage, log) != count + 1 or storage.staged() or storage.sweep():
        wrong.append("filing again leaves something over")
    return wrong + complaints(export())


Places = Callable[[], tuple[Storage, Callable[[], Path]]]


@pytest.fixture(autouse=True)
def _unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of it waits for the disk: what is on it is looked at in test_killed and test_power_cut."""
    monkeypatch.setattr(durable, "_sync", lambda handle: None)


@pytest.fixture(params=["folder", "bucket"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """New places for a root, and how each is put into a folder to be judged."""
    count = iter(range(10_000))

    def place() -> tuple[Storage, Callable[[], Path]]:
        if request.param == "folder":
            folder = tmp_path / str(next(count)) / "archive"
            return Posix(folder), lambda: folder
        bucket = Bucket()
        return InBucket(bucket), lambda: bucket.export(tmp_path / str(next(count)))

    return place


FAULTS = {
    "killed": (Killed, False),
    "no space, once": (lambda: OSError(errno.ENOSPC, "no space"), False),
    "disk fault from here on": (lambda: OSError(errno.EIO, "fault"), True),
}


@pytest.mark.parametrize("versions_before", [0, 1, 2])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_step_leaves_a_whole_version_or_none(places: Places, fault: str, versions_before: int) -> None:
    make, lasting = FAULTS[fault]
    whole = Faulty(places()[0])
    for _ in range(versions_before):
        file_next(whole.storage, [])
    file_next(whole, [])
    assert {"stage", "commit", "publish", "drop"} <= set(whole.steps)
    wrong = {}
    for at, step in enumerate(whole.steps, 1):
        for before in (True, False):
            storage, export = places()
            log: list[bytes] = []
            for _ in range(versions_before):
                file_next(storage, log)
            faulty = Faulty(storage, at, make(), before, lasting)
            believed: int | None = versions_before
            try:
                file_next(faulty, log)
                believed = versions_before + 1
            except (Killed, OcflUnfinishedError):
                believed = None
            except OcflError:
                pass
            assert len(faulty.steps) >= at, "the fault was not met"
            found = wrong_after(storage, export, log, believed)
            if found:
                wrong[at, step, before] = found
    assert wrong == {}


@pytest.mark.parametrize("versions_before", [0, 1])
def test_a_storage_without_renames_survives_a_kill_at_every_change(tmp_path: Path, versions_before: int) -> None:
    start = Bucket()
    for _ in range(versions_before):
        file_next(InBucket(start), [])
    changes = start.changes
    whole = Bucket(dict(start.held))
    file_next(InBucket(whole), [])
    assert whole.changes > 10
    wrong = {}
    for at in range(1, whole.changes + 1):
        bucket = Bucket(dict(start.held), dies_at=at)
        log = [b"v%d" % number for number in range(1, versions_before + 1)]
        with pytest.raises(Killed):
            file_next(InBucket(bucket), log)
        bucket.dies_at = 0
        found = wrong_after(InBucket(bucket), lambda at=at, bucket=bucket: bucket.export(tmp_path / str(at)), log, None)
        if found:
            wrong[at] = found
    assert wrong == {}
    assert start.changes == changes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def prepare(root: Root, name: str = "brief"):
    return root.prepare(name, files(1), created=NOON, message="as asked", user=DESK, intent=b"leaf")


def test_what_was_prepared_and_not_filed_is_thrown_away_and_said(folder: Path) -> None:
    root = open_root(Posix(folder))
    with root.lock(0):
        prepare(root)
        assert root.forgotten() == ()
        done = root.recover()
    assert [each.outcome for each in done] == [Outcome.DISCARDED]
    assert str(done[0]) == "v1 of brief had been prepared and not filed; it was thrown away"
    assert root.objects() == ()
    assert sorted(path.name for path in (folder.parent / ".archive.work").iterdir()) == ["lock"]


def test_what_is_discarded_leaves_nothing(folder: Path) -> None:
    root = open_root(Posix(folder))
    with root.lock(0):
        root.discard(prepare(root))
        assert root.recover() == ()
        root.commit(prepare(root))
    assert complaints(folder) == []


def test_a_version_that_was_filed_and_not_published_is_finished_and_said(folder: Path) -> None:
    storage = Posix(folder)
    root = open_root(storage)
    with root.lock(0):
        root.commit(prepare(root))
        second = root.prepare("brief", files(2), created=NOON, message="", user=DESK, intent=b"second")
        storage.commit(second.intent.staged)
        assert root.inventory("brief").head.number == 1
        done = root.recover()
        assert [(each.outcome, each.name, each.version) for each in done] == [(Outcome.FINISHED, "brief", 2)]
        assert str(done[0]) == "v2 of brief had been filed; its inventory now says so"
        assert [intent.content for intent in root.forgotten()] == [b"leaf", b"second"]
    assert complaints(folder) == []


def test_a_version_that_is_not_whole_is_not_published(folder: Path) -> None:
    storage = Posix(folder)
    root = open_root(storage)
    with root.lock(0):
        root.commit(prepare(root))
        second = root.prepare("brief", files(2), created=NOON, message="", user=DESK, intent=b"second")
        storage.commit(second.intent.staged)
        (folder / "brief/v2/content/brief.yaml").write_bytes(b"edition 3")
        done = root.recover()
        assert [each.outcome for each in done] == [Outcome.DAMAGED]
        assert "v2/content/brief.yaml of brief is not what was filed" in done[0].message
        assert root.inventory("brief").head.number == 1
        with pytest.raises(OcflError, match="other versions than its inventory says"):
            prepare(root)


def test_recovery_finishes_no_version_of_which_nothing_tells(folder: Path) -> None:
    storage = Posix(folder)
    root = open_root(storage)
    with root.lock(0):
        root.commit(prepare(root))
        second = root.prepare("brief", files(2), created=NOON, message="", user=DESK, intent=b"second")
        storage.commit(second.intent.staged)
        for intent in root.forgotten():
            root.acknowledge(intent)
        assert root.recover() == ()
        assert root.inventory("brief").head.number == 1
        assert [each.outcome for each in root.recover(all_objects=True)] == [Outcome.FINISHED]
    assert complaints(folder) == []


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "v1 of brief cannot be filed: the disk is full"),
        (errno.EDQUOT, "v1 of brief cannot be filed: your share of the disk is used up"),
        (errno.EROFS, "v1 of brief cannot be filed: the disk can only be read"),
        (errno.EACCES, "v1 of brief cannot be filed: you have no permission"),
        (errno.ENAMETOOLONG, "v1 of brief cannot be filed: a path is too long for the disk"),
        (errno.EXDEV, "v1 of brief cannot be filed: the work folder lies on another disk than the storage root"),
        (errno.EIO, "v1 of brief cannot be filed: the disk reports a fault"),
        (errno.ELOOP, "v1 of brief cannot be filed: too many levels"),
    ],
)
def test_an_error_of_the_system_is_one_sentence_with_a_hint(folder: Path, number: int, message: str) -> None:
    storage = Posix(folder)
    open_root(storage)
    faulty = Faulty(storage, at=2, fault=OSError(number, "too many levels"))
    root = Root.open(faulty, create=False, prefix="https://briefs.example.org/id")
    with root.lock(0), pytest.raises(OcflError) as refused:
        prepare(root)
    assert refused.value.message == message
    assert refused.value.hint


def test_an_error_after_the_commit_says_that_the_version_was_filed(folder: Path) -> None:
    storage = Posix(folder)
    open_root(storage)
    faulty = Faulty(storage, at=3, fault=OSError(errno.EIO, ""), before=False, reading_too=True)
    root = Root.open(faulty, create=False, prefix="https://briefs.example.org/id")
    with root.lock(0):
        prepared = prepare(root)
        with pytest.raises(
            OcflUnfinishedError, match="v1 of brief may have been filed or not: the disk reports a fault"
        ):
            root.commit(prepared)
    assert faulty.steps == ["lock", "stage", "commit"]


def test_an_error_that_passes_does_not_stop_a_version_that_was_committed(folder: Path) -> None:
    storage = Posix(folder)
    open_root(storage)
    faulty = Faulty(storage, at=4, fault=OSError(errno.EIO, ""))
    root = Root.open(faulty, create=False, prefix="https://briefs.example.org/id")
    with root.lock(0):
        prepared = prepare(root)
        assert root.commit(prepared).number == 1
    assert faulty.steps == ["lock", "stage", "commit", "publish", "publish"]
    assert complaints(folder) == []


def test_an_error_that_stays_says_that_the_version_was_filed_and_who_finishes_it(folder: Path) -> None:
    storage = Posix(folder)
    open_root(storage)
    faulty = Faulty(storage, at=4, fault=OSError(errno.ENOSPC, ""), reading_too=True)
    root = Root.open(faulty, create=False, prefix="https://briefs.example.org/id")
    with root.lock(0):
        prepared = prepare(root)
        with pytest.raises(OcflUnfinishedError) as unfinished:
            root.commit(prepared)
    assert unfinished.value.message == (
        "v1 of brief was filed, but its inventory could not be brought up to date: the disk is full"
    )
    assert unfinished.value.hint == "Mend that; the next command that writes to the archive finishes it."
