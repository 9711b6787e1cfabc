"""Briefs, built by workers: a brief goes out with its desk, and its PDFs come back.

The turn of a brief is held here for as long as it is away. Then its files are put in their places, and it is noted what
was made of what, as if it had been built here: a worker is like this machine, or it would have got no task. What cannot
travel (links, files that may not be read, too much) is built here.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from briefing.afar.facts import fonts_by_digest
from briefing.afar.parcel import Packed, Parcel, pack_files, pack_folder
from briefing.building.batch import Piece, Results, expected_length, guarded, lighter, side_by_side
from briefing.building.build import begin, carry_through, open_workshop
from briefing.cluster import Crew, DamagedError, Lost, NotSentError
from briefing.model.desk import BRIEF, HOUSE
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.printing.order import Made, Order
from briefing.printing.put import clear_parts, put, set_aside, standing_aside
from briefing.reuse.installed import installed, libraries
from briefing.reuse.keeping import write_kept
from briefing.reuse.kept import digest_of_file, of_problem, read, to_problem
from briefing.reuse.turn import turn
from briefing.reuse.unchanged import Last, State, digests, file_of_build, keeps, state_of_desk

if TYPE_CHECKING:
    from briefing.reuse.begun import Begun

_BUILD = "briefing.afar.briefs:build"
_SECONDS, _FOR_EACH_BYTE = 300.0, 0.001
"""How long a worker may take: some hundred times as long as a brief of this size takes, and five minutes."""
_OF_THE_WORKER = {"E307", "E601"}
"""Problems of the machine that builds, as a rule, and not of the brief: another may do better."""


@dataclass(frozen=True)
class _Sent:
    """A piece of work, with all that it needs; the paths are those of the machine that sends it."""

    piece: Piece
    desk: Path
    files_of_desk: Parcel
    files_of_brief: Parcel


@dataclass(frozen=True)
class _Back:
    """What came of it: results with paths of the machine that sent it, the files made, what else may lie there.

    `files` and `covered` are paths from the folder of what is built. `note` is what is kept of a build, None where
    nothing is.
    """

    results: tuple[Made | Problem, ...]
    files: Parcel
    covered: tuple[str, ...]
    note: Mapping[str, Any] | None


@dataclass
class _Away:
    """What is known of a piece while it is away."""

    turn: ExitStack
    state: State


class Builders:
    """The workers of a cluster, as those who build the pieces of a batch (`SideBySide`)."""

    def __init__(self, crew: Crew, desk: Path) -> None:
        self._crew = crew
        self._desk = desk
        self._away: dict[Piece, _Away] = {}
        self._known: dict[Piece, Results] = {}
        self._doubted: set[Piece] = set()
        self.stayed = 0
        """How many could not travel, and were built here."""
        self._packed: tuple[State, Parcel] | None = None

    def __call__(self, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Results]]:
        """Have pieces built; each as it is done."""
        stay: list[Piece] = []
        try:
            done = self._crew.do(_BUILD, pieces, pack=self._pack, accept=self._accept, seconds=_seconds)
            for piece, came in done:
                if came is None and piece not in self._known:
                    self._end_turn(piece)
                    stay.append(piece)
                    continue
                if isinstance(came, Lost):
                    results: Results = [_lost(piece.folder, came)]
                else:
                    results = self._known.pop(piece) if came is None else list(self._placed(piece, came))
                self._end_turn(piece)
                yield piece, results
        finally:
            for piece in list(self._away):
                self._end_turn(piece)
        self.stayed += len(stay)
        yield from side_by_side(stay, self._desk, 1)

    def _pack(self, piece: Piece) -> bytes:
        state = state_of_desk(self._desk)
        if self._packed is None or self._packed[0] != state:
            self._packed = (state, _pack_desk(self._desk))
        parcel = pack_folder(piece.folder)
        self._take_turn(piece, state)
        return pickle.dumps(_Sent(piece, self._desk, self._packed[1], parcel))

    def _accept(self, piece: Piece, packed: bytes) -> _Back:
        came = _accepted(piece, packed)
        if piece not in self._doubted and any(one.code in _OF_THE_WORKER for one in _problems(came.results)):
            self._doubted.add(piece)
            raise DamagedError
        return came

    def _take_turn(self, piece: Piece, state: State) -> None:
        """Be the one who makes the files of a brief. Raises NotSentError where another has made them meanwhile."""
        held = ExitStack()
        self._away[piece] = _Away(held, state)
        if piece.is_part:
            return  # whoever gives the parts of a brief has its turn
        try:
            waited = held.enter_context(turn(piece.order.out, piece.folder.name))
        except FaultyInputError as error:
            self._known[piece] = list(error.problems)
            raise NotSentError from None
        before = Last(self._desk, piece.order).unchanged(piece.folder) if waited else None
        if before:
            self._known[piece] = list(before.results)
            raise NotSentError

    def _end_turn(self, piece: Piece) -> None:
        away = self._away.pop(piece, None)
        if away is not None:
            away.turn.close()

    def _placed(self, piece: Piece, came: _Back) -> Iterator[Made | Problem]:
        yield from guarded(piece.folder, self._place(piece, came))

    def _place(self, piece: Piece, came: _Back) -> Iterator[Made | Problem]:
        """Put the files of a piece in their places, those of an earlier build out of the way, as a build does here."""
        out = piece.order.out
        for path in (out / name for name in came.covered):
            clear_parts(path)
            clear_parts(path.with_suffix(".html"))
            set_aside(path)
        files = {out / one.path: one.data for one in came.files.files if one.data is not None}
        failed = False
        for result in came.results:
            if isinstance(result, Made):
                try:
                    with standing_aside(result.path):
                        put(result.path, files[result.path])
                        if result.html:
                            put(result.html, files[result.html])
                except FaultyInputError as error:
                    failed = True
                    yield from (replace(one, audience=result.audience) for one in error.problems)
                    continue
            yield result
        if not failed:
            self._note(piece, came)

    def _note(self, piece: Piece, came: _Back) -> None:
        """Note what went in and what came out, where no file has changed since it was sent."""
        state = self._away[piece].state
        if came.note is None or state != state_of_desk(self._desk):
            return
        note = dict(came.note)
        fonts = fonts_by_digest()
        inputs = {piece.folder / name: digest for name, digest in note["inputs"].items()}
        here = libraries()
        if here is None or any(digest_of_file(path) != digest for path, digest in inputs.items()):
            return
        if any(digest not in fonts for digest in note["fonts"].values()):
            return
        note |= {
            "installed": installed(),
            "libraries": here,
            "fonts": {str(fonts[digest]): digest for digest in note["fonts"].values()},
            "desk": digests(state),
        }
        write_kept(file_of_build(piece.folder, piece.order, self._desk), note)


def _problems(results: Iterable[Made | Problem]) -> Iterator[Problem]:
    return (one for one in results if isinstance(one, Problem))


def _seconds(piece: Piece) -> float:
    return _SECONDS + _FOR_EACH_BYTE * expected_length(piece.folder)


def _lost(folder: Path, lost: Lost) -> Problem:
    message = f"two workers of the cluster did not build this brief: the second {lost.why}"
    hint = "See whether it builds here: leave --cluster out. Where memory is short: dask worker --memory-limit."
    return Problem("E307", message, hint, Place(folder / BRIEF))


def _pack_desk(desk: Path) -> Parcel:
    """The house style and the desk's own layouts. The folder of a layout may be a link; what is in it may not."""
    house = pack_files([(HOUSE.as_posix(), desk / HOUSE)])
    layouts = desk / "layouts"
    if not layouts.is_dir():
        return house
    found = [*house.files, Packed("layouts", None)]
    for one in sorted(layouts.iterdir()):
        at = f"layouts/{one.name}"
        if not one.is_dir():
            found += pack_files([(at, one)]).files
            continue
        found.append(Packed(at, None))
        found += (replace(file, path=f"{at}/{file.path}") for file in pack_folder(one.resolve()).files)
    return Parcel(tuple(found))


