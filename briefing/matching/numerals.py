"""Numerals: what a number is worth, in digits or in words, in English and in French."""

import re
from decimal import Decimal

_TO_NINE = "zero one two three four five six seven eight nine"
_TO_NINETEEN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_BY_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TO_SIXTEEN_IN_FRENCH = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_BY_TENS_IN_FRENCH = "vingt trente quarante cinquante soixante"
_TO_TENTH = "first second third fourth fifth sixth seventh eighth ninth tenth"
_TO_TWENTIETH = "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
_ONES, _TEENS, _TENS = _TO_NINE.split(), _TO_NINETEEN.split(), _BY_TENS.split()
_FRENCH, _FRENCH_TENS = _TO_SIXTEEN_IN_FRENCH.split(), _BY_TENS_IN_FRENCH.split()
_SMALL = {word: value for value, word in enumerate((*_ONES, *_TEENS))}
_ORDINAL = {word: value for value, word in enumerate(f"{_TO_TENTH} {_TO_TWENTIETH}".split(), start=1)}
_WORTH = {
    **_SMALL,
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    **{word: value for value, word in enumerate(_FRENCH, start=1)},
    **{word: 10 * value for value, word in enumerate(_FRENCH_TENS, start=2)},
    "une": 1,
    "quatrevingt": 80,
    "quatrevingts": 80,
}
SCALES = {
    "mil millones": Decimal(10) ** 9,
    "hundred": Decimal(100),
    "cent": Decimal(100),
    "cents": Decimal(100),
    "thousand": Decimal(10) ** 3,
    "mille": Decimal(10) ** 3,
    "millier": Decimal(10) ** 3,
    "tausend": Decimal(10) ** 3,
    "mil": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "millón": Decimal(10) ** 6,
    "millones": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "milliard": Decimal(10) ** 9,
    "milliarde": Decimal(10) ** 9,
    "billionen": Decimal(10) ** 12,  # of German, where the singular may be the English one
    "trillion": Decimal(10) ** 12,
    **dict.fromkeys(["ألف", "ألفا", "آلاف"], Decimal(10) ** 3),
    **dict.fromkeys(["مليون", "مليونا", "ملايين"], Decimal(10) ** 6),
    **dict.fromkeys(["مليار", "مليارا", "مليارات", "بليون"], Decimal(10) ** 9),
    **dict.fromkeys(["تريليون", "تريليونات"], Decimal(10) ** 12),
    "dozen": Decimal(12),
    "douzaine": Decimal(12),
}
"""What a word of scale multiplies by; a plural has an s, n or en more."""
SHORT_SCALES = {
    "mil millones": Decimal(10) ** 9,
    **dict.fromkeys(["k"], Decimal(10) ** 3),
    **dict.fromkeys(["m", "mn", "mln", "mio"], Decimal(10) ** 6),
    **dict.fromkeys(["b", "bn", "md", "mds", "mrd"], Decimal(10) ** 9),
    **dict.fromkeys(["t", "tn", "trn"], Decimal(10) ** 12),
    "mcm": Decimal(10) ** 6,  # cubic metres of gas
    "bcm": Decimal(10) ** 9,
    "tcm": Decimal(10) ** 12,
    "kt": Decimal(10) ** 3,  # tonnes
    "mt": Decimal(10) ** 6,
    "gt": Decimal(10) ** 9,
}
"""What an abbreviation of scale multiplies by; `m` may be metres too, `kt` knots."""

