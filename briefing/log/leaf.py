r"""Leaves: what one line of log.jsonl says.

A line is canonical JSON (keys sorted, no spaces, UTF-8, RFC 8259), and the leaf of the tree is that line without its
line end. So its hash needs no program of ours; here that of the fourth leaf:

    (printf '\000'; sed -n 4p log.jsonl | tr -d '\n') | sha256sum

A copy of the log for others may hold `{"leaf":"<that hash>"}` in the place of a line: the tree over both is the same.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from briefing.log.merkle import leaf_hash
from briefing.log.note import NoteError, VerifierKey

_SHA512 = re.compile(r"[0-9a-f]{128}")
_VERSION = re.compile(r"v0*[1-9][0-9]*", re.ASCII)
_ISSUED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_HIDDEN = re.compile(rb'\{"leaf":"([0-9a-f]{64})"\}')
_KINDS = ("edition", "withdrawal", "copies", "hold", "disposal", "timestamp")
_SALT_SIZE = 16
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class LeafError(ValueError):
    """What is no leaf, in a few words."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An edition that was filed or withdrawn, what else was recorded of a brief, or a timestamp of the log.

    What else is recorded of a brief are copies, holds and its disposal.

    `object` and `version` are those of the storage root (OCFL), `inventory` is the SHA-512 of that version's
    inventory.json in hex, `issued` a moment as in RFC 3339. A leaf that others may not read carries a `salt`, 128
    random bits in base 64: without it, who guesses what the leaf says could tell from its hash that the guess is
    right.
    """

    object: str
    version: str
    inventory: str
    issued: str
    kind: Literal["edition", "withdrawal", "copies", "hold", "disposal", "timestamp"] = "edition"
    salt: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _check_values(self)
        if not self.object or not self.object.isprintable():
            raise LeafError("the object has no name that can be printed")
        if not _VERSION.fullmatch(self.version):
            raise LeafError(f"{_shown(self.version)} is no version")
        if not _SHA512.fullmatch(self.inventory):
            raise LeafError("the inventory is not given by its SHA-512 in hex")
        if self.kind not in _KINDS:
            raise LeafError(f"{_shown(self.kind)} is no kind of leaf")
        if self.salt is not None and not _is_salt(self.salt):
            raise LeafError("the salt is not 128 bits in base 64")
        _check_moment(self.issued)

    def as_line(self) -> bytes:
        """The leaf as it stands in log.jsonl, without the line end."""
        return _canonical({name: value for name, value in _values(self) if value is not None})

    @property
    def hash(self) -> bytes:
        """The hash of the leaf in the tree."""
        return leaf_hash(self.as_line())

    def says_the_same(self, other: "Leaf") -> bool:
        """Whether two leaves tell of one event: a version is filed once, whatever date and salt it is told with."""
        mine, theirs = ((leaf.object, leaf.version, leaf.inventory, leaf.kind) for leaf in (self, other))
        return mine == theirs

    def contradicts(self, other: "Leaf") -> bool:
        """Whether two leaves say of one version that it was filed, with different content."""
        is_one = (self.object, self.version) == (other.object, other.version)
        return is_one and not self.says_the_same(other)


@dataclass(frozen=True, slots=True)
class KeyLeaf:
    """From here on the holder of this key signs too; `key` is a C2SP vkey."""

    key: str
    issued: str

    def __post_init__(self) -> None:
        _check_values(self)
        _check_moment(self.issued)
        try:
            VerifierKey.parse(self.key)
        except NoteError as error:
            raise LeafError(f"the key is none: {error}") from error

    @property
    def kind(self) -> Literal["key"]:
        """The kind of this leaf, as it is written."""
        return "key"

    def as_line(self) -> bytes:
        """The leaf as it stands in log.jsonl, without the line end."""
        return _canonical({"kind": self.kind, "key": self.key, "issued": self.issued})

    @property
    def hash(self) -> bytes:
        """The hash of the leaf in the tree."""
        return leaf_hash(self.as_line())


@dataclass(frozen=True, slots=True)
class HiddenLeaf:
    """A leaf of which this copy of the log gives the hash alone."""

    hash: bytes

    def as_line(self) -> bytes:
        """What stands in the place of the leaf, without the line end."""
        return _canonical({"leaf": self.hash.hex()})


Entry = Leaf | KeyLeaf | HiddenLeaf


def new_salt(random: Callable[[int], bytes]) -> str:
    """A salt, of 16 bytes that `random` gives."""
    return b64encode(random(_SALT_SIZE)).decode()


def hash_of_line(line: bytes) -> bytes:
    """The hash in the tree of what stands in a line, whether it can be read or not."""
    hidden = _HIDDEN.fullmatch(line)
    return bytes.fromhex(hidden[1].decode()) if hidden else leaf_hash(line)


def read_line(line: bytes) -> Entry:
    """The leaf that a line says. Raises LeafError where it says none, or not in the one way that leaves are written."""
    hidden = _HIDDEN.fullmatch(line)
    if hidden:
        return HiddenLeaf(bytes.fromhex(hidden[1].decode()))
    try:
        said = json.loads(line.decode())
        entry = _entry(said)
    except (ValueError, TypeError, RecursionError) as error:
        raise LeafError(str(error) if isinstance(error, LeafError) else "it is no leaf") from error
    if entry.as_line() != line:
        raise LeafError("it is not written as leaves are: sorted, without spaces")
    return entry


def redacted(lines: Iterable[bytes], is_restricted: Callable[[Leaf], bool]) -> Iterator[bytes]:
    """The lines of a copy for others: of each leaf that is restricted the hash alone. Keys are never hidden."""
    for line in lines:
        entry = read_line(line)
        hide = isinstance(entry, Leaf) and is_restricted(entry)
        yield HiddenLeaf(entry.hash).as_line() if hide else line


def _entry(said: object) -> Leaf | KeyLeaf:
    if not isinstance(said, dict):
        raise LeafError("it is no leaf")
    if said.get("kind") == "key":
        return KeyLeaf(**{name: value for name, value in said.items() if name != "kind"})
    return Leaf(**said)


def _canonical(values: dict[str, str]) -> bytes:
    return _JSON.encode(values).encode()


def _values(leaf: Leaf | KeyLeaf) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(leaf, name)) for name in leaf.__slots__)


def _check_values(leaf: Leaf | KeyLeaf) -> None:
    """That all is text which can be written: what was read from a file can hold anything."""
    for name, value in _values(leaf):
        if not (isinstance(value, str) or (value is None and name == "salt")):
            raise LeafError(f"its {name} is not text")


def _check_moment(text: str) -> None:
    try:
        is_moment = bool(_ISSUED.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        is_moment = False
    if not is_moment:
        raise LeafError(f"{_shown(text)} is no moment such as 2026-11-23T09:00:00+00:00")


def _shown(text: str) -> str:
    """What was read, with nothing in it that a terminal would take as an order."""
    return repr(text[:40])


def _is_salt(text: str) -> bool:
    try:
        content = b64decode(text, validate=True)
    except ValueError:
        return False
    return len(content) == _SALT_SIZE and b64encode(content).decode() == text
