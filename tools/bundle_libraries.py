"""The shared libraries that set the type: which files they are, what they need in turn, and their licences.

Linux: Debian or one of its kin, by what `ldd` and `dpkg` say. Windows: MSYS2, by what its `objdump` says. On a Mac,
none: a library there holds the path of each that it needs, and the copies would have to be changed and signed anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    # The press can do without this one, but is slower then, and makes other bytes.
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
_NEEDED_DLLS = (
    "libgobject-2.0-0.dll",
    "libpango-1.0-0.dll",
    "libpangoft2-1.0-0.dll",
    "libharfbuzz-0.dll",
    "libharfbuzz-subset-0.dll",
    "libfontconfig-1.dll",
)
# The C library belongs to the machine: the loader that starts Python takes no other.
_OF_THE_MACHINE = re.compile(r"(ld-linux.*|lib(c|m|dl|pthread|rt|resolv|util|nsl|anl|mvec))\.so\.\d+")
_THAI = Path("/usr/share/libthai/thbrk.tri")


class NotFoundError(Exception):
    """A library or what belongs to it is not on this machine; the message says what to do."""


@dataclass(frozen=True)
class Collected:
    """The files to carry: libraries by the name under which they are loaded, licences by path, whose they are."""

    libraries: dict[str, Path]
    licences: dict[str, Path]
    owners: tuple[str, ...]


def collect() -> Collected:
    """Everything that the press needs of the system, with licences."""
    if sys.platform == "linux":
        return _of_debian()
    if os.name == "nt":
        return _of_msys2()
    return Collected({}, {}, ())


def glibc_of(content: bytes) -> str | None:
    """The newest glibc that a library asks for, as it stands in its table of versions."""
    asked = [int(minor) for minor in re.findall(rb"\0GLIBC_2\.(\d+)(?=[.\0])", content)]
    return f"2.{max(asked)}" if asked else None


def listed_by_ldd(text: str) -> dict[str, Path]:
    """Names and places of the libraries that ldd lists, without the C library."""
    found = re.findall(r"^\s*(\S+) => (/.*) \(0x[0-9a-f]+\)$", text, re.MULTILINE)
    if missing := re.findall(r"(\S+) => not found", text):
        raise NotFoundError(f"{', '.join(missing)} is needed and not on this machine.")
    return {name: Path(place) for name, place in found if not _OF_THE_MACHINE.fullmatch(name)}


def listed_by_ldconfig(text: str, name: str) -> Iterator[Path]:
    """Where the loader knows a library of this name: one place per processor that the machine serves."""
    for place in re.findall(rf"^\s*{re.escape(name)} \(.*\) => (/.*)$", text, re.MULTILINE):
        yield Path(place)


def listed_by_objdump(text: str) -> list[str]:
    """The names of the libraries that a Windows library needs, as objdump -p lists them."""
    return re.findall(r"^\s*DLL Name: (\S+)\s*$", text, re.MULTILINE)


def _output(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _of_debian() -> Collected:
    cache = _output(_ldconfig(), "-p")
    libraries: dict[str, Path] = {}
    for name in NEEDED:
        place = next((place for place in listed_by_ldconfig(cache, name) if _is_for_us(place)), None)
        if place is None:
            raise NotFoundError(f"{name} is not on this machine: see docs/install-linux.md.")
        libraries |= {name: place, **listed_by_ldd(_output("ldd", place))}
    packages = {_package_of(place.resolve()) for place in libraries.values()}
    if _THAI.is_file():
        libraries[_THAI.name] = _THAI
        packages.add(_package_of(_THAI))
    return Collected(libraries, _debian_licences(packages), tuple(sorted(packages)))


def _ldconfig() -> str:
    return "/usr/sbin/ldconfig" if Path("/usr/sbin/ldconfig").exists() else "/sbin/ldconfig"


def _is_for_us(library: Path) -> bool:
    """Whether a library is for the processor, and the word length, of this Python: both stand in its header."""
    with library.open("rb") as one, Path(sys.executable).open("rb") as other:
        header, own = one.read(20), other.read(20)
    return (header[4:6], header[18:20]) == (own[4:6], own[18:20])


def _package_of(file: Path) -> str:
    try:
        # By its name in any folder, for dpkg may know it under /lib or under /usr/lib.
        owner = _output("dpkg-query", "--search", f"*/{file.name}").splitlines()[0].partition(": ")[0]
        facts = "${binary:Package} ${Version} (source: ${source:Package} ${source:Version})"
        return _output("dpkg-query", "--show", f"--showformat={facts}", owner)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotFoundError(
            f"No Debian package holds {file}, so its licence is not known. "
            "Make the bundle on Debian or Ubuntu, with Pango from its own packages."
        ) from error


def _debian_licences(packages: set[str]) -> dict[str, Path]:
    licences: dict[str, Path] = {}
    for package in packages:
        name = re.split("[: ]", package)[0]
        copyright_file = Path("/usr/share/doc", name, "copyright")
        if not copyright_file.is_file():
            raise NotFoundError(f"{copyright_file} is missing: reinstall {name}.")
        licences[f"{name}/copyright"] = copyright_file
        # What a copyright file only names, it names by its place.
        text = copyright_file.read_text(encoding="utf-8", errors="replace")
        for common in set(re.findall(r"/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9])", text)):
            place = Path("/usr/share/common-licenses", common)
            if place.is_file():
                licences[f"common-licenses/{common}"] = place
    return licences


def _of_msys2() -> Collected:
    folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", r"C:\msys64\ucrt64\bin").split(";")
    folder = next((Path(name) for name in folders if Path(name, _NEEDED_DLLS[0]).is_file()), None)
    if folder is None:
        raise NotFoundError(f"Pango's libraries are in none of {', '.join(folders)}: see docs/install-windows.md.")
    waiting, libraries = list(_NEEDED_DLLS), dict[str, Path]()
    while waiting:
        name = waiting.pop()
        place = folder / name
        # What is not beside Pango is Windows' own.
        if name not in libraries and place.is_file():
            libraries[name] = place
            waiting += listed_by_objdump(_output(folder / "objdump", "-p", place))
    if missing := set(_NEEDED_DLLS) - set(libraries):
        raise NotFoundError(f"{', '.join(sorted(missing))} is not in {folder}: see docs/install-windows.md.")
    texts = folder.parent / "share" / "licenses"
    licences = {file.relative_to(texts).as_posix(): file for file in texts.rglob("*") if file.is_file()}
    return Collected(libraries, licences, tuple(sorted({name.partition("/")[0] for name in licences})))
