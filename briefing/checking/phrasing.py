"""Phrasing: how likelihood and confidence are put into words (ICD 203, PHIA), and whether all is written."""

import re
from collections.abc import Iterator
from functools import cache

from briefing.model.brief import Brief
from briefing.model.rule import Finding, Rule, at, warning
from briefing.model.summary import Item, Judgement, Path
from briefing.model.text import texts_of
from briefing.model.yardstick import Yardstick, yardstick_of, yardsticks

# Words that say how likely something is and belong to no yardstick.
_LOOSE = (
    "probably",
    "possibly",
    "perhaps",
    "presumably",
    "conceivably",
    "doubtless",
    "undoubtedly",
    "in all likelihood",
    "a good chance",
    "a fair chance",
    "a slim chance",
    "little chance",
    "odds-on",
    "bound to",
)
_STACKED = re.compile(
    r"\b(?:may|might|could)\s+(?:well\s+)?(?:possibly|perhaps|probably|conceivably|potentially|likely)\b"
    r"|\b(?:possibly|perhaps|probably)\s+(?:may|might|could)\b",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\b(?:low|moderate|medium|high)\s+confidence\b|\bconfiden(?:ce|t)\s+(?:that|is|in)\b", re.IGNORECASE
)
TO_BE_WRITTEN = "To be written"
"""How what a draft leaves to the desk begins."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def likelihood_is_in_the_words_of_the_yardstick(brief: Brief) -> Iterator[Finding]:
    """A judgement says how likely something is in the words of the house's yardstick, and in no others."""
    yardstick = brief.house.words_of_likelihood
    foreign = _words_of_likelihood(_foreign(yardstick))
    for path, text in _judgements(brief):
        for match in foreign.finditer(text):
            hint = f"Say it with a word of the {yardstick.title}: {', '.join(yardstick.words)}."
            yield Finding(path, f"“{match[0]}” is no word of likelihood of this house", hint)


def likelihood_is_said_once(brief: Brief) -> Iterator[Finding]:
    """Words of likelihood are not stacked: “may possibly” says less than either word."""
    for path, text in _judgements(brief):
        for match in _STACKED.finditer(text):
            yield Finding(path, f"“{match[0]}” stacks two words of likelihood", "Keep one of them.")


def likelihood_and_confidence_are_apart(brief: Brief) -> Iterator[Finding]:
    """Likelihood and confidence never stand in one sentence (ICD 203): readers take one for the other."""
    likely = _words_of_likelihood(brief.house.words_of_likelihood.words)
    for path, text in _judgements(brief):
        for sentence in _SENTENCE.split(text):
            if _CONFIDENCE.search(sentence) and likely.search(sentence):
                message = "this sentence speaks of likelihood and of confidence"
                yield Finding(path, message, "Take the confidence out of it: the line confidence: … prints it apart.")


def likelihood_keeps_to_one_row(brief: Brief) -> Iterator[Finding]:
    """The two rows of words of ICD 203 (“likely”, “probable”) are not mixed in a brief."""
    yardstick = brief.house.words_of_likelihood
    if yardstick.name != "icd203":
        return
    rows: dict[int, tuple[Path, str]] = {}
    for path, item in brief.summary.items():
        band = yardstick.band(item.likelihood) if item.likelihood else None
        if band and item.likelihood:
            word = " ".join(item.likelihood.casefold().split())
            rows.setdefault(band.words.index(word), ((*path, "likelihood"), word))
    if len(rows) > 1:
        (_, first), (path, second) = list(rows.values())[:2]
        yield Finding(path, f"“{second}” and “{first}” are of different rows", "Keep to one row of the yardstick.")


def nothing_is_left_to_be_written(brief: Brief) -> Iterator[Finding]:
    """Where a draft left a sentence to the desk (“To be written …”), the desk has written it."""
    for path, item in brief.summary.items():
        for place, text in _texts(path, item):
            if text.startswith(TO_BE_WRITTEN):
                yield Finding(place, "this has still to be written", "Write it, or take the line out.")


def _judgements(brief: Brief) -> Iterator[tuple[Path, str]]:
    """Every text of what the desk itself judges."""
    for path, item in brief.summary.items():
        if isinstance(item, Judgement) or item.likelihood:
            yield from _texts(path, item)


def _texts(path: Path, item: Item) -> Iterator[tuple[Path, str]]:
    for inside, text in texts_of(item):
        yield from ((at(*path, *inside, audience=audience), written) for audience, written in text.each())


def _foreign(yardstick: Yardstick) -> tuple[str, ...]:
    """Words of likelihood that this yardstick does not have."""
    others = (word for name in yardsticks() for word in yardstick_of(name).words)
    return tuple(dict.fromkeys(word for word in (*others, *_LOOSE) if word not in yardstick.words))


@cache
def _words_of_likelihood(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


RULES: tuple[Rule, ...] = (
    warning("W121", likelihood_is_in_the_words_of_the_yardstick),
    warning("W122", likelihood_is_said_once),
    warning("W123", likelihood_and_confidence_are_apart),
    warning("W124", likelihood_keeps_to_one_row),
    warning("W125", nothing_is_left_to_be_written),
)
