"""Bridges: the small words inside a name, such as “von der”, “of the” and “des eaux de la”, past which it goes on."""

import re
from collections.abc import Sequence

from briefing.speech.given import is_given
from briefing.speech.lexicon import Lexicon, listed, plain_word
from briefing.speech.titles import ARTICLES, JOINS, NOBLE
from briefing.speech.words import Word

_FRENCH_TAIL = re.compile(
    r"(?:\s(?:des?|du|d[’']|de\sla|de\sl[’'])\s?(?!(?:la|l)\b)[^\W\d_]+(?:-[^\W\d_]+)*"
    r"|\s(?:régional|national|européen|général|central|internation|fédéral|départemental|municipal|commercial)\w*"
    r"|(?<=s)\s(?!dans|sans|sous|mais|puis|vers|depuis|après|alors)[^\W\d_A-Z]+s(?=\s(?:dans|a|ont|de|du|en)\b|[,.»]))+"
)
_GERMAN_SMALL = frozenset(["von", "der", "den", "zu", "zum", "zur"])
_GERMAN_UNIONS = ("bund", "verband", "gewerkschaft", "zentralrat", "verein", "vereinigung", "kammer")
_FIRMS = frozenset(["co", "corp", "inc", "ltd", "llc", "plc", "gmbh", "ag"])
_ALWAYS_NAMES = frozenset(
    ["van", "bin", "bint", "ibn", "ben", "al", "el", "ter", "ten", "af", "da", "dos", "y", "della"]
)
_COUNCILS = frozenset(["district", "borough", "county", "city", "town", "parish"])
_OF_COUNCILS = listed("of_councils")


def council(words: Sequence[Word], end: int, text: str) -> int:
    """Where “Wexmere district council” ends, which is written small; 0 elsewhere, as in “Wexmere council leader”."""
    if end + 1 >= len(words) or words[end].text not in _COUNCILS or words[end + 1].text != "council":
        return 0
    if text[words[end - 1].end : words[end + 1].start].split() != [words[end].text]:
        return 0
    following = words[end + 2].text if end + 2 < len(words) and text[words[end + 1].end] == " " else ""
    return 0 if following in _OF_COUNCILS else end + 2


def bridge(words: Sequence[Word], first: int, at: int, text: str, lex: Lexicon) -> int:
    """Past particles (von der), or “of the” behind an institution: the index behind the capital that follows, or 0."""
    institution = any(lex.is_institution(word.text) for word in words[first:at])
    small = words[at].text
    institution = institution and plain_word(words[at - 1].text) not in _FIRMS  # Orlin Glass Co. of Lomar
    if small in {"der", "de", "du", "la", "le"} and lex.is_title(words[at - 1].text):
        return 0  # Sprecher der Behörde
    if small in lex.particles:
        if at == first + 1 and _is_participle(words[first].text, lex):
            return 0  # Venue de Rennes,
        if not _is_particle(words, first, at):
            return 0
        allowed = lex.particles
    elif small in JOINS and institution:
        allowed = JOINS | ARTICLES
    elif small in {"and", "et", "und", "&"} and institution and any(w.text in JOINS for w in words[first:at]):
        allowed = frozenset([small])
    else:
        return 0
    place = at
    while place < len(words) and words[place].text in allowed and place - at < 3:
        place += 1
        if place == len(words) or text[words[place - 1].end : words[place].start] != " ":
            return 0
    follows = words[place]
    if small in {"and", "et", "und", "&"} and plain_word(follows.text) in lex.institutions:
        return 0
    return place + 1 if follows.is_capital else 0


def union(words: Sequence[Word], at: int) -> int:
    """Past “der” in the name of a German union or association (Bund der Steuerzahler), or 0."""
    is_union = words[at].text == "der" and words[at - 1].text.casefold().endswith(_GERMAN_UNIONS)
    return at + 2 if is_union and any(word.is_capital for word in words[at + 1 : at + 2]) else 0


def _is_particle(words: Sequence[Word], first: int, at: int) -> bool:
    """Whether a particle is part of a name: not in “Anna Karu von der Hochschule”, nor in “Küche von Anna Karu”."""
    small, before = words[at].text, words[at - 1].text
    behind_given = is_given(before) or before.casefold() in NOBLE
    if small in _GERMAN_SMALL:
        return behind_given
    return small in _ALWAYS_NAMES or at - 1 == first or behind_given


def _is_participle(word: str, lex: Lexicon) -> bool:
    """Whether a word that begins a sentence looks like a French participle, and is no first name."""
    plain = word.casefold()
    return plain.endswith(("é", "ée", "és", "ées", "u", "ue", "us", "ues")) and not lex.is_first_name(plain)


def paired(words: Sequence[Word], first: int, at: int, text: str, lex: Lexicon) -> int:
    """Past “and” inside the name of an institution (the Food and Drug Administration), or 0."""
    article = "the" in {words[first].text.casefold(), words[max(first - 1, 0)].text.casefold()}
    if words[at].text != "and" or not article:
        return 0
    end = at + 1
    while end < len(words) and words[end].is_capital and text[words[end - 1].end : words[end].start] == " ":
        end += 1
    single = lex.is_institution(words[at + 1].text) if end > at + 1 else True
    before = any(lex.is_institution(word.text) or lex.is_title(word.text) for word in words[first:at])
    return end if not single and not before and lex.is_institution(words[end - 1].text) else 0


def french(words: Sequence[Word], first: int, at: int, text: str, lex: Lexicon) -> int:
    """Past what French writes small in the name of an institution (Compagnie des eaux de la Varenne), or 0."""
    if plain_word(words[first].text) not in lex.institutions:
        return 0
    match = _FRENCH_TAIL.match(text, words[at - 1].end)
    end = at
    while match and end < len(words) and words[end].end <= match.end():
        end += 1
    return end if end > at else 0
