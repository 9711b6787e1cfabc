"""What a catalogue shows of an archive: the things that its pages are made of, and nothing that it withholds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.archive.record import Disposal, Hold, VariantRecord, Withdrawal
from briefing.model.said import Said


@dataclass(frozen=True, slots=True)
class Control:
    """What the archive alone knows of an edition; shown where nothing is withheld, and never elsewhere.

    `line` is the number of its line in the log (the first is 1), 0 where there is none; `inventory` is the digest that
    the line has.
    """

    number: str
    version: int
    identifier: str
    issued: dt.datetime
    as_of: dt.datetime
    made_by: str
    reason: str
    replaces: str
    keep_until: dt.date | None
    not_for: tuple[str, ...]
    rights: tuple[str, ...]
    withdrawal: Withdrawal | None
    line: int
    inventory: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A variant that is shown: its record, what it said, what it said before, if that is shown as well."""

    record: VariantRecord
    said: Said
    before: Said | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition in the lists: where its page is, and what is told of it.

    `name` is its own among those of its brief: its day, and a number where several have one. `replaced` says for each
    audience that it has something newer, by the name of that edition's page.
    """

    brief: str
    name: str
    date: dt.date
    title: str
    language: str
    audiences: tuple[str, ...]
    readers: tuple[str, ...]
    markings: tuple[str, ...]
    number: str = ""
    is_withdrawn: bool = False
    replaced: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition with all that its page says. `version` is where its files are read from, and stands on no page."""

    entry: Entry
    version: int
    tellings: tuple[Telling, ...]
    control: Control | None


@dataclass(frozen=True, slots=True)
class Whole:
    """What every page says of the catalogue itself.

    `banners` are the highest markings in it. `head` is the head of the log, and `archive` the archive's name, where
    nothing is withheld. `has_pagefind` says that an index of Pagefind lies beside the pages.
    """

    title: str
    banners: tuple[str, ...]
    is_limited: bool
    limit: str = ""
    head: str = ""
    archive: str = ""
    holds: Mapping[str, tuple[Hold, ...]] = field(default_factory=dict)
    disposals: tuple[Disposal, ...] = ()
    has_pagefind: bool = False
