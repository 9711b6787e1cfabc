"""Numbered copies: a filed print, once for each reader of a register, with their name on every page.

The print comes out of the archive, checked, and is never pressed again. All copies are made aside, then entered in the
archive in one go, and only then put into their folder: no copy is ever there that is not on record.
"""

import csv
import datetime as dt
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.archive.beside import copies_made, record_copies, variant_for
from briefing.archive.get import is_same
from briefing.archive.record import Copy, Edition, FileRecord
from briefing.archive.refusal import told
from briefing.archive.store import Archive
from briefing.console.terminal import progress
from briefing.copying.inscription import inscribed
from briefing.copying.overlay import Base, NoBaseError, base_of, overlay
from briefing.copying.register import Reader
from briefing.copying.vacancy import Foot, feet, is_large_print
from briefing.interrupt import stop_if_interrupted
from briefing.language.words import Language
from briefing.model.prints import print_of
from briefing.model.problem import FaultyInputError, Place, Problem, Severity
from briefing.press.strips import HEIGHT, Line, Strip, strips
from briefing.printing.put import put

_DIGITS = 3
_LARGE = 2.0
"""Times as large as elsewhere a line is set in large print, where there is room."""
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesOrder:
    """What was asked for: copies for which audience, of which print (None: the plain one), where to, when, by whom."""

    audience: str
    print: str | None
    out: Path
    at: dt.datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A copy in its place, and its digests."""

    reader: Reader
    path: Path
    sha256: str
    sha512: str

    def as_object(self) -> dict[str, Any]:
        """The copy, for machines."""
        return {
            "number": self.reader.number,
            "name": self.reader.name,
            "path": str(self.path),
            "sha256": self.sha256,
            "sha512": self.sha512,
        }


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies that were made of a print, and the file that lists them; `is_new`: they were not on record before."""

    edition: Edition
    file: FileRecord
    copies: tuple[MadeCopy, ...]
    listed: Path
    is_new: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A print that is copied: as it was filed, what lines are laid over, and where there is room for them.

    `feet` are those of all pages for each size in which lines may be set, in the order in which they are tried.
    """

    print: str
    base: Base
    feet: Mapping[float, Sequence[Foot]]
    language: Language
    lines: Sequence[Line]


Copied = Iterator[tuple[Reader, bytes]]
Copiers = Callable[[Job, Sequence[Reader]], Copied]
"""Makes the copy of each reader of a register; those who make them side by side give them as they are done."""


def make_copies(  # noqa: PLR0913 (who says, and who works, beside what)
    archive: Archive,
    edition: Edition,
    readers: Sequence[Reader],
    order: CopiesOrder,
    say: Callable[[str], None],
    *,
    copiers: Copiers | None = None,
) -> Copies:
    """Make a numbered copy for each reader, and enter them in the archive; `say` is told what it had left to finish.

    `copiers` are others than this process.

    Asked for again with the same names, it makes the same files, and files nothing. Raises FaultyInputError: E823 and
    E855 where there is no such print, E856 where it cannot be copied, E301 and E854 for a name that cannot be set,
    E824 where another file is in the way, E601 where nothing can be written, and what the archive refuses.
    """
    file = _print_of(edition, order)
    job, problems = _prepared(archive, edition, file, readers)
    problems += _given_before(archive, edition, order.audience, file.print, readers)
    with _aside(order.out) as folder:
        made = _made(job, readers, folder, order.out / Path(file.path).stem, copiers or copied)
        _nothing_in_the_way(made)
        stop_if_interrupted()
        with archive.writing(say):
            kept = [Copy(number=one.reader.number, name=one.reader.name, sha512=one.sha512) for one in made]
            entered = record_copies(
                archive, edition, audience=order.audience, of=file.print, copies=kept, at=order.at, by=order.by
            )
        for one in made:
            (folder / one.path.name).replace(one.path)
    listed = order.out / f"{Path(file.path).stem}_register.csv"
    put(listed, _list(made))
    return Copies(edition, file, made, listed, entered is not None, tuple(problems))


def _print_of(edition: Edition, order: CopiesOrder) -> FileRecord:
    """The file of the print that is asked for."""
    files = variant_for(edition, order.audience).files
    file = files[0] if order.print is None else next((one for one in files if one.print == order.print), None)
    fit = [one.print for one in files if not print_of(one.print, "A4").imposed]
    if file is None or file.print not in fit:
        message = f"{edition.label} has no print “{order.print}” for {order.audience} that can be copied by number"
        raise FaultyInputError([Problem("E855", message, f"Of these it can: {', '.join(fit)}.")])
    return file


def _prepared(
    archive: Archive, edition: Edition, file: FileRecord, readers: Sequence[Reader]
) -> tuple[Job, list[Problem]]:
    with told():
        status = archive.logged.status_of(edition.brief, edition.version)
    if status != "in the log":
        message = f"{edition.label} of “{edition.brief}” is not to be trusted: {status}"
        hint = f"Look at it: briefing verify {edition.brief}"
        raise FaultyInputError([Problem("E856", message, hint)])
    # A name that is laid over a page is something else than what was sealed: the copies carry no seal.
    data = file.without_seal(archive.read(edition.brief, edition.version, file.path))
    try:
        base = base_of(data)
    except NoBaseError as error:
        message = f"{file.path} of {edition.label} cannot be copied by number: {error}"
        raise FaultyInputError([Problem("E856", message, "Choose another print: --print NAME.")]) from error
    language = Language(edition.language)
    lines, problems = inscribed(readers, language)
    sizes = (_LARGE, 1) if is_large_print(data) else (1,)
    there = {size: feet(data, HEIGHT * size) for size in sizes}
    return Job(file.print, base, there, language, lines), list(problems)


def _given_before(
    archive: Archive, edition: Edition, audience: str, of: str, readers: Sequence[Reader]
) -> Iterator[Problem]:
    """Say where a number was given to somebody else before: paper alone would not tell the two registers apart."""
    names = {reader.number: reader.name for reader in readers}
    for sent in copies_made(archive, edition, audience, of):
        others = [one for one in sent.copies if names.get(one.number, one.name) != one.name]
        if others:
            first, day = others[0], sent.sent.date().isoformat()
            message = f"copy {first.number} of this print was made for {first.name} on {day} already"
            hint = "Add new readers at the end of the earlier register: who stands in it then keeps their number."
            yield Problem("W823", message, hint, severity=Severity.WARNING)


def _made(job: Job, readers: Sequence[Reader], folder: Path, to: Path, copiers: Copiers) -> tuple[MadeCopy, ...]:
    """Write every copy into the folder aside; `to` is where they go, and how their names begin."""
    digits = max(_DIGITS, len(str(len(readers))))
    made = []
    with progress(len(readers), "Copying") as advance:
        for reader, data in copiers(job, readers):
            stop_if_interrupted()
            name = f"{to.name}_copy-{reader.number:0{digits}}_of-{len(readers):0{digits}}.pdf"
            put(folder / name, data)
            digests = hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest()
            made.append(MadeCopy(reader, to.with_name(name), *digests))
            advance(now=name)
    return tuple(sorted(made, key=lambda one: one.reader.number))


def copied(job: Job, readers: Sequence[Reader]) -> Copied:
    """The copies of some readers, one after the other; `job` has the lines of these. Raises FaultyInputError (E854)."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        set_lines = strips(job.lines, Path(scratch), tag=job.language.tag, direction=job.language.direction)
        for reader, strip in zip(readers, set_lines, strict=True):
            yield reader, _laid_over(job, reader, strip)


