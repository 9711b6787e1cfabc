"""Examination: is a log what was signed, by whom, and is it the one that was seen before."""

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.log.checkpoint import Checkpoint, Head
from briefing.log.contents import KEYS, LOG, Contents, key_list
from briefing.log.finding import Finding, Kind
from briefing.log.known import Kept, Known
from briefing.log.leaf import HiddenLeaf
from briefing.log.note import NoteError, open_note

_UNTOUCHED = "Keep the archive as it is, and compare it with a copy."
_COPY = "Keep it as it is, and put the file back from a copy of the archive."


@dataclass(frozen=True, slots=True)
class Examination:
    """The files of a log, held against each other, and against what is known of it and of the place where it lies."""

    contents: Contents
    known: Known
    origin: str | None = None
    kept: Checkpoint | Head | None = None
    has_editions: bool = False
    is_redacted: bool = False

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, or that all is in order; with it what else there is to be told."""
        found = tuple(self._findings())
        if any(finding.is_problem for finding in found):
            return found
        return (self._in_order(), *found)

    def _findings(self) -> Iterator[Finding]:
        try:
            claimed = self.contents.claimed
        except NoteError as error:
            yield Finding(Kind.SIGNATURE, f"The checkpoint is no signed checkpoint: {error}.", _COPY)
            return
        yield from self.known.notes
        memories = [*([self.known.seen] if self.known.seen else []), *self._given()]
        if claimed is None:
            yield from self._without_checkpoint(memories)
        else:
            altered = self._altered(claimed, memories)
            yield from self._origins(claimed)
            yield from self._signature(claimed, is_whole=altered is None)
            yield from self._history(claimed, memories, is_whole=altered is None)
            if altered:
                yield altered  # what else its lines say is of no account
            else:
                yield from self._unfinished()
                yield from self._lines()
                yield from self._key_list()

    def _given(self) -> list[Kept]:
        if self.kept is None:
            return []
        return [Kept(self.kept.head if isinstance(self.kept, Checkpoint) else self.kept)]

    def _without_checkpoint(self, memories: list[Kept]) -> Iterator[Finding]:
        if self.known.was_there not in {None, self.origin}:
            message = f"Another archive was in this place before: {self.known.was_there}."
            yield Finding(Kind.FIRST_SEEN, message, "If it should still be there, put it back from a copy.")
        seen = [kept for kept in memories if kept.head.size]
        if self.contents.lines.content:
            message = (
                f"{LOG} is there, and its checkpoint is not: nothing says that its lines are those that were signed."
            )
            yield Finding(Kind.ALTERED, message, _COPY)
        elif seen:
            told = "; ".join(map(str, seen))
            yield Finding(Kind.NO_LOG, f"The archive has no log, and it had one: {told}.", _UNTOUCHED)
        elif self.has_editions or self.contents.keys is not None:
            message = "The archive has no log, so nothing shows that its editions are those that were filed."
            yield Finding(Kind.NO_LOG, message, "If it had one, put it back from a copy of the archive.")

    def _origins(self, claimed: Checkpoint) -> Iterator[Finding]:
        if self.origin is not None and claimed.origin != self.origin:
            message = f"The log is that of {claimed.origin}, and this is the archive {self.origin}."
            yield Finding(Kind.OTHER_LOG, message, _UNTOUCHED)
        elif self.known.was_there not in {None, claimed.origin}:
            message = f"Another archive was in this place before: {self.known.was_there}; this one is {claimed.origin}."
            hint = f"{_UNTOUCHED} If this one was put here on purpose, delete {self.known.place_file}."
            yield Finding(Kind.OTHER_LOG, message, hint)
        if isinstance(self.kept, Checkpoint) and self.kept.origin != claimed.origin:
            message = f"The checkpoint given is of the log {self.kept.origin}, and this one is {claimed.origin}."
            yield Finding(Kind.OTHER_LOG, message, "Give a checkpoint of this log.")

    def _signature(self, claimed: Checkpoint, *, is_whole: bool) -> Iterator[Finding]:
        if claimed.size == 0:
            return  # it says nothing yet; that there was more before is found by what is kept
        message, named = self.contents.checkpoint or b"", self.contents.named_keys
        try:
            if open_note(message, self.known.trusted(claimed.size)).signed_by:
                return
            signers = open_note(message, (*named, *self.contents.listed_keys)).signed_by
        except NoteError as error:
            yield Finding(Kind.SIGNATURE, f"The checkpoint is not signed as it says: {error}.", _UNTOUCHED)
            return
        if not signers:
            yield Finding(Kind.SIGNATURE, f"None of the keys in {KEYS} has signed the checkpoint.", _UNTOUCHED)
        elif signers[0].fingerprint in self.known.refused:
            since = _leaves(self.known.refused[signers[0].fingerprint])
            message_ = (
                f"The log is signed with a key that is refused here since it had {since}: {signers[0].fingerprint}."
            )
            yield Finding(Kind.UNKNOWN_KEY, message_, "Find out who signed, and put the archive back as it was before.")
        elif self.known.is_new and (signers[0] in named or not is_whole):
            message_ = f"This log is seen here for the first time; it is signed with the key {signers[0].fingerprint}."
            hint = "To be sure, compare the key with the one of those who keep the archive."
            yield Finding(Kind.FIRST_SEEN, message_, hint)
        else:
            message_ = f"The log is signed with a key that is not known here: {signers[0].fingerprint}."
            hint = (
                "Ask those who keep the archive whether the key is theirs. If it is: "
                f'briefing verify --accept-key "{signers[0].fingerprint}"'
            )
            yield Finding(Kind.UNKNOWN_KEY, message_, hint)

    def _altered(self, claimed: Checkpoint, memories: list[Kept]) -> Finding | None:
        """The log against its own checkpoint."""
        tree = self.contents.lines.tree
        if self.contents.log is None and claimed.size:
            message = f"{LOG} is not there, and its checkpoint says that it has {_leaves(claimed.size)}."
            return Finding(Kind.NO_LOG, message, _COPY)
        if tree.size < claimed.size:
            message = f"{LOG} has {_leaves(tree.size)}, and its checkpoint says {claimed.size}."
            return Finding(Kind.ALTERED, message, _COPY)
        if tree.root(claimed.size) != claimed.root:
            return Finding(Kind.ALTERED, self._where_altered(memories), _COPY)
        return None

    def _where_altered(self, memories: list[Kept]) -> str:
        tree = self.contents.lines.tree
        same = [kept.head.size for kept in memories if kept.head.size <= tree.size]
        same = [
            size
            for size in same
            if any(kept.head.is_of(tree.root(size)) for kept in memories if kept.head.size == size)
        ]
        after = f"; the first {_leaves(max(same))} are as they were" if max(same, default=0) else ""
        return f"{LOG} is not what was signed: a leaf was changed, removed, added or moved{after}."

    def _history(self, claimed: Checkpoint, memories: list[Kept], *, is_whole: bool) -> Iterator[Finding]:
        """The log against the heads that it once had; what it was before can be told only where it is whole."""
        for kept in memories:
            if kept.head.size > claimed.size:
                message = f"The log is older than it was: {kept}, and here it ends at {self._dated(claimed)}."
                yield Finding(Kind.ROLLED_BACK, message, _hint(kept))
            elif is_whole and not kept.head.is_of(self.contents.lines.tree.root(kept.head.size)):
                message = f"The log was written anew: {kept}, and {self._dated(claimed)} does not continue it."
                yield Finding(Kind.FORKED, message, _hint(kept))

    def _unfinished(self) -> Iterator[Finding]:
        tail = self.contents.tail
        whole = tail.count(b"\n")
        torn = len(tail) - tail.rfind(b"\n") - 1
        if tail:
            said = [f"{_lines(whole)} that no checkpoint covers"] if whole else []
            said += [f"a torn line of {torn} bytes"] if torn else []
            message = f"{LOG} ends in {' and '.join(said)}: they count for nothing."
            hint = "A program was stopped while it wrote; whoever files the next edition has it mended."
            yield Finding(Kind.UNFINISHED, message, hint, self.contents.size + 1)

    def _lines(self) -> Iterator[Finding]:
        lines, size = self.contents.lines, self.contents.size
        for index, reason in lines.unreadable.items():
            if index < size:
                hint = "It was signed as it stands; a newer version of this program may know it."
                yield Finding(Kind.UNREADABLE, f"Line {index + 1} of {LOG} says no leaf: {reason}.", hint, index + 1)
        for index, leaf in lines.contradictions(size):
            message = f"Line {index + 1} of {LOG} files {leaf.object} {leaf.version} again, with different content."
            yield Finding(Kind.CONTRADICTION, message, _UNTOUCHED, index + 1, leaf)
        hidden = [i for i in range(size) if isinstance(lines.entries[i], HiddenLeaf) and i not in lines.unreadable]
        if hidden and not self.is_redacted:
            message = f"{LOG} gives {_leaves(len(hidden))} by the hash alone, the first in line {hidden[0] + 1}."
            yield Finding(
                Kind.HIDDEN, message, "Where this is not a copy made for others, " + _COPY[0].lower() + _COPY[1:]
            )

    def _key_list(self) -> Iterator[Finding]:
        if (self.contents.keys or b"") != key_list(self.contents.named_keys):
            message = f"{KEYS} does not hold the keys that the log names."
            yield Finding(
                Kind.KEY_LIST, message, "It is written anew from the log with the next edition that is filed."
            )

    def _in_order(self) -> Finding:
        claimed = self.contents.claimed
        if not claimed or not claimed.size:
            return Finding(Kind.IN_ORDER, "The log is empty.")
        return Finding(Kind.IN_ORDER, f"The log is in order: {self._dated(claimed)}.")

    def _dated(self, claimed: Checkpoint) -> str:
        issued = self.contents.issued(claimed.size)
        return f"{claimed.head}, last dated {issued}" if issued else str(claimed.head)


def _hint(kept: Kept) -> str:
    return f"{_UNTOUCHED} If it was put back from a copy on purpose, delete {kept.file}." if kept.file else _UNTOUCHED


def _leaves(count: int) -> str:
    return "1 leaf" if count == 1 else f"{count} leaves"


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
