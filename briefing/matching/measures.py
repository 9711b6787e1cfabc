"""Measures: what a number counts or measures (money, units, shares of a whole) in the words that texts have for it."""

import re

_CURRENCIES = {
    "EUR": "€ euro يورو 유로",
    "USD": "$ us$ dollar دولار دولارا دولارات 달러",
    "GBP": "£ pound sterling livre",
    "JPY": "¥ yen 엔 円",
    "CNY": "yuan renminbi 위안 元",
    "RUB": "₽ rouble ruble",
    "KRW": "₩ 원",
    "INR": "₹ rupee roupie",
    "CHF": "franc",
    "UAH": "₴ hryvnia",
    "PLN": "zloty",
}
CURRENCY = {word: code for code, names in _CURRENCIES.items() for word in (*names.split(), code.casefold())}
"""The code of a currency by its signs and names, in small letters."""
CODES = "|".join(_CURRENCIES)
SIGNS = "€$£¥₽₩₹₴"
MONEY = "|".join(word for word in CURRENCY if word.isalpha())
_MEASURES = {
    "second": "seconde",
    "minute": "",
    "hour": "heure stunde",
    "day": "jour tag",
    "week": "semaine",
    "month": "mois",
    "quarter": "trimestre",
    "year": "an année ans",
    "decade": "décennie",
    "century": "centurie siècle",
    "millimetre": "millimeter mm millimètre",
    "centimetre": "centimeter cm centimètre",
    "kilometre": "kilometer km kilomètre",
    "mile": "",
    "metre": "meter mètre",
    "foot": "feet ft",
    "hectare": "ha hektar",
    "acre": "",
    "kilowatt": "kw",
    "megawatt": "mw",
    "gigawatt": "gw",
    "kilowatt-hour": "kwh",
    "megawatt-hour": "mwh",
    "gigawatt-hour": "gwh",
    "terawatt-hour": "twh",
    "bar": "",
    "megapascal": "mpa",
    "tonne": "ton",
    "kilogram": "kg kilo kilogramme",
    "litre": "liter",
    "barrel": "baril",
    "degree": "degré",
}
MEASURE = {word: unit for unit, names in _MEASURES.items() for word in (unit, *names.split())}
"""The name of a unit by each of its spellings."""
HEADS = "people|person|soldier|troop|worker|personne|soldat"
UNITS = "|".join(sorted(map(re.escape, MEASURE), key=len, reverse=True))
POINTS = r"percentage\s?point|point\sde\spourcentage|pp"
PERCENT = r"%|per\s?cent|pour\s?cent|por\sciento|prozent|percent|في\sالم[ئا]+ة|بالم[ئا]+ة|퍼센트"
"""“per cent”, in the languages of articles, as a pattern; `POINTS` are those of a percentage."""
