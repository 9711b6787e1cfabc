"""Retention: what is due, what is held, and a disposal that leaves a tombstone and nothing else."""

import datetime as dt
import errno
import json
import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.archive.beside import record_sent, withdraw
from briefing.archive.record import Edition, VariantRecord
from briefing.archive.retention import day_after, dispose, hold, kept, release
from briefing.archive.site import Site
from briefing.archive.store import Act, Archive
from briefing.archive.verify import verify_archive
from briefing.model.edition import FIRST
from briefing.model.edition_code import code_of
from briefing.model.problem import FaultyInputError
from briefing.ocfl.posix import Posix, work_folder
from tests.archive_desk import NAME as BRIEF
from tests.archive_desk import ArchiveDesk, fresh
from tests.archive_scenario import NAME, archive_of, files, moment_of, open_archive
from tests.ocfl_faulty import Faulty, Killed
from tests.ocfl_judge import complaints
from tests.workbench import HOUSE, run

CODE = code_of(b"harbour", "chief", FIRST)
LATER = dt.datetime(2036, 1, 1, tzinfo=dt.UTC)
ORDER = {"order": "Schedule 4.2", "reason": "Ten years", "by": "officer"}


def filed(folder: Path, *, keep_until: dt.date | None = None, count: int = 2) -> Archive:
    """An archive with a brief of some editions, one of them withdrawn, one given to somebody, and another brief."""
    archive = open_archive(folder)
    with archive.writing(lambda _: None):
        for name, number in [*((NAME, number) for number in range(1, count + 1)), ("other", 1)]:
            content = files(name, number)
            edition = Edition.read(bytes(content["edition.json"]))  # type: ignore[arg-type]
            variant = VariantRecord(
                audience="chief",
                title="Chief",
                marking="TLP:AMBER",
                edition_code=CODE,
                said="said/chief.json",
                files=(),
            )
            made = edition.model_copy(update={"keep_until": keep_until, "audience": (variant,)})
            content["edition.json"] = made.as_bytes()
            archive.file(name, content, Act(kind="edition", at=moment_of(number), by="officer", why="An edition"))
        first = archive.editions(NAME)[0]
        withdraw(archive, first, reason="Wrong", at=moment_of(3), by="officer")
        record_sent(archive, first, audience="chief", to=["Ada"], at=moment_of(3), by="officer")
    return archive


def gone(archive: Archive) -> None:
    """Dispose of the brief."""
    with archive.writing(lambda _: None):
        dispose(archive, NAME, at=LATER, **ORDER)


def refused(do: object) -> str:
    with pytest.raises(FaultyInputError) as caught:
        do()  # type: ignore[operator]
    return caught.value.problems[0].code


def test_what_is_disposed_of_leaves_a_tombstone_and_nothing_else(tmp_path: Path) -> None:
    archive = filed(tmp_path)
    before = {edition.version: archive.inventory_digest(NAME, edition.version) for edition in archive.editions(NAME)}
    gone(archive)
    assert archive.root.objects() == (f"{NAME}.disposal", "other")
    (tomb,) = archive.disposals(NAME).disposals
    assert {one.version: one.inventory for one in tomb.editions} == before
    left = b"".join(path.read_bytes() for path in archive_of(tmp_path).rglob("*") if path.is_file())
    assert b"edition: 2" not in left  # the second edition's brief.yaml; the other brief has one edition only
    assert b"Ada" not in left
    assert not list(work_folder(archive_of(tmp_path)).glob("gone-*"))
    assert complaints(archive_of(tmp_path)) == []


def test_an_archive_of_which_a_brief_was_disposed_of_is_whole_and_says_so(tmp_path: Path) -> None:
    gone(filed(tmp_path))
    report = verify_archive(open_archive(tmp_path))
    assert report.problems == ()
    assert any("“harbour” was disposed of at 2036-01-01" in note for note in report.notes)


def test_a_brief_that_was_removed_without_it_is_still_missed(tmp_path: Path) -> None:
    archive = filed(tmp_path)
    shutil.rmtree(archive_of(tmp_path) / NAME)
    assert "E816" in {problem.code for problem in verify_archive(archive).problems}
    gone(filed(tmp_path / "second"))
    shutil.rmtree(archive_of(tmp_path / "second") / f"{NAME}.disposal")
    assert "E816" in {problem.code for problem in verify_archive(open_archive(tmp_path / "second")).problems}


def test_what_is_put_back_from_a_copy_is_told_and_can_be_disposed_of_again(tmp_path: Path) -> None:
    archive = filed(tmp_path)
    shutil.copytree(archive_of(tmp_path) / NAME, tmp_path / "copy")
    gone(archive)
    shutil.copytree(tmp_path / "copy", archive_of(tmp_path) / NAME)
    archive = open_archive(tmp_path)
    assert [problem.code for problem in verify_archive(archive).problems] == ["W843"]
    gone(archive)
    assert verify_archive(open_archive(tmp_path)).problems == ()
    assert len(archive.disposals(NAME).disposals) == 2


def test_nothing_is_filed_under_the_name_of_what_was_disposed_of(tmp_path: Path) -> None:
    archive = filed(tmp_path)
    gone(archive)
    act = Act(kind="edition", at=LATER, by="officer", why="Again")
    with archive.writing(lambda _: None):
        assert refused(lambda: archive.file(NAME, files(NAME, 1), act)) == "E872"
        assert refused(lambda: archive.file(f"{NAME}.copies", {"record.json": b"{}"}, act)) == "E872"


