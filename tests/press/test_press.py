"""One file that is PDF/A-3a and PDF/UA-1, the same every time."""

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefing.model.problem import FaultyInputError, Severity
from briefing.press import Enclosure, Heading, Pressed, press
from briefing.press.fonts import fonts_for
from tests.pdf_facts import faults, tag_tree
from tests.press.conftest import PIXEL, WORDS, Print, page

META = """
<meta name="author" content="Desk A"><meta name="author" content="Jörg Ø">
<meta name="description" content="What it is about"><meta name="keywords" content="arms, missiles">
<meta name="generator" content="briefing 0.1"><meta name="dcterms.created" content="2023-09-12">
<meta name="dcterms.modified" content="2023-09-13T06:00:00+00:00">
"""
CSS = """
@page {@top-left {content: element(head)} @bottom-right {content: "Page " counter(page)}}
.head {position: running(head)} .note {float: footnote} .annex {page: annex; break-before: page}
.blind {opacity: 1}
"""
DRAWING = '<svg width="9" height="9"><title>t</title>'
BODY = f"""
<div class="head">TLP:GREEN <img src="{PIXEL}" alt="Arms"></div>
<section id="bottom-line"><h2>Bottom line</h2><p>{WORDS}<span class="note">A note.</span></p></section>
<h2 id="b">Stakes</h2><ul><li><p>One</p></li><li>Two <a href="#b">there</a></li></ul>
<table><thead><tr><td></td><th>Gain</th></tr></thead><tr><th>Korea</th><td>Food</td></tr></table>
<p><img src="{PIXEL}" alt="A dot"> <svg width="20" height="9"><title>Likely</title><image href="{PIXEL}"
width="5" height="5"/><text x="1" y="8">55</text></svg></p>
<section class="annex"><h2>Annex</h2><p>{WORDS * 12}</p></section>
"""


@pytest.fixture(scope="module")
def whole(printed: Print) -> Pressed:
    return printed(BODY, CSS, META)


def test_the_file_is_pdf_a_3a_and_pdf_ua_1(whole: Pressed) -> None:
    assert (faults(whole.pdf), whole.problems) == ([], ())


def test_what_the_page_says_of_itself_is_in_the_file(whole: Pressed) -> None:
    with pikepdf.open(BytesIO(whole.pdf)) as pdf:
        about = {str(key): str(value) for key, value in pdf.docinfo.items()}
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == about["/Title"] == "Arms & men – a “brief”"
        assert metadata["dc:creator"] == ["Desk A", "Jörg Ø"]
        assert metadata["dc:description"] == about["/Subject"] == "What it is about"
        assert metadata["xmp:CreateDate"] == "2023-09-12"
        assert str(pdf.Root.Lang) == "en-GB"
        assert bytes(pdf.trailer.ID[0]) == b"0123456789abcdef"
    assert about["/Keywords"] == "arms, missiles"
    assert about["/Creator"] == "briefing 0.1"
    assert (about["/CreationDate"], about["/ModDate"]) == ("D:20230912", "D:20230913060000+00'00")


def test_pages_of_the_annex_are_labelled_apart(whole: Pressed) -> None:
    with pikepdf.open(BytesIO(whole.pdf)) as pdf:
        assert tuple(each.label for each in pdf.pages) == whole.labels
    assert whole.labels[:2] == ("1", "A1")
    assert (whole.pages, whole.body_pages, whole.annex_pages) == (len(whole.labels), 1, whole.pages - 1)


def test_what_stands_where_is_known(whole: Pressed) -> None:
    assert whole.headings == (
        Heading(1, "Heading", 1),
        Heading(2, "Bottom line", 1),
        Heading(2, "Stakes", 1, "b"),
        Heading(2, "Annex", 2),
    )
    assert (whole.bottom_line, whole.places["b"]) == ((1, 1), (1, 1))
    assert 0.3 < whole.fullness[0] < 1
    assert len(whole.fullness) == whole.pages


def test_a_bottom_line_that_runs_on_is_known_to(printed: Print) -> None:
    long = printed(f'<div id="bottom-line"><p>{WORDS * 30}</p></div>')
    assert long.bottom_line == (1, 2)
    assert long.fullness[0] > 0.9
    assert printed("<p>none</p>").bottom_line is None


