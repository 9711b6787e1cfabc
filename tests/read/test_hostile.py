"""Whatever the bytes are: an article, or the reason why there is none, within bounds of time and memory."""

import io
import logging
import os
import subprocess
import sys
import time
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.model.problem import FaultyInputError, Problem
from briefing.read import apart, read
from briefing.read.block import Reading
from briefing.read.convert import convert
from briefing.read.fault import Unreadable
from briefing.read.form import SUFFIXES, Form

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PATIENCE = 120
"""In so many seconds reading ends on the slowest of machines; on an idle one a tenth of it will do."""
CODES = {"E012", "E013", "E014", "E015", "E016"}


def word(paragraphs: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>Paragraph {number}, whole.</w:t></w:r></w:p>" for number in range(paragraphs))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>')
        package.writestr("docProps/core.xml", "<core><title>T</title></core>")
    return file.getvalue()


def pdf(content: bytes, resources: bytes = b"", more: tuple[bytes, ...] = (), *, packed: bool = True) -> bytes:
    """Write a PDF of one page by hand; `more` are objects from number 6 on."""
    body = zlib.compress(content) if packed else content
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
        % resources,
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), b"/Filter/FlateDecode" if packed else b"", body),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    file = bytearray(b"%PDF-1.7\n")
    table = bytearray(b"0000000000 65535 f \n")
    for number, item in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    size = len(objects) + 1
    start = len(file)
    file += b"xref\n0 %d\n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, table, size, start)
    return bytes(file)


def drawing(other: int, times: int) -> bytes:
    """Write a form that draws another so many times."""
    draws = b"/X Do " * times
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>"
    return (head + b"stream\n%s\nendstream") % (other, len(draws), draws)


LINES = b"".join(b"BT /F 12 Tf 70 %d Td (Line %d of a text.) Tj ET " % (700 - 14 * n, n) for n in range(20))
PAGE = b"""<!doctype html><html lang=en><head><meta charset=utf-8><title>T</title></head><body>
<nav><a href=/>Home</a></nav><article><h1>Title</h1><p>One <b>bold</b> word, and a <a href=/x>link</a>.</p>
<table><tr><td>a</td><td>b</td></tr></table>
<blockquote><p>Quoted.</p></blockquote><ul><li>Item<ul><li>Nested</li></ul></li></ul></article></body></html>"""
TEXT = b"---\ntitle: T\n---\n# Head\n\nText *of* one.\n\n- Item\n\n| a |\n| - |\n| b |\n\n```\ncode\n```\n"
GOOD = {
    Form.MARKDOWN: TEXT,
    Form.PAGE: PAGE,
    Form.WORD: word(4),
    Form.PDF: pdf(LINES),
}
LOOSE = {  # the same, not packed, so that a flipped bit comes further than the checksum
    Form.WORD: word(4, zipfile.ZIP_STORED),
    Form.PDF: pdf(LINES, packed=False),
}


def outcome(form: Form, data: bytes) -> Reading | None:
    """Convert, and let through nothing but the two things that may come of it."""
    try:
        reading = convert(form, data)
    except Unreadable as fault:
        assert fault.code in CODES  # noqa: PT017 - either may come
        return None
    assert all(text == text.strip() and text for text, _ in reading.blocks)
    assert not any("\x00" in text or "\n" in text or "  " in text for text, _ in reading.blocks)
    assert "\n".join(text for text, _ in reading.blocks).encode()  # no lone surrogates
    return reading


def problem_of(path: Path) -> Problem:
    with pytest.raises(FaultyInputError) as caught:
        read("A", path)
    return caught.value.problems[0]


