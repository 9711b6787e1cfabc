"""What is stamped: a text that says a signed head and the stamp before, and is read back as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.log.checkpoint import Checkpoint
from briefing.log.note import Signer, sign
from briefing.log.stamped import Stamped, StampedError

ORIGIN = "briefing/6f1c"
NOTE = sign(Checkpoint(ORIGIN, 15, bytes(range(32))).text(), Signer.made(ORIGIN, lambda count: b"k" * count))
DIGESTS = st.binary(min_size=64, max_size=64).map(bytes.hex)
PATHS = st.from_regex(r"log-[0-9]{3}\.timestamps/v[1-9]/content/[a-z.]{1,12}", fullmatch=True)


@given(st.lists(st.tuples(PATHS, DIGESTS), max_size=4).map(tuple))
def test_it_is_read_back_as_it_was_written(before: tuple[tuple[str, str], ...]) -> None:
    stamped = Stamped(NOTE, before)
    assert Stamped.parse(stamped.as_bytes()) == stamped
    assert stamped.checkpoint == Checkpoint(ORIGIN, 15, bytes(range(32)))


def test_the_head_stands_first_and_the_files_of_the_stamp_before_are_listed_as_sha512sum_lists_them() -> None:
    text = Stamped(NOTE, (("log-001.timestamps/v1/content/stamp.tsr", "ab" * 64),)).as_bytes().decode()
    assert text.splitlines()[:2] == [ORIGIN, "15"]
    assert text.splitlines()[-1] == "ab" * 64 + "  log-001.timestamps/v1/content/stamp.tsr"
    assert Stamped(NOTE).as_bytes() == NOTE


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"hello\n",
        NOTE[:-1],
        NOTE + b"\n",
        NOTE + b"\nhello\n",
        NOTE + b"\n" + b"ab" * 64 + b" x\n",
        NOTE + b"\n" + b"ab" * 64 + b"  x",
        NOTE.replace(b"\n15\n", b"\nmany\n"),
    ],
)
def test_what_is_no_such_text_is_refused(text: bytes) -> None:
    with pytest.raises(StampedError):
        Stamped.parse(text)
