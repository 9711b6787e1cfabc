"""Scene: who comes on in an article, in order: names, “the mayor”, “one diplomat”, and every “he” and “she”."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.speech.forms import title_word
from briefing.speech.lexicon import lexicon, plain_word
from briefing.speech.main_subject import FRONTED, main_subject
from briefing.speech.passage import WORD, Passage
from briefing.speech.people import People
from briefing.speech.phrases import AGED, is_met, is_person_noun, person_noun, stands_alone
from briefing.speech.subjects import NO_NOUNS, PREPOSITIONS, Reference
from briefing.speech.tongue import tongue_of
from briefing.speech.verbs import verbs_in
from briefing.speech.weight import ATTRIBUTING, HANGING, OTHER, SUBJECT, follows_words, weight_of

_PRONOUNS = {
    "en": r"(?P<m>he|him|his|himself)|(?P<f>she|her|hers|herself)",
    "de": r"(?P<m>er|ihm|ihn|sein(?:e[rsmn]?)?)|(?P<f>sie)",
    "fr": r"(?P<m>il|lui)|(?P<f>elle)",
}
_SUBJECTS = frozenset(["he", "she", "er", "sie", "il", "elle"])
_OBJECT = re.compile(
    r"(?:him|ihm|ihn|lui)\b|her(?=\s*(?:[.,;:?!—–\x00“‘\"]|$|(?:to|that|in|on|for|with|at|and|but|as|by|from|about|when|if|what|how|why)\b))",
    re.IGNORECASE,
)
_OWNED = frozenset(["his", "her", "sein", "seine", "ihr", "ihre", "son", "sa"])
_PUT_IN = re.compile(
    r"(?:he|she)\s[a-z]+(?:\s[a-z]+ly)?\s?(?:[,.;]|$)|(?:il|elle)\b|(?:er|sie)(?:\s[a-zäöü]+)?[,.]", re.IGNORECASE
)
_GERMAN_SINGULAR = frozenset(
    ["ist", "war", "sei", "habe", "werde", "will", "kann", "muss", "wolle", "könne", "wisse", "müsse"]
)
_PHRASE = re.compile(
    r"\b(?P<det>[Aa]n?|[Oo]ne of (?:the|its|his|her|their)|[Oo]ne|[Aa]nother|[Mm]y|[Oo]ur|[Mm]eine?|[Mm]on|[Mm]a|[Uu]ne?|[Ee]ine?|[Hh]is|[Hh]er|[Ss]ein(?:er?)?|[Ii]hr(?:er?)?|[Ss]on|[Ss]a|[Tt]he|[Dd]er|[Dd]ie|[Ll]e|[Ll]a)\s"
    r"|\b(?P<elided>[Ll])[’']"
)
_AGED_OR_WHO = re.compile(
    r"(?:[a-zß-öø-ÿ][\w’'-]*\s){0,2}[a-zß-öø-ÿ][\w’'-]*(?:\s(?:of|from|in|at|de|du|d’)\s?[^,\x00]{2,30})?"
    r"(?=,\s(?:who|qui|venue?|âgée?|aged|\d\d)\b|\swho\b)"
)
_LINKED = re.compile(r"-(?:t-)?(?P<pronoun>il|elle)(?=[\s,.])")
_GENDERED = {
    "der": "m",
    "die": "f",
    "le": "m",
    "la": "f",
    "un": "m",
    "une": "f",
    "ein": "m",
    "eine": "f",
    "seine": "f",
    "ihre": "f",
    "sein": "m",
    "ihr": "m",
}
_RELATIVE = re.compile(r",?\s(?:who|die|der|qui)\b")
_DEFINITE = frozenset(["the", "der", "die", "le", "la", "l"])
_COPULA = re.compile(r"\b(?:ist|war|is|was|est|était)\s$")


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
    reference: Reference | None = None


class Stage:
    """Reads the entries of an article, paragraph by paragraph."""

    def __init__(self, passages: Sequence[Passage], people: People, persons: frozenset[str]) -> None:
        self._passages = passages
        self._persons = persons
        self._officers = _officers(people, persons)
        self._tongue = tongue_of(passage.bare for passage in passages)
        self._pronoun = re.compile(rf"\b(?:{_PRONOUNS[self._tongue]})\b", re.IGNORECASE)

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the article."""
        count = 0
        for passage in self._passages:
            ends = (*passage.starts[1:], len(passage.bare))
            for start, end in zip(passage.starts, ends, strict=True):
                if WORD.search(passage.bare, start, end):
                    count += 1
                    found = [*self._of_sentence(passage, start, end, count), *_inside(passage, start, end, count)]
                    yield from (
                        (replace(entry, is_interview=True) for entry in found)
                        if passage.label or passage.answers
                        else found
                    )

    def _of_sentence(self, passage: Passage, start: int, end: int, count: int) -> Iterator[Entry]:
        subject = main_subject(passage, start, end)
        tagged = [verb.end for verb in verbs_in(passage, start, end) if follows_words(passage, verb.start, start)]
        found = [
            *self._names(passage, start, end, count, subject, tagged),
            *self._phrases(passage, start, end, count, tagged),
            *self._pronouns(passage, start, end, count, subject),
        ]
        yield from sorted(found, key=lambda entry: entry.place)

    def _names(
        self, passage: Passage, start: int, end: int, count: int, subject: Reference | None, tagged: Sequence[int]
    ) -> Iterator[Entry]:
        for mention in passage.between(start, end):
            if mention.name in self._persons and mention.end > len(passage.label):
                weight = weight_of(passage, mention, start, subject, tagged)
                yield Entry(passage.number, count, mention.start, weight, among=(mention.name,))

    def _pronouns(
        self, passage: Passage, start: int, end: int, count: int, subject: Reference | None
    ) -> Iterator[Entry]:
        fronted = FRONTED.match(passage.bare, start, end)
        if fronted and subject and subject.kind == "name" and subject.start >= fronted.end():
            start = fronted.end()  # When he arrived, Karu spoke: who is meant is not named yet
        for match in self._pronoun.finditer(passage.bare, start, end):
            plain = match[0].casefold()
            if plain == "sie" and not _is_singular(passage, match):
                continue
            before = passage.bare[max(start, match.start() - 30) : match.start()]
            barred = [
                m.name
                for m in passage.between(max(start, match.start() - 80), match.start())
                if plain in _OWNED and passage.bare[m.end : match.start()] == ", "
            ]
            if subject and subject.kind == "name" and _OBJECT.match(passage.bare, match.start(), end):
                barred.append(subject.text)
            is_tag = before.endswith("-")
            apart = is_tag or (
                plain in _SUBJECTS
                and re.search(r",\s(?:[a-zäöüß]+\s)?$", before) is not None
                and _PUT_IN.match(passage.bare, match.start(), end) is not None
            )
            yield Entry(
                passage.number,
                count,
                match.start(),
                SUBJECT if plain in _SUBJECTS else HANGING,
                gender="m" if match["m"] else "f",
                barred=frozenset(barred),
                is_apart=apart,
                votes=plain not in {"il", "elle", "lui"} or is_tag,
            )

    def _phrases(self, passage: Passage, start: int, end: int, count: int, tagged: Sequence[int]) -> Iterator[Entry]:
        """“One diplomat”, “her brother” and “the mayor”, where they are what a sentence is about."""
        for match in _PHRASE.finditer(passage.bare, start, end):
            noun = person_noun(passage, match.end(), end, nouns_are_large=self._tongue == "de")
            if noun is None and match.start() == start:
                noun = _AGED_OR_WHO.match(passage.bare, match.end(), end)
            if noun is None or not stands_alone(passage, noun.end(), end):
                continue
            leads = self._leads(passage, match.start(), start, tagged, noun.end())
            if not leads and not is_met(passage, match, noun, start):
                continue
            det = (match["det"] or match["elided"]).casefold()
            gender = lexicon().gender(noun[0].split()[0]) or _GENDERED.get(det, "")
            place = (passage.number, count, match.start())
            if det in _DEFINITE:
                officers = self._officers.get(title_word(plain_word(noun[0])), ())
                if officers or gender or AGED.match(noun[0]):
                    yield Entry(*place, SUBJECT, gender, tuple(officers), votes=not officers)
                continue
            reference = Reference("noun", passage.text[match.start() : noun.end()], match.start(), noun.end())
            yield Entry(
                *place,
                SUBJECT if leads else OTHER,
                gender,
                (f"?{passage.number}:{match.start()}",),
                reference=reference,
            )

    def _leads(self, passage: Passage, place: int, start: int, tagged: Sequence[int], behind: int) -> bool:
        before = passage.bare[start:place]
        if not before.strip(' “‘„«"') or any(verb <= place and not passage.bare[verb:place].strip() for verb in tagged):
            return True
        if ATTRIBUTING.search(before):
            return True
        named = any(m.name in self._persons for m in passage.between(start, place))
        if named or self._pronoun.search(before):
            return False
        if _COPULA.search(before) or before.endswith(", "):
            return True
        last = before.split()[-1].casefold()
        described = _RELATIVE.match(passage.bare, behind) is not None
        return described and before.endswith(" ") and last not in PREPOSITIONS | NO_NOUNS | {"like", "wie", "comme"}