SCRIPT = """
import hashlib, sys
from pathlib import Path
from briefing.press import press
from briefing.press.fonts import fonts_for
html = Path(sys.argv[1]).read_text("utf-8")
done = press(html, identifier=b"0123456789abcdef", fonts=fonts_for(html)[0], scratch=Path(sys.argv[2]))
print(hashlib.sha256(done.pdf).hexdigest())
"""


def digest(html: Path, folder: Path, **environment: str) -> str:
    """The digest of a page pressed in a process of its own."""
    (folder / "home").mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(html), str(folder / "scratch pad")],
        env={**os.environ, "HOME": str(folder / "home"), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_same_bytes_come_out_elsewhere_and_under_any_name(tmp_path: Path) -> None:
    html = tmp_path / "page.html"
    html.write_text(page(f"{BODY}<p>김정은 平壌</p>", CSS, META), "utf-8")
    here = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C.UTF-8"}
    there = {"PYTHONHASHSEED": "2", "TZ": "Asia/Seoul", "LANG": "ja_JP.UTF-8", "LC_ALL": "ja_JP.UTF-8", "FC_LANG": "ja"}
    away = {"FONTCONFIG_PATH": "/etc/fonts", "SOURCE_DATE_EPOCH": "86400", "LC_ALL": "C", "PYTHONUTF8": "0"}
    found = {digest(html, tmp_path / str(place), **env) for place, env in enumerate([here, there, away])}
    assert len(found) == 1


def test_the_same_bytes_come_out_again(whole: Pressed, tmp_path: Path) -> None:
    html = page(BODY, CSS, META)
    again = press(html, identifier=b"0123456789abcdef", fonts=fonts_for(html)[0], scratch=tmp_path)
    assert again == whole


def test_another_identifier_changes_the_identifier_alone(tmp_path: Path) -> None:
    html = page("<p>x</p>")
    fonts = fonts_for(html)[0]
    one, other = (press(html, identifier=name, fonts=fonts, scratch=tmp_path).pdf for name in (b"one", b"two"))
    assert one != other
    with pikepdf.open(BytesIO(one)) as first, pikepdf.open(BytesIO(other)) as second:
        assert bytes(first.trailer.ID[0]) == b"one"
        assert bytes(first.trailer.ID[1]) == bytes(second.trailer.ID[1])


def test_an_identifier_of_raw_bytes_is_written_in_hexadecimal(tmp_path: Path) -> None:
    html = page("<p>x</p>")
    done = press(html, identifier=b"\r\n(\x00\xff", fonts=fonts_for(html)[0], scratch=tmp_path)
    with pikepdf.open(BytesIO(done.pdf)) as pdf:
        assert bytes(pdf.trailer.ID[0]) == b"0d0a2800ff"


@pytest.mark.parametrize(
    ("body", "css", "address"),
    [
        ('<img alt="x" src="http://example.org/a.png">', "", "http://example.org/a.png"),
        ('<img alt="x" src="HTTPS://example.org/a.png">', "", "HTTPS://example.org/a.png"),
        ('<img alt="x" src="file:///etc/hostname">', "", "file:///etc/hostname"),
        ('<img alt="x" src="brief:///a.png">', "", "a.png"),
        ('<img alt="x" src="pictures/a.png">', "", "pictures/a.png"),
        ('<img alt="x" src="ftp://example.org/a.png">', "", "ftp://example.org/a.png"),
        ('<link rel="stylesheet" href="/a.css">', "", "/a.css"),
        ("<p>x</p>", '@font-face {font-family: F; src: url("f.woff2")}', "f.woff2"),
        ("<p>x</p>", "p {background: url(//example.org/a.png)}", "//example.org/a.png"),
        (f"{DRAWING}<image href='http://h/a.png' width='9' height='9'/></svg>", "", "http://h/a.png"),
    ],
)
def test_no_address_is_opened(body: str, css: str, address: str, printed: Print) -> None:
    problems = printed(body, css).problems
    assert [problem.code for problem in problems if problem.code == "E302"] == ["E302"]
    refused = next(problem for problem in problems if problem.code == "E302")
    assert f" {address}" in refused.message
    assert not any(address in problem.message for problem in problems if problem.code == "W302")


def test_a_link_to_the_web_is_kept_and_nothing_fetched(printed: Print) -> None:
    done = printed('<p><a href="https://example.org/a?b=c">there</a></p>')
    assert done.problems == ()
    (link,) = tag_tree(done.pdf).find("Link")
    assert link.links[0]["A"]["URI"] == "https://example.org/a?b=c"


def test_mistakes_of_the_layout_are_problems_and_not_printed(
    printed: Print, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    body = '<p><a href="#none">dead</a> <a href="chapter/2">relative</a></p>'
    problems = printed(body, "p {colour: red} @media screen {p {also: wrong}}").problems
    assert {(problem.code, problem.severity) for problem in problems} == {("W302", Severity.WARNING)}
    said = " ".join(problem.message for problem in problems)
    assert ("colour: red" in said or "colour:red" in said, "none" in said, "chapter/2" in said) == (True,) * 3
    assert "also" not in said
    assert (tuple(capfd.readouterr()), caplog.records) == (("", ""), [])
    assert logging.getLogger("weasyprint").propagate


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<html><title>T</title><body><h1>x</h1>", 'html lang="…"'),
        ('<html lang="en"><body><h1>x</h1>', "<title>"),
        ('<html lang="en"><title> </title><body><h1>x</h1>', "<title>"),
        (page("<h3>Deep</h3>"), "“Deep” on page 1 is a heading of level 3 after a heading of level 1"),
        (page("<p>x</p>").replace("h1>", "h2>"), "after no heading at all"),
        (page("<p class=x>x</p>", ".x {opacity: .5}"), "opacity"),
        (page(f'<p><img src="{PIXEL}"></p>'), "A picture (<img>) on page 1"),
        (page('<p><svg width="9" height="9"><rect width="9" height="9"/></svg></p>'), "A picture (<svg>)"),
        (page(f'<object data="{PIXEL}" type="image/png"></object>'), "A picture (<object>)"),
        (page("<table><tr><td>1<td>2</tr><tr><td>3</tr></table>"), "not equally long"),
    ],
)
def test_what_cannot_be_read_aloud_is_a_problem(html: str, words: str, scratch: Path) -> None:
    problems = press(html, identifier=b"a", fonts=fonts_for(html)[0], scratch=scratch).problems
    assert [(problem.code, words in problem.message) for problem in problems] == [("E304", True)]


