"""Grams: whether words that were withheld stand in a text, however it was cut, spelled or encoded.

A withheld text of up to five words is looked for whole, a longer one in every run of five of its words. What may be
seen anyway is no sign of a leak, and is not looked for: runs that stand in an allowed text, words in common use in it.
Nor is what only reads so on a page because two such texts meet there (`seams`).
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefing.prove.encoded import LATIN, WORD, Encoded
from briefing.prove.names import SHORT, TIED, Name, acronym, of_common_words, short, standing, tied
from briefing.prove.seams import Seen

RUN = 5
"""How many words in a row tell that part of a longer text has come through."""
_WINDOW = 18
"""The same in letters, where the words are not to be told apart: letterspaced, run together, hyphenated."""
_RUN_TOGETHER = 8
"""From so many letters on the words of a short text are looked for as one word, too: “EvaStrand”."""
_FEW = 16
"""Of a text with so many letters for each, few are looked for."""
_TELLING = 6
"""From so many letters on a word is looked for in what is not text: by chance it does not stand there."""

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_HYPHENATED = re.compile(r"[-\u2010\u00ad\ufffe\x02][ \t]*\r?\n\s*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u064b-\u065f\u0640]")
_FROM_THE_RIGHT = re.compile(r"[\u0590-\u08ff](?:[^\w\n]*[\u0590-\u08ff])*")
_LINE = re.compile(r"[^\n]+")
_FIGURE = re.compile(r"\d+")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ \u00a0\u2002-\u200a]{1,4}){2,}[^\W\d_](?![^\W_])")

UNREADABLE = "\ufffd"
"""What stands for a glyph of which the file does not say what it means."""
_UNREAD = re.compile(r"\w*\ufffd[\w\ufffd]*")

Gram = tuple[str, ...]


def plain(text: str) -> str:
    """A text with its ligatures, presentation forms and invisible characters resolved (NFKC), in its own case."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def words(text: str) -> list[str]:
    """The words of a text, in one case, without punctuation."""
    return WORD.findall(plain(text).casefold())


def _own(text: str) -> list[str]:
    """The words of a text in their own case."""
    return WORD.findall(plain(text))


@dataclass(frozen=True, slots=True)
class Reading:
    """Something that was read out of a file, and where it stood there.

    One that `flows` has the words of neighbours side by side, which need not belong together; in `code` there are words
    that belong to a language of machines; what is `encoded` may be no text at all.
    """

    where: str
    text: str
    flows: bool = False
    code: bool = False
    encoded: bool = False

    @property
    def key(self) -> Hashable:
        """What is the same for all readings in which the same is to be found."""
        return self.text, self.flows, self.code, self.encoded


