"""Filing: a brief becomes an edition, whole or not at all, and a reader's print says which."""

import datetime as dt
import json
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from briefing.archive.record import Edition
from briefing.archive.store import Archive
from briefing.editions.filing import FilingOrder, NewEdition, file_edition
from briefing.model.edition import Number
from briefing.model.problem import Problem
from tests.archive_desk import AS_OF, NAME, ArchiveDesk, filed, fresh
from tests.ocfl_judge import complaints
from tests.workbench import BRIEF, HOUSE, run


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> ArchiveDesk:
    """Three editions, only to be read."""
    return filed(tmp_path_factory.mktemp("shelf") / "desk")


@pytest.fixture
def own(tmp_path: Path) -> ArchiveDesk:
    """Three editions, to be changed."""
    return filed(tmp_path / "desk")


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_an_edition_holds_all_that_it_was_made_from_and_all_that_was_made(shelf: ArchiveDesk) -> None:
    held = set(shelf.opened().digests(NAME, 1))
    assert {"edition.json", "provenance.json", "pylock.toml"} <= held
    assert {"pdf/2026-03-09_harbour_chief.pdf", "pdf/2026-03-09_harbour_public.pdf"} <= held
    assert {"said/chief.json", "said/public.json"} <= held
    assert {f"desk/sources/{NAME}/{name}" for name in ("brief.yaml", "ferry.txt", "letter.txt")} <= held
    assert {"desk/sources/house.yaml", "desk/layouts/base/layout.yaml", "desk/layouts/one-page/layout.yaml"} <= held
    assert not any(path.startswith("desk/layouts/large-print") for path in held), "no audience has it"


def test_editions_are_numbered_and_say_what_they_replace(shelf: ArchiveDesk) -> None:
    editions = shelf.editions()
    assert [(str(one.edition), one.version, one.replaces) for one in editions] == [
        ("1.0", 1, None),
        ("1.1", 2, Number(1, 0)),
        ("2.0", 3, Number(1, 1)),
    ]
    assert [one.reason for one in editions] == ["The first", "A likelihood was too low", ""]
    assert editions[0].as_of.isoformat() == "2026-03-11T09:00:00+00:00"
    assert editions[0].made_by == "officer"


def test_another_program_calls_the_archive_valid(shelf: ArchiveDesk) -> None:
    assert not complaints(shelf.archive)


def test_the_archive_is_checked_with_standard_tools(shelf: ArchiveDesk) -> None:
    folder = shelf.archive / NAME
    listed = (
        r"""jq -r '.manifest|to_entries[]|.key as $k|.value[]|"\($k)  \(.)"' inventory.json | sha512sum -c --quiet"""
    )
    for command in ("sha512sum -c inventory.json.sha512", listed):
        shell = ["bash", "-o", "pipefail", "-c", command]
        done = subprocess.run(shell, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_filed_print_says_which_edition_it_is_and_what_it_replaces(shelf: ArchiveDesk) -> None:
    for edition in shelf.editions():
        for variant in edition.audience:
            text = text_of(shelf.archive / NAME / f"v{edition.version}" / "content" / variant.files[0].path)
            assert str(edition.edition) in text
            assert variant.edition_code in text
            assert "not filed" not in text


def test_a_code_is_of_one_variant_of_one_edition(shelf: ArchiveDesk) -> None:
    codes = [variant.edition_code for edition in shelf.editions() for variant in edition.audience]
    assert len(set(codes)) == len(codes) == 6


def test_what_was_filed_is_what_lies_ready_for_printing(shelf: ArchiveDesk) -> None:
    for variant, file in shelf.editions()[-1].files():
        built = shelf.folder / "build" / NAME / file.path.removeprefix("pdf/")
        assert built.read_bytes() == shelf.opened().read(NAME, 3, file.path), variant.audience


def test_nothing_is_filed_where_nothing_has_changed(own: ArchiveDesk) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in own.archive.rglob("*"))
    built = own.folder / "build" / NAME / "2026-03-10_harbour_chief.pdf"
    as_filed = built.read_bytes()
    built.write_bytes(b"%PDF of a build that was not filed")
    said = own.file()
    assert "Nothing has changed since 2.0 · 2026-03-10 (v3), so nothing was filed." in said
    assert built.read_bytes() == as_filed, "what lies ready for printing is what was filed"
    assert sorted((path, path.stat().st_mtime_ns) for path in own.archive.rglob("*")) == before


def test_a_note_that_is_never_printed_is_a_change_all_the_same(own: ArchiveDesk) -> None:
    own.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    assert "Filed: edition 2.1" in own.file("--minor")


def test_an_hour_that_shows_in_print_is_a_change(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    desk.file("--as-of", "2026-03-10T05:00+00:00")
    assert "Nothing has changed" in desk.file("--as-of", "2026-03-10T05:59+00:00")
    assert "Filed: edition 2.0" in desk.file("--as-of", "2026-03-10T06:00+00:00"), "the embargo is over"


def test_an_earlier_day_is_filed_after_the_others_and_said(own: ArchiveDesk) -> None:
    own.edit("date: 2026-03-10\n", "date: 2026-03-08\n")
    said = own.file()
    assert "W821" in said
    assert "this edition is dated 2026-03-08, before 2.0 · 2026-03-10, which it replaces" in said
    assert own.editions()[-1].edition == Number(3, 0)


def test_a_clock_that_was_set_back_is_said_and_stops_nothing(own: ArchiveDesk) -> None:
    own.edit("note: Ask the press office.", "note: Ask them tomorrow.")
    moment = dt.datetime.fromisoformat(AS_OF)
    order = FilingOrder(out=own.folder / "build", at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC), as_of=moment, by="officer")
    results = list(
        file_edition(own.brief, order, own.folder, lambda: Archive.open(own.archive, own.keys), lambda _: None)
    )
    assert [one.code for one in results if isinstance(one, Problem) and one.code.startswith("W8")] == ["W822"]
    assert isinstance(results[-1], NewEdition)
    assert own.editions()[-1].issued.year == 2001
    assert not complaints(own.archive)


