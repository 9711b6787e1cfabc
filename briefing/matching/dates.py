"""Dates: the days and months of a text, in any order and in seven languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

_MONTHS_BY_LANGUAGE = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "jan feb mar apr may june july aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
)
# The languages that write months small; in others a small “may” or “march” is no month.
_SMALL_MONTHS_BY_LANGUAGE = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)

_ARABIC_MONTHS = (
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "يناير فبراير مارس إبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نونبر دجنبر",
    "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
)


def _numbered(languages: tuple[str, ...]) -> dict[str, int]:
    return {name.replace("_", " "): month for names in languages for month, name in enumerate(names.split(), start=1)}


_SMALL_MONTHS = _numbered(_SMALL_MONTHS_BY_LANGUAGE)
_MONTHS = _numbered(_MONTHS_BY_LANGUAGE) | _numbered(_ARABIC_MONTHS) | _SMALL_MONTHS
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
# Arabic papers name a month twice: مارس/آذار.
_ALSO = r"(?:\s?/\s?[\u0620-\u064a]+(?:\s[\u0627]\w+)?)?"
_ORDER = r"(?:st|nd|rd|th|er|º|\.)?"
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    rf"(?<![\w/])(?=[\djfmasondegl\u0622-\u0646])(?:(?P<y1>\d{{4}})(?P<s>[-/.]\s?)(?P<m1>\d{{1,2}})(?P=s)(?P<d1>\d{{1,2}})(?![\d/])"
    rf"|(?<![\d.])(?P<d5>\d{{1,2}})(?P<by>/|\.\s?)(?P<m5>\d{{1,2}})(?P=by)(?P<y5>\d{{4}}|\d{{2}})(?![\w/])"
    rf"|(?P<d2>\d{{1,2}}){_ORDER}(?:\s(?:of|de))?\s(?P<m2>{_MONTH}){_ALSO}(?:,?\s(?:del?\s)?(?P<y2>\d{{4}})(?!\d))?"
    rf"|(?P<m3>{_MONTH})\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[.,]\d|\s%)(?:,?\s(?P<y3>\d{{4}})(?!\d))?"
    rf"|(?P<m4>{_MONTH}){_ALSO},?\s(?:del?\s)?(?P<y4>\d{{4}})(?!\d))",
    re.IGNORECASE,
)
# 2028년 3월 12일, 3월 12일, 2028년 3월; a month alone is no date, as “in March” is none.
_EASTERN = re.compile(
    r"(?:(?<!\d)(?P<y>\d{4})\s?[년年]\s?)?(?<!\d)(?P<m>\d{1,2})\s?[월月](?:\s?(?P<d>\d{1,2})(?:\s?[일日号號]|(?=\s?[-~∼～\u2013]))"
    r"(?:\s?[-~∼～\u2013]\s?(?P<to>\d{1,2})\s?[일日号號])?)?"
)
_TO = r"\s?(?:[-\u2010-\u2015]|(?<=\s)(?:to|and|or|until|et|au|ou|bis|und)\b)\s?"
_DAY_BEFORE = re.compile(rf"(?<![\w.,])(\d{{1,2}}){_ORDER}{_TO}$")
_DAY_AFTER = re.compile(rf"{_TO}(\d{{1,2}})(?:st|nd|rd|th)?(?![\w%]|[.,]\d|\s(?:%|per\s?cent))")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it counts; None for what is not said of it. `is_either`: day and month may be meant the other way."""

    year: int | None
    month: int
    day: int | None
    text: str
    start: int
    is_either: bool = False

    @property
    def readings(self) -> tuple[tuple[int | None, int, int | None], ...]:
        """What it may mean: year, month and day."""
        plain = (self.year, self.month, self.day)
        return (plain, (self.year, self.day, self.month)) if self.is_either and self.day else (plain,)

    def agrees(self, other: object) -> bool:
        """Whether another date can be the same one: what both say is the same."""
        return isinstance(other, Day) and any(
            all(one is None or two is None or one == two for one, two in zip(mine, theirs, strict=True))
            for mine in self.readings
            for theirs in other.readings
        )

    def has(self, values: frozenset[Decimal]) -> bool:
        """Whether one of the values is the year, or the day of the month."""
        days = {part for year, _, day in self.readings for part in (year, day)}
        return any(value in days for value in values)


def dates(text: str) -> Iterator[Day]:
    """The dates of a text; of “12–14 September” both days."""
    if not _DIGIT.search(text):
        return
    for match in _DATE.finditer(text):
        day = _day(match)
        if day:
            yield from _first_of_two(text, day, match)
            yield day
            yield from _second_of_two(text, day, match)
    for match in _EASTERN.finditer(text) if "월" in text or "月" in text else ():
        yield from _days_of_the_east(match)


def _days_of_the_east(match: re.Match[str]) -> Iterator[Day]:
    """The date that Korean, Japanese or Chinese writes with a word behind each number; of “12~14일” both days."""
    year, month = int(match["y"]) if match["y"] else None, int(match["m"])
    if 1 <= month <= 12 and (year or match["d"]):
        yield Day(year, month, int(match["d"]) if match["d"] else None, match[0].strip(), match.start())
        if match["to"]:
            yield Day(year, month, int(match["to"]), match["to"], match.start("to"))


def _day(match: re.Match[str]) -> Day | None:
    got = {name[0]: value for name, value in match.groupdict().items() if value and name not in {"by", "s"}}
    year = int(got["y"]) if "y" in got else None
    if year is not None and year < 100:
        year += 2000
    day = int(got["d"]) if "d" in got else None
    is_either = False
    if got["m"].isdigit():
        month = int(got["m"])
        if match["by"] == "/" and day:
            is_either = day <= 12 and month <= 12 and day != month
            day, month = (month, day) if month > 12 else (day, month)
    else:
        word = got["m"].rstrip(".")
        month = 0 if word.islower() and word not in _SMALL_MONTHS else _MONTHS[word.casefold()]
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return Day(year, month, day, match[0], match.start(), is_either)


def _first_of_two(text: str, day: Day, match: re.Match[str]) -> Iterator[Day]:
    before = _DAY_BEFORE.search(text, max(0, day.start - 12), day.start) if match["d2"] else None
    if before and 1 <= int(before[1]) <= 31:
        yield replace(day, day=int(before[1]), text=before[1], start=before.start(1))


def _second_of_two(text: str, day: Day, match: re.Match[str]) -> Iterator[Day]:
    after = _DAY_AFTER.match(text, match.end()) if match["d3"] and not match["y3"] else None
    if after and 1 <= int(after[1]) <= 31:
        yield replace(day, day=int(after[1]), text=after[1], start=after.start(1))