def test_a_hold_refuses_it_until_it_is_released(tmp_path: Path) -> None:
    archive = filed(tmp_path, keep_until=dt.date(2030, 1, 1))
    with archive.writing(lambda _: None):
        hold(archive, NAME, reason="Inquiry", at=moment_of(4), by="officer")
        assert not kept(archive, NAME).is_due(LATER.date())
        assert refused(lambda: dispose(archive, NAME, at=LATER, early=True, **ORDER)) == "E871"
        release(archive, NAME, reason="Over", at=moment_of(5), by="officer")
        assert refused(lambda: release(archive, NAME, reason="Over", at=moment_of(5), by="officer")) == "E874"
        assert kept(archive, NAME).is_due(LATER.date())
        dispose(archive, NAME, at=LATER, **ORDER)
    assert len(archive.holds(NAME).holds) == 1
    assert verify_archive(archive).problems == ()


def test_before_its_day_it_is_refused_unless_that_is_meant(tmp_path: Path) -> None:
    archive = filed(tmp_path, keep_until=LATER.date())
    with archive.writing(lambda _: None):
        assert refused(lambda: dispose(archive, NAME, at=LATER, **ORDER)) == "E873"
        dispose(archive, NAME, at=LATER, early=True, **ORDER)


@pytest.mark.parametrize(("day", "years", "after"), [("2024-02-29", 1, "2025-02-28"), ("2023-09-12", 7, "2030-09-12")])
def test_the_day_is_so_many_years_later(day: str, years: int, after: str) -> None:
    assert day_after(dt.date.fromisoformat(day), years).isoformat() == after


@pytest.mark.parametrize("fault", [Killed(), OSError(errno.ENOSPC, "No space left on device")], ids=["killed", "full"])
@pytest.mark.parametrize("before", [True, False], ids=["before a step", "after it"])
def test_a_disposal_that_is_stopped_is_finished_by_the_next_command_or_never_was(
    tmp_path: Path, fault: BaseException, before: bool
) -> None:
    start = tmp_path / "start"
    start.mkdir()
    filed(start)
    outcomes, at = set(), 0
    while True:
        at += 1
        folder = shutil.copytree(start, tmp_path / str(at))
        storage = Faulty(Posix(archive_of(folder)), at, fault, before)
        with suppress(Killed, FaultyInputError):
            site = replace(Site.of_folder(archive_of(folder)), storage=storage)
            gone(Archive(site, folder / "keys/first", create=False))
        archive = open_archive(folder)
        with archive.writing(lambda _: None):
            pass
        report = verify_archive(archive)
        assert [problem.code for problem in report.problems] == [], storage.steps
        there = {name for name in archive.root.objects() if name.startswith(NAME)}
        assert there in ({f"{NAME}.disposal"}, {NAME, f"{NAME}.copies", f"{NAME}.withdrawals"}), storage.steps
        outcomes.add(len(there))
        if at > len(storage.steps):
            break
    assert outcomes == {1, 3}


def command(folder: Path, *arguments: str, status: int = 0, given: str | None = None) -> str:
    """A command of the archive, by its officer."""
    done: subprocess.CompletedProcess[str] = run(
        *arguments,
        *("--archive", str(archive_of(folder))),
        folder=folder,
        environment={"BRIEFING_KEYS": str(folder / "keys" / "first")},
        given=given,
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_the_commands_list_hold_and_dispose(tmp_path: Path) -> None:
    filed(tmp_path, keep_until=dt.date(2026, 6, 1))
    assert "to be kept until 2026-06-01" in command(tmp_path, "retention", "--as-of", "2026-04-01T00:00+00:00")
    listed = command(tmp_path, "retention", "--due", "--json", "--as-of", "2027-01-01T00:00+00:00")
    assert [one["brief"] for one in json.loads(listed)] == [NAME, "other"]
    assert "is held" in command(tmp_path, "hold", NAME, "--reason", "Inquiry")
    asked = ("dispose", NAME, "--order", "Schedule 4.2", "--reason", "Old", "--early")
    assert "E871" in command(tmp_path, *asked, "--yes", status=1)
    assert "held no more" in command(tmp_path, "hold", NAME, "--release", "--reason", "Over")
    assert "say --yes" in command(tmp_path, *asked, status=2, given="")
    assert f"“{NAME}” is disposed of, 2 of its editions" in command(tmp_path, *asked, "--yes")
    assert "disposed of on" in command(tmp_path, "retention", NAME)
    assert "was disposed of" in command(tmp_path, "editions", NAME, status=2)
    assert "Nothing of" in command(tmp_path, *asked, "--yes", status=2)
    assert "WHOLE AND UNTOUCHED" in command(tmp_path, "verify")
    assert "WHOLE AND UNTOUCHED" in command(tmp_path, "verify", NAME)


def test_the_code_on_a_paper_still_tells_that_it_was_an_edition(tmp_path: Path) -> None:
    archive = filed(tmp_path)
    gone(archive)
    with archive.writing(lambda _: None):
        dispose(archive, "other", at=LATER, **ORDER)
    told = command(tmp_path, "verify", CODE, status=1)
    assert f"DISPOSED OF: {CODE} names edition 1.0" in told


def test_the_house_style_says_how_long_an_edition_is_kept(tmp_path: Path) -> None:
    desk: ArchiveDesk = fresh(tmp_path / "desk")
    desk.edit("organisation:", "retention_years: 7\norganisation:", HOUSE)
    desk.file()
    (edition,) = desk.editions()
    assert edition.keep_until == day_after(edition.issued.date(), 7)
    assert edition.brief == BRIEF
