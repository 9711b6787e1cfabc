"""A limited catalogue shows what its readers may see, and nothing tells them that there is anything else."""

import datetime as dt
from pathlib import Path

import pytest

from briefing.archive.record import VariantRecord
from briefing.archive.store import Archive
from briefing.catalogue.limit import Limit, highest, scheme_of_house
from briefing.catalogue.make import make
from briefing.model.desk import NotFoundError
from briefing.model.scheme import scheme_of
from tests.bucket_memory import Memory
from tests.catalogue.shelf import HIGH, HOUSE, PHRASE, REASON, SECRET, fill, opened, pages, pdf, site
from tests.many_editions import file_texts
from tests.store_faults import open_archive

TLP = scheme_of("tlp")


def variant(audience: str, marking: str) -> VariantRecord:
    return VariantRecord(audience=audience, title="", marking=marking, edition_code="", said="", files=())


@pytest.mark.parametrize(
    ("ceiling", "marking", "is_shown"),
    [
        ("TLP:CLEAR", "TLP:CLEAR", True),
        ("TLP:CLEAR", "TLP:GREEN", False),
        ("TLP:AMBER", "TLP:GREEN", True),
        ("TLP:CLEAR", "OFFICIAL", False),
        ("OFFICIAL", "TLP:CLEAR", False),
        ("", "whatever", True),
    ],
)
def test_what_cannot_be_read_is_withheld(ceiling: str, marking: str, is_shown: bool) -> None:
    assert Limit(ceiling).lets_through(variant("board", marking), TLP) is is_shown
    assert Limit(ceiling).lets_through(variant("board", marking), None) is not ceiling or not ceiling


def test_a_caveat_that_limits_is_over_a_ceiling_without_it() -> None:
    scheme = scheme_of_house(b"marking: {levels: [LOW, HIGH], caveats: [{name: EYES ONLY}]}")
    assert scheme
    assert not Limit("HIGH").lets_through(variant("board", "LOW//EYES ONLY"), scheme)
    assert Limit("HIGH").lets_through(variant("board", "LOW"), scheme)


@pytest.mark.parametrize("house", [b"", b"[", b"marking: none-such", b"- 1", b"marking: [A, A]", b"\xff"])
def test_a_house_style_that_cannot_be_read_has_no_scheme(house: bytes) -> None:
    assert scheme_of_house(house) is None


def test_a_house_style_may_hold_what_is_not_known_any_more() -> None:
    assert scheme_of_house(b"organisation: 1\nold: {key: 1}\nmarking: gsc") == scheme_of("gsc")
    assert scheme_of_house(b"organisation: Unit") == TLP


def test_the_banner_is_the_highest_of_each_scheme() -> None:
    held = [("TLP:GREEN", TLP), ("TLP:AMBER", TLP), ("OFFICIAL", scheme_of("gsc")), ("ODD", None), ("TLP:CLEAR", TLP)]
    assert highest(held) == ("TLP:AMBER", "OFFICIAL", "ODD")


def test_nothing_of_what_is_withheld_stands_anywhere_in_it(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    made = make(archive, tmp_path / "site", Limit("TLP:CLEAR"))
    assert (made.editions, made.files) == (3, 3)
    assert made.searched_for
    there = site(tmp_path / "site")
    checkpoint = archive.book.checkpoint()
    assert checkpoint
    hidden = (
        *(
            SECRET,
            PHRASE,
            REASON,
            "Zephyrine",
            "board",
            "Ulvhild",
            "silo",
            "ashes",
            "Schedule",
            "Marchbanks",
            "Lovelock",
        ),
        *("officer", "off by ten", "AMBER", "3.0", "v3", "size ", archive.identifier, checkpoint.root.hex()[:4]),
        *("Internal", "edition 1.0", "log had"),
    )
    for path, data in there.items():
        if path.endswith((".html", "index.js", "catalogue.json")):
            for text in hidden:
                assert text.casefold() not in f"{path} {data.decode()}".casefold(), f"{path}: {text}"
    assert "Withdrawn" in pages(tmp_path / "site")["editions/grain/2024-01-01.html"]
    harbour = pages(tmp_path / "site")["briefs/harbour.html"]
    assert "2 editions" in harbour
    assert "TLP:CLEAR" in harbour


def test_what_is_withheld_changes_no_byte(tmp_path: Path) -> None:
    """The same public editions, in an archive that holds other things beside, and in one that does not."""
    make(opened(tmp_path / "one"), tmp_path / "one/site", Limit("TLP:CLEAR"))
    other = opened(tmp_path / "two")
    with other.writing(lambda _: None):
        file_texts(other, "hidden", {"board": ["More."]}, pdf=pdf(), beside=HOUSE, markings=HIGH, reason="Why not")
        file_texts(
            other, "harbour", {"board": ["Newer."]}, pdf=pdf(), beside=HOUSE, markings=HIGH, date=dt.date(2025, 1, 1)
        )
    make(other, tmp_path / "two/site", Limit("TLP:CLEAR"))
    assert site(tmp_path / "one/site") == site(tmp_path / "two/site")


def test_an_audience_whose_newer_variant_is_withheld_is_told_of_none(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    with archive.writing(lambda _: None):
        over = {"public": "TLP:GREEN"}
        file_texts(archive, "harbour", {"public": ["Only for friends."]}, pdf=pdf(), beside=HOUSE, markings=over)
    make(archive, tmp_path / "site", Limit("TLP:CLEAR"))
    page = pages(tmp_path / "site")["editions/harbour/2024-02-01.html"]
    assert "Newest here" in page
    assert "Replaced" not in page


def test_only_the_audiences_that_are_named(tmp_path: Path) -> None:
    made = make(opened(tmp_path), tmp_path / "site", Limit(audiences=("board",)))
    assert made.editions == 4
    there = pages(tmp_path / "site")
    assert "audiences/public.html" not in there
    assert SECRET in there["editions/harbour/2024-02-01.html"]


def test_a_ceiling_or_an_audience_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="TLP:CLEAR, TLP:GREEN"):
        make(opened(tmp_path), tmp_path / "site", Limit("SECRET"))
    with pytest.raises(NotFoundError, match="board, public"):
        make(opened(tmp_path), tmp_path / "site", Limit(audiences=("minister",)))
    assert not (tmp_path / "site").exists()


def test_an_archive_in_a_store_is_catalogued_as_one_on_a_disk(tmp_path: Path) -> None:
    archive: Archive = open_archive(Memory(), tmp_path / "keys")
    fill(archive)
    make(archive, tmp_path / "store", Limit("TLP:CLEAR"))
    make(opened(tmp_path), tmp_path / "disk", Limit("TLP:CLEAR"))
    assert site(tmp_path / "store") == site(tmp_path / "disk")
