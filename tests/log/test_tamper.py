"""Whatever is done to the files of a log is found, and called by its name; an untouched log has no fault."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.log import Book, Checkpoint, Head, HiddenLeaf, KeyLeaf, Keyring, Kind, LogError
from briefing.log.leaf import hash_of_line
from briefing.log.merkle import Tree
from briefing.log.note import Signer, sign
from tests.log.conftest import (
    CHECKPOINT,
    KEYS,
    LOG,
    ORIGIN,
    Archive,
    Memory,
    leaf,
    problems,
    stranger,
    stream,
)

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, list[Files]]:
    """An archive with six editions, and what its files were after each."""
    archive = Archive(Memory(), Keyring(tmp_path_factory.mktemp("user") / "keys", stream("own")))
    states = []
    for number in range(1, 7):
        archive.append(leaf(number))
        states.append(dict(archive.files))
    return archive, states


@pytest.fixture
def known(heads: tuple[Archive, list[Files]]) -> Archive:
    """That archive, where it was seen before."""
    return Archive(Memory(dict(heads[1][-1])), heads[0].keyring)


@pytest.fixture
def visitor(known: Archive, tmp_path: Path) -> Archive:
    """The same, seen for the first time."""
    return Archive(known.port, Keyring(tmp_path / "visitor"))


def lines(files: Files) -> list[bytes]:
    return files[LOG].splitlines(keepends=True)


def rewritten(files: Files, content: list[bytes]) -> None:
    files[LOG] = b"".join(content)


def resigned(files: Files, *signers: Signer, size: int | None = None, origin: str = ORIGIN) -> None:
    """Sign what stands in the log, whatever it is."""
    tree = Tree(hash_of_line(line[:-1]) for line in lines(files))
    size = tree.size if size is None else size
    files[CHECKPOINT] = sign(Checkpoint(origin, size, tree.root(size)).text(), *signers)


def change(files: Files) -> None:
    files[LOG] = files[LOG].replace(leaf(3).inventory.encode(), leaf(9).inventory.encode())


def change_a_date(files: Files) -> None:
    files[LOG] = files[LOG].replace(leaf(6).issued.encode(), b"2020" + leaf(6).issued[4:].encode())


def remove_one(files: Files) -> None:
    rewritten(files, lines(files)[:3] + lines(files)[4:])


def remove_the_last(files: Files) -> None:
    rewritten(files, lines(files)[:-1])


def empty(files: Files) -> None:
    files[LOG] = b""


def reorder(files: Files) -> None:
    one, two, three, *rest = lines(files)
    rewritten(files, [one, three, two, *rest])


def repeat(files: Files) -> None:
    one, two, *rest = lines(files)
    rewritten(files, [one, two, two, *rest])


def put_in(files: Files) -> None:
    one, *rest = lines(files)
    rewritten(files, [one, leaf(9).as_line() + b"\n", *rest])


def replace_the_key_leaf(files: Files) -> None:
    own = KeyLeaf(str(stranger().key), leaf(1).issued)
    rewritten(files, [own.as_line() + b"\n", *lines(files)[1:]])


def add_a_line(files: Files) -> None:
    files[LOG] += leaf(9).as_line() + b"\n"


def add_a_key_line(files: Files) -> None:
    files[LOG] += KeyLeaf(str(stranger().key), leaf(9).issued).as_line() + b"\n"


def tear(files: Files) -> None:
    files[LOG] += leaf(9).as_line()[:50]


def hide(files: Files) -> None:
    files[LOG] = files[LOG].replace(leaf(3).as_line(), HiddenLeaf(leaf(3).hash).as_line())


def carriage_returns(files: Files) -> None:
    files[LOG] = files[LOG].replace(b"\n", b"\r\n")


def remove_the_log(files: Files) -> None:
    del files[LOG]


def remove_the_checkpoint(files: Files) -> None:
    del files[CHECKPOINT]


def remove_all(files: Files) -> None:
    files.clear()


def spoil_the_checkpoint(files: Files) -> None:
    files[CHECKPOINT] = files[CHECKPOINT][:-10]


def unsign(files: Files) -> None:
    files[CHECKPOINT] = files[CHECKPOINT].split(b"\n\n")[0] + b"\n"


def grow_without_a_key(files: Files) -> None:
    """A line more, the checkpoint made to fit, the signature left as it was."""
    add_a_line(files)
    tree = Tree(hash_of_line(line[:-1]) for line in lines(files))
    text = Checkpoint(ORIGIN, tree.size, tree.root()).text().encode()
    files[CHECKPOINT] = text + b"\n" + files[CHECKPOINT].split(b"\n\n")[1]


def sign_with_another_key(files: Files) -> None:
    resigned(files, stranger())


def sign_with_another_key_that_is_listed(files: Files) -> None:
    resigned(files, stranger())
    files[KEYS] += f"{stranger().key}\n".encode()


def join(files: Files) -> None:
    """Continue the log as a new user does, without being one."""
    add_a_key_line(files)
    add_a_line(files)
    resigned(files, stranger())
    files[KEYS] += f"{stranger().key}\n".encode()


def sign_nothing(files: Files) -> None:
    resigned(files, stranger(), size=0)


def rewrite_all(files: Files) -> None:
    """The whole log anew, as long as it was, with a key of one's own."""
    replace_the_key_leaf(files)
    change(files)
    resigned(files, stranger())
    files[KEYS] = f"{stranger().key}\n".encode()


