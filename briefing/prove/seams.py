"""Seams: where two texts that may be seen meet on a page, they can read like a withheld one.

A word that is broken over a line leaves its end at the beginning of the next: “believ-able doubts” has “able doubts”
in it. What stands in the margin follows its line: after “… treated as” the “A124” of a citation goes on like “… treated
as a threat”. And one text follows the other: “… in the hands of” and “An early sign …”. A brief that repeats a phrase
would be refused for it, and nobody could say what to mend.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

_FRAGMENT = 2
"""Of so many letters at most a run is freed that stand in another word than the rest of it."""
_BESIDE = 2
"""So many words on each side of a run must go on as the texts do that meet in it."""


class Seen:
    """The letters of texts that may be seen, each text by itself."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """`texts` are given by their words."""
        self._texts = [list(words) for words in texts if words]

    @cached_property
    def _letters(self) -> tuple[str, ...]:
        return tuple("".join(words) for words in self._texts)

    def holds(self, letters: str) -> bool:
        """Whether these letters stand in one of the texts, wherever its words end."""
        return any(letters in text for text in self._letters)

    def meet_in(self, words: Sequence[str], at: int, length: int) -> bool:
        """Whether in a run of some words one text ends and another begins: what may be seen, one after the other."""
        before, behind = words[max(0, at - _BESIDE) : at], words[at + length : at + length + _BESIDE]
        return any(
            self._one_ends_with(before, words[at:seam]) and self._one_begins_with(words[seam : at + length], behind)
            for seam in range(at + 1, at + length)
        )

    def _one_ends_with(self, before: Sequence[str], run: Sequence[str]) -> bool:
        """Whether a text has all of this run at its end, and before it, as far as it goes, what stands there."""
        whole = [*before, *run]
        return any(len(text) >= len(run) and text[-len(whole) :] == whole[-len(text) :] for text in self._texts)

    def _one_begins_with(self, run: Sequence[str], behind: Sequence[str]) -> bool:
        whole = [*run, *behind]
        return any(len(text) >= len(run) and text[: len(whole)] == whole[: len(text)] for text in self._texts)

    def accounts_for(self, words: Sequence[str], window: str, withheld: str) -> bool:
        """Whether a window of withheld letters stands among these words only where texts that may be seen meet.

        It is looked for everywhere, and as far to both sides as the letters are those that are withheld.
        """
        letters, ends = "".join(words), {0, *accumulate(map(len, words))}
        for start, end in _runs(letters, window, withheld):
            first = next(at for at in range(start, end + 1) if at in ends or at == end)
            last = next(at for at in range(end, start - 1, -1) if at in ends or at == start)
            apart = letters[start:first], letters[last:end]
            if any(len(piece) > _FRAGMENT or not piece.isascii() for piece in apart):
                first, last = start, end
            if not self._are_seen(letters[first:last]):
                return False
        return True

    def _are_seen(self, letters: str) -> bool:
        """Whether letters stand in one text, or at the end of one and the beginning of another."""
        return self.holds(letters) or any(
            any(text.endswith(letters[:seam]) for text in self._letters)
            and any(text.startswith(letters[seam:]) for text in self._letters)
            for seam in range(1, len(letters))
        )


def _runs(letters: str, window: str, withheld: str) -> Iterator[tuple[int, int]]:
    """From where to where letters are the same as withheld ones, around each place of a window in both."""
    for at in _places(window, letters):
        for there in _places(window, withheld):
            before = _alike(reversed(letters[:at]), reversed(withheld[:there]))
            length = len(window)
            after = _alike(letters[at + length :], withheld[there + length :])
            yield at - before, at + length + after


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many letters two texts have in common at their beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
