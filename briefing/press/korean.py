"""Korean lines break between words: browsers are told so by `word-break: keep-all`, which WeasyPrint does not know.

Here a joiner that has no picture (U+2060) stands between the syllables of a word while the page is laid out. It
leaves no glyph behind, so the words of the file are found and copied as they were written; only what is not set in
type (bookmarks, the words of links) would still hold it, and is freed of it before the file is written.
"""

import re
from typing import Any

import pydyf

HtmlElement = Any
PdfObject = Any

_JOINER = "\N{WORD JOINER}"
_SYLLABLE = "[\uac00-\ud7a3]"
# Between two syllables, and between a syllable and a letter, a figure or an opening that belongs to its word.
_INSIDE = re.compile(rf"(?<={_SYLLABLE})(?={_SYLLABLE}|[0-9A-Za-z])|(?<=[0-9A-Za-z%)\u201d\u2019])(?={_SYLLABLE})")
_NOT_TEXT = {"style", "script", "title", "head"}
_SVG = "{http://www.w3.org/2000/svg}"


def keep_words_together(page: HtmlElement) -> None:
    """Keep the Korean words of a page from being broken."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in _NOT_TEXT or element.tag.startswith(_SVG):
            continue
        if element.text:
            element.text = joined(element.text)
        for child in element:
            if child.tail:
                child.tail = joined(child.tail)


def joined(text: str) -> str:
    """A text whose Korean words are kept from being broken."""
    return _INSIDE.sub(_JOINER, text)


def let_words_go(pdf: PdfObject) -> None:
    """Take the joiners out of everything that a PDF says in words instead of type."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary):
            for key, value in item.items():
                if isinstance(value, pydyf.String) and _JOINER in str(value.string):
                    item[key] = pydyf.String(value.string.replace(_JOINER, ""))
