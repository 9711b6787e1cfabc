"""Texts that may differ per audience, days and moments."""

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from briefing.model.text import Day, Line, Moment, PartialDay, Text, kind

NAIVE = dt.datetime(2023, 9, 12)  # noqa: DTZ001 (as YAML reads a time without an offset)
ADAPTERS = {
    "day": TypeAdapter(Day),
    "part": TypeAdapter(PartialDay),
    "moment": TypeAdapter(Moment),
    "line": TypeAdapter(Line),
}


def test_a_text_is_one_for_all_or_one_per_audience() -> None:
    one = Text.model_validate("all")
    many = Text.model_validate({"default": "most", "public": "some", "marking": "TLP:CLEAR"})
    assert [one.for_audience("public"), many.for_audience("public"), many.for_audience("chief")] == [
        "all",
        "some",
        "most",
    ]
    assert (many.audiences, many.marking) == (("public",), "TLP:CLEAR")


@pytest.mark.parametrize(
    "value", [5, True, None, [], {}, {"public": "x"}, {"default": 5}, "", "  ", {"default": "x", "public": ""}]
)
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate(value)


@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        ("day", dt.date(2023, 9, 12), dt.date(2023, 9, 12)),
        ("day", "2023-09-12", dt.date(2023, 9, 12)),
        ("part", 2019, "2019"),
        ("part", "2023-07", "2023-07"),
        ("part", dt.date(2023, 9, 12), "2023-09-12"),
        ("moment", "2023-09-13T06:00+00:00", dt.datetime(2023, 9, 13, 6, tzinfo=dt.UTC)),
        ("moment", NAIVE, dt.datetime(2023, 9, 12, tzinfo=dt.UTC)),
        ("line", "  spaces around  ", "spaces around"),
    ],
)
def test_days_and_lines_are_taken_as_written(name: str, given: Any, taken: Any) -> None:
    assert ADAPTERS[name].validate_python(given) == taken


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *(("day", value) for value in ("yesterday", "2023-13-01", 90, True, None, NAIVE, 2023)),
        *(("part", value) for value in ("999", 999, 20230, "2023-13", "2023-9", "٢٠٢٣", True, "", NAIVE)),
        *(("moment", value) for value in ("soon", 5, dt.date(2023, 9, 12), None)),
        *(("line", value) for value in (5, None, False, [], "", " ")),
    ],
)
def test_what_is_none_is_refused(name: str, given: Any) -> None:
    with pytest.raises(ValidationError):
        ADAPTERS[name].validate_python(given)


def test_a_value_is_named_as_its_writer_would() -> None:
    values = [True, False, None, 90, 1.5, dt.date(2023, 9, 12), NAIVE, [], {}, "x"]
    assert [kind(value) for value in values] == [
        *("true", "false", "nothing", "the number 90", "the number 1.5", "a date", "a date and time"),
        *("a list", "a mapping", "text"),
    ]
