"""Several at once, and several officers with keys of their own, on one archive."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from briefing.archive.store import Act
from briefing.archive.verify import verify_archive
from briefing.log import Leaf
from briefing.model.problem import FaultyInputError
from tests.archive_desk import NAME as BRIEF
from tests.archive_desk import fresh
from tests.archive_faults import told_where
from tests.archive_scenario import NAME, archive_of, file_next, files, moment_of, open_archive
from tests.ocfl_judge import complaints
from tests.ocfl_scenario import Ended
from tests.workbench import COMMAND, clean_environment, run


def at_once(folder: Path, *arguments: tuple[str, ...]) -> list[tuple[int, str]]:
    """File editions in as many processes at once; how each ended and what it wrote."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.archive_scenario", str(folder), *each],
            **told_where(),
            stderr=subprocess.PIPE,
            text=True,
        )
        for each in arguments
    ]
    return [(process.wait(), said) for process in begun for said in [process.communicate()[1]]]


def logged(folder: Path) -> list[tuple[str, str]]:
    leaves = open_archive(folder, create=False).book.leaves()
    return [(leaf.object, leaf.version) for leaf in leaves if isinstance(leaf, Leaf)]


def test_four_who_file_one_brief_at_once_get_an_edition_each_and_a_line_each(tmp_path: Path) -> None:
    assert at_once(tmp_path, *[(NAME,)] * 4) == [(Ended.FILED, "")] * 4
    assert logged(tmp_path) == [(NAME, f"v{number}") for number in (1, 2, 3, 4)]
    assert verify_archive(open_archive(tmp_path)).problems == ()
    assert complaints(archive_of(tmp_path)) == []


@pytest.mark.parametrize("officers", [["first"] * 4, ["ann", "ben", "cem", "dot"]], ids=["one key", "four keys"])
def test_four_who_file_four_briefs_at_once_into_a_new_archive_lose_none(tmp_path: Path, officers: list[str]) -> None:
    names = ["bridge", "ferry", "harbour", "tunnel"]
    assert at_once(tmp_path, *zip(names, officers, strict=True)) == [(Ended.FILED, "")] * 4
    assert sorted(logged(tmp_path)) == [(name, "v1") for name in names]
    assert open_archive(tmp_path, officer="auditor").briefs() == tuple(names)
    assert verify_archive(open_archive(tmp_path, officer="auditor")).problems == ()
    ids = {open_archive(tmp_path).root.inventory(name).id.rpartition("/")[0] for name in names}
    assert ids == {open_archive(tmp_path).identifier}


def test_of_three_who_archive_the_same_text_at_once_one_files_it_and_the_others_are_told(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    begun = [
        subprocess.Popen(
            [*COMMAND, "archive", BRIEF],
            cwd=desk.folder,
            env={**clean_environment(), "BRIEFING_KEYS": str(desk.keys)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for _ in range(3)
    ]
    said = [process.communicate()[0] for process in begun]
    known = ("Filed: edition 1.0", "Nothing has changed since 1.0", "another command is writing to")
    counted = Counter(words for answer in said for words in known if words in answer)
    assert counted["Filed: edition 1.0"] == 1, said
    assert sum(counted.values()) == 3, said
    assert len(desk.editions()) == 1


def told(folder: Path, officer: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What an officer is told by the command."""
    keys = {"BRIEFING_KEYS": str(folder / "keys" / officer)}
    return run("verify", str(archive_of(folder)), *arguments, folder=folder, environment=keys)


def test_a_second_officer_files_at_once_and_the_first_accepts_their_key(tmp_path: Path) -> None:
    """From the second officer's first signature to the day on which both file as they like."""
    said: list[str] = []
    file_next(tmp_path, said.append, officer="ann")
    assert told(tmp_path, "cem").returncode == 0
    file_next(tmp_path, said.append, officer="ben")
    fingerprints = [
        str(open_archive(tmp_path, officer=one).keyring.own_key(open_archive(tmp_path).origin).fingerprint)
        for one in ("ann", "ben")
    ]
    (first_seen,) = said
    assert f"This log is seen here for the first time; it is signed with the key {fingerprints[0]}" in first_seen

    answer = told(tmp_path, "ann")
    assert answer.returncode == 1
    assert re.findall(r"error: (E\d+)", answer.stdout) == ["E834"]
    assert f"a key that is not known here: {fingerprints[1]}" in answer.stdout
    assert "WHOLE, AND SIGNED WITH A KEY THAT IS NOT ACCEPTED HERE" in answer.stdout
    with pytest.raises(FaultyInputError, match="not known here") as refused:
        file_next(tmp_path, said.append, officer="ann")
    assert f'briefing verify --accept-key "{fingerprints[1]}"' in refused.value.problems[0].hint
    assert len(open_archive(tmp_path).versions(NAME)) == 2

    wrong = told(tmp_path, "ann", "--accept-key", "0000 1111 2222 3333 4444 5555 6666 7777")
    assert wrong.returncode == 1
    assert "The log names no key with the fingerprint" in wrong.stderr

    answer = told(tmp_path, "ann", "--accept-key", fingerprints[1].upper().replace(" ", ""))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"the key {fingerprints[1]} counts here" in answer.stderr
    assert "WHOLE AND UNTOUCHED" in answer.stdout
    for officer in ("ann", "ben", "ann"):
        file_next(tmp_path, said.append, officer=officer)
    assert told(tmp_path, "ann").returncode == told(tmp_path, "ben").returncode == 0
    assert said == [first_seen], "neither is asked again"
    assert told(tmp_path, "cem").returncode == 0, "whom cem knows has signed after the key that cem did not know"


def test_who_signs_for_the_first_time_is_told_their_fingerprint(tmp_path: Path) -> None:
    notes = []
    for number, officer in ((1, "ann"), (2, "ann"), (3, "ben")):
        archive = open_archive(tmp_path, officer=officer)
        with archive.writing(lambda _: None):
            act = Act(kind="edition", at=moment_of(number), by=officer, why="")
            notes.append(archive.file(NAME, files(NAME, number), act).notes)
        own = archive.keyring.own(archive.origin).key.fingerprint
        if number == 3:
            assert own in notes[-1][-1]
    assert [len([one for one in each if "for the first time; your key is" in one]) for each in notes] == [1, 0, 1]
