"""Doctor: what this machine lacks to build briefs, and the command that mends it."""

import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from briefing import __version__
from briefing.loading.load import load_desk, load_layouts
from briefing.model.problem import FaultyInputError
from briefing.pace import examine_pace
from briefing.press.libraries import examine_libraries


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found of one thing that a build needs: there or lacking, and what mends it."""

    what: str
    found: str
    lacking: bool = False
    mend: str = ""

    def as_text(self) -> str:
        """The finding on one line, and the remedy below it."""
        line = f"{'LACKS' if self.lacking else 'ok':5}  {self.what}: {self.found}"
        return f"{line}\n       hint: {self.mend}" if self.mend else line

    def as_object(self) -> dict[str, Any]:
        """The finding, for machines."""
        return asdict(self)


def examine_machine(desk: Path | None) -> tuple[Answer, ...]:
    """Everything that a build needs of this machine, in the order in which it needs it."""
    return (_program(), _python(), *_libraries(), *_pace(), _fonts(), _scratch(), *_desk(desk))


def _program() -> Answer:
    return Answer("briefing", __version__)


def _python() -> Answer:
    found = f"{platform.python_version()} ({sys.executable})"
    return Answer(
        "Python",
        found,
        lacking=sys.version_info < (3, 11),
        mend="" if sys.version_info >= (3, 11) else "Install Python 3.11.",
    )


def _libraries() -> Iterator[Answer]:
    for library in examine_libraries():
        yield Answer(library.name, library.found, library.needed and not library.present, library.mend)


def _pace() -> Iterator[Answer]:
    """What only slows: nothing that a build would lack."""
    for one in examine_pace():
        yield Answer(one.name, one.found, mend=one.mend)


def _fonts() -> Answer:
    try:
        return Answer("fonts", f"rendercv-fonts {importlib.metadata.version('rendercv-fonts')}")
    except importlib.metadata.PackageNotFoundError:
        return Answer("fonts", "the package is missing", lacking=True, mend="pip install rendercv-fonts")


def _scratch() -> Answer:
    folder = tempfile.gettempdir()
    fits = os.access(folder, os.W_OK)
    mend = "" if fits else "Set TMPDIR to a folder that you may write in."
    return Answer("scratch folder", folder, lacking=not fits, mend=mend)


def _desk(desk: Path | None) -> Iterator[Answer]:
    if desk is None:
        yield Answer("desk", "none around this folder", mend="Go to your desk's folder, or name it with --desk DIR.")
        return
    yield _usable("desk", desk, lambda: load_desk(desk).house.organisation)
    yield _usable("layouts", desk, lambda: ", ".join(load_layouts(desk / "layouts")))


def _usable(what: str, desk: Path, load: Callable[[], str]) -> Answer:
    try:
        return Answer(what, f"{load()} ({desk})" if what == "desk" else load())
    except FaultyInputError as error:
        return Answer(what, error.problems[0].message, lacking=True, mend="briefing check lists every problem.")
