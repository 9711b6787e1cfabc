"""Orders, and what was made to them."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.model.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Iterable

    # A build of which nothing has changed needs neither, nor the time to load them.
    from briefing.model.problem import Problem
    from briefing.model.variant import Variant
    from briefing.printing.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: which audiences (none named: all), on which paper, where to, with a twin, as a draft.

    Embargo and day of review are held against `as_of`.
    With `pack`, all prints that the house style lists for an audience are made, and not the plain one alone.
    With `fit`, a variant over its budget is set tighter, and then loses items of low priority, as far as is needed.
    A `stamp` makes prints of an edition; without one they say that they are not filed.
    With `keeps` it is noted what was made of what, and nothing is pressed twice, unless it is to be `fresh`.
    With `redraws` this process draws the same briefs again after edits: it keeps their pages as they were laid out.
    """

    out: Path
    audiences: tuple[str, ...] = ()
    paper: str | None = None
    html: bool = False
    draft: bool = False
    as_of: dt.datetime | None = None
    pack: bool = False
    fit: bool = False
    stamp: "Stamp | None" = None
    keeps: bool = False
    fresh: bool = False
    redraws: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made; `print` is what the house style calls this print, of a plain one the paper.

    `briefs` are those of a box. `variant` is what it prints, `fonts` are the files that it was set with. `pressed` is
    how many octets of it were pressed, where a seal stands behind them.
    """

    path: Path
    brief: str
    audience: str
    print: str
    pages: int
    sha256: str
    marking: str
    html: Path | None = None
    proof: Proof | None = None
    briefs: tuple[str, ...] = ()
    variant: "Variant | None" = None
    fonts: tuple[Path, ...] = ()
    pressed: int | None = None

    def as_object(self) -> dict[str, Any]:
        """What was made, for machines."""
        names = ("path", "brief", "audience", "print", "pages", "sha256", "marking", "html")
        values = {name: getattr(self, name) for name in names}
        shown = {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}
        if self.briefs:
            shown["briefs"] = list(self.briefs)
        return {**shown, "proof": self.proof.as_object() if self.proof else None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of one brief: each PDF and each problem, as they come; whether all lay there as it was before."""

    brief: str
    results: "Iterable[Made | Problem]"
    is_unchanged: bool = False
