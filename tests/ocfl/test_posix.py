"""A folder as storage: one writer at a time, nothing overwritten, and one sentence where the system says no."""

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.ocfl import posix
from briefing.ocfl.errors import OcflBusyError, OcflConflictError, OcflError
from briefing.ocfl.inventory import INVENTORY, SIDECAR, Inventory, Version, sha512, sidecar
from briefing.ocfl.posix import Posix
from briefing.ocfl.root import Root
from briefing.ocfl.storage import Content, Staged
from tests.ocfl_faulty import Killed
from tests.ocfl_judge import complaints

PREFIX = "https://briefs.example.org/id"
DESK = ("Example Policy Unit", "mailto:desk@example.org")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
RACERS = 4


def open_root(folder: Path, *, create: bool = True) -> Root:
    return Root.open(Posix(folder), create=create, prefix=PREFIX)


def prepare(root: Root, content: bytes = b"1"):
    return root.prepare("brief", {"a": content}, created=NOON, message="as asked", user=DESK, intent=b"")


def file(root: Root, content: bytes = b"1") -> None:
    with root.lock(0):
        prepared = prepare(root, content)
        root.commit(prepared)
        root.acknowledge(prepared.intent)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


# Several at once


def _file_unless_busy(folder: str, number: int, begin, all_told, told) -> None:
    root = open_root(Path(folder), create=False)
    begin.wait(60)
    try:
        with root.lock(0):
            told.put("holds")
            all_told.wait(60)  # the others try while this one holds the lock
            prepared = prepare(root, b"by %d" % number)
            root.commit(prepared)
            root.acknowledge(prepared.intent)
            told.put("filed")
    except OcflBusyError as error:
        told.put(error.message)
        all_told.wait(60)


def _commit_without_asking(folder: str, number: int, begin, all_told, told) -> None:
    storage = Posix(Path(folder))
    known = open_root(Path(folder), create=False).inventory("brief")
    content = b"by %d" % number
    inventory, new = known.followed_by(Version(2, NOON, "as asked", DESK, {"a": sha512(content)}))
    data = inventory.as_bytes()
    files = {"content/a": content, INVENTORY: data, SIDECAR: sidecar(data)}
    staged = Staged("brief", 2, sha512(data))
    storage.stage(staged, {path: Content(each, sha512(each)) for path, each in files.items()}, b"")
    assert set(new) == {"a"}
    begin.wait(60)
    try:
        storage.commit(staged)
        told.put("filed")
    except OcflConflictError as error:
        told.put(error.message)


def race(racer, folder: Path, answers: int) -> list[str]:
    apart = multiprocessing.get_context("spawn")
    begin, all_told, told = apart.Barrier(RACERS), apart.Barrier(RACERS), apart.Queue()
    racers = [
        apart.Process(target=racer, args=(str(folder), number, begin, all_told, told)) for number in range(RACERS)
    ]
    for each in racers:
        each.start()
    heard = [told.get(timeout=240) for _ in range(answers)]
    for each in racers:
        each.join(60)
    assert [each.exitcode for each in racers] == [0] * RACERS
    return sorted(heard)


def test_of_four_commands_at_once_one_files_and_three_are_told_that_it_does(folder: Path) -> None:
    file(open_root(folder))
    busy = f"another command is writing to {folder}"
    assert race(_file_unless_busy, folder, RACERS + 1) == sorted([busy, busy, busy, "filed", "holds"])
    assert open_root(folder).inventory("brief").head.number == 2
    assert complaints(folder) == []


def test_of_four_that_ignore_the_lock_one_files_and_three_are_told_that_the_version_is_there(folder: Path) -> None:
    file(open_root(folder))
    there = "v2 of brief is there already"
    assert race(_commit_without_asking, folder, RACERS) == ["filed", there, there, there]
    root = open_root(folder)
    with root.lock(0):
        assert sorted(done.outcome for done in root.recover()) == ["discarded", "discarded", "discarded", "finished"]
    assert root.inventory("brief").head.number == 2
    assert complaints(folder) == []


def _read_until(folder: str, last: int, begin, told) -> None:
    root = open_root(Path(folder), create=False)
    begin.wait(60)
    seen = [1]
    while seen[-1] < last:
        head = root.inventory("brief").head.number
        assert root.read("brief", head, "a") == b"by %d" % head
        seen.append(head)
    told.put(seen == sorted(seen))


def test_who_reads_while_versions_are_filed_meets_whole_versions_only_and_in_order(folder: Path) -> None:
    file(open_root(folder), b"by 1")
    apart = multiprocessing.get_context("spawn")
    begin, told = apart.Barrier(2), apart.Queue()
    reader = apart.Process(target=_read_until, args=(str(folder), 20, begin, told))
    reader.start()
    begin.wait(60)
    for number in range(2, 21):
        file(open_root(folder), b"by %d" % number)
    assert told.get(timeout=240)
    reader.join(60)
    assert reader.exitcode == 0


