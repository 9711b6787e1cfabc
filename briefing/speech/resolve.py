"""Resolve: who is meant by “she”, “Karu”, “the minister” or “its spokesman”, at a place of an article."""

import re
from collections.abc import Sequence

from briefing.speech.bodies import Bodies
from briefing.speech.body_words import is_company, is_spoken_for, named_in, own_name, small_body
from briefing.speech.forms import title_word
from briefing.speech.lexicon import lexicon, listed, plain_word
from briefing.speech.memory import BACK, Memory, Nameless, Speaker
from briefing.speech.passage import WORD, Passage
from briefing.speech.subjects import Reference

_GENDERS = {"he": "m", "il": "m", "er": "m", "she": "f", "elle": "f"}
_OWN = frozenset(["i", "we", "je", "nous", "ich", "wir"])
_MANY = frozenset(["we", "they", "nous", "wir", "ils", "elles"])
_ELIDED = re.compile(r"^([Ll])[’']")
_AGED = re.compile(r"\d\d-(?:Jährige|year-old)")
_LED = re.compile(r"\b(?:team|group|researchers|scientists|panel|committee|coalition)\s(?:led|headed|chaired)\sby\s")
_INDEFINITE = frozenset(["on", "man"])
_AT = re.compile(
    r"(?:À|Au|A|Chez|Du côté d[eu]|Dans|Im|Beim|Bei|Bei der|In der|Aus de[mr])\s"
    r"(?P<noun>[^,;:\x00]+?)(?:,|\s(?=heißt|hieß|sagt|man))"
)
_NEUTRAL = frozenset(["it", "es"])
_DEFINITE = listed("definite")
_OF = listed("of")
_INDEFINITE_ARTICLES = frozenset(
    ["a", "an", "one", "another", "un", "une", "ein", "eine", "some", "several", "many", "two"]
)
_ANYBODY = "an?|one|another|un|une|eine?"
_SOMEBODY = listed("somebody")
_ONE_OF = re.compile(r"[Ll][’']une?\b")
_ANYBODY_AT_ALL = frozenset(["someone", "somebody", "anyone", "jemand", "quelqu'un"])
_ITS = frozenset(["its", "their"])
_OWNED = re.compile(r"(?:[Hh]is|[Hh]er|[Mm]y|[Ss]ein|[Ii]hr)(?:e|er)?\s")
"""Whoever is somebody's is not that somebody: “her predecessor”."""
_OWNERS = {"his": "he", "her": "she", "my": "i"}