def test_an_audience_for_which_nothing_is_left_gets_none_of_it_and_that_is_filed(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    desk.edit("    numbering: closed\n", "    numbering: closed\n    sections: [recommendations]\n", HOUSE)
    said = desk.file()
    assert "E401" in said
    assert "not for public (E401)" in said
    (edition,) = desk.editions()
    assert [one.audience for one in edition.audience] == ["chief"]
    assert edition.not_for == {"public": "E401"}


def test_a_variant_over_its_budget_stops_the_whole_edition(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    desk.edit("    numbering: closed\n", "    numbering: closed\n    max_pages: 1\n", HOUSE)
    assert "E402" in desk.file(status=1)
    assert not (desk.archive / NAME).exists()


def test_an_item_without_an_id_is_not_filed(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    desk.edit("{id: rules, text: The rules for quays.}", "The rules for quays.")
    said = desk.file(status=1)
    assert f"{BRIEF}:{desk.line_of('The rules for quays.')}:5: error: E820" in said
    assert not desk.archive.exists()


def test_a_brief_with_errors_makes_no_archive(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    desk.append("unknown: 1\n")
    assert "E021" in desk.file(status=1)
    assert not desk.archive.exists()


def test_a_folder_that_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    kept = desk.write("mine", "archive/holiday.jpg")
    assert "E801" in desk.file(status=1)
    assert [path.name for path in desk.archive.iterdir()] == [kept.name]


def test_a_brief_is_found_in_the_archive_when_its_desk_has_forgotten_it(own: ArchiveDesk) -> None:
    (own.brief / "brief.yaml").rename(own.folder / "gone.yaml")
    done = run("editions", NAME, folder=own.folder, environment={"BRIEFING_KEYS": str(own.keys)})
    assert done.returncode == 0
    assert "v3  2.0  2026-03-10" in done.stdout


def test_the_record_is_read_past_what_a_later_version_adds(shelf: ArchiveDesk) -> None:
    edition = shelf.editions()[0]
    later = {**json.loads(edition.as_bytes()), "format_version": 2, "mood": "hopeful"}
    assert Edition.read(json.dumps(later).encode()).model_copy(update={"format_version": 1}) == edition


def test_names_of_the_dublin_core_are_used(shelf: ArchiveDesk) -> None:
    shown = json.loads(shelf.opened().read(NAME, 1, "edition.json"))
    names = {"identifier", "title", "creator", "publisher", "issued", "language", "audience", "rights", "replaces"}
    assert names <= set(shown)
    file = shown["audience"][0]["files"][0]
    assert file["format"] == "application/pdf"
    assert len(file["sha512"]) == 128


def test_provenance_names_versions_fonts_and_inputs(shelf: ArchiveDesk) -> None:
    statement = json.loads(shelf.opened().read(NAME, 1, "provenance.json"))
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    build = statement["predicate"]["buildDefinition"]
    versions = build["internalParameters"]["versions"]
    assert {"WeasyPrint", "Python", "Pango", "HarfBuzz", "Fontconfig", "zlib"} <= set(versions)
    names = [one["name"] for one in build["resolvedDependencies"]]
    assert f"desk/sources/{NAME}/brief.yaml" in names
    assert any(name.startswith("font ") for name in names)
    assert "package weasyprint" in names


def test_an_edition_is_made_again_byte_for_byte(shelf: ArchiveDesk) -> None:
    for name in ("1.0", "v2", "latest"):
        done = run("rebuild", NAME, name, folder=shelf.folder, environment={"BRIEFING_KEYS": str(shelf.keys)})
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.count("same ") == 2


def test_a_list_of_changes_that_breaks_a_page_budget_stays_out_and_that_is_said(tmp_path: Path) -> None:
    desk = fresh(tmp_path / "desk")
    desk.edit("    max_pages: 2\n", "    max_pages: 1\n", HOUSE)
    desk.file()
    text = (desk.folder / BRIEF).read_text("utf-8")
    for old in (
        "Fares rise by",
        "The state pays a half.",
        "A boat each way every day.",
        "It has not built a ferry before.",
    ):
        assert old in text
        text = text.replace(old, f"In short {old[0].lower()}{old[1:]}")
    desk.write(text)
    said = desk.file()
    assert "W408" in said
    assert "briefing changes harbour --pdf -a chief" in said
    edition = desk.editions()[-1]
    chief, public = (edition.variant(name) for name in ("chief", "public"))
    assert chief is not None
    assert public is not None
    assert [file.pages for file in chief.files] == [1]
    content = desk.archive / NAME / "v2/content"
    assert "What changed since" not in text_of(content / chief.files[0].path)
    assert "What changed since" in text_of(content / public.files[0].path), "it has no budget"
    done = run("rebuild", NAME, "latest", folder=desk.folder, environment={"BRIEFING_KEYS": str(desk.keys)})
    assert done.returncode == 0, done.stdout
