"""The libraries that the press needs of this machine: which are there, and what installs the others."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.press.environment import hermetic, load
from briefing.press.fonts import fonts_for, write_fontconfig
from briefing.problem import FaultyInputError

_SUBSET = {
    "linux": "Debian, Ubuntu: sudo apt-get install libharfbuzz-subset0",
    "darwin": "brew install harfbuzz",
    "win32": "See docs/install-windows.md.",
}


@dataclass(frozen=True, slots=True)
class Library:
    """A library, what was found of it, whether the press can do without it, and the command that installs it."""

    name: str
    found: str
    present: bool
    needed: bool
    mend: str = ""


def examine_libraries() -> tuple[Library, ...]:
    """Every library that the press uses, loaded to see whether it works."""
    found = Library("WeasyPrint", version("weasyprint"), present=True, needed=True)
    with TemporaryDirectory(prefix="briefing-") as scratch:
        return (found, *_examine(Path(scratch)))


def _examine(scratch: Path) -> Iterator[Library]:
    with hermetic(write_fontconfig(fonts_for("")[0], scratch)):
        try:
            ffi = load("weasyprint.text.ffi")
        except FaultyInputError as error:
            (problem,) = error.problems
            yield Library("Pango", problem.message, present=False, needed=True, mend=problem.hint)
            return
    number = ffi.pango.pango_version()
    yield Library("Pango", f"{number // 10000}.{number // 100 % 100}.{number % 100}", present=True, needed=True)
    if ffi.harfbuzz_subset is None:
        # Without it fonts are cut down by other means: briefs are slower to press, and have other bytes.
        mend = _SUBSET.get(sys.platform, _SUBSET["linux"])
        yield Library("HarfBuzz-Subset", "missing", present=False, needed=False, mend=mend)
    else:
        yield Library("HarfBuzz-Subset", "present", present=True, needed=False)