def rewrite_and_shorten(files: Files) -> None:
    rewritten(files, lines(files)[:4])
    rewrite_all(files)


def rewrite_and_lengthen(files: Files) -> None:
    add_a_line(files)
    rewrite_all(files)


def rename(files: Files) -> None:
    resigned(files, Signer.made("another.example", stream("stranger")), origin="another.example")


def list_another_key(files: Files) -> None:
    files[KEYS] += f"{stranger().key}\n".encode()


def unlist_the_keys(files: Files) -> None:
    del files[KEYS]


# What is done, what is found where the log was seen before, and by who sees it for the first time.
MATRIX: list[tuple[Callable[[Files], None], set[Kind], set[Kind]]] = [
    (change, {Kind.ALTERED}, {Kind.ALTERED}),
    (change_a_date, {Kind.ALTERED}, {Kind.ALTERED}),
    (remove_one, {Kind.ALTERED}, {Kind.ALTERED}),
    (remove_the_last, {Kind.ALTERED}, {Kind.ALTERED}),
    (empty, {Kind.ALTERED}, {Kind.ALTERED}),
    (reorder, {Kind.ALTERED}, {Kind.ALTERED}),
    (repeat, {Kind.ALTERED}, {Kind.ALTERED}),
    (put_in, {Kind.ALTERED}, {Kind.ALTERED}),
    (replace_the_key_leaf, {Kind.ALTERED}, {Kind.ALTERED}),
    (carriage_returns, {Kind.ALTERED}, {Kind.ALTERED}),
    (add_a_line, {Kind.UNFINISHED}, {Kind.UNFINISHED}),
    (add_a_key_line, {Kind.UNFINISHED}, {Kind.UNFINISHED}),
    (tear, {Kind.UNFINISHED}, {Kind.UNFINISHED}),
    (hide, {Kind.HIDDEN}, {Kind.HIDDEN}),
    (remove_the_log, {Kind.NO_LOG}, {Kind.NO_LOG}),
    (remove_the_checkpoint, {Kind.ALTERED}, {Kind.ALTERED}),
    (remove_all, {Kind.NO_LOG}, {Kind.NO_LOG}),
    (spoil_the_checkpoint, {Kind.SIGNATURE}, {Kind.SIGNATURE}),
    (unsign, {Kind.SIGNATURE}, {Kind.SIGNATURE}),
    (grow_without_a_key, {Kind.SIGNATURE}, {Kind.SIGNATURE}),
    (sign_with_another_key, {Kind.SIGNATURE}, {Kind.SIGNATURE}),
    (sign_with_another_key_that_is_listed, {Kind.UNKNOWN_KEY, Kind.KEY_LIST}, {Kind.UNKNOWN_KEY, Kind.KEY_LIST}),
    (join, {Kind.UNKNOWN_KEY}, set()),
    (sign_nothing, {Kind.ROLLED_BACK, Kind.UNFINISHED, Kind.KEY_LIST}, {Kind.UNFINISHED, Kind.KEY_LIST}),
    (rewrite_all, {Kind.UNKNOWN_KEY, Kind.FORKED}, set()),
    (rewrite_and_shorten, {Kind.UNKNOWN_KEY, Kind.ROLLED_BACK}, set()),
    (rewrite_and_lengthen, {Kind.UNKNOWN_KEY, Kind.FORKED}, set()),
    (rename, {Kind.OTHER_LOG, Kind.SIGNATURE}, {Kind.OTHER_LOG, Kind.SIGNATURE}),
    (list_another_key, {Kind.KEY_LIST}, {Kind.KEY_LIST}),
    (unlist_the_keys, {Kind.KEY_LIST}, {Kind.KEY_LIST}),
]


