"""The inventory has one form, says what is filed, and is refused with a sentence where others wrote it wrongly."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.ocfl.errors import OcflAbsentError, OcflDamagedError, OcflError
from briefing.ocfl.inventory import Inventory, Version, moment, read_inventory, sha512, sidecar
from tests.ocfl_py import InventoryValidator

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ONE, TWO = sha512(b"one"), sha512(b"two")


def first(**state: str) -> Inventory:
    version = Version(1, NOON, "first", ("A Person", "mailto:a@example.org"), state)
    return Inventory("https://briefs.example.org/id/brief", (), {}).followed_by(version)[0]


def test_an_inventory_says_where_each_path_of_each_version_lies() -> None:
    inventory, new = first(a=ONE, b=ONE).followed_by(Version(2, NOON, "second", None, {"b": TWO, "c": ONE}))
    assert new == {"b": TWO}
    assert inventory.head.number == 2
    assert inventory.version(1).state == {"a": ONE, "b": ONE}
    assert inventory.content_path(ONE) == "v1/content/a"
    assert inventory.content_path(TWO) == "v2/content/b"


def test_a_version_that_is_not_there_is_absent() -> None:
    for number in (0, 2, -1):
        with pytest.raises(OcflAbsentError, match="has no v"):
            first(a=ONE).version(number)
    with pytest.raises(OcflDamagedError, match="does not say where"):
        first(a=ONE).content_path(TWO)


def test_the_bytes_do_not_depend_on_the_order_of_what_is_given() -> None:
    assert first(a=ONE, b=TWO, c=ONE).as_bytes() == first(c=ONE, b=TWO, a=ONE).as_bytes()


def test_versions_stand_in_their_order_and_a_reader_meets_the_id_first() -> None:
    inventory = first(a=ONE)
    for number in range(2, 12):
        inventory, _ = inventory.followed_by(Version(number, NOON, "", None, {"a": ONE}))
    written = json.loads(inventory.as_bytes())
    assert list(written) == ["id", "type", "digestAlgorithm", "head", "versions", "manifest"]
    assert list(written["versions"]) == [f"v{number}" for number in range(1, 12)]


def test_a_sidecar_is_read_by_sha512sum() -> None:
    assert sidecar(b"one") == f"{ONE}  inventory.json\n".encode()


moments = st.datetimes(
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
users = st.none() | st.tuples(texts.filter(bool), texts)
# The other program takes no line end for the first character of a name; OCFL allows it.
names = st.from_regex(r"\A[^\x00\n/\ud800-\udfff][^\x00/\ud800-\udfff]{0,7}\Z").filter(
    lambda name: name not in {".", ".."}
)
states = st.dictionaries(names, st.sampled_from([ONE, TWO, sha512(b"")]), max_size=4)


@given(st.lists(st.tuples(moments, texts, users, states), min_size=1, max_size=4))
def test_what_is_written_is_read_again_and_another_program_finds_it_valid(versions) -> None:
    inventory = Inventory("https://briefs.example.org/id/brief", (), {})
    for number, (created, message, user, state) in enumerate(versions, 1):
        inventory, _ = inventory.followed_by(Version(number, created, message, user, state))
    data = inventory.as_bytes()
    assert read_inventory(data) == inventory
    assert read_inventory(data).as_bytes() == data
    judge = InventoryValidator()
    assert judge.validate(json.loads(data)), str(judge.log)


@pytest.mark.parametrize(
    ("created", "written"),
    [
        (NOON, "2026-05-04T12:00:00Z"),
        (NOON.astimezone(timezone(timedelta(hours=-3, minutes=-30))), "2026-05-04T08:30:00-03:30"),
        (NOON.astimezone(timezone(timedelta(minutes=53, seconds=28))), "2026-05-04T12:00:00Z"),
        (NOON.replace(microsecond=5), "2026-05-04T12:00:00.000005Z"),
    ],
)
def test_a_moment_is_written_with_its_offset_in_whole_minutes(created: datetime, written: str) -> None:
    assert moment(created) == written


SPOILED = {
    "not JSON": lambda told: b"{",
    "not an object": lambda told: b"[]",
    "nothing": lambda told: b"",
    "UTF-16": lambda told: json.dumps(told).encode("utf-16"),
    "half a character": lambda told: json.dumps(told | {"id": "\ud800"}).encode(),
    "too deep": lambda told: b"[" * 100_000,
    "a key twice": lambda told: json.dumps(told).replace('"head"', '"head": "v1", "head"').encode(),
    "no id": lambda told: told | {"id": ""},
    "an id that is a number": lambda told: told | {"id": 7},
    "another type": lambda told: told | {"type": "https://example.org"},
    "OCFL 2": lambda told: told | {"type": "https://ocfl.io/2.0/spec/#inventory"},
    "md5": lambda told: told | {"digestAlgorithm": "md5"},
    "another head": lambda told: told | {"head": "v2"},
    "no versions": lambda told: told | {"versions": {}},
    "a gap": lambda told: told | {"versions": {"v2": told["versions"]["v1"]}},
    "leading zeros": lambda told: told | {"versions": {"v01": told["versions"]["v1"]}},
    "a content folder elsewhere": lambda told: told | {"contentDirectory": ".."},
    "content elsewhere": lambda told: told | {"manifest": {ONE: ["v1/content/../../../etc/passwd"]}},
    "content at the top": lambda told: told | {"manifest": {ONE: ["/etc/passwd"]}},
    "content outside content": lambda told: told | {"manifest": {ONE: ["v1/inventory.json"]}},
    "content nowhere": lambda told: told | {"manifest": {ONE: []}},
    "a digest that is none": lambda told: told | {"manifest": {"0": ["v1/content/a"]}},
    "one digest twice": lambda told: told | {"manifest": {ONE: ["v1/content/a"], ONE.upper(): ["v1/content/b"]}},
    "no manifest": lambda told: {key: value for key, value in told.items() if key != "manifest"},
    "a state unknown to the manifest": lambda told: _with_v1(told, state={TWO: ["a"]}),
    "a path twice": lambda told: _with_v1(told, state={ONE: ["a", "a"]}),
    "a path elsewhere": lambda told: _with_v1(told, state={ONE: ["../a"]}),
    "a state that is a list": lambda told: _with_v1(told, state=[]),
    "paths that are numbers": lambda told: _with_v1(told, state={ONE: [1]}),
    "no moment": lambda told: _with_v1(told, created=""),
    "a moment without offset": lambda told: _with_v1(told, created="2026-05-04T12:00:00"),
    "a day that is none": lambda told: _with_v1(told, created="2026-02-30T12:00:00Z"),
    "a user that is a name": lambda told: _with_v1(told, user="A Person"),
    "a user without a name": lambda told: _with_v1(told, user={"address": "mailto:a@example.org"}),
    "a message that is a number": lambda told: _with_v1(told, message=1),
}


def _with_v1(told, **changes):
    return told | {"versions": {"v1": told["versions"]["v1"] | changes}}


@pytest.mark.parametrize("spoil", SPOILED)
def test_what_others_wrote_wrongly_is_refused_with_a_sentence(spoil: str) -> None:
    spoiled = SPOILED[spoil](json.loads(first(a=ONE).as_bytes()))
    data = spoiled if isinstance(spoiled, bytes) else json.dumps(spoiled).encode()
    with pytest.raises(OcflDamagedError, match=r"^the inventory cannot be read: ") as refused:
        read_inventory(data)
    assert "\n" not in refused.value.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
    )
)
def test_no_json_is_met_with_another_error(value) -> None:
    whole = json.loads(first(a=ONE).as_bytes())
    for data in (value, *(whole | {key: value} for key in whole)):
        with suppress(OcflError):
            read_inventory(json.dumps(data).encode())


def test_what_another_program_wrote_well_is_read() -> None:
    told = json.loads(first(a=ONE).as_bytes())
    told = told | {"type": "https://ocfl.io/1.0/spec/#inventory", "contentDirectory": "stuff", "fixity": {}}
    told["manifest"] = {ONE.upper(): ["v1/stuff/b", "v1/stuff/a"]}
    told = _with_v1(told, state={ONE.upper(): ["a"]}, created="2026-05-04T14:00:00.5+02:00")
    read = read_inventory(json.dumps(told).encode())
    assert read.content_directory == "stuff"
    assert read.content_path(read.head.state["a"]) == "v1/stuff/b"
    assert read.head.created == NOON + timedelta(milliseconds=500)
