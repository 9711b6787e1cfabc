"""A key that somebody else has is refused: what it signed before stays, what it signs afterwards counts nowhere."""

import shutil
from pathlib import Path

import pytest

from briefing.archive.store import Archive
from briefing.archive.verify import verify_archive
from briefing.model.problem import FaultyInputError
from tests.many_editions import file_texts
from tests.workbench import run

NAME = "harbour"


def opened(folder: Path, officer: str) -> Archive:
    return Archive.open(folder / "archive", folder / officer, create=True)


def file_one(folder: Path, officer: str, text: str) -> None:
    archive = opened(folder, officer)
    with archive.writing(print):
        file_texts(archive, NAME, {"board": [text]})


def verify(folder: Path, officer: str, *options: str, status: int = 0) -> str:
    done = run(
        *("verify", "--archive", "archive", *options),
        folder=folder,
        environment={"BRIEFING_KEYS": str(folder / officer)},
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def stolen(tmp_path: Path) -> str:
    """Ada has filed, Ben has seen it; somebody copies Ada's key, and both refuse it. Its fingerprint."""
    file_one(tmp_path, "ada", "A boat.")
    verify(tmp_path, "ben")
    shutil.copytree(tmp_path / "ada", tmp_path / "thief")
    ada = opened(tmp_path, "ada")
    key = ada.keyring.own_key(ada.origin)
    assert key
    assert "It was your own: it is set aside" in verify(tmp_path, "ada", "--refuse-key", key.fingerprint)
    told = verify(tmp_path, "ben", "--refuse-key", key.fingerprint.upper())
    assert f"nothing counts here that the key {key.fingerprint} signs after line 2 of the log." in told
    assert "WHOLE AND UNTOUCHED" in told, "what it signed before stays"
    return key.fingerprint


def test_what_is_signed_with_it_afterwards_counts_nowhere(tmp_path: Path, stolen: str) -> None:
    copy = shutil.copytree(tmp_path / "archive", tmp_path / "copy")
    file_one(tmp_path, "thief", "A forged boat.")
    for officer in ("ada", "ben"):
        told = verify(tmp_path, officer, status=1)
        assert f"E834 The log is signed with a key that is refused here since it had 2 leaves: {stolen}" in told
        with pytest.raises(FaultyInputError, match="refused here"):
            file_one(tmp_path, officer, "A quay.")
    shutil.rmtree(tmp_path / "archive")
    copy.rename(tmp_path / "archive")
    file_one(tmp_path, "ada", "A quay.")
    assert verify_archive(opened(tmp_path, "ada")).problems == ()


def test_the_new_key_is_a_question_until_a_colleague_has_compared_it(tmp_path: Path, stolen: str) -> None:
    file_one(tmp_path, "ada", "A quay.")
    ada = opened(tmp_path, "ada")
    new = ada.keyring.own_key(ada.origin)
    assert new
    assert new.fingerprint != stolen
    assert "E834" in verify(tmp_path, "ben", status=1)
    assert "WHOLE AND UNTOUCHED" in verify(tmp_path, "ben", "--accept-key", new.fingerprint)
    shutil.rmtree(tmp_path / "thief" / "known")  # whoever forges does not ask
    file_one(tmp_path, "thief", "A forged boat.")
    assert "E834" in verify(tmp_path, "ben", status=1), "the log still names the old key, and it stays refused"


def test_what_it_was_promised_with_is_not_entered(tmp_path: Path, stolen: str) -> None:
    archive = opened(tmp_path, "ben")
    assert stolen in archive.keyring.refused(archive.origin)
    (key,) = (one for one in archive.keyring.known(archive.origin) if one.fingerprint == stolen)
    assert not archive.keyring.knows(archive.origin, key)


def test_a_key_that_was_refused_by_mistake_is_accepted_again(tmp_path: Path, stolen: str) -> None:
    file_one(tmp_path, "thief", "A boat of Ada's, after all.")
    assert "WHOLE AND UNTOUCHED" in verify(tmp_path, "ben", "--accept-key", stolen)


def test_the_last_good_head_may_be_named(tmp_path: Path) -> None:
    file_one(tmp_path, "ada", "A boat.")
    ada = opened(tmp_path, "ada")
    head, key = ada.book.checkpoint(), ada.keyring.own_key(ada.origin)
    assert head
    assert key
    file_one(tmp_path, "ada", "A forged boat.")
    told = verify(tmp_path, "ben", "--refuse-key", key.fingerprint, "--checkpoint", str(head.head), status=1)
    assert "after line 2 of the log" in told
    assert "E834" in told


def test_a_witness_takes_nothing_over_that_it_signed(tmp_path: Path, stolen: str) -> None:
    file_one(tmp_path, "thief", "A forged boat.")
    keys = {"BRIEFING_KEYS": str(tmp_path / "thief")}
    assert run("witness", "sent", "--archive", "archive", folder=tmp_path, environment=keys).returncode == 0
    own = {"BRIEFING_KEYS": str(tmp_path / "ben")}
    done = run("witness", "mine", "--given", "sent", folder=tmp_path, environment=own)
    assert done.returncode == 1
    assert "E834" in done.stderr
    assert not (tmp_path / "mine").exists()
