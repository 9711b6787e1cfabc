"""Entry: a place of an article where somebody comes on or is meant, and the sentence around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.speech.passage import Passage
from briefing.speech.subjects import Reference


@dataclass(frozen=True, slots=True)
class Entry:
    """A place where somebody comes on, or is meant.

    `among`: the names that it may stand for; empty for a pronoun, which may stand for all. `weight`: how much it calls
    a person to mind, 1 for a subject. `barred`: who is certainly not meant. `is_apart`: a “she said” put into a
    sentence, whose names she is not. `reference`: the words of a person who is not named.
    """

    paragraph: int
    sentence: int
    place: int
    weight: float
    gender: str = ""
    among: tuple[str, ...] = ()
    barred: frozenset[str] = frozenset()
    is_apart: bool = False
    is_interview: bool = False
    votes: bool = True
    """Whether it says something of the gender of whom it stands for."""
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with words outside quotations: its place, its number in the article, its subject.

    `tagged`: where the verbs end that say who speaks, as in “…,” said.
    """

    passage: Passage
    start: int
    end: int
    number: int
    subject: Reference | None
    tagged: Sequence[int]

    @property
    def named_subject(self) -> Reference | None:
        """The subject, where it is a name."""
        return self.subject if self.subject and self.subject.kind == "name" else None
