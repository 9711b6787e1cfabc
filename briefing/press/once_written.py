"""What is written of a PDF: each value turned into bytes once, and a stream that was packed before not packed again.

A part of `once`. pydyf asks every object for its bytes twice, to write it and to have a digest of the file, and asks of
every value in turn whether it is this or that. Streams that were packed are remembered from one file to the next.
"""

import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pydyf

from briefing.memory import Memory

Object = Any  # pydyf's: an object of a PDF

_MOST_STREAMS = 256
"""A page of A4 is one, of some 10 KiB when it is packed; so is each font."""

_streams: Memory[bytes] = Memory(_MOST_STREAMS)


def forget() -> None:
    """Forget everything, as if the process had just begun."""
    _streams.forget()


def writing() -> list[tuple[Any, str, Any]]:
    """What is exchanged in pydyf while a page is pressed."""
    written: dict[int, tuple[Object, bytes]] = {}
    return [
        (pydyf, "zlib", _Zlib()),
        (pydyf, "_to_bytes", _to_bytes(pydyf._to_bytes)),  # noqa: SLF001
        (pydyf.PDF, "write", _write(pydyf.PDF.write, written)),
        *((kind, "data", _data(kind.data.fget, written)) for kind in (pydyf.Dictionary, pydyf.Stream)),
    ]


def _to_bytes(plain: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """A value as bytes; the most frequent kinds are told at once."""

    def to_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        return b"%d" % item if kind is int else plain(item)

    return to_bytes


def _write(plain: Callable[..., None], written: dict[int, tuple[Object, bytes]]) -> Callable[..., None]:
    """Write a file, and each of its objects once: while it is written none of them changes."""

    def write(pdf: Any, *given: Any, **named: Any) -> None:
        written.update((id(one), (one, b"")) for one in pdf.objects)
        try:
            plain(pdf, *given, **named)
        finally:
            written.clear()

    return write


def _data(plain: Callable[[Object], bytes], written: dict[int, tuple[Object, bytes]]) -> property:
    """The bytes of an object, made or remembered; those of objects within others are not asked for alone."""

    def data(one: Object) -> bytes:
        _, known = written.get(id(one), (None, None))
        if known is None:
            return plain(one)
        if not known:
            known = plain(one)
            written[id(one)] = (one, known)
        return known

    return property(data)


class _Zlib:
    """What pydyf packs the streams of a PDF with; what was packed before is given again."""

    compress = staticmethod(zlib.compress)

    def compressobj(self, level: int) -> "_Packing":
        """Begin to pack a stream."""
        return _Packing(level)


class _Packing:
    """A stream that is being packed."""

    def __init__(self, level: int) -> None:
        self._level, self._data = level, b""

    def compress(self, data: bytes) -> bytes:
        """Take what is to be packed; it is given when all is there."""
        self._data += data
        return b""

    def flush(self) -> bytes:
        """Give what was packed."""
        key = (self._level, sha256(self._data).digest())
        packed = _streams.get(key)
        if packed is None:
            packing = zlib.compressobj(self._level)
            packed = packing.compress(self._data) + packing.flush()
            _streams.keep(key, packed)
        return packed
