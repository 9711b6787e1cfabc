"""Main subject: the subject of a whole sentence, behind what is put in front of it."""

import re
from itertools import islice

from briefing.speech.lexicon import lexicon, listed, plain_word
from briefing.speech.passage import WORD, Passage
from briefing.speech.subjects import (
    CLOSES,
    NO_NOUNS,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    Reference,
    begin,
    depends,
    may_act,
    named,
    phrase,
)

FRONTED = re.compile(
    r"(?:(?:In|On|At|During|With|Despite|For|By|Under|From|Dans|À|Au|Aux|Sur|Devant|Derrière|Chez|Depuis|Outside|Behind|Near|Inside|Across|Beyond|Among|Between|Unlike|Like|En|Lors|Pour|Nach|Auf|Bei)\b"
    r"(?:(?!\s(?:I|he|she|we|they)\s)[^,\x00])*"
    r"|[A-ZÉÀÂ][\w’-]*(?:é|ée|és|ées)\b[^,\x00]*"
    r"|(?:After|Before|While|When|As|Speaking|Asked|Told|Since|Although|Though|If|Addressing|Writing|Après)\b[^,\x00]*),\s"
)
_SOMEBODY = re.compile(r"(?:[Aa]n?|One|Another|Une?|Eine?)\s")
_NAMED_NEXT = 8
_OPENING_WORDS = 6
_REPORTS = frozenset(
    ["report", "review", "evaluation", "study", "assessment", "survey", "audit", "analysis", "rapport", "étude"]
)


def main_subject(passage: Passage, start: int, end: int) -> Reference | None:
    """The subject of the sentence that begins here: its first name or pronoun behind what is put in front."""
    fronted = FRONTED.match(passage.bare, start, end)
    if fronted and fronted.end() < end:
        found = main_subject(passage, fronted.end(), end)
        if found:
            return found
    if nameless := somebody(passage, start, end):
        return nameless
    mentions = passage.between(start, end)
    for match in WORD.finditer(passage.bare, start, end):
        mention = next((m for m in mentions if begin(passage, m) <= match.start() < m.end), None)
        if mention and not passage.bare.startswith(POSSESSIVE, mention.end):
            if may_act(mention) and not depends(passage, mention, start):
                return named(mention)
        elif _is_subject(passage, match, start):
            return Reference("pronoun", match[0].casefold(), match.start(), match.end())
    return None


def body_first(passage: Passage, start: int, end: int) -> Reference | None:
    """The body or the report that a sentence begins with: “The foreign ministry of Lomar”, “The Board’s own review”."""
    for index, word in enumerate(islice(WORD.finditer(passage.bare, start, end), _OPENING_WORDS)):
        plain = plain_word(word[0])
        if index and plain in PREPOSITIONS | NO_NOUNS | PRONOUNS:
            return None
        if index and word[0].islower() and (plain in lexicon().institutions or plain in _REPORTS):
            following = next(iter(passage.between(word.end(), min(end, word.end() + 40))), None)
            gap = passage.bare[word.end() : following.begin].split() if following else []
            owned = following is not None and 1 <= len(gap) <= 2 and gap[0] in {"of", "for", "de", "du", "des"}
            return phrase(passage, start, following.end if following and owned else word.end())
    return None


def somebody(passage: Passage, start: int, end: int) -> Reference | None:
    """The subject of a sentence that begins with somebody who is not named: “An aide to Baek”, “One fund manager”."""
    fronted = FRONTED.match(passage.bare, start, end)
    begins = fronted.end() if fronted and fronted.end() < end else start
    match = _SOMEBODY.match(passage.bare, begins, end)
    if match is None:
        return None
    for word in islice(WORD.finditer(passage.bare, match.end(), end), 4):
        named = passage.mention_at(word.start())
        if (
            named and not (named.kind == "institution" and named.end == word.end() and lexicon().is_title(word[0]))
        ) or word[0].casefold() in PREPOSITIONS | NO_NOUNS:
            return None
        if lexicon().is_title(word[0]) or word[0].casefold() in listed("somebody"):
            comma = CLOSES.search(passage.bare, word.end(), end)
            if passage.between(word.end(), min(end, word.end() + 60)) and comma and comma.start() == word.end():
                return None  # a fisherman, Jon Ahlm, …
            following = next(iter(passage.between(word.end(), word.end() + 60)), None)
            if following and following.kind == "person" and following.begin - word.end() <= _NAMED_NEXT:
                return None  # a general named Jon Ahlm
            return phrase(passage, begins, word.end())
    return None


def _is_subject(passage: Passage, match: re.Match[str], start: int) -> bool:
    """Whether a word is a pronoun as subject; “it” is one where a clause begins, or behind a day."""
    plain = match[0].casefold()
    if plain != "it":
        return plain in PRONOUNS - {"on"}
    words = WORD.findall(passage.bare[start : match.start()])
    return not words or words[-1].casefold() in lexicon().days | lexicon().months
