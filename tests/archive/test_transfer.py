"""An archive is copied whole, in all directions, however often that is broken off; and never over another one."""

import filecmp
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.archive.site import Site
from briefing.archive.store import Archive
from briefing.archive.transfer import Copied, copy_archive
from briefing.archive.trees import InStore, OnDisk
from briefing.archive.verify import verify_archive
from briefing.model.problem import FaultyInputError
from tests.archive_scenario import NAME, archive_of, file_next, open_archive
from tests.bucket_memory import Memory, Watched
from tests.object_stores import Store
from tests.ocfl_faulty import Killed
from tests.ocfl_judge import complaints
from tests.store_faults import ROOT, copied, not_whole, site
from tests.store_faults import file_next as file_in_store
from tests.workbench import run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two briefs, with three editions and one."""
    folder = tmp_path_factory.mktemp("made")
    for name in (NAME, NAME, "ferry", NAME):
        file_next(folder, lambda _: None, name)
    return folder


@pytest.fixture
def source(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "source")


def opened(folder: Path) -> Archive:
    return open_archive(folder, create=False)


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, byte for byte."""
    compared = filecmp.dircmp(one, other)
    files = filecmp.cmpfiles(one, other, compared.common_files, shallow=False)
    return not (compared.left_only or compared.right_only or files[1] or files[2]) and all(
        same(one / name, other / name) for name in compared.common_dirs
    )


def test_a_copy_is_the_same_tree_from_disk_to_disk_to_a_store_and_back(source: Path, tmp_path: Path) -> None:
    head = opened(source).book.checkpoint()
    store, keys = Memory(), source / "keys/first"
    done = [copy_archive(opened(source), Site.of_folder(tmp_path / "b/archive"))]
    done += [copy_archive(Archive.open(tmp_path / "b/archive", keys), site(store))]
    done += [copy_archive(Archive.open(site(store), keys), Site.of_folder(tmp_path / "c/archive"))]
    assert [one.report.problems for one in done] == [()] * 3
    assert {one.checkpoint for one in done} == {head}
    assert {(one.files, one.copied_files, one.copied_bytes) for one in done} == {(42, 42, done[0].bytes)}
    assert same(archive_of(source), tmp_path / "b/archive")
    assert same(archive_of(source), tmp_path / "c/archive")
    assert complaints(tmp_path / "c/archive") == []
    assert not_whole(store, keys, tmp_path) == []
    assert [path.name for path in (tmp_path / "c").glob(".archive.work/*")] == ["lock"]


@pytest.mark.parametrize("kind", ["moto", "seaweedfs"])
def test_a_copy_goes_to_a_real_store_and_back_by_the_command(
    request: pytest.FixtureRequest, source: Path, tmp_path: Path, kind: str
) -> None:
    store: Store = request.getfixturevalue(kind)
    environment = {**store.environment, "BRIEFING_KEYS": str(source / "keys/first")}
    address = f"s3://records/{tmp_path.name}/{kind}/briefs"
    for way in ((str(archive_of(source)), address), (address, str(tmp_path / "back"))):
        answer = run("copy-archive", *way, "--json", folder=tmp_path, environment=environment)
        assert answer.returncode == 0, answer.stderr
        assert '"copied_files": 42' in answer.stdout
    assert same(archive_of(source), tmp_path / "back")


def broken_off(
    copy: Callable[[], Copied], write: Callable[[], int], is_whole: Callable[[], bool], *, every: int = 2
) -> int:
    """Copy, killed after so many more files each time; how often, until it was done."""
    for times in range(100):
        before = write()
        try:
            copy()
        except Killed:
            assert not is_whole(), "it was taken for whole before it was"
            assert write() - before <= every
            continue
        return times
    raise AssertionError


@pytest.mark.parametrize("when", ["before a file is written", "after"])
@pytest.mark.parametrize("target", ["disk", "store"])
def test_a_copy_that_is_broken_off_twenty_times_is_whole_in_the_end(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, when: str
) -> None:
    file_next(source, lambda _: None)
    store = Memory()
    to = Site.of_folder(tmp_path / "target/archive") if target == "disk" else site(store)
    kind = OnDisk if target == "disk" else InStore
    written, left, real, lock = [0], [0], kind.write, threading.Lock()

    def write(self: OnDisk | InStore, path: str, content: bytes) -> None:
        with lock:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            real(self, path, content)  # type: ignore[arg-type]
            written[0] += 1
            if left[0] == 0 and when == "after":
                raise Killed

    monkeypatch.setattr(kind, "write", write)

    def copy() -> Copied:
        left[0] = 2
        return copy_archive(opened(source), to)

    def is_whole() -> bool:
        try:
            report = verify_archive(Archive.open(to, source / "keys/first"))
        except FaultyInputError:
            return False
        return report.problems == ()

    times = broken_off(copy, lambda: written[0], is_whole)
    assert times >= 20, times
    assert is_whole()
    found = tmp_path / "target/archive" if target == "disk" else copied(store, tmp_path)
    assert same(archive_of(source), found)
    assert written[0] >= 39, "what was there was not written again"


def test_a_copy_is_brought_up_to_date_with_what_is_new_alone(source: Path, tmp_path: Path) -> None:
    store = Memory()
    copy_archive(opened(source), site(store))
    again = copy_archive(opened(source), site(store))
    assert (again.copied_files, again.copied_bytes) == (0, 0)
    file_next(source, lambda _: None)
    later = copy_archive(opened(source), site(store))
    # Four files of the edition, its two records, the object's two, and the log's two.
    assert later.copied_files == 10
    assert same(archive_of(source), copied(store, tmp_path))


