"""Figures: the numbers, amounts and dates of a text, made comparable whatever their spelling.

“42 %”, “42 per cent” and “forty-two per cent” are one figure, and so are “3.5bn”, “3.5 billion” and “3,5 milliards”,
or “12 September 2023” and “September 12, 2023”. Numbers in words count from eleven upwards, and smaller ones before a
unit: “the two leaders” is no figure. Nor are numbers that are names: “F-16”, “Article 5”, “24-hour”.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.matching.dates import Day, dates
from briefing.matching.measures import CODES, CURRENCY, HEADS, MEASURE, MONEY, PERCENT, POINTS, SIGNS, UNITS
from briefing.matching.myriads import myriads
from briefing.matching.numerals import DIGITS, FIRST_WORDS, ORDINALS, SCALES, SHORT_SCALES, WORDS, readings, spelled
from briefing.matching.wording import WESTERN

__all__ = ["Day", "Figure", "figures", "stand_in"]

_CENTURIES = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII"
_CENTURY = re.compile(rf"\b({_CENTURIES.replace(' ', '|')})(?:er|e|ᵉ|ème)?(?=\s(?:siècle|century|secolo))")
_POINT = re.compile(r"(?<=\d)\u00b7(?=\d)")  # 4·5, as some British papers write
_MAY_BE_UNITS = frozenset(["m", "kt", "mt", "gt"])
_SCALE = "|".join(sorted(SCALES.keys() - {"cent", "cents"}, key=lambda word: (-len(word), word)))
_SHORT = "|".join(word for word in SHORT_SCALES if len(word) > 1)
_FRACTION_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_FRENCH_PARTS = {"moitié": 2, "tiers": 3, "quart": 4, "cinquième": 5, "dixième": 10}
_PARTS = _FRACTION_PARTS | _FRENCH_PARTS
_FEW = "three|four|five|six|seven|eight|nine|ten"
_SIGNED_PARTS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}
_PART_SIGNS = (*_PARTS, *_SIGNED_PARTS, "/", "one in ", "1 in ", " out of ")
_COUNT = "|".join(
    ["an?", "one", "two", "three", "four", "five", "seven", "nine", "une?", "la", "deux", "trois", "quatre"]
)

# In Arabic, Korean and Chinese a figure is written as one with the words around it.
_TIED = "\u0620-\u0652\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_LETTER = rf"[^\W\d_{_TIED}]"
# Where a figure may begin: looked at first, for most words of a text are none.
_BEGINS = (
    rf"(?<!{_LETTER})(?=[\d{SIGNS}]|[a-z]{{1,2}}[{SIGNS}]"
    rf"|(?:{FIRST_WORDS})\b|(?:half\s)?(?:an?|the)\s(?:{_SCALE})\b|(?:{CODES})\s?\d)"
)
_FIGURE = re.compile(
    rf"{_BEGINS}(?P<currency>(?:\b[A-Z]{{1,2}})?[{SIGNS}]\s?|\b(?:{CODES})\s?)?"
    rf"(?:(?<![\d_.,])(?P<digits>{DIGITS})(?P<part>[½⅓⅔¼¾⅕⅛]|\sand\sa\shalf\b)?(?:st|nd|rd|th|s|e|er|h)?"
    rf"|\b(?P<words>{WORDS})\b(?P<more>\s(?:and\sa\shalf|et\sdemie?)\b)?"
    rf"|\b(?P<half>half\s)?(?:an?|the|une?)\s(?P<article>{_SCALE})\b"
    rf"|\b(?P<ordinal>{ORDINALS})\b)"
    rf"(?:[\s-]?(?P<scale>{_SCALE})(?:s|n|en)?\b(?P<demi>\set\sdemie?\b)?|\s?(?P<short>{_SHORT})\b|(?P<tight>[kmbt])\b)?"
    rf"(?:\s?(?P<percent>{PERCENT})|\s?(?P<sign>[{SIGNS}])|[\s-](?:d[’'])?(?:US\s)?(?P<money>{MONEY})s?\b)?"
    rf"(?:[\s-]?(?P<points>{POINTS})s?\b|[\s-]?(?P<unit>{UNITS})s?\b|[\s-](?P<heads>{HEADS})s?\b)?(?![^\W{_TIED}]|\s?[월月])",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?P<count>{_COUNT})[-\s](?P<part>{'|'.join(_PARTS)})s?\b(?P<of>\s(?:of|des?|du|d’)\b)?"
    r"|\b(?P<half>half)\b(?!\s(?:an?|the)\s(?:million|billion|trillion|dozen|thousand))(?P<all>\sof\b)?"
    r"|(?<![\d/])(?P<over>[1-9])/(?P<under>2|3|4|5|8|10)(?![\d/])|(?<!\d)(?P<signed>[½⅓⅔¼¾⅕⅛])"
    rf"|\b(?P<ones>one|1)\s(?:in|out\sof)\s(?P<among>\d{{1,2}}|{_FEW})\b(?![.,]\d)",
    re.IGNORECASE,
)
_COUNTED = {"a": 1, "an": 1, "one": 1, "la": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3}
_COUNTED |= {"four": 4, "quatre": 4, "five": 5, "seven": 7, "nine": 9}

# Numbers that name a thing, and say nothing of how many there are.
_IDIOM = re.compile(r"\b(?:24[-\u2010\u2011]hours?|24/7|9/11|50[-\u2010-\u2013/]50|360[-\u2010\u2011]degree)\b")
_NAME_BEFORE = re.compile(r"(?<!\w)(?P<name>[^\W\d_]\w*)[-\u2010-\u2013+/]$")
_COUNTED_BEFORE = frozenset(["mid", "pre", "post", "under", "over", "sub", "late", "early"])
_TITLE_BEFORE = re.compile(
    r"(?<!\w)(?:Articles?|Chapters?|Sections?|Annex|Clause|Rule|Protocol|Schedule|Title|Part|Phase|Flight|Channel|Route"
    r"|Highway|Boeing|Airbus|Group of|Gang of)\s$"
)
_RANGE = re.compile(r"\s?[-\u2010-\u2015]\s?|\s(?:to|and|or|à|et|ou|bis)\s")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it counts: what it may be worth, of what kind, in which unit, and how and where it is written.

    “1.000” may be one or a thousand: `values` holds all that it may be. `kind` is `percent`, `points` (of a
    percentage), a currency or empty; `unit` a measure or empty.
    """

    values: frozenset[Decimal]
    kind: str
    text: str
    start: int
    unit: str = ""

    def agrees(self, other: "Figure | Day") -> bool:
        """Whether another figure can be the same one."""
        if isinstance(other, Day):
            return not self.kind and not self.unit and other.has(self.values)
        mine, theirs = self.kind or self.unit, other.kind or other.unit
        return bool(self.values & other.values) and (mine == theirs or not (mine and theirs))


