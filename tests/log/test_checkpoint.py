"""Checkpoints: what is signed, and what of it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.log.checkpoint import Checkpoint, Head
from briefing.log.note import NoteError, sign, take_apart
from tests.log.conftest import ORIGIN, stranger

ROOT = bytes.fromhex("4f2a91bc03de77a1") * 4
CHECKPOINT = Checkpoint(ORIGIN, 12, ROOT)


def test_the_example_of_the_specification_is_read() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = Checkpoint.parse(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text() == text


@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_what_is_signed_is_read_again(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert Checkpoint.parse(take_apart(sign(checkpoint.text(), stranger()))[0]) == checkpoint


def test_lines_that_others_added_are_passed_over() -> None:
    assert Checkpoint.parse(CHECKPOINT.text() + "2026-11-23\n") == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        CHECKPOINT.text().replace("12", ""),
        CHECKPOINT.text().replace("12", "012"),
        CHECKPOINT.text().replace("12", "-1"),
        CHECKPOINT.text().replace("12", "1" * 19),
        CHECKPOINT.text().replace("12", "١٢"),
        CHECKPOINT.text().replace("12", "12 "),
        CHECKPOINT.text().replace(ORIGIN, ""),
        CHECKPOINT.text().replace(ORIGIN, "two words"),
        CHECKPOINT.text().replace(ORIGIN, "a+b"),
        CHECKPOINT.text().replace(ORIGIN, "a\x9b2Jb"),
        CHECKPOINT.text().replace(ORIGIN, "a\u202eb"),
        CHECKPOINT.text().replace("=", ""),
        CHECKPOINT.text().replace("T", "!"),
        f"{ORIGIN}\n12\nAAAA\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


def test_the_short_form_is_for_print() -> None:
    assert str(CHECKPOINT.head) == "size 12 · root 4f2a 91bc 03de 77a1"


@pytest.mark.parametrize(
    "typed",
    [
        "size 12 · root 4f2a 91bc 03de 77a1",
        "Size 12 - Root 4F2A 91BC 03DE 77A1",
        "12 4f2a91bc03de77a1",
        "size 12 · root 4f2a 91bc 03de 77a1…",
        "  12, 4f2a 91bc 03de 77a1 4f2a ",
        f"12 {ROOT.hex()}",
    ],
)
def test_the_short_form_is_read_however_it_was_typed(typed: str) -> None:
    head = Head.parse(typed)
    assert head.size == 12
    assert head.is_of(ROOT)
    assert not head.is_of(bytes(32))


@pytest.mark.parametrize("typed", ["", "12", "size 12 · root 4f2a", "root 4f2a 91bc 03de 77a1", "12 · xyz", "x" * 5000])
def test_what_is_no_short_form_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="as it is printed"):
        Head.parse(typed)


@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_what_is_printed_is_read_again(size: int, root: bytes) -> None:
    head = Head.parse(str(Checkpoint(ORIGIN, size, root).head))
    assert head.size == size
    assert head.is_of(root)
