"""What is said, given out or filed on the strength of the archive is held against its log first."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.archive.answer import Answer
from briefing.archive.beside import record_sent, withdraw
from briefing.archive.get import get
from briefing.archive.identify import Identity, by_code, by_content
from briefing.archive.store import Archive
from briefing.editions.deposit import deposit
from briefing.model.problem import FaultyInputError
from tests.archive.tampering import write_inventory
from tests.many_editions import MOMENT, file_texts, open_archive

NAME = "harbour"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Three editions of a brief, of which the second is withdrawn, and the first was given to somebody."""
    made = open_archive(tmp_path)
    with made.writing(print):
        for text in ("A boat.", "A quay.", "A pier."):
            file_texts(made, NAME, {"board": [text]})
        withdraw(made, made.editions(NAME)[1], reason="Wrong", at=MOMENT, by="officer")
        record_sent(made, made.editions(NAME)[0], audience="board", to=["Ada"], at=MOMENT, by="officer")
    return made


def asked(archive: Archive, version: int) -> Identity:
    again = Archive.open(archive.folder, archive.keys)
    found = by_code(again, again.editions(NAME)[version - 1].audience[0].edition_code)
    assert found
    return found


def withdrawals_gone(root: Path) -> None:
    shutil.rmtree(root / f"{NAME}.withdrawals")


def last_version_gone(root: Path) -> None:
    shutil.rmtree(root / NAME / "v3")
    for name in ("inventory.json", "inventory.json.sha512"):
        shutil.copy(root / NAME / "v2" / name, root / NAME / name)


def own_inventory_older(root: Path) -> None:
    for name in ("inventory.json", "inventory.json.sha512"):
        shutil.copy(root / NAME / "v2" / name, root / NAME / name)


def version_slipped_in(root: Path) -> None:
    shown = json.loads((root / NAME / "inventory.json").read_text("utf-8"))
    record = json.loads((root / NAME / "v3/content/edition.json").read_text("utf-8"))
    content = json.dumps({**record, "version": 4, "edition": "4.0"}).encode()
    digest = hashlib.sha512(content).hexdigest()
    shown["head"] = "v4"
    state = {one: paths for one, paths in shown["versions"]["v3"]["state"].items() if paths != ["edition.json"]}
    shown["versions"]["v4"] = {**shown["versions"]["v3"], "state": {**state, digest: ["edition.json"]}}
    shown["manifest"][digest] = ["v4/content/edition.json"]
    (root / NAME / "v4/content").mkdir(parents=True)
    (root / NAME / "v4/content/edition.json").write_bytes(content)
    for folder in (root / NAME, root / NAME / "v4"):
        write_inventory(folder / "inventory.json", json.dumps(shown))


def own_inventory_forged(root: Path) -> None:
    """What the first edition says is exchanged in the object's own inventory alone; v1 to v3 stay as they were."""
    shown = json.loads((root / NAME / "inventory.json").read_text("utf-8"))
    record = json.loads((root / NAME / "v1/content/edition.json").read_text("utf-8"))
    record["audience"][0]["files"][0]["sha512"] = hashlib.sha512(b"forged").hexdigest()
    content = json.dumps(record).encode()
    (root / NAME / "v3/content/forged.json").write_bytes(content)
    state = shown["versions"]["v1"]["state"]
    (old,) = [digest for digest, paths in state.items() if "edition.json" in paths]
    digest = hashlib.sha512(content).hexdigest()
    state[digest] = state.pop(old)
    shown["manifest"][digest] = ["v3/content/forged.json"]
    write_inventory(root / NAME / "inventory.json", json.dumps(shown))


def version_damaged(root: Path) -> None:
    (root / NAME / "v1" / "inventory.json").write_bytes(b"{")


def test_an_edition_is_genuine_and_withdrawn_replaced_or_current(archive: Archive) -> None:
    assert [asked(archive, version).status for version in (1, 2, 3)] == ["in the log"] * 3
    assert [asked(archive, version).doubt for version in (1, 2, 3)] == [""] * 3
    assert asked(archive, 2).withdrawal
    assert asked(archive, 3).is_current


