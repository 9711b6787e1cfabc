"""Inventories made to trip a judge up: each is a fault, none ends it."""

import json
from pathlib import Path

import pytest

from briefing.judge import judge, reading
from tests.judge.made import inventory_of, put_inventory

TRICKS = {
    "nothing": b"",
    "no JSON": b"\x00\xff\xfe",
    "not UTF-8": b'{"id": "\xe9"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "lists a million deep": b"[" * 1_000_000,
    "objects a hundred thousand deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of a million digits": b'{"id": ' + b"9" * 1_000_000 + b"}",
    "not a number": b'{"id": NaN}',
    "more than numbers": b'{"id": -Infinity}',
    "a list": b"[]",
    "text": b'"inventory"',
    "null": b"null",
    "a value and another": b"{} {}",
    "a comma too many": b'{"id": "x",}',
    "single quotes": b"{'id': 'x'}",
}


@pytest.mark.parametrize("name", TRICKS)
def test_an_inventory_that_is_no_json_object_is_a_fault(thing: Path, name: str) -> None:
    put_inventory(thing, TRICKS[name])
    assert "E033" in {fault.code for fault in judge(thing).faults}


@pytest.mark.parametrize("name", TRICKS)
def test_an_earlier_inventory_that_is_no_json_object_is_a_fault(thing: Path, name: str) -> None:
    put_inventory(thing / "v1", TRICKS[name])
    assert {(fault.code, fault.path) for fault in judge(thing).faults} == {("E033", "v1/inventory.json")}


@pytest.mark.parametrize("key", ["id", "type", "head", "created", "message", "user"])
def test_a_value_as_deep_as_json_can_be_read_is_a_fault(thing: Path, key: str) -> None:
    """However deep the reader still goes, nothing after it may go deeper."""
    value = inventory_of(thing / "v1")
    (value["versions"]["v1"] if key in {"created", "message", "user"} else value)[key] = "DEEP"
    for depth in range(450, 1000, 5):
        text = json.dumps(value).replace('"DEEP"', "[" * depth + "]" * depth).encode()
        put_inventory(thing, text)
        put_inventory(thing / "v1", text)
        assert not judge(thing).is_valid


def test_an_inventory_beyond_the_limit_is_not_read_to_its_end(thing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("inventory", "sidecar"):
        monkeypatch.setattr(f"briefing.judge.{module}.LARGEST_INVENTORY", 100)
    monkeypatch.setattr(reading, "LARGEST_INVENTORY", 100)
    (fault,) = [fault for fault in judge(thing).faults if fault.path == "inventory.json"]
    assert fault.code == "E033"
    assert "the most that is read" in fault.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"id": "urn:a", "id": "urn:b"}', "E033"),
        (b'{"manifest": {"%s": [], "%s": []}}' % (b"0" * 128, b"0" * 128), "E096"),
        (b'{"digestAlgorithm": "sha512", "fixity": {"md5": {}, "md5": {}}}', "E097"),
        (b'{"versions": {"v1": {}, "v1": {}}}', "E033"),
        (b'{"versions": {"v1": {"message": "a", "message": "b"}}}', "E033"),
        (b'{"versions": {"v1": {"user": {"name": "a", "name": "b"}}}}', "E033"),
    ],
)
def test_a_key_that_stands_twice_is_a_fault_for_readers_differ_over_it(thing: Path, text: bytes, code: str) -> None:
    put_inventory(thing, text)
    assert code in {fault.code for fault in judge(thing).faults}


def test_a_path_of_very_many_parts_is_dealt_with(thing: Path) -> None:
    path = "a/" * 500_000 + "a"
    text = f'{{"manifest": {{"{"0" * 128}": ["v1/content/{path}", "v1/content/{path}/b", "v1/content/{path}"]}}}}'
    put_inventory(thing, text.encode())
    faults = judge(thing).faults
    assert "E101" in {fault.code for fault in faults}
    assert max(len(fault.message) for fault in faults) < 400


@pytest.mark.parametrize(
    "sidecar",
    [b"", b"\n", b"abc", b"inventory.json", b"\xff\x00", b"abc inventory.json.sha512\n", b"x" * 100_000],
)
def test_a_sidecar_of_another_form_is_a_fault(thing: Path, sidecar: bytes) -> None:
    (thing / "inventory.json.sha512").write_bytes(sidecar)
    assert {(fault.code, fault.path) for fault in judge(thing).faults} == {("E061", "inventory.json.sha512")}


@pytest.mark.parametrize("between", ["\t", "  ", " \t "])
def test_a_sidecar_may_have_any_white_space_and_capital_digits(thing: Path, between: str) -> None:
    digest, name = (thing / "inventory.json.sha512").read_text(encoding="utf-8").split()
    (thing / "inventory.json.sha512").write_text(f"{digest.upper()}{between}{name}\n", encoding="utf-8")
    assert judge(thing).faults == ()


def test_a_declaration_of_any_size_or_kind_is_a_fault(thing: Path) -> None:
    (thing / "0=ocfl_object_1.1").write_bytes(b"\xff" * 1_000_000)
    assert {fault.code for fault in judge(thing).faults} == {"E007"}