def test_when_weasyprint_breaks_down_it_is_said_in_words(scratch: Path) -> None:
    html = page("<ol><li>x</li></ol>", 'li::marker {content: "x"}')
    with pytest.raises(FaultyInputError) as caught:
        press(html, identifier=b"a", fonts=fonts_for(html)[0], scratch=scratch)
    (problem,) = caught.value.problems
    assert (problem.code, "WeasyPrint" in problem.message) == ("E305", True)


def test_files_can_be_enclosed_once_each_with_their_own_date(tmp_path: Path) -> None:
    html = page("<p>x</p>")
    dated = datetime(2023, 9, 12, tzinfo=UTC)
    files = [
        Enclosure("brief.json", b'{"a": 1}', dated, "The brief as data", "Data"),
        Enclosure("article.txt", b"words", dated, "The article", "Source"),
    ]
    done = [
        press(html, identifier=b"a", fonts=fonts_for(html)[0], scratch=tmp_path, enclosures=files) for _ in range(2)
    ]
    assert done[0].pdf == done[1].pdf
    assert faults(done[0].pdf) == []
    with pikepdf.open(BytesIO(done[0].pdf)) as pdf:
        assert {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments} == {
            "brief.json": b'{"a": 1}',
            "article.txt": b"words",
        }
        assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Data", "/Source"]


def test_nothing_is_enclosed_that_the_page_asks_for(printed: Print) -> None:
    done = printed("<p>x</p>", "", '<link rel="attachment" href="data:text/plain,x">')
    assert b"/EmbeddedFile" not in done.pdf