def test_an_untouched_log_has_no_fault(known: Archive, visitor: Archive) -> None:
    for archive in (known, visitor):
        assert archive.wrong(has_editions=True, kept=archive.book().checkpoint()) == set()


@pytest.mark.parametrize(("tamper", "seen", "_"), MATRIX, ids=lambda value: getattr(value, "__name__", ""))
def test_it_is_found_where_the_log_was_seen_before(
    known: Archive, tamper: Callable[[Files], None], seen: set[Kind], _: set[Kind]
) -> None:
    tamper(known.files)
    found = known.examine(has_editions=True)
    assert problems(found) == seen
    assert all(finding.hint and finding.message.endswith(".") for finding in found if finding.is_problem)


@pytest.mark.parametrize(("tamper", "_", "first"), MATRIX, ids=lambda value: getattr(value, "__name__", ""))
def test_it_is_found_by_who_sees_the_log_for_the_first_time(
    visitor: Archive, tamper: Callable[[Files], None], _: set[Kind], first: set[Kind]
) -> None:
    tamper(visitor.files)
    found = visitor.examine(has_editions=True)
    assert problems(found) == first
    if not first:
        assert [finding.kind for finding in found] == [Kind.IN_ORDER, Kind.FIRST_SEEN]
        assert stranger().key.fingerprint in found[1].message


@pytest.mark.parametrize(("tamper", "seen", "_"), MATRIX, ids=lambda value: getattr(value, "__name__", ""))
def test_a_log_in_question_is_neither_continued_nor_remembered(
    known: Archive, tamper: Callable[[Files], None], seen: set[Kind], _: set[Kind]
) -> None:
    tamper(known.files)
    before, signer = dict(known.files), known.keyring.own(ORIGIN)
    mendable = not seen - {Kind.UNFINISHED, Kind.KEY_LIST}
    last, keys = known.keyring.last_seen(ORIGIN), known.keyring.known(ORIGIN)
    if mendable:
        known.book().recover(known.keyring)
        assert known.wrong() == set()
        return
    for act in (
        lambda: known.book().append(leaf(7), signer, known.keyring),
        lambda: known.book().recover(known.keyring),
    ):
        with pytest.raises(LogError):
            act()
    assert known.book().remember(known.keyring) == ()
    assert (known.keyring.last_seen(ORIGIN), known.keyring.known(ORIGIN)) == (last, keys)
    assert known.files == before


@pytest.mark.parametrize("tamper", [rewrite_all, rewrite_and_lengthen, rewrite_and_shorten, remove_all, sign_nothing])
def test_a_checkpoint_on_paper_shows_what_nothing_else_does(visitor: Archive, tamper: Callable[[Files], None]) -> None:
    checkpoint = visitor.book().checkpoint()
    assert checkpoint
    tamper(visitor.files)
    for kept in (checkpoint, Head.parse(str(checkpoint.head))):
        assert visitor.wrong(kept=kept) & {Kind.FORKED, Kind.ROLLED_BACK, Kind.NO_LOG}


def test_a_checkpoint_of_another_log_says_nothing_of_this_one(known: Archive) -> None:
    checkpoint = known.book().checkpoint()
    assert checkpoint
    assert known.wrong(kept=replace(checkpoint, origin="another.example")) == {Kind.OTHER_LOG}


