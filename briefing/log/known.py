"""What is known here of a log, before anything of it is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.log.checkpoint import Head
from briefing.log.finding import Finding, Kind, LogError
from briefing.log.keys import Keyring
from briefing.log.note import VerifierKey


@dataclass(frozen=True, slots=True)
class Kept:
    """A head that the log once had: kept in the file that is named, or given by somebody."""

    head: Head
    issued: str | None = None
    file: str | None = None

    def __str__(self) -> str:
        dated = f", last dated {self.issued}," if self.issued else ""
        return f"{self.head}{dated} {'was seen here' if self.file else 'is the one given'}"


@dataclass(frozen=True, slots=True)
class Known:
    """The keys of a log, one's own apart, since nobody has met it yet; its last head; which log was in its place.

    `place_file` is where the last of them is kept. The notes say what cannot be known. `refused` are keys
    that are not taken any more, each with the leaves that the log had by then.
    """

    keys: tuple[VerifierKey, ...] = ()
    own: VerifierKey | None = None
    seen: Kept | None = None
    was_there: str | None = None
    place_file: str = ""
    notes: tuple[Finding, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)

    def trusted(self, size: int) -> tuple[VerifierKey, ...]:
        """The keys that may sign a log of so many leaves: those known and one's own, unless refused before that."""
        keys = (*self.keys, *([self.own] if self.own else []))
        return tuple(key for key in keys if size <= self.refused.get(key.fingerprint, size))

    @property
    def is_new(self) -> bool:
        """Whether the log was never seen here."""
        return not self.keys and not self.seen


def recall(keyring: Keyring, origin: str | None, place: str) -> Known:
    """What is known of the log with this name, where it has one, and of this place."""
    if not keyring.has_folder:
        message = "There is no folder here in which it is kept what was seen of this log before."
        hint = "Set HOME, so that an older or another log is noticed."
        return Known(notes=(Finding(Kind.NOT_REMEMBERED, message, hint),))
    try:
        was_there, place_file = keyring.seen_at(place), keyring.whereabouts(place)
        if origin is None:
            return Known(was_there=was_there, place_file=place_file)
        keys, last, refused = keyring.known(origin), keyring.last_seen(origin), keyring.refused(origin)
    except LogError as error:
        return Known(notes=error.findings)
    seen = Kept(last.checkpoint.head, last.issued, keyring.whereabouts(origin)) if last else None
    return Known(keys, keyring.own_key(origin), seen, was_there, place_file, refused=refused)
