"""A folder: what was written is whole and on the disk, and who writes beside us is noticed."""

import errno
import os
import stat
from pathlib import Path

import pytest

from briefing.log.port import ChangedError, Folder


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls that write, in their order."""
    calls: list[str] = []

    def watched(name: str) -> None:
        real = getattr(os, name)

        def call(*args: object, **options: object) -> object:
            what = name
            if name == "fsync":
                what += " folder" if stat.S_ISDIR(os.fstat(args[0]).st_mode) else " file"  # type: ignore[arg-type]
            calls.append(what)
            return real(*args, **options)

        monkeypatch.setattr(os, name, call)

    for name in ("write", "fsync", "replace", "rename"):
        watched(name)
    return calls


def test_what_is_not_there_reads_as_nothing(tmp_path: Path) -> None:
    assert Folder(tmp_path).read("log.jsonl") is None


def test_what_was_written_is_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.replace("checkpoint", b"one", instead_of=None)
    folder.replace("checkpoint", b"two", instead_of=b"one")
    folder.append("log.jsonl", b"one", at=0)
    folder.append("log.jsonl", b"two", at=3)
    assert (folder.read("checkpoint"), folder.read("log.jsonl")) == (b"two", b"onetwo")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint", "log.jsonl"]


def test_a_place_is_the_same_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "archive")
    names = [tmp_path / "archive", tmp_path / "link", tmp_path / "archive" / ".." / "archive"]
    assert {Folder(name).place for name in names} == {str((tmp_path / "archive").resolve())}


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, told: list[str]) -> None:
    Folder(tmp_path).replace("checkpoint", b"one", instead_of=None)
    assert told in (["write", "fsync file", name, "fsync folder"] for name in ("replace", "rename"))


def test_what_is_appended_is_on_the_disk(tmp_path: Path, told: list[str]) -> None:
    Folder(tmp_path).append("log.jsonl", b"one", at=0)
    assert told == ["write", "fsync file", "fsync folder"]
    Folder(tmp_path).append("log.jsonl", b"two", at=3)
    assert told[3:] == ["write", "fsync file"]


def test_a_write_that_takes_a_part_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: real(handle, bytes(content)[:3]))
    Folder(tmp_path).append("log.jsonl", b"0123456789", at=0)
    assert Folder(tmp_path).read("log.jsonl") == b"0123456789"


def test_who_wrote_meanwhile_is_noticed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.replace("checkpoint", b"theirs", instead_of=None)
    with pytest.raises(ChangedError):
        folder.replace("checkpoint", b"ours", instead_of=None)
    with pytest.raises(ChangedError):
        folder.append("checkpoint", b"ours", at=0)
    assert folder.read("checkpoint") == b"theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


def test_who_writes_while_we_append_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def overtaken(handle: int, content: bytes) -> int:
        monkeypatch.setattr(os, "write", real)
        Folder(tmp_path).append("log.jsonl", b"theirs", at=0)
        return real(handle, content)

    monkeypatch.setattr(os, "write", overtaken)
    with pytest.raises(ChangedError):
        Folder(tmp_path).append("log.jsonl", b"ours", at=0)
    assert Folder(tmp_path).read("log.jsonl") == b"theirsours"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path)
    folder.replace("checkpoint", b"one", instead_of=None)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        folder.replace("checkpoint", b"two", instead_of=b"one")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"checkpoint": b"one"}


def test_what_a_stopped_program_left_beside_a_file_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".checkpoint.0a0b0c0d.part").write_bytes(b"half")
    (tmp_path / ".another").write_bytes(b"not ours")
    Folder(tmp_path).replace("checkpoint", b"one", instead_of=None)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".another", "checkpoint"]


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
def test_a_log_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "log.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        Folder(tmp_path).append("log.jsonl", b"one", at=0)
    assert (tmp_path / "elsewhere").read_bytes() == b""