def figures(text: str, *, every: bool = False) -> tuple[Figure | Day, ...]:
    """The figures and dates of a text, in order.

    With `every`, all that a figure elsewhere may rest on: small numbers in words, ordinals, “half” and names as well.
    Arabic and Persian figures are as good as ours.
    """
    text = unicodedata.normalize("NFC", text)
    found = _figures(_POINT.sub(".", text.translate(WESTERN)), every=every)
    return tuple(replace(one, text=text[one.start : one.start + len(one.text)]) for one in found)


def _figures(text: str, *, every: bool) -> list[Figure | Day]:
    days = list(dates(text))
    fractions = list(_fractions(text, every=every))
    large = [Figure(frozenset([one.value]), one.kind, one.text, one.start) for one in myriads(text)]
    parts: tuple[Figure | Day, ...] = (*days, *fractions, *large)
    taken = {place for one in parts for place in range(one.start, one.start + len(one.text))}
    numbers = (one for one in _ranges(text, list(_numbers(text, every=every))) if one.start not in taken)
    return sorted((*parts, *numbers), key=lambda found: found.start)


def stand_in(wanted: Figure | Day, there: Iterable[Figure | Day]) -> bool:
    """Whether a figure stands among others."""
    return any(wanted.agrees(other) for other in there)


def _numbers(text: str, *, every: bool) -> Iterator[Figure]:
    idioms = [] if every else [match.span() for match in _IDIOM.finditer(text)]
    for match in _CENTURY.finditer(text) if every else ():
        yield Figure(frozenset([Decimal(_CENTURIES.split().index(match[1]) + 1)]), "", match[0], match.start())
    for match in _FIGURE.finditer(text):
        values = _values(match)
        if every or (_counts(match, values) and not _names(text, match.start(), idioms)):
            measure = MEASURE.get((match["unit"] or "").casefold(), "")
            yield Figure(frozenset(values), _kind(match), match[0].strip(), match.start(), measure)


def _counts(match: re.Match[str], values: Iterable[Decimal]) -> bool:
    """Whether this is a figure: in digits, or in words from eleven upwards, or before a unit."""
    if match["digits"]:
        return True
    if match["ordinal"]:
        return False
    unit = match["unit"] or match["heads"]
    amount = match["percent"] or match["scale"] or match["money"] or match["currency"] or match["half"]
    if unit and unit.istitle():  # the Six-Day War
        return False
    if amount or match["points"]:
        return True
    least = 1 if unit else 10
    return (not match["article"] and max(values) > least) or bool(match["article"] and unit)


