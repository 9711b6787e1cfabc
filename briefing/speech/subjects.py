"""Subjects: who or what stands as the subject of a verb, before it or behind it, or of a whole sentence."""

import re
from dataclasses import dataclass
from typing import Literal

from briefing.speech.lexicon import lexicon, listed, plain_word
from briefing.speech.passage import WORD, Passage
from briefing.speech.people import Mention
from briefing.speech.verbs import Verb

PREPOSITIONS = listed("prepositions")
NO_NOUNS = listed("no_nouns")
PRONOUNS = listed("pronouns")
_SKIPPED = listed("skipped")
_RELATIVES = listed("relatives")
ARTICLES = frozenset(["the", "a", "an", "la", "le", "der", "die", "l", "dem", "den"])
_SHORTENED = re.compile(r"[’'](?:d|s|ll|ve|re|m)$")  # she’d
_INDEFINITE = ARTICLES | {"its", "their", "his", "her", "one", "another", "un", "une", "ein", "eine"}
_NO_ADVERBS = frozenset(["family", "assembly", "ally"])
POSSESSIVE = ("’", "'")
_PARTICLES = re.compile(
    r"\b(?:(?:[Vv]on|[Vv]an|[Dd]en?|[Dd]er|[Dd]u|[Bb]in|[Tt]en|[Tt]er|[Zz]u|[Dd]a|[Dd]os|[Dd]i)\s)+$"
)
CLAUSE = re.compile(
    r"[;:]\s|\s[–—]\s|—|,\s(?:and|but|while|as|because|so|or|mais|et|und|aber)\s|\s(?:but|while|because|that|mais)\s"
)
_TAIL = re.compile(
    r"(?:\s+(?:on|last|this|late|earlier|in|yesterday|today)?\s*"
    r"(?:\w+day|week|month|year|night|morning|afternoon|evening|\d{4}))+$"
)
CLOSES = re.compile(r",|\s?[(—–]")
_GOES_WITH = re.compile(r",|\s?[(—–]|\s(?:of|at|from|de|du|von)\s")
_ANYBODY = re.compile(
    r"(?:[Ee]ine?|[Uu]ne?|[Aa]n?|[Oo]ne|[Aa]nother)\s(?:[a-zß-öø-ÿ-]+\s)?(?P<noun>[^\W\d_][\w-]+)(?=\s(?:de[rs]|of|du|de)\s|,)"
)
_BODY_BEFORE = re.compile(
    r"\b([a-zß-öø-ÿ]+\s(?:of|for|de|du|des|d[’'])\s?(?:the\s|la\s|l[’'])?[^\W\d_a-zß-öø-ÿ][^,;\x00]*)$"
)
_ON = (", on", "’on", "'on", ", on ", "’on ", "'on ")
MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that say who speaks, as they stand: a name, a pronoun, or a noun such as “the ministry”.

    For a name, `text` is its fullest form. `verb` is what it is the subject of, where that is known.
    """

    kind: Literal["name", "pronoun", "noun"]
    text: str
    start: int
    end: int
    verb: Verb | None = None


def named(mention: Mention) -> Reference:
    """The reference that a mention is."""
    return Reference("name", mention.name, mention.start, mention.end)


def begin(passage: Passage, mention: Mention) -> int:
    """Where a mention begins, its title and particles (von der) included."""
    particles = _PARTICLES.search(passage.bare, max(0, mention.begin - 12), mention.begin)
    return particles.start() if particles and mention.kind == "person" else mention.begin


def may_act(mention: Mention) -> bool:
    """Whether a mention is of somebody, or of a body."""
    return mention.kind in {"person", "institution"}


def word_before(passage: Passage, place: int, start: int = 0) -> str:
    """The word before a place, past an article; empty behind a comma or at the beginning."""
    segment = passage.bare[max(start, place - 60) : place].rstrip()
    words = WORD.findall(segment[-40:])
    if not words or not segment.endswith(words[-1]):
        return ""
    last: str = words[-1].casefold()
    return words[-2].casefold() if last in ARTICLES and len(words) > 1 else last


def depends(passage: Passage, mention: Mention, start: int) -> bool:
    """Whether a mention hangs on a preposition: “of the Baltic Institute”."""
    return word_before(passage, begin(passage, mention), start) in PREPOSITIONS


def subject_before(passage: Passage, start: int, end: int) -> Reference | None:
    """Who or what stands as subject before a verb that begins at `end`, in a clause that begins at `start`."""
    if passage.bare[start:end].endswith(_ON):
        place = passage.bare.rindex("on", start, end)
        return Reference("pronoun", "on", place, place + len("on"))
    end = without_skipped(passage.bare, start, end)
    segment = passage.bare[start:end]
    words = WORD.findall(segment[-40:])
    last = words[-1].casefold() if words and segment.endswith(words[-1]) else ""
    pronoun = last if last in PRONOUNS else _SHORTENED.sub("", last)
    if pronoun in PRONOUNS:
        return Reference("pronoun", pronoun, end - len(last), end)
    if last in _RELATIVES:
        return _antecedent(passage, start, end - len(last))
    if segment.endswith((",", ")", "—", "–")):
        return _apposed(passage, start, end)
    at_end = next((m for m in passage.between(start, end) if m.end == end), None)
    return _head(passage, start, at_end) if at_end else noun(passage, start, end)


def without_skipped(text: str, start: int, end: int) -> int:
    """The end of a segment without auxiliaries, adverbs and days between subject and verb."""
    while True:
        segment = text[start:end].rstrip()
        tail = _TAIL.search(segment)
        words = list(WORD.finditer(segment))
        if tail and tail.start() > 0:
            end = start + tail.start()
        elif words and words[-1].end() == len(segment) and _is_skipped(words[-1][0]):
            end = start + words[-1].start()
        else:
            return start + len(segment)


def _is_skipped(word: str) -> bool:
    plain = word.casefold()
    is_adverb = plain.endswith("ly") and word[0].islower() and plain not in _NO_ADVERBS
    return plain in _SKIPPED or plain.endswith(("n’t", "n't")) or is_adverb


def _antecedent(passage: Passage, start: int, end: int) -> Reference | None:
    """What “who” stands for: the name or noun before it."""
    stripped = start + len(passage.bare[start:end].rstrip().rstrip(","))
    behind_comma = passage.bare.startswith(",", stripped)
    body = _BODY_BEFORE.search(passage.bare, start, stripped)
    if body and body[1].split()[0] in lexicon().institutions:
        return phrase(passage, *body.span(1))  # au ministère de l’Industrie, qui promet
    at_end = next((m for m in passage.between(start, stripped) if m.end == stripped), None)
    is_thing = passage.bare.startswith("which", end) and at_end is not None and at_end.kind == "institution"
    if at_end and (at_end.kind == "person" or is_thing or not behind_comma):
        return named(at_end)
    return _apposed(passage, start, stripped + 1) if behind_comma else noun(passage, start, stripped)


def _head(passage: Passage, start: int, mention: Mention) -> Reference | None:
    """The head of a phrase that ends in a name: “Karu of the Baltic Institute”, “a spokesman for the ministry”."""
    if not depends(passage, mention, start):
        return named(mention)
    place = begin(passage, mention)
    earlier = [m for m in passage.between(start, place) if not depends(passage, m, start)]
    gap = passage.bare[earlier[-1].end : place] if earlier else ","
    if "," not in gap and not gap.startswith(POSSESSIVE) and len(gap.split()) <= 6:
        return named(earlier[-1])
    return noun(passage, start, mention.end)


def _apposed(passage: Passage, start: int, end: int) -> Reference | None:
    """The head of a phrase that ends in a comma: “Anna Karu, a fellow at the Baltic Institute,”."""
    inner = end - 1
    mentions = passage.between(start, inner)
    last = next((m for m in mentions if m.end == inner), None)
    if last and passage.bare[start : begin(passage, last)].rstrip().endswith(","):
        return named(last)
    if anybody := _anybody(passage, start, inner):
        return anybody
    heads = [m for m in mentions if not depends(passage, m, start)]
    for mention in heads:
        if CLOSES.match(passage.bare, mention.end) and (mention.end != inner or len(mentions) == 1):
            return named(mention)
    for mention in heads:
        if _GOES_WITH.match(passage.bare, mention.end):
            return named(mention)
    parts = list(re.finditer(r"[^,]+", passage.bare[start:inner]))
    described = (part for part in parts if part[0].split()[:1] and part[0].split()[0].casefold() in _INDEFINITE)
    head = next(described, parts[0] if parts else None)  # Hours later, a spokesman for the board, …
    return noun(passage, start + head.start(), start + head.end()) if head else None


def _anybody(passage: Passage, start: int, end: int) -> Reference | None:
    """Somebody without a name who belongs to a body: “Ein Mitglied der Fraktion, das”, “A member of the board, who”."""
    match = _ANYBODY.match(passage.bare, start, end)
    if match is None or any(mention.kind == "person" for mention in passage.between(start, end)):
        return None
    person = plain_word(match["noun"])
    if person not in listed("somebody") and person not in lexicon().roles and not lexicon().is_office(match["noun"]):
        return None
    return phrase(passage, start, match.end())


def noun(passage: Passage, start: int, end: int) -> Reference | None:
    """A phrase without a name that ends here: from the last boundary of a clause on."""
    clause = start
    for boundary in CLAUSE.finditer(passage.bare, start, end):
        clause = boundary.end()
    comma = passage.bare.rfind(", ", clause, end)
    clause = comma + len(", ") if comma >= 0 else clause
    words = list(WORD.finditer(passage.bare, clause, end))
    if len(words) > MOST_WORDS or "\x00" in passage.bare[clause:end]:
        return None
    asked = [index for index, word in enumerate(words) if word[0].casefold() == "what"]
    words = words[asked[-1] + 1 :] if asked else words  # after what the company calls
    while words and words[0][0].casefold() in NO_NOUNS:
        words.pop(0)
    if not words or words[-1][0].casefold() in PREPOSITIONS | NO_NOUNS:
        return None
    if words[0][0].casefold() in PRONOUNS:
        return Reference("pronoun", words[0][0].casefold(), words[0].start(), words[0].end())
    return phrase(passage, words[0].start(), words[-1].end())


def phrase(passage: Passage, start: int, end: int) -> Reference:
    """The reference that the words between two places are."""
    return Reference("noun", passage.text[start:end], start, end)
