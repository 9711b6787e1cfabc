"""Where the archive or the keys can only be read, or the disk is full, or the program is killed while it presses."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive_desk import AS_OF, NAME, ArchiveDesk, filed
from tests.archive_faults import look, run_plainly
from tests.archive_scenario import archive_of
from tests.ocfl_disk import can_mount, mounted, new_disk
from tests.ocfl_scenario import Ended
from tests.workbench import COMMAND, clean_environment

# An administrator may write anywhere; without this right they are like others.
_LIKE_OTHERS = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArchiveDesk]:
    """Three editions in an archive that can only be read."""
    if _LIKE_OTHERS and not shutil.which("setpriv"):
        pytest.skip("an administrator may write anywhere")
    desk = filed(tmp_path_factory.mktemp("locked") / "desk")
    desk.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    shutil.move(desk.keys, desk.folder.parent / "keys")
    _set(desk.folder, 0o555, 0o444)
    yield desk
    _set(desk.folder, 0o755, 0o644)


def _set(folder: Path, of_folders: int, of_files: int) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(of_folders if path.is_dir() else of_files)


def ask(desk: ArchiveDesk, *arguments: str, keys: Path) -> subprocess.CompletedProcess[str]:
    """Ask as one who may not write there."""
    return subprocess.run(
        [*_LIKE_OTHERS, *COMMAND, *arguments],
        cwd=desk.folder,
        env={**clean_environment(), "BRIEFING_KEYS": str(keys)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("editions",), "v3  2.0"),
        (("verify",), "WHOLE AND UNTOUCHED"),
        (("verify", NAME), "WHOLE AND UNTOUCHED"),
        (("find", "ferry"), "2.0"),
        (("get", NAME, "1.0", "-o", "{}"), "edition.json"),
    ],
)
def test_who_may_only_read_can_read_all_of_it(
    locked: ArchiveDesk, tmp_path: Path, arguments: tuple[str, ...], answer: str
) -> None:
    done = ask(locked, *(each.format(tmp_path / "out") for each in arguments), keys=locked.folder.parent / "keys")
    assert done.returncode == 0, done.stdout + done.stderr
    assert answer in done.stdout
    for word in ("error", "warning", "denied", "permission", "cannot"):
        assert word not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("archive", NAME, "--as-of", AS_OF),
        ("withdraw", NAME, "2.0", "--reason", "wrong"),
        ("sent", NAME, "2.0", "-a", "chief", "--to", "Ada"),
        ("timestamp", "--authority", "http://127.0.0.1:1/"),
    ],
)
def test_who_may_only_read_is_told_so_in_one_sentence(locked: ArchiveDesk, arguments: tuple[str, ...]) -> None:
    done = ask(locked, *arguments, keys=locked.folder.parent / "keys")
    assert done.returncode == 1
    (said,) = [line for line in done.stderr.splitlines() if "error" in line]
    assert said.startswith("error: E801 the storage root ")
    assert said.endswith("/archive cannot be written to: you have no permission")
    assert done.stdout == ""


def test_keys_that_cannot_be_made_are_told_before_anything_is_made(tmp_path: Path) -> None:
    desk = filed(tmp_path / "desk")
    desk.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    keys = desk.write("", "keys-of-another/README.txt").parent
    _set(keys, 0o555, 0o444)
    done = ask(desk, "archive", NAME, keys=keys)
    assert done.returncode == 1
    (said,) = [line for line in done.stderr.splitlines() if "error" in line]
    assert "E805 The key to sign with cannot be read or made in" in said
    assert len(desk.editions()) == 3
    assert list(desk.folder.glob(".archive.work/*/")) == []
    done = ask(desk, "verify", keys=keys)
    assert done.returncode == 0
    assert "What was seen of this log cannot be kept in" in done.stdout, "it says that it will not notice later"
    assert "WHOLE AND UNTOUCHED" in done.stdout


def test_a_full_disk_leaves_nothing_half_and_build_as_it_was(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("needs an administrator who may mount a disk in a file (ext4)")
    desk = filed(tmp_path / "desk")
    desk.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    built = {path: path.read_bytes() for path in (desk.folder / "build").rglob("*.pdf")}
    with mounted(new_disk(tmp_path / "disk"), tmp_path / "mounted") as folder:
        shutil.move(desk.archive, folder / "archive")
        _fill(folder / "filler")
        keys = {"BRIEFING_KEYS": str(desk.keys)}
        done = subprocess.run(
            [*COMMAND, "archive", NAME, "--as-of", AS_OF, "--archive", str(folder / "archive")],
            cwd=desk.folder,
            env={**clean_environment(), **keys},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 1
        (said,) = [line for line in done.stderr.splitlines() if "error" in line]
        assert said.endswith("the disk is full")
        assert sorted(path.name for path in (folder / "archive" / NAME).glob("v*")) == ["v1", "v2", "v3"]
        assert {path: path.read_bytes() for path in (desk.folder / "build").rglob("*.pdf")} == built


def test_on_a_full_disk_filing_is_refused_and_works_when_there_is_room(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("needs an administrator who may mount a disk in a file (ext4)")
    with mounted(new_disk(tmp_path / "disk"), tmp_path / "mounted") as folder:
        assert run_plainly(folder) == (Ended.FILED, "")
        _fill(folder / "filler")
        status, said = run_plainly(folder)
        assert status == Ended.REFUSED
        (folder / "filler").unlink()
        seen = look(folder, Ended(status), 1, said)
        assert seen.wrong == []
        assert not seen.committed
        assert archive_of(folder).exists()


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


def test_a_kill_while_it_presses_leaves_nothing_in_the_archive_and_its_scratch_goes_with_the_next(
    tmp_path: Path,
) -> None:
    desk = filed(tmp_path / "desk")
    desk.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**clean_environment(), "BRIEFING_KEYS": str(desk.keys), "TMPDIR": str(scratch)}
    before = sorted(desk.archive.rglob("*"))
    command = [*COMMAND, "archive", NAME, "--as-of", AS_OF]
    begun = subprocess.Popen(command, cwd=desk.folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    while begun.poll() is None and len(list(scratch.iterdir())) < 2:
        time.sleep(0.05)
    begun.send_signal(signal.SIGKILL)
    begun.communicate()
    assert begun.returncode == -signal.SIGKILL
    assert sorted(desk.archive.rglob("*")) == before
    assert list(scratch.iterdir())
    left = {path.name for path in scratch.iterdir()}
    done = subprocess.run(command, cwd=desk.folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert "Filed: edition 3.0" in done.stderr, done.stdout + done.stderr
    assert not {path.name for path in scratch.iterdir()} & {name for name in left if len(name.split("-")) == 3}
