"""The lexicon: the words by which articles say who speaks and who people are (`data/speech.yaml`)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale

_DOUBLING = frozenset(["admit", "beg", "brag", "quip", "snap", "concur", "rebut", "slam", "shrug"])
_MUTE = re.compile(r"[eé]([bcdfglmnprstv])$")
_MUTE_ENDINGS = frozenset(["e", "ent"])
"""Behind them French writes è: relève, répète."""
_VOWELS = "aeiou"
_GENDERED = {"woman": "f", "man": "m", "mann": "m", "frau": "f"} | dict.fromkeys(
    ["erin", "orin", "entin", "istin", "ogin", "omin", "ltin", "ätin", "rtin", "chefin", "rice", "euse", "ienne"], "f"
)
_LONGEST_ENDING = 4
_OFFICES = frozenset(["landrat", "landrats", "landrates"])
"""A Rat who is no body."""
_NATIONALITY_ENDS = ("n", "ns", "ish", "ese", "i", "is", "ch")


@dataclass(frozen=True)
class Lexicon:
    """Sets of words in lower case, ready to be looked up."""

    say: frozenset[str]
    calling: frozenset[str]
    foreign: frozenset[str]
    german: frozenset[str]
    according: re.Pattern[str]
    honorifics: frozenset[str]
    roles: frozenset[str]
    portfolios: frozenset[str]
    institutions: frozenset[str]
    companies: frozenset[str]
    things: frozenset[str]
    small: frozenset[str]
    days: frozenset[str]
    months: frozenset[str]
    particles: frozenset[str]
    territories: frozenset[str]
    german_roles: tuple[str, ...]
    german_institutions: tuple[str, ...]
    german_beginnings: frozenset[str]
    also_firms: frozenset[str]
    nationalities: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    male_names: frozenset[str]
    female_names: frozenset[str]

    def is_title(self, word: str) -> bool:
        """Whether a word is an office, a rank, a trade or a form of address, in any form of writing it."""
        return plain_word(word) in self.honorifics or self.is_office(word)

    def is_office(self, word: str) -> bool:
        """Whether a word is an office, a rank or a trade, and more than a form of address."""
        plain = plain_word(word)
        if plain in self.roles or plain.removesuffix("s") in self.roles:
            return True
        if not word[0].isupper():
            return False
        return plain in self.german_roles or (len(word) > 7 and plain.endswith(self.german_roles))

    def is_institution(self, word: str) -> bool:
        """Whether a word names a kind of institution: ministry, Umweltministerium."""
        plain = plain_word(word)
        if plain in self.institutions:
            return True
        stem = plain.removesuffix("s")
        if not word[0].isupper() or not stem.endswith(self.german_institutions):
            return False
        if plain in _OFFICES:
            return False
        ending = next(end for end in self.german_institutions if stem.endswith(end))
        before = stem.removesuffix(ending)
        # Marchbank and Konrat are no Bundesrat: so short an ending wants what such compounds begin with.
        return len(ending) > 5 or not before or before.endswith(("s", "-", *self.german_beginnings))

    def is_nationality(self, word: str) -> bool:
        """Whether a word is an adjective made of the name of a country."""
        plain = plain_word(word)
        if plain in self.nationalities or plain.removesuffix("s") in self.nationalities:
            return True
        return plain.endswith(_NATIONALITY_ENDS) and any(
            plain.startswith(stem) and len(plain) - len(stem) <= _LONGEST_ENDING for stem in self.stems(plain[:4])
        )

    def stems(self, beginning: str) -> frozenset[str]:
        """The beginnings of the names of countries that begin so."""
        return _stems().get(beginning, frozenset())

    def gender(self, word: str) -> str:
        """`m`, `f`, or nothing, as a title, an office or a word for a relation gives it."""
        plain = plain_word(word)
        if plain in self.male or plain in self.female:
            return "m" if plain in self.male else "f"
        ending = next((end for end in _GENDERED if plain.endswith(end)), "")
        return _GENDERED[ending] if ending and len(plain) > len(ending) + 2 and self.is_office(word) else ""

    def is_first_name(self, plain: str) -> bool:
        """Whether a word in lower case is one of the commonest given names."""
        return plain in self.male_names or plain in self.female_names


@lru_cache(maxsize=20_000)
def plain_word(word: str) -> str:
    """A word as the lexicon has it: lower case, one apostrophe, no full stop, no prefix of a former office."""
    plain = word.casefold().replace("’", "'").rstrip(".").removesuffix("'s")
    if word[0] in "ld" and plain[1:2] == "'":
        plain = plain[2:]  # l’inspecteur
    for prefix in ("ex-", "vice-", "co-", "then-"):
        plain = plain.removeprefix(prefix)
    return plain


@cache
def _shipped() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(files("briefing").joinpath("data/speech.yaml").read_text("utf-8"))
    return raw


@cache
def listed(name: str) -> frozenset[str]:
    """The small words that stand under a name in the lexicon's grammar."""
    return frozenset(_shipped()["grammar"][name].split())