class Resolver:
    """Says who is meant by a reference."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._bodies = Bodies(memory)

    def speaker(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Who is meant by a reference."""
        if reference.kind == "name":
            return self._bodies.generic(passage, reference) or Speaker(reference.text)
        if reference.kind == "pronoun":
            return self._pronoun(passage, reference)
        return self._noun(passage, reference)

    def _pronoun(self, passage: Passage, reference: Reference) -> Speaker | None:
        text = reference.text
        if text in _OWN:
            return self._labelled(passage) or (self._memory.last(passage.number) if text in _MANY else None)
        if text in _NEUTRAL:
            return self._bodies.thing(passage, reference.start)
        if text in _INDEFINITE:
            return self._where(passage, reference) or Speaker(text, is_named=False)
        spoke, before = self._memory.spoke_here(passage) or (0, None)
        if text in _MANY and before:
            return before
        meant = self._memory.discourse.meant.get((passage.number, reference.start))
        is_new = meant and meant.reference and (meant.paragraph, meant.reference.start) > (passage.number, spoke)
        if not is_new and (nameless := self._memory.nameless(passage, reference.start)):
            return nameless
        gender = _GENDERS.get(text, "")
        found = self._memory.answering(passage, reference, gender) or self._meant(passage, reference)
        return found or self._near(passage, reference, gender) or self._memory.foremost(passage, gender)

    def _where(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Whose “one” speaks: “À la préfecture de l’Orve, on rappelle”, “Im Ministerium sagt man”."""
        start = passage.sentence(reference.start)[0]
        place = _AT.match(passage.bare, start, reference.start)
        if place is None:
            return None
        found = self._noun(passage, Reference("noun", place["noun"], *place.span("noun")))
        if found and found.is_named:
            return found
        return named_in(passage, place.start("noun"), place.end())

    def _near(self, passage: Passage, reference: Reference, gender: str, back: int = BACK) -> Speaker | None:
        """The nearest person that fits, named or not."""
        found = self._memory.person(passage, reference.start, gender, back)
        return self._noun(found.passage, found.reference) if isinstance(found, Nameless) else found

    def _meant(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Whom a pronoun or a description stands for, as the article is read."""
        meant = self._memory.discourse.meant.get((passage.number, reference.start))
        if meant is None or meant.reference is None:
            return Speaker(meant.name) if meant else None
        is_itself = (meant.paragraph, meant.reference.start) == (passage.number, reference.start)
        if is_itself:
            return None
        if is_spoken_for(meant.reference.text):
            return self._noun(self._memory.passages[meant.paragraph], meant.reference)
        return Speaker(meant.reference.text, is_named=False)

    def _labelled(self, passage: Passage) -> Speaker | None:
        if passage.answers and not passage.label:
            return Speaker(passage.answers)
        mention = next((m for m in passage.mentions if m.end <= len(passage.label)), None)
        return Speaker(mention.name) if mention else None

    def _noun(self, passage: Passage, reference: Reference) -> Speaker | None:
        words = [word[0] for word in WORD.finditer(_ELIDED.sub(r"\1 ", reference.text))]
        if not words:
            return None
        if plain_word(words[-1]) in _ANYBODY_AT_ALL:
            return Speaker(reference.text, is_named=False)
        if _AGED.search(reference.text):
            return self._meant(passage, reference) or self._memory.last(passage.number)
        owner = _OWNERS.get(words[0].casefold())
        if words[0].casefold() in _ITS and is_spoken_for(reference.text):
            return self._bodies.thing(passage, reference.start, owns=True)
        if owner and is_spoken_for(reference.text):
            return self._pronoun(passage, Reference("pronoun", owner, reference.start, reference.end, reference.verb))
        led = _LED.search(passage.bare, reference.start, reference.end + 60)
        if led and (leader := passage.mention_at(led.end())):
            return Speaker(leader.name)
        found = own_name(reference)
        if found is None and is_spoken_for(reference.text):
            found = self._bodies.spoken_for(passage, reference, words)
        first = plain_word(words[0])
        is_one = (
            first not in _INDEFINITE_ARTICLES
            and not _ONE_OF.match(reference.text)
            and (first in _DEFINITE or words[0][0].isupper())
        )
        if found is None and is_one:
            found = self._known(passage, reference, words)
        return found or small_body(words) or Speaker(reference.text, is_named=False)

    def _known(self, passage: Passage, reference: Reference, words: Sequence[str]) -> Speaker | None:
        """Whom the article has called “the minister”, “the ministry” or “the company” before."""
        head = next((words[i] for i in range(len(words) - 1) if plain_word(words[i + 1]) in _OF), words[-1])
        if not _is_somebody(head):
            head = next((word for word in words if _is_somebody(word)), head)  # le conseiller régional
        plain = title_word(head)
        if is_company(plain) or is_company(head):
            is_bare = len(words) <= 2 or all(is_company(plain_word(word)) or _is_small(word) for word in words)
            return self._bodies.institution(passage, reference.start, plain, is_bare=is_bare)
        if not _is_somebody(head):
            return None
        return self._officer(passage, reference.start, plain) or self._described(passage, reference, head)

    def _described(self, passage: Passage, reference: Reference, head: str) -> Speaker | None:
        """“The young woman”: whoever the paragraph, or the one before, spoke of last."""
        if passage.label or self._is_anybody(passage, reference.start, head) or _OWNED.match(reference.text):
            return None
        if nameless := self._memory.nameless(passage, reference.start):
            return nameless
        gender = lexicon().gender(head)
        if found := self._memory.answering(passage, reference, gender) or self._meant(passage, reference):
            return found
        found = self._near(passage, reference, gender, back=2)
        if found is None or not found.is_named or plain_word(head) in _SOMEBODY:
            return found
        named = self._memory.people.named.get(found.name)
        return found if named and not named.role and not any(m.title for m in named.mentions) else None

    def _is_anybody(self, passage: Passage, place: int, head: str) -> bool:
        """Whether the article has said “a man” shortly before, whom it does not name."""
        anybody = re.compile(rf"\b(?:{_ANYBODY})\s(?:[\w’'-]+\s){{0,2}}{re.escape(head)}\b", re.IGNORECASE)
        before = self._memory.passages.get(passage.number - 1)
        return bool(anybody.search(passage.bare[:place]) or (before and anybody.search(before.bare)))

    def _officer(self, passage: Passage, place: int, head: str) -> Speaker | None:
        for mention in self._memory.before(passage, place):
            named = self._memory.people.named[mention.name]
            role = {title_word(word[0]) for word in WORD.finditer(f"{named.role} {mention.title}")}
            if named.kind == "person" and head in role:
                return Speaker(mention.name)
        return None


def _is_small(word: str) -> bool:
    return plain_word(word) in _OF | _DEFINITE


def _is_somebody(word: str) -> bool:
    """Whether a noun is of a person: an office, a trade, “woman”."""
    return plain_word(word) in _SOMEBODY or lexicon().is_title(word)
