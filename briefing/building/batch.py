"""Build many briefs: one after the other, or several at a time in processes of their own."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from briefing.building.build import Workshop, build_folder, build_in_turn, files_of, open_workshop
from briefing.console.countdown import countdown
from briefing.console.terminal import progress
from briefing.interrupt import heeding
from briefing.model.desk import BRIEF
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.printing.order import Made, Order, Outcome
from briefing.reuse.begun import keep_parts
from briefing.reuse.turn import turn
from briefing.reuse.unchanged import joined, state_of_desk
from briefing.workers import Crew

Results = list[Made | Problem]
_WORTH_IT = 50_000
"""From so many bytes of text on, all audiences taken together, processes of their own win more than they cost."""

_MUCH = 20
"""After so many pages what they left behind is collected: it may be two MiB for each."""


@dataclass(frozen=True)
class Piece:
    """What one worker builds at a time: a brief, or of few briefs what one audience gets of one."""

    folder: Path
    order: Order
    is_part: bool = False


BuildPiece = Callable[[Piece], Results]
SideBySide = Callable[[Sequence[Piece]], Iterator[tuple[Piece, Results]]]
"""Builds pieces, the first begun first, and gives each with what came of it as it is done."""


def build_all(
    folders: Sequence[Path], order: Order, workshop: Workshop, jobs: int, builders: SideBySide | None = None
) -> Iterator[Outcome]:
    """Build briefs; one that is faulty does not stop the others. `jobs` is how many are built at a time.

    Of fewer briefs than that the audiences are built side by side. `builders` are others than processes of this
    machine; then all is built by them.
    """
    if jobs == 1 and builders is None:
        yield from _one_by_one(folders, order, workshop)
        return
    several = builders or partial(side_by_side, desk=workshop.desk.folder, jobs=jobs)
    pieces = len(folders) * len(audiences_of(order, workshop))
    if len(folders) < jobs and pieces > 1:
        yield from _in_parts(folders, order, workshop, several)
    elif len(folders) >= jobs or builders:
        yield from _whole(folders, order, several)
    else:
        yield from _one_by_one(folders, order, workshop)


def is_worth_it(folders: Sequence[Path], order: Order, workshop: Workshop) -> bool:
    """Whether briefs are so much work that it is done sooner by several processes."""
    return sum(map(expected_length, folders)) * len(audiences_of(order, workshop)) >= _WORTH_IT


def audiences_of(order: Order, workshop: Workshop) -> tuple[str, ...]:
    """The audiences that an order is for."""
    return order.audiences or tuple(workshop.desk.house.audiences)


def expected_length(folder: Path) -> int:
    """How long a brief should take, told from the size of brief.yaml and of what lies beside it, in bytes."""
    try:
        return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    except OSError:
        return 0


def _one_by_one(folders: Sequence[Path], order: Order, workshop: Workshop) -> Iterator[Outcome]:
    files = sum(files_of(audience, order, workshop) for audience in audiences_of(order, workshop))

    def built(folder: Path) -> Iterator[Made | Problem]:
        for result in build_folder(folder, order, workshop):
            yield lighter(result)
            if isinstance(result, Made):
                advance(now=result.path.name)

    with progress(len(folders) * files, "Building") as advance:
        for folder in folders:
            # What stops the building of one brief alone stops the command; of several it stops that one.
            yield Outcome(folder.name, guarded(folder, built(folder)) if len(folders) > 1 else built(folder))


def _whole(folders: Sequence[Path], order: Order, builders: SideBySide) -> Iterator[Outcome]:
    """Whole briefs side by side: the variants of one share much, and meet in one process."""
    lengths = {folder: expected_length(folder) for folder in folders}
    # Where two commands wait for each other's turns, both take them in one order.
    ordered = sorted(folders, key=lambda folder: (lengths[folder], folder.name), reverse=True)
    pieces = [Piece(folder, order) for folder in ordered]
    with countdown(len(folders), sum(lengths.values()), "Building") as advance:
        for piece, results in builders(pieces):
            yield Outcome(piece.folder.name, results)
            advance(lengths[piece.folder], now=piece.folder.name)


def _in_parts(folders: Sequence[Path], order: Order, workshop: Workshop, builders: SideBySide) -> Iterator[Outcome]:
    """The audiences of few briefs side by side; what comes of a brief is told together, in their order."""
    audiences = audiences_of(order, workshop)
    desk = workshop.desk.folder
    with ExitStack() as turns, progress(len(folders) * len(audiences), "Building") as advance:
        pieces: list[Piece] = []
        for folder in folders:
            try:
                turns.enter_context(turn(order.out, folder.name))
            except FaultyInputError as error:
                yield Outcome(folder.name, error.problems)
                continue
            pieces += (Piece(folder, replace(order, audiences=(name,)), is_part=True) for name in audiences)
        done: dict[Path, dict[str, Results]] = {}
        for piece, results in builders(sorted(pieces, key=_expected_part, reverse=True)):
            (name,) = piece.order.audiences
            parts = done.setdefault(piece.folder, {})
            parts[name] = results
            advance(now=f"{piece.folder.name}, {name}")
            if len(parts) == len(audiences):
                keep_parts(piece.folder, order, desk, audiences)
                yield Outcome(piece.folder.name, joined(parts[one] for one in audiences))


def _expected_part(piece: Piece) -> tuple[int, int]:
    """How long a variant should take: as it was the last time, told from the size of its PDFs; in bytes."""
    (name,) = piece.order.audiences
    try:
        earlier = [file.stat().st_size for file in (piece.order.out / piece.folder.name).glob(f"*_{name}*.pdf*")]
    except OSError:
        earlier = []
    return max(earlier, default=0), expected_length(piece.folder)


def side_by_side(
    pieces: Sequence[Piece], desk: Path, jobs: int, build: BuildPiece | None = None
) -> Iterator[tuple[Piece, Results]]:
    """Each piece and what came of it, in the order in which they are done; the first are begun first.

    A process that dies takes no piece with it but its own: that is tried once more when the others are done, alone,
    and one that kills its process again is told (E307).
    """
    work = build or partial(_built, desk=desk)
    died: list[Piece] = []
    with Crew(work) as crew:
        for piece, results in crew.do(pieces, jobs):
            if results is None:
                died.append(piece)
            else:
                yield piece, results
    with Crew(work) as alone:
        for piece, results in alone.do(died, 1):
            yield piece, [_ended(piece.folder)] if results is None else results


def _ended(folder: Path) -> Problem:
    message = "the process that built this brief was ended, twice: by the system, or by an error in a library"
    hint = "Where memory is short, build fewer at a time (--jobs); see whether it builds alone."
    return Problem("E307", message, hint, Place(folder / BRIEF))


# In a process of its own


def _built(piece: Piece, desk: Path) -> Results:
    results: Results = []
    left = 0
    with heeding():
        for result in guarded(piece.folder, _build(piece, desk)):
            results.append(lighter(result))
            # Pages leave much behind that only the collector finds, and the worker calls it after the whole piece.
            left += result.pages if isinstance(result, Made) else 0
            if left > _MUCH:
                left = 0
                gc.collect()
    return results


def _build(piece: Piece, desk: Path) -> Iterator[Made | Problem]:
    workshop = _workshop(desk, tuple(state_of_desk(desk).items()))
    yield from (build_in_turn if piece.is_part else build_folder)(piece.folder, piece.order, workshop)


@lru_cache(maxsize=1)
def _workshop(desk: Path, _as_it_is: object) -> Workshop:
    """The desk, opened once for as long as nobody changes it."""
    return open_workshop(desk)


def guarded(folder: Path, results: Iterable[Made | Problem]) -> Iterator[Made | Problem]:
    """What comes of a brief, and where the work on it breaks down, that: the others are built all the same."""
    place = Place(folder / BRIEF)
    try:
        yield from results
    except FaultyInputError as error:
        yield from error.problems
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        message = f"this brief cannot be built: {where}{(error.strerror or str(error)).lower()}"
        yield Problem("E601", message, "Make room or mend the permissions, there and in the folder of scratch.", place)
    except MemoryError:
        hint = "Build fewer at a time (--jobs), or see whether it builds alone."
        yield Problem("E307", "the memory does not suffice to build this brief", hint, place)
    except Exception as error:  # noqa: BLE001 (whatever it is, the other briefs are built)
        message = f"the program broke down over this brief ({type(error).__name__}: {error})"
        hint = "That is an error of the program, not of the brief: build it alone to see where, and report it."
        yield Problem("E308", message, hint, place)


def lighter(result: Made | Problem) -> Made | Problem:
    """What is told of it, without what it was made of: hundreds of briefs would fill the memory with it."""
    return replace(result, variant=None, fonts=()) if isinstance(result, Made) else result
