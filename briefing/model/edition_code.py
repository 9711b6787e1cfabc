"""The code of an edition: twelve symbols that are printed, read aloud and typed, as in JXCM-HD3N-TD46.

Of letters and digits those are left that nobody takes for another on a bad copy: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
As 23 are left, and 23 is prime, they are the numbers of a field, in which the last two symbols are worked out from the
first ten (a Reed-Solomon code of length 12 and distance 3):

    c1 + c2 + … + c12 = 0        1·c1 + 2·c2 + … + 12·c12 = 0        modulo 23

So any one wrong symbol (M heard as N), any two, and any two that changed places are always noticed, and of all other
mistakes about 528 in 529. One check symbol would leave 50 bits in place of 45 and let a second slip through now and
then; 45 bits are enough to tell editions apart: among 100,000 variants, two have the same code with a chance of 1 in
8,000.

A code finds an edition. It does not prove that the paper says what the edition said: anybody can print one.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from briefing.model.edition import Number

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""The symbols of a code, in the order of what they are worth."""
LENGTH = 12
_FIELD = len(ALPHABET)
_DATA = LENGTH - 2
_GROUP = 4
_DOMAIN = b"briefing edition code 1"
_HINT = "Have it read once more, symbol by symbol; it stands at the foot of every page."
_DASHES = "\N{MINUS SIGN}\N{KATAKANA-HIRAGANA PROLONGED SOUND MARK}.\N{MIDDLE DOT}"
# Letters of other alphabets that are printed as ours are: whoever types what they see may have their keyboard.
_SAME_SHAPE = str.maketrans("АВЕКМНОРСТУХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXSIJABEZHIKMNOPTYX")


@dataclass(frozen=True, slots=True)
class Misread:
    """What is wrong with a text that was to be a code, in one sentence, and a hint that mends it."""

    message: str
    hint: str = _HINT


def code_of(digest: bytes, audience: str, number: Number) -> str:
    """The code of a variant of an edition, given the digest of the variant without an imprint.

    It is made of nothing else, so that every print of a variant has the same.
    """
    parts = (_DOMAIN, digest, audience.encode(), str(number).encode())
    told_apart = b"".join(len(part).to_bytes(4) + part for part in parts)
    worth = int.from_bytes(hashlib.sha256(told_apart).digest())
    data = []
    for _ in range(_DATA):
        worth, symbol = divmod(worth, _FIELD)
        data.append(symbol)
    return _written((*data, *_checks(data)))


def read_code(text: str) -> str | Misread:
    """The code that a text states, as it is printed, or what keeps it from being one.

    Case, spaces and dashes make no difference, nor does the script of digits, nor a keyboard on which the same
    shape is another letter. Nothing is guessed: who has misread a symbol is told so.
    """
    symbols: list[int] = []
    for character in text:
        if _is_between(character):
            continue
        symbol = _symbol(character)
        if len(symbol) != 1 or symbol not in ALPHABET:
            return Misread(f"“{character}” is never used in a code", f"The symbols of a code are {' '.join(ALPHABET)}.")
        symbols.append(ALPHABET.index(symbol))
    if len(symbols) != LENGTH:
        return Misread(f"a code has {LENGTH} symbols, and this has {len(symbols)}")
    return _wrong(symbols) or _written(symbols)


def _is_between(character: str) -> bool:
    """Whether a character only stands between symbols: a space, a dash, a mark of direction."""
    return character in _DASHES or unicodedata.category(character) in {"Cc", "Cf", "Pc", "Pd", "Zl", "Zp", "Zs"}


def _symbol(character: str) -> str:
    """A character as a code would have it."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", character).upper().translate(_SAME_SHAPE)


def _written(symbols: tuple[int, ...] | list[int]) -> str:
    code = "".join(ALPHABET[symbol] for symbol in symbols)
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def _sums(symbols: list[int]) -> tuple[int, int]:
    """What must both be 0: the sum of all symbols, and the sum of each times its place."""
    weighed = sum(place * symbol for place, symbol in enumerate(symbols, start=1))
    return sum(symbols) % _FIELD, weighed % _FIELD


def _checks(data: list[int]) -> tuple[int, int]:
    """The last two symbols: x + y = -plain and 11x + 12y = -weighed, solved."""
    plain, weighed = _sums(data)
    last = ((LENGTH - 1) * plain - weighed) % _FIELD
    return (-plain - last) % _FIELD, last


def _wrong(symbols: list[int]) -> Misread | None:
    """What is wrong with twelve symbols that do not agree, and where one change would make them."""
    plain, weighed = _sums(symbols)
    if not plain and not weighed:
        return None
    message = "this is no code: its symbols do not agree with each other, so that one at least was misread"
    if plain:
        # One symbol that is off by `plain` makes the other sum off by its place times as much.
        place = weighed * pow(plain, -1, _FIELD) % _FIELD
        if 1 <= place <= LENGTH:
            at = f"If it is one only, it is “{ALPHABET[symbols[place - 1]]}”, number {place} of {LENGTH}."
            return Misread(message, f"{at} {_HINT}")
        return Misread(message)
    # Neighbours that changed places leave the sum of all as it was.
    swapped = [n for n, (one, next_) in enumerate(pairwise(symbols), start=1) if (one - next_ + weighed) % _FIELD == 0]
    if len(swapped) == 1:
        return Misread(message, f"Symbols number {swapped[0]} and {swapped[0] + 1} may have changed places. {_HINT}")
    return Misread(message)
