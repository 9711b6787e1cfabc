"""Keys: made on first use, for their owner alone, and what was seen of a log is not forgotten."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.log import Checkpoint, Keyring, Kind, LogError, own
from briefing.log.merkle import leaf_hash
from tests.log.conftest import ORIGIN, stranger, stream

posix = pytest.mark.skipif(os.name != "posix", reason="modes of files")


def at(size: int, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, size, leaf_hash(b"%d" % size))


def private_keys(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pem"))


def kinds(error: LogError) -> list[Kind]:
    return [finding.kind for finding in error.findings]


def test_a_key_is_made_on_first_use_and_then_stays(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "config" / "briefing" / "keys")
    assert ring.own_key(ORIGIN) is None
    key = ring.own(ORIGIN).key
    assert key.name == ORIGIN
    assert ring.own(ORIGIN).key == ring.own_key(ORIGIN) == key
    assert Keyring(tmp_path / "config" / "briefing" / "keys").own(ORIGIN).key == key


def test_each_log_has_a_key_of_its_own(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    origins = ["a.example", "A.example", "a.example/x", "a.example_x", "北京.example", "x" * 300, "..", "con"]
    assert len({ring.own(origin).key.public for origin in origins}) == len(origins)
    assert len({path.name.lower() for path in private_keys(tmp_path)}) == len(origins)


@posix
def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Keyring(tmp_path / "keys").own(ORIGIN)
    finally:
        os.umask(before)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in private_keys(tmp_path / "keys")] == [0o600]


@posix
def test_a_key_that_others_can_read_is_not_signed_with(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.own(ORIGIN)
    path = private_keys(tmp_path)[0]
    path.chmod(0o644)
    with pytest.raises(LogError) as error:
        ring.own(ORIGIN)
    assert kinds(error.value) == [Kind.NO_KEY]
    assert error.value.findings[0].hint.endswith(f"chmod 600 {path}")


def test_the_folder_says_what_it_is_and_how_it_is_kept(tmp_path: Path) -> None:
    Keyring(tmp_path).own(ORIGIN)
    said = (tmp_path / "README.txt").read_text()
    assert "private keys" in said
    assert "Keep a copy" in said
    (tmp_path / "README.txt").write_text("notes of the user")
    Keyring(tmp_path).own("another.example")
    assert (tmp_path / "README.txt").read_text() == "notes of the user"


def test_programs_that_make_a_key_at_once_get_the_same_one(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from briefing.log import Keyring; sys.stdin.readline();"
        f"print(Keyring(Path(sys.argv[1])).own({ORIGIN!r}).key)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "keys")]
    programs = [subprocess.Popen(command, stdin=-1, stdout=-1, text=True) for _ in range(4)]
    for program in programs:
        assert program.stdin
        program.stdin.write("go\n")
        program.stdin.flush()
    keys = {program.communicate()[0] for program in programs}
    assert keys == {f"{Keyring(tmp_path / 'keys').own(ORIGIN).key}\n"}
    assert sorted(path.suffix for path in (tmp_path / "keys").iterdir()) == [".pem", ".txt"]


def test_who_comes_second_takes_the_key_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, write = [], own.write_new

    def overtaken(path: Path, content: bytes, *, mode: int) -> None:
        monkeypatch.undo()
        write(path, content, mode=mode)
        first.append(Keyring(tmp_path).own(ORIGIN).key)

    monkeypatch.setattr(own, "write_new", overtaken)
    assert Keyring(tmp_path).own(ORIGIN).key == first[0]
    assert len(private_keys(tmp_path)) == 1


def test_a_file_system_without_links_holds_keys_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    key = Keyring(tmp_path).own(ORIGIN).key
    assert Keyring(tmp_path).own(ORIGIN).key == key
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\n", b"\x00" * 100])
def test_a_damaged_key_is_told_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    Keyring(tmp_path).own(ORIGIN)
    path = private_keys(tmp_path)[0]
    path.write_bytes(content)
    with pytest.raises(LogError, match="damaged") as error:
        Keyring(tmp_path).own(ORIGIN)
    assert kinds(error.value) == [Kind.NO_KEY]
    assert path.read_bytes() == content
    assert Keyring(tmp_path).own_key(ORIGIN) is None


def test_without_a_home_nothing_is_known_and_nothing_signed() -> None:
    ring = Keyring(None)
    assert ring.known(ORIGIN) == ()
    assert ring.last_seen(ORIGIN) is None
    assert not ring.knows(ORIGIN, stranger().key)
    with pytest.raises(LogError, match="no folder to keep it in") as error:
        ring.own(ORIGIN)
    assert kinds(error.value) == [Kind.NO_KEY]
    with pytest.raises(LogError) as error:
        ring.saw(at(1))
    assert kinds(error.value) == [Kind.NOT_REMEMBERED]


def test_where_no_folder_can_be_made_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ring = Keyring(tmp_path / "file" / "keys")
    with pytest.raises(LogError) as error:
        ring.own(ORIGIN)
    assert kinds(error.value) == [Kind.NO_KEY]
    assert str(error.value).endswith("not a directory.")
    with pytest.raises(LogError) as error:
        ring.remember(ORIGIN, [stranger().key])
    assert kinds(error.value) == [Kind.NOT_REMEMBERED]


def test_a_folder_that_cannot_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Keyring(tmp_path / "keys")
    key = ring.own(ORIGIN).key
    ring.saw(at(1))
    opened = os.open

    def read_only(path: Path, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.EROFS, "Read-only file system")
        return opened(path, flags, *mode)

    monkeypatch.setattr(os, "open", read_only)
    assert ring.own(ORIGIN).key == key
    assert ring.last_seen(ORIGIN)
    with pytest.raises(LogError, match="read-only file system") as error:
        ring.saw(at(2))
    assert kinds(error.value) == [Kind.NOT_REMEMBERED]
    with pytest.raises(LogError, match="read-only file system") as error:
        ring.own("another.example")
    assert kinds(error.value) == [Kind.NO_KEY]


def test_keys_that_were_seen_are_known(tmp_path: Path) -> None:
    ring, one, other = Keyring(tmp_path), stranger("one").key, stranger("other").key
    ring.remember(ORIGIN, [one])
    ring.remember(ORIGIN, [other, one])
    assert Keyring(tmp_path).known(ORIGIN) == (one, other)
    assert ring.knows(ORIGIN, other)
    assert ring.known("another.example") == ()


def test_a_key_of_ones_own_is_known_and_was_not_seen(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    key = ring.own(ORIGIN).key
    assert ring.knows(ORIGIN, key)
    assert ring.known(ORIGIN) == ()


def test_the_last_checkpoint_is_kept_with_its_date(tmp_path: Path) -> None:
    Keyring(tmp_path).saw(at(3), "2026-11-23T09:00:00Z")
    seen = Keyring(tmp_path).last_seen(ORIGIN)
    assert seen
    assert (seen.checkpoint, seen.issued) == (at(3), "2026-11-23T09:00:00Z")


def test_what_was_seen_never_goes_back(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.saw(at(3))
    for size in (1, 3):
        ring.saw(at(size))
        seen = ring.last_seen(ORIGIN)
        assert seen
        assert seen.checkpoint == at(3)
    ring.saw(at(4))
    seen = ring.last_seen(ORIGIN)
    assert seen
    assert (seen.checkpoint, seen.issued) == (at(4), None)


@pytest.mark.parametrize("content", [b"", b"\xff", b"no checkpoint\n", at(3, "another.example").text().encode()])
def test_a_damaged_memory_is_told_and_not_written_over(tmp_path: Path, content: bytes) -> None:
    ring = Keyring(tmp_path, stream("own"))
    ring.saw(at(3))
    path = next((tmp_path / "known").glob("*.checkpoint"))
    path.write_bytes(content)
    for ask in (lambda: ring.last_seen(ORIGIN), lambda: ring.saw(at(9))):
        with pytest.raises(LogError, match="damaged") as error:
            ask()
        assert kinds(error.value) == [Kind.NOT_REMEMBERED]
    assert path.read_bytes() == content


def test_damaged_keys_that_were_seen_are_told(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.remember(ORIGIN, [stranger().key])
    next((tmp_path / "known").glob("*.pub")).write_text("no key\n")
    with pytest.raises(LogError, match="damaged"):
        ring.known(ORIGIN)


def test_which_log_is_in_a_place_is_kept(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    assert ring.seen_at("/srv/archive") is None
    ring.met(ORIGIN, "/srv/archive")
    ring.met("another.example", "/srv/Archive")
    assert (ring.seen_at("/srv/archive"), ring.seen_at("/srv/Archive")) == (ORIGIN, "another.example")
    ring.met("another.example", "/srv/archive")
    assert ring.seen_at("/srv/archive") == "another.example"
    assert Keyring(None).seen_at("/srv/archive") is None


@posix
def test_the_folder_is_for_its_owner_alone_whatever_comes_first(tmp_path: Path) -> None:
    Keyring(tmp_path / "keys").saw(at(1))
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "keys", tmp_path / "keys" / "known")] == [0o700] * 2


def test_what_is_known_is_forgotten_as_the_hint_says(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.remember(ORIGIN, [stranger().key])
    ring.saw(at(3))
    where = Path(ring.whereabouts(ORIGIN))
    for path in where.parent.glob(where.name):
        path.unlink()
    assert (ring.known(ORIGIN), ring.last_seen(ORIGIN)) == ((), None)
