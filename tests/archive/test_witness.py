"""Witness: an archive that was written anew as a whole is found out by anyone who kept a file, or one line."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.archive_scenario import archive_of, file_next
from tests.workbench import run

_OTHERS = "others"


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """An archive of two editions."""
    for _ in range(2):
        file_next(tmp_path, lambda _: None)
    return tmp_path


def ask(
    folder: Path, *arguments: str, who: str = "first", given: str | None = None
) -> subprocess.CompletedProcess[str]:
    """A command by somebody whose folder of keys is their own."""
    keys = folder / "keys" / who
    return run(*arguments, folder=folder, environment={"BRIEFING_KEYS": str(keys)}, given=given)


def witness(folder: Path, *arguments: str, status: int = 0, **named: str) -> str:
    """`briefing witness`, with the archive unless something is given."""
    archive = () if "--given" in arguments else ("--archive", str(archive_of(folder)))
    done = ask(folder, "witness", *arguments, *archive, **named)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def written_anew(folder: Path) -> None:
    """Everything is filed again, by one who has a key of their own and leaves no trace of the first archive's log."""
    archive = archive_of(folder)
    identity = (archive / "archive.json").read_bytes()
    shutil.rmtree(archive)
    (folder / "anew").mkdir()
    file_next(folder / "anew", lambda _: None, officer="forger")
    whole = archive_of(folder / "anew")
    (whole / "archive.json").write_bytes(identity)
    for name in ("log.jsonl", "checkpoint", "log.pub"):
        (whole / name).unlink()
    shutil.rmtree(whole / "harbour")
    shutil.move(whole, archive)
    for _ in range(4):
        file_next(folder, lambda _: None, officer="forger")


def test_each_visit_adds_a_head_to_the_file(filed: Path) -> None:
    assert "The log has 3 lines so far" in witness(filed, "kept.txt")
    assert "Nothing was added to the log since" in witness(filed, "kept.txt")
    file_next(filed, lambda _: None)
    told = witness(filed, "kept.txt")
    assert "The log continues what was kept, with 1 line more" in told
    assert "size 4 · root" in told
    assert (filed / "kept.txt").read_text("utf-8").count("\nold ") == 2


def test_an_archive_that_was_written_anew_is_found_out_by_who_kept_a_file_or_one_line(filed: Path) -> None:
    line = witness(filed, "kept.txt").splitlines()[0]
    written_anew(filed)
    for kept in (line, "kept.txt"):
        done = ask(filed, "verify", str(archive_of(filed)), "--checkpoint", kept, who=_OTHERS)
        assert done.returncode == 1
        assert "E837" in done.stdout
        assert "written anew" in done.stdout
    # Without either, one who sees it for the first time cannot know.
    assert "E837" not in ask(filed, "verify", str(archive_of(filed)), who=_OTHERS).stdout
    assert "E837" in witness(filed, "kept.txt", status=1, who=_OTHERS)


def test_a_witness_needs_no_archive(filed: Path) -> None:
    witness(filed, "sent.txt")
    first = witness(filed, "mine.txt", "--given", "sent.txt", who=_OTHERS)
    assert "Compare the key with those who keep the archive" in first
    file_next(filed, lambda _: None)
    witness(filed, "sent.txt")
    assert "with 1 line more" in witness(filed, "mine.txt", "--given", "sent.txt", who=_OTHERS)
    assert (filed / "mine.txt").read_bytes() == (filed / "sent.txt").read_bytes()


def test_a_witness_who_kept_one_line_is_sent_the_proof_since_then(filed: Path) -> None:
    line = witness(filed, "sent.txt").splitlines()[0]
    witness(filed, "mine.txt", "--given", "sent.txt", who=_OTHERS)
    file_next(filed, lambda _: None)
    witness(filed, "since.txt", "--since", line)
    sent = (filed / "since.txt").read_text("utf-8")
    assert "with 1 line more" in witness(filed, "mine.txt", "--given", "-", who=_OTHERS, given=sent)


def test_a_witness_takes_nothing_over_from_a_log_written_anew(filed: Path) -> None:
    witness(filed, "sent.txt")
    witness(filed, "mine.txt", "--given", "sent.txt", who=_OTHERS)
    kept = (filed / "mine.txt").read_bytes()
    line = "size 3 · root " + "0" * 16
    written_anew(filed)
    assert "E837" in witness(filed, "forged.txt", "--since", line, status=1, who="forger")
    witness(filed, "forged.txt", who="forger")
    told = witness(filed, "mine.txt", "--given", "forged.txt", status=1, who=_OTHERS)
    assert "E842" in told or "E837" in told
    assert (filed / "mine.txt").read_bytes() == kept


def test_a_head_signed_with_a_new_key_is_taken_over_only_when_a_person_compared_it(filed: Path) -> None:
    witness(filed, "sent.txt")
    witness(filed, "mine.txt", "--given", "sent.txt", who=_OTHERS)
    told = accepted_key(filed)
    file_next(filed, lambda _: None, officer="ben")
    witness(filed, "sent.txt", who="ben")
    refused = witness(filed, "mine.txt", "--given", "sent.txt", status=1, who=_OTHERS)
    assert "E834" in refused
    key = refused.partition('--accept-key "')[2].partition('"')[0]
    assert "with 2 lines more" in witness(filed, "mine.txt", "--given", "sent.txt", "--accept-key", key, who=_OTHERS)
    assert told


def accepted_key(folder: Path) -> bool:
    """A second officer sees the archive for the first time, and so takes its keys as they are."""
    return ask(folder, "verify", str(archive_of(folder)), who="ben").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("no.txt", "--given", "junk.txt"), 1, "E841"),
        (("kept.txt", "--since", "size 2 · root 0000000000000000"), 2, "leave --since out"),
        (("new.txt", "--since", "nonsense"), 2, "is no head of a log"),
        (("kept.txt", "--given", "kept.txt", "--since", "x"), 2, "leave one out"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(filed: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    witness(filed, "kept.txt")
    (filed / "junk.txt").write_text("hello\n")
    assert said in witness(filed, *arguments, status=status)


def test_there_is_nothing_to_give_of_an_empty_archive(tmp_path: Path) -> None:
    file_next(tmp_path, lambda _: None)
    archive = archive_of(tmp_path)
    for name in ("log.jsonl", "checkpoint", "log.pub"):
        (archive / name).unlink()
    shutil.rmtree(archive / "harbour")
    assert "E842" in witness(tmp_path, "kept.txt", status=1, who=_OTHERS)
