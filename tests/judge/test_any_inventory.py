"""Whatever stands in an inventory, there is a verdict."""

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.judge import judge_object
from tests.judge.made import digest, make_object, put_both, put_inventory

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PATHS = st.lists(
    st.sampled_from(["v1/content/a.txt", "v1/content/", "/", "", "v1", "..", "a/b", "\ud800"]) | ODD, max_size=3
)
DIGESTS = st.sampled_from([digest(b"first\n"), digest(b"first\n").upper(), "0" * 128, "0" * 32, "", "é"])
BLOCK = st.dictionaries(DIGESTS, PATHS | ODD, max_size=4) | ODD
VERSION = (
    st.fixed_dictionaries(
        {}, optional={"created": ODD, "message": ODD, "state": BLOCK, "user": ODD | st.just({"name": 1, "address": []})}
    )
    | ODD
)
INVENTORY = st.fixed_dictionaries(
    {},
    optional={
        "id": ODD,
        "type": ODD | st.just("https://ocfl.io/1.1/spec/#inventory"),
        "digestAlgorithm": st.sampled_from(["sha512", "sha256", "md5", "", "../x", "size", "sha512/256", "\ud800"])
        | ODD,
        "head": st.sampled_from(["v1", "v2", "v01"]) | ODD,
        "contentDirectory": st.sampled_from(["content", ".", "v1", "\ud800"]) | ODD,
        "manifest": BLOCK,
        "versions": st.dictionaries(st.sampled_from(["v1", "v2", "v01", "v0", "x"]) | st.text(max_size=4), VERSION)
        | ODD,
        "fixity": st.dictionaries(st.sampled_from(["md5", "size", "crc32"]) | st.text(max_size=4), BLOCK) | ODD,
    },
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=INVENTORY, earlier=st.booleans())
def test_any_values_in_an_inventory_end_in_a_verdict(tmp_path: Path, value: dict[str, Any], earlier: bool) -> None:
    thing = tmp_path / "object"
    if not thing.exists():
        make_object(thing)
    text = json.dumps(value).encode()
    if earlier:
        put_inventory(thing / "v1", text)
    else:
        put_both(thing, text)
    verdict = judge_object(thing)
    assert not verdict.is_valid
    assert all(fault.message.isprintable() and fault.message.endswith((".", "….")) for fault in verdict.faults)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.binary(max_size=200))
def test_any_bytes_in_an_inventory_end_in_a_verdict(tmp_path: Path, text: bytes) -> None:
    thing = tmp_path / "object"
    if not thing.exists():
        make_object(thing)
    put_both(thing, text)
    assert not judge_object(thing).is_valid
