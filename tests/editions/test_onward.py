"""The next edition begins from a filed one; and what changed is said before it is filed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.archive_desk import NAME, ArchiveDesk, filed
from tests.workbench import run


@pytest.fixture
def own(tmp_path: Path) -> ArchiveDesk:
    """Three editions, to be changed."""
    return filed(tmp_path / "desk")


def ask(desk: ArchiveDesk, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(*arguments, folder=desk.folder, environment={"BRIEFING_KEYS": str(desk.keys)})


def test_the_next_edition_begins_as_the_last_one_was_filed(own: ArchiveDesk) -> None:
    before = {path.name: path.read_bytes() for path in own.brief.iterdir()}
    shutil.rmtree(own.brief)
    done = ask(own, "new", NAME, "--from", "latest")
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in own.brief.iterdir()} == before
    assert "Nothing has changed since 2.0" in own.file()


def test_a_brief_that_is_there_is_not_overwritten(own: ArchiveDesk) -> None:
    own.edit("Ask the press office.", "Ask them tomorrow.")
    before = (own.brief / "brief.yaml").read_bytes()
    done = ask(own, "new", NAME, "--from", "1.0")
    assert done.returncode == 1
    assert "E703" in done.stderr
    assert (own.brief / "brief.yaml").read_bytes() == before


def test_another_brief_begins_from_an_edition(own: ArchiveDesk) -> None:
    done = ask(own, "new", "quay", "--from", f"{NAME}:1.0")
    assert done.returncode == 0, done.stderr
    assert (own.folder / "sources/quay/ferry.txt").is_file()
    assert "likelihood: likely," in (own.folder / "sources/quay/brief.yaml").read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("--article", "a.txt", "--from", "1.0")])
def test_a_brief_is_started_from_one_thing(own: ArchiveDesk, arguments: tuple[str, ...]) -> None:
    done = ask(own, "new", "quay", *arguments)
    assert done.returncode == 2
    assert "--article FILE-or-URL, or --from EDITION" in done.stderr


@pytest.mark.parametrize("name", ["3.0", "v9", "2001-01-01", "yesterday", "1", "latest.1"])
def test_an_edition_that_is_not_there_is_named_with_those_that_are(own: ArchiveDesk, name: str) -> None:
    done = ask(own, "new", "quay", "--from", f"{NAME}:{name}")
    assert done.returncode == 2
    assert name in done.stderr
    assert not (own.folder / "sources/quay").exists()


def test_what_changed_between_two_editions_is_told_in_terms_of_judgement(own: ArchiveDesk) -> None:
    told = ask(own, "changes", NAME, "1.0", "1.1", "-a", "chief").stdout
    assert "likelihood up: likely (55–75%) → highly likely (80–90%)" in told
    assert "confidence unchanged: moderate" in told
    assert "judgements unchanged: " in told


def test_figures_stay_whole_and_only_the_audiences_own_words_are_told(own: ArchiveDesk) -> None:
    shown = json.loads(ask(own, "changes", NAME, "1.0", "1.1", "--json").stdout)
    assert {one["audience"] for one in shown} == {"chief", "public"}
    public = json.dumps(next(one for one in shown if one["audience"] == "public"), ensure_ascii=False)
    assert "When do we" not in public, "the question was never theirs"


def test_the_desk_is_held_against_the_last_edition(own: ArchiveDesk) -> None:
    assert ask(own, "changes", NAME).stdout.count("nothing changed") == 2
    own.edit("The islands cannot wait for 11 years more.", "The islands cannot wait for 12 years more.")
    told = ask(own, "changes", NAME, "-a", "public").stdout
    assert "wait for [-11 years-] {+12 years+} more." in told


def test_what_changed_is_made_into_a_pdf(own: ArchiveDesk) -> None:
    done = ask(own, "changes", NAME, "1.0", "--pdf", "-a", "public")
    assert done.returncode == 0, done.stderr
    assert (own.folder / done.stdout.strip()).read_bytes().startswith(b"%PDF-1.7")


def test_an_unknown_audience_is_a_mistake_of_use(own: ArchiveDesk) -> None:
    done = ask(own, "changes", NAME, "1.0", "1.1", "-a", "cabinet")
    assert done.returncode == 2
    assert "chief" in done.stderr
