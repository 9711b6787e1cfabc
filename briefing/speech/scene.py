"""Scene: who comes on in an article, in order: names, “the mayor”, “one diplomat”, and every “he” and “she”."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from briefing.speech.entry import Entry, Sentence
from briefing.speech.forms import title_word
from briefing.speech.lexicon import lexicon, plain_word
from briefing.speech.main_subject import FRONTED, main_subject
from briefing.speech.passage import WORD, Passage
from briefing.speech.people import People
from briefing.speech.phrases import AGED, is_met, is_person_noun, person_noun, stands_alone
from briefing.speech.pronouns import pronouns_in, pronouns_inside, pronouns_of
from briefing.speech.subjects import NO_NOUNS, PREPOSITIONS, Reference
from briefing.speech.tongue import tongue_of
from briefing.speech.verbs import verbs_in
from briefing.speech.weight import ATTRIBUTING, OTHER, SUBJECT, follows_words, weight_of

_PHRASE = re.compile(
    r"\b(?P<det>[Aa]n?|[Oo]ne of (?:the|its|his|her|their)|[Ll][’']une? des|[Uu]ne? des|[Ee]iner? de[rs]|"
    r"[Oo]ne|[Aa]nother|[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]he|"
    r"[Ee]ine?|[Mm]eine?|[Ss]ein(?:er?)?|[Ii]hr(?:er?)?|[Dd]er|[Dd]ie|[Uu]ne?|[Mm]on|[Mm]a|[Ss]on|[Ss]a|[Ll]e|[Ll]a)\s"
    r"|\b(?P<elided>[Ll])[’']"
)
_AGED_OR_WHO = re.compile(
    r"(?:[a-zß-öø-ÿ][\w’'-]*\s){0,2}[a-zß-öø-ÿ][\w’'-]*(?:\s(?:of|from|in|at|de|du|d’)\s?[^,\x00]{2,30})?"
    r"(?=,\s(?:who|qui|venue?|âgée?|aged|\d\d)\b|\swho\b)"
)
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
_PLACED = re.compile(
    r"(?:Neben|Hinter|Vor|An|Am|Im|In|Auf|Bei|Beim|Unter|Dort|Daneben|Hinten|Draußen)\b[^,.;:\x00]*\s[a-zäöüß]+te?\s"
    r"|(?:Beside|Behind|At|In|Next to|Near|On|Outside|Inside|Among|Nearby)\b[^,.;:\x00]*"
    r"\s(?:stood|sat|waited|stands|sits|waits|came|comes)\s"
    r"|(?:Devant|Derrière|Sur|Dans|Au|À)\b[^,.;:\x00]*\s(?:attend|attendait|passe|se tient|se tenait|patiente)\s"
)
"""What stands before somebody new: “Neben ihr nickt ein Mann”, “At the bar sat a nurse”."""
_ANONYMOUS = re.compile(
    r",?\s(?:who|der|die|das|qui)\b[^.;\x00]{0,50}?\b(?:names?|named|identified|anonym\w*|genannt|nom|nommée?|cité|citée)\b"
)
_LIKENESS = frozenset(["like", "wie", "comme"])


class Stage:
    """Reads the entries of an article, paragraph by paragraph."""

    def __init__(self, passages: Sequence[Passage], people: People, persons: frozenset[str]) -> None:
        self._passages = passages
        self._persons = persons
        self._officers = _officers(people, persons)
        self._tongue = tongue_of(passage.bare for passage in passages)
        self._pronoun = pronouns_of(self._tongue)

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the article."""
        number = 0
        for passage in self._passages:
            is_interview = bool(passage.label or passage.answers)
            ends = (*passage.starts[1:], len(passage.bare))
            for start, end in zip(passage.starts, ends, strict=True):
                if WORD.search(passage.bare, start, end):
                    number += 1
                    found = [*self._of(passage, start, end, number), *pronouns_inside(passage, start, end, number)]
                    yield from (replace(entry, is_interview=True) for entry in found) if is_interview else found

    def _of(self, passage: Passage, start: int, end: int, number: int) -> Sequence[Entry]:
        tagged = [verb.end for verb in verbs_in(passage, start, end) if follows_words(passage, verb.start, start)]
        sentence = Sentence(passage, start, end, number, main_subject(passage, start, end), tagged)
        found = [*self._names(sentence), *self._phrases(sentence), *pronouns_in(sentence, self._pronoun)]
        return sorted(found, key=lambda entry: entry.place)

    def _names(self, sentence: Sentence) -> Iterator[Entry]:
        passage = sentence.passage
        for mention in passage.between(sentence.start, sentence.end):
            if mention.name in self._persons and mention.end > len(passage.label):
                weight = weight_of(mention, sentence)
                yield Entry(passage.number, sentence.number, mention.start, weight, among=(mention.name,))

    def _phrases(self, sentence: Sentence) -> Iterator[Entry]:
        """“One diplomat”, “her brother” and “the mayor”, where they are what a sentence is about."""
        passage, end = sentence.passage, sentence.end
        for match in _PHRASE.finditer(passage.bare, sentence.start, end):
            noun = person_noun(passage, match.end(), end, nouns_are_large=self._tongue == "de")
            if noun is None and match.start() == sentence.start:
                noun = _AGED_OR_WHO.match(passage.bare, match.end(), end)
            if noun is None or not stands_alone(passage, noun.end(), end):
                continue
            leads = self._leads(sentence, match.start(), noun.end())
            if leads or is_met(passage, match, noun, sentence.start):
                yield from self._somebody(sentence, match, noun, SUBJECT if leads else OTHER)

    def _somebody(
        self, sentence: Sentence, match: re.Match[str], noun: re.Match[str], weight: float
    ) -> Iterator[Entry]:
        """Whom a noun stands for: who has the office, or somebody who is not named."""
        determiner = (match["det"] or match["elided"]).casefold()
        gender = lexicon().gender(noun[0].split()[0]) or _GENDERED.get(determiner, "")
        place = (sentence.passage.number, sentence.number, match.start())
        if determiner in _DEFINITE:
            officers = self._officers.get(title_word(plain_word(noun[0])), ())
            if officers or gender or AGED.match(noun[0]):
                yield Entry(*place, SUBJECT, gender, tuple(officers), votes=not officers)
                return
            if any(m.name in self._persons for m in sentence.passage.between(0, match.start())):
                return
        words = sentence.passage.text[match.start() : noun.end()]
        reference = Reference("noun", words, match.start(), noun.end())
        yield Entry(*place, weight, gender, (f"?{place[0]}:{place[2]}",), reference=reference)

    def _leads(self, sentence: Sentence, place: int, behind: int) -> bool:
        """Whether a phrase is what its sentence is about, at the head of it or in place of the subject."""
        passage, before = sentence.passage, sentence.passage.bare[sentence.start : place]
        said = any(verb <= place and not passage.bare[verb:place].strip() for verb in sentence.tagged)
        if said or not before.strip(' “‘„«"') or ATTRIBUTING.search(before):
            return True
        if FRONTED.fullmatch(before) or _PLACED.fullmatch(before) or _ANONYMOUS.match(passage.bare, behind):
            return True  # À côté de lui, un fromager lève son verre
        named = any(m.name in self._persons for m in passage.between(sentence.start, place))
        if named or self._pronoun.search(before):
            return False
        if _COPULA.search(before) or before.endswith(", "):
            return True
        last = before.split()[-1].casefold()
        described = _RELATIVE.match(passage.bare, behind) is not None
        return described and before.endswith(" ") and last not in PREPOSITIONS | NO_NOUNS | _LIKENESS


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
