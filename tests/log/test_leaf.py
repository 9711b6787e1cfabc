"""Leaves: one event, one line, written in one way."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.log import leaf as leaf_module
from briefing.log.leaf import (
    HiddenLeaf,
    KeyLeaf,
    Leaf,
    LeafError,
    hash_of_line,
    new_salt,
    read_line,
    redacted,
)
from briefing.log.merkle import Tree
from tests.log.conftest import leaf, stranger, stream

LEAF = leaf(2)
SALTED = leaf(3, salt=new_salt(stream("salt")))
KEY = KeyLeaf(str(stranger().key), "2026-11-23T09:00:00Z")


def test_a_line_is_sorted_and_has_no_spaces() -> None:
    written = (
        '{"inventory":"%s","issued":"2026-11-03T09:00:00+00:00","kind":"edition",'
        '"object":"https://briefs.example.org/id/harbour","version":"v2"}'
    )
    assert LEAF.as_line().decode() == written % LEAF.inventory


def test_a_key_is_named_as_others_name_it() -> None:
    assert json.loads(KEY.as_line()) == {"issued": KEY.issued, "key": str(stranger().key), "kind": "key"}


@pytest.mark.parametrize("entry", [LEAF, SALTED, KEY, HiddenLeaf(LEAF.hash), leaf(1, object="hafen-ü—北")])
def test_what_is_written_is_read_again(entry: Leaf | KeyLeaf | HiddenLeaf) -> None:
    assert read_line(entry.as_line()) == entry
    assert b"\n" not in entry.as_line()
    assert hash_of_line(entry.as_line()) == entry.hash


@given(
    st.text(st.characters(codec="utf-8"), min_size=1).filter(str.isprintable),
    st.integers(1, 10**6),
    st.binary(min_size=64, max_size=64),
    st.sampled_from(["edition", "withdrawal", "copies"]),
    st.none() | st.binary(min_size=16, max_size=16).map(lambda salt: new_salt(lambda _: salt)),
)
def test_every_leaf_is_read_again(name: str, number: int, digest: bytes, kind: str, salt: str | None) -> None:
    entry = leaf(1, object=name, version=f"v{number}", inventory=digest.hex(), kind=kind, salt=salt)
    assert read_line(entry.as_line()) == entry


def test_the_hash_is_found_with_standard_tools(tmp_path: Path) -> None:
    lines = [LEAF, SALTED, KEY, leaf(9)]
    (tmp_path / "log.jsonl").write_bytes(b"".join(line.as_line() + b"\n" for line in lines))
    recipe = next(line for line in (leaf_module.__doc__ or "").splitlines() if line.startswith("    "))
    told = subprocess.run(["sh", "-ec", recipe], cwd=tmp_path, capture_output=True, check=True).stdout
    assert told.split()[0].decode() == leaf(9).hash.hex()


@pytest.mark.parametrize(
    "changed",
    [
        {"object": ""},
        {"object": "two\nlines"},
        {"object": 7},
        {"version": "2"},
        {"version": "v0"},
        {"version": "v٢"},
        {"inventory": LEAF.inventory.upper()},
        {"inventory": LEAF.inventory[:-1]},
        {"issued": "2026-11-23"},
        {"issued": "2026-13-23T09:00:00Z"},
        {"issued": "2026-11-23T09:00:00"},
        {"issued": "2026-11-23 09:00:00Z"},
        {"issued": "2026-11-23T09:00:00Z\n"},
        {"kind": "key"},
        {"kind": "Edition"},
        {"kind": None},
        {"salt": "AAAA"},
        {"salt": 1},
        {"salt": "AAAAAAAAAAAAAAAAAAAAAB=="},
        {"salt": "ü"},
    ],
)
def test_what_is_no_leaf_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(LeafError):
        leaf(2, **changed)


@pytest.mark.parametrize("name", ["version", "kind", "issued", "object", "inventory", "salt"])
def test_what_was_read_is_told_without_orders_to_a_terminal(name: str) -> None:
    with pytest.raises(LeafError) as error:
        leaf(2, **{name: "\x1b[2J\x9b\u202e" + "x" * 1000})
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 150


def test_a_leaf_names_a_key_that_is_one() -> None:
    with pytest.raises(LeafError, match="key"):
        KeyLeaf("name+00000000+AAAA", KEY.issued)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"7",
        b"null",
        b'{"kind":"key"}',
        b'{"kind":["key"]}',
        LEAF.as_line() + b" ",
        LEAF.as_line().replace(b",", b", "),
        LEAF.as_line().replace(b'"v2"', b'"v2","version":"v2"'),
        LEAF.as_line().replace(b'"v2"', b'"\\u00762"'),
        LEAF.as_line().replace(b"}", b',"with":"more"}'),
        LEAF.as_line().replace(b'"kind":"edition",', b""),
        b'{"leaf":"%s"}' % LEAF.hash.hex().upper().encode(),
        b'{"leaf":"00"}',
        b'{"leaf": "%s"}' % LEAF.hash.hex().encode(),
        b"\xff",
        b"[" * 100_000,
        b"1" * 10_000,
    ],
)
def test_a_line_that_is_written_otherwise_says_no_leaf(line: bytes) -> None:
    with pytest.raises(LeafError):
        read_line(line)


def test_a_copy_for_others_hides_what_is_restricted_and_has_the_same_root() -> None:
    whole = [KEY.as_line(), LEAF.as_line(), SALTED.as_line()]
    copy = list(redacted(whole, lambda entry: entry.salt is not None))
    assert copy == [KEY.as_line(), LEAF.as_line(), b'{"leaf":"%s"}' % SALTED.hash.hex().encode()]
    assert Tree(map(hash_of_line, copy)).root() == Tree(map(hash_of_line, whole)).root()
    assert list(redacted(copy, lambda _: False)) == copy


def test_a_key_is_never_hidden() -> None:
    assert list(redacted([KEY.as_line()], lambda _: True)) == [KEY.as_line()]


def test_a_salt_makes_equal_leaves_different() -> None:
    salts = stream("salts")
    one, other = leaf(1, salt=new_salt(salts)), leaf(1, salt=new_salt(salts))
    assert one.hash != other.hash
    assert one.says_the_same(other)
    assert one.salt not in repr(one)


def test_an_edition_is_the_same_whenever_it_is_told_and_copies_are_not() -> None:
    later = "2027-01-01T00:00:00Z"
    assert leaf(1).says_the_same(leaf(1, issued=later))
    assert leaf(1, kind="copies").says_the_same(leaf(1, kind="copies", issued=later))
    assert not leaf(1).says_the_same(leaf(1, kind="withdrawal"))


def test_a_version_filed_with_other_content_is_a_contradiction() -> None:
    assert leaf(1).contradicts(leaf(1, inventory=leaf(2).inventory))
    assert not leaf(1).contradicts(leaf(1))
    assert not leaf(1).contradicts(leaf(2))
    assert leaf(1, kind="copies").contradicts(leaf(1, kind="copies", inventory=leaf(2).inventory))