def _accepted(piece: Piece, packed: bytes) -> _Back:
    """What came back, each file as it was sent, and nothing that does not belong to this brief."""
    came = pickle.loads(packed)  # noqa: S301 (of a worker)
    if not isinstance(came, _Back):
        raise DamagedError
    ours = (*(name for name, _ in came.files.checked()), *came.covered)
    if any(PurePosixPath(name).parts[:1] != (piece.folder.name,) or ".." in name.split("/") for name in ours):
        raise DamagedError
    made = [one for one in came.results if isinstance(one, Made)]
    digest_of = {piece.order.out / one.path: one.sha256 for one in came.files.files}
    if any(digest_of.get(one.path) != one.sha256 or (one.html and one.html not in digest_of) for one in made):
        raise DamagedError
    return came


# In a worker


def build(packed: bytes) -> bytes:
    """Build a brief that came with all it needs."""
    from briefing.cluster.dask import own_folder  # noqa: PLC0415 (only where Dask is)

    sent: _Sent = pickle.loads(packed)  # noqa: S301 (of the one who gives the work)
    with TemporaryDirectory(prefix="briefing-", dir=own_folder()) as scratch:
        at = Path(scratch).resolve()
        return pickle.dumps(_built(sent, at / "desk", at / "out"))


def _built(sent: _Sent, desk: Path, out: Path) -> _Back:
    piece = sent.piece
    folder = desk / "sources" / piece.folder.name
    sent.files_of_desk.lay_out(desk)
    sent.files_of_brief.lay_out(folder)
    order = replace(piece.order, out=out)
    begun: list[Begun] = []

    def work() -> Iterator[Made | Problem]:
        workshop = open_workshop(desk)
        begun.append(begin(folder, order, workshop))
        yield from carry_through(begun[0], workshop)

    results = [lighter(result) for result in guarded(folder, work())]
    names = {str(folder): str(piece.folder), str(desk): str(sent.desk), str(out): str(piece.order.out)}
    made = [one for one in results if isinstance(one, Made)]
    files = tuple(path for one in made for path in (one.path, one.html) if path)
    return _Back(
        tuple(
            _at_home(one, names) if isinstance(one, Problem) else _moved(one, out, piece.order.out) for one in results
        ),
        pack_files((path.relative_to(out).as_posix(), path) for path in files),
        tuple(path.relative_to(out).as_posix() for one in begun for path in one.covered),
        _note_of(folder, order, desk, names),
    )


def _moved(made: Made, out: Path, home: Path) -> Made:
    html = home / made.html.relative_to(out) if made.html else None
    return replace(made, path=home / made.path.relative_to(out), html=html)


def _at_home(problem: Problem, names: Mapping[str, str]) -> Problem:
    """A problem in the words of whoever sent the brief: with their paths."""

    def home(text: str) -> str:
        for ours, theirs in names.items():
            text = text.replace(ours, theirs)
        return text

    place = problem.place and replace(problem.place, file=Path(home(str(problem.place.file))))
    return replace(problem, message=home(problem.message), hint=home(problem.hint), place=place)


def _note_of(folder: Path, order: Order, desk: Path, names: Mapping[str, str]) -> Mapping[str, Any] | None:
    note = read(file_of_build(folder, order, desk)) if keeps(order) else None
    if note is None:
        return None

    def home(values: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [one if "sha256" in one else of_problem(_at_home(to_problem(one), names)) for one in values]

    return {**note, "results": home(note["results"]), "of_house": home(note["of_house"])}
