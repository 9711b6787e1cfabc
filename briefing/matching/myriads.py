"""Myriads: numbers as Korean, Japanese and Chinese count them, by ten thousands: 3조 5천억 is 3.5 trillion."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from briefing.matching.measures import CURRENCY

_WITHIN = {"십": 10, "十": 10, "백": 100, "百": 100, "천": 1000, "千": 1000}
_BEYOND = {
    **dict.fromkeys("만万萬", Decimal(10) ** 4),
    **dict.fromkeys("억億亿", Decimal(10) ** 8),
    **dict.fromkeys("조兆", Decimal(10) ** 12),
}
_PIECE = rf"\d[\d,]*(?:\.\d+)?\s?(?:[{''.join(_WITHIN)}][{''.join(_BEYOND)}]?|[{''.join(_BEYOND)}])"
_WORD = re.compile(f"[{''.join((*_WITHIN, *_BEYOND))}]")
# Article 3 of a law is 제3조.
_NUMBER = re.compile(
    rf"(?<![\d.,제第])(?P<number>{_PIECE}(?:\s?(?:{_PIECE}))*(?:\s?\d[\d,]*(?![\d.,]*[년월일年月日%]))?)"
    r"(?:여\s?|\s)?(?P<money>원|달러|유로|엔|위안|円|元)?"
)
_STEP = re.compile(
    rf"(?P<digits>\d[\d,]*(?:\.\d+)?)\s?(?P<within>[{''.join(_WITHIN)}])?(?P<beyond>[{''.join(_BEYOND)}])?"
)


@dataclass(frozen=True, slots=True)
class Myriad:
    """A number, the code of the currency that it counts (or nothing), and how and where it is written."""

    value: Decimal
    kind: str
    text: str
    start: int


def myriads(text: str) -> Iterator[Myriad]:
    """The numbers of a text that are counted by ten thousands, or have a word for a hundred or a thousand."""
    for match in _NUMBER.finditer(text) if _WORD.search(text) else ():
        yield Myriad(_worth(match["number"]), CURRENCY.get(match["money"] or "", ""), match[0].strip(), match.start())


def _worth(number: str) -> Decimal:
    """What is counted: what stands before each myriad is counted by itself, and times it."""
    total = section = Decimal(0)
    for step in _STEP.finditer(number):
        section += Decimal(step["digits"].replace(",", "")) * _WITHIN.get(step["within"] or "", 1)
        if step["beyond"]:
            total, section = total + section * _BEYOND[step["beyond"]], Decimal(0)
    return total + section