@cache
def lexicon() -> Lexicon:
    """The lexicon that is shipped."""
    raw = _shipped()
    say, calling, roles, titles = raw["say"], raw["calling"], raw["roles"], raw["honorifics"]
    names = raw["first_names"]
    return Lexicon(
        say=_inflected(say["regular"]) | _conjugated(say["fr_regular"]) | _words(say["other"], say["fr"], say["de"]),
        calling=_inflected(calling["regular"])
        | _conjugated(calling["fr_regular"])
        | _words(calling["other"], calling["fr"], calling["de"]),
        foreign=_conjugated(say["fr_regular"]) | _words(say["fr"], say["de"], calling["de"]),
        german=_words(say["de"], calling["de"]),
        according=re.compile(rf"\b(?:{raw['according']})\s+", re.IGNORECASE),
        honorifics=_words(*titles.values()),
        roles=_words(*roles.values()),
        portfolios=_words(raw["portfolios"]),
        institutions=_words(raw["institutions"]),
        companies=_words(raw["companies"]),
        things=_words(raw["things"]),
        small=_words(raw["small"]),
        days=_words(raw["days"]),
        months=_words(raw["months"]),
        particles=_words(raw["particles"]),
        territories=_territories(),
        german_roles=tuple(sorted(_words(raw["german_roles"]))),
        german_institutions=tuple(sorted(_words(raw["german_institutions"]))),
        german_beginnings=_words(raw["german_beginnings"]),
        also_firms=_words(raw["also_firms"]),
        nationalities=_words(raw["nationalities"]),
        male=_words(titles["male"], roles["male"]) - _words(roles["any"]),
        female=_words(titles["female"], roles["female"]) - _words(roles["any"]),
        male_names=_words(names["male"]),
        female_names=_words(names["female"]),
    )


@cache
def _stems() -> dict[str, frozenset[str]]:
    """The beginnings of the last words of the names of countries, by their first four letters."""
    stems: dict[str, set[str]] = {}
    for name in _territories():
        word = name.split()[-1]
        if len(word) >= 4 and (" " not in name or name.split()[0] in {"north", "south"}):
            stems.setdefault(word[:4], set()).add(word[: max(4, len(word) - 2)])
    return {beginning: frozenset(found) for beginning, found in stems.items()}


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
        stem + ending
        for base in bases.split()
        for ending in ("e", "é", "ée", "ait", "a", "er", "ent", "ant")
        for stem in (_softened(base, ending), _MUTE.sub(r"è\1", base[:-2]) if ending in _MUTE_ENDINGS else base[:-2])
    )


def _softened(base: str, ending: str) -> str:
    """The stem of a French verb, as it is written before an ending: juge, jugeant, annonça."""
    stem = base[:-2]
    if ending[0] != "a" or stem[-1] not in "gc":
        return stem
    return stem + "e" if stem.endswith("g") else stem[:-1] + "ç"


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
