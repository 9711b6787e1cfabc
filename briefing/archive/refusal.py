"""What an archive refuses, said as problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.bucket.port import BucketError
from briefing.log import Finding, Kind, LogError
from briefing.model.problem import FaultyInputError, Place, Problem, Severity
from briefing.ocfl.errors import (
    OcflBusyError,
    OcflConflictError,
    OcflDamagedError,
    OcflError,
    OcflOvertakenError,
    OcflUnfitError,
)

_CODES: tuple[tuple[type[OcflError], str], ...] = (
    (OcflBusyError, "E802"),
    (OcflOvertakenError, "E862"),
    (OcflUnfitError, "E861"),
    (OcflConflictError, "E803"),
    (OcflDamagedError, "E811"),
    (OcflError, "E801"),
)

_OF_LOG = {
    Kind.NO_LOG: "E831",
    Kind.ALTERED: "E832",
    Kind.SIGNATURE: "E833",
    Kind.UNKNOWN_KEY: "E834",
    Kind.OTHER_LOG: "E835",
    Kind.ROLLED_BACK: "E836",
    Kind.FORKED: "E837",
    Kind.UNFINISHED: "W839",
    Kind.KEY_LIST: "W839",
    Kind.UNPROVEN: "E842",
}
_OTHER = "E838"


class OvertakenError(FaultyInputError):
    """Another command filed what this one was about to file after; nothing was filed by it (E862)."""


@contextmanager
def told() -> Iterator[None]:
    """Raise what a storage root or its log refuses as FaultyInputError."""
    try:
        yield
    except OcflError as error:
        code = next(code for kind, code in _CODES if isinstance(error, kind))
        raised = OvertakenError if isinstance(error, OcflOvertakenError) else FaultyInputError
        raise raised([Problem(code, _plain(error.message), error.hint)]) from error
    except LogError as error:
        raise FaultyInputError(
            [Problem("E805", _plain(finding.message), finding.hint) for finding in error.findings]
        ) from error


@contextmanager
def told_of_store() -> Iterator[None]:
    """Raise as FaultyInputError (E801) that a store did not answer while it was read."""
    try:
        yield
    except BucketError as error:
        message = f"the archive cannot be read: {error.strerror}"
        raise FaultyInputError([Problem("E801", message, error.hint)]) from error


def of_finding(finding: Finding, log: Path | None = None) -> Problem:
    """What an examination of a log found, with the code that tells its kind."""
    code = _OF_LOG.get(finding.kind, _OTHER)
    severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
    place = Place(log) if log else None
    return Problem(code, _plain(finding.message), finding.hint, place, severity)


def _plain(sentence: str) -> str:
    """A sentence as problems are written: without its full stop."""
    return sentence.removesuffix(".")
