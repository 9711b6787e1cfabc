"""Discourse: whom every “he” and “she” of an article stands for, and who is a man and who a woman.

An article is read from its beginning to its end, several times. Whoever was the subject of the sentence before is most
in mind, and whom the article is about never quite out of it. Each person has one gender: that of a title, else the one
that the pronouns of the whole article and the given name together make likely.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from briefing.speech.entry import Entry
from briefing.speech.lexicon import lexicon, listed
from briefing.speech.passage import WORD, Passage
from briefing.speech.people import Mention, Named, People
from briefing.speech.scene import Stage
from briefing.speech.subjects import Reference, word_before

_READINGS = 3
_BY_SENTENCE = 0.7
_BY_PARAGRAPH = 0.75
_FORGOTTEN = 0.01
_UNKNOWN_GENDER = 0.95
_WRONG_GENDER = 0.2
"""What a name of the other gender still weighs: a given name may mislead, a title does not."""
_FOREMOST = 0.35
"""What the share of all mentions weighs."""
_CLEAR = 0.8
_GIVEN_NAME = 3
"""How many pronouns a given name outweighs."""
_OPPOSITE = {"m": "f", "f": "m", "": ""}
_WHEREABOUTS = listed("whereabouts")


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant at a place: a name, or where the article names nobody, the words that it has instead."""

    name: str
    paragraph: int
    reference: Reference | None = None


@dataclass
class Discourse:
    """What is known of the persons of an article when it has been read."""

    persons: frozenset[str]
    genders: dict[str, str]
    meant: dict[tuple[int, int], Meant] = field(default_factory=dict)
    focus: dict[int, str] = field(default_factory=dict)
    """Who is most in mind where a paragraph ends, by its number; empty for somebody who is not named."""


@dataclass(slots=True)
class _Mind:
    """How much somebody is in mind: the weight of the last mention that counted, and when that was."""

    weight: float
    sentence: int
    paragraph: int
    count: int = 0

    def at(self, entry: Entry) -> float:
        """The weight that is left at an entry."""
        sentences, paragraphs = entry.sentence - self.sentence, entry.paragraph - self.paragraph
        return float(self.weight * _BY_SENTENCE ** min(sentences, 99) * _BY_PARAGRAPH ** min(paragraphs, 99))


def discourse(passages: Sequence[Passage], people: People) -> Discourse:
    """Read an article for its pronouns."""
    by_number = {passage.number: passage for passage in passages}
    persons = frozenset(name for name, named in people.named.items() if _is_person(named, by_number))
    entries = tuple(Stage(passages, people, persons).entries())
    sure = {name: gender for name in persons if (gender := _titled(people.named[name]))}
    given = {name: people.named[name].gender for name in persons}
    known = Discourse(persons, given | sure)
    for left in reversed(range(_READINGS)):
        reading = _Reading(known.genders, frozenset(sure), is_last=left == 0)
        known.meant, known.focus = reading.read(entries), reading.focus
        known.genders = {name: _decided(given[name], reading.votes.get(name, 0)) for name in persons} | sure
    return known


def _is_person(named: Named, passages: Mapping[int, Passage]) -> bool:
    """Whether a name is a person's: one that is named once only, by two words, and not as a place, may be."""
    if named.kind != "thing":
        return named.kind == "person"
    return len(named.mentions) == 1 and " " in named.name and not _is_place(named.mentions[0], passages)


def _is_place(mention: Mention, passages: Mapping[int, Passage]) -> bool:
    """Whether something is named as places are: “in Khor Dahlan”."""
    return word_before(passages[mention.paragraph], mention.begin) in _WHEREABOUTS


def _titled(named: Named) -> str:
    """The gender that a title or a role gives (Mr, spokeswoman, the sister of)."""
    titles = " ".join(dict.fromkeys(mention.title for mention in named.mentions))
    found = [gender for word in WORD.finditer(f"{titles} {named.role}") if (gender := lexicon().gender(word[0]))]
    return max(set(found), key=lambda gender: (found.count(gender), gender), default="")


def _decided(given: str, votes: int) -> str:
    total = votes + {"m": _GIVEN_NAME, "f": -_GIVEN_NAME, "": 0}[given]
    return "m" if total > 0 else "f" if total < 0 else given


