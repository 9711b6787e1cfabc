"""A storage root holds whole, immutable versions, and another program calls it valid."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ocfl import durable
from briefing.ocfl.errors import OcflAbsentError, OcflConflictError, OcflDamagedError, OcflError
from briefing.ocfl.filing import Prepared
from briefing.ocfl.posix import Posix
from briefing.ocfl.root import Root
from tests.ocfl_judge import complaints, object_complaints, sums_agree

PREFIX = "https://briefs.example.org/id"
DESK = ("Example Policy Unit", "mailto:desk@example.org")
MARCH = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of it waits for the disk: what is on it is looked at in test_killed and test_power_cut."""
    monkeypatch.setattr(durable, "_sync", lambda handle: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def root(folder: Path) -> Root:
    return Root.open(Posix(folder), create=True, prefix=PREFIX, root_files={"README.txt": b"Read me.\n"})


def prepare(root: Root, files, name: str = "brief", created: datetime = MARCH) -> Prepared:
    return root.prepare(name, files, created=created, message="as asked", user=DESK, intent=b"leaf")


def file(root: Root, files, name: str = "brief", created: datetime = MARCH) -> int:
    with root.lock(0):
        prepared = prepare(root, files, name, created)
        version = root.commit(prepared)
        root.acknowledge(prepared.intent)
    return version.number


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Making a root


def test_a_new_root_is_valid_and_holds_what_its_readers_need(folder: Path, root: Root) -> None:
    assert complaints(folder) == []
    assert (folder / "README.txt").read_bytes() == b"Read me.\n"
    assert root.objects() == ()


def test_a_root_is_made_once_and_left_alone_after(folder: Path, root: Root) -> None:
    (folder / "README.txt").write_text("Read this instead.\n")
    before = contents(folder)
    Root.open(Posix(folder), create=True, root_files={"README.txt": b"Read me.\n", "MORE.txt": b"more\n"})
    assert contents(folder) == before


def test_a_root_whose_making_was_broken_off_is_finished(folder: Path, root: Root) -> None:
    whole = contents(folder)
    (folder / "0=ocfl_1.1").unlink()
    (folder / "ocfl_layout.json").unlink()
    Root.open(Posix(folder), create=True, root_files={"README.txt": b"Read me.\n"})
    assert contents(folder) == whole


def test_a_file_for_readers_that_was_written_before_the_making_was_broken_off_is_kept(folder: Path) -> None:
    folder.mkdir()
    (folder / "archive.json").write_text("the first identity")
    Root.open(Posix(folder), create=True, root_files={"archive.json": b"another identity", "README.txt": b"Read me.\n"})
    assert (folder / "archive.json").read_text() == "the first identity"
    assert (folder / "README.txt").exists()
    assert complaints(folder) == []


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("letter.txt", "Dear all", "is no storage root and not empty: it holds letter.txt"),
        ("ocfl_layout.json", "{}", "is no storage root and not empty: it holds ocfl_layout.json"),
        ("0=ocfl_1.0", "ocfl_1.0\n", "is declared as 0=ocfl_1.0, not as a storage root of OCFL 1.1"),
        ("0=ocfl_1.1", "ocfl_1.0\n", "is declared as 0=ocfl_1.1, not as"),
        ("0=ocfl_1.1", "ocfl_1.1\n", "lays its objects out in another way"),
    ],
)
def test_a_folder_that_is_something_else_is_refused_and_left_alone(folder: Path, path, content, message) -> None:
    folder.mkdir()
    (folder / path).write_text(content)
    with pytest.raises(OcflError, match=message) as refused:
        Root.open(Posix(folder), create=True)
    assert refused.value.hint
    assert contents(folder) == {path: content.encode()}


