"""Stamped: the text over which an authority states the time: a signed head of the log, and the stamp before it.

A text file. First the checkpoint, as it lay in the archive (`checkpoint`, `note`); then, after a blank line and for all
stamps but the first, what was filed of the stamp before, as `sha512sum` lists it, by paths in the archive:

    briefing/6f1c…
    15
    7tWbLZJ0yLgSxIuDTRJ9mGSFwHYjgZMhkBnQFqv4xfU=

    — briefing/6f1c… 8Zz3…

    0f4e…  log-001.timestamps/v1/content/stamp.tsr

So each stamp covers the whole log, and by the chain all stamps before it: while the newest can be relied on, so can
they (RFC 4998 calls it renewal).
"""

import re
from dataclasses import dataclass, field

from briefing.log.checkpoint import Checkpoint
from briefing.log.note import NoteError, take_apart

_DIGEST = re.compile(r"([0-9a-f]{128})  (\S+)", re.ASCII)


class StampedError(ValueError):
    """what is no text that was stamped, in a few words."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A signed head of a log, and the files of the stamp before, each by its path with its SHA-512 in hex."""

    note: bytes = field(repr=False)
    before: tuple[tuple[str, str], ...] = ()

    @property
    def checkpoint(self) -> Checkpoint:
        """The head, its signature not verified. Raises NoteError where the note says none."""
        return Checkpoint.parse(take_apart(self.note)[0])

    def as_bytes(self) -> bytes:
        """The text."""
        listed = "".join(f"{digest}  {path}\n" for path, digest in self.before)
        return self.note + (f"\n{listed}".encode() if listed else b"")

    @classmethod
    def parse(cls, data: bytes) -> "Stamped":
        """What such a text says. Raises StampedError."""
        text, _, rest = data.partition(b"\n\n")
        signatures, blank, listed = rest.partition(b"\n\n")
        note = text + b"\n\n" + signatures + (b"\n" if blank else b"")
        found = [_DIGEST.fullmatch(line) for line in listed.decode(errors="replace").splitlines()]
        read = cls(note, tuple((one[2], one[1]) for one in found if one))
        try:
            _ = read.checkpoint
        except NoteError as error:
            raise StampedError(str(error)) from error
        if read.as_bytes() != data:
            raise StampedError("it holds more than a head and what was stamped before")
        return read
