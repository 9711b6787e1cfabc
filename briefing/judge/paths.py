"""Content paths and logical paths, as text: nothing here touches a file (OCFL 1.1 §3.5.2, §3.5.3.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class PathCodes:
    """Under which codes the same rules stand for one kind of path."""

    name: str
    edges: str
    elements: str
    conflict: str


CONTENT = PathCodes("content path", edges="E100", elements="E099", conflict="E101")
LOGICAL = PathCodes("logical path", edges="E053", elements="E052", conflict="E095")


def complaint(path: str, codes: PathCodes) -> tuple[str, str] | None:
    """The code and the rule that one path breaks by itself, or None."""
    if path.startswith("/") or (path.endswith("/") and path):
        return codes.edges, f"a {codes.name} must not begin or end with a slash"
    if any(element in {"", ".", ".."} for element in path.split("/")):
        return codes.elements, f"no part of a {codes.name} may be empty, “.” or “..”"
    if not is_text(path):
        return "E033", "half of a surrogate pair is not a character"
    return None


def is_text(text: str) -> bool:
    """Whether the text is whole Unicode; JSON can spell halves of characters that no file name has."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def conflicts(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of paths that cannot stand beside each other: the same twice, or a file that is a folder of the other.

    Sorted by their elements, everything below a path follows it at once, so that neighbours tell.
    """
    ordered = sorted(path.split("/") for path in paths)
    for first, second in pairwise(ordered):
        if second[: len(first)] == first:
            yield "/".join(first), "/".join(second)
