"""The families that came with the program, those of this machine, and what they can set."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

Coverage = frozenset[int]

# The text face and the sans; then, in the order in which they are asked, those for what these two lack.
TEXT = "XCharter"
SANS = "Source Sans 3"
DEFAULT_FAMILIES = (TEXT, SANS)
OTHER_FAMILIES = (
    "Gentium Book Plus",
    "Noto Sans",
    "Noto Sans KR",
    "Noto Sans JP",
    "Noto Sans SC",
    "Open Sans",  # for Hebrew
    "Amiri",
    "IBM Plex Sans Arabic",
)
RIGHT_TO_LEFT = ("Amiri", "IBM Plex Sans Arabic", "Open Sans")
# A sans that a page in the script of another family is set in beside it.
COMPANIONS = {"Amiri": "IBM Plex Sans Arabic"}

_PACKAGE = "rendercv_fonts"
# The three East Asian families share a folder with Noto Sans; others are packages of their own.
_FOLDERS = {"Noto Sans KR": "Noto Sans", "Noto Sans JP": "Noto Sans", "Noto Sans SC": "Noto Sans"}
_PACKAGES = {"Amiri": "fontpkg_amiri", "IBM Plex Sans Arabic": "fontpkg_ibm_plex_sans_arabic"}
# Nothing in Arabic slants, and of the many weights two are used.
_STYLES = ("Regular", "Bold")
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_REGULAR_WEIGHT = 400
_RESTRICTED = 0x0002  # OS/2 fsType: may not be embedded without the owner's permission
_OUTLINES = ("glyf", "CFF ", "CFF2")
_PICTURES = ("CBDT", "sbix", "SVG ", "COLR")


@dataclass(frozen=True)
class Family:
    """A family by the name that a style sheet calls it, and the files of its styles, the regular first."""

    name: str
    files: tuple[Path, ...]

    @property
    def every_style(self) -> Coverage:
        """What can be set in every style, so that bold and italic do not fall out of the family."""
        return frozenset.intersection(*(coverage(file) for file in self.files))

    @property
    def any_style(self) -> Coverage:
        """What can be set in one style at least."""
        return frozenset[int]().union(*(coverage(file) for file in self.files))


@lru_cache(maxsize=512)
def coverage(file: Path) -> Coverage:
    """Read which characters a font file (of a collection, its first face) can set."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (40 ms, and most briefs need none of it)

    with file.open("rb") as opened, TTFont(opened, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap() or ())


@cache
def bundled(name: str) -> Family:
    """Find a family of the fonts packages by its name."""
    package = _PACKAGES.get(name, _PACKAGE)
    folder = _folder_of(package) / ("files" if name in _PACKAGES else _FOLDERS.get(name, name))
    stem = name.replace(" ", "")
    files = sorted(file for file in folder.glob(f"{stem}-*") if file.suffix in _SUFFIXES)
    if name in _PACKAGES:
        files = [file for file in files if file.stem.rpartition("-")[2] in _STYLES]
    if not files:
        raise FileNotFoundError(f"the package {package.replace('_', '-')} has no {name}")
    regular = [file for file in files if file.stem.endswith("-Regular")]
    return Family(name, tuple(regular + [file for file in files if file not in regular]))


@cache
def _folder_of(package: str) -> Path:
    """Find a fonts package without running it: it may list all its files when it is imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package.replace('_', '-')} is not installed")
    return Path(spec.origin).parent


def system_folders() -> tuple[Path, ...]:
    """List where this system keeps its fonts: for everyone, then for this user."""
    home = Path.home()
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        return (windows / "Fonts", local / "Microsoft/Windows/Fonts")
    shared = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return (*shared, home / ".local/share/fonts", home / ".fonts")


@lru_cache(maxsize=8)
def families_in(folders: tuple[Path, ...]) -> tuple[Family, ...]:
    """Find the families in font folders, in the order of their names; broken files are passed over.

    A family that has no upright regular style, may not be embedded, or consists of pictures is left out.
    """
    styles: dict[str, list[_Style]] = {}
    for folder in folders:
        for file in _font_files(folder):
            style = _style(file)
            if style is not None:
                styles.setdefault(style.family, []).append(style)
    return tuple(_families(styles))


@dataclass(frozen=True)
class _Style:
    family: str
    file: Path
    is_regular: bool


def _families(styles: dict[str, list[_Style]]) -> Iterator[Family]:
    for name, found in sorted(styles.items()):
        regular = next((style.file for style in found if style.is_regular), None)
        if regular is not None:
            yield Family(name, (regular, *(style.file for style in found if style.file != regular)))


def _font_files(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.rglob("*") if file.suffix.lower() in _SUFFIXES)
    except OSError:
        return []


def _style(file: Path) -> _Style | None:
    """Read what a system's font file says of itself; nothing, if it is of no use on the page."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    try:
        with file.open("rb") as opened, TTFont(opened, lazy=True, fontNumber=0) as font:
            about = font["OS/2"]
            has_outlines = any(table in font for table in _OUTLINES)
            is_picture = any(table in font for table in _PICTURES)
            if not has_outlines or is_picture or about.fsType & _RESTRICTED or not coverage(file):
                return None
            # Name 1 joins at most four styles; name 16 would bring every weight of the family with it.
            family = font["name"].getDebugName(1)
            is_regular = about.usWeightClass == _REGULAR_WEIGHT and not about.fsSelection & 1
    except Exception:  # noqa: BLE001 (a broken font raises whatever its broken table leads to)
        return None
    return _Style(family, file, is_regular) if family else None
