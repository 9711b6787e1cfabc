"""Deposit: a brief handed over to another archive, as a bag that needs nothing of this one.

What is in it: the brief's object as it lies in the archive (OCFL), with what is kept beside it; the log, in which the
lines of other briefs are given by their hash alone, with its timestamps; and of every PDF a record copy as PDF/A-2a.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefing import __version__
from briefing.archive.naming import editions_of
from briefing.archive.readme import README
from briefing.archive.record import Edition, FileRecord
from briefing.archive.refusal import told
from briefing.archive.store import BESIDE, TIMESTAMPS, Archive, brief_of
from briefing.editions.bag import write_bag
from briefing.editions.record_copy import NoRecordCopyError, record_copy
from briefing.log import Leaf
from briefing.model.problem import FaultyInputError, Place, Problem

_HANDED_OVER = """\
This bag holds one brief, as it was kept in an archive of “briefing”.

ocfl/            the brief as it lay there: an OCFL 1.1 storage root with every edition, and what was kept beside it
ocfl/log.jsonl   the signed log; lines of other briefs are given by their hash alone, so that its signature still holds
ocfl/log-*/      timestamps of the log, where there are any: they hold for it as it lies here
record-copies/   every PDF that readers got, as PDF/A-2a, in a folder for each edition; the seals are those in ocfl/

What follows is the README of the archive; its commands work in ocfl/.

"""


@dataclass(frozen=True, slots=True)
class Deposit:
    """What was handed over: where, how many editions, how many octets."""

    folder: Path
    editions: int
    octets: int


def deposit(archive: Archive, brief: str, folder: Path, *, by: str, day: str) -> Deposit:
    """Write the bag of a brief into a new folder.

    Raises FaultyInputError (E601, E805, E811, E824, E875), NotFoundError.
    """
    editions = editions_of(archive, brief)
    if folder.exists() and any(folder.iterdir()):
        message = "something lies where the bag is to go"
        raise FaultyInputError([Problem("E824", message, "Name a folder that is not there yet.", Place(folder))])
    for name in (brief, *(brief + end for end in BESIDE), *_stamps(archive)):
        archive.need_as_logged(name, "handed over")
    info = {
        "Source-Organization": editions[-1].publisher,
        "External-Identifier": f"{archive.identifier}/{brief}",
        "External-Description": editions[-1].title,
        "Bagging-Date": day,
        "Contact-Name": by,
        "Bag-Software-Agent": f"briefing {__version__}",
    }
    with _whole_or_nothing(folder):
        given = {name: text for name, text in info.items() if text}
        octets = write_bag(folder, _payload(archive, brief, editions), given)
    return Deposit(folder, len(editions), octets)


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[None]:
    """Leave nothing of a bag that was not finished. Raises FaultyInputError (E601) where it cannot be written."""
    try:
        yield
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        message = f"the bag cannot be written: {(error.strerror or str(error)).lower()}"
        hint = "Make room or mend the folder's permissions, or name another folder with -o DIR."
        raise FaultyInputError([Problem("E601", message, hint, Place(folder))]) from error


def _payload(archive: Archive, brief: str, editions: tuple[Edition, ...]) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", (_HANDED_OVER + README).encode()
    with told():
        names = [name for name in archive.root.objects() if brief_of(name) == brief] + _stamps(archive)
        yield from (("ocfl/" + path, data) for path, data in archive.root.part(names))
        for name, data in archive.book.for_others(lambda leaf: _is_of_others(leaf, brief)).items():
            yield f"ocfl/{name}", data
    for edition in editions:
        for _, file in edition.files():
            name = file.path.rpartition("/")[2]
            yield f"record-copies/v{edition.version}/{name}", _copy(archive, edition, file)


def _stamps(archive: Archive) -> list[str]:
    """The objects of the log's timestamps."""
    with told():
        return [name for name in archive.root.objects() if name.endswith(TIMESTAMPS)]


def _is_of_others(leaf: Leaf, brief: str) -> bool:
    return brief_of(leaf.object) != brief and leaf.kind != "timestamp"


def _copy(archive: Archive, edition: Edition, file: FileRecord) -> bytes:
    """A record copy is another file, so that the seal of the one that was filed says nothing of it."""
    path = file.path
    try:
        return record_copy(file.without_seal(archive.read(edition.brief, edition.version, path)))
    except NoRecordCopyError as error:
        message = f"no record copy can be made of {path} of {edition.label}: {error}"
        raise FaultyInputError([Problem("E875", message, f"Look at it: briefing verify {edition.brief}")]) from error
