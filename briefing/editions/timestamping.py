"""Timestamping: an authority is asked to stamp the log of an archive, and its answer is filed.

The archive is not held while the authority is asked: it may take its time, and what was asked for stays a head of the
log whatever is filed meanwhile.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing.archive.store import Archive, Filed
from briefing.archive.timestamps import file_stamp, wanted
from briefing.fetch import NoAnswerError, ask
from briefing.log.stamped import Stamped, StampedError
from briefing.model.problem import FaultyInputError, Problem, Severity
from briefing.timestamp import QUERY, REPLY, Fault, NoTimestampError, Timestamp, query, read

_LATER = "Nothing is lost: the next stamp covers it. Stamp when it can be asked again: briefing timestamp"
_HINTS = {
    Fault.NO_CHAIN: "Give the certificates of the authority, up to its root: --certificates FILE.pem",
    Fault.OTHER_REQUEST: "Give the answer to this request, or ask anew: briefing timestamp --request FILE.tsq",
    Fault.OTHER_TEXT: "Give the answer to this request, or ask anew: briefing timestamp --request FILE.tsq",
}
_WRONG = "Nothing was filed. Ask those who run the authority, or ask another one."
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an authority is asked: the text that is to be stamped, and the request for it (RFC 3161)."""

    text: bytes
    request: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """A stamp that was filed, and what it states."""

    timestamp: Timestamp
    stamped: Stamped
    filed: Filed


def asked(archive: Archive, say: Say, *, renew: bool = False) -> Asked | None:
    """What is to be asked now; None where all that was filed is stamped.

    Raises FaultyInputError: E842 where nothing is filed, E805 where the log is in question, E844 without the extra.
    """
    with archive.writing(say):
        stamped = wanted(archive, renew=renew)
    if stamped is None:
        return None
    text = stamped.as_bytes()
    try:
        return Asked(text, query(text))
    except NoTimestampError as error:
        raise _refused(error) from error


def answer_of(address: str, question: Asked) -> bytes:
    """What an authority answers. Raises FaultyInputError (E844)."""
    try:
        return ask(address, question.request, kind=QUERY, answered=REPLY)
    except NoAnswerError as error:
        raise FaultyInputError([Problem("E844", f"{address} gave no timestamp: {error}", _LATER)]) from error


def file_answer(  # noqa: PLR0913 (each is a thing of its own, named where it is given)
    archive: Archive, question: Asked, answer: bytes, certificates: bytes, *, at: dt.datetime, by: str, say: Say
) -> Done:
    """File an answer, after it was found to be one to this question. Raises FaultyInputError (E844, E845, E846)."""
    try:
        stamped = Stamped.parse(question.text)
        found = read(answer, question.text, certificates, answers=question.request)
    except NoTimestampError as error:
        raise _refused(error) from error
    except StampedError as error:
        message = f"what was to be stamped is no head of a log: {error}"
        raise FaultyInputError([Problem("E845", message, "Ask anew: briefing timestamp --request FILE.tsq")]) from error
    with archive.writing(say):
        return Done(found, stamped, file_stamp(archive, stamped, answer, found, at=at, by=by))


def warnings_of(error: FaultyInputError) -> list[Problem]:
    """What kept a stamp away, as warnings: the edition that it was to follow is filed all the same."""
    return [
        replace(one, code="W844", message=f"the log was not stamped: {one.message}", severity=Severity.WARNING)
        for one in error.problems
    ]


def _refused(error: NoTimestampError) -> FaultyInputError:
    if error.fault is Fault.NO_LIBRARY:
        return FaultyInputError([Problem("E844", "what asks for timestamps is not installed", f"It {error}")])
    if error.fault is Fault.REFUSED:
        return FaultyInputError([Problem("E844", f"the answer of the authority {error}", _LATER)])
    return FaultyInputError([Problem("E845", f"the answer {error}", _HINTS.get(error.fault, _WRONG))])
