"""Which edition is meant: `v2`, `1.1`, a day, or `latest`."""

import datetime as dt
import re
from collections.abc import Sequence

from briefing.archive.record import Edition
from briefing.desk import NotFoundError
from briefing.edition import Number

LATEST = "latest"
_VERSION = re.compile(r"v0*([1-9]\d{0,8})", re.IGNORECASE)
_SHOWN = 8


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
