"""Phrases: nouns of persons, such as “one diplomat”, “her brother” and “the mayor”."""

import re
from itertools import islice

from briefing.speech.lexicon import lexicon, listed, plain_word
from briefing.speech.passage import Passage
from briefing.speech.subjects import NO_NOUNS, PREPOSITIONS, begin

AGED = re.compile(r"\d\d-(?:Jährige[rn]?|year-old)$")
_NOUN_WORD = re.compile(r"[^\W_](?:[\w-]|[’'](?=\w))*")
_MOST_WORDS = 5
_BEFORE_PRONOUN = re.compile(r"[^,\x00]{0,60},\s(?:he|she|they|it|er|sie|il|elle)\b")
_NOT_MET = (
    PREPOSITIONS | NO_NOUNS | {"like", "wie", "comme", "als", "ist", "war", "became", "become", "been", "est", "était"}
)


def is_met(passage: Passage, match: re.Match[str], noun: re.Match[str], start: int) -> bool:
    """Whether somebody new is the object of a sentence: “The council sent a man with a plan.”."""
    det = (match["det"] or "").casefold()
    before = passage.bare[start : match.start()]
    words = before.split()
    if det not in {"a", "an", "un", "une", "einen", "eine"} or not words or not before.endswith(" "):
        return False
    last = words[-1].casefold()
    return bool(lexicon().gender(noun[0])) and words[-1].islower() and last not in _NOT_MET


def person_noun(passage: Passage, place: int, end: int, *, nouns_are_large: bool) -> re.Match[str] | None:
    """The noun of a person that a phrase has behind its article: the last of “retired police officer”."""
    found = None
    for word in islice(_NOUN_WORD.finditer(passage.bare, place, end), _MOST_WORDS):
        gap = passage.bare[place : word.start()]
        if nouns_are_large and word[0].islower():
            place = word.end()
            if gap.strip() or word[0] in PREPOSITIONS | NO_NOUNS:
                break
            continue
        if is_person_noun(word[0]) or AGED.match(word[0]):
            found = word
        elif found or gap.strip() or word[0].casefold() in PREPOSITIONS | NO_NOUNS or passage.mention_at(word.start()):
            break
        place = word.end()
    return found


def is_person_noun(word: str) -> bool:
    """Whether a word is of a person: an office, a trade, a relation; one of them or several."""
    plain = plain_word(word)
    plurals = {plain, plain.removesuffix("s")}
    return (
        bool(plurals & listed("somebody"))
        or bool(plurals & lexicon().roles)
        or (word[0].isupper() and lexicon().is_office(word))
    )


def stands_alone(passage: Passage, place: int, end: int) -> bool:
    """Whether no name follows a phrase: not “the mayor Anna Karu”, “her brother, Jon Ahlm”, “a man called Jon”."""
    if _BEFORE_PRONOUN.match(passage.bare, place, end):
        return False  # a former admiral with a gift for clauses, he
    following = next(iter(passage.between(place, min(end, place + 60))), None)
    if following is None or following.kind != "person":
        return True
    gap = passage.bare[place : begin(passage, following)]
    return not (
        gap == " "
        or (gap.endswith(", ") and gap.count(",") == 1)
        or gap.strip() in {"named", "called", "namens", "nommé", "nommée"}
    )
