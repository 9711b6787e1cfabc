"""A bucket keeps what it promises: in a real store, in one that answers as AWS does, and in memory."""

import threading
from collections.abc import Callable

import pytest

from briefing.bucket.address import Address
from briefing.bucket.port import NOTHING, Bucket, BucketError, OutrunError
from briefing.bucket.s3 import open_s3
from tests.bucket_memory import Memory
from tests.object_stores import CREDENTIALS, Requests, Store, between

_NAMES = ("plain.txt", "früh 1.txt", "a #?%+&=é.txt", "정상.pdf", "deep/er/x")


@pytest.fixture(params=["memory", "moto", "seaweedfs"])
def bucket(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bucket:
    if request.param == "memory":
        return Memory()
    store: Store = request.getfixturevalue(request.param)
    return store.bucket(above=f"bucket/{tmp_path_factory.mktemp('b').name}")


@pytest.mark.parametrize("name", _NAMES)
def test_what_was_put_is_read_listed_copied_and_removed(bucket: Bucket, name: str) -> None:
    assert (bucket.get(name), bucket.has(name)) == (None, False)
    content = b"x" * 3_000_000
    bucket.put(name, content)
    held = bucket.get(name)
    assert held is not None
    assert held.content == content
    assert bucket.get(name, known=held) == held
    with bucket.open(name) as stream:
        read = b"".join(iter(lambda: stream.read(70_000), b""))
    assert read == content
    bucket.copy(name, f"copy/{name}")
    assert [(entry.key, entry.size) for entry in bucket.entries()] == sorted(
        [(name, len(content)), (f"copy/{name}", len(content))]
    )
    assert [entry.key for entry in bucket.entries("copy")] == [f"copy/{name}"]
    bucket.delete([name, "never/was"])
    assert [entry.key for entry in bucket.entries()] == [f"copy/{name}"]


def test_names_are_those_directly_below(bucket: Bucket) -> None:
    for key in ("a/b/c", "a/b/d", "a/x", "a/y z", "ab/c"):
        bucket.put(key, b"1")
    assert bucket.names() == ((), ("a", "ab"))
    assert bucket.names("a") == (("x", "y z"), ("b",))
    assert bucket.names("nothing") == ((), ())
    assert [entry.key for entry in bucket.entries("a")] == ["a/b/c", "a/b/d", "a/x", "a/y z"]


def test_what_is_not_there_is_told(bucket: Bucket) -> None:
    with pytest.raises(FileNotFoundError):
        bucket.open("nothing").read()
    with pytest.raises(FileNotFoundError):
        bucket.copy("nothing", "anything")


def test_conditions_are_kept(bucket: Bucket) -> None:
    bucket.put("key", b"1", instead_of=NOTHING)
    with pytest.raises(OutrunError):
        bucket.put("key", b"2", instead_of=NOTHING)
    one = bucket.get("key")
    assert one is not None
    bucket.put("key", b"3", instead_of=one.tag)
    with pytest.raises(OutrunError):
        bucket.put("key", b"4", instead_of=one.tag)
    with pytest.raises(OutrunError):
        bucket.put("other", b"5", instead_of=one.tag)
    held = bucket.get("key")
    assert held is not None
    assert (held.content, bucket.get("other")) == (b"3", None)


def test_the_same_bytes_are_no_other(bucket: Bucket) -> None:
    """A put whose answer was lost is made again, and finds itself."""
    bucket.put("key", b"1", instead_of=NOTHING)
    bucket.put("key", b"1", instead_of=NOTHING)


def test_of_eight_who_put_at_once_one_does(bucket: Bucket) -> None:
    for turn in range(5):
        done: list[int] = []

        def put(number: int, key: str = f"key{turn}", done: list[int] = done) -> None:
            try:
                bucket.put(key, b"%d" % number, instead_of=NOTHING)
            except OutrunError:
                return
            done.append(number)

        _together(put, 8)
        held = bucket.get(f"key{turn}")
        assert held is not None
        assert [b"%d" % number for number in done] == [held.content]


def _together(act: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=act, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("fate", ["refuse", "lose", "drop"])
@pytest.mark.parametrize("instead_of", [None, NOTHING, "tag"])
def test_trouble_that_passes_is_not_noticed(moto: Store, fate: str, instead_of: str | None) -> None:
    """Each request that changes something is refused, dropped, or carried out without an answer, once."""
    requests = Requests(meddle=lambda count, method, _: fate if count == 1 and method == "PUT" else None)
    plain = moto.bucket(f"trouble/{fate}-{instead_of}")
    if instead_of == "tag":
        plain.put("key", b"0")
        held = plain.get("key")
        assert held is not None
        instead_of = held.tag
    with between(moto, requests) as seen:
        seen.bucket(f"trouble/{fate}-{'tag' if instead_of and instead_of != NOTHING else instead_of}").put(
            "key", b"1", instead_of=instead_of
        )
    assert len(requests.changes) >= 2
    held = plain.get("key")
    assert held is not None
    assert held.content == b"1"


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9", **CREDENTIALS}, "does not answer"),
        ({"AWS_ENDPOINT_URL": "http://example.org", **CREDENTIALS}, "without encryption"),
    ],
)
def test_a_store_that_cannot_be_asked_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], says: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BucketError, match=says) as told:
        open_s3(Address("records", "", "x")).get("x")
    assert told.value.hint


def test_what_shows_a_folder_is_none_of_its_files_and_a_key_that_is_no_path_is_told(moto: Store) -> None:
    """Keys that other tools can put, and this program never does."""
    bucket = moto.bucket("strange")
    bucket.put("x/a", b"1")
    moto.put_as_is("strange/x/", b"")
    assert [entry.key for entry in bucket.entries("x")] == ["x/a"]
    assert bucket.names("x") == (("a",), ())
    moto.put_as_is("strange/x//y", b"1")
    with pytest.raises(BucketError, match="is no path") as told:
        list(bucket.entries("x"))
    assert told.value.hint


def test_a_bucket_that_is_not_there_is_told(moto: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in moto.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BucketError, match="no such bucket"):
        open_s3(Address("elsewhere", "", "x")).get("x")
