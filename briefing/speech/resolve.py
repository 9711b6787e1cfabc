"""Resolve: who is meant by “she”, “Karu”, “the ministry” or “its spokesman”, at a place of an article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from briefing.speech.forms import title_word
from briefing.speech.discourse import discourse
from briefing.speech.lexicon import lexicon, listed, plain_word
from briefing.speech.passage import WORD, Passage
from briefing.speech.people import Mention, People
from briefing.speech.subjects import Reference, main_subject, somebody, word_before

_GENDERS = {"he": "m", "il": "m", "er": "m", "she": "f", "elle": "f"}
_OWN = frozenset(["i", "we", "je", "nous", "ich", "wir"])
_MANY = frozenset(["we", "they", "nous", "wir", "ils", "elles"])
_ELIDED = re.compile(r"^([Ll])[’']")
_AGED = re.compile(r"\d\d-(?:Jährige|year-old)")
_WRITTEN = re.compile(
    r"\b(?:email|e-mail|letter|note|copy|postcard|message|text|card|post|reply|sign|commentary|answer)\b"
)
_BODY = re.compile(r"(?:The|Das|Die|Der|La|Le)\s([a-z]\w+|[A-Z]\w+)\s[a-z]")
_LED = re.compile(r"\b(?:team|group|researchers|scientists|panel|committee|coalition)\s(?:led|headed|chaired)\sby\s")
_HEAD_ENDS = re.compile(r",|\s(?:who|qui|whose)\s")
_INDEFINITE = frozenset(["on", "man"])
_NEUTRAL = frozenset(["it", "es"])
_SPOKEN_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|statements?|press (?:office|release)|report|inquiry|review|audit|investigation|filing|letter|website|account|note|"
    r"memo|memorandum|study|survey|analysis|commentary|article|essay|column|email|message|blog|document|paper|post|porte-parole|communiqué|sprecher(?:in)?|"
    r"bericht|mitteilung|erklärung|stellungnahme|brief|schreiben|gutachten|studie|papier|vermerk|pressemitteilung|protokoll|vorlage|"
    r"rapport|lettre|courrier|étude|déclaration|avis|tribune|darin|daraus)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:,\s\w+(?:\son\s\w+|\slast\s\w+)?)?\s(?:by|from|of|for|at|de la|des?|du|von|vom|der|beim?)\s|\sd[’']|\sde l[’']"
)
# An institution whose name begins small: “la préfecture de la Loue-Maritime”, “the ministry of Fisheries”.
_OWN_NAME = re.compile(
    r"(?:(?:[Tt]he|[Ll]a|[Ll]e|[Ll]es|[Dd]ie|[Dd]er|[Dd]as)\s|[Ll][’'])?"
    r"([^\W\d_]\w+\s(?:of|for|de|du|des|d[’'])\s?(?:the\s|la\s|l[’'])?[^\W\d_a-zß-öø-ÿ][^,;]*)$"
)
_DEFINITE = listed("definite")
_COMPANIES = listed("companies")
_ANY_BODY = _COMPANIES | listed("any_body")
_NO_COMPANIES = listed("no_companies")
_OF = listed("of")
_GENERIC = listed("generic")
_GERMAN_ARTICLE = re.compile(r"\b(?:[Dd](?:er|ie|as|em))\s$")
_WHEREABOUTS = listed("whereabouts")
_OWN_ARTICLES = frozenset(["its", "this", "their"])
_INDEFINITE_ARTICLES = frozenset(
    ["a", "an", "one", "another", "un", "une", "ein", "eine", "some", "several", "many", "two"]
)
_ANYBODY = "an?|one|another|un|une|eine?"
_SOMEBODY = listed("somebody")
_OWNERS = {"his": "he", "her": "she", "my": "i"}
_BACK = 3
"""How many paragraphs back a pronoun reaches."""
_FAR_BACK = 40
"""How many paragraphs back “the ministry” reaches."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the fullest form of the name, or, where the article gives none, the words that it has instead."""

    name: str
    is_named: bool = True


