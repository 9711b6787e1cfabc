"""One article in every format, the text files, and everything that can be wrong with a file."""

import hashlib
import html
import io
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.article import Article, Given, is_heading
from briefing.model.problem import FaultyInputError, Problem
from briefing.read import apart, read
from briefing.read.convert import convert
from tests.paper import printed

SEED = Path(__file__).resolve().parents[1] / "seeds" / "000_bfa03035c30b369b.txt"
WORD_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ARTICLE = (
    ("# ", "A summit at the edge of two countries"),
    ("", "The two leaders meet this week in the port, “a rare event”, officials said on Tuesday."),
    (
        "",
        (
            "What each wants is known in outline: shells and shares of grain on one side, and on the other\u00a0— "
            "less openly — help with satellites, long-term credit, and policy-making at the border."
        ),
    ),
    ("## ", "What is at stake?"),
    (
        "",
        (
            "“We shall see,” one of them said. Nothing more was given out, and nobody asked; the press had left "
            "hours before, when the train was first seen on the bridge."
        ),
    ),
    ("", "It cost 12.5 million in 2023, or about 3 per cent of the year’s budget."),
)


def article_of(path: Path) -> Article:
    """Read in this process, which is faster, and shows what the other process would hide."""
    with patch.object(apart, "read", convert):
        return read("A", path)


def problem_of(path: Path) -> Problem:
    with pytest.raises(FaultyInputError) as caught:
        read("A", path)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == path
    assert problem.is_error
    assert problem.message[0].islower()
    assert not problem.message.endswith(".")
    return problem


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def texts(article: Article) -> list[str]:
    return [("# " if block.is_heading else "") + block.text for block in article.blocks]


def as_text() -> bytes:
    return "\n\n".join(text for _, text in ARTICLE).encode()


def as_markdown() -> bytes:
    return "\n\n".join(mark + text for mark, text in ARTICLE).encode()


def as_page() -> bytes:
    body = "".join(
        f"<h{len(mark) - 1}>{html.escape(text)}</h{len(mark) - 1}>" if mark else f"<p>{html.escape(text)}</p>"
        for mark, text in ARTICLE
    )
    return f"<!doctype html><html lang=en><title>T</title><body>{body}</body></html>".encode()


def as_word() -> bytes:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Heading{len(mark) - 1}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        if mark
        else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for mark, text in ARTICLE
    )
    return word_package(body)


