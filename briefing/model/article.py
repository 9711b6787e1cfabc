"""An article as received, read into headings and numbered paragraphs (¶), and citations of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

_HEADING_LENGTH = 80
_NOT_A_HEADING_END = (
    ".",
    ",",
    ";",
    ":",
    "。",
    "，",
    "、",
    "；",
    "：",
    "۔",
    "،",
    "؛",
    "।",
    "”",
    "’",
    '"',
    "'",
    "»",
    "›",
    "“",
    "‘",
    "」",
    "』",
    "〞",
    "＂",
)
_CITATION = re.compile(r"(?P<key>[A-Za-z]*)(?P<first>[1-9][0-9]{0,5})(?:[-–](?P<last>[1-9][0-9]{0,5}))?")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article: a paragraph with its number, or a heading, which has none."""

    text: str
    number: int | None = None

    @property
    def is_heading(self) -> bool:
        """Whether this block is a heading."""
        return self.number is None


@dataclass(frozen=True, slots=True)
class Given:
    """What an article's own file says of it; an empty string where it says nothing."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True)
class Article:
    """An article: its key in the brief (`A`), its blocks in order, and the digest of the file as received."""

    key: str
    blocks: tuple[Block, ...]
    sha256: str
    given: Given = field(default=Given())

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        """The numbered paragraphs: ¶n stands at index n - 1."""
        return tuple(block for block in self.blocks if not block.is_heading)


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A citation: `A7` is article A, paragraph 7; `A7-9` its paragraphs 7 to 9."""

    key: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.key}{self.first}" + (f"–{self.last}" if self.last > self.first else "")

    def __iter__(self) -> Iterator[int]:
        """The numbers of the paragraphs cited."""
        return iter(range(self.first, self.last + 1))


def is_heading(text: str) -> bool:
    """Whether a block of one line is a heading: short, and not ending as a sentence or a quotation does."""
    return len(text) <= _HEADING_LENGTH and not text.endswith(_NOT_A_HEADING_END)


def number(blocks: Iterable[tuple[str, bool]]) -> tuple[Block, ...]:
    """Number the paragraphs of (text, is a heading) pairs from 1; headings carry no number."""
    numbered: list[Block] = []
    count = 0
    for text, heading in blocks:
        count += not heading
        numbered.append(Block(text, None if heading else count))
    return tuple(numbered)


def parse_citation(text: str, keys: Iterable[str]) -> Citation:
    """Read `A7`, `A7-9` or, with one article, a bare `7`.

    Raises ValueError, with a sentence, where the text is no citation or names no article of the brief.
    """
    known = tuple(keys)
    match = _CITATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is no citation: write A7 for article A, paragraph 7, or A7-9")
    key = match["key"] or (known[0] if len(known) == 1 else "")
    if not key:
        raise ValueError(f"“{text}” does not say which article: write one of {', '.join(k + text for k in known)}")
    if key not in known:
        raise ValueError(f"there is no article {key}: the brief has {', '.join(known)}")
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if last < first:
        raise ValueError(f"“{text}” runs backwards: write {key}{last}-{first}")
    return Citation(key, first, last)
