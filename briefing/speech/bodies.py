"""Bodies: which institution is meant by “it”, “the ministry” or “its spokesman”, and whose a report or a letter is."""

import re
from collections.abc import Sequence
from itertools import islice

from briefing.speech.body_words import (
    ANY_BODY,
    COMPANIES,
    GENERIC,
    OFFICES,
    SOCIETIES,
    SPOKEN_FOR,
    is_body,
    is_body_name,
    is_form_of,
    may_stand_for,
    uninflected,
)
from briefing.speech.lexicon import lexicon, plain_word
from briefing.speech.main_subject import main_subject
from briefing.speech.memory import BACK, Memory, Speaker
from briefing.speech.passage import WORD, Passage
from briefing.speech.people import Mention
from briefing.speech.subjects import Reference

_WRITTEN = re.compile(
    r"\b(?:email|e-mail|letter|note|copy|postcard|message|text|card|post|reply|sign|commentary|answer)\b"
)
_BODY = re.compile(r"(?:The|Das|Die|Der|La|Le)\s([a-z]\w+|[A-Z]\w+)\s[a-z]")
_BY = re.compile(
    r"(?:,\s\w+(?:\son\s\w+|\slast\s\w+)?)?\s(?:by|from|of|for|at|de la|des?|du|von|vom|der|beim?)\s|\sd[’']|\sde l[’']"
)
_GERMAN_ARTICLE = re.compile(r"\b(?:[Dd](?:er|ie|as|em))\s$")
_OWNED_BY = re.compile(r"\s(?:of|for|at|from|auf|der|des|von|du|de|à)\s")
_SOME = re.compile(r"(?:[Aa]n|[Aa]|[Uu]ne?|[Ee]ine?[rmns]?)\s")
_OWN_OFFICE = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*)*[’']s?\s(?:office|team|campaign|lawyers?|family|aides?)\b"
)
_PERSON = re.compile(r"(?:spokes|[Ss]precher|porte-parole)")
_HANDED = re.compile(r"\b(?:commissioned|obtained|seen|leaked|shared|reviewed|commandé|consulté|révélé)e?s?\b")
_NOTED = re.compile(
    r"(?:In|Dans)\s[^,\x00]*\b(?:statement|letter|note|reply|response|email|e-mail|message|post|communiqué|courrier)\b[^,\x00]*,\s$"
)
_OWN_NOTE = re.compile(
    r"(?:[Tt]he|[Ll]a|[Ll]e)\s(?P<head>[a-z]+)(?:’s|'s)\s(?:[a-z]+\s)?(?:reply|statement|letter|note|answer|email)\b"
)
_LINKING = (" was:", " is:", " read:", " began:", " ended:")


