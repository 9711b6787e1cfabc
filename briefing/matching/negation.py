"""Negation: the small words without which a sentence says another thing, or the opposite.

Words of the languages that articles are quoted in; a word is known by itself, whatever it means in its sentence.
"""

from collections.abc import Sequence

_NO_IN_ENGLISH = (
    "not no never nor without neither none cannot nobody nothing nowhere hardly barely scarcely unless except"
)
_NO_IN_FRENCH = "ne n' pas jamais sans ni aucun aucune rien non guère nullement sauf"
_NO_IN_GERMAN = "nicht kein keine keinen keinem keiner keines nie niemals ohne weder niemand nichts kaum nirgends außer"
_NO_IN_SPANISH = "nunca jamás sin nadie nada tampoco ningún ninguno ninguna apenas"
_NO_ELSEWHERE = "não nem sem nenhum nenhuma mai senza nessun nessuno nessuna nulla niente niet geen nooit zonder"
_NO_IN_RUSSIAN = "не нет ни никогда без"
_NO_IN_ARABIC = "لا لم لن ليس ليست ليسوا لسنا لست غير دون بدون عدم إلا سوى كلا"
_NO_IN_THE_EAST = "안 못 不 没 未"
_NEGATIONS = frozenset(
    f"{_NO_IN_ENGLISH} {_NO_IN_FRENCH} {_NO_IN_GERMAN} {_NO_IN_SPANISH} {_NO_ELSEWHERE} {_NO_IN_RUSSIAN} "
    f"{_NO_IN_ARABIC} {_NO_IN_THE_EAST}".split()
)
_AND_IN_ARABIC = ("و", "ف")  # written as one word with the next
_NO_IN_KOREAN = ("않", "못하", "못한", "못했", "못할", "없", "아니", "아닌", "말라", "말아")
"""How words begin that say no."""
_FEW = "few little seldom rarely"
_FEW_ABROAD = "peu wenig wenige wenigen poco poca pocos pocas قليل قليلا"
_NEARLY_NO = frozenset(f"{_FEW} {_FEW_ABROAD}".split())
_COUNTED_IN_ENGLISH = (
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion trillion dozen half"
)
_COUNTED_IN_FRENCH = (
    "deux trois quatre cinq sept huit neuf dix onze douze vingt trente quarante cinquante soixante cent mille milliard "
    "milliards millions"
)
_NUMBERS = frozenset(f"{_COUNTED_IN_ENGLISH} {_COUNTED_IN_FRENCH}".split())
_BOUNDS = frozenset(
    tuple(bound.split())
    for bound in (
        *("less than", "fewer than", "more than", "at least", "at most", "up to", "under", "over", "below", "above"),
        *("almost", "nearly", "moins de", "plus de", "au moins", "au plus", "jusqu' à", "weniger als", "mehr als"),
        *("mindestens", "höchstens", "bis zu", "fast", "menos de", "más de", "al menos", "hasta", "casi"),
    )
)
_MORE_OR_LESS = "less fewer more longer later earlier only"
_MORE_OR_LESS_ABROAD = "moins plus seulement weniger mehr länger nur menos más sólo solo"
COMPARATIVES = frozenset(f"{_MORE_OR_LESS} {_MORE_OR_LESS_ABROAD}".split())
"""Words that say the opposite without the “no” or “not” right before them: “no fewer than three”."""


def is_negation(word: str) -> bool:
    """Whether a word says no."""
    plain = word.casefold()
    return (
        plain in _NEGATIONS
        or plain.endswith("n't")
        or (plain[:1] in _AND_IN_ARABIC and plain[1:] in _NEGATIONS)
        or plain.startswith(_NO_IN_KOREAN)
    )


def limits(word: str) -> bool:
    """Whether what is said is another thing without this word: one that says no, or hardly any."""
    return is_negation(word) or word.casefold() in _NEARLY_NO


def bounds(words: Sequence[str]) -> bool:
    """Whether a number that follows these words is a bound, and not what it is worth: “less than”."""
    plain = tuple(word.casefold() for word in words[-2:])
    return plain in _BOUNDS or plain[-1:] in _BOUNDS


def carries_meaning(word: str) -> bool:
    """Whether no insertion may stand for this word: a negation, or a number."""
    return limits(word) or is_number(word)


def is_number(word: str) -> bool:
    """Whether a word is a number, in digits or not."""
    return word.casefold() in _NUMBERS or any(character.isdigit() for character in word)
