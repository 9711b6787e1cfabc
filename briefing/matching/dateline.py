"""Dateline: the day of an article, as its file or its text says it."""

import datetime as dt
import re
from dataclasses import dataclass

from briefing.matching.figures import Day, figures
from briefing.model.article import Article

_FIRST_BLOCKS, _LAST_BLOCKS, _DAY_WITHIN = 4, 2, 60
_PREPOSITIONS = frozenset(["on", "in", "by", "since", "until", "till", "from", "after", "before", "for", "at", "the"])
_SMALL_WORD = re.compile(r"\b(?!(?:updated|published|posted|corrected|am|pm|and|et|und)\b)[^\W\d_A-Z][^\W\d_]+")


@dataclass(frozen=True, slots=True)
class DraftedDay:
    """The day of an article, and, where the article does not plainly say it, where it comes from."""

    day: dt.date
    doubt: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the article says it, with the year."""
        return not self.doubt


def day_of(article: Article, today: dt.date) -> DraftedDay:
    """The day of an article: what its file says, a day at the head or foot of its text, or the day received."""
    try:
        return DraftedDay(dt.date.fromisoformat(article.given.published[:10]))
    except ValueError:
        pass
    blocks = article.blocks
    for block in (*blocks[:_FIRST_BLOCKS], *blocks[_FIRST_BLOCKS:][-_LAST_BLOCKS:]):
        found = next((day for day in figures(block.text[:200]) if isinstance(day, Day) and day.day), None)
        if found and found.start <= _DAY_WITHIN and _is_dateline(block.text[: found.start]):
            plain = _plain_day(found, today)
            if plain:
                return plain
    return DraftedDay(today, "the article does not say; this is the day it was received")


def _is_dateline(before: str) -> bool:
    """Whether what stands before a day makes it that of the article: TALLINN, Sept 12 –; Updated September 12."""
    words = before.split()
    return not (words and words[0].lower() in _PREPOSITIONS - {"by"}) and not _SMALL_WORD.search(before)


def _plain_day(found: Day, today: dt.date) -> DraftedDay | None:
    years = [found.year] if found.year else [today.year, today.year - 1]
    for year in years:
        try:
            day = dt.date(year, found.month, found.day or 1)
        except ValueError:
            continue
        if day <= today:
            return DraftedDay(day, "" if found.year else f"the article says “{found.text}”, and no year")
    return None
