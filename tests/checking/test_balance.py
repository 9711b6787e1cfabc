"""Whether each side is heard."""

import pytest

from tests.evidence_desk import codes

GAIN = {"text": "Peace.", "kind": "gain", "cites": ["A5"]}
RISK = {"text": "War.", "kind": "risk", "cites": ["A5"]}


@pytest.mark.parametrize(
    ("stakes", "expected"),
    [
        ({"est": [GAIN, RISK]}, []),
        ({"est": [GAIN]}, []),
        ({"est": [GAIN, GAIN]}, ["W133"]),
        ({"est": [GAIN, RISK], "lat": [RISK]}, ["W132"]),
    ],
)
def test_stakes(tmp_path, stakes, expected):
    assert codes(tmp_path, sides={"est": "Estonia", "lat": "Latvia"}, stakes=stakes) == expected


def test_an_actor_whose_side_has_nothing_at_stake(tmp_path):
    actor = {"name": "Jaan Tamm", "side": "est", "cites": ["A3"]}
    assert codes(tmp_path, key_actors=[actor]) == ["W131"]
    assert codes(tmp_path, key_actors=[actor], stakes={"est": [GAIN]}) == []