@pytest.fixture(autouse=True)
def _silent(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Nothing that a library has to say comes out."""
    yield
    assert not caplog.get_records("call")
    assert capfd.readouterr() == ("", "")


def test_good_ones_are_good() -> None:
    for form, data in (*GOOD.items(), *LOOSE.items()):
        assert outcome(form, data) is not None


@given(suffix=st.sampled_from([*sorted(SUFFIXES), "", ".odd"]), data=st.binary(max_size=600), start=st.integers(0, 9))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_with_any_name(suffix: str, data: bytes, start: int, tmp_path: Path) -> None:
    starts = [b"%PDF-1.7\n", b"PK\x03\x04word/", b"<html><p>", b"---\na: ", b"\xff\xfe", b"\xef\xbb\xbf"]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"".join(starts[start : start + 1]) + data + (b"\n%%EOF" if start == 0 else b""))
    try:
        with patch.object(apart, "read", convert):
            article = read("A", path)
    except FaultyInputError as fault:
        assert {problem.code for problem in fault.problems} <= CODES  # noqa: PT017 - either may come
        return
    assert [block.number for block in article.paragraphs] == list(range(1, len(article.paragraphs) + 1))


@given(st.text(st.sampled_from("<>/=\"'& abpdivtrul#!-?x;1\n[]()*_`|~\\:+"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_markup(text: str) -> None:
    outcome(Form.PAGE, text.encode())
    outcome(Form.MARKDOWN, text.encode())


@given(st.sampled_from(sorted(GOOD)), st.data())
@settings(max_examples=120, deadline=None)
def test_truncations(form: Form, data: st.DataObject) -> None:
    whole = GOOD[form]
    cut = data.draw(st.integers(1, len(whole) - 1))
    reading = outcome(form, whole[:cut])
    if form is Form.WORD or (form is Form.PDF and cut < len(whole) - len("%%EOF\n")):
        assert reading is None


@given(st.sampled_from(sorted(GOOD)), st.booleans(), st.data())
@settings(max_examples=250, deadline=None)
def test_flipped_bits(form: Form, loose: bool, data: st.DataObject) -> None:
    broken = bytearray((LOOSE if loose and form in LOOSE else GOOD)[form])
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    outcome(form, bytes(broken))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_parts_of_a_word_document_in_disorder(data: st.DataObject) -> None:
    tags = LOOSE[Form.WORD].decode("latin-1")
    start = tags.index("<w:document")
    end = tags.index("</w:document>")
    pieces = tags[start:end].split("<")
    first, second = (data.draw(st.integers(1, len(pieces) - 1)) for _ in range(2))
    pieces[first], pieces[second] = pieces[second], pieces[first]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<".join(pieces) + "</w:document>")
    outcome(Form.WORD, file.getvalue())


DEEP = {
    "divs": (Form.PAGE, b"<div>" * 1900 + b"<p>Deep enough."),
    "too many divs": (Form.PAGE, b"<div>" * 5000 + b"<p>Too deep."),
    "tables": (Form.PAGE, b"<table><tr><td>" * 300 + b"x"),
    "open tags": (Form.PAGE, b"<b><i>" * 3000 + b"x"),
    "json": (Form.PAGE, b'<script type="application/ld+json">' + b'{"a":' * 5000 + b"</script><p>Text of it."),
    "repeats": (Form.PAGE, b"<p>" + b"a b c " * 60_000),
    "comments": (Form.PAGE, b"<!--" * 20_000 + b"<p>x"),
    "quotes": (Form.MARKDOWN, b">" * 3000 + b" x"),
    "brackets": (Form.MARKDOWN, b"[" * 20_000),
    "stars": (Form.MARKDOWN, b"*a **b " * 4000),
    "yaml": (Form.MARKDOWN, b"---\ntitle: " + b"[" * 5000 + b"\n---\nText."),
    "arrays": (Form.PDF, pdf(LINES, b"/X " + b"[" * 20_000)),
    "dictionaries": (Form.PDF, pdf(b"<<" * 20_000 + LINES)),
    "saved states": (Form.PDF, pdf(b"q " * 50_000 + LINES)),
    "form in itself": (
        Form.PDF,
        pdf(b"/X Do " + LINES, b"/XObject<</X 6 0 R>>", (drawing(6, 1),)),
    ),
    "many lines": (Form.PDF, pdf(b"".join(b"BT /F 1 Tf %d %d Td (word) Tj ET " % (n * 7 % 590, n * 13 % 790)
                                          for n in range(1500)))),
}  # fmt: skip


@pytest.mark.parametrize("case", DEEP)
def test_deep_and_wide(case: str) -> None:
    start = time.monotonic()
    outcome(*DEEP[case])
    assert time.monotonic() - start < PATIENCE


def test_libraries_are_silent_where_they_would_log() -> None:
    assert outcome(Form.PAGE, b"<html><body></body></html>") is None
    box = b"/MediaBox[0 0 600 800]"
    assert outcome(Form.PDF, GOOD[Form.PDF].replace(box, b" " * len(box))) is not None


def test_front_matter_that_unfolds_without_end() -> None:
    rungs = "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12))
    reading = convert(Form.MARKDOWN, f"---\na: &a [x, x]\n{rungs}author: *m\n---\nText.\n".encode())
    assert reading.blocks == (("Text.", False),)


def test_stream_that_swells(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(LINES + b" " * 100_000_000))
    assert path.stat().st_size < 1_000_000
    assert read("A", path).blocks


def test_reading_ends_in_time(tmp_path: Path) -> None:
    forms = tuple(drawing(7 + number, 10) for number in range(12))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(b"/X Do " + LINES, b"/XObject<</X 6 0 R>>", forms))
    start = time.monotonic()
    with patch.object(apart, "_SECONDS", 2):
        problem = problem_of(path)
    assert time.monotonic() - start < PATIENCE
    assert problem.code == "E013"
    assert "2 seconds" in problem.message


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_reading_stays_in_its_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(b"BT /F 12 Tf (Many glyphs.) Tj ET " * 40_000))
    with patch.object(apart, "_START", apart._START.replace("from", "import resource; from", 1).replace(
        "serve(", "resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28)); serve("
    )):  # fmt: skip
        problem = problem_of(path)
    assert problem.code == "E013"
    assert "memory" in problem.message


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_reader_that_crashes(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(GOOD[Form.PDF])
    crash = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    with patch.object(apart, "_START", crash):
        problem = problem_of(path)
    assert problem.code == "E015"
    assert "broke off" in problem.message


def test_reader_takes_no_module_from_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("trafilatura", "lxml", "json", "briefing"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(f'taken from the folder: {__file__}')")
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    assert read("A", path).blocks


def test_nothing_is_said_and_settings_stay(capfd: pytest.CaptureFixture[str]) -> None:
    filters, level = list(warnings.filters), logging.root.manager.disable
    for form in GOOD:
        outcome(form, GOOD[form][:200])
    assert list(warnings.filters) == filters
    assert logging.root.manager.disable == level


def test_bits_flipped_on_the_way_to_the_other_process(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(GOOD[Form.WORD])
    program = "import sys; from pathlib import Path; from briefing.read import read; read('A', Path(sys.argv[1]))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-W", "error", "-c", program, str(path)], env=environment,
                          capture_output=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