def _laid_over(job: Job, reader: Reader, strip: Strip) -> bytes:
    number = 0
    for size, pages in job.feet.items():
        found = [foot.place(strip.width * size, job.language.direction) for foot in pages]
        places = [place for place in found if place is not None]
        if len(places) == len(found):
            return overlay(job.base, strip.pdf, (strip.width, HEIGHT), places, scale=size)
        number = found.index(None) + 1
    message = f"the name has no room at the foot of page {number} of the print {job.print}"
    hint = "Shorten it, or choose another print: --print NAME."
    raise FaultyInputError([Problem("E854", message, hint, reader.place)])


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder inside the one that the copies go to, gone when the work is."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".copies-", dir=out) as name:
        yield Path(name)


def _nothing_in_the_way(made: Sequence[MadeCopy]) -> None:
    """Another file of the same name is somebody else's copy; one that is the same gives way."""
    others = [one.path for one in made if one.path.exists() and not is_same(one.path, one.sha512)]
    if others:
        message = "another file of this name is there already"
        hint = "Choose an empty folder with -o DIR."
        raise FaultyInputError([Problem("E824", message, hint, Place(path)) for path in others[:_SHOWN]])


def _list(made: Sequence[MadeCopy]) -> bytes:
    """Who gets which file, as CSV."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("number", "name", "file", "sha256"))
    rows.writerows((one.reader.number, one.reader.name, one.path.name, one.sha256) for one in made)
    return written.getvalue().encode("utf-8-sig")  # spreadsheets take it for UTF-8 by its mark
