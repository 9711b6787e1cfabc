"""The prints of a pack: the forms in which one variant is put on paper, all of them from the same composed variant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

PrintName = Literal["A4", "Letter", "large-print", "binder", "notes", "grey", "booklet", "cover"]
PAPERS = ("A4", "Letter")
NAMES: tuple[str, ...] = get_args(PrintName)
LARGE_PRINT = "large-print"
_HALVES = {"A4": "A5", "Letter": "5.5in 8.5in"}
"""The page of a booklet: half a sheet, pressed at its own size, so that its type is not made smaller."""
SHEETS = {"A4": (841.89, 595.276), "Letter": (792.0, 612.0)}
"""Width and height of a sheet that lies across, in points (ISO 216; ANSI/ASME Y14.1)."""


CHANGES = "changes"
"""The print of what changed between two editions; it comes with no pack."""


@dataclass(frozen=True, slots=True)
class Print:
    """One print of a variant: `name` as `pack` lists it (of a plain print: its paper), on sheets of `paper`.

    `size` is that of the pressed page, in the words of CSS. `template` makes the page, `layout` takes the place of
    the audience's own, `notes` of where that sets citations. What is `imposed` is put on its sheets after it was
    pressed, in a folder of its own.
    """

    name: str
    paper: str
    size: str
    template: str = "brief.html"
    layout: str | None = None
    notes: Literal["margin", "below"] | None = None
    imposed: bool = False

    @property
    def style(self) -> str:
        """The style sheet of `prints/` that makes the difference; empty for a plain print."""
        return "" if self.name in PAPERS else self.name


def print_of(name: str, paper: str) -> Print:
    """The print of this name; `paper` is what it is printed on, where the name does not say so itself."""
    match name:
        case "A4" | "Letter":
            return Print(name, name, name)
        case "large-print":
            return Print(name, paper, paper, layout=LARGE_PRINT)
        case "booklet":
            return Print(name, paper, _HALVES[paper], notes="below", imposed=True)
        case "cover":
            return Print(name, paper, paper, template="cover.html")
        case name if name == CHANGES:
            return Print(name, paper, paper, template="changes.html")
        case _:
            return Print(name, paper, paper)


def prints_of(pack: Iterable[str], paper: str) -> tuple[Print, ...]:
    """The prints of a pack, the plain one first: it is the one of record, and comes with every pack."""
    return tuple(print_of(name, paper) for name in dict.fromkeys((paper, *pack)))
