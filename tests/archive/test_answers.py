"""What the commands of the archive answer where nothing is as one would have it: a sentence that is so, and no more."""

import io
from pathlib import Path

import pikepdf
import pytest

from briefing.archive.record import Edition
from briefing.archive.retention import dispose
from briefing.archive.store import Archive
from tests.many_editions import MOMENT, file_texts, open_archive
from tests.ocfl_judge import complaints
from tests.workbench import run


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two briefs, of which one was disposed of."""
    made = open_archive(tmp_path)
    with made.writing(print):
        file_texts(made, "harbour", {"board": ["A boat."]})
        file_texts(made, "gone", {"board": ["A wreck."]})
    return made


@pytest.fixture
def gone(archive: Archive) -> Edition:
    """The edition that was disposed of."""
    (edition,) = archive.editions("gone")
    with archive.writing(print):
        dispose(archive, "gone", order="Schedule 4.2", reason="Old", at=MOMENT, by="officer", early=True)
    return edition


def ask(archive: Archive, *arguments: str, status: int, where: str | None = None) -> str:
    done = run(
        *arguments,
        *(() if where else ("--archive", str(archive.folder))),
        folder=archive.folder.parent,
        environment={"BRIEFING_KEYS": str(archive.keys)},
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_every_command_says_that_a_brief_was_disposed_of(archive: Archive, gone: Edition, tmp_path: Path) -> None:
    names = (gone.brief, str(gone.edition))
    for command in (
        ("get", *names, "-o", str(tmp_path / "out")),
        ("changes", *names),
        ("sent", *names, "-a", "board", "--to", "Ada"),
        ("deposit", gone.brief, "-o", str(tmp_path / "bag")),
        ("find", "wreck", "--brief", gone.brief),
    ):
        assert "“gone” was disposed of on 2024-06-01 under Schedule 4.2" in ask(archive, *command, status=2)


def test_a_pdf_of_a_brief_that_was_disposed_of_is_told_as_such(archive: Archive, gone: Edition, tmp_path: Path) -> None:
    pdf = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        with document.open_metadata() as metadata:
            metadata["dc:identifier"] = gone.audience[0].edition_code
        document.save(pdf)
    (tmp_path / "paper.pdf").write_bytes(pdf.getvalue())
    told = ask(archive, "verify", str(tmp_path / "paper.pdf"), status=1)
    assert "DISPOSED OF: paper.pdf names edition 1.0 · 2024-01-01 of “gone”" in told


def test_an_object_alone_is_whole_by_its_digests_and_no_more_is_claimed(archive: Archive) -> None:
    told = ask(archive, "verify", str(archive.folder / "harbour"), status=0, where="itself")
    assert "WHOLE, BY ITS OWN DIGESTS: 1 object, 1 version, 3 files" in told
    assert "No log was asked" in told
    assert f"briefing verify harbour --archive {archive.folder}" in told


def test_the_root_of_the_file_system_is_no_archive(archive: Archive) -> None:
    assert "/ is " in ask(archive, "verify", "/", status=2, where="itself")


def test_what_is_no_file_is_said_to_be_none(archive: Archive) -> None:
    assert "“no/such.pdf” is no file and no folder here." in ask(archive, "verify", "no/such.pdf", status=2)


def test_a_log_that_cannot_be_read_is_a_problem_and_no_accident(archive: Archive) -> None:
    log = archive.folder / "log.jsonl"
    log.unlink()
    log.mkdir()
    assert "error: E805 The log cannot be read" in ask(archive, "verify", status=1)


def test_what_is_not_copied_is_named_with_nothing_that_a_terminal_would_obey(archive: Archive, tmp_path: Path) -> None:
    (archive.folder / "bad\x1b[31m").mkdir()
    (archive.folder / "bad\x1b[31m" / "note").write_text("x")
    told = ask(archive, "copy-archive", str(archive.folder), str(tmp_path / "copy"), status=0, where="itself")
    assert "Not copied: 1 file that no edition in the log has" in told
    assert "\x1b" not in told


def test_a_readme_that_leads_astray_is_told(archive: Archive) -> None:
    readme = archive.folder / "README.txt"
    readme.write_text(readme.read_text("utf-8").replace("sha512sum -c", "true"), "utf-8")
    assert "README.txt: warning: W810" in ask(archive, "verify", status=0)
    assert "W810" not in ask(archive, "verify", "harbour", status=0)


def test_who_filed_is_a_uri_whatever_their_name(tmp_path: Path) -> None:
    made = open_archive(tmp_path)
    with made.writing(print):
        edition = file_texts(made, "harbour", {"board": ["A boat."]}, by="Zoë Ünal")
    inventory = made.root.inventory(edition.brief)
    assert inventory
    assert inventory.head.user == ("Zoë Ünal", "acct:Zo%C3%AB%20%C3%9Cnal")
    assert complaints(made.folder) == []
