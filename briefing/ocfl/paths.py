"""Names and paths: which may be written, in which form, and which are refused.

A content path is the logical path below `vN/content`, so what is allowed is what file systems take, what OCFL 1.1
allows (clauses E052, E053, E095, E099, E101), and what `sha512sum -c` reads without escapes (no backslash, no control
character): a reader without this program checks an object with it.
"""

import unicodedata
from collections.abc import Iterable

from briefing.ocfl.errors import OcflError

_LONGEST = 255  # bytes of one name, on every file system in use
_TAKEN = frozenset({"extensions", "logs"})


def object_name(name: str) -> str:
    """The name of an object's folder in Unicode's composed form (NFC); raises OcflError where it cannot be one."""
    name = unicodedata.normalize("NFC", name)
    if "/" in name or name.startswith((".", "0=")) or name in _TAKEN:
        raise OcflError(
            f"“{name}” cannot be the name of an object", "Use a plain name, without / and not starting with ."
        )
    _check_part(name, name)
    return name


def logical_path(path: str) -> str:
    """A logical path in Unicode's composed form (NFC); raises OcflError where it cannot be one."""
    path = unicodedata.normalize("NFC", path)
    for part in path.split("/"):
        _check_part(part, path)
    return path


def check_together(paths: Iterable[str]) -> None:
    """Raise OcflError where one path is another one's folder, which no file system can hold."""
    known = set(paths)
    for path in sorted(known):
        parts = path.split("/")
        for end in range(1, len(parts)):
            if "/".join(parts[:end]) in known:
                raise OcflError(f"“{'/'.join(parts[:end])}” cannot be a file and the folder of “{path}”", "Rename one.")


def is_safe(path: str) -> bool:
    """Whether a path that others wrote stays below the folder it is put under."""
    return not any(part in {"", ".", ".."} for part in path.split("/")) and "\0" not in path


def _check_part(part: str, path: str) -> None:
    if part in {"", ".", ".."}:
        raise OcflError(f"“{path}” is not a path inside an object", "Give a relative path without empty parts or dots.")
    if "\\" in part or any(unicodedata.category(character) in {"Cc", "Cs"} for character in part):
        raise OcflError(f"{path!r} holds a character that archives cannot keep in a name", "Rename the file.")
    if len(part.encode()) > _LONGEST:
        raise OcflError(f"the name “{part[:40]}…” is longer than {_LONGEST} bytes", "Use a shorter name.")
