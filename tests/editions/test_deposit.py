"""Deposit: a bag that others can check, with record copies, and nothing of other briefs."""

import errno
import io
import json
import shutil
import subprocess
import warnings
from pathlib import Path

import pikepdf
import pytest

from briefing.editions.deposit import deposit
from briefing.editions.record_copy import NoRecordCopyError, record_copy
from briefing.judge import judge
from briefing.log import Book, Folder, HiddenLeaf, Keyring
from briefing.model.problem import FaultyInputError
from tests.archive_desk import NAME, ArchiveDesk, filed
from tests.ocfl_judge import complaints
from tests.pdf_facts import set_words
from tests.workbench import run

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for its own version in an old way
    import bagit


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> ArchiveDesk:
    """Three editions of one brief, and one of another."""
    made = filed(tmp_path_factory.mktemp("desk") / "desk")
    shutil.copytree(made.folder / "sources" / NAME, made.folder / "sources" / "second")
    done = ask(made, "archive", "second", "--as-of", "2026-03-11T09:00+00:00")
    assert done.returncode == 0, done.stderr
    return made


def ask(desk: ArchiveDesk, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(*arguments, folder=desk.folder, environment={"BRIEFING_KEYS": str(desk.keys)})


@pytest.fixture(scope="module")
def bag(desk: ArchiveDesk) -> Path:
    done = ask(desk, "deposit", NAME, "-o", "bag", "--by", "officer")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "bag\n"
    return desk.folder / "bag"


def test_it_is_a_valid_bag(bag: Path) -> None:
    assert bagit.Bag(str(bag)).is_valid()
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        assert subprocess.run(["sha512sum", "--quiet", "-c", manifest], cwd=bag, check=False).returncode == 0
    assert "Contact-Name: officer\n" in (bag / "bag-info.txt").read_text("utf-8")


def test_it_holds_a_storage_root_of_this_brief_alone(bag: Path, desk: ArchiveDesk) -> None:
    root = bag / "data/ocfl"
    assert complaints(root) == []
    assert [fault for fault in judge(root).faults if fault.is_error] == []
    assert sorted(path.name for path in root.iterdir() if path.is_dir()) == ["extensions", NAME]
    filed_, given = desk.archive / NAME, root / NAME
    assert {path.relative_to(filed_) for path in filed_.rglob("*")} == {p.relative_to(given) for p in given.rglob("*")}


def test_its_log_is_the_signed_one_with_the_lines_of_other_briefs_hidden(bag: Path, desk: ArchiveDesk) -> None:
    book = Book(Folder(bag / "data/ocfl"), desk.opened().origin)
    assert not [one for one in book.examine(Keyring(desk.keys), is_redacted=True) if one.is_problem]
    hidden = [leaf for leaf in book.leaves() if isinstance(leaf, HiddenLeaf)]
    assert len(hidden) == 1
    assert "second" not in (bag / "data/ocfl/log.jsonl").read_text("utf-8")


def test_a_bag_that_cannot_be_finished_leaves_nothing(
    desk: ArchiveDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("briefing.editions.deposit.record_copy", full)
    with pytest.raises(FaultyInputError, match="the bag cannot be written: no space left on device"):
        deposit(desk.opened(), NAME, tmp_path / "bag", by="officer", day="2026-01-01")
    assert list(tmp_path.iterdir()) == []


def test_the_readme_of_the_bag_tells_how_its_log_is_checked_although_lines_are_hidden(bag: Path) -> None:
    of_log = (bag / "data/README.txt").read_text("utf-8").split("HOW TO CHECK THE LOG")[1].split("In a folder")[0]
    typed = "\n".join(line[2:] for line in of_log.splitlines() if line.startswith("  ")).replace("NAME", NAME)
    for spoil, status in (("", 0), ('sed -i \'s/"leaf":"./"leaf":"z/\' log.jsonl', 1)):
        shell = ["bash", "-eu", "-o", "pipefail", "-c", f"cp -r . ../again; cd ../again; {spoil}\n{typed}"]
        done = subprocess.run(shell, cwd=bag / "data/ocfl", capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == status, done.stdout + done.stderr
        shutil.rmtree(bag / "data/again")


def test_each_pdf_has_a_record_copy_with_the_same_pages(bag: Path, desk: ArchiveDesk) -> None:
    for edition in desk.editions():
        for _, file in edition.files():
            original = desk.opened().read(NAME, edition.version, file.path)
            copy = (bag / f"data/record-copies/v{edition.version}" / Path(file.path).name).read_bytes()
            with pikepdf.open(io.BytesIO(copy)) as made, pikepdf.open(io.BytesIO(original)) as filed_:
                metadata = made.open_metadata()
                assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == (
                    "2",
                    "A",
                    "1",
                )
                assert made.Root.MarkInfo.Marked
                for mine, theirs in zip(made.pages, filed_.pages, strict=True):
                    assert mine.Contents.read_bytes() == theirs.Contents.read_bytes()
            assert set_words(copy) == set_words(original)
            assert record_copy(original) == copy


def test_an_attachment_is_left_out_of_a_record_copy(desk: ArchiveDesk) -> None:
    (edition, *_) = desk.editions()
    _, file = next(iter(edition.files()))
    with pikepdf.open(io.BytesIO(desk.opened().read(NAME, edition.version, file.path))) as document:
        document.attachments["data.csv"] = b"a,b\n"
        document.Root.AF = pikepdf.Array([])
        out = io.BytesIO()
        document.save(out)
    with pikepdf.open(io.BytesIO(record_copy(out.getvalue()))) as made:
        assert not list(made.attachments)
        assert "/AF" not in made.Root


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n"])
def test_what_is_no_filed_pdf_has_no_record_copy(pdf: bytes) -> None:
    with pytest.raises(NoRecordCopyError):
        record_copy(pdf)


def test_a_folder_that_holds_something_is_left_alone(desk: ArchiveDesk, bag: Path) -> None:
    done = ask(desk, "deposit", NAME, "-o", "bag")
    assert (done.returncode, "E824" in done.stderr) == (1, True)
    assert ask(desk, "deposit", "nobody", "-o", "other").returncode == 2


def test_a_damaged_file_is_not_handed_over(desk: ArchiveDesk) -> None:
    spoiled = ArchiveDesk(Path(shutil.copytree(desk.folder, desk.folder.parent / "spoiled")))
    (inventory,) = (spoiled.archive / NAME).glob("inventory.json")
    (place, *_) = next(places for places in json.loads(inventory.read_text("utf-8"))["manifest"].values())
    (spoiled.archive / NAME / place).write_bytes(b"spoiled")
    done = ask(spoiled, "deposit", NAME, "-o", "half")
    assert (done.returncode, "E811" in done.stderr) == (1, True)
    assert not (spoiled.folder / "half/bagit.txt").exists()
