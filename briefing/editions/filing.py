"""Filing: a brief becomes an edition. The one place that knows the order in which that is done.

```
check → read the inputs → hold the archive → build (stamped) → seal → read the inputs again → file → put in place
```
"""

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.archive.inputs import DESK, read_inputs
from briefing.archive.record import Edition, Withdrawal
from briefing.archive.store import Act, Archive, Filed
from briefing.building.build import Workshop, build, examine, open_workshop
from briefing.editions.assembly import NOBODY, FilingOrder, edition_of, files_of, is_restricted, prints_asked
from briefing.editions.sealing import sealed
from briefing.model.brief import Brief
from briefing.model.edition import FIRST, Number
from briefing.model.house import SEAL_LEVELS
from briefing.model.layout import Layout, is_shipped
from briefing.model.prints import prints_of
from briefing.model.problem import FaultyInputError, Problem, Severity, stop_at_errors
from briefing.model.summary import Quotation
from briefing.ocfl.inventory import sha512
from briefing.printing.order import Made, Order
from briefing.printing.put import put
from briefing.printing.stamp import stamp_of
from briefing.reuse.unchanged import shown_of_hour

__all__ = ["FilingOrder", "NewEdition", "Unchanged", "file_edition"]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing has changed since this edition, so none was filed; its PDFs are put in their place once more.

    Somebody may have built without filing meanwhile, or been stopped before they were there.
    """

    edition: Edition
    paths: tuple[Path, ...]
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition that was filed, where its PDFs were put for printing, and the head of the log with it."""

    edition: Edition
    filed: Filed
    paths: tuple[Path, ...]


Result = Problem | NewEdition | Unchanged


def file_edition(
    folder: Path,
    order: FilingOrder,
    desk: Path,
    open_archive: Callable[[], Archive],
    say: Callable[[str], None],
) -> Iterator[Result]:
    """Check a brief, build it for every audience, and file what was made with what it was made from.

    Nothing is filed unless all of it can be. An audience for which nothing is left, or which has to wait for the end of
    an embargo, gets none of the edition, and the edition says so. What the archive has to say of itself goes to `say`.
    """
    workshop = open_workshop(desk)
    brief, problems = examine(folder, workshop)
    yield from problems
    if brief is None or any(problem.is_error for problem in problems):
        return
    stop_at_errors(_without_id(brief))
    archive = open_archive()
    with archive.writing(say), _scratch(archive) as scratch:
        archive.need_as_logged(brief.name)
        now = _now(folder, workshop, brief, archive)
        last = now.before[-1] if now.before else None
        if last and _is_unchanged(archive, last, now, order):
            yield _unchanged(archive, last, order)
            return
        yield from _out_of_order(brief, order, now.before)
        stamp = stamp_of(archive, now.before, _number(now.before, order), order.at)
        if order.seal:
            order.seal.prepare()
        asked = Order(scratch, as_of=order.as_of, pack=order.pack, stamp=stamp)
        made, told = _built(now, asked)
        made, of_seals = _apart(sealed(made, now.brief, order)) if _are_whole(told) else (made, ())
        told += of_seals
        yield from told
        if not _are_whole(told) or not made:
            return
        if _read(now.workshop, folder, brief) != now.inputs:
            raise FaultyInputError([_changed_meanwhile(brief)])
        edition = edition_of(
            now.brief, archive=archive, order=order, asked=asked, before=now.before, made=made, told=told
        )
        files = files_of(edition, now.inputs, asked.out, made)
        why = f"Edition {edition.edition}" + (f": {order.reason}" if order.reason else "")
        act = Act(kind="edition", at=order.at, by=order.by, why=why, restricted=is_restricted(made))
        filed = archive.file(brief.name, files, act)
    yield NewEdition(edition, filed, tuple(_put(order, edition, files)))


@contextmanager
def _scratch(archive: Archive) -> Iterator[Path]:
    """A folder to build in, away from the archive.

    Where the archive's lock keeps others out, one that is there was left by a kill.
    """
    prefix = f"briefing-{sha512(archive.site.storage.place.encode())[:16]}-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*") if archive.site.storage.is_exclusive else ():
        shutil.rmtree(left, ignore_errors=True)  # another user's stays until they come
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        yield Path(folder)


@dataclass(frozen=True, slots=True)
class _Now:
    """What an edition is made of: the brief, the layouts, every file that goes in, and the editions before it."""

    brief: Brief
    workshop: Workshop
    inputs: Mapping[str, bytes]
    before: tuple[Edition, ...]


def _now(folder: Path, examined_in: Workshop, examined: Brief, archive: Archive) -> _Now:
    """Everything that goes in, read while the archive is held.

    The files are read first and the brief is loaded from them after, so that what is filed is what was built from,
    or is noticed not to be.
    """
    inputs = _read(examined_in, folder, examined)
    workshop = open_workshop(examined_in.desk.folder)
    brief, problems = examine(folder, workshop)
    if brief is None or any(problem.is_error for problem in problems):
        raise FaultyInputError([_changed_meanwhile(examined)])
    return _Now(brief, workshop, inputs, archive.editions(brief.name))


def _read(workshop: Workshop, folder: Path, brief: Brief) -> Mapping[str, bytes]:
    return read_inputs(workshop.desk, folder, brief, _layouts(workshop))


