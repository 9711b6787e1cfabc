"""Make: the whole catalogue of an archive, as a folder of files. The same archive gives the same bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from briefing.archive.refusal import told
from briefing.archive.store import Archive
from briefing.catalogue.edition_page import page_of
from briefing.catalogue.frame import SEARCH, edition_page, file_of
from briefing.catalogue.gather import Gathered
from briefing.catalogue.holding import Entry, Shown, Whole
from briefing.catalogue.index import NAME, Index
from briefing.catalogue.limit import Limit, highest
from briefing.catalogue.lists import lists
from briefing.catalogue.pagefind import add_pagefind, is_installed
from briefing.catalogue.place import made_aside
from briefing.catalogue.screen import Screen
from briefing.catalogue.search_page import search_page
from briefing.model.desk import NotFoundError
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.press.families import SANS, TEXT, bundled

_TITLE = "Catalogue of briefs"
_STYLES = {"Regular": "regular", "Bold": "bold"}


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: how many editions and files of readers it shows, and of how many withheld texts it is free."""

    editions: int
    files: int
    searched_for: int | None


def make(archive: Archive, out: Path, limit: Limit, advance: Callable[[str], None] = lambda _: None) -> Made:
    """Make the catalogue of an archive in a folder, whole or not at all; `advance` is told each brief when it is done.

    Raises NotFoundError for a ceiling or an audience that is not there, FaultyInputError: E880 where something stands
    in it that is withheld, E881 where the folder is in the way, and what the archive says of a file that is damaged.
    """
    gathered = Gathered(archive, limit)
    _need_known(gathered)
    with made_aside(out, archive.site.folder) as folder:
        shipped = [_put(folder, path, data) for path, data in _shipped()]
        screen = Screen(gathered) if limit.is_set else None
        whole = replace(_whole(gathered), has_pagefind=is_installed())
        entries: list[Entry] = []
        readers: dict[str, str] = {}
        index, count = Index(), 0
        for brief in gathered.briefs:
            shown = gathered.shown(brief)
            for one in shown:
                _put(folder, edition_page(one.entry), page_of(whole, one).encode())
                count += _copy_files(archive, one, folder)
                readers |= zip(one.entry.audiences, one.entry.readers, strict=True)
            entries += (one.entry for one in shown)
            index.add(shown)
            advance(brief)
        for path, page in lists(whole, entries, readers):
            _put(folder, path, page.encode())
        _put(folder, SEARCH, search_page(whole).encode())
        _put(folder, NAME, "".join(index.script()).encode())
        if whole.has_pagefind:
            shipped += add_pagefind(folder)
        if screen:
            screen.search(folder, shipped)
    return Made(len(entries), count, screen.count if screen else None)


def _need_known(gathered: Gathered) -> None:
    limit = gathered.limit
    there = gathered.audiences() if limit.audiences else frozenset()
    unknown = [name for name in limit.audiences if name not in there]
    if unknown:
        raise NotFoundError(f"Nothing is filed for the audience “{unknown[0]}”. There is: {', '.join(sorted(there))}.")
    levels = gathered.levels() if limit.ceiling else ()
    if limit.ceiling and not gathered.knows(limit.ceiling):
        shown = ", ".join(levels) or "nothing, for no marking scheme was filed that can be read"
        raise NotFoundError(f"“{limit.ceiling}” is no marking of the archive's schemes. They have: {shown}.")


def _whole(gathered: Gathered) -> Whole:
    archive, limit = gathered.archive, gathered.limit
    banners = highest(gathered.markings())
    if limit.is_set:
        parts = [f"marked no higher than {limit.ceiling}"] if limit.ceiling else []
        parts += [f"for {', '.join(limit.audiences)}"] if limit.audiences else []
        return Whole(_TITLE, banners, is_limited=True, limit=f"Limited to what is {' and '.join(parts)}.")
    with told():
        checkpoint = archive.book.checkpoint()
    holds = {brief: archive.holds(brief).holds for brief in gathered.briefs}
    gone = tuple(one for brief in archive.disposed() for one in archive.disposals(brief).disposals)
    head = str(checkpoint.head) if checkpoint else ""
    return Whole(_TITLE, banners, is_limited=False, head=head, archive=archive.identifier, holds=holds, disposals=gone)


def _copy_files(archive: Archive, shown: Shown, folder: Path) -> int:
    """Copy what readers got, each file held against its digest on the way."""
    count = 0
    for telling in shown.tellings:
        for file in telling.record.files:
            target = folder.joinpath(*file_of(shown.entry, file).split("/"))
            if not target.resolve().is_relative_to(folder.resolve()) or target.exists():
                message = f"“{file.path}” has no place of its own in the catalogue"
                raise FaultyInputError([Problem("E882", message, "Look at it: briefing verify", Place(target))])
            target.parent.mkdir(parents=True, exist_ok=True)
            with told():
                archive.root.copy_out(shown.entry.brief, shown.version, file.path, target)
            count += 1
    return count


def _shipped() -> Iterator[tuple[str, bytes]]:
    """What comes with the program: style sheet, script, and the faces with their licences."""
    for one in sorted(files("briefing.catalogue").joinpath("static").iterdir(), key=lambda file: file.name):
        yield f"static/{one.name}", one.read_bytes()
    for name, family in {"sans": SANS, "text": TEXT}.items():
        of_family = bundled(family).files[0].parent
        for file in bundled(family).files:
            style = _STYLES.get(file.stem.rpartition("-")[2])
            if style:
                yield f"static/fonts/{name}-{style}{file.suffix}", file.read_bytes()
        for terms in sorted(of_family.glob("OFL.txt")) + sorted(of_family.glob("README")):
            yield f"static/fonts/{name}-{terms.name}", terms.read_bytes()


def _put(folder: Path, path: str, data: bytes) -> str:
    target = folder.joinpath(*path.split("/"))
    if not target.resolve().is_relative_to(folder.resolve()):
        message = f"“{path}” has no place in the catalogue"
        raise FaultyInputError([Problem("E882", message, "Look at it: briefing verify", Place(target))])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return path
