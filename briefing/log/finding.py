"""Findings: what an examination of a log has to say, each in one sentence, with a hint where something can be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from briefing.log.leaf import Entry


class Kind(StrEnum):
    """What a finding is about."""

    IN_ORDER = "in order"
    FIRST_SEEN = "first seen"  # keys taken on trust, since nothing was known of this log here
    NOT_REMEMBERED = (
        "not remembered"  # the folder with what is known of logs is not there, or cannot be read or written
    )
    REPAIRED = "repaired"  # what was done about an unfinished log
    UNFINISHED = "unfinished"  # what a program leaves that was stopped while it wrote
    KEY_LIST = "key list"  # log.pub does not hold the keys that the log names
    NO_LOG = "no log"
    ALTERED = "altered"  # the log is not what its checkpoint was made of
    SIGNATURE = "signature"  # the checkpoint is signed falsely, by nobody, or is none
    UNKNOWN_KEY = "unknown key"
    OTHER_LOG = "other log"
    ROLLED_BACK = "rolled back"
    FORKED = "forked"
    HIDDEN = "hidden"  # a leaf given by its hash alone, where the whole log should be
    UNREADABLE = "unreadable"  # a line that was signed and is no leaf
    CONTRADICTION = "contradiction"  # a version filed twice, with different content
    NO_KEY = "no key"  # a key to sign with can be neither read nor made
    UNPROVEN = "unproven"  # what was given may continue what is kept, and does not show it
    UNWRITTEN = "unwritten"  # a file could not be read or written


_NOTES = frozenset({Kind.IN_ORDER, Kind.FIRST_SEEN, Kind.NOT_REMEMBERED, Kind.REPAIRED})
_IN_THE_WAY = frozenset(
    {
        *(Kind.NO_LOG, Kind.ALTERED, Kind.SIGNATURE, Kind.UNKNOWN_KEY),
        *(Kind.OTHER_LOG, Kind.ROLLED_BACK, Kind.FORKED, Kind.HIDDEN),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `line` counts from 1 in log.jsonl; `leaf` is what it says, where it can be read."""

    kind: Kind
    message: str
    hint: str = ""
    line: int | None = None
    leaf: Entry | None = None

    @property
    def is_problem(self) -> bool:
        """Whether the log is not as it should be; the other findings are told for information."""
        return self.kind not in _NOTES

    @property
    def is_in_the_way(self) -> bool:
        """Whether the log must not be continued: who signs it would vouch for what is in question."""
        return self.kind in _IN_THE_WAY


class LogError(Exception):
    """The log cannot be written or continued; the findings say why, and nothing that was signed has changed."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message for finding in self.findings))


def refuse(kind: Kind, message: str, hint: str = "") -> LogError:
    """The error that carries this one finding."""
    return LogError([Finding(kind, message, hint)])
