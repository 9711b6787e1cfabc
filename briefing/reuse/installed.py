"""What is installed: the program, its packages and the libraries, told apart by their files, without loading any.

Whatever sets the type is among it. A digest of it is the same for as long as nobody installs, updates or changes
anything; it says more than the versions do, and takes milliseconds.
"""

import os
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

Library = tuple[str, int, int]
"""The path of a library's file, its size in bytes, and when it was written, in nanoseconds."""

_PACKAGE = Path(__file__).parent.parent
_LOADED = Path("/proc/self/maps")  # of Linux: what of which file is in the memory of this process (proc(5))
_LINKER_CACHE = "/etc/ld.so.cache"  # written anew whenever a library comes or goes (ldconfig(8))
_HEEDED = ("LD_", "LANG", "LC_", "PANGO", "HB_", "G_")
"""How the names of variables begin by which libraries are found, or which those heed that set the type."""


@cache  # a program that runs does not change under its own hands
def installed() -> str:
    """A digest of every file of the program, of every package that is installed, of Python, and of its surroundings."""
    facts = [sys.version, sys.platform]
    facts += sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith(_HEEDED))
    facts += [*_files(_PACKAGE), *_packages(), repr(_status(_LINKER_CACHE))]
    return sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()


def _files(folder: Path) -> list[str]:
    """Each file of the program, its size and when it was written; bytecode, which follows from it, apart."""
    found = []
    for name, folders, files in os.walk(folder, followlinks=True):
        folders[:] = (one for one in folders if one != "__pycache__")
        found += [repr(_status(f"{name}/{file}")) for file in files]
    return sorted(found)


def _packages() -> list[str]:
    """Each package on Python's path, with its version, and when it was installed."""
    found = []
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder)  # noqa: PTH208 (strings are enough)
        except OSError:
            continue
        found += [repr(_status(f"{folder}/{name}")) for name in names if name.endswith((".dist-info", ".egg-info"))]
    return sorted(found)


def libraries() -> tuple[Library, ...] | None:
    """The libraries that this process has loaded; None where the system does not say."""
    try:
        lines = _LOADED.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    # Five fields, then the path of the file, if it is one.
    paths = sorted({line.split(maxsplit=5)[-1] for line in lines if ".so" in line})
    found = [_status(path) for path in paths if path.startswith("/")]
    return None if None in found else tuple(one for one in found if one)


def are_there(known: tuple[Library, ...]) -> bool:
    """Whether all these libraries are as they were."""
    return all(_status(one[0]) == one for one in known)


def _status(path: str) -> Library | None:
    try:
        status = os.stat(path)  # noqa: PTH116 (of hundreds of files: a Path for each would take longer)
    except OSError:
        return None
    return (path, status.st_size, status.st_mtime_ns)