def _names(text: str, start: int, idioms: Iterable[tuple[int, int]]) -> bool:
    """Whether the number that begins here is (part of) a name: F-16, Covid-19, P5+1, Article 5, 24-hour."""
    before = _NAME_BEFORE.search(text, max(0, start - 20), start)
    is_named = before and before["name"][0].isupper() and before["name"].casefold() not in _COUNTED_BEFORE
    return bool(
        is_named
        or text[max(0, start - 1) : start] in {"제", "第"}  # Article 3: 제3조
        or _TITLE_BEFORE.search(text, max(0, start - 12), start)
        or any(first <= start < last for first, last in idioms)
    )


def _values(match: re.Match[str]) -> set[Decimal]:
    factor = _factor(match)
    if match["ordinal"]:
        return {spelled(match["ordinal"])}
    if match["digits"]:
        read = readings(match["digits"], is_share=bool(match["percent"]) or factor > 1)
        values = {(value + _worth(match["part"]) + _worth(match["demi"])) * factor for value in read}
        # “3.5m” may be metres, “20 kt” knots.
        return values | read if (match["tight"] or match["short"] or "").casefold() in _MAY_BE_UNITS else values
    if match["article"]:
        return {SCALES[match["article"].casefold()] * factor / (2 if match["half"] else 1)}
    # “trois milliards et demi”: half of what was counted last.
    last = SCALES.get(match["words"].split()[-1].casefold().rstrip("s"), Decimal(1))
    return {(spelled(match["words"]) + _worth(match["more"]) * last + _worth(match["demi"])) * factor}


def _factor(match: re.Match[str]) -> Decimal:
    if match["scale"]:
        return SCALES[match["scale"].casefold()]
    return SHORT_SCALES.get((match["short"] or match["tight"] or "").casefold(), Decimal(1))


def _worth(part: str | None) -> Decimal:
    """What stands behind a whole number: ½, or “and a half”."""
    if not part:
        return Decimal(0)
    over, under = _SIGNED_PARTS.get(part, "1/2").split("/")
    return Decimal(over) / Decimal(under)


def _kind(match: re.Match[str]) -> str:
    if match["points"]:
        return "points"
    if match["percent"]:
        return "percent"
    money = (match["money"] or match["sign"] or match["currency"] or "").strip().casefold()
    return CURRENCY.get(money) or CURRENCY.get(money[-1:], "")


def _fractions(text: str, *, every: bool) -> Iterator[Figure]:
    """Parts of a whole, as per cent; “half” counts where it is half of something."""
    small = text.casefold()
    if not any(part in small for part in _PART_SIGNS):
        return
    for match in _FRACTION.finditer(text):
        if match["signed"]:
            over, under = map(int, _SIGNED_PARTS[match["signed"]].split("/"))
        elif match["over"]:
            over, under = int(match["over"]), int(match["under"])
        elif match["ones"]:
            over, under = 1, int(spelled(match["among"])) if match["among"].isalpha() else int(match["among"])
        elif match["half"]:
            over, under = 1, 2
        else:
            over, under = _COUNTED[match["count"].casefold()], _PARTS[match["part"].casefold()]
        is_part = match["ones"] or match["signed"] or match["over"] or match["of"] or match["all"] or over > 1
        if over < under and (every or is_part):
            share = Decimal(over) / Decimal(under)
            values = {share, *(round(share * 100, digits) for digits in (0, 1)), Decimal(int(share * 100))}
            yield Figure(frozenset(values), "percent", match[0].strip(), match.start())


def _ranges(text: str, numbers: Sequence[Figure]) -> Iterator[Figure]:
    """Of “3–4 billion” the first number may be billions, of “5–7 %” it is per cent; “2021–22” ends in a year."""
    for index, one in enumerate(numbers):
        values, kind = set(one.values), one.kind
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        before = numbers[index - 1] if index else None
        if after and _is_range(text, one, after):
            kind = kind or ("" if one.unit else after.kind)
            largest = max(after.values)
            values |= {value * scale for value in one.values for scale in SCALES.values() if _is_scaled(largest, scale)}
        if before and _is_range(text, before, one) and re.fullmatch(r"\d\d", one.text):
            values |= {year - year % 100 + max(one.values) for year in before.values if 1000 <= year < 3000}
        yield replace(one, values=frozenset(values), kind=kind)


def _is_range(text: str, one: Figure, after: Figure) -> bool:
    return _RANGE.fullmatch(text, one.start + len(one.text), after.start) is not None


def _is_scaled(value: Decimal, scale: Decimal) -> bool:
    return scale >= 1000 and scale <= value < scale * 1000
