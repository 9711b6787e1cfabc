"""A script: the text of a brief with what stands where in it: parts by path, and the comments between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from briefing.loading.document import LINE_END
from briefing.loading.outline import Part, ends_a_line, outline
from briefing.model.summary import Path

_COMMENT = re.compile(r"(?:(?<=[ \t\r\n\x85\u2028\u2029])|^)#[^\r\n\x85\u2028\u2029]*")
_INDICATORS = re.compile(r"[|>][-+1-9]*")


class NoPlaceError(Exception):
    """A change cannot be made safely: why, as the end of a sentence, and the path at which it is so."""

    def __init__(self, why: str, path: Path = ()) -> None:
        super().__init__(why)
        self.path = path


@dataclass(frozen=True)
class Script:
    """The text of a brief, ending with a line end, and its parts."""

    text: str
    line_end: str
    root: Part
    end: int
    """Where its mapping ends, comments behind it included."""

    @classmethod
    def of(cls, text: str) -> "Script":
        """The script of a text that can be read as a brief."""
        line_end = next((found[0] for found in LINE_END.finditer(text)), "\n")
        whole = text if ends_a_line(text, len(text)) else text + line_end
        root, end = outline(whole)
        return cls(whole, line_end, root, end)

    def chain(self, path: Path) -> list[Part]:
        """The parts from the whole file to the one at a path. Raises NoPlaceError where an alias stands in the way."""
        parts = [self.root]
        for index, step in enumerate(path):
            if parts[-1].kind == "alias":
                raise NoPlaceError("it repeats another part of the file (*…)", path[:index])
            parts.append(_child(parts[-1], step, path[: index + 1]))
        return parts

    def part(self, path: Path) -> Part:
        """The part at a path."""
        return self.chain(path)[-1]

    def find(self, path: Path) -> Part | None:
        """The part at a path; None where its last key is not there."""
        holder = self.part(path[:-1])
        if holder.kind == "mapping" and isinstance(path[-1], str):
            return holder.get(path[-1])
        return self.part(path)

    def entry(self, path: Path) -> tuple[Part, int, Part, Part]:
        """What holds the part at a path, its place there, the part that begins it (its key, if it has one), itself."""
        holder, part = self.chain(path)[-2:]
        if holder.kind == "mapping":
            pairs = list(holder.pairs())
            index = next(i for i, (key, _) in enumerate(pairs) if key.text == path[-1])
            return holder, index, pairs[index][0], part
        return holder, int(path[-1]), part, part

    def is_in_flow(self, path: Path) -> bool:
        """Whether what stands at a path, or would, stands between brackets or braces."""
        return any(part.is_flow for part in self.chain(path))

    @cached_property
    def comments(self) -> tuple[tuple[int, int], ...]:
        """Where each comment begins and ends, in order."""
        found: list[tuple[int, int]] = []
        place = 0
        for start, end in self._written(self.root):
            found += [match.span() for match in _COMMENT.finditer(self.text, place, start)]
            place = end
        found += [match.span() for match in _COMMENT.finditer(self.text, place)]
        return tuple(found)

    def _written(self, part: Part) -> Iterator[tuple[int, int]]:
        """The stretches of the text that are no place for comments, in order."""
        if part.kind in {"list", "mapping"}:
            for one in part.parts:
                yield from self._written(one)
        elif part.style in {"|", ">"}:
            header = _INDICATORS.search(self.text, part.start)
            body = header.end() if header else part.start
            yield part.start, body
            yield self.next_line(body), max(part.end, self.next_line(body))
        else:
            yield part.start, part.end

    def has_comment(self, start: int, end: int) -> bool:
        """Whether a comment begins between two places."""
        return any(start <= begin < end for begin, _ in self.comments)

    # Lines

    def line_start(self, place: int) -> int:
        """Where the line of a place begins."""
        while not ends_a_line(self.text, place):
            place -= 1
        return place

    def line_stop(self, place: int) -> int:
        """Where the line of a place ends, before its line end."""
        found = LINE_END.search(self.text, place)
        return found.start() if found else len(self.text)

    def next_line(self, place: int) -> int:
        """Where the line behind that of a place begins."""
        found = LINE_END.search(self.text, place)
        return found.end() if found else len(self.text)

    def dash(self, holder: Part, index: int) -> int:
        """Where the hyphen of an entry of a list in lines stands."""
        before = holder.parts[index - 1].end if index else self.line_start(holder.start)
        hyphen = re.compile(rf"(?:^|(?<=[\r\n\x85\u2028\u2029])) {{{holder.column}}}-(?=\s)")
        found = [match.end() - 1 for match in hyphen.finditer(self.text, before, holder.parts[index].start + 1)]
        if not found:
            raise NoPlaceError("its entries do not stand in lines of their own")
        return found[-1]


def _child(part: Part, step: str | int, path: Path) -> Part:
    child: Part | None = None
    if part.kind == "mapping":
        child = part.get(str(step))
    elif part.kind == "list" and isinstance(step, int) and 0 <= step < len(part.parts):
        child = part.parts[step]
    if child is None:
        raise NoPlaceError("it is no longer there", path[:-1])
    return child
