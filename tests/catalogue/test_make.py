"""A catalogue as a whole: its pages, their links, the same bytes for the same archive."""

import json
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from briefing.archive.store import Archive
from briefing.catalogue import make as making
from briefing.catalogue.limit import Limit
from briefing.catalogue.make import make
from briefing.model.problem import FaultyInputError
from tests.catalogue.shelf import SECRET, opened, pages, site


@pytest.fixture(scope="module")
def filled() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="briefing-catalogue-"))
    opened(folder)
    make(opened(folder), folder / "site", Limit())
    yield folder
    shutil.rmtree(folder)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name in {"href", "src", "action"} and value]
        self.ids += [value for name, value in attrs if name == "id" and value]


def read(page: str) -> _Links:
    links = _Links()
    links.feed(page)
    return links


def linked_data(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_every_link_of_every_page_leads_somewhere_and_none_needs_a_server(filled: Path) -> None:
    there = site(filled / "site")
    ids = {path: read(page).ids for path, page in pages(filled / "site").items()}
    reached = {"index.html"}
    for path, page in pages(filled / "site").items():
        assert len(ids[path]) == len(set(ids[path])), path
        for link in read(page).links:
            parts = urlsplit(link)
            assert not parts.scheme + parts.netloc, link
            assert not link.startswith("/"), link
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            target = path if link.startswith("#") else target
            assert target in there, f"{path}: {link}"
            assert not parts.fragment or parts.fragment in ids[target], f"{path}: {link}"
            reached.add(target)
    for path in re.findall(r'url\("([^"]+)"\)', there["static/catalogue.css"].decode()):
        assert f"static/{path}" in there
    assert {path for path in there if path.endswith((".html", ".pdf"))} <= reached


def test_it_lists_by_date_by_brief_and_by_audience(filled: Path) -> None:
    there = pages(filled / "site")
    assert {"briefs/harbour.html", "briefs/silo plans.html", "audiences/board.html", "years/2024.html"} <= set(there)
    harbour = there["briefs/harbour.html"]
    assert harbour.index("edition 3.0") < harbour.index("edition 2.0") < harbour.index("edition 1.0")
    assert "An inquiry by Marchbanks" in harbour
    assert "Schedule 4.2" in there["briefs.html"]
    assert "TLP:AMBER" in there["index.html"]
    assert "Internal catalogue" in there["index.html"]


def test_the_page_of_an_edition_has_its_files_control_data_and_what_changed(filled: Path) -> None:
    there = pages(filled / "site")
    page = there["editions/harbour/2024-02-01.html"]
    archive = opened(filled)
    edition = archive.editions("harbour")[2]
    for _, file in edition.files():
        copied = filled / "site/editions/harbour/2024-02-01" / Path(file.path).name
        assert copied.read_bytes() == archive.read("harbour", 3, file.path)
        assert file.sha512 in page
    checkpoint = archive.book.checkpoint()
    assert checkpoint
    for told in (*(one.edition_code for one in edition.audience), edition.identifier, str(checkpoint.head), "3.0, v3"):
        assert told in page
    assert archive.inventory_digest("harbour", 3) in page
    assert "What changed since" in page
    assert "removed: </span>" in page
    assert "(i1)" not in page  # the desk's own name of an item
    assert "A figure was off by ten" in there["editions/grain/2024-01-01.html"]
    assert 'href="../../editions/harbour/2024-02-01.html"' in there["editions/harbour/2024-01-01.html"]


def test_each_edition_is_a_report_of_schema_org(filled: Path) -> None:
    said = linked_data(pages(filled / "site")["editions/harbour/2024-02-01.html"])
    assert said["@type"] == "Report"
    assert said["name"] == "The harbour & its boats"
    assert said["datePublished"] == "2024-02-01"
    assert said["version"] == "3.0"
    files = said["encoding"]
    assert isinstance(files, list)
    assert [one["contentUrl"] for one in files] == [
        f"../../editions/harbour/2024-02-01/{name}.pdf" for name in ("board", "public")
    ]
    withdrawn = linked_data(pages(filled / "site")["editions/grain/2024-01-01.html"])
    assert withdrawn["creativeWorkStatus"] == "Withdrawn"


def test_the_same_archive_gives_the_same_bytes_over_an_earlier_one(filled: Path, tmp_path: Path) -> None:
    make(opened(filled), tmp_path / "again", Limit())
    assert site(tmp_path / "again") == site(filled / "site")
    make(opened(filled), tmp_path / "again", Limit(ceiling="TLP:CLEAR"))
    assert not (tmp_path / "again/editions/silo plans").exists()
    make(opened(filled), tmp_path / "again", Limit())
    assert site(tmp_path / "again") == site(filled / "site")
    assert [one.name for one in tmp_path.iterdir()] == ["again"]


def test_a_file_that_is_not_what_was_filed_stops_it_and_the_earlier_one_stays(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    make(archive, tmp_path / "site", Limit())
    before = site(tmp_path / "site")
    (damaged,) = (tmp_path / "archive/harbour/v3/content/pdf").glob("public.pdf")
    damaged.write_bytes(damaged.read_bytes().replace(b"obj", b"0bj", 1))
    with pytest.raises(FaultyInputError) as caught:
        make(opened(tmp_path), tmp_path / "site", Limit())
    assert caught.value.problems[0].code == "E811"
    assert site(tmp_path / "site") == before
    assert not list(tmp_path.glob(".site.*"))


def test_without_pagefind_it_is_made_all_the_same_and_names_the_extra(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (filled / "site/pagefind/pagefind.js").is_file()
    assert "briefing[catalogue]" not in pages(filled / "site")["search.html"]
    monkeypatch.setattr(making, "is_installed", lambda: False)
    make(opened(filled), tmp_path / "site", Limit())
    assert not (tmp_path / "site/pagefind").exists()
    assert "briefing[catalogue]" in pages(tmp_path / "site")["search.html"]
    assert SECRET in (tmp_path / "site/search-index.js").read_text("utf-8")


def test_an_archive_in_which_nothing_is_filed_has_a_catalogue_that_says_so(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "archive", tmp_path / "keys", create=True)
    make(archive, tmp_path / "site", Limit())
    assert "Nothing is shown here" in pages(tmp_path / "site")["index.html"]
