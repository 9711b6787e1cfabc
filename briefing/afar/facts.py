"""Facts: what of a machine decides which bytes come out, so that two can be held against each other."""

import hashlib
import os
import pickle
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from briefing import __version__
from briefing.press.families import DEFAULT_FAMILIES, OTHER_FAMILIES, bundled, system_folders
from briefing.press.versions import versions
from briefing.reuse.installed import libraries

TELL = "briefing.afar.facts:tell"

_OURS = "briefing"
_WITH_US = ("distributed", "obstore")
"""Packages of extras by which a worker works: where they are installed, they are compared too."""
_SETTING = (
    "libpango",
    "libharfbuzz",
    "libfontconfig",
    "libfreetype",
    "libfribidi",
    "libglib",
    "libgobject",
    "libz.",
    "libm.",
)
"""How the names of those libraries begin that set type, or reckon or pack for it."""
_OF_PACKAGES = {"site-packages", "dist-packages"}
_HEEDED = ("PANGO", "HB_", "FC_", "FREETYPE")
_SHORT = 12


def tell(_: bytes) -> bytes:
    """In a worker: the facts of its machine."""
    return pickle.dumps(dict(facts()))


def told(packed: bytes) -> Mapping[str, str]:
    """What a worker has told."""
    return {str(name): str(value) for name, value in pickle.loads(packed).items()}  # noqa: S301 (of a worker)


@cache
def facts() -> Mapping[str, str]:
    """Versions and digests of the program, its packages, the libraries that set the type, and the fonts, by name.

    Raises FaultyInputError (E303) where libraries are missing.
    """
    of_press = {name: value for name, value in versions().items() if name != "platform"}
    return {
        **{f"package {name}": value for name, value in _packages()},
        **of_press,
        "briefing": f"{__version__} ({_digest_of_program()})",
        "system": f"{platform.system()} {platform.machine()} {' '.join(platform.libc_ver())}".strip(),
        "byte order": sys.byteorder,
        **{f"library {name}": digest for name, digest in _libraries()},
        "fonts of the program": _digest(_of_files(_bundled_files())),
        "fonts of the machine": _digest(_names_and_sizes(system_folders())),
        **{f"variable {name}": value for name, value in os.environ.items() if name.startswith(_HEEDED)},
    }


def _packages() -> Iterator[tuple[str, str]]:
    """Every package that ours needs, and those need, with its version."""
    seen: set[str] = set()
    waiting = [_OURS, *_WITH_US]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            if name != _OURS:
                yield name, version(name)
            waiting += _needed_by(name)
        except PackageNotFoundError:
            continue


def _needed_by(name: str) -> Iterator[str]:
    for text in requires(name) or ():
        try:
            needed = Requirement(text)
        except InvalidRequirement:
            continue
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield needed.name.lower().replace("_", "-").replace(".", "-")


def _digest_of_program() -> str:
    package = Path(__file__).parent.parent
    files = []
    for name, folders, names in os.walk(package, followlinks=True):
        folders[:] = [one for one in folders if one != "__pycache__"]
        files += [Path(name, one) for one in names]
    return _digest(f"{file.relative_to(package).as_posix()} {_of_file(file)}" for file in sorted(files))


def _libraries() -> Iterator[tuple[str, str]]:
    """The files of the libraries that set the type, where the system says which are loaded.

    Those that a Python package brings are known by its version; whether they are loaded is chance.
    """
    for path, _, _ in libraries() or ():
        name = Path(path).name
        if name.startswith(_SETTING) and not _OF_PACKAGES.intersection(Path(path).parts):
            yield name, _of_file(Path(path))[:_SHORT]


def _bundled_files() -> Iterator[Path]:
    for name in (*DEFAULT_FAMILIES, *OTHER_FAMILIES):
        yield from bundled(name).files


def fonts_by_digest() -> Mapping[str, Path]:
    """The fonts of the program on this machine, by the SHA-256 of their files."""
    return {_of_file(file): file for file in _bundled_files()}


def _of_files(files: Iterable[Path]) -> Iterator[str]:
    return (f"{file.name} {_of_file(file)}" for file in files)


def _names_and_sizes(folders: Iterable[Path]) -> Iterator[str]:
    """A machine has hundreds of MiB of fonts, which are not read."""
    for folder in folders:
        for name, _, files in sorted(os.walk(folder)):
            yield from (f"{file} {Path(name, file).lstat().st_size}" for file in sorted(files))


@cache
def _of_file(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:_SHORT]
