"""The files of a log in an object store, where nobody can be kept out: a checkpoint is put in the place of one.

On a disk the lines come first and the checkpoint last, and what no checkpoint covers was left by a program that was
stopped. In a store it may be of one that is at work, so nobody could ever take it away. Here the order is another one:
what is to be added is laid aside under the digest of the checkpoint that will cover it; then that checkpoint is put in
the place of the one before, if it is still there, and with that, at one instant, the lines count; then they are put
into the files. Whoever finds a checkpoint that covers more than the log has puts them there in the other's stead, and
whoever may only read takes them from where they lie. So there is never a line that waits for its checkpoint.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from briefing.bucket.port import NOTHING, Bucket, Held, OutrunError
from briefing.log.checkpoint import Checkpoint
from briefing.log.contents import CHECKPOINT, KEYS, LOG
from briefing.log.note import NoteError, take_apart
from briefing.log.port import ChangedError

_TRIES = 100  # each is lost to another who wrote


class Stored:
    """The log of the archive `name` in a bucket, and what is laid aside for it in the work folder beside it."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket = bucket
        self._name = name
        self._work = f".{name}.work/log"
        self._known: dict[str, Held] = {}
        self._added: dict[str, bytes] = {}
        self._after: Held | None = None

    @property
    def place(self) -> str:
        """The address of the archive."""
        return self._bucket.place

    def read(self, name: str) -> bytes | None:
        """A file, as this program is about to leave it; the log with what its checkpoint covers."""
        with self._forgetting():
            if name in self._added:
                return self._added[name]
            held = self._get(name)
            if name == CHECKPOINT and self._added and held != self._after:
                self._added.clear()  # another has added something: what waits here follows it no more
            content = held.content if held else None
            return self._whole(content) if name == LOG else content

    def append(self, name: str, content: bytes, *, at: int) -> None:
        """Lines for the log wait in memory for their checkpoint; of other files all that is there is written anew."""
        with self._forgetting():
            before = self.read(name) or b""
            if len(before) != at:
                raise ChangedError(name)
            if name == LOG:
                self._added[LOG], self._after = before + content, self._known.get(CHECKPOINT)
            else:
                self._put(name, before + content, self._get(name))

    def replace(self, name: str, content: bytes, *, instead_of: bytes | None) -> None:
        """Put a file in the place of another; with a checkpoint, all that waits for it."""
        with self._forgetting():
            if name == CHECKPOINT:
                self._commit(content, instead_of)
            elif self._added:
                self._added[name] = content  # it follows the lines
            elif name == LOG:
                self._cut(content, instead_of)
            else:
                held = self._get(name)
                if (held.content if held else None) != instead_of:
                    raise ChangedError(name)
                self._put(name, content, held)

    def finish(self) -> None:
        """Put into the files what another has left, or is about to put there, and clear away what can count no more."""
        with self._forgetting():
            held = self._get(CHECKPOINT)
            if held is not None:
                self._settle(held.content)
                size = _size(held.content)
                if _lines(self._content(LOG)) >= size:
                    # What was to follow fewer lines than there are has followed them, or never will.
                    waiting = [one.key for one in self._bucket.entries(self._work)]
                    self._bucket.delete(key for key in waiting if _after(key) < size)

    # The one instant

    def _commit(self, checkpoint: bytes, instead_of: bytes | None) -> None:
        held = self._get(CHECKPOINT)
        if (held.content if held else None) != instead_of:
            raise ChangedError(CHECKPOINT)
        if not self._added:
            self._put(CHECKPOINT, checkpoint, held)
            return
        self._settle(instead_of or b"")
        added = self._laid_aside(checkpoint, _size(instead_of or b""))
        try:
            self._put(CHECKPOINT, checkpoint, held)  # the lines count
        except ChangedError:
            self._bucket.delete([added.key])
            raise
        self._added.clear()
        self._put_into_files(added)

    def _laid_aside(self, checkpoint: bytes, after: int) -> "_Added":
        log = self._added[LOG]
        lines = _first(log, _size(checkpoint))[len(_first(log, after)) :]
        added = _Added(f"{self._aside(checkpoint)}/{after}", after, lines, self._added.get(KEYS, b""))
        self._bucket.put(added.key, added.as_bytes())
        return added

    def _settle(self, checkpoint: bytes) -> None:
        """Put what was laid aside for a checkpoint into the files; anybody may, and any number at once."""
        if _lines(self._content(LOG)) < _size(checkpoint):
            added = self._find(checkpoint)
            if added is not None:
                self._put_into_files(added)

    def _put_into_files(self, added: "_Added") -> None:
        for _ in range(_TRIES):
            try:
                listed, log = self._get(KEYS), self._get(LOG)
                if len(listed.content if listed else b"") < len(added.keys):
                    self._put(KEYS, added.keys, listed)
                whole = added.joined(log.content if log else b"")
                if whole is not None:
                    self._put(LOG, whole, log)
                break
            except ChangedError:
                continue
        self._bucket.delete([added.key])

    def _whole(self, log: bytes | None) -> bytes | None:
        """The log with what its checkpoint covers, wherever that lies."""
        known = self._known.get(CHECKPOINT)
        for attempt in range(_TRIES):
            # Who reads a log reads its checkpoint before it and after it.
            checkpoint = known.content if known and not attempt else self._content(CHECKPOINT)
            if _lines(log or b"") >= _size(checkpoint):
                break
            added = self._find(checkpoint)
            joined = added.joined(log or b"") if added else None
            if joined is not None and _lines(joined) >= _size(checkpoint):
                return joined
            before, log = log, self._content(LOG) or None
            if log == before and added is None:
                break  # the lines are gone
        return log

    def _find(self, checkpoint: bytes) -> "_Added | None":
        for one in self._bucket.entries(self._aside(checkpoint)):
            held = self._bucket.get(one.key)
            if held is not None:
                return _Added.read(one.key, held.content)
        return None

    def _cut(self, content: bytes, instead_of: bytes | None) -> None:
        """Take away what no checkpoint covers; nobody at work has written it."""
        held = self._get(LOG)
        if (held.content if held else None) != instead_of or _lines(content) < _size(self._content(CHECKPOINT)):
            raise ChangedError(LOG)
        self._put(LOG, content, held)

    # Objects

    def _aside(self, checkpoint: bytes) -> str:
        return f"{self._work}/{sha256(checkpoint).hexdigest()}"

    def _content(self, name: str) -> bytes:
        held = self._get(name)
        return held.content if held else b""

    def _get(self, name: str) -> Held | None:
        found = self._bucket.get(f"{self._name}/{name}", known=self._known.get(name))
        if found is None:
            self._known.pop(name, None)
        else:
            self._known[name] = found
        return found

    def _put(self, name: str, content: bytes, instead_of: Held | None) -> None:
        try:
            self._bucket.put(f"{self._name}/{name}", content, instead_of=instead_of.tag if instead_of else NOTHING)
        except OutrunError as error:
            raise ChangedError(name) from error

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        """Where anything fails, what waits in memory is forgotten: whoever wants it written begins anew."""
        try:
            yield
        except BaseException:
            self._added.clear()
            raise


