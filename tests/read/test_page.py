"""Web pages: the article is found, its words are whole and in order, and what surrounds it stays out."""

from pathlib import Path
from unittest.mock import patch

import pytest
from trafilatura.settings import Document

from briefing.model.article import Article, Given
from briefing.model.problem import FaultyInputError
from briefing.read import apart, read
from briefing.read.convert import convert


def article_of(page: str | bytes, folder: Path, name: str = "a.html") -> Article:
    path = folder / name
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    with patch.object(apart, "read", convert):
        return read("A", path)


def texts(article: Article) -> list[str]:
    return [("# " if block.is_heading else "") + block.text for block in article.blocks]


SENTENCES = [
    "The two leaders met in the port on Tuesday, and spoke for four hours behind closed doors about grain.",
    "Neither side gave an account of the talks, which officials on both sides called useful and frank.",
    "What each of them wants is known in outline, and has been for years, to all who follow the matter.",
    "The price of the arrangement will be paid by others, the former ambassador said in an interview.",
]
NEWS = f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Leaders meet | The Paper</title>
<meta property="og:title" content="Leaders meet in the port">
<meta name="author" content="Jane Roe">
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2023-09-12T10:30:00Z">
<link rel="canonical" href="https://example.org/leaders">
<script>window.words = "Script words never";</script><style>p {{ color: red }}</style></head>
<body>
<header><a href="/">The Paper</a><nav><ul><li><a href="/world">World news</a></li></ul></nav></header>
<div id="cookie-consent" class="cookie-banner">
<p>We use cookies to make this page better. Accept all of them?</p></div>
<main><article>
<h1>Leaders meet in the port</h1>
<p>{SENTENCES[0]}</p>
<h2>What was said</h2>
<p>{SENTENCES[1]} <q>A “frank” talk</q>, said <a href="/who">one
of them</a>, <em>twice</em>.</p>
<p>{SENTENCES[2]}</p>
<aside class="related"><h3>Read also</h3>
<ul><li><a href="/x">Another story altogether, from last year</a></li></ul></aside>
<p>{SENTENCES[3]}</p>
</article>
<section id="comments" class="comments"><h2>Comments</h2>
<div class="comment"><p>This is what a reader with too much time has to say about all of it.</p></div></section>
</main>
<footer><p>Copyright The Paper 2023. All rights are reserved by the owners.</p></footer>
</body></html>"""


def test_article_is_found_in_its_page(tmp_path: Path) -> None:
    article = article_of(NEWS, tmp_path)
    assert [block.text for block in article.paragraphs] == [
        SENTENCES[0],
        f"{SENTENCES[1]} “A “frank” talk”, said one of them, twice.",
        SENTENCES[2],
        SENTENCES[3],
    ]
    assert "# What was said" in texts(article)
    assert article.given == Given(
        title="Leaders meet in the port",
        author="Jane Roe",
        publisher="The Paper",
        published="2023-09-12",
        url="https://example.org/leaders",
        language="en-GB",
    )


@pytest.mark.parametrize("times", [1, 2])
def test_same_page_reads_the_same_apart(times: int, tmp_path: Path) -> None:
    here = article_of(NEWS, tmp_path)
    assert read("A", tmp_path / "a.html") == here


def test_small_page_keeps_all_it_has(tmp_path: Path) -> None:
    assert texts(article_of("<p>One short.</p><p>Two <a href=x>short</a> ones.</p><p>Three.</p>", tmp_path)) == [
        "One short.",
        "Two short ones.",
        "Three.",
    ]
    assert texts(article_of("<p>Yes.</p>", tmp_path)) == ["Yes."]
    assert texts(article_of("Just words.", tmp_path)) == ["Just words."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>bold</b><i>italic</i> word, <a href=x>a\n link</a>.</p>", ["One bolditalic word, a link."]),
        ("<p>12&nbsp;kg &amp; more&#8239;&lt; caf&eacute;.</p>", ["12\u00a0kg & more\u202f< café."]),
        ("<p>One<br>line two.<br><br>Three.<br>&nbsp;<br/>Four.</p>", ["One line two.", "Three.", "Four."]),
        ("<div>Loose text.<p>In it.</p>Tail.<div>Inner</div></div>", ["Loose text.", "In it.", "Tail.", "Inner"]),
        ("<h1>One</h1><h6>Six: ends.</h6><p>Short, no stop</p>", ["# One", "# Six: ends.", "Short, no stop"]),
        ("<p><strong>All bold</strong></p><p><b>Bold.</b></p><p><b>Not</b> all</p>",
         ["# All bold", "Bold.", "Not all"]),
        ("<blockquote><p>Said</p><h2>There</h2></blockquote>", ["Said", "There"]),
        ("<ul><li>One<li><p>Two</p><ol><li><b>Three</b></ol></ul>", ["One", "Two", "Three"]),
        (
            "<table><caption>Sums</caption><tr><th>Year<th>Value<tr><td>2022<td><p>17</p><tr><td><td></table>",
            ["Sums", "Year · Value", "2022 · 17"],
        ),
        (
            "<table><tr><td><p>A page of old.</p><p>Laid out so.</p></td><td>Menu</td></tr></table>",
            ["A page of old.", "Laid out so.", "Menu"],
        ),
        ("<table><tr><td><h2>Head.</h2><p>A page of old.</p></td></tr></table>", ["# Head.", "A page of old."]),
        ("<pre>one\n  line\n\ntwo</pre>", ["one line", "two"]),
        ("<p>Noted.<sup><a href='#n1'>1</a></sup> 10 m<sup>2</sup>.</p>", ["Noted. 10 m2."]),
        ("<p>Noted.<sup class=ref id=r><a href='#c'>[12]</a></sup></p>", ["Noted."]),
        ("<p>Seen <span style='display: none'>not</span> so.</p><p hidden>No.</p>", ["Seen so."]),
        ("<p>A link <span class='sr-only'>(opens a window)</span>.</p>", ["A link ."]),
        ("<p>می‌خواهم برم به خانه.</p><p>soft\u00adhyphen, zero\u200bwidth stays.</p>",
         ["می‌خواهم برم به خانه.", "soft\u00adhyphen, zero\u200bwidth stays."]),
        ("<p>梁振英就违建事件道歉。</p><p>他承认诚信危机。</p>", ["梁振英就违建事件道歉。", "他承认诚信危机。"]),
        ("<p>Refrain of the song.</p><p>A verse of it.</p><p>Refrain of the song.</p>",
         ["Refrain of the song.", "A verse of it.", "Refrain of the song."]),
        ("<p>a<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>b c d.</p>", ["a漢b c d."]),
        ("<p>Unclosed <b>bold<p>next <i>one</p></b> here", ["Unclosed bold", "next one", "here"]),
        ("<!-- no --><p>One <!-- no -->word here.</p><?php no ?>", ["One word here."]),
        ("<form><p>A page within a form, as some are.</p></form>", ["A page within a form, as some are."]),
    ],
)  # fmt: skip
def test_blocks_of_a_page(body: str, expected: list[str], tmp_path: Path) -> None:
    assert texts(article_of(f"<html><body>{body}</body></html>", tmp_path)) == expected


def test_heading_that_was_missed_comes_with_its_paragraph(tmp_path: Path) -> None:
    found = Document()
    found.text = f"{SENTENCES[0]}\n{SENTENCES[1]}"
    page = f"<div><h2>Menu</h2></div><div><h2>Head</h2><p>{SENTENCES[0]}</p><h3>Missed</h3><p>{SENTENCES[1]}</p></div>"
    with patch("trafilatura.bare_extraction", return_value=found):
        article = article_of(f"<body>{page}<p>Words of no importance to anyone.</p></body>", tmp_path)
    assert texts(article) == ["# Head", SENTENCES[0], "# Missed", SENTENCES[1]]


def test_page_is_read_whole_if_trafilatura_fails(tmp_path: Path) -> None:
    with patch("trafilatura.bare_extraction", side_effect=AttributeError):
        assert texts(article_of("<p>One.</p><nav>Menu</nav><footer>Foot</footer><p>Two.</p>", tmp_path)) == [
            "One.",
            "Two.",
        ]


def test_article_element_that_was_missed_is_read_whole(tmp_path: Path) -> None:
    lines = [f"Entry {word} in the list" for word in ("one", "two", "three", "four", "five", "six", "seven")]
    listing = "".join(f'<li><a href="/{n}">{line}</a></li>' for n, line in enumerate(lines))
    page = f"<body><p>{'Words before the article, in the page. ' * 9}</p><article><ul>{listing}</ul></article></body>"
    found = texts(article_of(page, tmp_path))
    assert [line for line in found if line in lines] == lines


@pytest.mark.parametrize(
    ("encoding", "head", "words"),
    [
        ("windows-1252", "<meta charset=windows-1252>", "“Café” – naïve words"),
        ("iso-8859-2", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">', "Żółć w słowie"),
        ("cp1252", "<meta charset='ISO-8859-1'>", "“Café” – naïve words"),
        ("shift_jis", "<meta charset=Shift_JIS>", "日本語の文章"),
        ("koi8-r", '<?xml version="1.0" encoding="koi8-r"?>', "Слова по-русски"),
        ("utf-16", "", "“Café” – naïve words"),
        ("utf-8-sig", "<meta charset=windows-1252>", "“Café” – naïve words"),
        ("utf-8", "<meta charset=utf-16>", "“Café” – naïve words"),
        ("utf-8", "<meta charset=zlib>", "“Café” – naïve words"),
        ("utf-8", "", "“Café” – naïve words"),
    ],
)
def test_encoding_that_a_page_declares(encoding: str, head: str, words: str, tmp_path: Path) -> None:
    page = f"{head}<html><body><p>{words} here.</p></body></html>".encode(encoding)
    assert texts(article_of(page, tmp_path)) == [f"{words} here."]


def test_page_that_declares_no_encoding_is_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(FaultyInputError) as caught:
        article_of("<p>One.</p>\n<p>Café.</p>".encode("latin-1"), tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "E012"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 7)
    assert "iconv" in problem.hint


def test_xhtml(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml" '
        'xml:lang="fr"><head><title>Titre</title><script src="a.js"/></head>'
        "<body><div/><p>Un&nbsp;mot, et un autre.</p></body></html>"
    )
    article = article_of(page, tmp_path, "a.xhtml")
    assert texts(article) == ["Un\u00a0mot, et un autre."]
    assert article.given == Given(title="Titre", language="fr")


def test_deep_page_keeps_its_text(tmp_path: Path) -> None:
    page = f"{'<div>' * 1000}<p>Deep down it says so.</p>{'</div>' * 1000}<p>And up here it goes on.</p>"
    assert texts(article_of(page, tmp_path)) == ["Deep down it says so.", "And up here it goes on."]


def test_nothing_is_fetched(tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        '<html><head><base href="http://127.0.0.1:9/"><link rel=stylesheet href=a.css></head><body>'
        "<p>Text &e; here, and no more.</p><img src=b.png><iframe src=c.html></iframe></body></html>"
    )
    with patch("socket.socket.connect", side_effect=AssertionError("a connection")):
        article = article_of(page, tmp_path)
    assert texts(article) == ["Text &e; here, and no more."]


def test_date_depends_on_no_clock(tmp_path: Path) -> None:
    page = '<meta property="article:published_time" content="2140-01-02"><p>A page out of the future, read today.</p>'
    assert article_of(page, tmp_path).given.published == "2140-01-02"
