"""Marks: what stands between quotation marks in the paragraphs of an article, whatever their style.

“English”, ‘British’, "typewritten", 'both', „deutsch“, »Buchsatz«, « français », 「日本語」. A quotation inside another
is part of it. One that runs over several paragraphs opens in each of them and closes in the last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefing.model.article import Article
from briefing.speech.nickname import is_nickname

_CLOSERS = {
    "“": "”",
    "„": '“”"',
    "‚": "‘’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
    "＂": "＂",
    '"': '"',
    "”": "”",
    "‘": "’",
    "'": "'",
    "’": "’",
}
_MARKS = re.compile(f"[{re.escape(''.join({*_CLOSERS, *''.join(_CLOSERS.values())}))}]")
_SINGLE = "‘'’"
_BOTH_WAYS = '"＂”»›' + _SINGLE
"""Marks that open only where a word begins; elsewhere they close, or are apostrophes."""
_BEFORE_WORD = " \t\u00a0\u202f\u2009([{<—–-/…“‘\"'«„:"
# Words that begin with an apostrophe, and are no quotation.
_CLIPPED = re.compile(r"(?:\d\ds?|tis|twas|twere|em|cause|til|till|bout|round|n|kay|cos|coz|nuff)\b", re.IGNORECASE)
_LONGEST = 20_000
"""How many characters a quotation has at most, in one paragraph."""
_WEAK = re.compile(r"\s+[^\W\d_]")
_SPACE = " \t\u00a0\u202f\u2009"


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between two marks: the paragraph, the place of the marks (end: behind the last), and the words.

    `goes_on`: it has no closing mark, for the next paragraph goes on with it. `goes_back`: the one before did.
    """

    paragraph: int
    start: int
    end: int
    text: str
    style: str
    goes_on: bool = False
    goes_back: bool = False


def marked(article: Article) -> tuple[Marked, ...]:
    """All that stands between quotation marks in an article, in order."""
    texts = [block.text for block in article.paragraphs]
    adjoining = _adjoining(article)
    found: list[Marked] = []
    carried = ""  # the style of a quotation that the paragraph before did not close
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) and adjoining[index] else ""
        here = list(_in_paragraph(index + 1, text, following, carried))
        found += here
        carried = here[-1].style if here and here[-1].goes_on else ""
    return tuple(found)


def _adjoining(article: Article) -> list[bool]:
    """For each paragraph whether the next block is a paragraph, too."""
    blocks = article.blocks
    return [
        index + 1 < len(blocks) and not blocks[index + 1].is_heading
        for index, block in enumerate(blocks)
        if not block.is_heading
    ]


def _in_paragraph(number: int, text: str, following: str, carried: str) -> Iterator[Marked]:
    place = 0
    if carried and not _opens_with(text, carried):
        # Some houses do not repeat the mark where a paragraph goes on.
        end = _closes(text, 0, carried)
        if end is not None:
            yield replace(_made(number, text, -1, end, carried), start=0, goes_back=True)
            place, carried = end, ""
    while match := _MARKS.search(text, place):
        start = match.start()
        place = start + 1
        if not _opens(text, start):
            continue
        style = match[0]
        end = _closes(text, start + 1, style)
        goes_back = bool(carried) and style == carried and not text[:start].strip()
        if end is not None and style in _SINGLE and _is_weak(text, end - 1) and _opens_with(following, style):
            end = None  # ‘… the canals’ owners., and the next paragraph goes on
        if end is not None:
            if not is_nickname(text, start, end):
                yield replace(_made(number, text, start, end, style), goes_back=goes_back)
            place = end
        elif _goes_on(following, style):
            yield replace(
                _made(number, text, start, len(text) + 1, style), end=len(text), goes_on=True, goes_back=goes_back
            )
            return
        elif style not in _SINGLE and not _MARKS.search(text, place) and text[-1] in ".!?…":
            # The closing mark was forgotten.
            yield replace(_made(number, text, start, len(text) + 1, style), end=len(text), goes_back=goes_back)
            return


def _made(number: int, text: str, start: int, end: int, style: str) -> Marked:
    return Marked(number, start, end, text[start + 1 : end - 1].strip(_SPACE), style)


