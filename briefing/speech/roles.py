"""Roles: what stands beside a name and says who its bearer is, such as the appositive of “Jaan Tamm, its director,”."""

import re

from briefing.speech.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+(?:[’'‑-][^\W\d_]+)*")
_END = re.compile(r"[.;:!?…()\[\]“”„«»\"‘\x00]|,|\s[–—-]\s|[—–]| said\b| says\b| told\b| who\b| which\b| whose\b| qui\b")
_AGE = re.compile(r",\s*(?:aged\s+)?\d{1,3}\s*(?=,)")
_OPENING = re.compile(
    r"^(?:the|an?|its|their|his|her|our|my|now|currently|then|le|la|les|un|une|l[’']|der|die|das|eine?|also|both|himself|herself)"
    r"\s*(?<=[\s’'])",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(
    r"((?:[^\W\d_][\w’'&-]*\.?(?:\s|$)){1,8})$"
)
_OF = re.compile(r"\s+(?:of|at|from|with)\s+(?:the\s+)?(?=[A-ZÀ-Þ])")
_LONGEST = 140
_STOPS = frozenset(
    "and or but that as by to said says told with when while after before because if in on at from for of than which who "
    "whom is was are were has had have et ou que mais und oder dass".split()
)
_NOT_A_ROLE_START = frozenset("and but or who which that said says told where when while is was has had et mais qui".split())


def role_beside(text: str, end: int, lex: Lexicon) -> bool:
    """Whether an appositive with a role follows a name that ends here."""
    return bool(_after(text, end, lex))


def role_at(text: str, start: int, end: int, lex: Lexicon) -> str:
    """The role that stands beside the name at this place: behind it, before it, or as the name of its house."""
    return _after(text, end, lex) or _apposed_before(text, start, lex) or _directly_before(text, start, lex)


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
    if not words or words[0].casefold() in _NOT_A_ROLE_START or words[0].casefold() in lex.say:
        return ""
    before_of = words[: next((i for i, w in enumerate(words) if w in {"of", "at", "for", "de", "du", "des"}), len(words))]
    if not any(lex.is_title(word.split("-")[-1]) or lex.is_title(word) for word in words[:8]):
        return ""
    if len(before_of) > 1 and all(word[0].isupper() for word in before_of) and not any(map(lex.is_title, before_of)):
        return ""
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
    found = _reach(text[: start - 2], lex)
    return _tidy(found) if found else ""


def _directly_before(text: str, start: int, lex: Lexicon) -> str:
    """“Kremlin spokesperson Dmitry Peskov”: the words up to the name, the last of which is a role."""
    if text[start - 1 : start] not in {" ", "\u00a0"}:
        return ""
    return _tidy(_reach(text[: start - 1], lex))


def _reach(before: str, lex: Lexicon) -> str:
    """The words at the end of a text that make a role: back from the last word, a title, to where the phrase begins."""
    match = _TITLE_BEFORE.search(before[-120:])
    words = match[1].split() if match else []
    titles = [index for index, word in enumerate(words) if lex.is_title(word)]
    honorifics = [index for index in titles if words[index].rstrip(".").casefold() in lex.honorifics]
    titles = [index for index in titles if index not in honorifics or words[index].casefold() in lex.roles]
    while words and honorifics and honorifics[-1] == len(words) - 1:
        words.pop()
        honorifics.pop()
    if not titles or titles[-1] < len(words) - 5:
        return ""
    first = titles[-1]
    while first > 0 and words[first - 1].casefold() not in _STOPS and not words[first - 1].endswith("."):
        first -= 1
        if words[first].casefold() in {"the", "a", "an", "its", "their", "his", "her", "la", "le", "der", "die"}:
            break
    return " ".join(words[first:])
