"""What an archive refuses, said as problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.log import Finding, Kind, LogError
from briefing.ocfl.errors import OcflBusyError, OcflConflictError, OcflDamagedError, OcflError
from briefing.problem import FaultyInputError, Place, Problem, Severity

_CODES: tuple[tuple[type[OcflError], str], ...] = (
    (OcflBusyError, "E802"),
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


@contextmanager
def told() -> Iterator[None]:
    """Raise what a storage root or its log refuses as FaultyInputError."""
    try:
        yield
    except OcflError as error:
        code = next(code for kind, code in _CODES if isinstance(error, kind))
        raise FaultyInputError([Problem(code, _plain(error.message), error.hint)]) from error
    except LogError as error:
        raise FaultyInputError(
            [Problem("E805", _plain(finding.message), finding.hint) for finding in error.findings]
        ) from error


def of_finding(finding: Finding, folder: Path | None = None) -> Problem:
    """What an examination of a log found, with the code that tells its kind."""
    code = _OF_LOG.get(finding.kind, _OTHER)
    severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
    place = Place(folder / "log.jsonl") if folder else None
    return Problem(code, _plain(finding.message), finding.hint, place, severity)


def _plain(sentence: str) -> str:
    """A sentence as problems are written: without its full stop."""
    return sentence.removesuffix(".")