def _layouts(workshop: Workshop) -> Iterator[Layout]:
    """The layouts that the audiences of a desk have, those of their prints among them."""
    house = workshop.desk.house
    named = [audience.layout for audience in house.audiences.values()]
    for audience in house.audiences.values():
        named += [one.layout for one in prints_of(audience.pack, house.paper) if one.layout]
    return (workshop.layouts[name] for name in dict.fromkeys(named) if name in workshop.layouts)


def _without_id(brief: Brief) -> Iterator[Problem]:
    """E820: an item has no id, so that later nobody could say what became of it."""
    for path, item in brief.summary.items():
        if not isinstance(item, Quotation) and item.id is None:
            message = "this item has no id, which an edition needs to say later what changed"
            hint = "Add one that stays: id: a-word"
            yield Problem("E820", message, hint, brief.places.at(path), path=path)


def _is_unchanged(archive: Archive, last: Edition, now: _Now, order: FilingOrder) -> bool:
    """Whether every source is as it was filed, and so are the desk's own layouts, and no hour has passed that shows.

    The layouts that come with the program change with it, which is no change of the brief.
    """
    filed = archive.digests(last.brief, last.version)
    sources = f"{DESK}/sources/"
    folders = {folder for layout in _layouts(now.workshop) for folder in layout.folders if not is_shipped(folder)}
    mine = (sources, *(f"{DESK}/layouts/{folder.name}/" for folder in folders))
    same = all(filed.get(path) == sha512(data) for path, data in now.inputs.items() if path.startswith(mine))
    whole = all(path in now.inputs for path in filed if path.startswith(sources))
    hours = _hours(now.brief, last.as_of) == _hours(now.brief, order.as_of)
    return (
        same
        and whole
        and hours
        and _is_sealed(last, order)
        and set(prints_asked(now.brief, pack=order.pack)) <= set(last.prints)
    )


def _is_sealed(last: Edition, order: FilingOrder) -> bool:
    """Whether the last edition has the seal that is asked for, or a higher one; nothing else of a seal is compared."""
    if order.seal is None:
        return True
    enough = SEAL_LEVELS[SEAL_LEVELS.index(order.seal.record.level) :]
    return last.seal is not None and last.seal.level in enough


def _hours(brief: Brief, as_of: dt.datetime) -> tuple[bool, bool]:
    """What a print shows of the hour: whether an embargo is over, and whether the day of review has passed."""
    return shown_of_hour(brief.summary.embargo, brief.summary.review_by, as_of)


def _out_of_order(brief: Brief, order: FilingOrder, before: Sequence[Edition]) -> Iterator[Problem]:
    """W821, W822: an edition is dated before the last one, or filed at an earlier hour. Both are filed all the same."""
    if not before:
        return
    last = before[-1]
    if brief.summary.date < last.date:
        message = f"this edition is dated {brief.summary.date.isoformat()}, before {last.label}, which it replaces"
        hint = "Editions count in the order in which they are filed. If the date is meant, all is well."
        yield Problem("W821", message, hint, brief.places.at(("date",)), Severity.WARNING)
    if order.at < last.issued:
        message = (
            f"it is {order.at.isoformat(' ', 'seconds')} by this clock, and {last.label} was filed later than that"
        )
        hint = "Set the clock right: briefing files it with the hour that it is told, after the other one."
        yield Problem("W822", message, hint, None, Severity.WARNING)


def _number(before: Sequence[Edition], order: FilingOrder) -> Number:
    if not before:
        return FIRST
    return max(edition.edition for edition in before).next(minor=order.minor)


def _built(now: _Now, asked: Order) -> tuple[tuple[Made, ...], tuple[Problem, ...]]:
    """What was made, and the problems met: that an audience gets nothing is told, and stops nobody else's."""
    made: list[Made] = []
    told: list[Problem] = []
    for result in build(now.brief, asked, now.workshop):
        if isinstance(result, Made):
            made.append(result)
        elif result.code in NOBODY:
            told.append(replace(result, severity=Severity.WARNING))
        else:
            told.append(result)
    return tuple(made), tuple(told)


def _apart(results: Iterable[Made | Problem]) -> tuple[tuple[Made, ...], tuple[Problem, ...]]:
    there = tuple(results)
    return tuple(one for one in there if isinstance(one, Made)), tuple(one for one in there if isinstance(one, Problem))


def _are_whole(told: Sequence[Problem]) -> bool:
    """Whether nothing that was met stops the edition."""
    return not any(problem.is_error for problem in told)


def _changed_meanwhile(brief: Brief) -> Problem:
    message = "a file changed while the edition was made, so nothing was filed"
    return Problem("E821", message, "Save everything, then give the same command again.", brief.places.at(()))


def _unchanged(archive: Archive, last: Edition, order: FilingOrder) -> Unchanged:
    """The answer where nothing has changed; what is withdrawn is not laid out to be printed."""
    withdrawn = archive.withdrawals(last.brief).get(last.version)
    if withdrawn:
        return Unchanged(last, (), withdrawn)
    pdfs = {file.path: archive.read(last.brief, last.version, file.path) for _, file in last.files()}
    return Unchanged(last, tuple(_put(order, last, pdfs)))


def _put(order: FilingOrder, edition: Edition, files: Mapping[str, bytes]) -> Iterator[Path]:
    for _, file in edition.files():
        path = order.out.joinpath(edition.brief, *file.path.split("/")[1:])
        put(path, files[file.path], "The edition is filed. Make room, then: briefing get.")
        yield path
