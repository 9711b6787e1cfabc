"""Whenever a program is stopped, or the disk fails: nothing signed is lost, and the next call mends the rest."""

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.log import Book, Folder, Keyring, Kind, Leaf, LogError, new_salt
from tests.log.conftest import (
    CHECKPOINT,
    KEYS,
    LOG,
    ORIGIN,
    Archive,
    Killed,
    Memory,
    disk_full,
    leaf,
    problems,
    stop_at,
    stream,
)

MENDABLE = {Kind.UNFINISHED, Kind.KEY_LIST}
ERRORS: list[BaseException] = [Killed(), disk_full(), OSError(errno.EIO, "Input/output error")]
# Two salted leaves: the call that mends has other salts, so that it cannot continue what stands there.
NEW = (4, 5)

Start = Callable[[], Archive]


@pytest.fixture(params=["no log", "a log", "the first leaves of another user"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Start:
    """Archives that are alike: the log before the call that is stopped."""
    made = iter(range(100_000))

    def new() -> Archive:
        number = next(made)
        archive = Archive(Memory(), Keyring(tmp_path / f"first{number}", stream("own")))
        if request.param != "no log":
            archive.append(leaf(1), leaf(2))
            archive.append(leaf(3))
        if request.param.endswith("user"):
            archive.keyring = Keyring(tmp_path / f"second{number}", stream("second"))
            archive.book().remember(archive.keyring)
        return archive

    return new


def new_leaves(salts: str) -> list[Leaf]:
    return [leaf(number, salt=new_salt(stream(f"{salts}{number}"))) for number in NEW]


def stopped(start: Start, call: int, error: BaseException, torn: int | None = None) -> tuple[Archive, bool]:
    """An archive after a call that was stopped, and whether it was: the call may have fewer steps."""
    archive = start()
    archive.port.calls, archive.port.meddle = 0, stop_at(call, error, torn)
    try:
        archive.append(*new_leaves("first"))
    except (Killed, LogError):
        return archive, True
    finally:
        archive.port.meddle = lambda *_: None
    return archive, False


def versions(archive: Archive) -> list[str]:
    return [entry.version for entry in archive.book().leaves() if isinstance(entry, Leaf)]


def is_sound(archive: Archive, before: Archive) -> None:
    """All that was signed is there, nothing else counts, and nothing is wrong that is not mended."""
    assert archive.wrong() <= MENDABLE
    assert archive.files.get(LOG, b"").startswith(before.files.get(LOG, b""))
    assert versions(archive) in (versions(before), [*versions(before), "v4", "v5"])


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error) or "killed")
def test_stopped_at_any_step_the_next_append_mends(start: Start, error: BaseException) -> None:
    call, was_stopped, mended = 0, True, set()
    while was_stopped:
        call += 1
        archive, was_stopped = stopped(start, call, error)
        is_sound(archive, start())
        told = archive.append(*new_leaves("again"))
        mended |= {finding.kind for finding in told}
        assert archive.wrong() == set()
        assert versions(archive) == [*versions(start()), "v4", "v5"]
    assert call >= 5
    assert mended >= {Kind.REPAIRED}


def test_stopped_at_any_step_recovery_mends_without_a_key(start: Start, tmp_path: Path) -> None:
    call, was_stopped = 0, True
    while was_stopped:
        call += 1
        archive, was_stopped = stopped(start, call, Killed())
        wrong = archive.wrong()
        visitor = Keyring(tmp_path / f"visitor{call}")
        told = archive.book().recover(visitor)
        assert {finding.kind for finding in told} == ({Kind.REPAIRED} if wrong else set())
        assert archive.wrong() == set()
        assert archive.book().recover(visitor) == ()
        assert visitor.own_key(ORIGIN) is None
        is_sound(archive, start())


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.long)])
def test_torn_at_any_byte_nothing_is_lost(start: Start, step: int) -> None:
    """Nothing is remembered here, so that every tear can begin with the same log."""
    before, call = start(), _call_that_appends(start)
    whole, _ = stopped(start, 10_000, Killed())
    length = len(whole.files[LOG]) - len(before.files.get(LOG, b""))
    torn_off, _ = stopped(start, call, disk_full(), torn=0)
    signer, nowhere = before.keyring.own(ORIGIN), Keyring(None)
    ends = {length - 1, length, whole.files[LOG].rindex(b"\n", 0, -1) - len(whole.files[LOG]) + length + 1}
    for torn in sorted({*range(0, length + 1, step), *ends}):
        log = whole.files[LOG][: len(whole.files[LOG]) - length + torn]
        archive = Archive(Memory({**torn_off.files, LOG: log}), nowhere)
        is_sound(archive, before)
        assert (Kind.UNFINISHED in archive.wrong()) == (torn > 0)
        archive.book().append(new_leaves("again"), signer, nowhere)
        assert archive.wrong() == set()
        assert versions(archive) == [*versions(before), "v4", "v5"]


