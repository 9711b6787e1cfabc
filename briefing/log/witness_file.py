"""The file of a witness: heads of a log, kept outside, each with what shows that it continues the one before.

A text file. First the public keys that the log names, one a line (C2SP vkeys), and a blank line; then, for each head
that was given, what a C2SP witness is given as well (https://c2sp.org/tlog-witness, add-checkpoint):

    old 12                                        the size of the head before; 0 for the first
    R/9pUgh3wrXp9PYtVBe1CFmZ2lVf5mzN/sxtFZEyfFQ=   a consistency proof (RFC 6962 §2.1.2), a hash a line
                                                  a blank line, and the head: a signed note
    briefing/6f1c…
    15
    7tWbLZJ0yLgSxIuDTRJ9mGSFwHYjgZMhkBnQFqv4xfU=

    — briefing/6f1c… 8Zz3…

Nothing of what the log says is in it: whoever keeps it learns how many lines there are, and no more.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from briefing.log.checkpoint import Checkpoint
from briefing.log.finding import Kind, refuse
from briefing.log.merkle import check_consistency
from briefing.log.note import NoteError, VerifierKey, open_note, take_apart

_STEP = re.compile(r"^old (0|[1-9][0-9]{0,17})\n", re.MULTILINE | re.ASCII)
_KEEP = "Keep your file as it is, and show it to those who keep the archive."


class WitnessFileError(ValueError):
    """what is no file of a witness, in a few words."""


@dataclass(frozen=True, slots=True)
class Step:
    """A head, as it was signed, and the proof that its log begins with the first `since` leaves of an earlier one."""

    since: int
    proof: tuple[bytes, ...]
    note: bytes = field(repr=False)

    @property
    def checkpoint(self) -> Checkpoint:
        """The head, its signatures not verified. Raises NoteError where the note says none."""
        return Checkpoint.parse(take_apart(self.note)[0])

    def continues(self, earlier: Checkpoint) -> bool:
        """Whether this is shown to be the same log as that, grown."""
        mine = self.checkpoint
        return (mine.origin, self.since) == (earlier.origin, earlier.size) and check_consistency(
            earlier.size, mine.size, earlier.root, mine.root, self.proof
        )

    def as_text(self) -> str:
        """The step as it stands in the file."""
        return f"old {self.since}\n{''.join(b64encode(one).decode() + chr(10) for one in self.proof)}\n" + (
            self.note.decode()
        )

    @classmethod
    def read(cls, since: int, text: str) -> "Step":
        """What stands under a line `old N`. Raises WitnessFileError, NoteError."""
        hashes, blank, note = text.partition("\n") if text.startswith("\n") else text.partition("\n\n")
        if not blank:
            raise WitnessFileError("a head in it is cut off")
        try:
            proof = tuple(b64decode(line, validate=True) for line in hashes.splitlines())
        except ValueError as error:
            raise WitnessFileError("a line of a proof is not base 64") from error
        if any(len(one) != 32 for one in proof):
            raise WitnessFileError("a line of a proof is no hash")
        step = cls(since, proof, f"{note.rstrip(chr(10))}\n".encode())
        _ = step.checkpoint
        return step


@dataclass(frozen=True, slots=True)
class WitnessFile:
    """The heads of one log, oldest first, and the keys that signed them."""

    keys: tuple[VerifierKey, ...]
    steps: tuple[Step, ...]

    @classmethod
    def parse(cls, data: bytes) -> "WitnessFile":
        """What a file holds, each head held against the one before. Raises WitnessFileError."""
        try:
            text = data.decode().replace("\r\n", "\n")
            above, *rest = _STEP.split(text)
            keys = tuple(VerifierKey.parse(line) for line in above.splitlines() if line)
            steps = tuple(Step.read(int(since), below) for since, below in zip(rest[::2], rest[1::2], strict=True))
        except (UnicodeDecodeError, NoteError) as error:
            raise WitnessFileError(str(error) if isinstance(error, NoteError) else "it is not UTF-8") from error
        if not steps:
            raise WitnessFileError("it holds no head of a log")
        for before, after in pairwise(steps):
            if not after.continues(before.checkpoint):
                raise WitnessFileError(f"its head of size {after.checkpoint.size} does not continue the one before")
        return cls(keys, steps)

    def as_bytes(self) -> bytes:
        """The file."""
        keys = "".join(f"{key}\n" for key in self.keys)
        return "\n".join((keys, *(step.as_text() for step in self.steps))).encode()

    @property
    def last(self) -> Checkpoint:
        """The newest head."""
        return self.steps[-1].checkpoint

    def with_step(self, step: Step, keys: Iterable[VerifierKey]) -> "WitnessFile":
        """The same with a newer head, and the keys that the log names by now."""
        return replace(self, keys=tuple(keys), steps=(*self.steps, step))

    def joined(self, given: "WitnessFile") -> "WitnessFile":
        """What is kept here, and what was given that is newer.

        Raises LogError: OTHER_LOG, ROLLED_BACK or FORKED where what was given does not continue what is kept, UNPROVEN
        where it does not show it.
        """
        last, theirs = self.last, given.last
        if theirs.origin != last.origin:
            message = f"What was given is of the log {theirs.origin}, and what you keep is of {last.origin}."
            raise refuse(Kind.OTHER_LOG, message, "Ask for that of this log.")
        kept = {step.checkpoint.size: step.checkpoint for step in self.steps}
        for step in given.steps:
            mine = kept.get(step.checkpoint.size)
            if mine and mine.root != step.checkpoint.root:
                message = f"The log was written anew: you keep {mine.head}, and were given {step.checkpoint.head}."
                raise refuse(Kind.FORKED, message, _KEEP)
        if theirs.size < last.size:
            message = f"The log is older than it was: you keep {last.head}, and were given {theirs.head}."
            raise refuse(Kind.ROLLED_BACK, message, _KEEP)
        new = tuple(step for step in given.steps if step.checkpoint.size > last.size)
        if new and new[0].since != last.size:
            message = f"What was given does not say how it continues what you keep: {last.head}."
            raise refuse(Kind.UNPROVEN, message, f'Ask for it: briefing witness FILE --since "{last.head}"')
        if new and not new[0].continues(last):
            message = (
                f"The log was written anew: you keep {last.head}, and {new[0].checkpoint.head} does not continue it."
            )
            raise refuse(Kind.FORKED, message, _KEEP)
        return replace(self, keys=given.keys if new else self.keys, steps=(*self.steps, *new))

    def signers(self, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """Those of these keys that signed the newest head. Raises NoteError where one is named and did not."""
        return open_note(self.steps[-1].note, keys).signed_by

    def heads(self) -> Iterator[Checkpoint]:
        """Every head that is kept, oldest first."""
        return (step.checkpoint for step in self.steps)


def head_in(data: bytes) -> Checkpoint:
    """The head in a file that somebody kept: a signed checkpoint, or the newest of that of a witness.

    Raises NoteError, WitnessFileError where there is none.
    """
    if _STEP.search(data.decode(errors="replace")):
        return WitnessFile.parse(data).last
    return Checkpoint.parse(take_apart(data)[0])
