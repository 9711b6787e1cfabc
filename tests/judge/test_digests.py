"""Digests of files, against the examples of the specification and against whole reading."""

import hashlib
from pathlib import Path

import pytest

from briefing.judge import digests
from briefing.judge.digests import Meter, Task, can_be_computed, digest_of, digests_of, has_form


@pytest.mark.parametrize(
    ("algorithm", "begins"),
    [
        ("md5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4"),
        ("sha512", "cf83e1357eefb8bdf1542850d66d8007d620e405"),
        ("blake2b-512", "786a02f742015903c6c6fd852552d272912f4740"),
        ("blake2b-384", "b32811423377f52d7862286ee1a72ee540524380"),
        ("blake2b-256", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47"),
        ("blake2b-160", "3345524abf6bbe1809449224b5972c41790b6cf2"),
        ("sha512/256", "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7"),
        ("size", "0"),
    ],
)
def test_the_digest_of_nothing_is_as_the_specification_gives_it(algorithm: str, begins: str) -> None:
    if can_be_computed(algorithm):
        assert digest_of(b"", algorithm).startswith(begins)
        assert has_form(digest_of(b"", algorithm), algorithm)


@pytest.mark.parametrize("small", [0, 1 << 30], ids=["side by side", "one by one"])
def test_files_of_any_size_are_read_whole_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(digests, "CHUNK", 1000)
    monkeypatch.setattr(digests, "_SMALL", small)
    contents = [bytes([size % 251]) * size for size in (0, 1, 999, 1000, 1001, 5000, *range(200))]
    tasks = []
    for number, content in enumerate(contents):
        file = tmp_path / str(number)
        file.write_bytes(content)
        tasks.append(Task(str(number), file, len(content), ("sha512", "md5", "size")))
    heard: list[tuple[int, int]] = []
    total = sum(map(len, contents))
    meter = Meter(lambda done, whole: heard.append((done, whole)))
    meter.expect(total)
    found = list(digests_of(tasks, total, meter))
    assert [task.name for task, _ in found] == [task.name for task in tasks]
    for (_, made), content in zip(found, contents, strict=True):
        assert made == {
            "sha512": hashlib.sha512(content).hexdigest(),
            "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
            "size": str(len(content)),
        }
    assert heard[-1] == (total, total)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_a_file_that_grew_or_went_is_a_result_too(tmp_path: Path) -> None:
    (tmp_path / "grew").write_bytes(b"longer than it was")
    tasks = [Task("grew", tmp_path / "grew", 3, ("md5",)), Task("went", tmp_path / "went", 3, ("md5",))]
    (_, grew), (_, went) = digests_of(tasks, 6, Meter(None))
    assert grew == {"md5": hashlib.md5(b"longer than it was", usedforsecurity=False).hexdigest()}
    assert isinstance(went, FileNotFoundError)
