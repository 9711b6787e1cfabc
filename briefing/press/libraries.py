"""The libraries that set the type: which of them this machine has."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from briefing.model.problem import FaultyInputError
from briefing.press.environment import hermetic, load
from briefing.press.fonts import fonts_for, write_fontconfig


@dataclass(frozen=True, slots=True)
class Library:
    """A library of the press: what was found of it, whether a build needs it, and what brings it."""

    name: str
    found: str
    present: bool
    needed: bool
    mend: str = ""


def examine_libraries() -> tuple[Library, ...]:
    """WeasyPrint with Pango, which a build needs, and HarfBuzz-Subset, which only makes it faster."""
    fonts, _ = fonts_for("")
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        try:
            with hermetic(write_fontconfig(fonts, Path(scratch))):
                ffi = load("weasyprint.text.ffi")
        except FaultyInputError as error:
            problem = error.problems[0]
            return (Library("Pango", problem.message, present=False, needed=True, mend=problem.hint),)
    number = ffi.pango.pango_version()
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    weasyprint = load("weasyprint").__version__
    subset = ffi.harfbuzz_subset is not None
    return (
        _weasyprint(weasyprint),
        Library("Pango", pango, present=True, needed=True),
        Library(
            "HarfBuzz-Subset",
            "there" if subset else "not there: fonts are cut down more slowly",
            present=subset,
            needed=False,
            mend="" if subset else "Debian, Ubuntu: sudo apt-get install libharfbuzz-subset0",
        ),
    )


def _weasyprint(version: str) -> Library:
    """Pages are pressed by any that there is; only by the one that is known do they share what they have in common."""
    if load("briefing.press.once").fits():
        return Library("WeasyPrint", version, present=True, needed=True)
    found = f"{version}, which is not as it was published, or unknown: every page is pressed by itself, more slowly"
    return Library(
        "WeasyPrint", found, present=True, needed=True, mend="pip install --force-reinstall weasyprint==70.0"
    )
