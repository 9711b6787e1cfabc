"""Places of objects, by the examples that the extensions themselves give."""

import pytest

from briefing.judge.places import LayoutConfigError, place_for

LONG = "abcdefghij" * 10 + "a"
LONG_DIGEST = "5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220"
ONE = "3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4"


@pytest.mark.parametrize(
    ("extension", "config", "name", "place"),
    [
        ("0002-flat-direct-storage-layout", {}, "object-01", "object-01"),
        ("0003-hash-and-id-n-tuple-storage-layout", {}, "object-01", "3c0/ff4/240/object-01"),
        (
            "0003-hash-and-id-n-tuple-storage-layout",
            {},
            "..Hor/rib:lè-$id",
            "373/529/21a/%2e%2eHor%2frib%3al%c3%a8-%24id",
        ),
        ("0003-hash-and-id-n-tuple-storage-layout", {}, LONG, f"5cc/73e/648/{LONG[:100]}-{LONG_DIGEST}"),
        (
            "0003-hash-and-id-n-tuple-storage-layout",
            {"digestAlgorithm": "md5", "tupleSize": 5, "numberOfTuples": 2},
            "object-01",
            "ff755/34492/object-01",
        ),
        (
            "0003-hash-and-id-n-tuple-storage-layout",
            {"tupleSize": 0, "numberOfTuples": 0},
            "..hor/rib:le-$id",
            "%2e%2ehor%2frib%3ale-%24id",
        ),
        ("0004-hashed-n-tuple-storage-layout", {}, "object-01", f"3c0/ff4/240/{ONE}"),
        (
            "0004-hashed-n-tuple-storage-layout",
            {"digestAlgorithm": "md5", "tupleSize": 2, "numberOfTuples": 15, "shortObjectRoot": True},
            "..hor/rib:le-$id",
            "08/31/97/66/fb/6c/29/35/dd/17/5b/94/26/77/17/e0",
        ),
        ("0006-flat-omit-prefix-storage-layout", {"delimiter": ":"}, "urn:uuid:6e8bc430", "6e8bc430"),
        ("0006-flat-omit-prefix-storage-layout", {"delimiter": "EDU/"}, "https://a.edu/abc/edu/f8.05v", "f8.05v"),
        (
            "0007-n-tuple-omit-prefix-storage-layout",
            {"tupleSize": 4, "numberOfTuples": 2, "reverseObjectRoot": True},
            "namespace:12887296",
            "6927/8821/12887296",
        ),
        (
            "0007-n-tuple-omit-prefix-storage-layout",
            {"tupleSize": 4, "numberOfTuples": 2, "reverseObjectRoot": True},
            "abc123",
            "321c/ba00/abc123",
        ),
        (
            "0007-n-tuple-omit-prefix-storage-layout",
            {"delimiter": "edu/", "zeroPadding": "right"},
            "https://institution.edu/abc/edu/f8.05v",
            "f8./05v/000/f8.05v",
        ),
    ],
)
def test_an_id_is_placed_as_the_extension_says(
    extension: str, config: dict[str, object], name: str, place: str
) -> None:
    found = place_for(extension, config)
    assert found is not None
    assert found(name) == place


@pytest.mark.parametrize(
    ("extension", "config"),
    [
        ("0003-hash-and-id-n-tuple-storage-layout", {"digestAlgorithm": "crc32"}),
        ("0003-hash-and-id-n-tuple-storage-layout", {"digestAlgorithm": ["md5"]}),
        ("0003-hash-and-id-n-tuple-storage-layout", {"tupleSize": 0}),
        ("0003-hash-and-id-n-tuple-storage-layout", {"tupleSize": True}),
        ("0004-hashed-n-tuple-storage-layout", {"tupleSize": 33}),
        ("0004-hashed-n-tuple-storage-layout", {"tupleSize": 32, "numberOfTuples": 3}),
        ("0004-hashed-n-tuple-storage-layout", {"tupleSize": 32, "numberOfTuples": 2, "shortObjectRoot": True}),
        ("0004-hashed-n-tuple-storage-layout", {"shortObjectRoot": "yes"}),
        ("0006-flat-omit-prefix-storage-layout", {}),
        ("0007-n-tuple-omit-prefix-storage-layout", {"zeroPadding": "both"}),
        ("0007-n-tuple-omit-prefix-storage-layout", {"zeroPadding": []}),
        ("0007-n-tuple-omit-prefix-storage-layout", {"numberOfTuples": 0}),
    ],
)
def test_parameters_out_of_range_are_refused(extension: str, config: dict[str, object]) -> None:
    with pytest.raises(LayoutConfigError):
        place_for(extension, config)


def test_a_layout_that_is_not_known_places_nothing() -> None:
    assert place_for("9999-of-another-day", {}) is None
