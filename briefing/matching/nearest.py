"""How a quotation differs from the passage that comes nearest to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefing.matching.negation import carries_meaning
from briefing.matching.parts import Part, quoted_words
from briefing.matching.wording import Token, tokens

_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the article, and what the quotation has in their place; either may be empty."""

    article: str
    quotation: str


@dataclass(frozen=True, slots=True)
class Near:
    """The passage that comes nearest to a quotation, and how the two differ; `shared` is from 0, nothing, to 1."""

    paragraph: int
    passage: str
    differences: tuple[Difference, ...]
    shared: float = 0.0


def compare(paragraph: int, text: str, part: Part) -> Near:
    """Hold a part of a quotation against the passage of a paragraph that shares most with it."""
    quoted, inserted = quoted_words(part)
    there = tokens(text)
    reordered = _reordered(paragraph, text, part, quoted, there)
    if reordered:
        return reordered
    anchor = _matcher(there, quoted).find_longest_match()
    slack = len(quoted) // 4 + 2
    low = max(0, anchor.a - anchor.b - slack)
    window = there[low : max(0, anchor.a - anchor.b) + len(quoted) + slack]
    blocks = [block for block in _matcher(window, quoted).get_matching_blocks() if block.size]
    if not blocks:
        return Near(paragraph, text[:_SHOWN], ())
    # The passage reaches as far as the quotation does before its first and after its last shared word.
    first = max(0, blocks[0].a - blocks[0].b)
    last = min(len(window), blocks[-1].a + len(quoted) - blocks[-1].b)
    passage = window[first:last]
    differences = tuple(
        Difference(_span(text, passage[a:b]), _span(part.text, quoted[c:d]))
        for a, b, c, d in _unlike(passage, quoted)
        if not (c == d and c in inserted and not any(carries_meaning(token.text) for token in passage[a:b]))
    )
    shared = sum(block.size for block in blocks) / len(quoted)
    return Near(paragraph, _span(text, passage), differences, shared)


def _reordered(paragraph: int, text: str, part: Part, quoted: Sequence[Token], there: Sequence[Token]) -> Near | None:
    """The passage that has the same words in another order, and where the order differs."""
    words = [token.text.casefold() for token in quoted]
    wanted, known, plain = sorted(words), set(words), [token.text.casefold() for token in there]
    for start in range(len(there) - len(words) + 1):
        run = plain[start : start + len(words)]
        if plain[start] in known and run[-1] in known and run != words and sorted(run) == wanted:
            unlike = [index for index, (one, two) in enumerate(zip(run, words, strict=True)) if one != two]
            first, last = unlike[0], unlike[-1] + 1
            passage = there[start : start + len(words)]
            difference = Difference(_span(text, passage[first:last]), _span(part.text, quoted[first:last]))
            return Near(paragraph, _span(text, passage), (difference,), 1.0)
    return None


def _matcher(one: Sequence[Token], other: Sequence[Token]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [t.text.casefold() for t in one], [t.text.casefold() for t in other], autojunk=False)


def _unlike(passage: Sequence[Token], quoted: Sequence[Token]) -> Iterator[tuple[int, int, int, int]]:
    """The runs (start and end in either) that differ, in letters or in their case, each as long as it gets."""
    run: tuple[int, int, int, int] | None = None
    for tag, a, b, c, d in _matcher(passage, quoted).get_opcodes():
        pairs = ((a + i, a + i + 1, c + i, c + i + 1) for i in range(b - a)) if tag == "equal" else ((a, b, c, d),)
        for one in pairs:
            if tag == "equal" and _is_same(passage[one[0]].text, quoted[one[2]].text, begins=one[2] == 0):
                continue
            if run and (run[1], run[3]) == (one[0], one[2]):
                run = (run[0], one[1], run[2], one[3])
            else:
                if run:
                    yield run
                run = one
    if run:
        yield run


def _is_same(there: str, quoted: str, *, begins: bool) -> bool:
    return there == quoted or (begins and there[1:] == quoted[1:])


def _span(text: str, found: Sequence[Token]) -> str:
    return text[found[0].start : found[-1].end] if found else ""
