"""What a layout may put on its page: pictures and fonts, small enough, that hold nothing else."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from briefing.laying_out.picture_file import LARGEST, kind_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def of(folder: Path, content: bytes | str, name: str = "picture") -> tuple[str, str]:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    kind = kind_of(file)
    assert bool(kind.mime) != bool(kind.fault)
    assert bool(kind.hint) == bool(kind.fault)
    return kind.mime, kind.fault


def drawn(form: str, size: tuple[int, int] = (3, 2)) -> bytes:
    file = BytesIO()
    Image.new("L", size).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_known_by_what_it_holds(tmp_path: Path, form: str) -> None:
    assert of(tmp_path, drawn(form), "misnamed.txt") == (f"image/{form.lower()}", "")


def test_a_drawing_and_a_font_are_known_too(tmp_path: Path) -> None:
    assert of(tmp_path, SVG.format('<use href="#a"/><path fill="url(#b)" d="M0 0"/>'))[0] == "image/svg+xml"
    assert of(tmp_path, "<?xml version='1.0'?><!DOCTYPE svg>" + SVG.format(""))[0] == "image/svg+xml"
    assert of(tmp_path, b"wOF2....")[0] == "font/woff2"


def vast() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few bytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no picture"),
        (b"just words", "no picture"),
        (drawn("PNG")[:40], "no picture"),
        (drawn("PNG", (5100, 5000)), "5,100 × 5,000 pixels"),
        (drawn("TIFF"), "no picture"),
        (vast(), "no picture"),
        (b"%PDF-1.7", "no picture"),
        (b"x" * (LARGEST + 1), "are the most"),
        ("<html></html>", "no SVG"),
        ("<svg></svg>", "no SVG"),
        (SVG.format("<g>"), "no SVG"),
        (SVG.format("").encode("utf-16"), "no picture"),
        (SVG.format("<script>1</script>"), "<script>"),
        (SVG.format("<foreignObject/>"), "<foreignObject>"),
        (SVG.format('<image href="data:image/png;base64,AA"/>'), "<image>"),
        (SVG.format('<feImage href="#a"/>'), "<feImage>"),
        (SVG.format('<a href="#a"/>'), "<a>"),
        (SVG.format('<set attributeName="href" to="x"/>'), "<set>"),
        (SVG.format('<use xlink:href="file:///etc/passwd#a"/>'), "href="),
        (SVG.format('<g onload="1"/>'), "onload="),
        (SVG.format('<path fill="url(http://127.0.0.1/#a)"/>'), "fill="),
        (SVG.format('<path style="fill: u\\72l(x.svg#a)"/>'), "style="),
        (SVG.format("<style>@import 'x';</style>"), "style sheet"),
        (SVG.format("<style>g { fill: url(//127.0.0.1) }</style>"), "style sheet"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("&x;"), "entities"),
        ('<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;"), "entities"),
    ],
)
def test_what_is_none_is_told_so(tmp_path: Path, content: bytes | str, said: str) -> None:
    assert said in of(tmp_path, content)[1]
