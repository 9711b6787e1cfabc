"""What a judgement is made of: faults, each with its code, and the verdict over all of them."""

import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

SpecVersion: TypeAlias = Literal["1.0", "1.1"]

SPEC_VERSIONS: tuple[SpecVersion, ...] = ("1.0", "1.1")
"""The versions of the specification that can be judged, oldest first."""

MOST_OF_ONE_CODE = 1000
"""So many faults of one code are listed for one object; the rest are counted."""


class Kind(StrEnum):
    """What has happened, whatever rule it breaks: this is what tells tampering, loss and bad writing apart."""

    DAMAGED = "damaged"
    """A file is there, and its digest is not the one on record."""
    GONE = "gone"
    """Something on record is missing."""
    ADDED = "added"
    """Something is there that no inventory lists."""
    CONTRADICTED = "contradicted"
    """Two records that must agree do not, though each may be well formed."""
    MALFORMED = "malformed"
    """A record breaks the specification by itself."""
    STRAY = "stray"
    """Something that may stand in no archive, or not there: a link, a device, an empty folder, an object elsewhere."""
    UNREADABLE = "unreadable"
    """The system would not let it be read, so nothing can be said about it."""
    NOTE = "note"
    """Allowed, and advised against."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One departure from the specification.

    `code` is the specification's (E001 to E112 break a MUST, W001 to W016 a SHOULD), W056 and W071 are ours: a digest
    algorithm and a storage layout that are not known here, and were passed over. `path` is relative to what was judged,
    with `/` between names; it is empty for the whole.
    """

    code: str
    path: str
    message: str
    kind: Kind

    @property
    def is_error(self) -> bool:
        """Whether the fault makes what was judged invalid."""
        return self.code.startswith("E")


@dataclass(frozen=True)
class Verdict:
    """What was judged, every fault in it, and how much there was: objects, versions, content files and their bytes."""

    target: object
    what: Literal["object", "root"]
    spec: SpecVersion
    faults: tuple[Fault, ...]
    objects: int
    versions: int
    files: int
    bytes: int

    @property
    def is_valid(self) -> bool:
        """Whether no MUST of the specification is broken; notes do not count."""
        return not any(fault.is_error for fault in self.faults)


class OcflUnknownError(Exception):
    """What was to be judged is neither an OCFL object nor a storage root."""

    def __init__(self, target: object, reason: str) -> None:
        self.target = target
        super().__init__(f"{shown(str(target))} {reason}")


def shown(text: str) -> str:
    """Text from a file or a file name as it can be written to any terminal: no control characters, no stray halves."""
    if text.isprintable() and text.isascii():
        return text
    safe = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in safe)


def brief(text: object, most: int = 80) -> str:
    """A value from an inventory in quotation marks, cut to a length that a sentence bears; lists by what they are."""
    if isinstance(text, list | dict):
        # What others nested is not written out: it may be deeper than any way through it.
        return "a list" if isinstance(text, list) else "a JSON object"
    whole = text if isinstance(text, str) else json.dumps(text)
    return f"“{shown(whole[:most])}{'…' if len(whole) > most else ''}”"


class Findings:
    """Faults as they are found in one object or root; those of one code are listed up to a limit, then counted."""

    def __init__(self, within: str = "") -> None:
        self._within = within
        self._faults: list[Fault] = []
        self._count: Counter[str] = Counter()

    def add(self, code: str, path: str, message: str, kind: Kind = Kind.MALFORMED) -> None:
        """Note a fault; a warning is always a NOTE."""
        self._count[code] += 1
        if self._count[code] <= MOST_OF_ONE_CODE:
            self._faults.append(Fault(code, self._place(path), message, Kind.NOTE if code.startswith("W") else kind))

    def take(self, faults: tuple[Fault, ...]) -> None:
        """Take over what was found elsewhere, its paths as they are."""
        self._faults.extend(faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All of them, by path, then code, each once; what went over the limit is said at the end."""
        over = [
            Fault(
                code,
                self._place(""),
                f"{count - MOST_OF_ONE_CODE} more faults {code} are not listed.",
                self._kind(code),
            )
            for code, count in sorted(self._count.items())
            if count > MOST_OF_ONE_CODE
        ]
        return (*sorted(set(self._faults), key=lambda fault: (fault.path, fault.code, fault.message)), *over)

    def _kind(self, code: str) -> Kind:
        return next(fault.kind for fault in self._faults if fault.code == code)

    def _place(self, path: str) -> str:
        return shown("/".join(part for part in (self._within, path) if part))
