"""Orders, and what was made to them."""

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from briefing.prove import Proof


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: which audiences (none named: all), on which paper, where to, with a twin, as a draft.

    Embargo and day of review are held against `as_of`.
    With `pack`, all prints that the house style lists for an audience are made, and not the plain one alone.
    With `fit`, a variant over its budget is set tighter, and then loses items of low priority, as far as is needed.
    """

    out: Path
    audiences: tuple[str, ...] = ()
    paper: str | None = None
    html: bool = False
    draft: bool = False
    as_of: dt.datetime | None = None
    pack: bool = False
    fit: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made; `print` is what the house style calls this print, of a plain one the paper.

    `briefs` are those of a box.
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

    def as_object(self) -> dict[str, Any]:
        """What was made, for machines."""
        shown = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}
        if not self.briefs:
            del shown["briefs"]
        return {**shown, "proof": self.proof.as_object() if self.proof else None}
