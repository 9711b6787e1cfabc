"""YAML read with care: plain values, each with its line and column, within limits."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from briefing.loading.document import MAX_BYTES, MAX_DEPTH, MAX_VALUES, Document, read_document
from briefing.model.problem import FaultyInputError


def read(tmp_path: Path, text: str) -> Document:
    file = tmp_path / "file.yaml"
    file.write_bytes(text.encode())
    return read_document(file)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(FaultyInputError) as error:
        read(tmp_path, text)
    (problem,) = error.value.problems
    return problem.code


def test_every_value_and_key_has_its_place(tmp_path: Path) -> None:
    document = read(tmp_path, "a: 1\nb:\n  - x\n  - {c: y}\n")
    assert document.data == {"a": 1, "b": ["x", {"c": "y"}]}
    assert document.places.values[("a",)] == (1, 4)
    assert document.places.keys[("b",)] == (2, 1)
    assert document.places.values[("b", 1, "c")] == (4, 9)
    place = document.places.at(("b", 1, "nothing", "here"))
    assert (place.line, place.column, place.excerpt) == (4, 5, "  - {c: y}")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2023-09-12", dt.date(2023, 9, 12)),
        ("no", False),
        ("~", None),
        ("1:30", 90),
        ("'no'", "no"),
        ("1e3", "1e3"),
        ("0x1F", 31),
        (".5", 0.5),
    ],
)
def test_values_are_read_as_yaml_reads_them(tmp_path: Path, written: str, value: Any) -> None:
    assert read(tmp_path, f"a: {written}\n").data == {"a": value}


def test_a_value_that_is_none_of_its_kind_is_a_problem_and_goes_on(tmp_path: Path) -> None:
    document = read(tmp_path, "a: 2023-13-45\nb: !!binary aGk=\nc: fine\n")
    assert [problem.code for problem in document.problems] == ["E024", "E005"]
    assert document.unusable == [("a",), ("b",)]
    assert document.data["c"] == "fine"


def test_repairs_keep_the_places_of_what_stays(tmp_path: Path) -> None:
    document = read(tmp_path, "list:\n  - one\n  - two\n  - three\n")
    assert document.repair([(("list", 1), None), (("list", 0), "'stand-in'")])
    assert document.data == {"list": ["stand-in", "three"]}
    assert document.places.values[("list", 1)] == (4, 5)
    assert document.repair([(("new",), "[1]")])
    assert document.data["new"] == [1]


def test_what_is_not_in_the_file_takes_what_holds_it_out(tmp_path: Path) -> None:
    document = read(tmp_path, "a: {b: c}\n")
    assert document.repair([(("a", "b", "inside", 0), None)])
    assert document.data == {"a": {}}
    assert not document.repair([(("nothing",), None)])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E008"),
        ("# only a comment\n", "E008"),
        ("text\n", "E008"),
        ("- list\n", "E008"),
        ("a: [\n", "E003"),
        ("a: b: c\n", "E003"),
        ("a: 1\n---\nb: 2\n", "E003"),
        ("a: \x07\n", "E003"),
        ("a: " + "[" * MAX_DEPTH, "E006"),
        ("a: &x [*x]\n", "E006"),
        ("a: [" + "x," * MAX_VALUES + "]\n", "E006"),
        ("a: " + "x" * MAX_BYTES, "E007"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(tmp_path: Path, text: str, code: str) -> None:
    assert refused(tmp_path, text) == code


def test_what_lies_within_the_limits_is_read(tmp_path: Path) -> None:
    deep = MAX_DEPTH - 1
    assert read(tmp_path, "a: " + "[" * deep + "]" * deep).problems == []
    assert len(read(tmp_path, "a: [" + "x," * (MAX_VALUES - 10) + "]\n").data["a"]) == MAX_VALUES - 10


def test_aliases_stand_for_what_they_name(tmp_path: Path) -> None:
    assert read(tmp_path, "a: &x [1, 2]\nb: *x\n").data == {"a": [1, 2], "b": [1, 2]}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultyInputError, match="no such file") as error:
        read_document(tmp_path / "nothing.yaml")
    assert "nothing.yaml" in error.value.problems[0].hint
