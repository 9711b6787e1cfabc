"""Registers: whatever a spreadsheet saves is read, and what is not a name of a reader is told with its line."""

import csv
import io
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.copying.register import read_register
from briefing.model.problem import FaultyInputError, Problem

FILE = Path("register.csv")
NAMES = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), min_size=1).filter(str.strip)


def one_form(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def names(data: bytes | str) -> list[str]:
    return [reader.name for reader in read_register(data if isinstance(data, bytes) else data.encode(), FILE)]


def faults(data: bytes | str) -> list[tuple[str, int | None]]:
    return [(one.code, one.place.line if one.place else None) for one in problems(data)]


def problems(data: bytes | str) -> tuple[Problem, ...]:
    with pytest.raises(FaultyInputError) as refused:
        names(data)
    return refused.value.problems


@given(
    st.lists(NAMES, min_size=1, unique_by=lambda name: one_form(name).casefold()),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.booleans(),
)
def test_a_register_that_any_program_writes_is_read(
    people: list[str], separator: str, line_end: str, mark: str, name_first: bool
) -> None:
    written = io.StringIO()
    rows = csv.writer(written, delimiter=separator, lineterminator=line_end)
    rows.writerows([["name", "unit"], *([one, "x"] for one in people)] if name_first else [])
    rows.writerows([] if name_first else [["unit", "Name"], *(["a, b; c\td", one] for one in people)])
    assert names(mark + written.getvalue()) == [one_form(name) for name in people]


def test_readers_are_numbered_in_the_order_of_the_lines_and_empty_lines_are_passed_over() -> None:
    readers = read_register(b"\n;\nunit;name\nA;Ada\n;\n\nB;Bea\n", FILE)
    assert [(one.number, one.name, one.place.line) for one in readers] == [(1, "Ada", 4), (2, "Bea", 7)]


def test_a_comma_in_a_name_is_a_comma_where_names_are_the_only_column() -> None:
    assert names("name\nSmith, John\nMeier; Eva\n") == ["Smith, John", "Meier; Eva"]


def test_the_separator_is_that_of_the_first_line_whatever_the_others_hold() -> None:
    assert names("name;unit\nSmith, John, jr, MP, MA;A\n") == ["Smith, John, jr, MP, MA"]
    assert names('"unit, or office",name\nA,"Smith, John"\n') == ["Smith, John"]


def test_a_name_is_set_in_one_line_and_in_one_form() -> None:
    assert names('name\n"Ada\n  Lovelace"\nBu\u0308chner\n') == ["Ada Lovelace", "Büchner"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"name\nB\xfcchner\n", [("E850", 2)]),
        ('name,unit\nAda,A\n"Bea,B\n', [("E850", 3)]),
        ("names;unit\nAda;A\n", [("E851", 1)]),
        ("name;name\nAda;Bea\n", [("E851", 1)]),
        ("", [("E851", 1)]),
        ("name\n\n", [("E852", None)]),
        ("unit;name\nA;\nB; \nC\n", [("E852", 2), ("E852", 3), ("E852", 4)]),
        ("name,unit\nSmith, John,A\n", [("E852", 2)]),
        ("name\nAda\nBea\nADA\nada \n", [("E853", 4), ("E853", 5)]),
        ("name\nAda\u202eevil\nBea\x07\n", [("E854", 2), ("E854", 3)]),
        (b"name\n" + b"x" * 9_000_000, [("E850", None)]),
    ],
)
def test_what_is_no_register_is_told_with_its_line(data: bytes | str, found: list[tuple[str, int | None]]) -> None:
    assert faults(data) == found


def test_every_problem_says_what_mends_it() -> None:
    for data in ("names\nAda\n", "name\nAda\nada\n", "name,unit\nSmith, John,A\n"):
        assert all(one.hint and one.place and one.place.excerpt for one in problems(data))


def test_a_joiner_inside_a_name_is_part_of_its_spelling() -> None:
    assert names("name\nعلی\u200cرضا\n") == ["علی\u200cرضا"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_register_or_a_problem(data: bytes) -> None:
    with suppress(FaultyInputError):
        assert names(data)
