"""The parts of a quotation: the words between its ellipses, and what the editor put in square brackets.

An ellipsis (`…`, `[…]`, three full stops) stands for text left out. Brackets hold the editor's own words, which stand
for nothing or for a few words of the article. They may not turn its meaning round: a negation in brackets stands in
the article too, and neither a negation nor a number is replaced by brackets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.matching.negation import is_negation
from briefing.matching.wording import Token, tokens

_ELLIPSIS = r"(?:[…⋯‥]|\.\s?\.\s?\.)+"
_LEFT_OUT = re.compile(rf"[\[(]\s*(?:{_ELLIPSIS}|\.\s?\.)\s*[\])]|{_ELLIPSIS}")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_GLUED = re.compile(r"(?P<before>[^\W_]*)\[(?P<own>[^\[\]\s]+)\](?P<after>[^\W_]*)")
_CAPITAL = re.compile(r"\[(\w)\](?=\w)")
_ENDING_LENGTH = 4
_MORE_WORDS = 2
_COMMENTS = frozenset(["", "sic", "!", "?"])


@dataclass(frozen=True, slots=True)
class Word:
    """A word that the article has too; `any_capital` where its first letter may be a capital there or not."""

    text: str
    any_capital: bool = False

    def is_like(self, there: str) -> bool:
        """Whether a word of the article is the same."""
        if self.text == there:
            return True
        return self.any_capital and self.text[1:] == there[1:] and self.text[:1].casefold() == there[:1].casefold()


@dataclass(frozen=True, slots=True)
class Insertion:
    """The editor's own words: they stand for nothing, for themselves, or for a few words of the article."""

    words: tuple[str, ...]
    is_comment: bool = False

    @property
    def is_literal(self) -> bool:
        """Whether the words must stand in the article themselves, for they would turn its meaning round."""
        return any(is_negation(word) for word in self.words)

    @property
    def reach(self) -> int:
        """How many words of the article it may stand for."""
        return 0 if self.is_comment else len(self.words) + _MORE_WORDS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a quotation: its text, without the brackets of single letters, and its words and insertions."""

    text: str
    elements: tuple[Word | Insertion, ...]

    @property
    def lead(self) -> int:
        """The index of its first word."""
        return next(index for index, element in enumerate(self.elements) if isinstance(element, Word))

    @property
    def brought_in(self) -> tuple[str, ...]:
        """The words in brackets that may not be the editor's own."""
        own = (one for one in self.elements if isinstance(one, Insertion) and one.is_literal)
        return tuple(word for one in own for word in one.words)

    @property
    def leading_words(self) -> tuple[str, ...]:
        """Its first words, up to an insertion."""
        found: list[str] = []
        for element in self.elements[self.lead :]:
            if isinstance(element, Insertion):
                break
            found.append(element.text)
        return tuple(found)


def parts_of(quotation: str) -> tuple[Part, ...]:
    """The parts of a quotation between its ellipses; one of nothing but insertions is left away."""
    parts = (_part(text) for text in _split(_GLUED.sub(_unglued, quotation)))
    return tuple(part for part in parts if any(isinstance(element, Word) for element in part.elements))


def quoted_words(part: Part) -> tuple[tuple[Token, ...], frozenset[int]]:
    """The words that a part quotes, and the indexes among them before which an insertion stands."""
    brackets = [match for match in _BRACKETS.finditer(part.text) if not _insertion(match[1]).is_literal]
    words: list[Token] = []
    inserted: set[int] = set()
    for token in tokens(part.text):
        if any(match.start() < token.start < match.end() for match in brackets):
            inserted.add(len(words))
        else:
            words.append(token)
    return tuple(words), frozenset(inserted)


def _split(quotation: str) -> Iterator[str]:
    """The texts between ellipses. An ellipsis in brackets beside words (`[… the port]`) ends a part as well."""
    end = 0
    for match in _LEFT_OUT.finditer(quotation):
        opened = quotation.rfind("[", end, match.start())
        if opened > quotation.rfind("]", end, match.start()) and "]" in quotation[match.end() :]:
            continue
        yield quotation[end : match.start()]
        end = match.end()
    yield quotation[end:]


def _unglued(match: re.Match[str]) -> str:
    """Brackets that touch a word: `[T]he` and `plan[s]` are the editor's capital and ending; others are part of it."""
    before, own, after = match["before"], match["own"], match["after"]
    if _LEFT_OUT.fullmatch(f"[{own}]") or not (before or after):
        return match[0]
    if before and not after and own.isalpha() and len(own) <= _ENDING_LENGTH and not _turns(own):
        return before
    if after and not before and len(own) == 1 and own.isalpha():
        return f"[{own}]{after}"
    return f"{before}{own}{after}"


def _turns(ending: str) -> bool:
    return is_negation(ending) or ending.casefold() in {"less", "nt", "free"}


def _part(text: str) -> Part:
    """A part without the brackets around the editor's capitals, which may be small in the article."""
    capitals: set[int] = set()
    plain, end = "", 0
    for match in _CAPITAL.finditer(text):
        plain += text[end : match.start()]
        capitals.add(len(plain))
        plain, end = plain + match[1], match.end()
    plain += text[end:]
    return Part(plain, tuple(_elements(plain, capitals)))


def _elements(text: str, capitals: set[int]) -> Iterator[Word | Insertion]:
    """The words and insertions of a part; its first word may be a capital in the article or not."""
    begins, end = True, 0
    for match in [*_BRACKETS.finditer(text), None]:
        for token in tokens(text[end : match.start() if match else len(text)]):
            yield Word(token.text, begins or token.start + end in capitals)
            begins = False
        if match:
            yield _insertion(match[1])
            end = match.end()


def _insertion(own: str) -> Insertion:
    return Insertion(tuple(token.text for token in tokens(own)), own.strip().casefold() in _COMMENTS)
