"""Web pages: trafilatura finds the article in the page; its words are taken from the page itself."""

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from difflib import SequenceMatcher

import trafilatura
import webencodings
from lxml.html import HtmlElement
from trafilatura.settings import Document

from briefing.model.article import Given
from briefing.read.block import Reading, day, gathered, said, tidy
from briefing.read.markup import HEADINGS, Seen, blocks, is_unread, parse
from briefing.read.plain import not_utf8

_CHARSET = re.compile(rb"<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BYTE_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PRESCAN = 4096  # bytes in which a page says how it is encoded; the standard has 1,024, and pages have more
_DATES = {
    "original_date": True,
    "extensive_search": False,
    "max_date": "2999-12-31",
}  # no guesses, and no clock
_RUN = 3  # words that follow each other in both texts are the same place of the page
_MOST_PAIRS = 5_000_000  # of runs that are alike; with more, looking for the best order takes too long
_FOUND = 0.5  # of a block's words: then the block is one of the article's
_MISSED = 0.4  # of what stands in the <article>: with less than this, its text was not found
_MAIN_ONE = 0.6  # of the text in all <article> elements: then this one is the article, and the others are teasers
_TOLD_BY = frozenset({"head", "script", "title"})  # in them a page says what it is; nobody reads them as its text
_WORD = re.compile(r"\w+")
_FORMAT_CHARACTER = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # trafilatura drops these; they part no words
_SURROUNDS = frozenset({"aside", "dialog", "footer", "form", "nav"})
_SURROUND_NAME = re.compile(
    r"(?:^|[\s_-])(?:ad|advert\w*|breadcrumbs?|comments?|consent|cookies?|disqus|newsletter|promo|related|shar(?:e|ing)"
    r"|sidebar|social|subscribe)(?:$|[\s_-])",
    re.IGNORECASE,
)


def read(data: bytes) -> Reading:
    """Read the article of a web page. Raises Unreadable: E012, E015."""
    tree = parse(_decode(data))
    body = None if tree is None else tree.find("body")
    if tree is None or body is None:
        return Reading((), Given())
    document = _extract(tree)
    article = _article(body, document.text or "")
    return Reading(gathered((block.text, block.heading) for block in article), _given(tree, document))


def _decode(data: bytes) -> str:
    for mark, encoding in _BYTE_MARKS:
        if data.startswith(mark):
            return tidy(data.removeprefix(mark).decode(encoding, "replace"))
    match = _CHARSET.search(data[:_PRESCAN])
    declared = webencodings.lookup(match[1].decode("ascii", "replace")) if match else None
    if declared is not None and declared.name.startswith("utf-16"):  # whose bytes could not have been read till here
        declared = webencodings.UTF8
    if declared is not None:
        return tidy(declared.codec_info.decode(data, "replace")[0])
    try:
        return tidy(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise not_utf8(data, fault.start, "the web page does not say how it is encoded, and is") from None


def _extract(tree: HtmlElement) -> Document:
    """Let trafilatura find the article, and what the page says of it; given a tree, it fetches nothing."""
    read = deepcopy(tree)
    for element in [element for element in read.iter() if element.tag not in _TOLD_BY and is_unread(element)]:
        element.drop_tree()
    try:
        document = trafilatura.bare_extraction(
            read,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )
    except Exception:  # noqa: BLE001 - on odd pages it raises anything; the page's own blocks are there all the same
        document = None
    return document if isinstance(document, Document) else Document()


def _article(body: HtmlElement, text: str) -> list[Seen]:
    """Choose the page's blocks that are in the text found, or all there are where it was not found."""
    seen = blocks(body)
    chosen = _chosen(seen, text)
    whole = _explicit(body)
    inside = set((body if whole is None else whole).iter())
    rest = [block for block in seen if block.element in inside and not _surrounds(block.element, inside)]
    found = [block for block in chosen if block.element in inside]
    missed = not found if whole is None else _length(found) < _MISSED * _length(rest)
    return rest if missed else chosen


def _chosen(seen: Sequence[Seen], text: str) -> list[Seen]:
    """Keep the blocks most of whose words stand in the text, in order, and the headings right before."""
    words = [_words(block.text) for block in seen]
    found = iter(_in_common([word for block in words for word in block], _words(text)))
    shares = [(sum(next(found) for _ in block), len(block)) for block in words]
    keep = [total > 0 and share >= _FOUND * total for share, total in shares]
    for at in range(len(seen) - 2, -1, -1):
        element, following = seen[at].element, seen[at + 1].element
        if element.tag in HEADINGS and keep[at + 1] and element.getparent() is following.getparent():
            keep[at] = True
    return [block for block, kept in zip(seen, keep, strict=True) if kept]


def _in_common(words: Sequence[str], text: Sequence[str]) -> list[bool]:
    """Tell of each word whether it stands in the text too, in a run of words, the runs in the same order."""
    found = [False] * len(words)
    here, there = _runs(words), _runs(text)
    times = Counter(there)
    if sum(times[run] for run in here) > _MOST_PAIRS:  # a page that repeats itself: take the runs in any order
        starts = [(start, 1) for start, run in enumerate(here) if times[run]]
    else:
        matched = SequenceMatcher(None, there, here, autojunk=False).get_matching_blocks()
        starts = [(start, length) for _, start, length in matched if length]
    for start, length in starts:
        found[start : start + length + _RUN - 1] = [True] * (length + _RUN - 1)
    return found


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _words(text: str) -> list[str]:
    return _WORD.findall(_FORMAT_CHARACTER.sub("", text).casefold())


def _explicit(body: HtmlElement) -> HtmlElement | None:
    """Find the element that the page itself calls its article, or its main part."""
    articles = sorted(body.iter("article"), key=_text_length)
    if articles and _text_length(articles[-1]) >= _MAIN_ONE * sum(map(_text_length, articles)):
        return articles[-1]
    return next(body.iter("main"), None)


def _surrounds(element: HtmlElement, inside: set[HtmlElement]) -> bool:
    """Whether a block stands in what surrounds an article: comments, teasers, forms."""
    while element is not None and element in inside:
        if element.tag in _SURROUNDS or _SURROUND_NAME.search(f"{element.get('id', '')} {element.get('class', '')}"):
            return True
        element = element.getparent()
    return False


def _length(seen: Sequence[Seen]) -> int:
    return sum(len(block.text) for block in seen)


def _text_length(element: HtmlElement) -> int:
    return sum(len(text) for text in element.itertext())


def _given(tree: HtmlElement, document: Document) -> Given:
    return Given(
        title=said(document.title),
        author=said(document.author).replace("; ", ", "),
        publisher=said(document.sitename),
        published=day(document.date),
        url=said(document.url),
        language=said(tree.get("lang")) or said(tree.get("xml:lang")),
    )
