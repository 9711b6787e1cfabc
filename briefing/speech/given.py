"""Given names: the gender that a person's name lets one expect (`data/given_names.txt`)."""

from functools import cache
from importlib.resources import files

from briefing.speech.lexicon import lexicon, listed

_PARTICLES = {"bin": "m", "ibn": "m", "bint": "f"}
_SHIPPED = "data/given_names.txt"


@cache
def _shipped() -> dict[str, str]:
    """Every name of the list with `m` or `f`."""
    found: dict[str, str] = {}
    gender = ""
    for line in files("briefing").joinpath(_SHIPPED).read_text("utf-8").splitlines():
        if line.startswith("["):
            gender = line[1]
        elif not line.startswith("#"):
            found |= dict.fromkeys(line.split(), gender)
    return found


def gender_of_word(word: str) -> str:
    """`m`, `f`, or nothing where the word is no given name, or one of both."""
    plain = word.lower().rstrip(".")  # Ruß is not Russ
    lex = lexicon()
    if lex.is_first_name(plain):
        return "m" if plain in lex.male_names else "f"
    found = _shipped().get(plain, "")
    return found or (_shipped().get(plain.split("-")[0], "") if "-" in plain else "")


def is_given(word: str) -> bool:
    """Whether a word is a given name that the list has."""
    return bool(gender_of_word(word))


def gender_of_name(name: str) -> str:
    """`m`, `f` or nothing, by the given name in a full name; the East Asian order has it last."""
    words = name.split()
    plain = [word.casefold() for word in words]
    particle = next((_PARTICLES[word] for word in plain if word in _PARTICLES), "")
    if particle or len(words) < 2:
        return particle
    last = plain[-1]
    if plain[0] in listed("eastern_surnames") or (len(words) == 2 and _is_korean(words[1])):
        return gender_of_word(last)
    first = next((found for word in plain[:-1] if len(word) > 1 and (found := gender_of_word(word))), "")
    return first or (gender_of_word(last) if len(words) == 2 and len(last) > 2 else "")


def _is_korean(word: str) -> bool:
    """Whether a name is written as Korean ones are: Seo-yeon."""
    head, hyphen, tail = word.partition("-")
    return bool(hyphen) and tail.islower() and tail.isalpha() and head[:1].isupper()
