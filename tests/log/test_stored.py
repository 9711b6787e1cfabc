"""A log in an object store has the bytes of one on a disk, and nothing in it ever waits for its checkpoint."""

from pathlib import Path

import pytest

from briefing.log import Book, Keyring, Kind, LogError, Stored
from briefing.log.checkpoint import Checkpoint
from briefing.log.note import take_apart
from briefing.log.port import ChangedError
from tests import bucket_memory
from tests.bucket_memory import CHANGES, Watched
from tests.log.conftest import CHECKPOINT, KEYS, LOG, ORIGIN, Archive, Killed, Memory, leaf, problems, stream

NAME = "archive"


def in_store(bucket: object, tmp_path: Path, user: str = "keys") -> Archive:
    """The same archive as on a disk, in a bucket."""
    return Archive(Stored(bucket, NAME), Keyring(tmp_path / user, stream("own")))  # type: ignore[arg-type]


def stored(bucket: bucket_memory.Memory) -> dict[str, bytes]:
    return {key.removeprefix(f"{NAME}/"): held for key, held in bucket.held.items() if key.startswith(f"{NAME}/")}


def aside(bucket: bucket_memory.Memory) -> list[str]:
    return [key for key in bucket.held if key.startswith(f".{NAME}.work/")]


def test_its_files_are_those_of_a_disk(tmp_path: Path) -> None:
    bucket = bucket_memory.Memory()
    disk = Archive(Memory(), Keyring(tmp_path / "disk", stream("own")))
    for numbers in ((1,), (2, 3), (3,), (4,)):
        disk.append(*map(leaf, numbers))
        in_store(bucket, tmp_path).append(*map(leaf, numbers))
        assert stored(bucket) == disk.files
    assert aside(bucket) == []
    assert in_store(bucket, tmp_path).wrong() == set()


@pytest.mark.parametrize("before", [True, False])
def test_it_is_in_order_at_every_moment_and_finished_by_the_next(tmp_path: Path, before: bool) -> None:
    """At every request that writes the program is killed; who reads meanwhile finds the log whole, old or new."""
    start = bucket_memory.Memory()
    in_store(start, tmp_path).append(leaf(1))
    sizes = []
    for at in range(1, 5):
        bucket, made = bucket_memory.Memory(dict(start.held)), [0]

        def die(name: str, _key: str, at: int = at, made: list[int] = made) -> None:
            made[0] += name in CHANGES
            if made[0] >= at:
                raise Killed

        with pytest.raises(Killed):
            in_store(Watched(bucket, **{"before" if before else "after": die}), tmp_path, f"keys{at}").append(leaf(2))
        reader = in_store(bucket, tmp_path, f"reader{at}")
        assert reader.wrong() == set()
        sizes.append(len(reader.book().leaves()))
        in_store(bucket, tmp_path).book().recover(reader.keyring)
        lines = bucket.held[f"{NAME}/{LOG}"].count(b"\n")
        assert lines == Checkpoint.parse(take_apart(bucket.held[f"{NAME}/{CHECKPOINT}"])[0]).size == sizes[-1]
        in_store(bucket, tmp_path, f"keys{at}").append(leaf(2))
        in_store(bucket, tmp_path).book().recover(reader.keyring)
        assert len(in_store(bucket, tmp_path).book().leaves()) == 3
        assert aside(bucket) == []
    assert sizes == sorted(sizes)
    assert set(sizes) == {2, 3}


def test_of_two_who_append_at_once_one_begins_anew(tmp_path: Path) -> None:
    bucket = bucket_memory.Memory()
    in_store(bucket, tmp_path).append(leaf(1))
    done: list[str] = []

    def meddle(name: str, key: str) -> None:
        if (name, key) == ("put", f"{NAME}/{CHECKPOINT}") and not done:
            done.append(key)
            in_store(bucket, tmp_path).append(leaf(2))

    slow = in_store(Watched(bucket, meddle), tmp_path)
    with pytest.raises(LogError) as refused:
        slow.append(leaf(3))
    assert isinstance(refused.value.__cause__, ChangedError)
    slow.append(leaf(3))
    assert [entry.version for entry in slow.book().leaves()[1:]] == ["v1", "v2", "v3"]
    assert slow.wrong() == set()
    assert aside(bucket) == []


def test_lines_that_somebody_put_there_count_for_nothing_and_are_moved_away(tmp_path: Path) -> None:
    bucket = bucket_memory.Memory()
    in_store(bucket, tmp_path).append(leaf(1))
    bucket.held[f"{NAME}/{LOG}"] += leaf(9).as_line() + b"\n"
    assert in_store(bucket, tmp_path).wrong() == {Kind.UNFINISHED}
    in_store(bucket, tmp_path).append(leaf(2))
    assert in_store(bucket, tmp_path).wrong() == set()
    assert leaf(9).as_line() in bucket.held[f"{NAME}/log.unsigned"]
    assert leaf(9).as_line() not in bucket.held[f"{NAME}/{LOG}"]


@pytest.mark.parametrize("laid", [b"no JSON", b'{"lines": "{}\\n", "keys": ""}', b"[]"])
def test_what_others_lay_aside_is_not_taken_for_what_was_signed(tmp_path: Path, laid: bytes) -> None:
    bucket = bucket_memory.Memory()
    in_store(bucket, tmp_path).append(leaf(1))
    (log, checkpoint) = (bucket.held[f"{NAME}/{name}"] for name in (LOG, CHECKPOINT))
    port = Stored(bucket, NAME)
    bucket.held[f"{NAME}/{LOG}"] = log[: log.index(b"\n") + 1]
    bucket.held[f"{port._aside(checkpoint)}/1"] = laid
    found = problems(Book(port, ORIGIN).examine(Keyring(tmp_path / "keys", stream("own"))))
    assert found == {Kind.ALTERED}


def test_what_can_count_no_more_is_cleared_away(tmp_path: Path) -> None:
    bucket = bucket_memory.Memory()
    archive = in_store(bucket, tmp_path)
    archive.append(leaf(1))
    late, early = f".{NAME}.work/log/{'a' * 64}/2", f".{NAME}.work/log/{'b' * 64}/0"
    bucket.held.update({late: b"{}", early: b"{}"})
    archive.book().recover(archive.keyring)
    assert aside(bucket) == [late], "who laid it aside may be about to put its checkpoint"
    assert set(stored(bucket)) == {LOG, CHECKPOINT, KEYS}