def _inside(passage: Passage, start: int, end: int, count: int) -> Iterator[Entry]:
    """The pronouns that French puts between the marks: « C’est fini, soupire-t-elle. »"""
    for span in passage.spans:
        if span.style in "«»" and start <= span.start < end:
            for match in _LINKED.finditer(passage.text, span.start, span.end):
                gender = "m" if match["pronoun"] == "il" else "f"
                yield Entry(passage.number, count, match.start("pronoun"), SUBJECT, gender, is_apart=True)


def _officers(people: People, persons: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """By each office or trade, who is said to have it."""
    found: dict[str, dict[str, None]] = {}
    for name in persons:
        named = people.named[name]
        titles = " ".join(dict.fromkeys(mention.title for mention in named.mentions))
        for word in WORD.finditer(f"{named.role} {titles}"):
            if is_person_noun(word[0]):
                found.setdefault(title_word(word[0]), {})[name] = None
    return {word: sorted(names) for word, names in found.items()}


def _is_singular(passage: Passage, match: re.Match[str]) -> bool:
    """Whether “sie” is “she”, as the verb beside it says."""
    before = WORD.findall(passage.bare[max(0, match.start() - 30) : match.start()])[-1:]
    behind = WORD.findall(passage.bare[match.end() : match.end() + 30])[:1]
    words = [word.casefold() for word in (*before, *behind) if word.islower()]
    return any(word.endswith(("t", "te")) or word in _GERMAN_SINGULAR for word in words)
