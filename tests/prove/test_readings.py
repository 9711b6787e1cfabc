"""Nothing that nobody may read is in any byte: made-up briefs, and a search that is not the program's own."""

import io
import re
import tempfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from briefing.composing.compose import compose
from briefing.laying_out.lay_out import Page, lay_out
from briefing.loading.load import load_layouts
from briefing.model.summary import SECTIONS
from briefing.press import press
from briefing.press.fonts import font_faces_css, fonts_for
from briefing.prove import Search
from briefing.prove.grams import Needles
from briefing.prove.pdf import readings_of_pdf
from tests.made_up import AUDIENCES, MadeUp, made_up

SHIPPED = load_layouts(None)
slow = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


def words_in(text: str) -> set[str]:
    """The made-up words of a text, white space and hyphens of line ends apart."""
    return set(re.findall(r"\w{2,9}\d+x", re.sub(r"[\s\u00ad‐\ufffe\x02-]+", "", text)))


def bytes_of(pdf: bytes) -> bytes:
    """A PDF with nothing packed."""
    unpacked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            unpacked,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return unpacked.getvalue()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def pressed_variants_are_clean(made: MadeUp) -> int:
    pressed = 0
    for audience in AUDIENCES:
        readable = made.readable(audience)
        if not readable:
            continue
        variant = compose(made.brief, audience, SECTIONS)
        layout = SHIPPED[made.brief.house.audiences[audience].layout]
        html = lay_out(variant, layout, Page("A4"))
        fonts, missing = fonts_for(html)
        assert not missing
        twin = lay_out(variant, layout, Page("A4", faces=font_faces_css(fonts, html)))
        with tempfile.TemporaryDirectory() as scratch:
            pdf = press(html, identifier=variant.digest(), fonts=fonts, scratch=Path(scratch)).pdf
        pressed += 1
        secret = {one.word for one in made.words} - readable
        raw = bytes_of(pdf)
        for word in secret:
            assert not any(word.encode(code) in raw + twin.encode() for code in ("utf-8", "utf-16-be", "utf-16-le"))
        shown = words_in(text_of(pdf))
        assert not shown & secret
        assert shown, "the search sees nothing at all"
        assert Search(made.brief, variant).prove(pdf, name="x.pdf", twin=twin).found == 0
    return pressed


@given(made_up())
@settings(slow, max_examples=5)
def test_nothing_withheld_is_in_any_byte(made: MadeUp) -> None:
    pressed_variants_are_clean(made)


@pytest.mark.long
def test_nothing_withheld_is_in_any_byte_of_a_hundred_variants() -> None:
    pressed = 0

    @given(made_up())
    @settings(slow, max_examples=100)
    def once(made: MadeUp) -> None:
        nonlocal pressed
        pressed += pressed_variants_are_clean(made)

    once()
    assert pressed >= 100


@given(made_up())
@settings(slow, max_examples=30)
def test_whatever_is_withheld_would_be_found(made: MadeUp) -> None:
    for audience in AUDIENCES:
        readable = made.readable(audience)
        secret = sorted({one.word for one in made.words} - readable)
        if readable and secret:
            search = Search(made.brief, compose(made.brief, audience, SECTIONS))
            twin = f"<html><body><p>{'</p><p>'.join(secret)}</p></body></html>"
            proof = search.prove(EMPTY, name="x.pdf", twin=twin)
            assert proof.found == len(secret)


def _empty() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made)
    return made.getvalue()


EMPTY = _empty()


def test_a_seal_is_read_as_bytes_that_say_no_text_by_chance_and_the_names_in_it_are_found() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        contents = b"\x30\x82 p\x9fs \x0c\x15Harbour master of Sund\x00\x00"
        seal = pikepdf.Dictionary(ByteRange=[0, 1, 2, 3], Contents=pikepdf.String(contents))
        pdf.Root.Seal = pdf.make_indirect(seal)
        out = io.BytesIO()
        pdf.save(out)
    readings = list(readings_of_pdf(out.getvalue()))
    needles = Needles.of(["piles", "harbour master of Sund"], [])
    found = {hit: reading.where for reading in readings for hit in needles.in_reading(reading)}
    assert found == {1: "a seal"}
