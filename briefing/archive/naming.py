"""Which edition is meant: `v2`, `1.1`, a day, or `latest`; and what is said where there is none."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NoReturn

from briefing.archive.record import Edition
from briefing.archive.store import Archive
from briefing.model.desk import NotFoundError
from briefing.model.edition import Number

LATEST = "latest"
_VERSION = re.compile(r"v0*([1-9]\d{0,8})", re.IGNORECASE)
_SHOWN = 8


def editions_of(archive: Archive, brief: str) -> tuple[Edition, ...]:
    """The editions of a brief, one at least. Raises NotFoundError, also where it was disposed of, and says so."""
    return archive.editions(brief) or none_of(archive, brief)


def chosen(archive: Archive, brief: str, name: str) -> Edition:
    """The edition of a brief that a name means. Raises NotFoundError, which says what there is."""
    return select(editions_of(archive, brief), name, brief)


def none_of(archive: Archive, brief: str) -> NoReturn:
    """Say that nothing of a brief is filed: it never was, or it was disposed of. Raises NotFoundError."""
    gone = archive.disposals(brief).disposals
    if gone:
        when = f"on {gone[-1].disposed.date().isoformat()} under {gone[-1].order}"
        raise NotFoundError(f"“{brief}” was disposed of {when}: briefing retention {brief} says more.")
    there = ", ".join(archive.briefs()) or "nothing yet"
    raise NotFoundError(f"No edition of “{brief}” is filed. The archive holds: {there}.")


def select(editions: Sequence[Edition], name: str, brief: str) -> Edition:
    """The edition that a name means; of several that speak of one day, the one that was filed last.

    `editions` are those of one brief in the order in which they were filed. Raises NotFoundError, which says what there
    is.
    """
    found = [edition for edition in editions if _is_named(edition, name.strip(), editions)]
    if found:
        return found[-1]
    if not editions:
        raise NotFoundError(f"No edition of “{brief}” is filed yet: briefing archive {brief}.")
    if not _is_a_name(name.strip()):
        raise NotFoundError(
            f"“{name}” names no edition: it is a number (1.1), a version (v2), a day (2023-09-12), or {LATEST}."
        )
    there = ", ".join(edition.label for edition in editions[-_SHOWN:])
    more = f", and {len(editions) - _SHOWN} before them" if len(editions) > _SHOWN else ""
    raise NotFoundError(f"“{brief}” has no edition “{name}”. Filed are: {there}{more}.")


def _is_named(edition: Edition, name: str, editions: Sequence[Edition]) -> bool:
    if name.casefold() == LATEST:
        return edition is editions[-1]
    version = _VERSION.fullmatch(name)
    if version:
        return edition.version == int(version[1])
    number = Number.parse(name)
    if number:
        return edition.edition == number
    return edition.date == _day(name)


def _is_a_name(name: str) -> bool:
    return bool(_VERSION.fullmatch(name) or Number.parse(name) or _day(name))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
