"""The book: what is filed is in it once, signed, and what stands in it never changes."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.log import (
    Book,
    Folder,
    HiddenLeaf,
    KeyLeaf,
    Keyring,
    Kind,
    Leaf,
    LogError,
    contents,
    new_salt,
    redacted,
)
from briefing.log.checkpoint import Checkpoint
from briefing.log.merkle import Tree, check_consistency, consistency_proof
from briefing.log.note import Signer, open_note
from tests.log.conftest import (
    CHECKPOINT,
    KEYS,
    LOG,
    ORIGIN,
    Archive,
    Killed,
    Memory,
    leaf,
    problems,
    stop_at,
    stranger,
    stream,
)

EDITIONS = st.lists(st.lists(st.integers(1, 12), max_size=4), max_size=6)


def test_an_archive_without_a_log_is_in_order_as_long_as_nothing_is_filed(archive: Archive) -> None:
    assert [finding.kind for finding in archive.examine()] == [Kind.IN_ORDER]
    assert archive.wrong(has_editions=True) == {Kind.NO_LOG}
    assert archive.book().leaves() == ()
    assert archive.book().checkpoint() is None


def test_the_first_leaf_names_the_key_that_signs(archive: Archive) -> None:
    archive.append(leaf(1))
    key = archive.keyring.own(ORIGIN).key
    assert archive.book().leaves() == (KeyLeaf(str(key), leaf(1).issued), leaf(1))
    assert archive.files[KEYS].decode() == f"{key}\n"
    assert set(archive.files) == {LOG, CHECKPOINT, KEYS}


def test_the_checkpoint_is_signed_over_the_tree_of_the_lines(archive: Archive) -> None:
    archive.append(leaf(1))
    archive.append(leaf(2))
    key = archive.keyring.own(ORIGIN).key
    note = open_note(archive.files[CHECKPOINT], [key])
    leaves = archive.book().leaves()
    assert note.signed_by == (key,)
    assert Checkpoint.parse(note.text) == Checkpoint(ORIGIN, 3, Tree(entry.hash for entry in leaves).root())
    assert archive.files[LOG] == b"".join(entry.as_line() + b"\n" for entry in leaves)


def test_what_was_signed_is_in_order_and_says_what_it_is(archive: Archive) -> None:
    archive.append(leaf(1), leaf(2))
    (finding,) = archive.examine(has_editions=True)
    checkpoint = archive.book().checkpoint()
    assert checkpoint
    assert finding.kind is Kind.IN_ORDER
    assert finding.message == f"The log is in order: {checkpoint.head}, last dated {leaf(2).issued}."


def test_an_edition_is_in_the_log_once(archive: Archive) -> None:
    archive.append(leaf(1), leaf(1))
    before = dict(archive.files)
    assert archive.append(leaf(1), leaf(1, issued="2027-01-01T00:00:00Z")) == ()
    assert archive.append() == ()
    assert archive.files == before


def test_an_edition_with_another_salt_is_the_same_edition(archive: Archive) -> None:
    archive.append(leaf(1, salt=new_salt(stream("one"))))
    before = dict(archive.files)
    archive.append(leaf(1, salt=new_salt(stream("other"))))
    assert archive.files == before


def test_a_register_is_logged_with_each_version_and_each_once(archive: Archive) -> None:
    first, second = leaf(1, kind="copies"), leaf(2, kind="copies")
    archive.append(first)
    archive.append(first, second)
    archive.append(leaf(2, kind="copies", issued="2027-01-01T00:00:00Z"))
    assert archive.book().leaves()[1:] == (first, second)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("kind", ["edition", "withdrawal", "copies", "hold", "disposal"])
def test_a_version_with_other_content_is_refused_and_nothing_is_written(
    archive: Archive, kind: str, together: bool
) -> None:
    other = leaf(1, kind=kind, inventory=leaf(2).inventory)
    archive.append(leaf(5), *([] if together else [leaf(1, kind=kind)]))
    before = dict(archive.files)
    with pytest.raises(LogError, match="with other content") as error:
        archive.append(leaf(3), *([leaf(1, kind=kind)] if together else []), other)
    assert [(finding.kind, finding.leaf) for finding in error.value.findings] == [(Kind.CONTRADICTION, other)]
    assert archive.files == before


def test_a_contradiction_that_was_signed_is_found(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Leaf, "contradicts", lambda *_: False)
    archive.append(leaf(1), leaf(1, inventory=leaf(2).inventory))
    monkeypatch.undo()
    (finding,) = archive.examine()
    assert (finding.kind, finding.line) == (Kind.CONTRADICTION, 3)


def test_a_log_is_signed_under_its_own_name_alone(archive: Archive) -> None:
    signer = archive.keyring.own("another.example")
    for book in (archive.book(), Book(archive.port, None)):
        with pytest.raises(ValueError, match="own name"):
            book.append(leaf(1), signer, archive.keyring)


def test_a_log_is_examined_under_the_name_that_it_gives_itself(archive: Archive) -> None:
    archive.append(leaf(1))
    book = Book(archive.port, None)
    assert [finding.kind for finding in book.examine(archive.keyring)] == [Kind.IN_ORDER]
    del archive.files[CHECKPOINT]
    assert problems(book.examine(archive.keyring)) == {Kind.ALTERED}


@settings(max_examples=60)
@given(EDITIONS)
def test_what_stands_in_the_log_only_grows(calls: list[list[int]]) -> None:
    with TemporaryDirectory() as folder:
        _append_all(Archive(Memory(), Keyring(Path(folder), stream("own"))), calls)


def _append_all(archive: Archive, calls: list[list[int]]) -> None:
    one, heads = archive.book(), list[Checkpoint]()
    for call in calls:
        before = archive.files.get(LOG, b"")
        head = one.append(map(leaf, call), archive.keyring.own(ORIGIN), archive.keyring).checkpoint
        assert archive.files.get(LOG, b"").startswith(before)
        assert not problems(one.examine(archive.keyring))
        heads.append(head)
    editions = [entry for entry in archive.book().leaves() if isinstance(entry, Leaf)]
    assert editions == list(map(leaf, dict.fromkeys(number for call in calls for number in call)))
    hashes = archive.book().hashes()
    for old in heads:
        assert Tree(hashes).root(old.size) == old.root
        new = heads[-1]
        assert check_consistency(old.size, new.size, old.root, new.root, consistency_proof(old.size, hashes))


def test_a_second_user_is_named_and_has_to_be_confirmed(archive: Archive, tmp_path: Path) -> None:
    archive.append(leaf(1))
    second = Archive(archive.port, Keyring(tmp_path / "second", stream("second")))
    told = second.append(leaf(2))
    assert [finding.kind for finding in told] == [Kind.FIRST_SEEN]
    assert second.wrong() == set()

    assert archive.wrong() == {Kind.UNKNOWN_KEY}
    key = second.keyring.own(ORIGIN).key
    assert key.fingerprint in archive.examine()[0].message
    before = dict(archive.files)
    with pytest.raises(LogError, match="not known here"):
        archive.append(leaf(3))
    assert archive.book().remember(archive.keyring) == ()
    assert not archive.keyring.knows(ORIGIN, key)
    assert archive.files == before

    assert archive.book().confirm(key.fingerprint.upper(), archive.keyring) == key
    assert archive.wrong() == set()
    assert archive.append(leaf(3)) == ()
    assert archive.files[KEYS].decode() == f"{archive.keyring.own(ORIGIN).key}\n{key}\n"
    assert second.wrong() == set()


def test_a_key_that_the_log_does_not_name_cannot_be_confirmed(archive: Archive) -> None:
    archive.append(leaf(1))
    with pytest.raises(LogError, match="names no key") as error:
        archive.book().confirm(stranger().key.fingerprint, archive.keyring)
    assert [finding.kind for finding in error.value.findings] == [Kind.UNKNOWN_KEY]
    assert not archive.keyring.knows(ORIGIN, stranger().key)


def test_another_archive_in_the_same_place_is_noticed(archive: Archive, tmp_path: Path) -> None:
    archive.append(leaf(1))
    other = Memory()
    signer = Signer.made("another.example", stream("stranger"))
    Book(other, "another.example").append(leaf(1), signer, Keyring(None))
    for origin in ("another.example", None):
        (finding,) = (found for found in Book(other, origin).examine(archive.keyring) if found.is_problem)
        assert finding.kind is Kind.OTHER_LOG
        assert finding.message == f"Another archive was in this place before: {ORIGIN}; this one is another.example."
    book = Book(other, "another.example")
    assert book.remember(archive.keyring) == ()
    with pytest.raises(LogError, match="in this place before"):
        book.append(leaf(2), archive.keyring.own("another.example"), archive.keyring)
    Path(finding.hint.rpartition("delete ")[2].rstrip(".").replace("*", "log")).unlink()
    assert problems(book.examine(archive.keyring)) == set()


def test_a_log_that_was_moved_is_the_same_log(archive: Archive) -> None:
    archive.append(leaf(1))
    moved = Book(Memory(dict(archive.files), place="elsewhere"), ORIGIN)
    assert not problems(moved.examine(archive.keyring))
    assert moved.remember(archive.keyring) == ()
    assert archive.wrong() == set()


@pytest.mark.parametrize("call", [None, *range(1, 9)])
def test_who_begins_anew_in_the_same_place_is_told_and_goes_on(archive: Archive, call: int | None) -> None:
    archive.append(leaf(1))
    signer, anew = archive.keyring.own("another.example"), Memory(meddle=stop_at(call) if call else lambda *_: None)
    try:
        told = Book(anew, "another.example").append(leaf(1), signer, archive.keyring).findings
        assert [(finding.kind, ORIGIN in finding.message) for finding in told] == [(Kind.FIRST_SEEN, True)]
    except Killed:
        anew.meddle = lambda *_: None
        Book(anew, "another.example").append(leaf(1), signer, archive.keyring)
    assert problems(Book(anew, "another.example").examine(archive.keyring)) == set()
    assert archive.wrong() == {Kind.OTHER_LOG}


def test_whose_key_is_known_vouches_for_the_keys_in_the_log(archive: Archive, tmp_path: Path) -> None:
    archive.append(leaf(1))
    third = Archive(archive.port, Keyring(tmp_path / "third"))
    assert third.book().remember(third.keyring) == ()
    second = Archive(archive.port, Keyring(tmp_path / "second", stream("second")))
    second.append(leaf(2))
    assert third.wrong() == {Kind.UNKNOWN_KEY}
    archive.keyring.remember(ORIGIN, [second.keyring.own(ORIGIN).key])
    archive.append(leaf(3))
    assert third.wrong() == set()
    assert third.book().remember(third.keyring) == ()
    second.append(leaf(4))
    assert third.wrong() == set()


def test_ones_own_key_is_known_without_any_memory(archive: Archive, tmp_path: Path) -> None:
    archive.append(leaf(1))
    shutil.rmtree(tmp_path / "keys" / "known")
    assert [finding.kind for finding in archive.examine()] == [Kind.IN_ORDER]


def test_examining_writes_nothing(archive: Archive, tmp_path: Path) -> None:
    archive.append(leaf(1))
    before = dict(archive.files)
    visitor = Keyring(tmp_path / "visitor")
    found = archive.book().examine(visitor)
    assert [finding.kind for finding in found] == [Kind.IN_ORDER, Kind.FIRST_SEEN]
    assert archive.keyring.own(ORIGIN).key.fingerprint in found[1].message
    assert archive.files == before
    assert not (tmp_path / "visitor").exists()


def test_a_visitor_remembers_what_was_seen(archive: Archive, tmp_path: Path) -> None:
    archive.append(leaf(1))
    visitor = Keyring(tmp_path / "visitor")
    assert archive.book().remember(visitor) == ()
    assert [finding.kind for finding in archive.book().examine(visitor)] == [Kind.IN_ORDER]
    assert visitor.seen_at(archive.port.place) == ORIGIN
    seen = visitor.last_seen(ORIGIN)
    assert seen
    assert (seen.checkpoint, seen.issued) == (archive.book().checkpoint(), leaf(1).issued)


@pytest.mark.parametrize("folder", [None, "file/keys"])
def test_where_nothing_can_be_kept_a_log_is_examined_and_that_is_told(
    archive: Archive, tmp_path: Path, folder: str | None
) -> None:
    archive.append(leaf(1))
    (tmp_path / "file").write_text("in the way")
    ring = Keyring(tmp_path / folder if folder else None)
    assert problems(archive.book().examine(ring)) == set()
    told = [*archive.book().examine(ring), *archive.book().remember(ring)]
    assert Kind.NOT_REMEMBERED in {finding.kind for finding in told}


def test_an_edition_is_logged_even_where_that_cannot_be_remembered(archive: Archive, tmp_path: Path) -> None:
    signer = archive.keyring.own(ORIGIN)
    appended = archive.book().append(leaf(1), signer, Keyring(None))
    assert [finding.kind for finding in appended.findings] == [Kind.NOT_REMEMBERED]
    assert appended.checkpoint.size == 2


def test_a_copy_for_others_is_in_order_and_shows_nothing_of_what_is_hidden(archive: Archive, tmp_path: Path) -> None:
    secret = leaf(2, object="https://briefs.example.org/id/secret", salt=new_salt(stream("salt")))
    archive.append(leaf(1), secret, leaf(3))
    lines = archive.files[LOG].splitlines()
    copy = b"".join(line + b"\n" for line in redacted(lines, lambda entry: entry.salt is not None))
    others = Archive(Memory({**archive.files, LOG: copy}), Keyring(tmp_path / "others", stream("others")))
    assert b"secret" not in copy
    assert others.wrong(is_redacted=True) == set()
    assert others.book().leaves()[2] == HiddenLeaf(secret.hash)
    assert others.wrong() == {Kind.HIDDEN}
    with pytest.raises(LogError, match="hash alone"):
        others.append(leaf(4))


def test_a_line_of_a_later_version_is_told_and_does_not_stop_the_log(archive: Archive) -> None:
    archive.append(leaf(1))
    monkeypatch = pytest.MonkeyPatch()
    newer = leaf(2).as_line().replace(b"edition", b"loan")
    monkeypatch.setattr(Leaf, "as_line", lambda self: newer if self == leaf(2) else b"")
    archive.append(leaf(2))
    monkeypatch.undo()
    (finding,) = archive.examine()
    assert (finding.kind, finding.line) == (Kind.UNREADABLE, 3)
    archive.append(leaf(3))
    assert archive.wrong() == {Kind.UNREADABLE}


def test_a_line_is_read_once_however_often_the_log_grows(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    real = contents.read_line
    monkeypatch.setattr(contents, "read_line", lambda line: (read.append(line), real(line))[1])
    book, signer = archive.book(), archive.keyring.own(ORIGIN)
    for number in range(1, 30):
        book.append(leaf(number), signer, archive.keyring)
        book.examine(archive.keyring)
    assert len(read) == 30


def test_a_folder_holds_a_log(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    ring = Keyring(tmp_path / "keys")
    book = Book(Folder(tmp_path / "root"), ORIGIN)
    for number in (1, 2):
        book.append(leaf(number), ring.own(ORIGIN), ring)
    assert sorted(path.name for path in (tmp_path / "root").iterdir()) == [CHECKPOINT, LOG, KEYS]
    assert not problems(Book(Folder(tmp_path / "root"), ORIGIN).examine(ring, has_editions=True))


def test_a_log_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / LOG).mkdir()
    with pytest.raises(LogError, match="it is no file") as error:
        Book(Folder(tmp_path), ORIGIN).examine(Keyring(None))
    assert [finding.kind for finding in error.value.findings] == [Kind.UNWRITTEN]


@pytest.mark.long
def test_a_hundred_thousand_leaves_are_one_log(archive: Archive) -> None:
    archive.append(*(leaf(1, object=f"id{number}") for number in range(100_000)))
    archive.append(leaf(2))
    assert archive.wrong() == set()
    assert len(archive.book().leaves()) == 100_002
