"""What a search remembers of files changes nothing of what it finds: it is known by the bytes that it was read from."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.memory import Memory
from briefing.prove import drawn, encoded, pdf
from briefing.prove.drawn import drawn_text
from briefing.prove.encoded import ENCODINGS, Encoding, readings_of_bytes
from briefing.prove.grams import Needles, Reading

SECRETS = ("The yard offered a discount in confidence, if it signs.", "Eva Strand", "Straße µm", "남북 정상 회담", "K")
WORDS = (
    "eva",
    "Strand",
    "EVA",
    "strand",
    "yard",
    "offered a discount in confidence",
    "straSSe",
    "ΜM",
    "남북",
    "7",
    "é",
)


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    for module in (drawn, encoded, pdf):
        module.forget()


def plainly(needles: Needles, data: bytes, encoding: Encoding) -> set[int]:
    """What is found in bytes where nothing is remembered, nor words are told apart by their bytes."""
    return set(needles.in_reading(Reading("there", data.decode(encoding, "ignore"), encoded=True)))


bits = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(["\nendstream\n", "endstream\n", " ", "\n", "_", "-"]).map(str.encode),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(ENCODINGS)).map(lambda one: one[0].encode(one[1], "ignore")),
)


@given(
    st.lists(st.lists(bits, max_size=12).map(b"".join), min_size=1, max_size=3), st.sampled_from([SECRETS, SECRETS[:2]])
)
def test_words_that_are_remembered_are_those_of_the_text(files: list[bytes], secrets: tuple[str, ...]) -> None:
    needles = Needles.of(secrets, ["a yard"])
    for data in [*files, *files]:
        for reading in readings_of_bytes("there", data):
            assert set(needles.in_reading(reading)) == plainly(needles, data, reading.encoding)
            assert reading.distinct() - {""} == set(reading.words())


@given(st.binary(max_size=200))
def test_of_any_bytes_every_word_is_told(data: bytes) -> None:
    for reading in readings_of_bytes("there", data):
        assert reading.distinct() - {""} == set(reading.words())


names = st.sampled_from(
    ["/Type", "/Alt", "/Title", "/Parent", "/1 0 R", "/ 12 ", "/(x)", "/<ab>", "/Ünter", "/A.5", "/URI"]
)
values = st.recursive(
    st.one_of(
        st.integers(-99, 99),
        st.booleans(),
        st.decimals(-99, 99, places=2),
        names.map(pikepdf.Name),
        st.sampled_from(["", "12 0 R", "(1)", "<12>", "\\) 1 ", "Eva 1 2 3", "Ω 1 0 R", "a\nb"]).map(pikepdf.String),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(pikepdf.Array),
        st.dictionaries(names, inner, max_size=4).map(pikepdf.Dictionary),
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(names, values, max_size=5).map(pikepdf.Dictionary), min_size=1, max_size=8))
def test_objects_that_differ_in_numbers_alone_say_the_same_and_no_others(objects: list[Any]) -> None:
    with pikepdf.new() as document:
        own = [document.make_indirect(one) for one in objects]
        for index, one in enumerate(own):
            one["/K"] = pikepdf.Array([index, own[index - 1], Decimal("1.5")])
        for one in [*document.objects, *document.objects]:
            assert pdf._of_object(one) == tuple(pdf._inside(one, "", set()))


def test_a_string_of_figures_is_no_number() -> None:
    with pikepdf.new() as document:
        ones = [document.make_indirect(pikepdf.Dictionary(Alt=pikepdf.String(text))) for text in ("5 1 ", "5 2 ")]
        found = [{reading.text for reading in pdf._of_object(one)} for one in ones]
    assert [said - {"Alt"} for said in found] == [{"5 1 "}, {"5 2 "}]


# What is drawn


FONTS = {"one": b"1 beginbfchar <41> <0045> endbfchar", "two": b"1 beginbfrange <4100> <41ff> <0061> endbfrange"}
shown = st.lists(st.sampled_from([b"", b"\x41\x00", b"\x41\x01", b"A", b"Eva", b"\x00"]), max_size=5)
steps = st.lists(
    st.one_of(
        st.sampled_from([b"/F1 9 Tf", b"/F2 9 Tf", b"/F3 9 Tf", b"BT", b"ET", b"1 0 0 1 3 4 Tm", b"0 0 m"]),
        shown.map(lambda parts: b"<%s> Tj" % b"".join(parts).hex().encode()),
        st.tuples(shown, st.sampled_from([b"0", b"-20", b"-250", b"-250.5", b"999"])).map(
            lambda one: b"[%s] TJ" % b" ".join(b"<%s> %s" % (part.hex().encode(), one[1]) for part in one[0])
        ),
        st.just(b"[(a<41>) -300 <4101> (b)] TJ"),
        st.just(b"/Span <</ActualText (Eva)>> BDC EMC"),
    ),
    max_size=9,
)


def plain_text(page: pikepdf.Page) -> str:
    """What is drawn on a page, step by step, each string decoded by itself."""
    codes: dict[str, tuple[drawn.Codes, int]] = drawn._fonts(page)
    font: tuple[drawn.Codes, int] = (drawn._NONE, 1)
    found: list[str] = []
    for operation in pikepdf.parse_content_stream(page):
        operands: Any = operation.operands
        match str(operation.operator):
            case "Tf":
                font = codes.get(str(operands[0]), (drawn._NONE, 1))
            case "Tj":
                found.append(drawn._decoded(bytes(operands[0]), *font))
            case "TJ":
                for part in operands[0]:
                    if isinstance(part, pikepdf.String):
                        found.append(drawn._decoded(bytes(part), *font))
                    else:
                        found.append(drawn._GAP if float(part) < -200 else "")
            case "BT" | "Tm":
                found.append("\n")
            case "BDC":
                found += [f"\n{value}\n" for value in operands[-1].values()]
    return drawn._STEP_ASIDE.sub("", "".join(found))


@given(st.lists(st.lists(steps, min_size=1, max_size=3), min_size=1, max_size=3), st.permutations(["one", "two"]))
def test_what_is_drawn_is_read_as_if_for_the_first_time(pages: list[list[list[bytes]]], order: list[str]) -> None:
    with pikepdf.new() as document:
        for streams in [*pages, *pages]:
            page = document.add_blank_page()
            page.Contents = pikepdf.Array([document.make_stream(b"\n".join(stream)) for stream in streams])
            fonts = {
                name: pikepdf.Dictionary(
                    Subtype=pikepdf.Name("/Type0" if of == "two" else "/Type1"),
                    ToUnicode=document.make_stream(FONTS[of]),
                )
                for name, of in zip(("/F1", "/F2"), order, strict=True)
            }
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
            assert drawn_text(page) == plain_text(page)


def one_page(content: bytes, said: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        page.Contents = document.make_stream(content)
        font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type1, ToUnicode=document.make_stream(said))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        document.save(made, static_id=True)
    return made.getvalue()


def test_the_same_codes_in_a_font_that_says_other_letters_are_other_words() -> None:
    content = b"BT /F1 9 Tf <414243> Tj ET"
    needles = Needles.of(["Eva Eva"], [])
    innocent, guilty = (
        one_page(content, b"3 beginbfchar <41> %s <42> <0020> <43> %s endbfchar" % (word, word))
        for word in (b"<00410064006f>", b"<004500760061>")
    )
    for _ in range(2):
        for file, is_found in ((innocent, False), (guilty, True), (innocent, False)):
            found = [index for reading in pdf.readings_of_pdf(file) for index in needles.in_reading(reading)]
            assert bool(found) == is_found


# Bounds


@given(st.integers(2, 40), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 30)), max_size=60))
def test_what_is_remembered_weighs_no_more_than_it_may(most: int, kept: list[tuple[int, int]]) -> None:
    memory = Memory[int](most)
    for key, weight in kept:
        memory.keep(key, weight, weight)
        assert memory.weight <= most
        assert (memory.get(key) == weight) or weight > most // 2


def test_what_is_remembered_of_files_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Memory[str](4000)
    monkeypatch.setattr(encoded, "_words", few)
    needles = Needles.of(SECRETS, [])
    for number in range(50):
        data = b" ".join(b"word%d" % (number * 100 + at) for at in range(100))
        for _ in range(2):
            found = [
                index
                for reading in readings_of_bytes("x", data + b" Eva Strand")
                for index in needles.in_reading(reading)
            ]
            assert set(found) == {1}
    assert 0 < few.weight <= 4000
