"""What an archive refuses, said as problems."""

from collections.abc import Iterator
from contextlib import contextmanager

from briefing.log import LogError
from briefing.ocfl.errors import OcflBusyError, OcflConflictError, OcflDamagedError, OcflError
from briefing.problem import FaultyInputError, Problem

_CODES: tuple[tuple[type[OcflError], str], ...] = (
    (OcflBusyError, "E802"),
    (OcflConflictError, "E803"),
    (OcflDamagedError, "E811"),
    (OcflError, "E801"),
)


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


def _plain(sentence: str) -> str:
    """A sentence as problems are written: without its full stop."""
    return sentence.removesuffix(".")