@pytest.mark.parametrize("back", range(5))
def test_an_archive_that_was_rolled_back_to_any_earlier_head_is_noticed(
    heads: tuple[Archive, list[Files]], tmp_path: Path, back: int
) -> None:
    archive, states = heads
    old = Archive(Memory(dict(states[back])), archive.keyring)
    (finding,) = old.examine()
    now, then = Book(Memory(states[-1]), ORIGIN).checkpoint(), old.book().checkpoint()
    assert now
    assert then
    assert finding.kind is Kind.ROLLED_BACK
    assert f"{now.head}, last dated {leaf(6).issued}, was seen here" in finding.message
    assert f"it ends at {then.head}, last dated {leaf(back + 1).issued}" in finding.message
    assert f"delete {archive.keyring.whereabouts(ORIGIN)}" in finding.hint
    with pytest.raises(LogError, match="older than it was"):
        old.append(leaf(7))
    assert old.wrong(kept=then) == {Kind.ROLLED_BACK}

    stranger_here = Archive(old.port, Keyring(tmp_path / "elsewhere"))
    assert stranger_here.wrong() == set()
    assert stranger_here.wrong(kept=then) == set()
    assert stranger_here.wrong(kept=now) == {Kind.ROLLED_BACK}


@pytest.mark.parametrize("back", range(5))
def test_a_checkpoint_alone_that_was_rolled_back_is_noticed(heads: tuple[Archive, list[Files]], back: int) -> None:
    archive, states = heads
    mixed = Archive(Memory({**states[-1], CHECKPOINT: states[back][CHECKPOINT]}), archive.keyring)
    assert mixed.wrong() == {Kind.ROLLED_BACK, Kind.UNFINISHED}
    with pytest.raises(LogError):
        mixed.book().recover(archive.keyring)
    assert mixed.files[LOG] == states[-1][LOG]


@pytest.mark.parametrize("back", range(5))
def test_a_log_that_went_another_way_with_the_genuine_key_is_noticed(
    heads: tuple[Archive, list[Files]], back: int
) -> None:
    """A key that was stolen, or a copy of the archive that was continued elsewhere."""
    archive, states = heads
    for more in (5 - back, 7 - back):
        fork = Archive(Memory(dict(states[back])), Keyring(None))
        for number in range(20, 20 + more):
            fork.book().append(leaf(number), archive.keyring.own(ORIGIN), Keyring(None))
        assert Archive(fork.port, archive.keyring).wrong() == {Kind.FORKED}


def test_what_was_changed_lies_after_what_was_seen(heads: tuple[Archive, list[Files]], tmp_path: Path) -> None:
    _, states = heads
    ring = Keyring(tmp_path / "visitor")
    Book(Memory(dict(states[2])), ORIGIN).remember(ring)
    late, early = dict(states[-1]), dict(states[-1])
    change_a_date(late)
    change(early)
    (finding,) = Book(Memory(late), ORIGIN).examine(ring)
    assert "the first 4 leaves are as they were" in finding.message
    (finding,) = Book(Memory(early), ORIGIN).examine(ring)
    assert "as they were" not in finding.message


@settings(max_examples=400)
@given(st.sampled_from([LOG, CHECKPOINT, KEYS]), st.data())
def test_no_byte_can_be_changed_put_in_or_taken_out_unnoticed(
    heads: tuple[Archive, list[Files]], name: str, data: st.DataObject
) -> None:
    archive, states = heads
    whole = states[-1][name]
    at = data.draw(st.integers(0, len(whole)))
    out = data.draw(st.integers(0, 2))
    into = data.draw(st.binary(max_size=2))
    changed = whole[:at] + into + whole[at + out :]
    found = Archive(Memory({**states[-1], name: changed}), archive.keyring).wrong()
    assert bool(found) == (changed != whole)


@given(st.permutations(range(7)))
def test_no_other_order_is_accepted(heads: tuple[Archive, list[Files]], order: list[int]) -> None:
    archive, states = heads
    files = dict(states[-1])
    rewritten(files, [lines(files)[index] for index in order])
    assert (Archive(Memory(files), archive.keyring).wrong() == set()) == (order == list(range(7)))


def test_what_others_signed_beside_does_no_harm(known: Archive) -> None:
    witness = Signer.made("witness.example", stream("witness"))
    resigned(known.files, known.keyring.own(ORIGIN), witness)
    assert known.wrong() == set()
    known.append(leaf(7))


def test_a_damaged_memory_is_told_and_the_log_is_examined_all_the_same(known: Archive, tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "ring")
    known.book().remember(ring)
    for path in (tmp_path / "ring" / "known").iterdir():
        path.write_bytes(b"\xff")
    found = known.book().examine(ring)
    assert problems(found) == set()
    assert Kind.NOT_REMEMBERED in {finding.kind for finding in found}
    change(known.files)
    assert problems(known.book().examine(ring)) == {Kind.ALTERED}