@dataclass
class Needles:
    """Withheld texts, made ready to be looked for; each is known by its place in the list that was given."""

    texts: Sequence[str]
    grams: dict[Gram, int] = field(default_factory=dict)
    joined: set[Gram] = field(default_factory=set)
    """Those of them that are several words, run together."""
    lengths: dict[str, set[int]] = field(default_factory=dict)
    """How long the runs are that begin with a word."""
    windows: dict[str, int] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    """What is looked for as it is written, and not by its words alone."""
    common: frozenset[Gram] = frozenset()
    anchors: dict[str, list[Gram]] = field(default_factory=dict)
    """The runs by their longest word: where none of these stands, nothing is to be found."""
    is_latin: bool = False
    """Whether each of these has a letter or a figure of ASCII."""
    seen: Seen = field(default_factory=lambda: Seen(()))
    """What may be seen anyway."""

    @classmethod
    def of(cls, texts: Sequence[str], allowed: Iterable[str]) -> "Needles":
        """Make what must not be found of some texts, given all that may be."""
        found = cls(texts)
        for index, text in enumerate(texts):
            found._add(index, text)
        allowed = tuple(allowed)
        vocabulary = found._forget(allowed)
        alone = [gram for gram in found.grams if len(gram) == 1 and len(gram[0]) <= SHORT]
        shortest = [short(index, _own(texts[index])[0]) for index in map(found.grams.pop, alone)]
        found.names = (*shortest, *found._names(allowed, vocabulary))
        for gram in found.grams:
            found.anchors.setdefault(max(gram, key=len), []).append(gram)
        found.is_latin = all(map(LATIN.search, found.anchors))
        found.seen = Seen([words(text) for text in allowed])
        found.common = frozenset(gram for gram in found.grams if len(gram) < RUN and vocabulary.issuperset(gram))
        return found

    def _add(self, index: int, text: str) -> None:
        own = words(text)
        if not own or all(word.isdigit() for word in own):
            return  # a number alone tells nothing: pages and paragraphs have them all
        for gram in _grams(own, min(RUN, len(own))):
            self.grams.setdefault(gram, index)
            self.lengths.setdefault(gram[0], set()).add(len(gram))
        letters = "".join(own)
        if 1 < len(own) <= RUN and len(letters) >= _RUN_TOGETHER:
            self.grams.setdefault((letters,), index)
            self.lengths.setdefault(letters, set()).add(1)
            self.joined.add((letters,))
        for start in range(0, len(letters) - _WINDOW + 1, _WINDOW):
            self.windows.setdefault(letters[start : start + _WINDOW], index)

    def _forget(self, allowed: Iterable[str]) -> set[str]:
        """Leave out what may be seen; returns the words that may."""
        vocabulary: set[str] = set()
        for text in allowed:
            own = words(text)
            vocabulary.update(own)
            for _, gram in list(self._known(own)):
                self.grams.pop(gram, None)
            for window in list(filter(self.windows.__contains__, _windows("".join(own)))):
                self.windows.pop(window, None)
        return vocabulary

    def _names(self, allowed: Sequence[str], vocabulary: set[str]) -> Iterator[Name]:
        """The names that its words alone do not tell."""
        as_written = {word for text in allowed for word in _own(text)}
        plain_texts = [plain(text) for text in allowed]
        for index, text in enumerate(self.texts):
            own = _own(text)
            gram = tuple(word.casefold() for word in own)
            if not own or len(own) > RUN:
                continue
            if TIED.search(text):
                found = tied(index, own, plain_texts)
            elif gram in self.grams:
                found = of_common_words(index, own) if vocabulary.issuperset(gram) else None
            else:
                found = acronym(index, own, as_written) if vocabulary.issuperset(gram) else None
            if found:
                yield found

    @property
    def count(self) -> int:
        """Of how many texts something is looked for."""
        return len({*self.grams.values(), *self.windows.values(), *(name.index for name in self.names)})

    def __bool__(self) -> bool:
        return bool(self.grams or self.windows or self.names)

    def in_reading(self, reading: Reading | Encoded) -> Iterator[int]:
        """The texts of which something stands in a reading, each once."""
        found = self._in_bytes(reading) if isinstance(reading, Encoded) else self._in_reading(reading)
        yield from dict.fromkeys(found)

    def _in_bytes(self, reading: Encoded) -> Iterator[int]:
        if self.is_latin and not reading.is_latin:
            return  # as in a picture taken for UTF-16
        there = reading.distinct()
        if not any(there.issuperset(gram) for word in self.anchors.keys() & there for gram in self.anchors[word]):
            return
        for _, gram in self._known(reading.words()):
            if _tells_alone(gram):
                yield self.grams[gram]

    def _in_reading(self, reading: Reading) -> Iterator[int]:
        text = reading.text if reading.encoded else plain(reading.text)
        for written in self._written(text) if not reading.encoded else (text,):
            own = WORD.findall(written.casefold())
            for at, gram in () if self.anchors.keys().isdisjoint(own) else self._known(own):
                if self._tells(gram, reading) and not (reading.flows and self._is_seen(gram, own, at)):
                    yield self.grams[gram]
            if self.names and not (reading.encoded or reading.code):
                yield from standing(self.names, written, flows=reading.flows)
        if reading.encoded or reading.code:
            return
        for run in _SPACED.findall(text):
            spaced = "".join(WORD.findall(run.casefold()))
            yield from (index for gram, index in self.grams.items() if "".join(gram) in spaced)
        own = WORD.findall(text.casefold()) if self.windows else []
        letters = "".join(own)
        # One after the other they are looked for sooner than all at once, unless they are many.
        if len(self.windows) > len(letters) // _FEW or any(window in letters for window in self.windows):
            for window in set(filter(self.windows.__contains__, _windows(letters))):
                index = self.windows[window]
                if not (reading.flows and self.seen.accounts_for(own, window, "".join(words(self.texts[index])))):
                    yield index

    def _tells(self, gram: Gram, reading: Reading) -> bool:
        """Whether words that stand in a reading are likely to be the withheld ones."""
        if reading.flows and gram in self.common:
            return False
        if reading.code:
            return len(gram) > 1 or gram in self.joined
        return not reading.encoded or _tells_alone(gram)

    def _is_seen(self, gram: Gram, own: Sequence[str], at: int) -> bool:
        """Whether a run of words of a longer text stands at this place because texts meet there that may be seen."""
        if not len(gram) == RUN < len(words(self.texts[self.grams[gram]])):
            return False
        return self.seen.holds("".join(gram)) or self.seen.meet_in(own, at, RUN)

    def _written(self, text: str) -> Iterator[str]:
        """A text as it stands, with words joined that were broken over lines, and from its other end."""
        if UNREADABLE in text:
            text = _UNREAD.sub(self._guessed, text)
        yield text
        joined = _HYPHENATED.sub("", text)
        if joined != text:
            yield joined
        if _FROM_THE_RIGHT.search(text):
            # What is written from right to left is drawn in the order of the eye, its figures are not.
            yield _turned(text, _LINE)
            yield _turned(text, _FROM_THE_RIGHT)

    def _guessed(self, match: re.Match[str]) -> str:
        """A word with glyphs that say no text (a ligature over a soft hyphen) as the withheld word that it can be."""
        pieces = (re.escape(piece) for piece in match[0].casefold().split(UNREADABLE))
        could_be = re.compile(r"\w{0,4}".join(pieces))
        withheld = (word for gram in self.grams for word in gram)
        return next((word for word in withheld if could_be.fullmatch(word)), match[0])

    def _known(self, own: Sequence[str]) -> Iterator[tuple[int, Gram]]:
        """Each run that is looked for among some words, and where it begins."""
        for at, word in enumerate(own):
            for length in self.lengths.get(word, ()):
                gram = tuple(own[at : at + length])
                if gram in self.grams:
                    yield at, gram


def _tells_alone(gram: Gram) -> bool:
    """Whether these words are long enough not to stand by chance in what may be no text."""
    return sum(map(_weight, gram)) >= _TELLING


def _weight(word: str) -> int:
    """What a word tells, in letters: one of a script without spaces is two bytes or three, and counts for two."""
    return 2 if _UNSPACED.match(word) else len(word)


def _grams(own: Sequence[str], length: int) -> Iterator[Gram]:
    return zip(*(own[start:] for start in range(length)), strict=False)


def _windows(letters: str) -> Iterator[str]:
    """Every run of letters of the length that is looked for."""
    return (letters[start : start + _WINDOW] for start in range(len(letters) - _WINDOW + 1))


def _turned(text: str, part: re.Pattern[str]) -> str:
    """A text with parts of it from their other end, the figures in them as they are."""
    return part.sub(lambda found: _FIGURE.sub(lambda figure: figure[0][::-1], found[0][::-1]), text)