def test_a_file_in_the_place_of_a_root_is_refused(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(OcflError, match="cannot be made: not a directory"):
        Root.open(Posix(folder), create=True)


def test_only_a_root_that_is_there_is_opened_without_making_it(folder: Path) -> None:
    with pytest.raises(OcflAbsentError, match="there is no storage root at"):
        Root.open(Posix(folder), create=False)
    assert not folder.exists()
    assert list(folder.parent.iterdir()) == []


# Filing


def test_every_version_leaves_a_valid_root(folder: Path, root: Root) -> None:
    editions = [
        {"brief.yaml": b"one", "pdf/brief.pdf": b"%PDF one"},
        {"brief.yaml": b"two", "pdf/brief.pdf": b"%PDF one"},
        {"brief.yaml": b"two", "pdf/brief.pdf": b"%PDF one"},
        {"brief.yaml": b"one"},
        {},
    ]
    for number, files in enumerate(editions, 1):
        assert file(root, files) == number
        assert complaints(folder) == []
        assert sums_agree(folder / "brief")
    assert root.objects() == ("brief",)
    known = root.inventory("brief")
    assert known is not None
    assert known.id == f"{PREFIX}/brief"
    for number, files in enumerate(editions, 1):
        assert {path: root.read("brief", number, path) for path in known.version(number).state} == files


def test_bytes_are_filed_once_over_all_versions_and_names(folder: Path, root: Root) -> None:
    file(root, {"a.txt": b"same", "b.txt": b"same"})
    file(root, {"c.txt": b"same", "d.txt": b"other"})
    file(root, {"a.txt": b"other"})
    kept = sorted(str(path.relative_to(folder / "brief")) for path in folder.glob("brief/v*/content/**/*"))
    assert kept == ["v1/content/a.txt", "v2/content/d.txt"]
    assert root.read("brief", 3, "a.txt") == b"other"


def test_a_version_is_never_changed_by_the_next(folder: Path, root: Root) -> None:
    file(root, {"a.txt": b"one"})
    first = contents(folder / "brief" / "v1")
    file(root, {"a.txt": b"two"})
    assert contents(folder / "brief" / "v1") == first


def test_a_file_is_filed_as_it_lies_there(folder: Path, root: Root, tmp_path: Path) -> None:
    source = tmp_path / "long.pdf"
    source.write_bytes(b"%PDF" * 700_000)
    file(root, {"long.pdf": source})
    assert root.read("brief", 1, "long.pdf") == source.read_bytes()
    assert complaints(folder) == []


def test_the_digest_told_before_the_commit_is_that_of_the_inventory_that_lies_there_after(root: Root) -> None:
    with root.lock(0):
        prepared = prepare(root, {"a.txt": b"one"})
        root.commit(prepared)
    assert root.inventory_digest("brief", 1) == prepared.inventory_digest


def test_the_same_versions_have_the_same_bytes_everywhere(tmp_path: Path) -> None:
    made = []
    for place in (tmp_path / "one", tmp_path / "two"):
        root = Root.open(Posix(place), create=True, prefix=PREFIX)
        file(root, {"b": b"b", "a": b"a"})
        file(root, {"a": b"c", "b": b"b"})
        made.append(contents(place))
    assert made[0] == made[1]


def test_names_are_kept_in_any_script_and_composed(folder: Path, root: Root) -> None:
    decomposed = "Zu\u0308rich/\u0391\u0301ρθρο.txt"
    file(root, {decomposed: b"one", "статья/记录.pdf": b"two", "مقال.yaml": b"three"}, name="re\u0301sume\u0301")
    assert root.objects() == ("r\u00e9sum\u00e9",)
    assert complaints(folder) == []
    assert root.read("r\u00e9sum\u00e9", 1, "Z\u00fcrich/\u0386ρθρο.txt") == b"one"
    assert root.read("re\u0301sume\u0301", 1, decomposed) == b"one"


def test_a_clock_set_back_is_filed_as_it_was(folder: Path, root: Root) -> None:
    file(root, {"a": b"1"})
    file(root, {"a": b"2"}, created=MARCH - timedelta(days=400))
    file(root, {"a": b"3"}, created=MARCH.astimezone(timezone(timedelta(hours=5, minutes=45))))
    known = root.inventory("brief")
    assert [version.created for version in known.versions] == [MARCH, MARCH - timedelta(days=400), MARCH]
    assert complaints(folder) == []


def test_a_moment_without_offset_is_refused(root: Root) -> None:
    with root.lock(0), pytest.raises(ValueError, match="offset"):
        prepare(root, {"a": b"1"}, created=datetime(2026, 3, 1))  # noqa: DTZ001


def test_nothing_is_filed_without_the_lock(root: Root) -> None:
    with pytest.raises(RuntimeError, match="lock"):
        prepare(root, {"a": b"1"})


def test_an_object_needs_a_prefix_for_its_id(folder: Path, root: Root) -> None:
    nameless = Root.open(Posix(folder), create=False)
    with nameless.lock(0), pytest.raises(OcflError, match="no prefix is given for the id of brief"):
        prepare(nameless, {"a": b"1"})


def test_an_object_keeps_its_id_when_the_house_changes_its_address(folder: Path, root: Root) -> None:
    file(root, {"a": b"1"})
    moved = Root.open(Posix(folder), create=False, prefix="https://new.example.org/briefs")
    assert file(moved, {"a": b"2"}) == 2
    assert moved.inventory("brief").id == f"{PREFIX}/brief"
    assert complaints(folder) == []


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", ".hidden", "0=ocfl_1.1", "extensions", "a\0", "n" * 256, "a\nb"]
)
def test_a_name_that_no_folder_can_have_is_refused(root: Root, name: str) -> None:
    with root.lock(0), pytest.raises(OcflError):
        prepare(root, {"a": b"1"}, name=name)