@pytest.mark.parametrize(
    ("spoil", "version", "doubt"),
    [
        (withdrawals_gone, 2, "v1 of “harbour.withdrawals” is gone"),
        (last_version_gone, 1, "v3 of “harbour” is gone"),
        (own_inventory_older, 1, "the inventory of “harbour” is not that of its version v3"),
        (version_slipped_in, 1, "v4 of “harbour” is not in the log"),
    ],
)
def test_where_something_later_was_removed_nobody_is_told_that_an_edition_is_current(
    archive: Archive, spoil: Callable[[Path], None], version: int, doubt: str
) -> None:
    spoil(archive.folder)
    found = asked(archive, version)
    answer = Answer("a paper", found)
    assert (found.status, answer.is_genuine, answer.is_proved) == ("in the log", True, False)
    assert found.doubt.startswith(doubt)
    assert any(sentence.startswith("NOT PROVED, whether it is current: ") for sentence in answer.sentences())
    assert answer.as_object()["current"] is None


def test_a_file_that_the_objects_own_inventory_alone_knows_is_not_genuine(archive: Archive, tmp_path: Path) -> None:
    own_inventory_forged(archive.folder)
    again = Archive.open(archive.folder, archive.keys)
    found = by_content(again, b"forged")
    assert found
    assert (found.status, Answer("a file", found).is_genuine) == ("exchanged", False)
    with pytest.raises(FaultyInputError, match="was exchanged") as raised:
        list(get(again, again.editions(NAME)[0], tmp_path / "out"))
    assert [problem.code for problem in raised.value.problems] == ["E817"]
    assert not (tmp_path / "out").exists()


def test_a_later_edition_that_has_nothing_for_an_audience_is_told(archive: Archive) -> None:
    with archive.writing(print):
        file_texts(archive, NAME, {"public": ["A dam."]})
    *_, current, last = Answer("a paper", asked(archive, 3)).sentences()
    assert current.startswith("CURRENT")
    assert last == "Edition 4.0 · 2024-01-01, filed after it, holds nothing for this audience."


def test_an_edition_that_lies_under_another_name_is_not_taken_for_one_of_that_name(archive: Archive) -> None:
    (archive.folder / NAME).rename(archive.folder / "other")
    again = Archive.open(archive.folder, archive.keys)
    with pytest.raises(FaultyInputError, match="it is that of v1 of “harbour”"):
        again.editions("other")


def test_damage_is_not_called_a_forgery(archive: Archive) -> None:
    version_damaged(archive.folder)
    answer = Answer("a paper", asked(archive, 1))
    assert next(answer.sentences()).startswith("NOT PROVED: the archive is damaged")
    assert not answer.is_genuine


def another_edition(archive: Archive) -> None:
    file_texts(archive, NAME, {"board": ["A dam."]})


def another_withdrawal(archive: Archive) -> None:
    withdraw(archive, archive.editions(NAME)[0], reason="Wrong", at=MOMENT, by="officer")


@pytest.mark.parametrize(
    ("spoil", "file_next"),
    [
        (withdrawals_gone, another_withdrawal),
        (last_version_gone, another_edition),
        (version_slipped_in, another_edition),
        (own_inventory_forged, another_edition),
    ],
)
def test_nothing_is_filed_over_what_was_removed_or_slipped_in(
    archive: Archive, spoil: Callable[[Path], None], file_next: Callable[[Archive], None]
) -> None:
    spoil(archive.folder)
    again = Archive.open(archive.folder, archive.keys)
    head = again.book.checkpoint()
    with again.writing(print), pytest.raises(FaultyInputError, match="nothing is filed, for ") as raised:
        file_next(again)
    assert [problem.code for problem in raised.value.problems] == ["E805"]
    assert again.book.checkpoint() == head
    assert not again.root.forgotten()


@pytest.mark.parametrize("spoil", [withdrawals_gone, own_inventory_forged])
def test_nothing_is_handed_over_of_what_is_not_as_it_was_filed(
    archive: Archive, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(archive.folder)
    again = Archive.open(archive.folder, archive.keys)
    with pytest.raises(FaultyInputError, match="nothing is handed over, for "):
        deposit(again, NAME, tmp_path / "bag", by="officer", day="2026-01-01")
    assert not (tmp_path / "bag").exists()
