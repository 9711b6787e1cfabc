"""Memory: who has spoken in an article so far, and who was named before a place, as a reader has it in mind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from briefing.speech.discourse import discourse
from briefing.speech.lexicon import lexicon
from briefing.speech.main_subject import main_subject, somebody
from briefing.speech.passage import Passage
from briefing.speech.people import Mention, People
from briefing.speech.subjects import Reference

BACK = 3
"""How many paragraphs back a pronoun reaches."""
_FAR_BACK = 40
"""How many paragraphs back “the ministry” reaches."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the fullest form of the name, or, where the article gives none, the words that it has instead."""

    name: str
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Nameless:
    """Somebody who is not named: the words for whom, and the paragraph in which they stand."""

    passage: Passage
    reference: Reference


class Memory:
    """Follows an article from quotation to quotation, and remembers who has spoken."""

    def __init__(self, passages: Sequence[Passage], people: People) -> None:
        self.passages = {passage.number: passage for passage in passages}
        self.people = people
        self.discourse = discourse(passages, people)
        self.spoken: list[tuple[int, int, Speaker]] = []
        """The paragraph, the place and the speaker of the quotations so far."""

    def remember(self, paragraph: int, place: int, speaker: Speaker) -> None:
        """Note that somebody spoke at a place."""
        self.spoken.append((paragraph, place, speaker))

    def last(self, paragraph: int) -> Speaker | None:
        """Who spoke last, in this paragraph or the one before."""
        return self.spoken[-1][2] if self.spoken and self.spoken[-1][0] >= paragraph - 1 else None

    def focus(self, paragraph: int) -> Speaker | None:
        """Whom a paragraph was about when it ended, or the one before it."""
        name = self.discourse.focus.get(paragraph, self.discourse.focus.get(paragraph - 1))
        return Speaker(name) if name else None

    def spoke_here(self, passage: Passage) -> tuple[int, Speaker] | None:
        """Where somebody spoke last in a paragraph, and who."""
        if not self.spoken or self.spoken[-1][0] != passage.number:
            return None
        return self.spoken[-1][1], self.spoken[-1][2]

    def foremost(self, passage: Passage, gender: str) -> Speaker | None:
        """Whom the article is about: the person of this gender named most often in the paragraphs before."""
        if passage.label or passage.answers or not gender:
            return None
        often = {
            name: sum(mention.paragraph <= passage.number for mention in named.mentions)
            for name, named in self.people.named.items()
            if named.kind == "person" and self.discourse.genders.get(name) == gender
        }
        best = max(often, key=lambda name: often[name], default=None)
        return Speaker(best) if best and often[best] > 1 else None

    def nameless(self, passage: Passage, place: int) -> Speaker | None:
        """“A spokeswoman said …”; “she added”: who spoke before in the paragraph, if no person was named since."""
        paragraph, spoke, speaker = self.spoken[-1] if self.spoken else (0, 0, None)
        if paragraph != passage.number or speaker is None or self.is_person(speaker.name):
            return None
        since = passage.between(passage.sentence(spoke)[0], place)
        return None if any(mention.kind == "person" for mention in since) else speaker

    def answering(self, passage: Passage, reference: Reference, gender: str) -> Speaker | None:
        """Who answers: whoever the paragraph of the question named beside the one who asked."""
        asked = self.spoken[-1] if self.spoken else None
        if not (reference.verb and reference.verb.answers and asked and asked[0] == passage.number - 1):
            return None
        if any(self.is_person(mention.name) for mention in passage.between(0, reference.start)):
            return None
        near = (self.passages[number] for number in (asked[0], asked[0] - 1) if number)
        others = (m.name for here in near for m in reversed(here.mentions) if m.name != asked[2].name)
        return next((Speaker(name) for name in others if self.is_person(name) and self._fits(name, gender)), None)

    def person(self, passage: Passage, place: int, gender: str, back: int = BACK) -> Speaker | Nameless | None:
        """The nearest fitting person: sentence by sentence back, its speaker or subject first."""
        unsure: Speaker | None = None
        for number, start, end in self.back(passage, place, back):
            here = self.passages[number]
            if unsure and number < passage.number:
                break  # whoever was named in this paragraph goes before anybody further back
            if nameless := _somebody(here, start, end, gender):
                return nameless
            subject = next((name for name in self._of_sentence(here, start, end) if self._fits(name, gender)), None)
            if subject:
                return Speaker(subject)
            near = (mention.name for mention in here.between(start, end))
            known = [name for name in near if self.is_person(name) and self._fits(name, gender)]
            fitting = [name for name in known if gender and self.discourse.genders[name] == gender]
            if fitting:
                return Speaker(fitting[-1] if number == passage.number else fitting[0])
            unsure = unsure or (Speaker(known[0]) if known else None)
        return unsure

    def back(self, passage: Passage, place: int, back: int = BACK) -> Iterator[tuple[int, int, int]]:
        """The sentences before a place, nearest first: the paragraph, start and end."""
        for number in range(passage.number, max(0, passage.number - back), -1):
            here = self.passages[number]
            if passage.label and not here.label:
                return  # the answers of an interview are a conversation of their own
            limit = place if number == passage.number else len(here.text)
            yield from ((number, start, end) for start, end in here.sentences_back(limit))

    def _of_sentence(self, passage: Passage, start: int, end: int) -> Iterator[str]:
        """Who spoke in a sentence, and its subject."""
        recent = takewhile(lambda spoken: spoken[:2] >= (passage.number, start), reversed(self.spoken))
        yield from (spoken[2].name for spoken in recent if spoken[:2] < (passage.number, end) and spoken[2].is_named)
        subject = main_subject(passage, start, end)
        if subject and subject.kind == "name" and self.is_person(subject.text):
            yield subject.text

    def is_person(self, name: str) -> bool:
        """Whether a name is a person's."""
        return name in self.discourse.persons

    def _fits(self, name: str, gender: str) -> bool:
        return not gender or (self.is_person(name) and self.discourse.genders.get(name, "") in {"", gender})

    def before(self, passage: Passage, place: int) -> Iterator[Mention]:
        """The mentions before a place, nearest first, as far back as a reader remembers."""
        yield from reversed(passage.between(0, place))
        for number in range(passage.number - 1, max(0, passage.number - 1 - _FAR_BACK), -1):
            yield from reversed(self.passages[number].mentions)


def _somebody(passage: Passage, start: int, end: int, gender: str) -> Nameless | None:
    """The subject of a sentence without a name: “An aide to Baek was candid”."""
    reference = somebody(passage, start, end)
    if reference is None:
        return None
    own = next((found for word in reference.text.split() if (found := lexicon().gender(word))), "")
    return Nameless(passage, reference) if not gender or own in {"", gender} else None
