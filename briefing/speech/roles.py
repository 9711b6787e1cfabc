"""Roles: what stands beside a name and says who its bearer is, such as the appositive of “Jaan Tamm, its director,”."""

import re

from briefing.speech.lexicon import Lexicon, listed, plain_word

_WORD = re.compile(r"[^\W\d_]+(?:[’'‑-][^\W\d_]+)*")
_END = re.compile(
    r"[.;:!?…()\[\]“”„«»\"‘\x00]|,|\s[–—-]\s|[—–]| said\b| says\b| told\b| who\b| which\b| whose\b| qui\b"
)
_AGE = re.compile(r",\s*(?:aged\s+)?\d{1,3}\s*(?=,)")
_OPENING = re.compile(
    r"^(?:the|an?|its|their|his|her|our|my|now|currently|then|le|la|les|un|une|l[’']|der|die|das|eine?|also|both|himself|herself)"
    r"\s*(?<=[\s’'])",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(r"((?:[^\W\d_][\w’'&-]*\.?(?:\s|$)){1,8})$")
_OF = re.compile(r"\s+(?:of|at|from|with)\s+(?:the\s+)?(?=[A-ZÀ-Þ])")
_NAMED = re.compile(r"\s(?:named|called|nommée?|namens)$")
_FORMERLY = frozenset(["former", "acting", "senior", "deputy"])
_RANKS = listed("ranks")
_OWNED = frozenset(["his", "her", "their", "my", "whose"])
_LONGEST = 140
"""How many characters beside a name are looked at."""
_ENDS = listed("role_ends")
_NO_ROLES = listed("no_roles")


def is_apposed(text: str, start: int, end: int, lex: Lexicon) -> bool:
    """Whether an appositive stands behind the name at this place, or before it, with a role that no firm has."""
    role = _after(text, end, lex) or _apposed_before(text, start, lex)
    return any(lex.is_title(word[0]) and plain_word(word[0]) not in lex.also_firms for word in _WORD.finditer(role))


def role_at(text: str, begin: int, start: int, end: int, lex: Lexicon) -> str:
    """The role that stands beside the name at this place: behind it, before it (`begin`: with its title)."""
    return _after(text, end, lex) or _apposed_before(text, begin, lex) or _directly_before(text, start, lex)


def _after(text: str, end: int, lex: Lexicon) -> str:
    """“…, a fellow at the Stimson Center,”: up to the comma, with a role in it."""
    age = _AGE.match(text, end)
    place = age.end() if age else end
    if text[place : place + 1] == "(":
        return ""
    if text[place : place + 2] != ", ":
        return ""
    stop = _END.search(text, place + 2, place + 2 + _LONGEST)
    found = text[place + 2 : stop.start() if stop else min(len(text), place + 2 + _LONGEST)]
    if stop and stop[0].strip() in {"said", "says", "told"}:
        return ""
    return _as_role(found, lex)


def _as_role(found: str, lex: Lexicon) -> str:
    words = [word[0] for word in _WORD.finditer(found)]
    if not words or words[0].casefold() in _NO_ROLES or words[0].casefold() in lex.say | lex.calling:
        return ""
    before_of = words[
        : next((i for i, w in enumerate(words) if w in {"of", "at", "for", "de", "du", "des"}), len(words))
    ]
    if not any(lex.is_title(word.split("-")[-1]) or lex.is_title(word) for word in words[:8]):
        return ""
    if len(before_of) > 1 and all(word[0].isupper() for word in before_of) and not any(map(lex.is_title, before_of)):
        return ""
    titled = max(index for index, word in enumerate(words) if lex.is_title(word.split("-")[-1]))
    behind = words[titled + 1 :]
    if len(behind) > 1 and words[titled].islower() and all(word[0].isupper() for word in behind):
        return ""  # Venu de Rennes, le professeur Alain Guivarc’h
    return _tidy(found)


def _tidy(found: str) -> str:
    tidied = " ".join(found.split())
    while opening := _OPENING.match(tidied):
        tidied = tidied[opening.end() :]
    return tidied


def _apposed_before(text: str, start: int, lex: Lexicon) -> str:
    """“Its director, Jaan Tamm,”: what stands before the comma."""
    if text[start - 2 : start] != ", ":
        return ""
    found = _reach(text[max(0, start - 2 - _LONGEST) : start - 2], lex)
    return _tidy(found) if found else ""


def _directly_before(text: str, start: int, lex: Lexicon) -> str:
    """“Kremlin spokesperson Dmitry Peskov”: the words up to the name, the last of which is a role."""
    if text[start - 1 : start] not in {" ", "\u00a0"}:
        return ""
    return _tidy(_reach(text[max(0, start - 1 - _LONGEST) : start - 1], lex))


def _reach(before: str, lex: Lexicon) -> str:
    """The words at the end of a text that make a role: back from the last title to where the phrase begins."""
    match = _TITLE_BEFORE.search(_NAMED.sub("", before))
    words = match[1].split() if match else []
    while words and not lex.is_office(words[-1]) and lex.is_title(words[-1]):
        words.pop()
    titles = [index for index, word in enumerate(words) if lex.is_office(word)]
    if not titles or titles[-1] < len(words) - 5:
        return ""
    behind = words[titles[-1] + 1 :]
    if len(behind) > 1 and all(word[0].isupper() for word in behind[:2]):
        return ""  # by finance chief Per Olav Strand, Norvane said
    first = titles[-1]
    capital = words[first][0].isupper()
    while first > 0 and _belongs(words[first - 1], lex, capital=capital) and titles[-1] - first < 6:
        first -= 1
        capital = capital or words[first][0].isupper()
    found = words[first:]
    if all(plain_word(word) in _RANKS for word in found) and (first == 0 or words[first - 1].casefold() not in _OWNED):
        return ""
    while len(found) > 1 and plain_word(found[-1]) in _RANKS:
        found.pop()
    return " ".join(found) if any(lex.is_office(word) for word in found) else ""


def _belongs(word: str, lex: Lexicon, *, capital: bool) -> bool:
    """Whether a word before a title is part of it: capitals before a capital; no verb, and nothing that joins."""
    plain = word.casefold()
    is_verb = (plain in lex.say or plain in lex.calling) and plain not in lex.portfolios
    if plain in _ENDS or plain in lex.small or is_verb or word.endswith("."):
        return False
    return word[0].isupper() or not capital or plain in _FORMERLY
