"""The lexicon: the words by which articles say who speaks and who people are (`data/speech.yaml`)."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale

_DOUBLING = frozenset("admit beg brag quip snap concur rebut slam concur".split())
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Lexicon:
    """Sets of words in lower case, ready to be looked up."""

    say: frozenset[str]
    calling: frozenset[str]
    according: re.Pattern[str]
    honorifics: frozenset[str]
    roles: frozenset[str]
    portfolios: frozenset[str]
    institutions: frozenset[str]
    companies: frozenset[str]
    things: frozenset[str]
    small: frozenset[str]
    days: frozenset[str]
    particles: frozenset[str]
    territories: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]

    def is_title(self, word: str) -> bool:
        """Whether a word is an office, a rank, a trade or a form of address, in any form of writing it."""
        plain = plain_word(word)
        return plain in self.roles or plain in self.honorifics or plain.removesuffix("s") in self.roles

    def gender(self, word: str) -> str:
        """`m`, `f`, or nothing, as a title or a first name gives it."""
        plain = plain_word(word)
        return "m" if plain in self.male else "f" if plain in self.female else ""


def plain_word(word: str) -> str:
    """A word as the lexicon has it: lower case, one apostrophe, no full stop, no prefix of a former office."""
    plain = word.casefold().replace("’", "'").rstrip(".").removesuffix("'s")
    for prefix in ("ex-", "vice-", "co-", "then-"):
        plain = plain.removeprefix(prefix)
    return plain


@cache
def lexicon() -> Lexicon:
    """The lexicon that is shipped."""
    raw: dict[str, Any] = yaml.safe_load(files("briefing").joinpath("data/speech.yaml").read_text("utf-8"))
    say, calling, roles, titles = raw["say"], raw["calling"], raw["roles"], raw["honorifics"]
    names = raw["first_names"]
    return Lexicon(
        say=_inflected(say["regular"]) | _conjugated(say["fr_regular"]) | _words(say["other"], say["fr"], say["de"]),
        calling=_inflected(calling["regular"])
        | _conjugated(calling["fr_regular"])
        | _words(calling["other"], calling["fr"], calling["de"]),
        according=re.compile(rf"\b(?:{raw['according']})\s+", re.IGNORECASE),
        honorifics=_words(*titles.values()),
        roles=_words(*roles.values()),
        portfolios=_words(raw["portfolios"]),
        institutions=_words(raw["institutions"]),
        companies=_words(raw["companies"]),
        things=_words(raw["things"]),
        small=_words(raw["small"]),
        days=_words(raw["days"]),
        particles=_words(raw["particles"]),
        territories=_territories(),
        male=_words(titles["male"], roles["male"], names["male"]),
        female=_words(titles["female"], roles["female"], names["female"]),
    )


def _words(*lists: str) -> frozenset[str]:
    return frozenset(word for listed in lists for word in listed.casefold().split())


def _inflected(bases: str) -> frozenset[str]:
    return frozenset(form for base in bases.split() for form in _forms(base))


def _forms(base: str) -> tuple[str, ...]:
    """The forms of a regular English verb."""
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    stem = base + base[-1] if base in _DOUBLING else base
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return base, third, stem + "ed", stem + "ing"


def _conjugated(bases: str) -> frozenset[str]:
    """The forms of a French verb in -er in which articles report speech."""
    return frozenset(
        base[:-2] + ending for base in bases.split() for ending in ("e", "é", "ée", "ait", "a", "er", "ent", "ant")
    )


def _territories() -> frozenset[str]:
    """The names of countries, in English, French and German."""
    names = (name for tag in ("en", "fr", "de") for name in Locale.parse(tag).territories.values())
    return frozenset(name.casefold() for name in names) | {
        "britain",
        "america",
        "england",
        "scotland",
        "wales",
        "uk",
        "us",
    }
