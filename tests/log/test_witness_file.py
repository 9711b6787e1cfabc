"""What a witness keeps: it is read as it was written, and a log that does not continue it is told by its kind."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.log import Keyring, Kind, LogError
from briefing.log.note import sign
from briefing.log.witness_file import Step, WitnessFile, WitnessFileError, head_in
from tests.log.conftest import ORIGIN, Archive, Memory, leaf, stream


def witness_file_of(archive: Archive, kept: WitnessFile | None = None) -> WitnessFile:
    found = archive.book().step(kept.last.size if kept else 0)
    assert found is not None
    step, keys = found
    return kept.with_step(step, keys) if kept else WitnessFile(keys, (step,))


def grown(folder: Path, sizes: list[int]) -> WitnessFile:
    """What somebody keeps who looked when so many editions were filed."""
    archive, kept, filed = Archive(Memory(), Keyring(folder / "keys", stream("own"))), None, 0
    for size in sizes:
        archive.append(*(leaf(number) for number in range(filed + 1, size + 1)))
        filed, kept = size, witness_file_of(archive, kept)
    assert kept is not None
    return kept


@settings(max_examples=30, deadline=None)
@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=6, unique=True).map(sorted))
def test_it_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    kept = grown(tmp_path_factory.mktemp("user"), sizes)
    assert WitnessFile.parse(kept.as_bytes()) == kept
    # The line that names the key comes first.
    assert [head.size for head in kept.heads()] == [size + 1 for size in sizes]
    assert head_in(kept.as_bytes()) == kept.last


def test_it_holds_nothing_of_what_is_filed(tmp_path: Path) -> None:
    kept = grown(tmp_path, [3]).as_bytes()
    assert not [told for told in (leaf(3).object, leaf(3).inventory, leaf(3).issued) if told.encode() in kept]


def test_windows_line_ends_and_a_blank_line_more_change_nothing(tmp_path: Path) -> None:
    kept = grown(tmp_path, [2, 5])
    assert WitnessFile.parse(kept.as_bytes().replace(b"\n", b"\r\n") + b"\n\n") == kept


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_head_or_proof_is_never_taken_for_the_one_that_was_given(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kept = grown(tmp_path_factory.mktemp("user"), [3, 9, 20])
    text = bytearray(kept.as_bytes())
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] = data.draw(st.sampled_from(b"AZaz09+/\n ").filter(lambda byte: byte != text[at]))
    try:
        read = WitnessFile.parse(bytes(text))
        kept.joined(read)
        assert list(read.heads()) == list(kept.heads())
    except (WitnessFileError, LogError):
        pass


@pytest.mark.parametrize("data", [b"", b"old 0\n", b"old 0\nx\n\nno note", b"\xff", b"old 3\n" + b"A" * 44 + b"\n\n"])
def test_what_is_no_witness_file_is_said(data: bytes) -> None:
    with pytest.raises(WitnessFileError):
        WitnessFile.parse(data)


def test_newer_heads_are_taken_over_and_older_ones_kept(tmp_path: Path) -> None:
    given_ = grown(tmp_path / "a", [3, 9, 20])
    mine = WitnessFile(given_.keys, given_.steps[:1])
    assert mine.joined(given_) == given_
    assert given_.joined(given_) == given_


def test_one_who_kept_a_single_line_is_given_the_proof_since_then(tmp_path: Path) -> None:
    whole = grown(tmp_path / "a", [3, 9])
    mine, since = WitnessFile(whole.keys, whole.steps[:1]), WitnessFile(whole.keys, whole.steps[1:])
    assert mine.joined(WitnessFile.parse(since.as_bytes())) == whole


def refused(mine: WitnessFile, theirs: WitnessFile) -> Kind:
    with pytest.raises(LogError) as caught:
        mine.joined(theirs)
    return caught.value.findings[0].kind


def test_a_log_that_was_written_anew_is_told(tmp_path: Path) -> None:
    mine = grown(tmp_path / "a", [3])
    archive = Archive(Memory(), Keyring(tmp_path / "b", stream("own")))
    archive.append(leaf(1), leaf(7), leaf(3), leaf(4))
    for theirs in (witness_file_of(archive), grown_from(archive, mine.last.size)):
        assert refused(mine, theirs) in {Kind.FORKED, Kind.UNPROVEN}
    assert refused(mine, grown_from(archive, mine.last.size)) is Kind.FORKED


def grown_from(archive: Archive, since: int) -> WitnessFile:
    found = archive.book().step(since)
    assert found is not None
    return WitnessFile(found[1], (found[0],))


def test_a_log_that_was_set_back_is_told(tmp_path: Path) -> None:
    whole = grown(tmp_path, [3, 9])
    assert refused(whole, WitnessFile(whole.keys, whole.steps[:1])) is Kind.ROLLED_BACK


def test_what_does_not_show_how_it_goes_on_is_asked_for(tmp_path: Path) -> None:
    whole = grown(tmp_path / "a", [3, 9, 20])
    mine, theirs = (
        WitnessFile(whole.keys, whole.steps[:2]),
        WitnessFile(whole.keys, (Step(0, (), whole.steps[2].note),)),
    )
    assert refused(mine, theirs) is Kind.UNPROVEN


def test_another_log_is_told(tmp_path: Path) -> None:
    mine = grown(tmp_path, [3])
    note = sign(mine.last.text().replace(ORIGIN, "elsewhere"), Keyring(tmp_path / "x", stream("x")).own(ORIGIN))
    assert refused(mine, WitnessFile((), (Step(0, (), note),))) is Kind.OTHER_LOG


def test_there_is_no_step_from_a_log_longer_than_this_nor_of_an_empty_one(archive: Archive) -> None:
    assert archive.book().step(0) is None
    archive.append(leaf(1))
    assert archive.book().step(3) is None
