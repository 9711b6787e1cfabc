"""A new brief: the article as received, a brief.yaml that builds at once, and nothing where anything fails."""

import datetime as dt
from pathlib import Path

import pytest

from briefing.build import examine
from briefing.new import start
from briefing.problem import FaultyInputError
from tests.workbench import HOUSE, DeskCopy

TODAY = dt.date(2026, 11, 23)
TEXT = "A heading of the article\n\nThe first paragraph ends here.\n\nThe second one ends here.\n"


def begin(desk: DeskCopy, content: str | bytes = TEXT, name: str = "received.txt") -> Path:
    article = desk.write(content, f"inbox/{name}")
    return start("quay", str(article), desk.folder, today=TODAY)


def loaded(desk: DeskCopy, file: Path):
    brief, problems = examine(file.parent, desk.workshop())
    assert brief is not None
    assert not [problem for problem in problems if problem.is_error], problems
    return brief


def test_the_article_is_kept_as_received(desk: DeskCopy) -> None:
    content = b"A line with an odd end.\r\n\r\n\xef\xbb\xbfAnother, with spaces at its end.   \n"
    file = begin(desk, content)
    assert (file.parent / "article.txt").read_bytes() == content
    assert sorted(path.name for path in file.parent.iterdir()) == ["article.txt", "brief.yaml"]


def test_the_draft_builds_for_every_audience(desk: DeskCopy) -> None:
    brief = loaded(desk, begin(desk))
    summary = brief.summary
    assert (summary.title.default, summary.date, summary.marking) == ("A heading of the article", TODAY, "TLP:CLEAR")
    assert summary.articles["A"].accessed == TODAY
    assert "# confirm" in (desk.folder / "sources/quay/brief.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("ceilings", "marking"),
    [(("TLP:AMBER", "TLP:GREEN"), "TLP:GREEN"), (("TLP:RED", None), "TLP:CLEAR"), ((None,), "TLP:CLEAR")],
)
def test_what_is_drafted_reaches_every_audience(desk: DeskCopy, ceilings: tuple[str | None, ...], marking: str) -> None:
    audiences = {
        f"a{number}": f"{{title: T{f', ceiling: {ceiling}' if ceiling else ''}}}"
        for number, ceiling in enumerate(ceilings)
    }
    listed = "".join(f"  {name}: {what}\n" for name, what in audiences.items())
    desk.write(f"organisation: O\naudiences:\n{listed}", HOUSE)
    assert loaded(desk, begin(desk)).summary.marking == marking


@pytest.mark.parametrize(
    "heading",
    [
        "2023-09-12",
        "no",
        "~",
        "1:30",
        "A title: with a colon",
        "\"doubly\" and 'singly' quoted",
        "# no comment",
        "{{ 7*7 }} {a} [b] & *c",
        "- a hyphen first",
        "ends in a backslash \\",
        "한국어 제목 😀",
        "{count} {name}",
    ],
)
def test_a_title_is_text_whatever_it_looks_like(desk: DeskCopy, heading: str) -> None:
    brief = loaded(desk, begin(desk, TEXT.replace("A heading of the article", heading)))
    assert brief.summary.title.default == heading
    assert brief.summary.articles["A"].title
    assert brief.summary.articles["A"].title.default == heading


def web_page(**meta: str) -> str:
    given = "".join(f'<meta property="{name.replace("_", ":")}" content="{value}">' for name, value in meta.items())
    paragraphs = "".join(
        f"<p>{'This is a sentence of some length about ferries and quays. ' * 4}</p>" for _ in range(4)
    )
    return (
        f'<!doctype html><html lang="{meta.get("lang", "en")}"><head><title>A ferry</title>{given}</head>'
        f"<body><article><h1>A ferry</h1>{paragraphs}</article></body></html>"
    )


def test_what_a_page_says_of_itself_is_drafted(desk: DeskCopy) -> None:
    page = web_page(article_published_time="2023-09-12T06:00:00Z", og_site_name="Island Post", lang="fr")
    summary = loaded(desk, begin(desk, page, "page.html")).summary
    assert (summary.date.isoformat(), summary.language) == ("2023-09-12", "fr")
    assert summary.articles["A"].published == "2023-09-12"


@pytest.mark.parametrize("language", ["English (United Kingdom)", "en.UTF-8", "{{ 7*7 }}", "no: no", "x" * 99, ""])
def test_a_language_that_is_none_is_not_drafted(desk: DeskCopy, language: str) -> None:
    assert loaded(desk, begin(desk, web_page(lang=language), "page.html")).summary.language == "en-GB"


@pytest.mark.parametrize("name", ["../x", "", ".hidden", "two words", "x" * 81, "a/b", "ünï", "a\nb", "-x"])
def test_a_name_is_one_that_every_system_can_keep(desk: DeskCopy, name: str) -> None:
    article = desk.write(TEXT, "inbox/received.txt")
    with pytest.raises(FaultyInputError) as refused:
        start(name, str(article), desk.folder, today=TODAY)
    assert [problem.code for problem in refused.value.problems] == ["E702"]


def test_a_brief_that_is_there_is_left_alone(desk: DeskCopy) -> None:
    before = (desk.brief / "brief.yaml").read_bytes()
    with pytest.raises(FaultyInputError, match="already"):
        start("harbour", str(desk.write(TEXT, "inbox/received.txt")), desk.folder, today=TODAY)
    assert (desk.brief / "brief.yaml").read_bytes() == before


@pytest.mark.parametrize("content", ["", "   \n\n", b"\xff\xfe\x00", b"%PDF-1.7 broken"])
def test_nothing_is_left_of_what_cannot_be_read(desk: DeskCopy, content: str | bytes) -> None:
    with pytest.raises(FaultyInputError):
        begin(desk, content)
    assert sorted(path.name for path in (desk.folder / "sources").iterdir()) == ["harbour", "house.yaml"]
