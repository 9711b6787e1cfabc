"""Markdown: CommonMark with tables, and front matter between lines of `---`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.model.article import Given
from briefing.read.block import CELL_JOIN, Raw, Reading, collapse, day, gathered, paragraph, said
from briefing.read.plain import decode

_FRONT = re.compile(r"---[ \t]*\n(?=[A-Za-z][\w .-]*:)(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][\w .-]*):[ \t]*(.*)")
_NEVER_HEADINGS = frozenset({"list_item", "blockquote"})
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_MOST_NAMES = 50
_NESTING = 1000  # past the default of 20 the parser would drop text and say nothing


def read(data: bytes) -> Reading:
    """Read the blocks of a Markdown text. Raises Unreadable (E012) where it is not UTF-8."""
    text = decode(data)
    front = _FRONT.match(text)
    given = _given(_mapping(front[1])) if front else Given()
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    tokens = parser.parse(text[front.end() :] if front else text)
    return Reading(gathered(_Walk().over(tokens)), given)


@dataclass(slots=True)
class _Walk:
    """One pass over the tokens of a text."""

    plain: int = 0  # how many list items and quotations are open: nothing in them is a heading
    heading: bool = False
    row: list[str] | None = field(default=None)

    def over(self, tokens: Sequence[Token]) -> Iterator[Raw]:
        for token in tokens:
            kind = token.type.removesuffix("_open").removesuffix("_close")
            if kind in _NEVER_HEADINGS:
                self.plain += token.nesting
            elif kind == "heading":
                self.heading = token.nesting > 0
            elif kind == "tr":
                yield from self._row(token)
            elif kind in {"fence", "code_block"}:
                yield from self._block(token.content.split("\n"), plain=True)
            elif kind == "inline":
                lines = _lines(token.children or ())
                if self.row is None:
                    yield from self._block(lines, plain=self.plain > 0)
                else:
                    self.row.append(collapse(" ".join(lines)))

    def _block(self, raw: Sequence[str], *, plain: bool) -> Iterator[Raw]:
        lines = [line for line in map(collapse, raw) if line]
        if lines:
            text, short = paragraph(lines)
            yield text, not plain and (self.heading or short)

    def _row(self, token: Token) -> Iterator[Raw]:
        if token.nesting > 0:
            self.row = []
            return
        text = CELL_JOIN.join(cell for cell in self.row or () if cell)
        self.row = None
        if text:
            yield text, False


def _lines(inline: Sequence[Token]) -> list[str]:
    """Split the text of inline markup where its source has line ends; HTML tags and pictures give none."""
    parts: list[str] = []
    for token in inline:
        if token.type in {"softbreak", "hardbreak"} or (token.type == "html_inline" and _BREAK.match(token.content)):
            parts.append("\n")
        elif token.type not in {"html_inline", "image"}:
            parts.append(token.content)
    return "".join(parts).split("\n")


def _mapping(front: str) -> Mapping[str, object]:
    """Read front matter; where it is not quite YAML (a colon in a title), line by line."""
    try:
        found = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date such as 2023-02-31
        found = None
    if not isinstance(found, dict):
        matches = (_KEY.fullmatch(line.rstrip()) for line in front.split("\n"))
        found = {match[1]: match[2] for match in matches if match}
    return {str(key).casefold(): value for key, value in found.items()}


def _given(front: Mapping[str, object]) -> Given:
    def first(*keys: str) -> object:
        return next((front[key] for key in keys if front.get(key)), "")

    return Given(
        title=said(first("title")),
        author=_names(first("author", "authors")),
        publisher=said(first("publisher", "site", "sitename", "site_name")),
        published=day(first("date", "published", "publishdate", "date_published")),
        url=said(first("url", "source", "canonical_url", "link")),
        language=said(first("language", "lang")),
    )


def _names(value: object) -> str:
    """Put one name or a list of them on one line; each may be an entry with a `name`."""
    people = value[:_MOST_NAMES] if isinstance(value, list) else [value]
    names = (said(one.get("name") if isinstance(one, dict) else one) for one in people)
    return said(", ".join(name for name in names if name))
