"""Bytes of which nobody says what they are, in each encoding that they may have.

Most of a file are such bytes, and most of them are in the next file again: in the next variant, and after an edit. So
which words there are in some bytes is remembered by their digest (SHA-256), each once and without its place. Whatever
is looked for is held against these words, every time; where one of them is a sign, the text is read itself.
"""

import re
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Literal

from briefing.memory import Memory

Encoding = Literal["latin-1", "utf-8", "utf-16-be", "utf-16-le"]
ENCODINGS: tuple[Encoding, ...] = ("latin-1", "utf-8", "utf-16-be", "utf-16-le")

# Scripts that set no spaces between words: there each character counts as one.
WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    r"|[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)
WORD_OF_BYTES = re.compile(r"[^\W_]+")
"""The same where every character stands for a byte: there are none of those scripts."""
LATIN = re.compile(r"[0-9a-z]")

_MOST_LETTERS = 2**23
"""A ten-page file has some 200,000 in words that are different, three quarters of them in its streams."""
_ENDED = b"endstream\n"

_words: Memory[str] = Memory(_MOST_LETTERS)
_latin: Memory[bool] = Memory(2**14)


def _folded(code: int) -> int:
    """The byte of a letter or figure in one case, where that is a byte again, and a space for every other."""
    character = chr(code)
    if not WORD_OF_BYTES.fullmatch(character):
        return ord(" ")
    folded = character.casefold()
    return ord(folded) if len(folded) == 1 and ord(folded) < 256 else code


_FOLDED = bytes(map(_folded, range(256)))


@dataclass(frozen=True)
class Encoded:
    """What some bytes are in one encoding, and where they stood: it may be no text at all."""

    where: str
    encoding: Encoding
    digest: bytes
    """Of the bytes."""
    data: bytes = field(compare=False, repr=False)

    @classmethod
    def of(cls, where: str, data: bytes, *encodings: Encoding) -> "tuple[Encoded, ...]":
        """Some bytes in some encodings."""
        digest = sha256(data).digest()
        return tuple(cls(where, encoding, digest, data) for encoding in encodings)

    @property
    def key(self) -> tuple[bytes, Encoding]:
        """What is the same for all readings in which the same is to be found."""
        is_ascii = self.encoding == "utf-8" and self.data.isascii()
        return self.digest, "latin-1" if is_ascii else self.encoding

    @cached_property
    def text(self) -> str:
        """The bytes read so, in one case; what is no text in this encoding is left out."""
        return self.data.decode(self.encoding, "ignore").casefold()

    @property
    def is_latin(self) -> bool:
        """Whether there is a letter or a figure of ASCII in it."""
        if not self.encoding.startswith("utf-16"):
            return True  # a file without one would be a strange file; its words tell as well
        found = _latin.get(self.key)
        if found is None:
            found = LATIN.search(self.text) is not None
            _latin.keep(self.key, found)
        return found

    def words(self) -> list[str]:
        """All its words in their order, in one case."""
        return (WORD_OF_BYTES if self.encoding == "latin-1" else WORD).findall(self.text)

    def distinct(self) -> set[str]:
        """Its words, each once."""
        if self.key[1] == "latin-1":
            parts = _parts(self.data)
            return set().union(*map(_of_bytes, parts))
        known = _words.get(self.key)
        if known is not None:
            return set(known.split(" "))
        found = set(self.words())
        _remember(self.key, found)
        return found


def readings_of_bytes(where: str, data: bytes) -> tuple[Encoded, ...]:
    """Bytes of which nobody says what they are, in each encoding that they may have."""
    return Encoded.of(where, data, *ENCODINGS)


def _parts(data: bytes) -> list[bytes]:
    """The bytes of a file, divided behind its streams: no word goes over the end of a line."""
    *parts, last = data.split(_ENDED)
    return [*(part + _ENDED for part in parts), last]


def _of_bytes(data: bytes) -> Collection[str]:
    key = sha256(data).digest()
    known = _words.get(key)
    if known is not None:
        return known.split(" ")
    letters = data.translate(_FOLDED).split(b" ")
    # Of two letters the other case is no byte: ß and µ.
    found = {word.decode("latin-1").casefold() for word in dict.fromkeys(letters)}
    _remember(key, found)
    return found


def _remember(key: Hashable, words: Collection[str]) -> None:
    joined = " ".join(words)
    _words.keep(key, joined, len(joined) + 200)


def forget() -> None:
    """Forget everything, as if the process had just begun."""
    _words.forget()
    _latin.forget()
