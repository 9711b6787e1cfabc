"""The index: which passages may hold which words, in a file beside the archive that can be thrown away at any time.

It is made from what was filed, and is never the truth: it finds, and whoever uses it reads what it found from the
files. It holds the terms of a passage and a digest of it, no sentence that could be shown.

    object    a brief, and the state in which it was read
    version   an edition, and what is known of it; a changed one is read again, an unchanged one is not
    passage   each passage of a brief once, however many editions and audiences it was in
    place     where a passage stood
    mark      what an edition can be known by: its codes, and the digests of its PDFs
    word      the terms of each passage (FTS5)
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.archive.passage import Passage, passages
from briefing.archive.query import Query
from briefing.archive.shelf import Shelf
from briefing.archive.store import Archive
from briefing.archive.terms import terms
from briefing.model.problem import FaultyInputError, Problem

_APPLICATION = 0x42524642  # “BRFB”: SQLite's place for saying whose file it is
_FORMAT = 1
_BETWEEN = "\ue000"
"""Stands between the texts of a passage, so that no phrase runs over from one into the next; no term is like it."""
_SCHEMA = """
CREATE TABLE object (name TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE version (name TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, date TEXT NOT NULL,
                      PRIMARY KEY (name, number)) WITHOUT ROWID;
CREATE TABLE passage (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key BLOB NOT NULL, UNIQUE (name, key));
CREATE TABLE place (passage INTEGER NOT NULL, version INTEGER NOT NULL, audience TEXT NOT NULL, number INTEGER NOT NULL,
                    PRIMARY KEY (passage, version, audience, number)) WITHOUT ROWID;
CREATE TABLE mark (value TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
                   PRIMARY KEY (value, name, version)) WITHOUT ROWID;
CREATE VIEW stood AS
SELECT passage.id, passage.name, passage.key, place.version, place.audience, place.number, version.date
FROM passage JOIN place ON place.passage = passage.id
JOIN version ON version.name = passage.name AND version.number = place.version;
CREATE VIRTUAL TABLE word USING fts5(terms, tokenize='ascii');
"""
_CANDIDATES = """
SELECT id, name, key FROM word JOIN stood ON stood.id = word.rowid
WHERE word MATCH :sought AND date BETWEEN :since AND :until
AND (:briefs = '[]' OR name IN (SELECT value FROM json_each(:briefs)))
AND (:audiences = '[]' OR audience IN (SELECT value FROM json_each(:audiences)))
GROUP BY id ORDER BY max(date) DESC, name, max(version) DESC, min(number), id
"""
_PLACES = """
SELECT version, audience, number FROM stood
WHERE id = :passage AND date BETWEEN :since AND :until
AND (:audiences = '[]' OR audience IN (SELECT value FROM json_each(:audiences)))
ORDER BY version, audience, number
"""
_NOWHERE = "SELECT id FROM passage WHERE name = ? AND NOT EXISTS (SELECT 1 FROM place WHERE place.passage = passage.id)"
Advance = Callable[[str], None]


class StaleIndexError(Exception):
    """What the index says is not in the files."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where to look: of these briefs, for these audiences (all where there are none), from day to day (ISO)."""

    briefs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    since: str = ""
    until: str = "9999-12-31"

    def as_values(self) -> dict[str, str]:
        """The same as values of a statement."""
        lists = {"briefs": json.dumps(self.briefs), "audiences": json.dumps(self.audiences)}
        return {**lists, "since": self.since, "until": self.until}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be what is looked for, by the brief, its key, and where it stood: version, audience, ¶."""

    brief: str
    key: bytes
    places: tuple[tuple[int, str, int], ...]


class Index:
    """An index of an archive in a file of SQLite, or in memory (`:memory:`). Raises sqlite3.Error at any time."""

    def __init__(self, path: Path | str, archive: Archive) -> None:
        self._archive = archive
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=1)
        try:
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._begin(archive.identifier)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _begin(self, identifier: str) -> None:
        """Make the tables, or see that those that are there are ours, in this form, and of this archive."""
        ask = self._connection.execute
        if not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._connection.executescript(
                f"BEGIN; PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_FORMAT}; {_SCHEMA}"
                f"CREATE TABLE of (identifier TEXT NOT NULL); COMMIT;"
            )
            ask("INSERT INTO of VALUES (?)", (identifier,))
        said = (ask("PRAGMA application_id").fetchone()[0], ask("PRAGMA user_version").fetchone()[0])
        if said != (_APPLICATION, _FORMAT) or ask("SELECT identifier FROM of").fetchall() != [(identifier,)]:
            raise sqlite3.DatabaseError("this is no index of this archive, or one of another form")

    # Bringing it up to date

    def refresh(self, advance: Advance) -> tuple[Problem, ...]:
        """Read what is new or changed, forget what is gone; editions that cannot be read are told, and passed over."""
        ask = self._connection.execute
        known = dict(ask("SELECT name, state FROM object").fetchall())
        there = self._archive.briefs()
        for name in known.keys() - set(there):
            with self._connection:
                ask("BEGIN")
                self._forget(name, ())
                ask("DELETE FROM object WHERE name = ?", (name,))
        problems: list[Problem] = []
        for name in there:
            state = self._archive.root.state(name)
            if known.get(name) != state:
                problems += self._take(name, state)
            advance(name)
        return tuple(problems)

    def _take(self, name: str, state: str) -> tuple[Problem, ...]:
        """Read a brief again, as far as it is another one than before."""
        ask = self._connection.execute
        shelf = Shelf(self._archive, name)
        problems: list[Problem] = []
        with self._connection:
            ask("BEGIN")
            ask("DELETE FROM object WHERE name = ?", (name,))
            try:
                keys = shelf.keys
            except FaultyInputError as error:
                self._forget(name, ())
                return tuple(error.problems)
            known = dict(ask("SELECT number, key FROM version WHERE name = ?", (name,)).fetchall())
            self._forget(name, [number for number, key in known.items() if keys.get(number) == key])
            for number in sorted(keys):
                if known.get(number) != keys[number]:
                    try:
                        self._enter(shelf, number)
                    except FaultyInputError as error:
                        problems += error.problems
            if not problems:
                ask("INSERT INTO object VALUES (?, ?)", (name, state))
        return tuple(problems)

    def _forget(self, name: str, but: Sequence[int]) -> None:
        """Remove the versions of a brief but these, and passages that then stand nowhere."""
        ask = self._connection.execute
        there = {number for (number,) in ask("SELECT number FROM version WHERE name = ?", (name,))}
        for number in there - set(but):
            ask("DELETE FROM version WHERE name = ? AND number = ?", (name, number))
            ask("DELETE FROM mark WHERE name = ? AND version = ?", (name, number))
            ask(
                "DELETE FROM place WHERE version = ? AND passage IN (SELECT id FROM passage WHERE name = ?)",
                (number, name),
            )
        if there - set(but):
            ids = ask(_NOWHERE, (name,)).fetchall()
            self._connection.executemany("DELETE FROM word WHERE rowid = ?", ids)
            self._connection.executemany("DELETE FROM passage WHERE id = ?", ids)

    def _enter(self, shelf: Shelf, number: int) -> None:
        edition = shelf.edition(number)
        said = [(variant.audience, shelf.said(number, variant.audience)) for variant in edition.audience]
        ask = self._connection.execute
        ask("INSERT INTO version VALUES (?, ?, ?, ?)", (shelf.brief, number, shelf.keys[number], str(edition.date)))
        marks = {variant.edition_code for variant in edition.audience} | {file.sha512 for _, file in edition.files()}
        self._connection.executemany(
            "INSERT INTO mark VALUES (?, ?, ?)", [(mark, shelf.brief, number) for mark in sorted(marks)]
        )
        for audience, one in said:
            for passage in passages(one) if one else ():
                where = (self._passage(shelf.brief, passage), number, audience, passage.number)
                ask("INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?)", where)

    def _passage(self, name: str, passage: Passage) -> int:
        ask = self._connection.execute
        found = ask("SELECT id FROM passage WHERE name = ? AND key = ?", (name, passage.key)).fetchone()
        if found:
            return int(found[0])
        made = ask("INSERT INTO passage (name, key) VALUES (?, ?)", (name, passage.key)).lastrowid or 0
        shown = f" {_BETWEEN} ".join(" ".join(term.text for term in terms(text)) for _, text in passage.texts)
        ask("INSERT INTO word (rowid, terms) VALUES (?, ?)", (made, shown))
        return made

    # Asking

    def candidates(self, query: Query, limits: Limits) -> Iterator[Candidate]:
        """The passages that may be meant, those said last first."""
        ask = self._connection.execute
        given = {"sought": query.as_match(), **limits.as_values()}
        for id_, name, key in ask(_CANDIDATES, given).fetchall():
            places = ask(_PLACES, {"passage": id_, **limits.as_values()}).fetchall()
            yield Candidate(name, key, tuple(places))