_BIG = "thousand|million|billion|trillion|dozen"
_FRENCH_BIG = "mille|millions?|milliards?|douzaines?"
_NOT_ORDINAL = rf"(?![-\s](?:{'|'.join(_ORDINAL)})\b)"
_TO_99 = rf"(?:(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_ONES[1:])}))?{_NOT_ORDINAL}|{'|'.join([*_TEENS, *_ONES])})"
_TO_999 = rf"{_TO_99}\b(?:[-\s]hundred\b(?:\s(?:and\s)?{_TO_99}\b(?!\shundred))?)?"
_ENGLISH_WORDS = (
    rf"{_TO_999}(?:\s(?:{_BIG})s?\b)+(?:,?\s{_TO_999}(?:\s(?:{_BIG})\b)+)*"
    rf"(?:\s(?:and\s)?{_TO_999}(?!\s(?:{_BIG}|hundred)))?|{_TO_999}"
)
_FRENCH_TO_99 = (
    rf"(?:(?:quatre-vingts?|{'|'.join(_FRENCH_TENS)})(?:[-\s]et[-\s](?:une?|onze)|(?:-(?:{'|'.join(_FRENCH)})){{1,2}})?"
    rf"|dix-(?:sept|huit|neuf)|{'|'.join(sorted((*_FRENCH, 'une'), key=len, reverse=True))})"
)
_FRENCH_TO_999 = (
    rf"(?:{_FRENCH_TO_99}[-\s]cents?\b(?:[-\s]{_FRENCH_TO_99}\b)?|cent[-\s]{_FRENCH_TO_99}\b|{_FRENCH_TO_99}\b)"
)
_FRENCH_WORDS = rf"{_FRENCH_TO_999}(?:[-\s](?:{_FRENCH_BIG})\b(?:[-\s]{_FRENCH_TO_999}(?!\s(?:{_FRENCH_BIG})))?)*"
WORDS = rf"(?:{_ENGLISH_WORDS}|{_FRENCH_WORDS})"
"""A number in words, as a pattern."""
FIRST_WORDS = "|".join(dict.fromkeys((*_ONES, *_TEENS, *_TENS, *_FRENCH, *_FRENCH_TENS, "une", "cent", *_ORDINAL)))
"""The words that a number in words, or an ordinal, begins with, as a pattern."""
ORDINALS = rf"(?:(?:{'|'.join(_TENS)})[-\s])?(?:{'|'.join(_ORDINAL)})"
"""An ordinal in words, as a pattern."""
_SPACES = "\\s\u00a0\u2007\u2009\u202f"
DIGITS = rf"(?>\d{{1,3}}(?:[,.’'{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
"""A number in digits, as a pattern."""


def readings(digits: str, *, is_share: bool = False) -> frozenset[Decimal]:
    """What a number in digits may be worth: “1.000” is one, or a thousand, and “1,234” as a share of something too."""
    plain = re.sub(rf"[’'{_SPACES}]", "", digits)
    separators = [char for char in plain if char in ".,"]
    if not separators:
        return frozenset([Decimal(plain)])
    if len(set(separators)) == 2:
        last = separators[-1]
        return frozenset([Decimal(plain.replace("," if last == "." else ".", "").replace(last, "."))])
    joined = Decimal(re.sub(r"[.,]", "", plain))
    if len(separators) > 1:
        return frozenset([joined])
    decimal = Decimal(plain.replace(",", "."))
    is_grouped = len(plain) == len(digits) and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", plain)
    if not is_grouped:
        return frozenset([decimal])
    return frozenset([joined]) if "," in plain and not is_share else frozenset([decimal, joined])


def spelled(words: str) -> Decimal:
    """What a number in words is worth: “two hundred and fifty thousand”, “quatre-vingt-dix”, “twenty-first”."""
    total = current = Decimal(0)
    for word in re.split(r"[-,\s]+", re.sub(r"quatre-(?=vingt)", "quatre", words.casefold())):
        scale = SCALES.get(word) or SCALES.get(word.rstrip("s"))
        if scale is None:
            current += _WORTH.get(word, _ORDINAL.get(word, 0))
        elif scale == 100:
            current = max(current, Decimal(1)) * scale
        elif current:
            total, current = total + current * scale, Decimal(0)
        else:
            total = max(total, Decimal(1)) * scale
    return total + current
