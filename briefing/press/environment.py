"""What surrounds the press: which fonts it may see, and the libraries it is started with."""

import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from threading import RLock
from types import ModuleType

from briefing.model.problem import FaultyInputError, Problem

# A Python that is not Homebrew's does not look where Homebrew puts Pango.
_WHERE_LIBRARIES_ARE: dict[str, str | None] = (
    {"DYLD_FALLBACK_LIBRARY_PATH": "/opt/homebrew/lib:/usr/local/lib:/usr/lib"} if sys.platform == "darwin" else {}
)

# The process has one environment, and WeasyPrint one log: one press at a time.
_PRESSING = RLock()

_INSTALL = {
    "linux": "Debian, Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
    "win32": "See docs/install-windows.md.",
}


@contextmanager
def hermetic(fontconfig: Path) -> Iterator[None]:
    """Let the press see the fonts of this fontconfig file only; what was set before is put back."""
    values = {
        "FONTCONFIG_FILE": str(fontconfig.resolve()),
        "FONTCONFIG_PATH": None,
        "FONTCONFIG_SYSROOT": None,
        # Fontconfig orders fonts by the reader's language, and asks for it only once in a process.
        "FC_LANG": "en",
    }
    with _PRESSING, _environment(values):
        yield


@contextmanager
def _environment(values: Mapping[str, str | None]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    _set(values)
    try:
        yield
    finally:
        _set(before)


def _set(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def load(name: str) -> ModuleType:
    """Load a module of the press, and WeasyPrint with it.

    Raises FaultyInputError (E303) where the libraries are missing that set the type.
    """
    if name in sys.modules:
        return sys.modules[name]
    try:
        with _quiet(), _environment(_WHERE_LIBRARIES_ARE):
            return _load_quickly(name) or import_module(name)
    except OSError as error:
        raise FaultyInputError([_missing_libraries(error)]) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """WeasyPrint prints advice of its own, and warns of a library that it can do without."""
    with redirect_stdout(StringIO()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="HarfBuzz-Subset", category=DeprecationWarning)
        yield


def _load_quickly(name: str) -> ModuleType | None:
    """On Linux, load without what takes time and is not needed; None where that fails."""
    if not sys.platform.startswith("linux"):
        return None
    from briefing.press.shortcuts import shortcuts  # noqa: PLC0415 (with WeasyPrint, and not before)

    try:
        with shortcuts():
            return import_module(name)
    except OSError:
        # Some systems have the libraries where only a search finds them: begin again with it.
        for loaded in [key for key in sys.modules if key.partition(".")[0] == "weasyprint"]:
            del sys.modules[loaded]
        return None


def _missing_libraries(error: OSError) -> Problem:
    return Problem(
        code="E303",
        message=f"This machine lacks a library that sets the type, or it cannot be used ({_first(error)}).",
        hint=_INSTALL.get(sys.platform, _INSTALL["linux"]),
    )


def _first(error: OSError) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0].partition(":")[0]