@dataclass(frozen=True, slots=True)
class _Added:
    """What was laid aside under a key: lines that follow the first `after` of the log, and the list of keys with them.

    Who cannot read it passes it over; the log is then found to lack lines.
    """

    key: str
    after: int
    lines: bytes = b""
    keys: bytes = b""

    @classmethod
    def read(cls, key: str, data: bytes) -> "_Added":
        """What these bytes say."""
        try:
            told = json.loads(data)
            return cls(key, _after(key), str(told["lines"]).encode(), str(told["keys"]).encode())
        except (ValueError, KeyError, TypeError):
            return cls(key, _after(key))

    def as_bytes(self) -> bytes:
        """What stands under the key."""
        return json.dumps({"lines": self.lines.decode(), "keys": self.keys.decode()}).encode()

    def joined(self, log: bytes) -> bytes | None:
        """The log with these lines; None where it has them already, or lacks some before them."""
        before = _first(log, self.after)
        whole = before + self.lines
        return None if log.startswith(whole) or _lines(before) < self.after else whole


def _after(key: str) -> int:
    last = key.rpartition("/")[2]
    return int(last) if last.isdecimal() else 0


def _size(checkpoint: bytes) -> int:
    """How many lines a checkpoint says that it covers; none, where it cannot be read."""
    try:
        return Checkpoint.parse(take_apart(checkpoint)[0]).size
    except NoteError:
        return 0


def _lines(content: bytes) -> int:
    return content.count(b"\n")


def _first(content: bytes, count: int) -> bytes:
    """The first whole lines."""
    lines = content.split(b"\n")[:-1][:count]
    return b"".join(line + b"\n" for line in lines)
