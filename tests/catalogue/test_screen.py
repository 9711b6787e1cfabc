"""The search of a finished catalogue has teeth: whatever lets something through, nothing reaches its place."""

import gzip
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from briefing.catalogue import make as making
from briefing.catalogue.edition_page import page_of
from briefing.catalogue.gather import Gathered
from briefing.catalogue.holding import Shown, Whole
from briefing.catalogue.index import Index
from briefing.catalogue.limit import Limit
from briefing.catalogue.make import make
from briefing.catalogue.screen import Screen
from briefing.model.problem import FaultyInputError
from tests.archive_desk import filed
from tests.catalogue.shelf import HIGH, HOUSE, PHRASE, REASON, SECRET, opened, pdf, site
from tests.many_editions import file_texts

CLEAR = Limit("TLP:CLEAR")


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Screen:
    return Screen(Gathered(opened(tmp_path_factory.mktemp("screened")), CLEAR))


def refused(folder: Path, limit: Limit = CLEAR) -> str:
    """What the search says; nothing is left behind, and an earlier catalogue stays as it was."""
    site_of = folder / "site"
    before = site(site_of) if site_of.exists() else None
    with pytest.raises(FaultyInputError) as caught:
        make(opened(folder), site_of, limit)
    assert {problem.code for problem in caught.value.problems} == {"E880"}
    assert (site(site_of) if site_of.exists() else None) == before
    assert not list(folder.glob(".site.*"))
    return "\n".join(problem.message for problem in caught.value.problems)


PUT = {
    "as text": "<p>{}</p>",
    "in a comment": "<!-- {} -->",
    "in an attribute": '<p title="{}"></p>',
    "in capitals, over lines": "<p>{}</p>",
    "in a script": '<script type="application/json">{{"a": "{}"}}</script>',
}


@pytest.mark.parametrize("way", PUT)
@pytest.mark.parametrize(
    "secret", [SECRET, PHRASE, REASON, "Nobody knows of Ulvhild.", "silo plans", "Ada Lovelock", "Schedule 4.2"]
)
def test_what_is_withheld_is_found_wherever_a_page_has_it(
    screen: Screen, way: str, secret: str, tmp_path: Path
) -> None:
    text = secret.upper().replace(" ", "\n") if way == "in capitals, over lines" else secret
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><main>{PUT[way].format(text)}</main>", "utf-8")
    with pytest.raises(FaultyInputError) as caught:
        screen.search(tmp_path, ())
    assert secret in {problem.message[1 : len(secret) + 1] for problem in caught.value.problems}


@pytest.mark.parametrize("path", [f"{PHRASE}.html", "board/page.html", "catalogue.json", "search-index.js", "odd.bin"])
def test_it_is_found_in_names_and_in_files_of_every_kind(screen: Screen, path: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(f"<p>{SECRET}</p>", "utf-8")
    with pytest.raises(FaultyInputError):
        screen.search(tmp_path, ())


def test_it_is_found_in_an_index_that_is_packed(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "en.pf_fragment").write_bytes(gzip.compress(SECRET.encode(), mtime=0))
    with pytest.raises(FaultyInputError):
        screen.search(tmp_path, ())


def _page_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def sabotaged(whole: Whole, shown: Shown) -> str:
        return page_of(whole, shown).replace("</main>", f"<!-- {REASON} --></main>")

    monkeypatch.setattr(making, "page_of", sabotaged)


def _all_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit lets everything through while the pages are made, and not while they are searched."""
    true = Gathered.shown

    def sabotaged(self: Gathered, brief: str) -> tuple[Shown, ...]:
        return true(Gathered(self.archive, Limit()), brief)

    monkeypatch.setattr(Gathered, "shown", sabotaged)


def _index_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    true = Index.script
    monkeypatch.setattr(Index, "script", lambda self: (*true(self), f'window.more = "{SECRET}";\n'))


def _limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    true = making._whole
    monkeypatch.setattr(making, "_whole", lambda gathered: replace(true(gathered), limit=f"Not shown: {PHRASE}"))


@pytest.mark.parametrize("sabotage", [_page_with_all, _all_variants, _index_of_all, _limit_is_said])
def test_a_part_of_the_program_that_forgets_the_limit_stops_it(
    sabotage: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(opened(tmp_path), tmp_path / "site", CLEAR)
    sabotage(monkeypatch)
    assert "is withheld from this catalogue" in refused(tmp_path)


def test_a_pdf_that_holds_what_is_withheld_stops_it(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.docinfo["/Subject"] = SECRET
        written = io.BytesIO()
        document.save(written)
    with archive.writing(lambda _: None):
        file_texts(
            archive, "leaky", {"public": ["Nothing."]}, pdf=written.getvalue() + b"\n%", beside=HOUSE, markings=HIGH
        )
    said = refused(tmp_path)
    assert "editions/leaky/2024-01-01/public.pdf" in said
    assert SECRET[:30] in said


def test_what_both_may_read_is_no_leak(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    with archive.writing(lambda _: None):
        both = {"board": ["What both may read.", SECRET], "public": ["What both may read."]}
        file_texts(archive, "shared", both, pdf=pdf(), beside=HOUSE, markings=HIGH)
    make(archive, tmp_path / "site", CLEAR)
    assert (tmp_path / "site/editions/shared/2024-01-01.html").is_file()


def test_words_that_only_stand_side_by_side_are_no_leak(tmp_path: Path) -> None:
    """In the linked data the title is followed by “inLanguage”: eighteen letters in a row are those of a secret."""
    archive = opened(tmp_path)
    with archive.writing(lambda _: None):
        said = {"board": ["An nuclear sharing in the north."], "public": ["Nothing."]}
        file_texts(archive, "side", said, pdf=pdf(), beside=HOUSE, markings=HIGH, title="More than nuclear sharing")
    make(archive, tmp_path / "site", CLEAR)


def test_editions_as_they_are_really_filed_are_searched_and_hold_nothing(tmp_path: Path) -> None:
    """PDFs of the press, with an annex, markings and control blocks: what belongs there is no leak."""
    desk = filed(tmp_path / "desk")
    for limit, files in ((CLEAR, 3), (Limit(audiences=("chief",)), 3), (Limit("TLP:AMBER"), 6)):
        made = make(desk.opened(), tmp_path / "site", limit)
        assert made.files == files
        assert made.searched_for
    pages = {path: data.decode() for path, data in site(tmp_path / "site").items() if path.endswith(".html")}
    assert "A likelihood was too low" not in "".join(pages.values())