def word_package(body: str, **parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        package.writestr("[Content_Types].xml", types)
        main = f'<w:document xmlns:w="{WORD_MAIN}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", main)
        for name, part in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", part)
    return file.getvalue()


def as_pdf(page: bytes | None = None, style: str = "") -> bytes:
    source = (page or as_page()).decode().replace("<body>", f"<style>{style}</style><body>")
    return printed(source)


FORMATS: dict[str, Callable[[], bytes]] = {
    "txt": as_text,
    "md": as_markdown,
    "html": as_page,
    "docx": as_word,
    "pdf": as_pdf,
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_paragraphs(suffix: str, tmp_path: Path) -> None:
    path = write(tmp_path, f"article.{suffix}", FORMATS[suffix]())
    before = path.read_bytes()
    article = read("B", path)
    assert [(block.text, block.is_heading) for block in article.blocks] == [
        (text, bool(mark)) for mark, text in ARTICLE
    ]
    assert [block.number for block in article.paragraphs] == [1, 2, 3, 4]
    assert article.key == "B"
    assert article.sha256 == hashlib.sha256(before).hexdigest()
    assert path.read_bytes() == before
    assert read("B", path) == article


def test_seed_has_its_paragraphs() -> None:
    article = read("A", SEED)
    assert len(article.blocks) == 23
    assert [block.text for block in article.blocks if block.is_heading] == [
        "What is going to this assembly seem like?",
        "Ought to the US be frightened a few Putin-Kim confab?",
    ]
    assert [block.number for block in article.paragraphs] == list(range(1, 22))
    assert article.paragraphs[8].text.startswith("“[Kim’s] journey occasion")
    assert article.paragraphs[16].text.startswith("As an alternative")
    assert article.given == Given()


def test_plain_text_loads_no_library(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "A sentence, and its end.")
    program = (
        "import sys; from pathlib import Path; from briefing.read import read; read('A', Path(sys.argv[1]));"
        "print(sorted({'lxml', 'mammoth', 'markdown_it', 'pdfminer', 'trafilatura', 'yaml'} & set(sys.modules)))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n", ["One.", "Two."]),
        ("\n\n  One.\nTwo.  \n\n", ["One.", "Two."]),
        ("One\nline.\n\nTwo.", ["One line.", "Two."]),
        ("One.\n \t \nTwo\n\n\n\nThree.", ["One.", "# Two", "Three."]),
        ("One.\r\n\r\nTwo.\rStill two.", ["One.", "Two. Still two."]),
        ("\ufeffOne.\n\nTwo.", ["One.", "Two."]),
        ("One.\u2029\u2029Two,\u2028and more.\x85", ["One.", "Two, and more."]),
        ("A  b\tc\x0bd\x0ce.", ["A b c d e."]),
        ("12\u00a0kg and\u202f%.", ["12\u00a0kg and\u202f%."]),
        ("bell\x07 and\x1b[31m colour.", ["bell and[31m colour."]),
        ("Two lines\nof a heading\n\nEnd.", ["Two lines of a heading", "End."]),
        ("“ﬁne” – “quotes”… ² stay.", ["“ﬁne” – “quotes”… ² stay."]),
        ("A heading" + "g" * 71 + "\n\nx.", ["# A heading" + "g" * 71, "x."]),
        ("A heading" + "g" * 72 + "\n\nx.", ["A heading" + "g" * 72, "x."]),
        ("He said “no”\nIt ends:\nIt lists;\nIt goes on,\nAsk!", ["He said “no”", "It ends:", "It lists;",
                                                                  "It goes on,", "# Ask!"]),
    ],
)  # fmt: skip
def test_text_blocks(text: str, expected: list[str], tmp_path: Path) -> None:
    assert texts(article_of(write(tmp_path, "a.txt", text))) == expected


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from(" \n\n\t.,“”\u00a0\u2028")


@given(st.text(CHARACTERS, max_size=400))
@settings(max_examples=150, deadline=None)
def test_text_keeps_every_word_in_order(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = write(tmp_path_factory.getbasetemp(), "words.txt", text)
    if not any(character.isalnum() for character in text):
        assert problem_of(path).code == "E014"
        return
    article = read("A", path)
    assert " ".join(block.text for block in article.blocks).split() == text.removeprefix("\ufeff").split()
    assert [block.number for block in article.paragraphs] == list(range(1, len(article.paragraphs) + 1))
    assert all(is_heading(block.text) for block in article.blocks if block.is_heading)
    assert not any("\n" in block.text or "  " in block.text or "\t" in block.text for block in article.blocks)


def test_file_without_known_suffix_is_text(tmp_path: Path) -> None:
    for name in ("article", "article.news", ".hidden", "ARTICLE.TXT", "a.Text"):
        assert texts(article_of(write(tmp_path, name, "One.\nTwo."))) == ["One.", "Two."]


def test_page_without_known_suffix_is_a_page(tmp_path: Path) -> None:
    page = "\ufeff \n<!DOCTYPE HTML><title>T</title><p>One <b>and</b> only.</p>"
    assert texts(article_of(write(tmp_path, "article.php", page))) == ["One and only."]


# --- markdown -------------------------------------------------------------------------------------------------

MARKDOWN = """\
---
title: "The title: with a colon"
author: [Jane Roe, {name: John Doe}]
date: 2023-09-12
url: https://example.org/a
publisher: The Paper
lang: en-GB
---
Setext heading.
===

### A long heading that has a full stop. And goes on past the eighty characters that a plain one may have.

A paragraph with *emphasis*, `code`, a [link](https://example.org "title"), an <b>HTML tag</b>,
&eacute;ntities and \\*escapes\\*.\x20\x20
After a hard break.

A short line

A short line
of two lines

- Item one
- Item two

  with its own paragraph
  1. Nested

> A quotation
>
> # Not a heading here

| Year | Value |
| ---- | ----: |
| 2022 | **17** |
| 2023 |  |

```python
code = 1

more
```

    indented code

<div>dropped</div>

![alt](picture.png)

***
Last<br>line<!-- comment -->.
"""


def test_markdown(tmp_path: Path) -> None:
    article = article_of(write(tmp_path, "a.md", MARKDOWN))
    assert texts(article) == [
        "# Setext heading.",
        "# A long heading that has a full stop. And goes on past the eighty characters that a plain one may have.",
        "A paragraph with emphasis, code, a link, an HTML tag, éntities and *escapes*. After a hard break.",
        "# A short line",
        "A short line of two lines",
        "Item one",
        "Item two",
        "with its own paragraph",
        "Nested",
        "A quotation",
        "Not a heading here",
        "Year · Value",
        "2022 · 17",
        "2023",
        "code = 1 more",
        "indented code",
        "Last line.",
    ]
    assert article.given == Given(
        title="The title: with a colon",
        author="Jane Roe, John Doe",
        publisher="The Paper",
        published="2023-09-12",
        url="https://example.org/a",
        language="en-GB",
    )


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: A: b\nauthor: Jane", Given(title="A: b", author="Jane")),
        ("date: 2023-02-31\ntitle: T", Given(title="T")),
        ("date: 12 September 2023", Given()),
        ("date: 2023-09-12T08:00:00Z", Given(published="2023-09-12")),
        ("title: 12\nauthors: {a: b}", Given()),
        ("title: |\n  two\n  lines", Given(title="two lines")),
        ("x: &a [*a]\ntitle: T", Given(title="T")),
    ],
)
def test_markdown_front_matter(front: str, expected: Given, tmp_path: Path) -> None:
    article = article_of(write(tmp_path, "a.md", f"---\n{front}\n---\n\nText."))
    assert article.given == expected
    assert texts(article) == ["Text."]


