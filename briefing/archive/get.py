"""Get: a filed edition's files, each held against its digest on the way out."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from briefing.archive.record import Edition
from briefing.archive.refusal import told
from briefing.archive.store import Archive
from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.ocfl.inventory import Inventory


def get(archive: Archive, edition: Edition, to: Path, audience: str | None = None) -> Iterator[Path]:
    """Copy the files of an edition into a folder, or those PDFs alone that an audience got.

    What is there already with the same name stays if it is the same. Raises FaultyInputError: E817 where the edition is
    not that of the log, E811 for a file that is not what was filed, E601 where it cannot be written, E824 where another
    file is in the way.
    """
    with told():
        status = archive.logged.status_of(edition.brief, edition.version)
        inventory = archive.root.inventory(edition.brief)
    if status == "exchanged":
        message = f"{edition.label} of “{edition.brief}” was exchanged: it is not the one that the log speaks of"
        raise FaultyInputError([Problem("E817", message, f"Look at it: briefing verify {edition.brief}")])
    filed = inventory.version(edition.version).state if inventory else {}
    for path, digest in sorted(filed.items()):
        if audience is not None and not _is_for(edition, audience, path):
            continue
        target = to.joinpath(*path.split("/"))
        if not target.resolve().is_relative_to(to.resolve()):
            message = f"“{path}” would be written outside the folder"
            raise FaultyInputError([Problem("E824", message, "Choose an empty folder.")])
        if target.exists() and not is_same(target, digest):
            message = "another file of this name is there already"
            raise FaultyInputError([_in_the_way(message, target)])
        _copy(archive, edition, inventory, path, target)
        yield target


def _is_for(edition: Edition, audience: str, path: str) -> bool:
    variant = edition.variant(audience)
    return variant is not None and any(file.path == path for file in variant.files)


def is_same(target: Path, digest: str) -> bool:
    """Whether a file has this digest (SHA-512)."""
    with target.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest() == digest


def _copy(archive: Archive, edition: Edition, inventory: Inventory | None, path: str, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FaultyInputError([_in_the_way(f"the folder cannot be written: {reason}", target.parent)]) from error
    with told():
        archive.root.copy_out(edition.brief, edition.version, path, target, inventory=inventory)


def _in_the_way(message: str, target: Path) -> Problem:
    return Problem("E824", message, "Choose an empty folder with -o DIR.", Place(target))
