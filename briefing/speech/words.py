"""Words: the words of a text with their places, and which of them begin with a capital."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.speech.nickname import MARKS, is_nickname

_TOKEN = re.compile(
    r"(?:Jr|Sr)\.|(?:Inc|Corp|Co|Cos|Bros|Ltd)\.(?=[,;:’'”\")]|\s[a-zß-öø-ÿ]|\s\()|&(?=\s[^\W\d_])|[^\W\d_]\.(?:-?[^\W\d_]\.)*(?![^\W_])|[^\W_]+(?:[’'‑‐&-][^\W_]+)*[’']?"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_DESCRIBING = (
    "-based",
    "-born",
    "-backed",
    "-led",
    "-owned",
    "-run",
    "-style",
    "-era",
    "-speaking",
    "-listed",
    "-educated",
    "-trained",
)
_ARTICLE = re.compile(r"(?:l|qu)[’'](?=[^\W\d_a-zß-öø-ÿ][^\W\d_]{2})")  # l’Agence
_ELIDED = re.compile(r"[^\W\d_]{1,2}[’'][a-zß-öø-ÿ]")  # I’m, D’ici


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place; `possessive` where it ended in ’s, which is left off."""

    text: str
    start: int
    end: int
    possessive: bool = False
    plural: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital, behind a particle at most (al-Assad)."""
        if self.text[0] in MARKS:
            return True  # a nickname
        if _ELIDED.match(self.text) or not self.text[0].isalpha() or self.text.endswith(_DESCRIBING):
            return False
        return self.text[0].isupper() or (not self.text.islower() and "-" in self.text and self.text[-1].islower())


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text with their places."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for match in _TOKEN.finditer(text):
        token, begins = match[0], match.start()
        if token[0] in "lq" and (elided := _ARTICLE.match(token)):
            token, begins = token[elided.end() :], begins + elided.end()
        start, end = begins - 1, match.end() + (token[-1] not in MARKS)
        if start > 0 and text[start] in MARKS and is_nickname(text, start, end):
            yield Word(text[start:end], start, end)
            continue
        cut = _POSSESSIVE.search(token)
        if cut and cut.start():
            end = begins + cut.start()
            yield Word(token[: cut.start()], begins, end, possessive=True, plural=len(cut[0]) == 1)
        else:
            yield Word(token, begins, match.end())