class Bodies:
    """Finds the institution that is meant at a place."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def generic(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Which body “die Behörde” is: German writes such a noun as it writes a name."""
        plain = plain_word(reference.text)
        if plain not in GENERIC or not _GERMAN_ARTICLE.search(
            passage.bare, max(0, reference.start - 5), reference.start
        ):
            return None
        return self.institution(passage, reference.start, plain) or Speaker(reference.text, is_named=False)

    def thing(self, passage: Passage, place: int, *, owns: bool = False) -> Speaker | None:
        """What “it” stands for: the subject of its sentence, where that has a name, or the nearest institution."""
        start = passage.sentence(place)[0]
        first = next(iter(passage.between(start, place)), None)
        if first and first.start == start and first.kind != "person":
            return Speaker(first.name)
        if passage.bare.startswith(_LINKING, place + len("it")):
            return self._memory.focus(passage.number)
        if noted := self._noted(passage, start, place):
            return noted
        if not owns and not _NOTED.match(passage.bare, start, place) and (document := self._document(passage, place)):
            return document
        for number, begin, end in self._memory.back(passage, place):
            here = self._memory.passages[number]
            if office := _OWN_OFFICE.match(here.bare, begin, end):
                return Speaker(office[0], is_named=False)
            body = _BODY.match(here.bare, begin, end)
            if body and is_body(body[1]) and here.mention_at(body.start(1)) is None:
                return self.institution(here, begin, plain_word(body[1]))
            found = (m for m in self._memory.passages[number].between(begin, end) if m.kind == "institution")
            if mention := next(found, None):
                return Speaker(mention.name)
        return None

    def _noted(self, passage: Passage, start: int, place: int) -> Speaker | None:
        """The body that spoke before in the paragraph, or whose reply the sentences before tell of."""
        spoken = self._memory.spoke_here(passage)
        since = passage.between(spoken[0], place) if spoken else ()
        is_alone = not any(mention.kind in {"person", "institution"} for mention in since)
        if spoken and is_alone and spoken[1].is_named and not self._memory.is_person(spoken[1].name):
            return spoken[1]
        for begin, end in ((start, place), *islice(passage.sentences_back(start), 2)):
            if (own := _OWN_NOTE.search(passage.bare, begin, end)) and is_body(own["head"]):
                return self.institution(passage, begin, own["head"])
        return None

    def _document(self, passage: Passage, place: int) -> Speaker | None:
        """Whose the note is that the sentence before tells of: “She showed me her copy. It said”."""
        sentences = islice(self._memory.back(passage, place, 2), 4)
        if any(_WRITTEN.search(self._memory.passages[number].bare, start, end) for number, start, end in sentences):
            return self._memory.focus(passage.number)
        return None

    def spoken_for(self, passage: Passage, reference: Reference, words: Sequence[str]) -> Speaker | None:
        """The institution for which a spokesman without a name speaks, or whose report it is."""
        by = _BY.match(passage.bare, reference.end)
        inside = passage.between(reference.start, by.end() + 60 if by else reference.end)
        author = next((m for m in passage.between(reference.start, reference.end) if m.kind == "person"), None)
        if author and passage.bare.startswith(" by ", author.begin - 4):
            return Speaker(author.name)
        if not inside and not author:
            inside = self._reported(passage, reference, words[-1])
        house = next((m.name for m in inside if m.kind != "person" and plain_word(m.name) not in GENERIC), "")
        generic = " " not in house and lexicon().is_institution(house) if house else True
        own = [word[0] for word in WORD.finditer(_HANDED.split(reference.text)[0])]
        kind = next(
            (word for word in own if uninflected(word) in COMPANIES | GENERIC or lexicon().is_institution(word)), ""
        )
        found = self.institution(passage, reference.start, uninflected(kind)) if kind and generic else None
        return found or (Speaker(house) if house else self._unowned(passage, reference))

    def _unowned(self, passage: Passage, reference: Reference) -> Speaker | None:
        """Whose a report is that nothing gives an owner: of the body that the paragraph names, or of who spoke last."""
        if not SPOKEN_FOR.search(_OWNED_BY.split(reference.text)[0]):
            return None
        near = [m for m in reversed(passage.between(0, reference.start)) if is_body_name(m)]
        subjects = (main_subject(passage, *sentence) for sentence in passage.sentences_back(reference.start))
        about = next((subject.start for subject in subjects if subject and subject.kind == "name"), -1)
        body = next((m for m in near if m.start == about), next(iter(near), None))
        if _SOME.match(reference.text) and not _PERSON.search(reference.text):
            return None
        if body or self._is_of_somebody(passage, reference):
            return Speaker(body.name) if body else None
        last = self._memory.last(passage.number) or self._body_before(passage)
        return None if last and _PERSON.search(reference.text) and self._memory.is_person(last.name) else last

    def _body_before(self, passage: Passage) -> Speaker | None:
        """The body that the paragraph before named last."""
        before = self._memory.passages.get(passage.number - 1)
        return next((Speaker(m.name) for m in reversed(before.mentions) if is_body_name(m)), None) if before else None

    def _is_of_somebody(self, passage: Passage, reference: Reference) -> bool:
        """Whether “the letter” is one that the paragraph had of somebody without a name: “letters from a museum”."""
        head = re.escape(reference.text.split()[-1])
        return re.search(rf"\b{head}s?\b[^.]*?\bfrom an?\s", passage.bare[: reference.start]) is not None

    def _reported(self, passage: Passage, reference: Reference, head: str) -> Sequence[Mention]:
        """Whose “the report” is: a report by somebody, in this paragraph or shortly before."""
        by = re.compile(
            rf"\b{re.escape(head)}\b(?:\s[\w’'-]+){{0,4}}?\s(?:by|from|of|de|du|der|des|von)\s", re.IGNORECASE
        )
        for number in range(passage.number, max(0, passage.number - BACK), -1):
            here = self._memory.passages[number]
            limit = reference.start if number == passage.number else len(here.bare)
            if match := by.search(here.bare, 0, limit):
                return here.between(match.end(), match.end() + 60)
        return ()

    def institution(self, passage: Passage, place: int, head: str, *, is_bare: bool = True) -> Speaker | None:
        """The institution last named with this word; for “the office”, with nothing beside it, the last of all."""
        last: Speaker | None = None
        for mention in self._memory.before(passage, place):
            if mention.kind == "institution" and plain_word(mention.name) not in GENERIC:
                words = {plain_word(word) for word in mention.name.split()}
                if any(is_form_of(head, word) for word in words):
                    return Speaker(mention.name)
                if may_stand_for(head, mention.name, words):
                    last = last or Speaker(mention.name)
        if own := self._written_small(passage, place, head):
            return own
        return last if head in ANY_BODY | SOCIETIES and is_bare else None

    def _written_small(self, passage: Passage, place: int, head: str) -> Speaker | None:
        """The body that was named before by a noun and a name: “la préfecture de l’Orve”, then “la préfecture”."""
        if head not in lexicon().institutions - COMPANIES:
            return None
        described = re.compile(rf"\b[Tt]he\s((?:[a-z]+\s){{1,2}}{re.escape(head)})\b(?!\s[a-z]+(?:er|or|man|ist)\b)")
        named = re.compile(
            rf"\b{re.escape(head)}(?:\s[a-zé]+(?:al|ale|if)|\sd[’']appel)?\s(?:of|de la|de l[’']|du|des|de|d[’'])\s?"
            r"(?=[^\W\d_a-zß-öø-ÿ])"
        )
        for number in range(passage.number, 0, -1):
            here = self._memory.passages[number]
            limit = place if number == passage.number else len(here.bare)
            for match in named.finditer(here.bare, 0, limit):
                mention = here.mention_at(match.end())
                if mention and mention.end <= limit:
                    return Speaker(here.text[match.start() : mention.end])
            if head in OFFICES and (told := described.search(here.bare, 0, limit)):
                return Speaker(told[1])
        return None
