"""The address of a scheduler: what is taken for one, and what is said of anything else."""

import pytest

from briefing.cluster import AddressError, read_address


@pytest.mark.parametrize("text", ["tcp://10.0.0.5:8786", "tls://queue.example.org:8786", "tcp://[::1]:1"])
def test_an_address_is_taken_as_it_is(text: str) -> None:
    assert read_address(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "neither tcp:// nor tls://"),
        ("tcp//10.0.0.5:8786", "neither tcp:// nor tls://"),
        ("http://10.0.0.5:8786", "neither tcp:// nor tls://"),
        ("tcp:10.0.0.5:8786", "neither tcp:// nor tls://"),
        ("tcp://10.0.0.5", "a machine and a port"),
        ("tcp://:8786", "a machine and a port"),
        ("tcp://10.0.0.5:0", "a machine and a port"),
        ("tcp://10.0.0.5:99999", "no number from 1 to 65535"),
        ("tcp://10.0.0.5:port", "no number from 1 to 65535"),
        ("tcp://10.0.0.5:8786/queue", "nothing may follow the port"),
        ("tcp://user@10.0.0.5:8786", "no name of a user"),
        ("tcp://[::1:8786", "no number from 1 to 65535"),
    ],
)
def test_what_is_none_is_told(text: str, said: str) -> None:
    with pytest.raises(AddressError, match=said):
        read_address(text)
