"""Numbered copies, made by workers: ranges of the register go out, and what is laid over the print comes back.

The print goes with each range, and does not come back: a copy is the print with something behind its end, and that
alone is sent.
"""

import hashlib
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.cluster import Crew, DamagedError, Lost, NotSentError
from briefing.copying.copies import Copied, Copiers, Job, copied
from briefing.copying.overlay import Base
from briefing.copying.register import Reader
from briefing.copying.vacancy import Foot
from briefing.language.words import Language
from briefing.model.problem import FaultyInputError, Problem
from briefing.press.fonts import fonts_for
from briefing.press.strips import Line

_COPY = "briefing.afar.copies:copy"
_MOST = 200
"""Readers of a range: as many lines as are set at once."""
_FEWEST = 20
_RANGES = 3
"""So many ranges for each worker, that none waits long for another at the end."""
_SECONDS, _FOR_EACH = 300.0, 2.0


@dataclass(frozen=True)
class _Sent:
    """A range of a register, and what its copies are made of."""

    print: str
    base: Base
    feet: Mapping[float, Sequence[Foot]]
    language: str
    readers: Sequence[Reader]
    markup: Sequence[str]


@dataclass(frozen=True)
class _Back:
    """What stands behind the end of each copy, with the SHA-256 of it; or why there are none."""

    ends: tuple[tuple[bytes, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def copiers_of(crew: Crew, workers: int) -> Copiers:
    """Those who make the copies of a register: the workers of a cluster, of whom there are so many."""

    def copiers(job: Job, readers: Sequence[Reader]) -> Copied:
        size = max(_FEWEST, min(_MOST, -(-len(readers) // (workers * _RANGES))))
        return _copied(crew, job, readers, size)

    return copiers


def _copied(crew: Crew, job: Job, readers: Sequence[Reader], size: int) -> Copied:
    faulty: dict[int, tuple[Problem, ...]] = {}

    def pack(start: int) -> bytes:
        if any(earlier < start for earlier in faulty):
            raise NotSentError  # on one machine it would not have come to this
        some = slice(start, start + size)
        markup = [line.markup for line in job.lines[some]]
        return pickle.dumps(_Sent(job.print, job.base, job.feet, job.language.tag, readers[some], markup))

    done = crew.do(
        _COPY,
        range(0, len(readers), size),
        pack=pack,
        accept=lambda start, packed: _accepted(packed, len(readers[start : start + size])),
        seconds=lambda _: _SECONDS + _FOR_EACH * size,
    )
    for start, came in done:
        some = readers[start : start + size]
        if isinstance(came, Lost):
            faulty[start] = (_lost(some, came),)
        elif came is not None and came.problems:
            faulty[start] = came.problems
        elif came is not None:
            yield from _whole(job, some, came)
    if faulty:
        raise FaultyInputError(faulty[min(faulty)])


def _whole(job: Job, readers: Sequence[Reader], came: _Back) -> Iterator[tuple[Reader, bytes]]:
    for reader, (end, _) in zip(readers, came.ends, strict=True):
        yield reader, job.base.data + end


def _accepted(packed: bytes, count: int) -> _Back:
    came = pickle.loads(packed)  # noqa: S301 (of a worker)
    if not isinstance(came, _Back) or (not came.problems and len(came.ends) != count):
        raise DamagedError
    if any(hashlib.sha256(end).hexdigest() != digest for end, digest in came.ends):
        raise DamagedError
    return came


def _lost(readers: Sequence[Reader], lost: Lost) -> Problem:
    first, last = readers[0].number, readers[-1].number
    message = f"two workers did not make copies {first} to {last}: the second {lost.why}"
    return Problem("E307", message, "Nothing was filed. See whether one machine makes them: leave --cluster out.")


# In a worker


def copy(packed: bytes) -> bytes:
    """Make the copies of a range of a register."""
    sent: _Sent = pickle.loads(packed)  # noqa: S301 (of the one who gives the work)
    lines = [Line(markup, fonts_for(markup)[0]) for markup in sent.markup]
    job = Job(sent.print, sent.base, sent.feet, Language(sent.language), lines)
    try:
        ends = tuple(data[len(sent.base.data) :] for _, data in copied(job, sent.readers))
    except FaultyInputError as error:
        return pickle.dumps(_Back(problems=error.problems))
    return pickle.dumps(_Back(tuple((end, hashlib.sha256(end).hexdigest()) for end in ends)))
