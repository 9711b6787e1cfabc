"""Weight: how much a mention calls somebody to mind: a subject most, what hangs on a preposition least."""

import re

from briefing.speech.after import leads_to
from briefing.speech.entry import Sentence
from briefing.speech.passage import Passage
from briefing.speech.people import Mention
from briefing.speech.subjects import PREPOSITIONS, begin, word_before

_CLAUSE_BEGINS = re.compile(r"(?:[,;:—–(]\s?|\b(?:and|but|while|that|when|because|und|aber|dass|et|mais|que)\s)$")
ATTRIBUTING = re.compile(r"\b(?:according to|selon|laut|so)\s(?:[\w’'-]+\s){0,4}$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|von|par)\s(?:the\s)?$")
_POSSESSIVE = ("’", "'")
_INTRODUCED = re.compile(r",?\swho\b|,\s(?:the|an?|its|their|his|her|qui|une?|der|die|ein|\d\d)\b")
SUBJECT = 1.0
_CLAUSE = 0.9
_BY_WHOM = 0.8
OTHER = 0.6
_OWNER = 0.55
HANGING = 0.5


def follows_words(passage: Passage, place: int, start: int) -> bool:
    """Whether a verb follows a quotation, or begins the clause: “…,” said; , sagt."""
    before = passage.bare[start:place].rstrip()
    return not before or before[-1] in "”’\"'»“‘«,—–" or before.endswith((" a", " hat", "so"))


def weight_of(mention: Mention, sentence: Sentence) -> float:
    """How much a mention calls its bearer to mind, from 0 to 1."""
    passage, start, subject = sentence.passage, sentence.start, sentence.named_subject
    first = begin(passage, mention)
    before = passage.bare[max(start, first - 60) : first]
    if passage.bare.startswith(_POSSESSIVE, mention.end):
        return _OWNER
    if subject and subject.start == mention.start:
        return SUBJECT
    if any(verb <= first and leads_to(passage.bare[verb:first]) for verb in sentence.tagged) or ATTRIBUTING.search(
        before
    ):
        return SUBJECT
    if _INTRODUCED.match(passage.bare, mention.end):
        return _CLAUSE
    if _BY.search(before):
        return _BY_WHOM
    if word_before(passage, first, start) in PREPOSITIONS:
        return HANGING
    return _CLAUSE if not before or _CLAUSE_BEGINS.search(before) else OTHER
