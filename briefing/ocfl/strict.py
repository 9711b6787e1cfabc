"""Reading JSON that others wrote, trusting nothing in it: what has not the right shape is refused with a sentence."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from briefing.ocfl import paths
from briefing.ocfl.errors import OcflDamagedError

_DIGEST = re.compile(r"[0-9a-f]{128}")


def parse(data: bytes) -> object:
    """What the JSON says; refused are other encodings than UTF-8, keys that stand twice, and half characters."""
    try:
        parsed: object = json.loads(data.decode(), object_pairs_hook=_without_duplicates)
        if b"\\u" in data:
            json.dumps(parsed, ensure_ascii=False).encode()  # half a surrogate pair would fail later, far from here
    except (ValueError, RecursionError):
        refuse("it is not JSON in UTF-8 with each key once")
    return parsed


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def mapping(value: object, what: str) -> Mapping[str, Any]:
    """The value, which must be an object of JSON."""
    if not isinstance(value, dict):
        refuse(f"{what} is not an object of JSON")
    return value


def text(of: Mapping[str, object], key: str, default: str | None = None) -> str:
    """The text under this key; without a default it must be there and say something."""
    value = of.get(key, default)
    if not isinstance(value, str) or (default is None and not value):
        refuse(f"“{key}” is missing or not a text")
    return value


def digest(key: str) -> str:
    """A sha512 in lower case, which is what others may write in upper case."""
    lower = key.lower()
    if not _DIGEST.fullmatch(lower):
        refuse("one of its digests is not a sha512")
    return lower


def inner_paths(value: object, where: str) -> tuple[str, ...]:
    """A list of paths that stay inside the object."""
    if not isinstance(value, list) or not all(isinstance(path, str) and paths.is_safe(path) for path in value):
        refuse(f"{where} has paths that are not inside the object")
    return tuple(value)


def refuse(why: str) -> NoReturn:
    """Say why the inventory cannot be read."""
    raise OcflDamagedError(f"the inventory cannot be read: {why}")
