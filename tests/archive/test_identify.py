"""Which edition a code or a PDF belongs to: as the files say, whatever the index says."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from briefing.archive.identify import by_code, by_content
from briefing.archive.index_file import index_file, marked
from briefing.archive.query import Query
from briefing.archive.search import Asked, search
from briefing.archive.store import Archive
from tests.many_editions import file_texts, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two editions of harbour, for two audiences, and an index."""
    made = open_archive(tmp_path)
    with made.writing(print):
        for text in ("A boat.", "A quay."):
            file_texts(made, "harbour", {"board": [text], "public": [text]})
    search(made, Asked(query=Query.parse(["boat"])))
    return made


def _nothing(path: Path) -> None:
    assert path.is_file()


def _no_index(path: Path) -> None:
    path.unlink()


def _no_database(path: Path) -> None:
    path.write_bytes(b"no database")


def _all_are_v1(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("UPDATE OR REPLACE mark SET version = 1")


def _of_no_brief(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("UPDATE mark SET name = '../secret', version = version || 'x'")


@pytest.mark.parametrize("spoil", [_nothing, _no_index, _no_database, _all_are_v1, _of_no_brief])
def test_every_code_and_every_pdf_is_known_for_what_it_is(archive: Archive, spoil: Callable[[Path], None]) -> None:
    spoil(index_file(archive))
    for edition in archive.editions("harbour"):
        for variant, file in edition.files():
            for found in (
                by_code(archive, variant.edition_code),
                by_content(archive, archive.read("harbour", edition.version, file.path)),
            ):
                assert found
                assert (found.edition, found.variant) == (edition, variant)
                assert found.status == "in the log"
                assert found.is_current == (edition.version == 2)
    assert by_code(archive, "3333-3333-3333") is None
    assert by_content(archive, b"another") is None


def test_the_index_spares_reading_the_others(archive: Archive) -> None:
    code = archive.editions("harbour")[1].audience[0].edition_code
    assert marked(archive, code) == (("harbour", 2),)
