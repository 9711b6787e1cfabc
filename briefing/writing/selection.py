"""Selections: words of an article, taken over so that the check finds them again, and a name as an actor has it."""

import re

from briefing.drafting.draft import unturned
from briefing.matching.quotation import Wording
from briefing.matching.wording import tokens
from briefing.model.article import Article, Block
from briefing.model.problem import FaultyInputError, Problem
from briefing.writing.edit import Selection

_OPENING = '“”„‟"«»‹›「」『』〝〞＂‘‚`'
_CLOSING = '“”„‟"«»‹›「」『』〝〞＂'
_SINGLE = "’'‛"
_LOOSE = ",，;:،؛—– \u00a0\u202f"
_AFTER_NAME = ".!?。؟" + _LOOSE
_POSSESSIVE = re.compile(r"[’'](?:s)?$")
_LONGEST_NAME = 120


def quotation(selection: Selection, article: Article, wording: Wording) -> tuple[str, int, int]:
    """The words of a selection as a quotation, with its first and last paragraph. Raises FaultyInputError (E721)."""
    pieces = _pieces(selection, article)
    text = _trimmed(" […] ".join(pieces))
    last = selection.last or selection.paragraph
    if not tokens(text):
        raise _refused("no words are selected", "Select the words to quote, in one paragraph.")
    found = [place.paragraphs for place in wording.find(text)]
    if not any(places[0] == selection.paragraph and places[-1] == last for places in found):
        hint = "Select whole sentences, or write the quotation in brief.yaml, where the check says what it lacks."
        raise _refused("the check would not find these words in the article as they are quoted", hint)
    return text, selection.paragraph, last


def name(selection: Selection, article: Article) -> str:
    """The words of a selection as a name. Raises FaultyInputError (E721)."""
    pieces = _pieces(selection, article)
    text = _POSSESSIVE.sub("", _trimmed(" ".join(pieces)).rstrip(_AFTER_NAME))
    if not tokens(text) or len(pieces) > 1 or len(text) > _LONGEST_NAME:
        raise _refused("this is no name", "Select a name, in one paragraph.")
    return text


def _pieces(selection: Selection, article: Article) -> list[str]:
    """What is selected of each paragraph; words that are cut are made whole."""
    first = _paragraph(article, selection.paragraph)
    last = selection.last or selection.paragraph
    if last == selection.paragraph:
        places = [(first, selection.start, selection.end)]
    elif last == selection.paragraph + 1:
        places = [(first, selection.start, len(first.text)), (_paragraph(article, last), 0, selection.end)]
    else:
        raise _refused("these words stand too far apart", "Select within one paragraph, or into the next.")
    if any(not 0 <= start <= end <= len(block.text) for block, start, end in places):
        raise _refused("the article has changed", "Load the page anew, and select the words again.")
    seen = "".join(block.text[start:end] for block, start, end in places)
    if selection.words is not None and "".join(selection.words.split()) != "".join(seen.split()):
        raise _refused(
            "the article says something else there by now", "Load the page anew, and select the words again."
        )
    return [" ".join(unturned(_whole(block.text, start, end)).split()) for block, start, end in places]


def _paragraph(article: Article, number: int) -> Block:
    if not 1 <= number <= len(article.paragraphs):
        raise _refused(f"article {article.key} has no paragraph {number}", "Load the page anew.")
    return article.paragraphs[number - 1]


def _whole(text: str, start: int, end: int) -> str:
    """A stretch of a text with the words that it cuts."""
    for token in tokens(text):
        if token.start < start < token.end:
            start = token.start
        if token.start < end < token.end:
            end = token.end
    return text[start:end]


def _trimmed(text: str) -> str:
    """A text without the quotation marks at its ends, and without what is left there of its sentence."""
    text, before = text.strip(), ""
    opened_single = False
    while text != before:
        before = text
        opened_single |= text[:1] in {"‘", "'", "‚"}
        text = text.lstrip(_OPENING + "'" + " ").rstrip(_CLOSING + _LOOSE)
        if text.endswith(tuple(_SINGLE)) and (opened_single or text[-2:-1] in ".,!?…"):
            text = text[:-1]
    return text


def _refused(message: str, hint: str) -> FaultyInputError:
    return FaultyInputError([Problem("E721", message, hint)])