def _call_that_appends(start: Start) -> int:
    calls: list[str] = []
    archive = start()
    archive.port.calls, archive.port.meddle = 0, lambda _, __, name, ___: calls.append(name)
    archive.append(*new_leaves("first"))
    return calls.index(LOG) + 1


def test_who_writes_the_same_again_continues_a_torn_line(start: Start) -> None:
    archive, _ = stopped(start, _call_that_appends(start), Killed(), torn=40)
    torn = archive.files[LOG]
    assert archive.append(*new_leaves("first")) == ()
    assert archive.files[LOG].startswith(torn)
    assert "log.unsigned" not in archive.files
    assert archive.wrong() == set()


def test_stopped_again_while_it_is_mended(start: Start) -> None:
    torn, _ = stopped(start, _call_that_appends(start), Killed(), torn=40)
    for call in range(1, 20):
        archive = Archive(Memory(dict(torn.files)), torn.keyring)
        archive.port.meddle = stop_at(call)
        try:
            archive.append(*new_leaves("again"))
        except Killed:
            archive.port.meddle = lambda *_: None
            assert archive.wrong() <= MENDABLE
            archive.append(*new_leaves("once more"))
        assert archive.wrong() == set()
        assert versions(archive) == [*versions(start()), "v4", "v5"]
        torn.keyring = start().keyring


def test_what_nobody_signed_is_kept_aside_and_never_signed(start: Start) -> None:
    archive = start()
    forged = leaf(9).as_line() + b"\n" + b"torn"
    archive.files[LOG] = archive.files.get(LOG, b"") + forged
    if CHECKPOINT not in archive.files:
        assert archive.wrong() == {Kind.ALTERED}
        with pytest.raises(LogError):
            archive.append(leaf(4))
        return
    assert archive.wrong() == {Kind.UNFINISHED}
    assert leaf(9) not in archive.book().leaves()
    told = archive.append(leaf(4))
    assert [finding.kind for finding in told] == [Kind.REPAIRED]
    assert archive.files["log.unsigned"] == forged + b"\n"
    assert leaf(9) not in archive.book().leaves()
    assert archive.wrong() == set()


def test_the_list_of_keys_is_written_anew_from_the_log(start: Start) -> None:
    archive = start()
    archive.append(leaf(4))
    listed = archive.files[KEYS]
    for content in (b"", listed + listed, b"none\n", listed[:-1]):
        archive.files[KEYS] = content
        assert archive.wrong() == {Kind.KEY_LIST}
        assert [finding.kind for finding in archive.book().recover(archive.keyring)] == [Kind.REPAIRED]
        assert archive.files[KEYS] == listed
    del archive.files[KEYS]
    archive.append(leaf(5))
    assert archive.files[KEYS] == listed


