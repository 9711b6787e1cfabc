"""The words, dates and numbers that a layout prints, in the language of the brief.

Labels come from message catalogues (GNU gettext, `locale/LANGUAGE.po`), dates and numbers from the CLDR
through Babel. English is the language of the messages themselves.
"""

import datetime as dt
import gettext
import io
import re
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from briefing.language.direction import Direction
from briefing.model.edition import Number

_NARROW_NO_BREAK_SPACE = "\N{NARROW NO-BREAK SPACE}"
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_QUOTATION_MARKS = {
    "ar": ("«", "»"),
    "de": ("„", "“"),
    "fr": ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"),
    "ja": ("「", "」"),
}
# The first digit of each set that the CLDR has as the usual one somewhere, and the CSS counter style that counts in it.
_DIGITS = {
    "arab": ("٠", "arabic-indic"),
    "arabext": ("۰", "persian"),
    "beng": ("০", "bengali"),
    "deva": ("०", "devanagari"),
    "mymr": ("၀", "myanmar"),
}
_REGION = re.compile(r"[A-Za-z]{2}|[0-9]{3}")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])[0-9]+")
_LATIN = ("0", "decimal")
_PER_CENT = {"arab": "٪", "arabext": "٪"}
# Marks that keep a number together inside a sentence; a label or a number of ours is isolated as a whole.
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))


class Language:
    """A language as a layout speaks it. Raises ValueError for one that nothing is known of."""

    def __init__(self, name: str) -> None:
        self._locale = _locale(name)
        self.tag = name.replace("_", "-")
        self._catalogue = _catalogue(self._locale.language)
        system = self._locale.default_numbering_system
        first, self._counter_style = _DIGITS.get(system, _LATIN)
        self._native = {ord("0") + value: ord(first) + value for value in range(10)}
        self._native[ord("%")] = ord(_PER_CENT.get(system, "%"))

    @property
    def direction(self) -> Direction:
        """The direction of writing: `ltr` or `rtl`."""
        return "rtl" if self._locale.text_direction == "rtl" else "ltr"

    @property
    def counter_style(self) -> str:
        """The counter style of CSS that writes numbers in the digits of the language."""
        return self._counter_style

    def label(self, message: str) -> str:
        """A message of the layouts in this language, or as it is where it is not translated."""
        return self._in_digits(self._catalogue.gettext(message))

    def labels(self, one: str, many: str, count: int) -> str:
        """A message in the form that goes with a count."""
        return self._in_digits(self._catalogue.ngettext(one, many, count))

    def _in_digits(self, label: str) -> str:
        """A label in the digits of the language; a code such as A7 is no number, and stays what it is."""
        return _NUMBER.sub(lambda number: number[0].translate(self._native), label)

    def day(self, day: dt.date | str) -> str:
        """A day, a month (2023-07) or a year (2019), written out."""
        if isinstance(day, str):
            if len(day) == 4:
                return self._part("y", dt.date(int(day), 1, 1))
            if len(day) == 7:
                return self._part("yMMMM", dt.date.fromisoformat(day + "-01"))
            day = dt.date.fromisoformat(day)
        return self._written(format_date(day, format="long", locale=self._locale))

    def short_day(self, day: dt.date) -> str:
        """A day with its month abbreviated, where there is little room: 12 Sep 2023."""
        return self._part("yMMMd", day)

    def edition(self, number: Number) -> str:
        """The number of an edition in the digits of the language; its point is no decimal one, and stays."""
        return str(number).translate(self._native)

    def _part(self, skeleton: str, day: dt.date) -> str:
        """A part of a date, named by its fields in the CLDR."""
        return self._written(format_skeleton(skeleton, dt.datetime.combine(day, dt.time()), locale=self._locale))

    def moment(self, moment: dt.datetime) -> str:
        """A date and time with its offset from UTC, which every reader can work out: 13 September 2023, 06:00 UTC."""
        offset = f"{moment:%z}"
        zone = "UTC" if not moment.utcoffset() else f"UTC{offset[:3]}:{offset[3:]}"
        time = self._written(format_time(moment, "HH:mm", locale=self._locale))
        return f"{self.day(moment.date())}{self.label(', ')}{time} {zone}"

    def number(self, number: float) -> str:
        """A number with the separators and in the digits of the language."""
        return self._written(format_decimal(number, locale=self._locale, numbering_system="default"))

    def percent(self, low: int, high: int, *, open_ended: bool = False) -> str:
        """A range of per cent: “55–75%”; “≤ 5%” and “≥ 95%” at the ends, “40–<50%” short of its upper end."""
        if low <= 1:
            return f"≤{_NO_BREAK_SPACE}" + self._percent(high)
        if high >= 99:
            return f"≥{_NO_BREAK_SPACE}" + self._percent(low)
        return f"{self.number(low)}–{'<' if open_ended else ''}{self._percent(high)}"

    def _percent(self, value: int) -> str:
        return self._written(format_percent(value / 100, locale=self._locale, numbering_system="default"))

    def _written(self, text: str) -> str:
        """A date or a number in the digits of the language (Babel writes them all in Western ones)."""
        # Few text faces have the narrow space; the two differ by a hair's breadth.
        plain = text.replace(_NARROW_NO_BREAK_SPACE, _NO_BREAK_SPACE)
        return plain.translate(_MARKS).translate(self._native)

    def quoted(self, text: str) -> str:
        """Words in the quotation marks of the language."""
        opening, closing = _QUOTATION_MARKS.get(self._locale.language, ("“", "”"))
        return f"{opening}{text}{closing}"

    def listed(self, parts: list[str]) -> str:
        """Parts as a sentence lists them: “a, b and c”."""
        return format_list(parts, locale=self._locale)


def _locale(name: str) -> Locale:
    """The locale of a language tag; a region that nothing is known of is that of the language itself."""
    tag = name.replace("-", "_")
    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError) as error:
        language, _, region = tag.rpartition("_")
        if language and _REGION.fullmatch(region):
            return _locale(language)
        raise ValueError(f"there is no language “{name}”") from error


def is_language(name: str) -> bool:
    """Whether dates and numbers of a language are known."""
    try:
        Language(name)
    except ValueError:
        return False
    return True


@cache
def languages() -> tuple[str, ...]:
    """The languages that the labels are complete in."""
    catalogues = files("briefing").joinpath("locale").iterdir()
    return tuple(sorted(["en", *(file.name.removesuffix(".po") for file in catalogues if file.name.endswith(".po"))]))


@cache
def all_labels() -> tuple[str, ...]:
    """Every message of the layouts, in English."""
    with files("briefing").joinpath("locale/fr.po").open("rb") as source:
        entries = [entry.id for entry in read_po(source, locale="fr") if entry.id]
    return tuple(one for entry in entries for one in ([entry] if isinstance(entry, str) else entry))


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    file = files("briefing").joinpath(f"locale/{language}.po")
    if not file.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
