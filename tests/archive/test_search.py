"""What is found is what stands in the files: no more, no less, whatever happened to the index."""

import datetime as dt
import multiprocessing
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.archive import index as index_module
from briefing.archive.beside import withdraw
from briefing.archive.index_file import index_file
from briefing.archive.query import Query
from briefing.archive.search import Asked, Outcome, search
from briefing.archive.shelf import Shelf
from briefing.archive.store import Archive
from tests.many_editions import MOMENT, Texts, file_texts, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two briefs: harbour in three editions for two audiences, grain in one."""
    made = open_archive(tmp_path)
    with made.writing(print):
        file_texts(made, "harbour", {"board": ["A boat was sold.", "Prices rise."], "public": ["Prices rise."]})
        file_texts(
            made,
            "harbour",
            {"board": ["A boat was sold.", "Prices fall."], "public": ["Prices rise."]},
            date=dt.date(2024, 2, 1),
        )
        file_texts(
            made,
            "harbour",
            {"board": [("A quay was built.", "The boat is gone."), "Prices fall."]},
            date=dt.date(2024, 3, 1),
        )
        file_texts(made, "grain", {"board": ["The price of grain: 정상회담에서"]}, date=dt.date(2024, 2, 15))
    return made


def asked(*typed: str, **limits: object) -> Asked:
    return Asked(query=Query.parse(typed), **limits)  # type: ignore[arg-type]


def shown(outcome: Outcome) -> list[tuple[str, str, list[tuple[int, str, int]]]]:
    """The hits as brief, main text, and places."""
    return [
        (hit.brief, hit.texts[0].text, [(one.edition.version, one.audience, one.number) for one in hit.places])
        for hit in outcome.hits
    ]


def test_a_passage_is_shown_once_with_all_its_editions_and_audiences(archive: Archive) -> None:
    found = search(archive, asked("prices", "rise"))
    assert shown(found) == [("harbour", "Prices rise.", [(1, "board", 2), (1, "public", 1), (2, "public", 1)])]
    assert not found.problems


def test_what_was_said_last_comes_first(archive: Archive) -> None:
    assert [text for _, text, _ in shown(search(archive, asked("price*")))] == [
        "Prices fall.",
        "The price of grain: 정상회담에서",
        "Prices rise.",
    ]


def test_quotations_and_titles_are_found_too(archive: Archive) -> None:
    (hit,) = search(archive, asked("boat is gone")).hits
    assert [(one.name, one.lit) for one in hit.texts] == [("", ()), ("quotation", ((4, 16),))]
    assert {hit.section for hit in search(archive, asked("made up")).hits} == {"title"}


def test_no_phrase_runs_from_one_text_into_the_next(archive: Archive) -> None:
    assert not search(archive, asked("built the boat")).hits
    assert search(archive, asked("built", "the", "boat")).hits


@pytest.mark.parametrize(
    ("limits", "versions"),
    [
        ({"audiences": ("public",)}, []),
        ({"audiences": ("public", "board")}, [2, 3]),
        ({"briefs": ("grain",)}, []),
        ({"briefs": ("harbour",)}, [2, 3]),
        ({"since": dt.date(2024, 2, 2)}, [3]),
        ({"since": dt.date(2024, 2, 1), "until": dt.date(2024, 2, 1)}, [2]),
        ({"is_latest": True}, [3]),
    ],
)
def test_limits_hold_for_every_place(archive: Archive, limits: dict[str, object], versions: list[int]) -> None:
    found = search(archive, asked("prices fall", **limits))
    assert [one.edition.version for hit in found.hits for one in hit.places] == versions


def test_the_latest_is_each_audience_s_newest_that_stands(archive: Archive) -> None:
    assert shown(search(archive, asked("prices", is_latest=True))) == [
        ("harbour", "Prices fall.", [(3, "board", 2)]),
        ("harbour", "Prices rise.", [(2, "public", 1)]),
    ]
    with archive.writing(print):
        withdraw(archive, archive.editions("harbour")[2], reason="Wrong", at=MOMENT, by="officer")
    assert shown(search(archive, asked("prices", is_latest=True))) == [
        ("harbour", "Prices fall.", [(2, "board", 2)]),
        ("harbour", "Prices rise.", [(2, "public", 1)]),
    ]


def test_a_withdrawn_edition_is_found_and_says_so(archive: Archive) -> None:
    with archive.writing(print):
        withdraw(archive, archive.editions("harbour")[2], reason="Wrong", at=MOMENT, by="officer")
    (hit,) = search(archive, asked("prices fall")).hits
    assert [one.withdrawal.reason if one.withdrawal else None for one in hit.places] == [None, "Wrong"]


def test_more_than_the_limit_is_said(archive: Archive) -> None:
    assert search(archive, asked("price*", limit=2)).is_more
    assert not search(archive, asked("price*", limit=3)).is_more


def test_what_is_filed_later_is_found(archive: Archive) -> None:
    assert not search(archive, asked("zebra")).hits
    with archive.writing(print):
        file_texts(archive, "grain", {"board": ["A zebra."]})
    assert shown(search(archive, asked("zebra"))) == [("grain", "A zebra.", [(2, "board", 1)])]
    assert shown(search(archive, asked("grain"))) == [("grain", "The price of grain: 정상회담에서", [(1, "board", 1)])]


def test_only_what_is_new_is_read_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[str, int]] = []
    enter = index_module.Index._enter

    def entered(self: index_module.Index, shelf: Shelf, number: int) -> None:
        read.append((shelf.brief, number))
        enter(self, shelf, number)

    monkeypatch.setattr(index_module.Index, "_enter", entered)
    search(archive, asked("boat"))
    assert sorted(read) == [("grain", 1), ("harbour", 1), ("harbour", 2), ("harbour", 3)]
    read.clear()
    with archive.writing(print):
        file_texts(archive, "harbour", {"board": ["A zebra."]})
    search(archive, asked("boat"))
    search(archive, asked("boat"))
    assert read == [("harbour", 4)]


def test_what_is_gone_from_the_archive_is_gone_from_the_index(archive: Archive) -> None:
    assert search(archive, asked("grain")).hits
    shutil.rmtree(archive.folder / "grain")
    assert not search(archive, asked("grain")).hits
    with closing(sqlite3.connect(index_file(archive))) as connection:
        assert connection.execute("SELECT DISTINCT name FROM passage").fetchall() == [("harbour",)]
        assert not connection.execute("SELECT * FROM word WHERE word MATCH 'grain'").fetchall()


def test_the_index_lies_beside_the_root_for_its_owner_alone_and_outlives_the_next_edition(archive: Archive) -> None:
    search(archive, asked("boat"))
    path = index_file(archive)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not path.is_relative_to(archive.folder)
    with archive.writing(print):
        file_texts(archive, "grain", {"board": ["A zebra."]})
    assert path.is_file()


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _no_database(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1000)


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _spoilt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def _said(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)


def _of_another_form(path: Path) -> None:
    _said(path, "PRAGMA user_version = 0")


def _somebody_else_s(path: Path) -> None:
    path.unlink()
    _said(path, "CREATE TABLE mine (x)")


def _of_another_archive(path: Path) -> None:
    _said(path, "UPDATE of SET identifier = 'urn:uuid:0'")


def _words_made_up(path: Path) -> None:
    _said(
        path, "INSERT INTO passage VALUES (99, 'harbour', x'00'); INSERT INTO word (rowid, terms) VALUES (99, 'boat');"
    )
    _said(path, "INSERT INTO place VALUES (99, 1, 'board', 7)")


def _of_a_brief_that_is_not_there(path: Path) -> None:
    _said(path, "UPDATE passage SET name = 'no ' || name; UPDATE version SET name = 'no ' || name;")


def _for_another_audience(path: Path) -> None:
    _said(path, "UPDATE OR REPLACE place SET audience = 'press'")


def _in_another_version(path: Path) -> None:
    _said(path, "UPDATE OR REPLACE place SET version = 1")


def _link(path: Path) -> None:
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


def _folder(path: Path) -> None:
    path.unlink()
    (path / "in the way").mkdir(parents=True)


def _gone(path: Path) -> None:
    shutil.rmtree(path.parent)


@pytest.mark.parametrize(
    "spoil",
    [
        _emptied,
        _no_database,
        _cut_off,
        _spoilt,
        _of_another_form,
        _somebody_else_s,
        _of_another_archive,
        _words_made_up,
        _of_a_brief_that_is_not_there,
        _for_another_audience,
        _in_another_version,
        _link,
        _folder,
        _gone,
    ],
)
def test_whatever_happened_to_the_index_the_same_is_found(archive: Archive, spoil: object) -> None:
    before = search(archive, asked("boat"))
    assert before.hits
    spoil(index_file(archive))  # type: ignore[operator]
    assert search(archive, asked("boat")) == before
    assert search(archive, asked("boat")) == before


def test_a_link_in_the_place_of_the_index_is_not_followed(archive: Archive, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("untouched")
    path = index_file(archive)
    path.parent.mkdir()
    path.symlink_to(mine)
    assert search(archive, asked("boat")).hits
    assert mine.read_text() == "untouched"


def test_where_no_file_can_be_written_it_is_found_all_the_same(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = search(archive, asked("boat"))
    shutil.rmtree(index_file(archive).parent)
    real = Path.mkdir

    def refused(self: Path, *args: object, **kwargs: object) -> None:
        if self == index_file(archive).parent:
            raise OSError(30, "Read-only file system", str(self))
        real(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", refused)
    assert search(archive, asked("boat")) == before
    assert not index_file(archive).parent.exists()


def test_where_the_index_is_read_only_it_is_found_all_the_same(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(archive, asked("boat"))
    path = index_file(archive)
    content = path.read_bytes()

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("briefing.archive.index_file._make_ready", refused)
    monkeypatch.setattr("briefing.archive.index_file._remove", refused)
    assert search(archive, asked("boat")).hits
    assert path.read_bytes() == content


def test_a_file_that_is_not_what_was_filed_is_told_and_never_shown(archive: Archive) -> None:
    search(archive, asked("boat"))
    said = archive.folder / "harbour/v1/content/said/board.json"
    said.write_text(said.read_text().replace("A boat was sold.", "A boat was sunk."))
    for afresh in (False, True):
        found = search(archive, asked("boat"), afresh=afresh)
        assert "sunk" not in str(shown(found))
        assert [(problem.code, problem.is_error) for problem in found.problems] == [("E811", True)]
        assert [text for _, text, _ in shown(found)] == ["A quay was built.", "A boat was sold."]
        assert shown(found)[1][2] == [(2, "board", 1)]


def _search_elsewhere(folder: Path) -> list[tuple[str, str, list[tuple[int, str, int]]]]:
    return shown(search(Archive.open(folder / "archive", folder / "keys"), asked("boat")))


def test_several_search_at_once(archive: Archive, tmp_path: Path) -> None:
    expected = shown(search(archive, asked("boat")))
    shutil.rmtree(index_file(archive).parent)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_search_elsewhere, [tmp_path] * 6) == [expected] * 6


_WORDS = st.sampled_from(["boat", "boats", "Quay", "naïve", "naive", "정상회담", "회담", "北京", "1,000", "1000", "x"])
_TEXTS = st.lists(st.lists(_WORDS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=3)
_TYPED = st.lists(
    st.tuples(st.lists(_WORDS, min_size=1, max_size=2).map(" ".join), st.sampled_from(["", "*"])).map("".join),
    min_size=1,
    max_size=2,
)


def _scanned(filed: list[tuple[str, int, str, Texts]], query: Query) -> Iterator[tuple[str, str, int, str, int]]:
    for brief, version, audience, texts in filed:
        for number, text in enumerate(texts, 1):
            if query.spans([str(text)]) is not None:
                yield brief, str(text), version, audience, number


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), _TEXTS, _TEXTS), min_size=1, max_size=5), st.lists(_TYPED, min_size=1))
def test_what_is_found_is_what_reading_everything_finds(
    editions: list[tuple[str, list[str], list[str]]], queries: list[list[str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = open_archive(Path(folder))
        filed: list[tuple[str, int, str, Texts]] = []
        with archive.writing(print):
            for brief, board, public in editions:
                edition = file_texts(archive, brief, {"board": board, "public": public})
                filed += [(brief, edition.version, "board", board), (brief, edition.version, "public", public)]
        for typed in queries:
            query = Query.parse(typed)
            found = search(archive, Asked(query=query, limit=1000))
            told = [
                (hit.brief, hit.texts[0].text, place.edition.version, place.audience, place.number)
                for hit in found.hits
                for place in hit.places
            ]
            assert sorted(told) == sorted(_scanned(filed, query))
