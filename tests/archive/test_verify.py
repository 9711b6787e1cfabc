"""Verify: an untouched archive passes, and what was done to another is told by its kind."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archive.tampering import PDF, TELLTALE, line_changed, log_gone, signature_changed
from tests.archive_desk import NAME, ArchiveDesk, filed
from tests.workbench import run


@pytest.fixture
def own(tmp_path: Path) -> ArchiveDesk:
    """Three editions, to be changed."""
    return filed(tmp_path / "desk")


def ask(desk: ArchiveDesk, *arguments: str, keys: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Ask for proof; `keys` is what another officer's machine knows."""
    return run("verify", *arguments, folder=desk.folder, environment={"BRIEFING_KEYS": str(keys or desk.keys)})


def codes(answer: str) -> set[str]:
    return set(re.findall(r"error: (E\d+)", answer))


def test_an_untouched_archive_is_whole(own: ArchiveDesk) -> None:
    done = ask(own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The log is in order: size 4" in done.stdout
    assert "WHOLE AND UNTOUCHED: 1 object, 3 versions" in done.stdout
    assert ask(own, NAME).returncode == 0


def test_a_copy_of_the_desk_elsewhere_is_whole(own: ArchiveDesk, tmp_path: Path) -> None:
    copied = ArchiveDesk(Path(shutil.copytree(own.folder, tmp_path / "elsewhere")))
    assert ask(copied).returncode == 0


@pytest.mark.parametrize("spoil", TELLTALE, ids=lambda spoil: spoil.__name__)
def test_each_kind_of_tampering_is_told_from_the_others(own: ArchiveDesk, spoil: Callable[[Path], None]) -> None:
    spoil(own.archive)
    done = ask(own)
    assert done.returncode == 1
    assert codes(done.stdout) == {TELLTALE[spoil]}, done.stdout
    assert "NOT AS IT WAS FILED" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("spoil", TELLTALE, ids=lambda spoil: spoil.__name__)
def test_it_is_noticed_by_one_who_sees_the_archive_for_the_first_time(
    own: ArchiveDesk, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(own.archive)
    assert ask(own, keys=tmp_path / "others").returncode == 1


def rolled_back(desk: ArchiveDesk) -> str:
    """The whole archive as it was before the last edition, with its genuine log; the head that it had since."""
    since = json.loads(ask(desk, "--json").stdout)["checkpoint"]
    kept = shutil.copytree(desk.archive, desk.folder / "kept")
    desk.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    desk.file()
    since = json.loads(ask(desk, "--json").stdout)["checkpoint"]
    shutil.rmtree(desk.archive)
    kept.rename(desk.archive)
    return str(since)


def test_an_archive_that_was_set_back_is_noticed_where_it_was_seen(own: ArchiveDesk) -> None:
    rolled_back(own)
    done = ask(own)
    assert codes(done.stdout) == {"E836"}
    assert done.returncode == 1


def test_an_archive_that_was_set_back_is_noticed_by_whoever_kept_a_line(own: ArchiveDesk, tmp_path: Path) -> None:
    line = rolled_back(own)
    others = tmp_path / "others"
    assert ask(own, keys=others).returncode == 0, "who knows nothing of it cannot tell; the guide says so"
    done = ask(own, "--checkpoint", line, keys=tmp_path / "third")
    assert codes(done.stdout) == {"E836"}


def test_what_is_no_checkpoint_is_a_mistake_of_use(own: ArchiveDesk) -> None:
    done = ask(own, "--checkpoint", "twelve")
    assert done.returncode == 2
    assert "is no checkpoint" in done.stderr


def test_the_archive_goes_on_after_it_was_verified_and_not_after_it_was_set_back(own: ArchiveDesk) -> None:
    rolled_back(own)
    own.edit("note: Ask them tomorrow.", "note: Ask nobody.")
    said = own.file(status=1)
    assert "E805" in said
    assert len(own.editions()) == 3, "nothing is filed into an archive in question"


def test_a_root_that_others_made_needs_no_desk(own: ArchiveDesk, tmp_path: Path) -> None:
    alone = shutil.copytree(own.archive / NAME, tmp_path / "object")
    done = run("verify", str(alone), folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    bit_flipped_object = alone / "v1/content" / PDF
    bit_flipped_object.write_bytes(b"other")
    done = run("verify", str(alone), folder=tmp_path)
    assert codes(done.stdout) == {"E811"}
    done = run("verify", str(tmp_path), folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_archive_is_verified_by_its_path_with_its_log(own: ArchiveDesk, tmp_path: Path) -> None:
    done = ask(own, str(own.archive), keys=tmp_path / "others")
    assert done.returncode == 0
    assert "size 4" in done.stdout


# Papers and files


def test_a_filed_pdf_is_genuine_and_current_or_replaced(own: ArchiveDesk) -> None:
    first, last = own.editions()[0], own.editions()[-1]
    old = own.archive / NAME / "v1/content" / PDF
    done = ask(own, str(old))
    assert done.returncode == 0
    assert done.stdout.startswith("GENUINE: ")
    assert f"edition {first.label}, print A4, " in done.stdout
    assert "For: For the Chief (chief), marked TLP:AMBER." in done.stdout
    assert f"REPLACED by edition {last.label}." in done.stdout
    assert "likelihood up: likely (55–75%) → highly likely (80–90%)" in done.stdout, "what changed since"
    new = own.folder / "build" / NAME / "2026-03-10_harbour_chief.pdf"
    assert "CURRENT" in ask(own, str(new)).stdout


@pytest.mark.parametrize("spoil", [line_changed, signature_changed, log_gone], ids=lambda spoil: spoil.__name__)
def test_nothing_is_called_genuine_by_a_log_in_question(own: ArchiveDesk, spoil: Callable[[Path], None]) -> None:
    spoil(own.archive)
    for what in (str(own.archive / NAME / "v1/content" / PDF), own.editions()[0].variant("chief").edition_code):
        done = ask(own, what)
        assert done.returncode == 1
        assert done.stdout.startswith("NOT PROVED: the log of the archive is in question")


def test_a_pdf_that_was_changed_is_not_genuine_and_its_edition_is_named(own: ArchiveDesk) -> None:
    changed = own.folder / "changed.pdf"
    changed.write_bytes((own.archive / NAME / "v1/content" / PDF).read_bytes() + b"\n% a word more\n")
    done = ask(own, str(changed))
    assert done.returncode == 1
    assert done.stdout.startswith("NOT GENUINE: changed.pdf carries the code of this edition")
    assert own.editions()[0].label in done.stdout


def test_a_pdf_of_somebody_else_is_not_known(own: ArchiveDesk) -> None:
    (own.folder / "other.pdf").write_bytes(b"%PDF-1.4\nnothing\n")
    done = ask(own, "other.pdf")
    assert done.returncode == 1
    assert done.stdout.startswith("NOT KNOWN: ")


@pytest.mark.parametrize("written", ["{}", "{} ", "CODE:{}"], ids=["as printed", "with a space", "not a code"])
def test_a_code_is_read_as_it_is_typed(own: ArchiveDesk, written: str) -> None:
    code = own.editions()[1].variant("public").edition_code
    done = ask(own, written.format(code.lower()))
    assert done.returncode == (2 if "CODE" in written else 0)
    assert ("GENUINE CODE" in done.stdout) is (done.returncode == 0)


def test_a_misread_code_is_told_and_finds_no_edition(own: ArchiveDesk) -> None:
    code = own.editions()[1].variant("public").edition_code
    other = next(symbol for symbol in "34679ACD" if symbol != code[0])
    done = ask(own, other + code[1:])
    assert done.returncode == 2
    assert "misread" in done.stderr


def test_a_withdrawn_edition_says_so_wherever_it_is_asked_for(own: ArchiveDesk) -> None:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run(*arguments, folder=own.folder, environment={"BRIEFING_KEYS": str(own.keys)})

    assert command("withdraw", NAME, "2.0", "--reason", "The sum was wrong").returncode == 0
    code = own.editions()[-1].variant("chief").edition_code
    answer = ask(own, code).stdout
    assert "WITHDRAWN on " in answer
    assert "The sum was wrong" in answer
    assert "CURRENT" not in answer
    assert "withdrawn: The sum was wrong" in command("editions").stdout
    assert "is withdrawn: The sum was wrong" in command("get", NAME, "2.0", "-o", "out").stderr
    assert "The sum was wrong" in own.file(), "what has not changed since is still what was withdrawn"
    again = command("withdraw", NAME, "2.0", "--reason", "Once more")
    assert again.returncode == 1
    assert "E822" in again.stderr
    assert ask(own).returncode == 0
    own.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    own.file()
    assert own.editions()[-1].variant("chief").replaces == own.editions()[2].edition