def test_who_writes_at_the_same_time_is_noticed_and_nothing_signed_is_lost(start: Start) -> None:
    call, met = 0, True
    while met:
        call, met = call + 1, False
        archive = start()
        other = Archive(archive.port, archive.keyring)

        def meddle(now: int, memory: Memory, *_: object, at: int = call, other: Archive = other) -> None:
            nonlocal met
            if now == at:
                met, memory.meddle = True, lambda *_: None
                other.append(leaf(9))

        archive.port.calls, archive.port.meddle = 0, meddle
        failed = _kinds_of_failure(archive)
        archive.port.meddle = lambda *_: None
        assert "v9" in versions(archive) or not met
        assert failed == [Kind.UNWRITTEN] or (not failed and "v4" in versions(archive))
        archive.append(leaf(4), leaf(9))
        assert archive.wrong() == set()
        assert sorted(versions(archive)) == sorted([*versions(start()), "v4", "v9"])
    assert call >= 5


@pytest.mark.parametrize("read", range(1, 9))
@pytest.mark.parametrize("is_visitor", [True, False])
def test_who_reads_while_others_write_sees_the_log_as_it_was_at_one_time(
    start: Start, read: int, is_visitor: bool, tmp_path: Path
) -> None:
    archive, reads = start(), [0]
    archive.append(leaf(8))
    reader = Archive(archive.port, Keyring(tmp_path / "visitor") if is_visitor else archive.keyring)
    reader.book().remember(reader.keyring)

    def look(memory: Memory, _: str) -> None:
        reads[0] += 1
        if reads[0] == read:
            memory.look = lambda *_: None
            archive.append(leaf(4))

    archive.port.look = look
    assert reader.wrong() == set()
    archive.port.look = lambda *_: None
    assert "v4" in versions(archive) or read > reads[0]


def test_who_reads_while_others_write_without_end_raises_no_false_alarm(start: Start) -> None:
    archive, number = start(), iter(range(10, 1000))

    def look(memory: Memory, _: str) -> None:
        memory.look = lambda *_: None
        archive.append(leaf(next(number)))
        memory.look = look

    archive.port.look = look
    found = archive.wrong()
    archive.port.look = lambda *_: None
    assert found <= MENDABLE


def _kinds_of_failure(archive: Archive) -> list[Kind]:
    try:
        archive.append(leaf(4))
    except LogError as error:
        return [finding.kind for finding in error.findings]
    return []


_REAL = """
import os, sys
from pathlib import Path
from briefing.log import Book, Folder, Keyring
from briefing.log.leaf import read_line

root, keys, dying, after = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "after"
origin, leaf = sys.argv[5], read_line(sys.argv[6].encode())
ring = Keyring(keys)
signer, calls = ring.own(origin), [0]

def deadly(name):
    real = getattr(os, name)
    def call(*args, **options):
        calls[0] += 1
        if calls[0] == dying and not after:
            os._exit(9)
        if name == "write" and calls[0] == dying:
            real(args[0], bytes(args[1])[:50])
            os._exit(9)
        result = real(*args, **options)
        if calls[0] == dying:
            os._exit(9)
        return result
    setattr(os, name, call)

for name in ("open", "write", "fsync", "close", "replace", "rename", "unlink"):
    deadly(name)
Book(Folder(root), origin).append(leaf, signer, ring)
os._exit(0)
"""


@pytest.mark.parametrize("when", ["before", pytest.param("after", marks=pytest.mark.long)])
def test_a_real_program_killed_at_any_of_its_calls_leaves_a_log_that_is_mended(tmp_path: Path, when: str) -> None:
    dying, status, killed = 0, 9, 0
    while status == 9:
        dying += 1 if when == "after" else 3
        root, keys = tmp_path / f"root{dying}", tmp_path / f"keys{dying}"
        root.mkdir()
        ring, book = Keyring(keys, stream("own")), Book(Folder(root), ORIGIN)
        book.append(leaf(1), ring.own(ORIGIN), ring)
        command = [sys.executable, "-c", _REAL, str(root), str(keys), str(dying), when, ORIGIN, leaf(4).as_line()]
        status = subprocess.run(command, check=False).returncode
        killed += status == 9
        found = problems(book.examine(ring))
        assert found <= MENDABLE
        book.append(leaf(4), ring.own(ORIGIN), ring)
        assert not problems(Book(Folder(root), ORIGIN).examine(ring))
        assert [entry.kind for entry in book.leaves()] == ["key", "edition", "edition"]
    assert status == 0
    assert killed >= 4