@pytest.mark.parametrize(
    "path", ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\0b", "a\nb", "a\\b", "x" * 256, "\udc80"]
)
def test_a_path_that_leads_elsewhere_or_cannot_be_kept_is_refused(folder: Path, root: Root, path: str) -> None:
    with root.lock(0), pytest.raises(OcflError) as refused:
        prepare(root, {path: b"1"})
    assert refused.value.hint
    assert root.objects() == ()


def test_two_names_that_are_one_are_refused(root: Root) -> None:
    with root.lock(0), pytest.raises(OcflError, match="two files have the same name"):
        prepare(root, {"\u00e9": b"1", "e\u0301": b"2"})


def test_a_file_and_a_folder_of_one_name_are_refused(root: Root) -> None:
    with root.lock(0), pytest.raises(OcflError, match="“a” cannot be a file and the folder of “a/b”"):
        prepare(root, {"a": b"1", "a/b": b"2"})


# Other hands


def test_a_version_that_is_there_is_never_overwritten(folder: Path, root: Root) -> None:
    with root.lock(0):
        mine, other = prepare(root, {"a": b"mine"}), prepare(root, {"a": b"other"})
        root.commit(other)
        before = contents(folder)
        with pytest.raises(OcflConflictError, match="v1 of brief is there already"):
            root.commit(mine)
        assert contents(folder) == before
        second, third = prepare(root, {"a": b"second"}), prepare(root, {"a": b"third"})
        root.commit(second)
        with pytest.raises(OcflConflictError, match="v2 of brief is there already"):
            root.commit(third)
        assert [done.outcome for done in root.recover()] == ["discarded", "discarded"]
    assert complaints(folder) == []


def test_a_version_of_which_nothing_tells_stops_the_next(folder: Path, root: Root) -> None:
    file(root, {"a": b"1"})
    (folder / "brief" / "v2").mkdir()
    with root.lock(0):
        assert root.recover() == ()
        with pytest.raises(OcflConflictError, match="other versions than its inventory says"):
            prepare(root, {"a": b"2"})


def test_an_object_that_another_program_has_made_is_not_continued(folder: Path, root: Root) -> None:
    file(root, {"a": b"1"}, name="other")
    (folder / "other").rename(folder / "brief")
    with root.lock(0), pytest.raises(OcflConflictError, match="made by another program"):
        prepare(root, {"a": b"2"})


# Reading


