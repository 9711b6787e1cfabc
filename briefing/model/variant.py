"""A variant: what one audience reads of a brief, and nothing else.

Everything made later (markup, metadata, bookmarks, file names) is made from this and from nothing else.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from briefing.model.article import Block, Citation
from briefing.model.change import Change, Changes, Dated
from briefing.model.designation import Designation
from briefing.model.edition import Imprint
from briefing.model.marking import Marking, Scheme
from briefing.model.summary import Confidence, SectionName, StakeKind
from briefing.model.yardstick import Band, Yardstick


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A word of likelihood and the band of the yardstick that it stands for."""

    word: str
    band: Band


@dataclass(frozen=True, slots=True)
class Words:
    """Words quoted from an article, and the paragraphs they stand in.

    `verbatim` is false where the article is a translation or a reworded copy: then they are the copy's words.
    `passages` are where they stand: article, paragraph, and first and last character.
    """

    text: str
    cites: tuple[Citation, ...]
    marking: Marking
    verbatim: bool
    agrees: bool
    passages: tuple[tuple[str, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Silenced:
    """A rule that the desk has silenced for a paragraph, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as this audience reads it: a numbered paragraph with its portion marking and citations.

    `text` is the statement itself: a question, a view, a stake; the name of an actor or an option. Of its `figures`,
    so many agree with the paragraphs that it cites. `id` is the item's own, empty where the desk gave it none: it pairs
    the items of two editions, and is never printed.
    """

    number: int
    text: str
    marking: Marking
    cites: tuple[Citation, ...] = ()
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    figures: int = 0
    figures_agreed: int = 0
    silenced: tuple[Silenced, ...] = ()
    is_low: bool = False
    """Whether it is the first to go where there is no room."""
    id: str = ""
    change: Change = ""
    """What of it differs from the earlier edition that `changes` of its variant speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry(Entry):
    """A key actor; `text` is the name."""

    role: str = ""
    side: str = ""
    interest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeEntry(Entry):
    """A stake of a side."""

    side: str
    kind: StakeKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewEntry(Entry):
    """An expert view; `text` is what they hold."""

    expert: str
    affiliation: str = ""
    side: str = ""
    quotes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEntry(Entry):
    """An open question, why it matters, what to watch for, and the earlier edition since which it is open."""

    why: str = ""
    watch_for: str = ""
    open_since: Dated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEntry(Entry):
    """An event of the timeline; `day` is a day, a month or a year, in ISO form."""

    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionEntry(Entry):
    """A course of action; `text` is its name."""

    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingEntry(Entry):
    """Something worth reading further."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with the entries that this audience reads; never empty."""

    name: SectionName
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article that this variant cites or reprints."""

    key: str
    marking: Marking
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    accessed: dt.date | None = None
    url: str = ""
    grade: str = ""
    verbatim: bool = True
    rights: str = ""


@dataclass(frozen=True, slots=True)
class AnnexBlock:
    """A block of a reprinted article, the paragraphs of the brief that cite it, and what is quoted from it.

    `quoted` are the first and last characters of the passages, in order, none reaching into another.
    """

    block: Block
    cited_in: tuple[int, ...]
    quoted: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is quoted."""
        end = 0
        for start, stop in self.quoted:
            yield self.block.text[end:start], False
            yield self.block.text[start:stop], True
            end = stop
        yield self.block.text[end:], False


@dataclass(frozen=True, slots=True)
class Annex:
    """An article set in numbered paragraphs at the back."""

    source: Source
    blocks: tuple[AnnexBlock, ...]
    banner: Marking | None = None
    """The banner of its pages, where it is not that of the variant."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a paragraph of a draft; the message is empty where it could tell too much."""

    number: int
    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What one audience reads of a brief. A `draft` says what is wrong with it; None where it is no draft.

    `imprint` is that of a filed edition; None where nothing is filed. `verify_at` is the house's address for codes.
    `changes` are those since an earlier edition; None where it is not said.
    `embargoed_until` is the hour of an embargo that is not over yet; `is_overdue`: its day of review has passed.
    """

    name: str
    audience: str
    reader: str
    organisation: str
    title: str
    subtitle: str
    date: dt.date
    language: str
    authors: tuple[str, ...]
    owner: str
    approved_by: str
    review_by: dt.date | None
    embargoed_until: dt.datetime | None
    is_overdue: bool
    keywords: tuple[str, ...]
    marking: Marking
    title_marking: Marking
    subtitle_marking: Marking
    side_markings: Mapping[str, Marking]
    scheme: Scheme
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    annexes: tuple[Annex, ...]
    yardstick: Yardstick | None
    distribution: tuple[str, ...]
    says_withheld: bool
    verify_at: str = ""
    designation: Designation | None = None
    draft: tuple[Wrong, ...] | None = None
    imprint: Imprint | None = None
    changes: Changes | None = None

    def entries(self) -> Iterator[Entry]:
        """All entries, in the order in which they are read."""
        for section in self.sections:
            yield from section.entries

    def section(self, name: SectionName) -> Section | None:
        """The section of this name, if this audience reads it."""
        return next((section for section in self.sections if section.name == name), None)

    def words(self) -> Iterator[Words]:
        """All quotations, in the order in which they are read."""
        for entry in self.entries():
            if isinstance(entry, ViewEntry):
                yield from entry.quotes

    def digest(self) -> bytes:
        """A digest (SHA-256, in hexadecimal) of all that this audience reads, and of nothing that was withheld."""
        said = json.dumps(asdict(self, dict_factory=_without_changes), sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest().encode()


def _without_changes(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a thing; where nothing is said of changes, it is as if there were no field for them."""
    return {name: value for name, value in pairs if value or name not in {"change", "changes", "open_since"}}
