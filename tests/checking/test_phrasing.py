"""How likelihood and confidence are put into words."""

import pytest

from tests.evidence_desk import codes


def judging(text: str, **keys: object) -> list[dict]:
    return [{"text": text, "cites": ["A4", "A5"], **keys}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A decision is highly likely in the spring.", []),
        ("A decision is very likely in the spring.", ["W121"]),
        ("A decision will probably come in the spring.", ["W121"]),
        ("A decision may possibly come.", ["W121", "W122"]),
        ("A decision may come.", []),
        ("We judge with high confidence that a decision is likely.", ["W123"]),
        ("A decision is likely. We have high confidence in the dates.", []),
    ],
)
def test_the_words_of_a_judgement(tmp_path, text, expected):
    assert codes(tmp_path, bottom_line=judging(text)) == expected


def test_rows_of_icd_203_are_not_mixed(tmp_path):
    first = judging("A decision comes.", likelihood="likely", confidence="low")
    second = judging("Prices fall.", likelihood="highly probable", confidence="low")
    house = {"yardstick": "icd203"}
    assert codes(tmp_path, house=house, bottom_line=first + second) == ["W124"]
    assert codes(tmp_path, house=house, bottom_line=first) == []