def test_who_files_in_the_source_meanwhile_is_not_waited_for(source: Path, tmp_path: Path) -> None:
    store, to = Memory(), tmp_path / "target"
    copy_archive(opened(source), site(store))
    keys = source / "keys/first"
    filed: list[int] = []

    def meanwhile(name: str, key: str) -> None:
        if name == "get" and key.endswith("v1/content/pdf/chief.pdf") and not filed:
            filed.append(0)
            filed[0] = file_in_store(store, keys)

    slow = Archive.open(site(Watched(store, meanwhile)), shutil.copytree(keys, tmp_path / "keys"))
    head = slow.book.checkpoint()
    done = copy_archive(slow, Site.of_folder(to))
    assert filed == [4]
    assert (done.checkpoint, done.report.problems) == (head, ())
    assert len(Archive.open(to, keys).versions(NAME)) == 3


def test_where_this_officer_files_meanwhile_the_copy_has_it_too(source: Path, tmp_path: Path) -> None:
    """What was copied first is older than what is known here, and would look set back."""
    store, keys, filed = Memory(), source / "keys/first", list[int]()
    copy_archive(opened(source), site(store))

    def meanwhile(name: str, key: str) -> None:
        if name == "get" and key.endswith("v1/content/pdf/chief.pdf") and not filed:
            filed.append(0)
            filed[0] = file_in_store(store, keys)

    slow = Archive.open(site(Watched(store, meanwhile)), keys)
    assert copy_archive(slow, Site.of_folder(tmp_path / "target")).report.problems == ()
    assert len(Archive.open(tmp_path / "target", keys).versions(NAME)) == 4


def refused(source: Path, target: Site) -> tuple[str, str]:
    """The code and the message of the one problem that a copy is refused with."""
    with pytest.raises(FaultyInputError) as error:
        copy_archive(opened(source), target)
    (problem,) = error.value.problems
    assert problem.hint
    return problem.code, problem.message


def test_a_place_with_something_else_is_refused(source: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("Dear")
    assert refused(source, Site.of_folder(tmp_path / "full"))[0] == "E866"
    file_next(tmp_path / "other", lambda _: None)
    code, message = refused(source, Site.of_folder(archive_of(tmp_path / "other")))
    assert (code, "is another archive, urn:uuid:" in message) == ("E866", True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_a_place_in_the_archive_or_the_archive_itself_is_refused(source: Path) -> None:
    for place in (archive_of(source), archive_of(source) / "copy", source):
        assert refused(source, Site.of_folder(place))[0] == "E866"
    assert not (archive_of(source) / "copy").exists()


def test_a_target_that_went_on_by_itself_is_refused(source: Path, tmp_path: Path) -> None:
    other = shutil.copytree(source, tmp_path / "other")
    target = Site.of_folder(archive_of(other))
    file_next(other, lambda _: None)
    assert "is newer" in refused(source, target)[1]
    file_next(source, lambda _: None, "ferry")
    assert "has gone another way" in refused(source, target)[1]
    file_next(source, lambda _: None, "ferry")
    assert refused(source, target)[0] == "E867"


def test_a_target_with_a_file_that_the_source_has_not_is_refused(source: Path, tmp_path: Path) -> None:
    store = Memory()
    copy_archive(opened(source), site(store))
    store.put(f"{ROOT}/{NAME}/v1/content/added.txt", b"added")
    code, message = refused(source, site(store))
    assert (code, message.endswith("harbour/v1/content/added.txt")) == ("E867", True)


@pytest.mark.parametrize(
    ("spoil", "code"), [(lambda path: path.unlink(), "E865"), (lambda path: path.write_bytes(b"other"), "E811")]
)
def test_a_source_that_is_not_whole_is_not_copied(
    source: Path, tmp_path: Path, spoil: Callable[[Path], object], code: str
) -> None:
    spoil(archive_of(source) / NAME / "v1/content/pdf/chief.pdf")
    assert refused(source, Site.of_folder(tmp_path / "target"))[0] == code
    with pytest.raises(FaultyInputError):
        Archive.open(tmp_path / "target", None)


def test_a_log_in_question_is_not_copied(source: Path, tmp_path: Path) -> None:
    log = archive_of(source) / "log.jsonl"
    log.write_bytes(log.read_bytes()[300:])
    assert refused(source, Site.of_folder(tmp_path / "target"))[0] == "E865"


def test_a_file_that_no_edition_has_is_left_and_told(source: Path, tmp_path: Path) -> None:
    (archive_of(source) / NAME / "v1/content/added.txt").write_text("added")
    done = copy_archive(opened(source), Site.of_folder(tmp_path / "target"))
    assert (done.left, done.report.problems) == (("harbour/v1/content/added.txt",), ())


def test_damage_that_was_copied_to_earlier_is_found_in_the_end(source: Path) -> None:
    store = Memory()
    copy_archive(opened(source), site(store))
    store.held[f"{ROOT}/{NAME}/v1/content/pdf/chief.pdf"] = b"x" * 6300
    assert [problem.code for problem in copy_archive(opened(source), site(store)).report.problems] == ["E811"]


def test_a_store_that_keeps_no_conditions_gets_no_copy(source: Path) -> None:
    store = Memory(ignores_conditions=True)
    assert refused(source, site(store))[0] == "E861"
    assert list(store.entries(ROOT)) == []
