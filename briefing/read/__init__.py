"""Reads an article file, as received, into headings and numbered paragraphs."""

from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from briefing.model.article import Article, number
from briefing.model.problem import FaultyInputError
from briefing.read import apart, plain
from briefing.read.block import Reading
from briefing.read.convert import EMPTY_HINT, checked
from briefing.read.fault import Unreadable, too_large
from briefing.read.form import Form, form_of

__all__ = ["read"]

LARGEST_FILE = 64 * 2**20
"""How large an article file may be, in bytes."""


def read(key: str, path: Path) -> Article:
    """Read an article file, which stays as it is, and number its paragraphs.

    Raises FaultyInputError: E011 it cannot be opened, E012 the text is not UTF-8, E013 it is too large, E014
    it yields no text, E015 it is damaged or not what its name says, E016 its format is not known.
    """
    try:
        data = _receive(path)
        reading = _reading(path, data)
    except Unreadable as fault:
        raise FaultyInputError([fault.problem(path)]) from None
    return Article(key, number(reading.blocks), sha256(data).hexdigest(), reading.given)


def _reading(path: Path, data: bytes) -> Reading:
    """Read text here, and every format that takes a library to read it in a process of its own."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise Unreadable("E014", "the article yields no text: its file is empty", EMPTY_HINT)
    form = form_of(path, data)
    return checked(plain.read(data), form) if form is Form.TEXT else apart.read(form, data)


def _receive(path: Path) -> bytes:
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            raise _closed("it is a folder", "name the file in it that is the article")
        if not S_ISREG(status.st_mode):
            raise _closed("it is no ordinary file", "save what it gives in a file")
        data = b"" if status.st_size > LARGEST_FILE else _bytes(path)
    except (FileNotFoundError, NotADirectoryError):
        raise _closed("there is no such file", "look at the name, and at the folder that it is looked for in") from None
    except PermissionError:
        raise _closed("you may not read it", "give yourself the right to: chmod u+r FILE") from None
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise _closed(reason) from None
    if max(status.st_size, len(data)) > LARGEST_FILE:
        raise too_large(f"the article is larger than {LARGEST_FILE // 2**20} MiB")
    return data


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _closed(why: str, hint: str = "") -> Unreadable:
    return Unreadable("E011", f"the article cannot be opened: {why}", hint)
