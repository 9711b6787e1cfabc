"""PDF: paragraphs, not lines; over columns and pages; without running heads; with words that are whole."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import pikepdf
import pytest

from briefing.model.article import Article, Given
from briefing.model.problem import FaultyInputError, Problem
from briefing.read import apart, plain, read
from briefing.read.convert import convert
from briefing.read.pdf_blocks import blocks
from briefing.read.pdf_heads import without_running_heads
from briefing.read.pdf_lines import Line, Page
from briefing.read.pdf_words import Mend
from tests.paper import printed

SEED = Path(__file__).resolve().parents[2] / "seeds" / "000_bfa03035c30b369b.txt"
BLOCKS = plain.read(SEED.read_bytes()).blocks
SHEET = (
    "html { font: 16px/1.25 XCharter }"
    "@page { size: A4; margin: 2.5cm; @top-center { content: 'Weekly Review' }"
    " @bottom-center { content: 'Page ' counter(page) ' of ' counter(pages) } }"
)
NO_HEADS = "@page { @top-center { content: none } @bottom-center { content: none } }"
LAYOUTS = {
    "one column": "",
    "ragged columns": "body { columns: 2; font-size: 10pt }",
    "broken words": "body { columns: 2; font-size: 9.5pt; text-align: justify; hyphens: auto; column-gap: 5mm }",
    "indents": "p { margin: 0; text-indent: 1.5em; text-align: justify; hyphens: auto } h2 { margin: 0 }",
    "wide lines": "body { line-height: 2.2 } p { margin: 0; text-indent: 2em }",
    "wide lines and gaps": "body { line-height: 2 } p { margin: 1em 0 }",
    "three columns": "@page { size: A4 landscape } body { columns: 3; font-size: 9pt; hyphens: auto }",
    "small pages": "@page { size: A5; margin: 1.5cm } body { hyphens: auto }",
}


def pdf_of(body: str, style: str = "", head: str = "") -> bytes:
    return printed(f"<html lang=en><head>{head}<style>{SHEET}{style}</style></head><body>{body}</body></html>")


def article_of(data: bytes, folder: Path) -> Article:
    path = folder / "a.pdf"
    path.write_bytes(data)
    with patch.object(apart, "read", convert):
        return read("A", path)


def problem_of(data: bytes, folder: Path) -> Problem:
    path = folder / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(FaultyInputError) as caught:
        read("A", path)
    (problem,) = caught.value.problems
    return problem


def texts(article: Article) -> list[str]:
    return [("# " if block.is_heading else "") + block.text for block in article.blocks]


@pytest.fixture(scope="module")
def good() -> bytes:
    return pdf_of("<h1>A heading</h1><p>A paragraph of one line, which has a full stop at its end.</p>")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_same_paragraphs_in_every_layout(layout: str, tmp_path: Path) -> None:
    body = "".join(f"<h2>{text}</h2>" if heading else f"<p>{text}</p>" for text, heading in BLOCKS)
    article = article_of(pdf_of(body, LAYOUTS[layout]), tmp_path)
    assert [(block.text, block.is_heading) for block in article.blocks] == list(BLOCKS)


def test_given_and_title_across_columns(tmp_path: Path) -> None:
    head = "<title>The title</title><meta name=author content='Jane Roe'><meta name=dcterms.created content=2023-09-12>"
    title = "A title that is long enough to run over two lines, and stands across both of the columns below it"
    body = "".join(f"<p>{text}</p>" for text, heading in BLOCKS[:9] if not heading)
    style = "body { columns: 2 } h1 { column-span: all; font-size: 24pt }"
    article = article_of(pdf_of(f"<h1>{title}</h1>{body}", style, head), tmp_path)
    assert texts(article) == [f"# {title}", *(text for text, heading in BLOCKS[:9] if not heading)]
    assert article.given == Given(title="The title", author="Jane Roe", published="2023-09-12", language="en")


def test_lists_tables_and_notes(tmp_path: Path) -> None:
    body = (
        "<p>Three things<sup>1</sup> are wanted, and each of them is told in one line below, or in two.</p>"
        "<ul><li>Shells</li><li>Grain, and more of it than was ever sent in a year before the war began, on the "
        "trains of the other</li></ul><ol><li>First</li></ol>"
        "<table><tr><td>2022</td><td>17 per cent</td></tr></table>"
        "<p>It covers 10 km<sup>2</sup>.</p>"
    )
    found = texts(article_of(pdf_of(body, NO_HEADS), tmp_path))
    assert found[0] == "Three things are wanted, and each of them is told in one line below, or in two."
    assert found[1:3] == [
        "Shells",
        "Grain, and more of it than was ever sent in a year before the war began, on the trains of the other",
    ]
    assert found[3] == "1. First"
    assert found[4].removeprefix("# ") == "2022 17 per cent"
    assert found[5] == "It covers 10 km2."


def test_paragraph_runs_over_a_page_with_a_note_at_its_foot(tmp_path: Path) -> None:
    words = " ".join(f"word{number} and so on" for number in range(150))
    note = "<span>A note in small type, at the foot of the page.</span>"
    style = "span { float: footnote; font-size: 7pt } @page { size: A5 }"
    article = article_of(pdf_of(f"<p>It begins{note} {words} here.</p>", style), tmp_path)
    assert [block.text for block in article.paragraphs] == [
        f"It begins {words} here.",
        "1. A note in small type, at the foot of the page.",
    ]


def test_locked_pdf(good: bytes, tmp_path: Path) -> None:
    for password in ("secret", ""):
        file = io.BytesIO()
        with pikepdf.open(io.BytesIO(good)) as document:
            document.save(file, encryption=pikepdf.Encryption(owner="owner", user=password))
        if password:
            problem = problem_of(file.getvalue(), tmp_path)
            assert problem.code == "E015"
            assert "password" in problem.message
        else:
            assert texts(article_of(file.getvalue(), tmp_path)) == texts(article_of(good, tmp_path))


def test_cut_short_pdf_is_damaged(good: bytes, tmp_path: Path) -> None:
    assert "cut short" in problem_of(good[:-60], tmp_path).message
    assert texts(article_of(good + b"\r\n\0\0", tmp_path)) == texts(article_of(good, tmp_path))


def test_stream_cut_short_is_damaged_not_shortened(good: bytes, tmp_path: Path) -> None:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as document:
        contents = document.pages[0].obj["/Contents"]
        packed = zlib.compress(contents.read_bytes() + b" " * 5000)
        contents.write(packed[:-12], filter=pikepdf.Name.FlateDecode)
        document.save(file, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    problem = problem_of(file.getvalue(), tmp_path)
    assert problem.code == "E015"
    assert problem.message == "the PDF is damaged: a part of it cannot be unpacked"


def test_lost_page_is_noticed(tmp_path: Path) -> None:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of("<p>One.</p><p style='break-before: page'>Two.</p>"))) as document:
        document.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = file.getvalue().replace(b"/Count 2", b"/Count 3")
    assert problem_of(data, tmp_path).message == "the PDF is damaged: of 3 pages it has 2"


def test_pages_that_are_mostly_pictures_want_ocr(tmp_path: Path) -> None:
    picture = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    scan = f"<p style='break-before: page'><img src='{picture}' style='width: 9cm'></p>"
    problem = problem_of(pdf_of(f"<p>A cover, with some words.</p>{scan}{scan}", NO_HEADS), tmp_path)
    assert problem.code == "E014"
    assert "2 of the 3 pages" in problem.message
    assert "ocrmypdf" in problem.hint
    assert texts(article_of(pdf_of(f"<p>A cover, with some words.</p>{scan}", NO_HEADS), tmp_path))


def line(text: str, top: float, x0: float = 70, size: float = 10) -> Line:
    return Line(text, x0, x0 + 5 * len(text), 800 - top, size, bold=False)


def test_running_heads() -> None:
    def page(number: int, *body: Line) -> Page:
        head = line(f"The Review, volume {number}", 30)
        return Page(600, 800, (head, *body, line(str(number), 780, 300)))

    def kept(*pages: Page) -> list[list[str]]:
        return [[line.text for line in lines] for lines in without_running_heads(pages)]

    assert kept(page(1, line("Body one.", 400)), page(2, line("Body two.", 400))) == [["Body one."], ["Body two."]]
    assert kept(page(1, line("Body one.", 400))) == [["The Review, volume 1", "Body one."]]
    figures = line("2019 12 14 15", 50)
    assert kept(page(1, figures), page(2, figures)) == [["2019 12 14 15"], ["2019 12 14 15"]]
    title = line("The Review, volume 9", 30, size=24)
    first = Page(600, 800, (title, line("Body.", 400)))
    assert kept(first, page(2, line("Two.", 400)), page(3, line("Three.", 400))) == [
        ["The Review, volume 9", "Body."],
        ["Two."],
        ["Three."],
    ]


def test_paragraphs_over_pages() -> None:
    first = [line("It begins here, and its lines go on for a while, as lines do", 400), line("and on, till a", 412)]
    second = [line("considerably-longer-word comes first on the page, and ends it.", 40), line("Another one.", 70)]
    assert list(blocks([first, second])) == [
        (
            "It begins here, and its lines go on for a while, as lines do and on, till a "
            "considerably-longer-word comes first on the page, and ends it.",
            False,
        ),
        ("Another one.", False),
    ]
    closed = [first[0], line("and on, till its end.", 412)]
    assert len(list(blocks([closed, second]))) == 3


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["a pol-", "icy, and more pol-", "icy; icy roads"], "a policy, and more policy; icy roads"),
        (["The long-", "term plan: a fi-", "ne one is fine"], "The long-term plan: a fine one is fine"),
        (["cooperation is co-", "operation, they say"], "cooperation is cooperation, they say"),
        (["a one-on-one, that one-on-", "one talk"], "a one-on-one, that one-on-one talk"),
        (["the Kim-", "Putin talks, an af-", "fair, affair"], "the Kim-Putin talks, an affair, affair"),
        (["soft\u00ad", "ware"], "software"),
        (["Vladi\u2010", "mir and nuclear-", "armed states"], "Vladimir and nuclear-armed states"),
        (["in 2022-", "23 and COVID-", "19"], "in 2022-23 and COVID-19"),
        (["one —", "two—", "three and/", "or four"], "one — two—three and/or four"),
        (["日本語の", "文章 and", "words"], "日本語の文章 and words"),
        (["a -", "b"], "a - b"),
        (["short-", "and long-term, af-", "fair, affair"], "short- and long-term, affair, affair"),
    ],
)
def test_words_that_line_ends_broke(lines: Sequence[str], expected: str) -> None:
    assert Mend([lines]).joined(lines) == expected


def test_hyphens_stay_where_no_words_are_broken() -> None:
    lines = [f"This is line {number} of a text" for number in range(60)] + ["that is nuclear-", "armed."]
    assert Mend([lines]).joined(lines).endswith("that is nuclear-armed.")
    assert Mend([["an acknowledg-", "ment", "is one"]]).joined(["an acknowledg-", "ment"]) == "an acknowledgment"