def _opens_with(text: str, style: str) -> bool:
    begins = text.lstrip(_SPACE)[:1]
    return begins == style or (bool(begins) and begins in _CLOSERS[style] and style in "«»")


def _goes_on(following: str, style: str) -> bool:
    """Whether the next paragraph opens with the same mark, or closes what was opened before."""
    if _opens_with(following, style):
        return True
    if style in _BOTH_WAYS or style == "„":
        return False
    closes = next((place for place, char in enumerate(following) if char in _CLOSERS[style]), None)
    return closes is not None and style not in following[:closes]


def _opens(text: str, place: int) -> bool:
    mark, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if mark not in _CLOSERS or not after:
        return False
    if mark in "«‹":
        return not (before and (before.isalnum() or before in ".,!?…"))
    if mark not in _BOTH_WAYS:
        return True
    if (before and before not in _BEFORE_WORD) or after in _SPACE or after in ".,;:!?)":
        return False
    if mark == "’":
        return False
    if mark in _SINGLE and _CLIPPED.match(text, place + 1):
        return False
    if mark == "”":
        return "“" not in text and "„" not in text
    return True


def _closes(text: str, place: int, style: str) -> int | None:
    """The place behind the closing mark of a quotation whose words begin at `place`; None where there is none."""
    if style in _SINGLE:
        return _closes_single(text, place, style)
    depth = 0
    for match in _MARKS.finditer(text, place, place + _LONGEST):
        mark, at = match[0], match.start()
        if mark in _CLOSERS[style]:
            if mark == '"' and _is_measure(text, at):
                continue
            if style in '"＂' and _is_opening(text, at):
                return None  # another one begins: this one was never closed
            if depth == 0:
                return at + 1
            depth -= 1
        elif mark == style:
            if not _is_balanced(text):
                return None
            depth += 1
    return None


@lru_cache(maxsize=4)
def _is_balanced(text: str) -> bool:
    """Whether as many quotations close as open: “one “within” another”."""
    return text.count("“") == text.count("”")


def _is_measure(text: str, place: int) -> bool:
    """Whether a mark means inches: a figure before it, and the next mark closes (a 6" rope)."""
    following = text.find(text[place], place + 1, place + _LONGEST)
    return text[place - 1].isdigit() and following >= 0 and not _is_opening(text, following)


def _is_opening(text: str, place: int) -> bool:
    """Whether a mark that closes or opens opens here: space before it and a word behind it."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return before in _SPACE and bool(after) and after not in _SPACE and after not in ".,;:!?)—–"


def _closes_single(text: str, place: int, style: str) -> int | None:
    """The end of ‘…’ or '…', whose closing mark is an apostrophe elsewhere.

    An apostrophe behind an s with a word after it (“the ministers’ plan”) closes only if nothing better does.
    """
    weak: int | None = None
    inside_until = -1
    for match in _MARKS.finditer(text, place, place + _LONGEST):
        at, mark = match.start(), match[0]
        if at < inside_until:
            continue
        if mark in '“„"«' and _opens(text, at):
            inside_until = _closes(text, at + 1, mark) or -1
            continue
        if mark == style and at > place and _opens(text, at) and not text[at - 1 : at].isalnum():
            break
        if mark not in _CLOSERS[style] or not _may_close(text, at):
            continue
        if _is_weak(text, at):
            weak = weak or at + 1
        else:
            return at + 1
    return weak


def _is_weak(text: str, at: int) -> bool:
    """Whether a mark may as well be the apostrophe of a possessive or of a word cut short."""
    return text[at - 1] in "sSnNz0123456789" and _WEAK.match(text, at + 1) is not None


def _may_close(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before not in _SPACE and not after.isalnum()


def outside(text: str, spans: Sequence[Marked]) -> str:
    """A paragraph with what stands between its marks blanked out, but for the last character of each."""
    characters = list(text)
    for span in spans:
        last = span.end - 1 - (not span.goes_on)
        while last > span.start and characters[last] in _SPACE:
            last -= 1
        for place in range(span.start + 1, last):
            characters[place] = "\x00"
    return "".join(characters)
