"""Names: withheld texts that are known by more than their words, and have to be looked for as they are written.

A short name counts in its own case (“Oru” is no “oru”), an acronym beside a word that is spelled alike (“WHO”, “who”),
a name of words that may all be seen by themselves (“Anna Berg”, where there are an Anna Karu and a Berg), and a name of
a script that ties other words to it: 김민준은, والكيلاني.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

SHORT = 3
"""Up to so many letters a name must stand as it is written."""
_FEWEST = 8
"""From so many letters on words that begin with capitals are taken for a name, and not for words that met by chance."""
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
TIED = re.compile(r"[\uac00-\ud7a3\u0621-\u064a]")
"""A letter of a script that ties particles to a name."""
_LEAST = {_HANGUL: 2, _ARABIC: 3}
_ALONE, _TO_THE_END = r"(?<![^\W_])", r"(?![^\W_])"


@dataclass(frozen=True, slots=True)
class Name:
    """A name: which of the withheld texts it is, how it is looked for, and where that is of use."""

    index: int
    pattern: re.Pattern[str]
    in_flow_alone: bool = False
    beside_small_letters: bool = False

    def stands_in(self, text: str, *, flows: bool) -> bool:
        """Whether it stands in a text; `flows` where neighbours stand side by side, as on a page."""
        if self.in_flow_alone and not flows:
            return False
        return any(not self.beside_small_letters or _has_small(text, match) for match in self.pattern.finditer(text))


def _has_small(text: str, match: re.Match[str]) -> bool:
    """Whether there are small letters in the line: in one of capitals alone every word looks like an acronym."""
    end = text.find("\n", match.end())
    return any(letter.islower() for letter in text[text.rfind("\n", 0, match.start()) + 1 : end if end >= 0 else None])


def short(index: int, word: str) -> Name:
    """A name of up to three letters, in its own case or in capitals."""
    return Name(index, re.compile(f"{_ALONE}(?:{re.escape(word)}|{re.escape(word.upper())}){_TO_THE_END}"))


def acronym(index: int, own: Sequence[str], allowed: Collection[str]) -> Name | None:
    """An acronym of which the letters are a word that may be seen; `allowed` are the words that may, in their case."""
    word = own[0]
    if len(own) > 1 or not (word.isalpha() and word.isupper() and len(word) > 1) or word in allowed:
        return None
    return Name(index, re.compile(f"{_ALONE}{re.escape(word)}{_TO_THE_END}"), beside_small_letters=True)


def of_common_words(index: int, own: Sequence[str]) -> Name | None:
    """A name in capitals of which every word may be seen by itself; it stands on one line, with nothing in between."""
    if len(own) < 2 or sum(map(len, own)) < _FEWEST or not all(word[0].isupper() for word in own):
        return None
    forms = ("[ \u00a0-]".join(map(re.escape, words)) for words in (own, [word.upper() for word in own]))
    return Name(index, re.compile(f"{_ALONE}(?:{'|'.join(forms)}){_TO_THE_END}"), in_flow_alone=True)


def tied(index: int, own: Sequence[str], allowed: Iterable[str]) -> Name | None:
    """A name to which particles are tied, unless it stands so in a text that may be seen."""
    if not any(len(script.findall("".join(own))) >= least for script, least in _LEAST.items()):
        return None
    words = r"[\W_]{1,3}".join(map(re.escape, own))
    if _ARABIC.match(own[0]):  # “and”, “so”, “by”, “to”, “as”, and the article, which “to” swallows: للكيلاني
        bare = words.removeprefix("ال")
        words = rf"(?<![\u0621-\u064a])[وف]?(?:[بك]?{words}|لل{bare}|ل{words})"
    else:
        words = f"{_ALONE}{words}"
    pattern = re.compile(words if _HANGUL.match(own[-1][-1]) else f"{words}{_TO_THE_END}")
    return None if any(map(pattern.search, allowed)) else Name(index, pattern)


def standing(names: Iterable[Name], text: str, *, flows: bool) -> Iterator[int]:
    """The withheld texts of which the name stands in a text."""
    yield from (name.index for name in names if name.stands_in(text, flows=flows))