def test_a_lock_that_is_held_is_told_in_one_sentence_and_one_that_is_given_back_can_be_had(folder: Path) -> None:
    one, other = open_root(folder), open_root(folder)
    with one.lock(0), pytest.raises(OcflBusyError, match="another command is writing to") as busy, other.lock(0):
        pass
    assert busy.value.hint == "Wait until it is done, then try again."
    with other.lock(0):
        pass


# What lies elsewhere


def test_nothing_but_ocfl_ever_lies_in_the_root(folder: Path) -> None:
    root = open_root(folder)
    with root.lock(0):
        prepare(root)
        assert sorted(path.name for path in folder.iterdir()) == ["0=ocfl_1.1", "extensions", "ocfl_layout.json"]
    assert (folder.parent / ".archive.work").is_dir()


def test_the_work_folder_stands_beside_the_root_where_the_root_really_is(folder: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "records").mkdir()
    folder.symlink_to(disk / "records")
    file(open_root(folder))
    assert sorted(path.name for path in disk.iterdir()) == [".records.work", "records"]
    assert complaints(disk / "records") == []


def test_a_work_folder_on_another_disk_is_refused(folder: Path) -> None:
    memory = Path("/dev/shm")  # noqa: S108  # another file system on every Linux
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == folder.parent.stat().st_dev:
        pytest.skip("there is only one file system here")
    work = Path(tempfile.mkdtemp(dir=memory))
    try:
        storage = Posix(folder, work)
        open_root(folder)
        root = Root.open(storage, create=False, prefix=PREFIX)
        with root.lock(0), pytest.raises(OcflError, match="the work folder lies on another disk"):
            prepare(root)
    finally:
        shutil.rmtree(work)


def test_a_path_that_is_too_long_for_the_disk_is_told(folder: Path) -> None:
    root = open_root(folder)
    with root.lock(0), pytest.raises(OcflError, match="v1 of brief cannot be filed: a path is too long"):
        root.prepare("brief", {"/".join(["x" * 250] * 20): b"1"}, created=NOON, message="", user=DESK, intent=b"")
    with root.lock(0):
        assert root.recover() == ()


def test_a_file_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    root = open_root(folder)
    with root.lock(0), pytest.raises(OcflError, match=r"missing\.pdf cannot be read: no such file"):
        root.prepare("brief", {"a": tmp_path / "missing.pdf"}, created=NOON, message="", user=DESK, intent=b"")


def test_a_file_that_changes_while_it_is_filed_is_refused(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"later")
    storage = Posix(folder)
    open_root(folder)
    inventory = Inventory(f"{PREFIX}/brief", (Version(1, NOON, "", DESK, {}),), {})
    staged = Staged("brief", 1, sha512(inventory.as_bytes()))
    with pytest.raises(OcflConflictError, match="changed while it was read"):
        storage.stage(staged, {"content/a": Content(source, sha512(b"first"))}, b"")
    assert storage.staged() == ()
    assert [path.name for path in (folder.parent / ".archive.work").iterdir()] == ["lock"]


def test_what_is_dropped_is_forgotten_before_any_of_it_is_removed(folder: Path, monkeypatch) -> None:
    storage = Posix(folder)
    root = open_root(folder)
    with root.lock(0):
        prepared = prepare(root)
        with monkeypatch.context() as dying:
            dying.setattr(posix, "_remove", _die)
            with pytest.raises(Killed):
                storage.drop(prepared.intent.staged)
        assert storage.staged() == ()
        assert storage.sweep() == 1
        assert root.recover() == ()


def _die(path: Path) -> None:
    raise Killed


# Without permission


@contextmanager
def ordinary_user() -> Iterator[None]:
    """As somebody whom permissions bind; an administrator becomes nobody for as long."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder with an archive that everybody may read and nobody write."""
    place = Path(tempfile.mkdtemp())
    file(open_root(place / "archive"))
    for path in [place, *place.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield place
    finally:
        for path in [place, *place.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(place)


def test_an_archive_that_cannot_be_written_is_read_and_refuses_in_one_sentence(shared: Path) -> None:
    before = sorted(shared.rglob("*"))
    with ordinary_user():
        root = open_root(shared / "archive")
        assert root.read("brief", 1, "a") == b"1"
        assert root.forgotten() == ()
        with pytest.raises(OcflError, match="cannot be written to: you have no permission") as refused, root.lock(0):
            pass
        with pytest.raises(OcflError, match="cannot be made: you have no permission"):
            open_root(shared / "other")
    assert refused.value.hint
    assert sorted(shared.rglob("*")) == before


def test_an_archive_that_cannot_be_read_says_so(shared: Path) -> None:
    (shared / "archive" / "brief").chmod(0)
    with ordinary_user():
        root = open_root(shared / "archive", create=False)
        with pytest.raises(OcflError, match="cannot be read: you have no permission"):
            root.inventory("brief")
    (shared / "archive" / "brief").chmod(0o755)
