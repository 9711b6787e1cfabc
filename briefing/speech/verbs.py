"""Verbs of saying (“she said”) and of calling (“she calls it a disgrace”), as they stand in a passage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.speech.lexicon import lexicon, listed
from briefing.speech.passage import WORD, Passage

_BEFORE_NOUNS = listed("determiners") | listed("before_nouns")
_ALSO_NOUNS = listed("also_nouns")
_BEFORE_VERBS = listed("before_verbs") | listed("modal") | listed("pronouns")
_NEVER_NOUNS = listed("never_nouns")
_ANSWERS = listed("answers")
_PASSIVES = listed("passive")
_PARTICIPLES = ("é", "ée", "és", "ées")
_BEFORE_ADJECTIVES = frozenset(
    ["est", "sont", "était", "étaient", "plus", "moins", "très", "assez", "bien", "si", "trop"]
)
_BEFORE_INFINITIVES = frozenset(["sans", "pour", "de", "à", "afin"])
_PAST = ("é", "i", "is", "it", "u")
_GO = frozenset(["go", "goes", "went"])
_BEHIND_NOUN = re.compile(r"\s(?:will|would|has|have|had|is|are|was|were|can|could|may|might|should|must|of)\b")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that may introduce a quotation, and its place; `calls` where it only gives words to something."""

    text: str
    start: int
    end: int
    calls: bool

    @property
    def answers(self) -> bool:
        """Whether it says that somebody answers, who is then not who spoke before."""
        return self.text in _ANSWERS


def verbs_in(passage: Passage, start: int, end: int) -> Iterator[Verb]:
    """The verbs of saying and of calling between two places; a “report” behind an article is a noun."""
    lex = lexicon()
    before, place = "", start
    for match in WORD.finditer(passage.bare, start, end):
        plain = match[0].casefold()
        is_elided = plain[1:2] in {"’", "'"}
        word = plain.replace("’", "'").removeprefix("s'").removeprefix("l'") if is_elided else plain
        if match[0][0].islower():
            says, calls = word in lex.say, word in lex.calling
            if says or calls:
                owned = passage.bare.startswith(("’ ", "' ", "’s ", "'s "), place) or before.endswith(("’s", "'s"))
                if owned or _is_noun(passage, word, before, match.end()):
                    before, place = plain, match.end()
                    continue
                yield Verb(word, match.start(), match.end(), calls and not says)
            elif word.endswith("ed") and before not in _PASSIVES and passage.bare.startswith(" that ", match.end()):
                yield Verb(word, match.start(), match.end(), calls=False)
            elif word in _GO and passage.bare.startswith(" on", match.end()):
                yield Verb(word, match.start(), match.end() + len(" on"), calls=False)
        before, place = plain, match.end()


def _is_noun(passage: Passage, word: str, before: str, end: int) -> bool:
    if word.endswith(_PARTICIPLES) and before in _BEFORE_ADJECTIVES:
        return True  # est plus nuancé
    if word.endswith("er") and before in _BEFORE_INFINITIVES and word in lexicon().foreign:
        return True  # sans avancer de chiffre
    if before == "a" and word.endswith(_PAST) and word in lexicon().foreign:
        return False  # elle a promis
    if word.endswith("ed") or word in _NEVER_NOUNS:
        return False
    if word in _ALSO_NOUNS and not (before.endswith("s") or before in _BEFORE_VERBS):
        return before != ""
    if before == "on" and word in lexicon().foreign:
        return False  # on rappelle
    return before in _BEFORE_NOUNS or _BEHIND_NOUN.match(passage.bare, end) is not None