class _Reading:
    """One reading of an article: who is in mind at every entry, and how pronouns vote."""

    def __init__(self, genders: Mapping[str, str], sure: frozenset[str], *, is_last: bool) -> None:
        self._is_last = is_last
        self._genders = dict(genders)
        self._sure = sure
        self._minds: dict[str, _Mind] = {}
        self._before: dict[str, _Mind] = {}  # as it was before the sentence in hand
        self._references: dict[str, Meant] = {}
        self._counted = 0
        self.votes: dict[str, int] = {}
        """How often more a name was “he” than “she”."""
        self.focus: dict[int, str] = {}

    def read(self, entries: Sequence[Entry]) -> dict[tuple[int, int], Meant]:
        """Whom each pronoun and description stands for, by paragraph and place."""
        found: dict[tuple[int, int], Meant] = {}
        sentence, is_interview = 0, False
        for entry, following in zip_longest(entries, entries[1:]):
            if entry.is_interview != is_interview:
                is_interview = entry.is_interview
                self._minds.clear()  # the answers of an interview are a conversation of their own
            if entry.sentence != sentence:
                sentence = entry.sentence
                self._before.clear()
            name = self._who(entry)
            if name:
                found[entry.paragraph, entry.place] = self._references.get(name) or Meant(name, entry.paragraph)
                self._call_to_mind(name, entry)
            if self._is_last and (following is None or following.paragraph != entry.paragraph):
                self._note_focus(entry)
        return found

    def _note_focus(self, entry: Entry) -> None:
        """Note who is most in mind where the paragraph of an entry ends."""
        if self._minds:
            name = max(self._minds, key=lambda name: (self._in_all(name, entry), name))
            self.focus[entry.paragraph] = "" if name in self._references else name

    def _in_all(self, name: str, entry: Entry) -> float:
        """How much somebody is in mind who is named, whatever the gender."""
        weight = self._weight(name, entry)
        return weight + _FOREMOST * self._minds[name].count / self._counted if weight > _FORGOTTEN else 0.0

    def _who(self, entry: Entry) -> str:
        if entry.reference:
            name = entry.among[0]
            self._references[name] = Meant(entry.reference.text, entry.paragraph, entry.reference)
            self._genders[name] = entry.gender
            return name
        if len(entry.among) == 1:
            return entry.among[0]
        if entry.among:
            return max(entry.among, key=lambda name: (self._weight(name, entry), name))
        return self._pronoun(entry)

    def _pronoun(self, entry: Entry) -> str:
        weighed = sorted(
            ((self._fitting(name, entry), name) for name in self._minds if name not in entry.barred), reverse=True
        )
        if not weighed or weighed[0][0] <= _FORGOTTEN:
            return ""
        best, name = weighed[0]
        if self._is_other(name, entry.gender) and (far := self._far_back(entry)):
            return far
        clear = len(weighed) == 1 or weighed[1][0] < best * _CLEAR
        if entry.votes and entry.gender and clear and name not in self._sure and name not in self._references:
            self.votes[name] = self.votes.get(name, 0) + (1 if entry.gender == "m" else -1)
        return name

    def _is_other(self, name: str, gender: str) -> bool:
        """Whether somebody is known to be no “he”, or no “she”."""
        return bool(gender) and self._genders.get(name, "") == _OPPOSITE[gender]

    def _far_back(self, entry: Entry) -> str:
        """Who fits and was named last, however long ago: the article has gone on about others since."""
        fitting = [
            name
            for name in self._minds
            if self._genders.get(name) == entry.gender and name not in self._references and name not in entry.barred
        ]
        return max(fitting, key=lambda name: (self._minds[name].sentence, self._minds[name].count, name), default="")

    def _fitting(self, name: str, entry: Entry) -> float:
        weight = self._weight(name, entry)
        if weight <= _FORGOTTEN:
            return 0.0
        weight += _FOREMOST * self._minds[name].count / self._counted
        gender = self._genders.get(name, "")
        if not entry.gender or gender == entry.gender or (not gender and name in self._references):
            return weight
        if gender and (name in self._sure or name in self._references):
            return 0.0
        return weight * (_WRONG_GENDER if gender else _UNKNOWN_GENDER)

    def _weight(self, name: str, entry: Entry) -> float:
        """How much somebody is in mind at an entry; a “she said” put into a sentence is not whom that names."""
        mind = self._minds.get(name)
        if mind and entry.is_apart and mind.sentence == entry.sentence:
            mind = self._before.get(name)
        return mind.at(entry) if mind else 0.0

    def _call_to_mind(self, name: str, entry: Entry) -> None:
        mind = self._minds.get(name)
        count = 1
        weight = entry.weight
        if mind:
            if mind.sentence != entry.sentence:
                self._before[name] = mind
            count += mind.count
            weight = max(weight, mind.at(entry))
        self._counted += 1
        self._minds[name] = _Mind(weight, entry.sentence, entry.paragraph, count)
        if len(self._minds) > _MOST:
            self._minds = {key: kept for key, kept in self._minds.items() if kept.at(entry) > _FORGOTTEN}


_MOST = 24
"""How many persons are in mind before those forgotten are let go."""
