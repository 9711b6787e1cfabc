"""Screen: a finished catalogue is searched for what it withholds, before it reaches its place.

Looked for is every text that a withheld variant told its audience, and what the archive keeps for itself: the names of
audiences, who filed, why, who had copies. What a shown variant says, or the words of the pages themselves, is no sign
of a leak. The search is that which each finished brief goes through (`prove`).
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml

from briefing.archive.passage import passages
from briefing.archive.record import Edition, VariantRecord
from briefing.archive.shelf import Shelf
from briefing.catalogue.gather import Gathered
from briefing.catalogue.pagefind import unpacked
from briefing.changes import compare
from briefing.console.told import blocks
from briefing.language.words import Language, all_labels
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.said import Said, SaidSection
from briefing.prove.encoded import Encoded, readings_of_bytes
from briefing.prove.grams import Needles, Reading
from briefing.prove.page import readings_of_page, unescaped
from briefing.prove.pdf import readings_of_pdf
from briefing.read import read

_WORDS = (
    "Catalogue Skip to the content. By date, by brief, by audience, by year. Search, words to look for. Editions, "
    "the newest. Day, title, for, state, brief, organisation, authors, language, edition, reader, audience. To be "
    "reviewed by. Withdrawn: this edition was withdrawn. Replaced, replaced in part. Newest here, newest first. "
    "Nothing is shown here. Titled for this audience. Code on its pages. What it said. What changed since. Added: "
    "removed: pages. Context. Limited to what is marked no higher than, and to audiences. Everything is listed."
)
"""The words of the pages themselves."""
_MOST_SHOWN = 60
_SAID_TO_BE = {"{+": "added: ", "[-": "removed: ", "+}": "", "-]": ""}
_MARKS = re.compile("|".join(map(re.escape, _SAID_TO_BE)))


class Screen:
    """A search for what a limit withholds of an archive."""

    def __init__(self, gathered: Gathered) -> None:
        withheld: dict[str, None] = {}
        allowed: list[str] = [_WORDS, *all_labels(), gathered.limit.ceiling, *_of_schemes(gathered)]
        for brief in gathered.briefs:
            for text, is_shown in _texts(gathered, brief):
                if is_shown:
                    allowed.append(text)
                else:
                    withheld[text] = None
        for brief in gathered.archive.disposed():
            withheld.update(dict.fromkeys(_strings(gathered.archive.disposals(brief).disposals, brief)))
        self._texts = tuple(withheld)
        self._needles = Needles.of(self._texts, allowed)

    @property
    def count(self) -> int:
        """How many texts are looked for."""
        return self._needles.count

    def search(self, folder: Path, shipped: Iterable[str]) -> None:
        """Search a finished site, apart from files that came with the program, which are `shipped`.

        Raises FaultyInputError (E880) with every text that was found, and where.
        """
        ours = frozenset(shipped)
        found: dict[int, str] = {}
        for file in sorted(one for one in folder.rglob("*") if one.is_file()):
            path = file.relative_to(folder).as_posix()
            readings: Iterable[Reading | Encoded] = (
                [Reading("its name", path)] if path in ours else _readings(path, file.read_bytes())
            )
            # A file says the same thousands of times, most of all the names of its dictionaries.
            for reading in dict.fromkeys(readings) if self._needles else ():
                for index in self._needles.in_reading(reading):
                    found.setdefault(index, f"{path}, {reading.where}")
        if found:
            raise FaultyInputError([self._problem(index, where) for index, where in found.items()])

    def _problem(self, index: int, where: str) -> Problem:
        text = self._texts[index]
        shown = text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN].rsplit(" ", 1)[0] + "…"
        message = f"“{shown}” is withheld from this catalogue, and stands in {where}"
        hint = "Nothing was written. Leave that audience out with -a, or set a lower --ceiling."
        return Problem("E880", message, hint)


def _readings(path: str, data: bytes) -> Iterable[Reading | Encoded]:
    yield Reading("its name", path)
    if path.endswith(".html"):
        yield from readings_of_page(data.decode())
    elif path.endswith(".pdf"):
        yield from readings_of_pdf(data)
    elif path.endswith((".js", ".json", ".txt")):
        yield Reading("its text", unescaped(data.decode()))
    else:
        yield from readings_of_bytes("its bytes", unpacked(path, data))


def _of_schemes(gathered: Gathered) -> Iterator[str]:
    """The words of the markings that stand on what is shown."""
    for name, scheme in gathered.markings():
        yield name
        marking = scheme.marking(name) if scheme and scheme.knows(name) else None
        yield from marking.restrictions if marking else ()


# What is shown, and what is not


def _texts(gathered: Gathered, brief: str) -> Iterator[tuple[str, bool]]:
    """Every text that the archive has of a brief, and whether it is shown."""
    archive, shelf = gathered.archive, Shelf(gathered.archive, brief)
    is_there = False
    before: dict[str, Said] = {}
    for version in sorted(shelf.keys):
        edition = shelf.edition(version)
        shown = {one.audience for one in gathered.variants(edition)}
        is_there = is_there or bool(shown)
        for one in edition.audience:
            said = shelf.said(version, one.audience)
            yield from ((text, one.audience in shown) for text in _of_record(one))
            if said and one.audience in shown:
                yield from ((text, True) for text in (*_printed(said), *_annexed(gathered, edition, said)))
                yield from ((text, True) for text in _changed(before.get(one.audience), said))
                before[one.audience] = said
            elif said:
                yield from ((text, False) for text in _told(said))
        yield from (
            (text, False) for text in (edition.title, edition.reason, edition.made_by, *edition.not_for) if text
        )
    beside = (archive.withdrawals(brief).values(), archive.register(brief).sent, archive.holds(brief).holds)
    yield from ((text, False) for text in _strings([one.model_dump() for held in beside for one in held]))
    yield brief, is_there


def _of_record(one: VariantRecord) -> Iterator[str]:
    yield from (one.audience, one.title, one.edition_code)
    yield from (file.path.rpartition("/")[2] for file in one.files)


def _told(said: Said) -> Iterator[str]:
    """Every text that a variant told its audience, and who stands behind it."""
    yield from filter(None, (said.title, said.subtitle, said.organisation, said.owner, said.approved_by, said.reader))
    yield from said.authors
    for item in said.items():
        yield from item.texts()
    for source in said.sources:
        yield from filter(None, (source.title, source.publisher, source.author, source.url))


def _printed(said: Said) -> Iterator[str]:
    """What may stand on the pages of a variant: all that was said, and the layout's words.

    Also in the order in which it stands there and in the catalogue: what is side by side is no other text.
    """
    yield from _strings(said)
    yield from (" ".join(item.texts()) for item in said.items())
    yield " ".join(part for section in said.sections for part in (section.name, *_one_after_the_other(section)))
    below = f"alternativeHeadline {said.subtitle}" if said.subtitle else ""
    yield f"name {said.title} {below} inLanguage"  # as linked data has it
    yield from (" ".join((one.section, *(text for _, text in one.texts), one.marking)) for one in passages(said))
    language = Language(said.language)
    yield from (language.label(label) for label in all_labels())
    yield from (language.day(day) for day in (said.date, said.review_by) if day)


def _one_after_the_other(section: SaidSection) -> Iterator[str]:
    for item in section.items:
        yield from (item.text, item.likelihood)
        yield from ("confidence", item.confidence) if item.confidence else ()
        yield from (*item.cites, item.marking)
        yield from (part for name, texts in item.further.items() for text in texts for part in (name, text))
        yield from (part for quote in item.quotes for part in (quote.text, *quote.cites))


def _changed(before: Said | None, said: Said) -> Iterator[str]:
    """What is told of changes between two texts of which each may be shown."""
    for head, facts in blocks(compare(before, said)) if before else ():
        told = _MARKS.sub(lambda found: _SAID_TO_BE[found[0]], " ".join((head, *facts)))
        yield told.replace("_", " ")


def _annexed(gathered: Gathered, edition: Edition, said: Said) -> Iterator[str]:
    """The articles that were reprinted for an audience, as received; nothing of one that cannot be read any more."""
    folder = f"desk/sources/{edition.brief}"
    there = gathered.state(edition)
    if not said.annexes or f"{folder}/brief.yaml" not in there:
        return
    try:
        articles = yaml.safe_load(gathered.archive.read(edition.brief, edition.version, f"{folder}/brief.yaml"))[
            "articles"
        ]
        files = [str(articles[key]["file"]) for key in said.annexes]
    except (yaml.YAMLError, KeyError, TypeError, RecursionError):
        return
    for name in files:
        if f"{folder}/{name}" not in there:
            continue
        with tempfile.TemporaryDirectory() as aside:
            path = Path(aside) / name.rpartition("/")[2]
            path.write_bytes(gathered.archive.read(edition.brief, edition.version, f"{folder}/{name}"))
            try:
                yield from (block.text for block in read("A", path).blocks)
            except FaultyInputError:
                continue


def _strings(value: Any, *more: str) -> Iterator[str]:
    yield from more
    if isinstance(value, str):
        yield from (value,) if value else ()
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif hasattr(value, "model_dump"):
        yield from _strings(value.model_dump())
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _strings(part)
