"""Checkpoints: the head of a log at one size, which its keeper signs.

Source: C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint). The text of the note is three lines: the origin, which
names the log; its size, the number of leaves; and the root of the tree over them (RFC 6962), in base 64.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from briefing.log.merkle import EMPTY
from briefing.log.note import NoteError, VerifierKey

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_SHORT = re.compile(r"(?:size)?\s*([0-9]{1,18})[^0-9a-f]+((?:[0-9a-f]\s*){16,64})…?", re.ASCII)
_PRINTED = 16


@dataclass(frozen=True, slots=True)
class Head:
    """What is left of a checkpoint on paper: its size, and the beginning of its root in hex.

    Sixteen digits, 64 bits, are printed: to write another log with the same ones takes 2⁶⁴ trials.
    """

    size: int
    root: str

    def __str__(self) -> str:
        return f"size {self.size} · root {' '.join(re.findall('.{1,4}', self.root[:_PRINTED]))}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """The head that is printed, however it was typed. Raises ValueError where there is none."""
        found = _SHORT.fullmatch(text.strip().lower())
        digits = re.sub(r"\s", "", found[2]) if found else ""
        if not found:
            raise ValueError("a checkpoint is given as it is printed: size 12 · root 4f2a 91bc 03de 77a1")
        return cls(int(found[1]), digits)

    def is_of(self, root: bytes) -> bool:
        """Whether the root begins like this."""
        return root.hex().startswith(self.root)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the log that is named `origin`: how many leaves it has, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def of_nothing(cls, origin: str) -> "Checkpoint":
        """The head of a log that has no leaves yet."""
        return cls(origin, 0, EMPTY)

    @property
    def head(self) -> Head:
        """The size and the whole root, in hex; as text what is printed."""
        return Head(self.size, self.root.hex())

    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint that the text of a note says; lines that others put after the third are passed over.

        Raises NoteError where it says none.
        """
        origin, size, root, *_ = (*text.split("\n"), "", "", "")
        VerifierKey(origin, bytes(32))  # only for its name: an origin is what a key can be named
        if not origin.isprintable():
            raise NoteError("its origin has characters that cannot be printed")
        try:
            content = b64decode(root, validate=True)
        except ValueError as error:
            raise NoteError("its root is not base 64") from error
        if not _SIZE.fullmatch(size) or len(content) != 32 or b64encode(content).decode() != root:
            raise NoteError("it does not say a size and a root")
        return cls(origin, int(size), content)
