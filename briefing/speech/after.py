"""After: who or what follows a verb as its subject: “said the energy minister, Anna Karu,”."""

import re
from itertools import islice

from briefing.speech.lexicon import lexicon, listed, plain_word
from briefing.speech.passage import WORD, Passage
from briefing.speech.people import Mention
from briefing.speech.subjects import (
    ARTICLES,
    MOST_WORDS,
    NO_NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    Reference,
    begin,
    named,
    phrase,
)

_BEHIND_VERB = re.compile(r"\s+(?:toutefois|déjà|encore|aussi|ainsi|alors|auch|noch|schon|dazu|dann)\b")
_LINKED = re.compile(r"-(?:t-)?(il|elle|ils|elles|on|je|er|sie)\b")
_LEAD = re.compile(r"[\s,]*(?:\d[\w-]*\s+)*")
_STOP = re.compile(
    r"[;:\x00“”\"„«»]|\s(?:in|on|at|after|during|when|while|as|who|which|whose|that|before|to|by|with|qui|devant)\s"
)
_GENITIVE = re.compile(r"\w\s(?:der|des|du|de la|de l’|d’)\s?$")
_OBJECTS = listed("objects")


def subject_after(passage: Passage, start: int, end: int) -> Reference | None:
    """Who or what follows a verb as its subject: “said the energy minister, Anna Karu,”."""
    text = passage.bare
    while skipped := _BEHIND_VERB.match(text, start, end):
        start = skipped.end()
    if linked := _LINKED.match(text, start):
        return Reference("pronoun", linked[1], linked.start(1), linked.end())
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    first = WORD.match(text, start, end)
    plain = first[0].casefold() if first else ""
    if first and plain in PRONOUNS:
        return Reference("pronoun", plain, start, first.end())
    if not first or plain in PREPOSITIONS or plain in NO_NOUNS or plain in _OBJECTS:
        return None
    stop = _STOP.search(text, start, end)
    limit = stop.start() if stop else end
    mention = next(iter(passage.between(start, end)), None)
    if mention and mention.start <= limit and _leads_straight(text[start : begin(passage, mention)]):
        if not _describes(passage, mention):
            return named(mention)
    elif apposed := _behind_role(passage, start, end):
        return apposed
    comma = text.find(",", start, limit)
    words = list(WORD.finditer(text, start, comma if comma >= 0 else limit))
    return phrase(passage, start, words[-1].end()) if 0 < len(words) <= MOST_WORDS else None


def _leads_straight(gap: str) -> bool:
    """The same, and no genitive hangs the name on an office: not “der Sprecher der Fraktion”."""
    return leads_to(gap) and not (_GENITIVE.search(gap) and any(map(lexicon().is_title, WORD.findall(gap))))


def _describes(passage: Passage, mention: Mention) -> bool:
    """Whether a name only describes the noun behind it: “a Western diplomat”, “a Treasury official”."""
    following = WORD.match(passage.bare, mention.end + 1)
    if following is None or not following[0].islower() or passage.bare[mention.end] != " ":
        return False
    if following[0] not in listed("somebody") and plain_word(following[0]) not in lexicon().roles:
        return False
    person = next(iter(passage.between(mention.end, following.end() + 40)), None)
    gap = passage.bare[following.end() : begin(passage, person)] if person else "."
    return re.search(r"[.;:!?\x00]", gap) is not None or not leads_to(gap)


def _behind_role(passage: Passage, start: int, end: int) -> Reference | None:
    """Who is named behind a long description: “said the leader of the Free List, Anna Karu,”."""
    opening = [word[0] for word in islice(WORD.finditer(passage.bare, start, end), 4)]
    if not any(map(lexicon().is_title, opening)):
        return None
    for mention in islice(passage.between(start, end), 4):
        first = begin(passage, mention)
        gap = passage.bare[start:first]
        if "\x00" in gap or gap.count(",") > 1:
            return None
        if mention.kind == "person" and gap.endswith(", "):
            return named(mention)
    return None


def leads_to(gap: str) -> bool:
    """Whether only a description stands before a name: “energy minister”, “the chairman,”."""
    words = [word.casefold() for word in WORD.findall(gap)]
    if any(word in NO_NOUNS for word in words) or len(words) > 8:
        return False
    if gap.rstrip().endswith(",") and gap.count(",") == 1:
        titled = any(map(lexicon().is_title, words))
        return titled or (2 <= len(words) <= 3 and words[0] in ARTICLES)
    return "," not in gap and not any(word in PREPOSITIONS for word in words)