def test_what_is_not_there_is_said_to_be_absent(root: Root) -> None:
    file(root, {"a": b"1"})
    assert root.inventory("else") is None
    for name, version, path in (("else", 1, "a"), ("brief", 2, "a"), ("brief", 0, "a"), ("brief", 1, "b")):
        with pytest.raises(OcflAbsentError):
            root.read(name, version, path)
    with pytest.raises(OcflAbsentError):
        root.inventory_digest("brief", 2)


def test_content_that_was_changed_is_not_given_out(folder: Path, root: Root, tmp_path: Path) -> None:
    file(root, {"a.txt": b"what was said"})
    (folder / "brief/v1/content/a.txt").write_bytes(b"what was sad!")
    with pytest.raises(OcflDamagedError, match="is not what was filed"):
        root.read("brief", 1, "a.txt")
    with pytest.raises(OcflDamagedError, match="is not what was filed"):
        root.copy_out("brief", 1, "a.txt", tmp_path / "a.txt")
    (folder / "brief/v1/content/a.txt").unlink()
    with pytest.raises(OcflDamagedError, match="is missing"):
        root.read("brief", 1, "a.txt")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_copy_has_its_bytes_and_replaces_what_was_there(root: Root, tmp_path: Path) -> None:
    file(root, {"a.txt": b"x" * 3_000_000})
    (tmp_path / "a.txt").write_text("old")
    root.copy_out("brief", 1, "a.txt", tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_bytes() == b"x" * 3_000_000
    with pytest.raises(OcflError, match="cannot be copied to"):
        root.copy_out("brief", 1, "a.txt", tmp_path / "none" / "a.txt")


@pytest.mark.parametrize("path", ["inventory.json", "inventory.json.sha512"])
def test_an_inventory_that_was_changed_is_not_believed(folder: Path, root: Root, path: str) -> None:
    file(root, {"a": b"1"})
    for place in ("brief", "brief/v1"):
        changed = folder / place / path
        changed.write_bytes(changed.read_bytes().replace(b"0", b"1"))
    with pytest.raises(OcflDamagedError, match="its digest differs"):
        root.inventory("brief")


def test_an_object_without_inventory_is_damaged_and_not_absent(folder: Path, root: Root) -> None:
    file(root, {"a": b"1"})
    (folder / "brief" / "inventory.json").unlink()
    with pytest.raises(OcflDamagedError, match=r"has no inventory\.json"):
        root.inventory("brief")


@pytest.mark.parametrize("replaced", [["inventory.json"], ["inventory.json.sha512"]])
def test_who_reads_while_the_inventory_is_replaced_reads_one_that_is_whole(folder: Path, root: Root, replaced) -> None:
    file(root, {"a": b"1"})
    file(root, {"a": b"2"})
    for path in {"inventory.json", "inventory.json.sha512"} - set(replaced):
        (folder / "brief" / path).write_bytes((folder / "brief/v1" / path).read_bytes())
    assert object_complaints(folder / "brief")
    assert root.inventory("brief").head.number == 2
    with root.lock(0):
        assert root.recover() == ()
        assert [done.outcome for done in root.recover(all_objects=True)] == ["finished"]
    assert complaints(folder) == []


# Any sequence of versions

parts = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="/\\"), min_size=1, max_size=12)
names = parts.filter(lambda part: part not in {".", ".."} and len(part.encode()) < 80)
logical_paths = st.lists(names, min_size=1, max_size=3).map("/".join)
few_bytes = st.sampled_from([b"", b"a", b"b", b"c", b"a" * 100])


@settings(max_examples=40)
@given(st.lists(st.dictionaries(logical_paths, few_bytes, max_size=5), min_size=1, max_size=5))
def test_any_sequence_of_versions_is_valid_and_comes_back(tmp_path_factory, editions) -> None:
    folder = tmp_path_factory.mktemp("any") / "archive"
    root = Root.open(Posix(folder), create=True, prefix=PREFIX)
    filed = []
    for files in editions:
        try:
            file(root, files)
        except OcflError:  # two names that are one, a file that is a folder
            continue
        filed.append(files)
    if not filed:
        return
    assert complaints(folder) == []
    for number, files in enumerate(filed, 1):
        assert {path: root.read("brief", number, path) for path in files} == files