def test_markdown_rule_is_no_front_matter(tmp_path: Path) -> None:
    article = article_of(write(tmp_path, "a.md", "---\n\nText: one.\n\n---\n\nText two."))
    assert texts(article) == ["Text: one.", "Text two."]


# --- what can be wrong ----------------------------------------------------------------------------------------


def test_e011_missing_and_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    missing = [problem_of(tmp_path / "none.txt"), problem_of(tmp_path / "file" / "none.txt")]
    folder = problem_of(tmp_path)
    odd = [problem_of(Path("a\0b.txt")), problem_of(tmp_path / ("x" * 5000))]
    assert {problem.code for problem in [*missing, folder, *odd]} == {"E011"}
    assert all("there is no such file" in problem.message for problem in missing)
    assert "folder" in folder.message


def test_e011_not_allowed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "One.")
    with patch.object(Path, "open", side_effect=PermissionError(13, "Permission denied")):
        problem = problem_of(path)
    assert problem.code == "E011"
    assert "may not read" in problem.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_e011_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert stat.S_ISFIFO((tmp_path / "pipe.txt").stat().st_mode)
    assert problem_of(tmp_path / "pipe.txt").code == "E011"


@pytest.mark.parametrize(
    ("data", "place", "encoding"),
    [
        (b"One.\n\nCaf\xe9 au lait.\nEnd.", (3, 4, "Caf\ufffd au lait."), "WINDOWS-1252"),
        ("Été.\r\nÀ ".encode() + b"\xff", (2, 3, "À \ufffd"), "WINDOWS-1252"),
        (b"\xef\xbb\xbfab\x80", (1, 3, "ab\ufffd"), "WINDOWS-1252"),
        (b"\xff\xfeT\0", (1, 1, "\ufffd\ufffdT"), "UTF-16"),
        ("Text".encode("utf-16-le"), (1, 2, "Text"), "UTF-16"),
        (b"x" * 10_000 + b"\xff", (1, 10_001, ""), "WINDOWS-1252"),
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_e012_says_where(data: bytes, place: tuple[int, int, str], encoding: str, suffix: str, tmp_path: Path) -> None:
    problem = problem_of(write(tmp_path, f"a.{suffix}", data))
    assert problem.code == "E012"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column, problem.place.excerpt) == place
    assert f"iconv -f {encoding} -t UTF-8" in problem.hint


def test_e013_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    assert problem_of(path).code == "E013"


@pytest.mark.parametrize("data", [b"word " * 4_100_000, b"a.\n" * 300_000], ids=["characters", "paragraphs"])
def test_e013_text_too_long(data: bytes, tmp_path: Path) -> None:
    assert problem_of(write(tmp_path, "a.txt", data)).code == "E013"


def test_huge_line_is_one_paragraph(tmp_path: Path) -> None:
    article = article_of(write(tmp_path, "a.txt", "word " * 1_000_000))
    assert [len(block.text) for block in article.paragraphs] == [4_999_999]


@pytest.mark.parametrize("suffix", ["txt", "text", "md", "markdown", "html", "htm", "xhtml", "docx", "pdf", "odd", ""])
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n"])
def test_e014_empty_file(suffix: str, data: bytes, tmp_path: Path) -> None:
    assert problem_of(write(tmp_path, f"a.{suffix}", data)).code == "E014"


def test_e014_page_of_scripts(tmp_path: Path) -> None:
    page = "<html><head><title>T</title></head><body><script>let text = 1</script><div id=app></div></body></html>"
    problem = problem_of(write(tmp_path, "a.html", page))
    assert problem.code == "E014"
    assert "script" in problem.message


def test_e014_scan_wants_ocr(tmp_path: Path) -> None:
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    problem = problem_of(write(tmp_path, "a.pdf", as_pdf(f"<body>{picture}</body>".encode())))
    assert problem.code == "E014"
    assert "ocrmypdf" in problem.hint


@pytest.mark.parametrize(
    ("name", "data", "word", "hint"),
    [
        ("a.pdf", b"no PDF at all, this", "no PDF", "again"),
        ("a.pdf", b"PK\x03\x04word/rest", "a Word document", "a.docx"),
        ("a.pdf", b"PK\x03\x04rest", "no Word document", ".docx"),
        ("a.docx", b"%PDF-1.7 rest", "a PDF", "a.pdf"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office", ".docx"),
        ("a.docx", b"<html>", "no Word document", "again"),
        ("a.docx", b"PK\x03\x04rest", "no Word document", ".docx"),
        ("a.docx", b"PK\x03\x04word/rest", "damaged", "again"),
        ("a.txt", b"%PDF-1.7 rest", "a PDF", "a.pdf"),
        ("a.md", b"{\\rtf1 text}", "RTF", ".docx"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "PNG", ".docx"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pa", "cut short", "again"),
        ("a.pdf", b"%PDF-1.7\nnothing here\n%%EOF", "damaged", "again"),
    ],
)
def test_e015_not_what_its_name_says(name: str, data: bytes, word: str, hint: str, tmp_path: Path) -> None:
    problem = problem_of(write(tmp_path, name, data))
    assert problem.code == "E015"
    assert word in problem.message
    assert hint in problem.hint


def test_e015_package_without_a_document(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "no Word document" in problem_of(write(tmp_path, "a.docx", file.getvalue())).message


def test_e015_nested_too_deeply(tmp_path: Path) -> None:
    assert "deeply" in problem_of(write(tmp_path, "a.html", "<div>" * 5000 + "<p>Deep.")).message
    assert "deeply" in problem_of(write(tmp_path, "a.md", "> " * 3000 + "Deep.")).message
    rows = "<w:tbl><w:tr><w:tc>" * 2000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 2000
    assert "deeply" in problem_of(write(tmp_path, "a.docx", word_package(rows))).message


@pytest.mark.parametrize(
    ("name", "data", "word", "hint"),
    [
        ("a.odt", b"PK\x03\x04rest", "package", ".docx"),
        ("a", b"PK\x03\x04word/document.xml", "a Word document", "a.docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office", ".docx"),
        ("a.rtf", b"{\\rtf1 text}", "RTF", ".docx"),
        ("a", b"%PDF-1.7", "a PDF", "a.pdf"),
        ("a.bin", b"\xfe\xfe\x00", "no UTF-8 text", ".docx"),
        ("a.bin", b"a\x00b", "no UTF-8 text", ".docx"),
    ],
)
def test_e016_lists_what_is_known(name: str, data: bytes, word: str, hint: str, tmp_path: Path) -> None:
    problem = problem_of(write(tmp_path, name, data))
    assert problem.code == "E016"
    assert word in problem.message
    assert ".txt .text .md .markdown .html .htm .xhtml .docx .pdf" in problem.message
    assert hint in problem.hint