class Resolver:
    """Follows an article from quotation to quotation, and remembers who has spoken."""

    def __init__(self, passages: Sequence[Passage], people: People) -> None:
        self._passages = {passage.number: passage for passage in passages}
        self._people = people
        self._discourse = discourse(passages, people)
        self._genders = self._discourse.genders
        self._spoken: list[tuple[int, int, Speaker]] = []

    def remember(self, paragraph: int, place: int, speaker: Speaker) -> None:
        """Note that somebody spoke at a place."""
        self._spoken.append((paragraph, place, speaker))

    def last(self, paragraph: int) -> Speaker | None:
        """Who spoke last, in this paragraph or the one before."""
        return self._spoken[-1][2] if self._spoken and self._spoken[-1][0] >= paragraph - 1 else None

    def focus(self, paragraph: int) -> Speaker | None:
        """Whom a paragraph was about when it ended, or the one before it."""
        name = self._discourse.focus.get(paragraph) or self._discourse.focus.get(paragraph - 1)
        return Speaker(name) if name else None

    def speaker(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Who is meant by a reference."""
        if reference.kind == "name":
            return self._generic(passage, reference) or Speaker(reference.text)
        if reference.kind == "pronoun":
            return self._pronoun(passage, reference)
        return self._noun(passage, reference)

    def _generic(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Which body “die Behörde” is: German writes such a noun as it writes a name."""
        plain = plain_word(reference.text)
        if plain not in _GENERIC or not _GERMAN_ARTICLE.search(
            passage.bare, max(0, reference.start - 5), reference.start
        ):
            return None
        return self._institution(passage, reference.start, plain) or Speaker(reference.text, is_named=False)

    # Pronouns

    def _pronoun(self, passage: Passage, reference: Reference) -> Speaker | None:
        text = reference.text
        if text in _OWN:
            return self._labelled(passage) or (self.last(passage.number) if text in _MANY else None)
        if text in _NEUTRAL:
            return self._thing(passage, reference.start)
        if text in _INDEFINITE:
            return Speaker(text, is_named=False)
        if text in _MANY and self._spoken and self._spoken[-1][0] == passage.number:
            return self._spoken[-1][2]
        since = self._spoken[-1][1] if self._spoken and self._spoken[-1][0] == passage.number else 0
        meant = self._discourse.meant.get((passage.number, reference.start))
        is_new = meant and meant.reference and (meant.paragraph, meant.reference.start) > (passage.number, since)
        if not is_new and (nameless := self._nameless(passage, reference.start)):
            return nameless
        gender = _GENDERS.get(text, "")
        found = self._answering(passage, reference, gender) or self._meant(passage, reference)
        return found or self._person(passage, reference.start, gender) or self._foremost(passage, gender)

    def _meant(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Whom a pronoun or a description stands for, as the article is read."""
        meant = self._discourse.meant.get((passage.number, reference.start))
        if (
            meant
            and meant.reference
            and not (meant.paragraph, meant.reference.start) == (passage.number, reference.start)
        ):
            return self._noun(self._passages[meant.paragraph], meant.reference)
        return Speaker(meant.name) if meant and not meant.reference else None

    def _foremost(self, passage: Passage, gender: str) -> Speaker | None:
        """Whom the article is about: the person of this gender named most often in the paragraphs before."""
        if passage.label or passage.answers or not gender:
            return None
        often = {
            name: sum(mention.paragraph <= passage.number for mention in named.mentions)
            for name, named in self._people.named.items()
            if named.kind == "person" and self._genders.get(name) == gender
        }
        best = max(often, key=lambda name: often[name], default=None)
        return Speaker(best) if best and often[best] > 1 else None

    def _nameless(self, passage: Passage, place: int) -> Speaker | None:
        """“A spokeswoman said …”; “she added”: who spoke before in the paragraph, if no person was named since."""
        paragraph, spoke, speaker = self._spoken[-1] if self._spoken else (0, 0, None)
        if paragraph != passage.number or speaker is None or self._is_person(speaker.name):
            return None
        since = passage.between(passage.sentence(spoke)[0], place)
        return None if any(mention.kind == "person" for mention in since) else speaker

    def _labelled(self, passage: Passage) -> Speaker | None:
        if passage.answers and not passage.label:
            return Speaker(passage.answers)
        mention = next((m for m in passage.mentions if m.end <= len(passage.label)), None)
        return Speaker(mention.name) if mention else None

    def _answering(self, passage: Passage, reference: Reference, gender: str) -> Speaker | None:
        """Who answers: whoever the paragraph of the question named beside the one who asked."""
        asked = self._spoken[-1] if self._spoken else None
        if not (reference.verb and reference.verb.answers and asked and asked[0] == passage.number - 1):
            return None
        if any(self._is_person(mention.name) for mention in passage.between(0, reference.start)):
            return None
        near = (self._passages[number] for number in (asked[0], asked[0] - 1) if number)
        others = (m.name for here in near for m in reversed(here.mentions) if m.name != asked[2].name)
        return next((Speaker(name) for name in others if self._is_person(name) and self._fits(name, gender)), None)

    def _person(self, passage: Passage, place: int, gender: str, back: int = _BACK) -> Speaker | None:
        """The nearest fitting person: sentence by sentence back, its speaker or subject first."""
        unsure: Speaker | None = None
        for number, start, end in self._back(passage, place, back):
            here = self._passages[number]
            if unsure and number < passage.number:
                break  # whoever was named in this paragraph goes before anybody further back
            if somebody := self._somebody(here, start, end, gender):
                return somebody
            subject = next((name for name in self._of_sentence(here, start, end) if self._fits(name, gender)), None)
            if subject:
                return Speaker(subject)
            near = (mention.name for mention in here.between(start, end))
            known = [name for name in near if self._is_person(name) and self._fits(name, gender)]
            fitting = [name for name in known if gender and self._genders[name] == gender]
            if fitting:
                return Speaker(fitting[-1] if number == passage.number else fitting[0])
            unsure = unsure or (Speaker(known[0]) if known else None)
        return unsure

    def _somebody(self, passage: Passage, start: int, end: int, gender: str) -> Speaker | None:
        """Who is the subject of a sentence without a name: “An aide to Baek was candid.”"""
        reference = somebody(passage, start, end)
        if reference is None:
            return None
        own = next((found for word in reference.text.split() if (found := lexicon().gender(word))), "")
        return self._noun(passage, reference) if not gender or own in {"", gender} else None

    def _back(self, passage: Passage, place: int, back: int = _BACK) -> Iterator[tuple[int, int, int]]:
        """The sentences before a place, nearest first: the paragraph, start and end."""
        for number in range(passage.number, max(0, passage.number - back), -1):
            here = self._passages[number]
            if passage.label and not here.label:
                return  # the answers of an interview are a conversation of their own
            limit = place if number == passage.number else len(here.text)
            yield from ((number, start, end) for start, end in here.sentences_back(limit))

    def _of_sentence(self, passage: Passage, start: int, end: int) -> Iterator[str]:
        """Who spoke in a sentence, and its subject."""
        recent = takewhile(lambda spoken: spoken[:2] >= (passage.number, start), reversed(self._spoken))
        yield from (spoken[2].name for spoken in recent if spoken[:2] < (passage.number, end) and spoken[2].is_named)
        subject = main_subject(passage, start, end)
        if subject and subject.kind == "name" and self._is_person(subject.text):
            yield subject.text

    def _is_person(self, name: str) -> bool:
        return name in self._discourse.persons

    def _fits(self, name: str, gender: str) -> bool:
        return not gender or (self._is_person(name) and self._genders.get(name, "") in {"", gender})

    def _thing(self, passage: Passage, place: int) -> Speaker | None:
        """What “it” stands for: the subject of its sentence, where that has a name, or the nearest institution."""
        start = passage.sentence(place)[0]
        first = next(iter(passage.between(start, place)), None)
        if first and first.start == start and first.kind != "person":
            return Speaker(first.name)
        if passage.bare.startswith((" was:", " is:", " read:", " began:", " ended:"), place + len("it")):
            return self.focus(passage.number)
        if document := self._document(passage, place):
            return document
        for number, begin, end in self._back(passage, place):
            here = self._passages[number]
            if (body := _BODY.match(here.bare, begin, end)) and self._is_body(body[1]):
                return self._institution(here, begin, plain_word(body[1]))
            found = (m for m in self._passages[number].between(begin, end) if m.kind == "institution")
            if mention := next(found, None):
                return Speaker(mention.name)
        return None

    @staticmethod
    def _is_body(word: str) -> bool:
        return plain_word(word) in _ANY_BODY or lexicon().is_institution(word)

    def _document(self, passage: Passage, place: int) -> Speaker | None:
        """Whose the note is that the sentence before tells of: “She showed me her copy. It said”."""
        sentences = islice(self._back(passage, place, 2), 4)
        if any(_WRITTEN.search(self._passages[number].bare, start, end) for number, start, end in sentences):
            return self.focus(passage.number)
        return None

    # Nouns

    def _noun(self, passage: Passage, reference: Reference) -> Speaker | None:
        words = [word[0] for word in WORD.finditer(_ELIDED.sub(r"\1 ", reference.text))]
        if not words:
            return None
        if _AGED.search(reference.text):
            return self._meant(passage, reference) or self.last(passage.number)
        owner = _OWNERS.get(words[0].casefold())
        if owner and _SPOKEN_FOR.search(reference.text):
            return self._pronoun(passage, Reference("pronoun", owner, reference.start, reference.end, reference.verb))
        led = _LED.search(passage.bare, reference.start, reference.end + 60)
        if led and (leader := passage.mention_at(led.end())):
            return Speaker(leader.name)
        own_name = _OWN_NAME.match(reference.text)
        if own_name and plain_word(own_name[1].split()[0]) in lexicon().institutions:
            return Speaker(own_name[1])
        head = _HEAD_ENDS.split(reference.text)[0]
        found = self._spoken_for(passage, reference, words) if _SPOKEN_FOR.search(head) else None
        if found is None and _SPOKEN_FOR.search(words[-1]):
            # the statement said; in a report there is talk of
            near = (m for m in reversed(passage.between(0, reference.start)) if m.kind == "institution")
            body = next(near, None)
            found = Speaker(body.name) if body else self.last(passage.number)
        if (
            found is None
            and plain_word(words[0]) not in _INDEFINITE_ARTICLES
            and (plain_word(words[0]) in _DEFINITE or words[0][0].isupper())
        ):
            found = self._known(passage, reference, words)
        return found or _small_body(words) or Speaker(reference.text, is_named=False)

    def _spoken_for(self, passage: Passage, reference: Reference, words: Sequence[str]) -> Speaker | None:
        """The institution for which a spokesman without a name speaks, or whose report it is."""
        by = _BY.match(passage.bare, reference.end)
        inside = passage.between(reference.start, by.end() + 60 if by else reference.end)
        author = next((m for m in passage.between(reference.start, reference.end) if m.kind == "person"), None)
        if author and passage.bare.startswith(" by ", author.begin - 4):
            return Speaker(author.name)
        if not inside and not author:
            inside = self._reported(passage, reference, words[-1])
        house = next((mention.name for mention in inside if mention.kind != "person"), "")
        generic = " " not in house and lexicon().is_institution(house) if house else True
        kind = next((word for word in words if plain_word(word) in _COMPANIES or lexicon().is_institution(word)), "")
        found = self._institution(passage, reference.start, plain_word(kind)) if kind and generic else None
        return found or (Speaker(house) if house else None)

    def _reported(self, passage: Passage, reference: Reference, head: str) -> Sequence[Mention]:
        """Whose “the report” is: a report by somebody, in this paragraph or shortly before."""
        by = re.compile(
            rf"\b{re.escape(head)}\b(?:\s[\w’'-]+){{0,4}}?\s(?:by|from|of|de|du|der|des|von)\s", re.IGNORECASE
        )
        for number in range(passage.number, max(0, passage.number - _BACK), -1):
            here = self._passages[number]
            limit = reference.start if number == passage.number else len(here.bare)
            if match := by.search(here.bare, 0, limit):
                return here.between(match.end(), match.end() + 60)
        return ()

    def _known(self, passage: Passage, reference: Reference, words: Sequence[str]) -> Speaker | None:
        """Whom the article has called “the minister”, “the ministry” or “the company” before."""
        head = next((words[i] for i in range(len(words) - 1) if plain_word(words[i + 1]) in _OF), words[-1])
        lex = lexicon()
        if not _is_somebody(head):
            head = next((word for word in words if _is_somebody(word)), head)  # le conseiller régional
        plain = title_word(head)
        if plain in _COMPANIES | lex.companies or lex.is_institution(head) or lex.is_institution(plain):
            return self._institution(passage, reference.start, plain, is_bare=len(words) <= 2)
        if not _is_somebody(head):
            return None
        return self._officer(passage, reference.start, plain) or self._described(passage, reference, head)

    def _described(self, passage: Passage, reference: Reference, head: str) -> Speaker | None:
        """“The young woman”: whoever the paragraph, or the one before, spoke of last."""
        if passage.label or self._is_anybody(passage, reference.start, head):
            return None
        if nameless := self._nameless(passage, reference.start):
            return nameless
        gender = lexicon().gender(head)
        if found := self._answering(passage, reference, gender) or self._meant(passage, reference):
            return found
        found = self._person(passage, reference.start, gender, back=2)
        if found is None or not found.is_named or plain_word(head) in _SOMEBODY:
            return found
        named = self._people.named.get(found.name)
        return found if named and not named.role and not any(m.title for m in named.mentions) else None

    def _is_anybody(self, passage: Passage, place: int, head: str) -> bool:
        """Whether the article has said “a man” shortly before, whom it does not name."""
        anybody = re.compile(rf"\b(?:{_ANYBODY})\s(?:[\w’'-]+\s){{0,2}}{re.escape(head)}\b", re.IGNORECASE)
        before = self._passages.get(passage.number - 1)
        return bool(anybody.search(passage.bare[:place]) or (before and anybody.search(before.bare)))

    def _institution(self, passage: Passage, place: int, head: str, *, is_bare: bool = True) -> Speaker | None:
        """The institution last named with this word; for “the office”, with nothing beside it, the last of all."""
        last: Speaker | None = None
        for mention in self._before(passage, place):
            if mention.kind == "institution" and plain_word(mention.name) not in _GENERIC:
                words = {plain_word(word) for word in mention.name.split()}
                if any(_is_form_of(head, word) for word in words):
                    return Speaker(mention.name)
                if head in _COMPANIES and words & _NO_COMPANIES:
                    continue
                last = last or Speaker(mention.name)
        return last if head in _ANY_BODY and is_bare else None

    def _officer(self, passage: Passage, place: int, head: str) -> Speaker | None:
        for mention in self._before(passage, place):
            named = self._people.named[mention.name]
            role = {title_word(word[0]) for word in WORD.finditer(f"{named.role} {mention.title}")}
            if named.kind == "person" and head in role:
                return Speaker(mention.name)
        return None

    def _before(self, passage: Passage, place: int) -> Iterator[Mention]:
        """The mentions before a place, nearest first, as far back as a reader remembers."""
        yield from reversed(passage.between(0, place))
        for number in range(passage.number - 1, max(0, passage.number - 1 - _FAR_BACK), -1):
            yield from reversed(self._passages[number].mentions)


def _small_body(words: Sequence[str]) -> Speaker | None:
    """A body that is written small, and is told from others: “the presidential office”."""
    if not 3 <= len(words) <= 6 or words[0].casefold() not in _DEFINITE - _OWN_ARTICLES:
        return None
    if words[2] == "of" and lexicon().is_institution(words[1]):
        return Speaker(" ".join(words[1:]))
    is_body = len(words) <= 4 and lexicon().is_institution(words[-1]) and words[-1].islower()
    return Speaker(" ".join(words[1:])) if is_body and plain_word(words[-1]) not in _COMPANIES else None


def _is_somebody(word: str) -> bool:
    """Whether a noun is of a person: an office, a trade, “woman”."""
    return plain_word(word) in _SOMEBODY or lexicon().is_title(word)


def _is_put_in(passage: Passage, reference: Reference) -> bool:
    """Whether “she said” is put into a sentence between commas."""
    before = passage.bare[max(0, reference.start - 2) : reference.start]
    return reference.verb is not None and before == ", " and passage.bare.startswith(",", reference.verb.end)


def _is_form_of(head: str, word: str) -> bool:
    """Whether “the ministry” is the last word of a name, “des Ministeriums” the end of one."""
    return head == word or (len(head) > 6 and word.removesuffix("s").endswith(head.removesuffix("s")))
