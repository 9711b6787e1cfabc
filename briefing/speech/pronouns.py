"""Pronouns: every “he” and “she” of a sentence, and whom it certainly does not stand for."""

import re
from collections.abc import Iterator

from briefing.speech.entry import Entry, Sentence
from briefing.speech.main_subject import FRONTED
from briefing.speech.passage import WORD, Passage
from briefing.speech.weight import HANGING, SUBJECT

_PRONOUNS = {
    "en": r"(?P<m>he|him|his|himself)|(?P<f>she|her|hers|herself)",
    "de": r"(?P<m>er|ihm|ihn|sein(?:e[rsmn]?)?)|(?P<f>sie)",
    "fr": r"(?P<m>il|lui)|(?P<f>elle)",
}
_SUBJECTS = frozenset(["he", "she", "er", "sie", "il", "elle"])
_OBJECT = re.compile(
    r"(?:him|ihm|ihn|lui)\b|her(?=\s*(?:[.,;:?!—–\x00“‘\"]|$|(?:to|that|in|on|for|with|at|and|but|as|by|from|about|when|if|"
    r"what|how|why)\b))",
    re.IGNORECASE,
)
_OWNED = frozenset(["his", "her", "sein", "seine", "ihr", "ihre", "son", "sa"])
_PUT_IN = re.compile(r"(?:he|she)\s[a-z]+(?:\s[a-z]+ly)?\s?(?:[,.;]|$)|(?:er|sie)(?:\s[a-zäöü]+)?[,.]", re.IGNORECASE)
_GERMAN_SINGULAR = frozenset(
    ["ist", "war", "sei", "habe", "werde", "will", "kann", "muss", "wolle", "könne", "wisse", "müsse"]
)
_LINKED = re.compile(r"-(?:t-)?(?P<pronoun>il|elle)(?=[\s,.])")
_BEHIND_COMMA = re.compile(r",\s(?:[a-zäöüß]+\s)?$")
_FRENCH = frozenset(["il", "elle", "lui"])
"""They stand for things as well."""


def pronouns_of(tongue: str) -> re.Pattern[str]:
    """The pronouns for one person in a language; the group `m` or `f` matches."""
    return re.compile(rf"\b(?:{_PRONOUNS[tongue]})\b", re.IGNORECASE)


def pronouns_in(sentence: Sentence, pronoun: re.Pattern[str]) -> Iterator[Entry]:
    """The pronouns of a sentence."""
    # Ein Fahrer rechnet: „…“, sagt er: who is meant stands before the colon.
    passage, start, subject = sentence.passage, sentence.start, sentence.named_subject
    fronted = FRONTED.match(passage.bare, start, sentence.end)
    if fronted and subject and subject.start >= fronted.end():
        start = fronted.end()  # When he arrived, Karu spoke: who is meant is not named yet
    for match in pronoun.finditer(passage.bare, start, sentence.end):
        plain = match[0].casefold()
        if plain == "sie" and not _is_singular(passage, match):
            continue
        is_tag = passage.bare.endswith("-", start, match.start())
        yield Entry(
            passage.number,
            sentence.number,
            match.start(),
            SUBJECT if plain in _SUBJECTS else HANGING,
            gender="m" if match["m"] else "f",
            barred=frozenset(_barred(sentence, match, plain)),
            is_apart=is_tag
            or (
                plain in _SUBJECTS
                and _is_put_in(sentence, match)
                and ":" not in passage.bare[sentence.start : match.start()]
            ),
            votes=plain not in _FRENCH or is_tag,
        )


def _barred(sentence: Sentence, match: re.Match[str], plain: str) -> Iterator[str]:
    """Who is not meant: Ida in “Ida, her oldest friend”; Ida in “Ida thanked her”."""
    bare, start = sentence.passage.bare, max(sentence.start, match.start() - 80)
    if plain in _OWNED:
        near = sentence.passage.between(start, match.start())
        yield from (mention.name for mention in near if bare[mention.end : match.start()] == ", ")
    if sentence.named_subject and _OBJECT.match(bare, match.start(), sentence.end):
        yield sentence.named_subject.text


def _is_put_in(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether “she said” is put into a sentence between commas."""
    bare = sentence.passage.bare
    before = _BEHIND_COMMA.search(bare, max(sentence.start, match.start() - 30), match.start())
    return before is not None and _PUT_IN.match(bare, match.start(), sentence.end) is not None


def pronouns_inside(passage: Passage, start: int, end: int, number: int) -> Iterator[Entry]:
    """The pronouns that French puts between the marks: « C’est fini, soupire-t-elle »."""
    for span in passage.spans:
        if span.style in "«»" and start <= span.start < end:
            for match in _LINKED.finditer(passage.text, span.start, span.end):
                gender = "m" if match["pronoun"] == "il" else "f"
                yield Entry(passage.number, number, match.start("pronoun"), SUBJECT, gender, is_apart=True)


def _is_singular(passage: Passage, match: re.Match[str]) -> bool:
    """Whether “sie” is “she”, as the verb beside it says."""
    before = WORD.findall(passage.bare[max(0, match.start() - 30) : match.start()])[-1:]
    behind = WORD.findall(passage.bare[match.end() : match.end() + 30])[:1]
    words = [word.casefold() for word in (*before, *behind) if word.islower()]
    return any(word.endswith(("t", "te")) or word in _GERMAN_SINGULAR for word in words)
