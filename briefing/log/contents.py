"""Contents: what the three files of a log hold, taken in once, and continued where they have grown."""

from dataclasses import dataclass, field
from functools import cached_property

from briefing.log.checkpoint import Checkpoint
from briefing.log.leaf import Entry, HiddenLeaf, KeyLeaf, Leaf, LeafError, hash_of_line, read_line
from briefing.log.merkle import Tree
from briefing.log.note import NoteError, VerifierKey, take_apart
from briefing.log.port import Port

LOG, CHECKPOINT, KEYS = "log.jsonl", "checkpoint", "log.pub"
TRIES = 5
"""How often is read again, because somebody wrote meanwhile, before what is there is taken as it is."""


class Lines:
    """The whole lines of log.jsonl: the tree over them, and the leaf that each one says.

    A line that cannot be read counts as a hidden leaf, and `unreadable` says why, by its index; `keys` are those named.
    """

    def __init__(self) -> None:
        self.content = b""
        self.tree = Tree()
        self.entries: list[Entry] = []
        self.unreadable: dict[int, str] = {}
        self.keys: dict[int, VerifierKey] = {}
        self._ends = [0]
        self._of: dict[tuple[str, str], list[int]] = {}
        self._contradictions: list[tuple[int, Leaf]] = []

    def grow(self, content: bytes) -> None:
        """Take in what came after the content that is known, of which the new one is a continuation."""
        start = self._ends[-1]
        self.content = content
        for line in content[start:].split(b"\n")[:-1]:
            self._take(line)
            self._ends.append(self._ends[-1] + len(line) + 1)

    def after(self, size: int) -> bytes:
        """What stands after the first `size` lines."""
        return self.content[self._ends[size] :]

    def told(self, leaf: Leaf, size: int) -> list[tuple[int, Leaf]]:
        """What the first `size` lines say of the same version of the same object, with the index of the line."""
        found = (
            (index, self.entries[index]) for index in self._of.get((leaf.object, leaf.version), ()) if index < size
        )
        return [(index, entry) for index, entry in found if isinstance(entry, Leaf)]

    def contradictions(self, size: int) -> list[tuple[int, Leaf]]:
        """What the first `size` lines file again with different content, with the index of the line."""
        return [(index, leaf) for index, leaf in self._contradictions if index < size]

    def _take(self, line: bytes) -> None:
        index, hash_ = len(self.entries), hash_of_line(line)
        entry: Entry
        try:
            entry = read_line(line)
        except LeafError as error:
            self.unreadable[index] = str(error)
            entry = HiddenLeaf(hash_)
        if isinstance(entry, Leaf):
            earlier = (leaf for _, leaf in self.told(entry, index))
            if any(leaf.contradicts(entry) for leaf in earlier):
                self._contradictions.append((index, entry))
            self._of.setdefault((entry.object, entry.version), []).append(index)
        elif isinstance(entry, KeyLeaf):
            self.keys[index] = VerifierKey.parse(entry.key)
        self.entries.append(entry)
        self.tree.grow(hash_)


@dataclass(frozen=True)
class Contents:
    """What the files hold, as they were read; None where there is no such file."""

    lines: Lines
    log: bytes | None
    checkpoint: bytes | None
    keys: bytes | None = field(repr=False)

    @classmethod
    def read(cls, port: Port, lines: Lines) -> "Contents":
        """Read the files; lines that were taken in before are not hashed again. Raises OSError.

        Who only reads holds no lock. The checkpoint comes first, so that the log has at least the lines that it covers,
        and last, to see that all are of one time; somebody who writes without end is not waited for.
        """
        for _ in range(TRIES):
            checkpoint, keys, log = (port.read(name) for name in (CHECKPOINT, KEYS, LOG))
            if port.read(CHECKPOINT) == checkpoint:
                break
        content = log or b""
        if not content.startswith(lines.content):
            lines = Lines()
        lines.grow(content)
        return cls(lines, log, checkpoint, keys)

    @cached_property
    def claimed(self) -> Checkpoint | None:
        """What the checkpoint says, not verified; None where there is none. Raises NoteError where it is none."""
        return None if self.checkpoint is None else Checkpoint.parse(take_apart(self.checkpoint)[0])

    @property
    def size(self) -> int:
        """How many of the lines the checkpoint covers."""
        try:
            return min(self.claimed.size, self.lines.tree.size) if self.claimed else 0
        except NoteError:
            return 0

    @property
    def tail(self) -> bytes:
        """What stands in log.jsonl after the lines that the checkpoint covers: it counts for nothing."""
        return self.lines.after(self.size)

    @property
    def named_keys(self) -> tuple[VerifierKey, ...]:
        """The keys that the log names, in the order in which they came."""
        return self.keys_named(self.size)

    def keys_named(self, size: int) -> tuple[VerifierKey, ...]:
        """The keys that the first `size` lines name."""
        return tuple(self.lines.keys[index] for index in sorted(self.lines.keys) if index < size)

    @property
    def listed_keys(self) -> tuple[VerifierKey, ...]:
        """The keys in log.pub, as far as they can be read."""
        return tuple(_keys((self.keys or b"").decode(errors="replace")))

    def issued(self, size: int) -> str | None:
        """The date of the last of the first `size` leaves."""
        if not 0 < size <= self.lines.tree.size:
            return None
        entry = self.lines.entries[size - 1]
        return None if isinstance(entry, HiddenLeaf) else entry.issued


def key_list(keys: tuple[VerifierKey, ...]) -> bytes:
    """What log.pub holds where the log names these keys."""
    return "".join(f"{key}\n" for key in dict.fromkeys(keys)).encode()


def _keys(text: str) -> list[VerifierKey]:
    found = []
    for line in text.splitlines():
        try:
            found.append(VerifierKey.parse(line))
        except NoteError:
            continue
    return found
