"""A bucket of a store that speaks S3, by way of obstore: the one module that knows that library.

Where the store is and who asks is taken by the library from where S3's own tools have it: AWS_ENDPOINT_URL, AWS_REGION,
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, and what a machine in the cloud is told of itself.

Errors that pass are tried again by the library, with waiting. So a write whose answer was lost may be carried out
twice, and the second be refused, since the first is there: after a refusal is looked at what is there.
"""

import errno
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit

from briefing.bucket.address import Address
from briefing.bucket.port import NOTHING, BucketError, Entry, Held, OutrunError

if TYPE_CHECKING:
    from obstore import GetOptions, PutMode
    from obstore.store import S3Store

_PIECE = 1 << 20  # bytes of a stream
_LOOKS = 4
_ENDPOINT = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_PATIENCE = timedelta(seconds=60)
_KEYS = "See AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and ask who keeps the store."
_REASONS = (
    ("NoSuchBucket", errno.ENOENT, "the store has no such bucket", "Make the bucket, or name one that is there."),
    ("PermissionDenied", errno.EACCES, "the store refuses permission", _KEYS),
    ("Unauthenticated", errno.EACCES, "the store does not know these credentials", _KEYS),
    ("latest/api/token", errno.EACCES, "no credentials are given for the store", _KEYS),
    (
        "builder error",
        errno.EPROTO,
        "the store would be asked without encryption",
        "Begin AWS_ENDPOINT_URL with https://",
    ),
    ("invalid path", errno.EBADMSG, "a key in the store is no path", "Move it: it has an empty name in it, or dots."),
    ("error sending request", errno.EHOSTUNREACH, "the store does not answer", "See AWS_ENDPOINT_URL, then try again."),
)


class NoLibraryError(Exception):
    """The library that talks to object stores is not installed."""


def open_s3(address: Address) -> "S3":
    """The place above an archive in a bucket. Nothing is asked of the store yet.

    Only a store on this machine may be asked without encryption. Raises NoLibraryError, and BucketError where what the
    environment says of the store cannot be understood.
    """
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise NoLibraryError from error
    with _told():
        store = S3Store(
            address.bucket,
            checksum_algorithm="SHA256",  # the store holds what arrives against it; Object Lock asks for it too
            client_options={"allow_http": True} if _is_here() else {},
            retry_config={
                "max_retries": 4,
                "retry_timeout": _PATIENCE,
                "backoff": {
                    "init_backoff": timedelta(milliseconds=100),
                    "max_backoff": timedelta(seconds=5),
                    "base": 2,
                },
            },
        )
    return S3(store, address)


def _is_here() -> bool:
    """Whether the store is on this machine, so that nobody is between who could listen."""
    endpoint = next(filter(None, map(os.environ.get, _ENDPOINT)), "")
    parts = urlsplit(endpoint)
    return parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}


class S3:
    """What lies above an archive in a bucket, as a `Bucket`."""

    def __init__(self, store: "S3Store", address: Address) -> None:
        self._store = store
        self._above = f"{address.above}/" if address.above else ""
        self._place = str(address)

    @property
    def place(self) -> str:
        """The address of the archive."""
        return self._place

    def get(self, key: str, *, known: Held | None = None) -> Held | None:
        """A small object; one that is known is not sent again."""
        import obstore
        from obstore.exceptions import NotModifiedError

        options: GetOptions = {"if_none_match": known.tag} if known else {}
        try:
            with _told():
                got = obstore.get(self._store, self._above + key, options=options)
                return Held(bytes(got.bytes()), got.meta["e_tag"] or "")
        except FileNotFoundError:
            return None
        except NotModifiedError:
            return known

    def open(self, key: str) -> BinaryIO:
        """An object as a stream; no more than a piece of it is in memory."""
        import obstore

        with _told():
            got = obstore.get(self._store, self._above + key)
            return cast("BinaryIO", _Stream(iter(got.stream(min_chunk_size=_PIECE)), got.meta["size"]))

    def has(self, key: str) -> bool:
        """Whether the store tells of an object."""
        import obstore

        try:
            with _told():
                obstore.head(self._store, self._above + key)
        except FileNotFoundError:
            return False
        return True

    def put(self, key: str, content: bytes, *, instead_of: str | None = None) -> None:
        """Write an object in one request, with If-None-Match or If-Match."""
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        mode: PutMode = "overwrite"
        if instead_of is not None:
            mode = "create" if instead_of == NOTHING else {"e_tag": instead_of}
        for _ in range(_LOOKS):
            try:
                with _told():
                    obstore.put(self._store, self._above + key, content, mode=mode, use_multipart=False)
            except (AlreadyExistsError, PreconditionError):
                there = self.get(key)
                if there is not None and there.content == content:
                    return  # our own, whose answer was lost, or another's who wrote the same
                if (there.tag if there else NOTHING) != instead_of:
                    raise OutrunError(key) from None
                # What is there is what was expected: the store was asked by two at once, and refused both.
            else:
                return
        raise OutrunError(key)

    def copy(self, source: str, target: str) -> None:
        """Have the store copy an object."""
        import obstore

        with _told():
            obstore.copy(self._store, self._above + source, self._above + target)

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects, a thousand in a request."""
        import obstore

        found = [self._above + key for key in keys]
        if found:
            with _told():
                obstore.delete(self._store, found)

    def entries(self, under: str = "") -> Iterator[Entry]:
        """All objects below a name, a thousand in a request."""
        import obstore

        with _told():
            listed = [
                Entry(one["path"].removeprefix(self._above), one["size"])
                for some in obstore.list(self._store, prefix=(self._above + under).rstrip("/") or None)
                for one in some
                if one["path"] != (self._above + under).rstrip("/")  # what some tools put there to show a folder
            ]
        yield from sorted(listed, key=lambda one: one.key)

    def names(self, under: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands directly below a name."""
        import obstore

        with _told():
            found = obstore.list_with_delimiter(self._store, prefix=(self._above + under).rstrip("/") or None)
        marker = (self._above + under).rstrip("/")  # what some tools put there to show a folder
        objects = (one["path"].rpartition("/")[2] for one in found["objects"] if one["path"] != marker)
        return tuple(sorted(objects)), tuple(sorted(one.rpartition("/")[2] for one in found["common_prefixes"]))


class _Stream(io.RawIOBase):
    """The body of an answer, to be read as a file is."""

    def __init__(self, pieces: Iterator[bytes], size: int) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._rest:
            with _told():
                piece = next(self._pieces, None)
            if piece is None:
                if self._left:
                    raise BucketError("the store broke off in the middle of an object")
                return 0
            self._rest = memoryview(bytes(piece))
            self._left -= len(self._rest)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


@contextmanager
def _told() -> Iterator[None]:
    """Raise what the library reports as BucketError, but for what those who call want to know."""
    from obstore import exceptions

    try:
        yield
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise _explained(error) from error
        raise
    except (exceptions.AlreadyExistsError, exceptions.PreconditionError, exceptions.NotModifiedError):
        raise
    except exceptions.BaseError as error:
        raise _explained(error) from error


def _explained(error: Exception) -> BucketError:
    said = f"{type(error).__name__} {error}"
    for sign, number, reason, hint in _REASONS:
        if sign in said:
            return BucketError(reason, number, hint)
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return BucketError(f"the store did not do as asked ({first[:200]})")
