"""Figures: the numbers, amounts and dates of a text, made comparable whatever their spelling.

“42 %”, “42 per cent” and “forty-two per cent” are one figure, and so are “3.5bn” and “3.5 billion”, or “12 September
2023” and “September 12, 2023”. Numbers in words count from eleven upwards, and smaller ones before a unit: “the two
leaders” is no figure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from briefing.wording import WESTERN

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL = {word: value for value, word in enumerate((_ONES + " seventeen eighteen nineteen").split())}
_TENS = {
    word: 10 * (value + 2)
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_SCALES = {
    "hundred": Decimal(10) ** 2,
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "dozen": Decimal(12),
}
_SHORT_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_CURRENCIES = {
    "€": "EUR",
    "euro": "EUR",
    "$": "USD",
    "dollar": "USD",
    "£": "GBP",
    "pound": "GBP",
    "¥": "JPY",
    "yen": "JPY",
}
_CODES = frozenset(["EUR", "USD", "GBP", "JPY", "CHF", "CNY", "RUB", "KRW"])
_MONTHS = {
    name: index
    for index, names in enumerate(
        [
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ],
        start=1,
    )
    for name in names
}
_UNITS = (
    "second|minute|hour|day|week|month|year|decade|centur(?:y|ie)|quarter|kilometre|kilometer|km|mile|metre|meter|"
    "tonne|ton|kilogram|kg|litre|liter|barrel|people|person|soldier|troop|worker|percentage point|degree"
)
_NUMBER = r"\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_WORD_NUMBER = (
    rf"(?:{'|'.join([*_TENS, *_SMALL])})(?:[-\s](?:{'|'.join(list(_SMALL)[1:10])}))?"
    rf"(?:\s(?:{'|'.join(_SCALES)}))*"
)
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"

_DATE = re.compile(
    rf"(?<!\w)(?=[\djfmasond])(?:(?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<m2>{_MONTH})(?:,?\s(?P<y2>\d{{4}}))?"
    rf"|(?P<m3>{_MONTH})\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<y3>\d{{4}}))?"
    rf"|(?P<m4>{_MONTH}),?\s(?P<y4>\d{{4}}))",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    rf"(?P<currency>[€$£¥]|\b(?:{'|'.join(_CODES)})\s?)?"
    rf"(?:(?<![\w.,-])(?P<digits>{_NUMBER})|\b(?P<words>{_WORD_NUMBER})\b|\b(?:an?|the)\s(?P<article>{'|'.join(_SCALES)})\b)"
    rf"(?:[\s-]?(?P<scale>{'|'.join(_SCALES)})s?\b|(?P<short>bn|tn|mn|k|m)\b)?"
    rf"(?:\s?(?P<percent>%|per\s?cent|percent)|[\s-](?P<after>euro|dollar|pound|yen|{'|'.join(_CODES)})s?\b)?"
    rf"(?:[\s-](?P<unit>{_UNITS})s?\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it counts: what it may be worth, of what kind, and how and where it is written.

    “1.000” may be one or a thousand: `values` holds all that it may be. `kind` is `percent`, a currency or empty.
    """

    values: frozenset[Decimal]
    kind: str
    text: str
    start: int

    def agrees(self, other: "Figure | Day") -> bool:
        """Whether another figure can be the same one."""
        if isinstance(other, Day):
            return not self.kind and other.has(self.values)
        return bool(self.values & other.values) and (self.kind == other.kind or not (self.kind and other.kind))


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it counts; None for what is not said of it."""

    year: int | None
    month: int
    day: int | None
    text: str
    start: int

    def agrees(self, other: "Figure | Day") -> bool:
        """Whether another date can be the same one: what both say is the same."""
        if isinstance(other, Figure):
            return False
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(one is None or two is None or one == two for one, two in pairs)

    def has(self, values: frozenset[Decimal]) -> bool:
        """Whether one of the values is the year, or the day of the month."""
        return any(value in {self.year, self.day} for value in values)


def figures(text: str) -> tuple[Figure | Day, ...]:
    """The figures and dates of a text, in order; Arabic and Persian figures are as good as ours."""
    western = text.translate(WESTERN)
    return tuple(replace(found, text=text[found.start : found.start + len(found.text)]) for found in _figures(western))


def _figures(text: str) -> list[Figure | Day]:
    dates = list(_dates(text))
    taken = [(date.start, date.start + len(date.text)) for date in dates]
    numbers = (f for f in _numbers(text) if not any(start <= f.start < end for start, end in taken))
    return sorted((*dates, *numbers), key=lambda found: found.start)


def _dates(text: str) -> Iterator[Day]:
    for match in _DATE.finditer(text):
        got: Mapping[str, str] = {name[0]: value for name, value in match.groupdict().items() if value}
        month = int(got["m"]) if got["m"].isdigit() else _MONTHS[got["m"].rstrip(".").lower()]
        day = int(got["d"]) if "d" in got else None
        if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
            yield Day(int(got["y"]) if "y" in got else None, month, day, match[0], match.start())


def _numbers(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        values = _values(match)
        if values and _counts(match, values):
            yield Figure(frozenset(values), _kind(match), match[0].strip(), match.start())


def _counts(match: re.Match[str], values: Iterable[Decimal]) -> bool:
    """Whether this is a figure: in digits, or in words from eleven upwards, or before a unit."""
    if match["digits"]:
        return True
    said = match["percent"] or match["unit"] or match["scale"] or match["after"] or match["currency"]
    return bool(said) or (not match["article"] and max(values) > 10)


def _values(match: re.Match[str]) -> set[Decimal]:
    scale = match["scale"] or _SHORT_SCALES.get((match["short"] or "").lower(), "")
    factor = _SCALES[scale.lower()] if scale else Decimal(1)
    if match["digits"]:
        return {value * factor for value in _readings(match["digits"])}
    if match["article"]:
        return {_SCALES[match["article"].lower()] * factor}
    return {_spelled(match["words"]) * factor}


def _readings(digits: str) -> set[Decimal]:
    """What a number in digits may be worth: “1.000” is one, or a thousand."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", digits)
    separators = [char for char in plain if char in ".,"]
    if not separators:
        return {Decimal(plain)}
    if len(set(separators)) == 2:
        last = separators[-1]
        return {Decimal(plain.replace("," if last == "." else ".", "").replace(last, "."))}
    joined = Decimal(re.sub(r"[.,]", "", plain))
    if len(separators) > 1:
        return {joined}
    if re.fullmatch(r"\d{1,3},\d{3}", plain):
        return {joined}
    decimal = Decimal(plain.replace(",", "."))
    return {decimal, joined} if re.fullmatch(r"\d{1,3}\.\d{3}", plain) else {decimal}


def _spelled(words: str) -> Decimal:
    total = Decimal(0)
    for word in re.split(r"[-\s]+", words.lower()):
        total = total * _SCALES[word] if word in _SCALES else total + (_TENS.get(word) or _SMALL.get(word, 0))
    return total


def _kind(match: re.Match[str]) -> str:
    if match["percent"]:
        return "percent"
    if match["unit"] and match["unit"].lower().startswith("percentage"):
        return "percent"
    currency = (match["currency"] or match["after"] or "").strip()
    return _CURRENCIES.get(currency.lower(), currency.upper())


def stand_in(wanted: Figure | Day, there: Iterable[Figure | Day]) -> bool:
    """Whether a figure stands among others."""
    return any(one.agrees(other) for one, other in product((wanted,), there))
