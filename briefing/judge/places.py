"""Where a storage layout puts an object, by its id: the registered extensions 0002, 0003, 0004, 0006 and 0007."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from briefing.judge.digests import can_be_computed, digest_of

Place: TypeAlias = Callable[[str], str]
"""Gives an object's folder, relative to the storage root, for its id."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]")
_LONGEST_NAME = 100


class LayoutConfigError(Exception):
    """A storage layout's parameters are missing or out of range; the text is a sentence."""


def place_for(extension: str, config: Mapping[str, Any]) -> Place | None:
    """How the extension places objects with these parameters, or None for one that is not known here.

    Raises LayoutConfigError where the parameters cannot be used.
    """
    made = _LAYOUTS.get(extension)
    return made(config) if made else None


def _whole(config: Mapping[str, Any], name: str, least: int) -> int:
    value = config.get(name, 3)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 32:
        raise LayoutConfigError(f"The parameter “{name}” must be a whole number from {least} to 32.")
    return value


def _flag(config: Mapping[str, Any], name: str) -> bool:
    value = config.get(name, False)
    if not isinstance(value, bool):
        raise LayoutConfigError(f"The parameter “{name}” must be true or false.")
    return value


def _hashing(config: Mapping[str, Any]) -> tuple[Callable[[str], str], int, int]:
    algorithm = config.get("digestAlgorithm", "sha256")
    if not isinstance(algorithm, str) or not can_be_computed(algorithm) or algorithm == "size":
        raise LayoutConfigError("The parameter “digestAlgorithm” must name a digest algorithm.")
    size, number = _whole(config, "tupleSize", 0), _whole(config, "numberOfTuples", 0)
    if (size == 0) != (number == 0):
        raise LayoutConfigError("The parameters “tupleSize” and “numberOfTuples” must both be 0 or neither.")
    if size * number > len(digest_of(b"", algorithm)):
        raise LayoutConfigError(
            "The parameters “tupleSize” and “numberOfTuples” ask for more digits than a digest has."
        )
    return lambda name: digest_of(name.encode(), algorithm), size, number


def _cut(text: str, size: int, number: int) -> list[str]:
    return [text[start * size : (start + 1) * size] for start in range(number)]


def _flat(_config: Mapping[str, Any]) -> Place:
    return lambda name: name


def _hashed_with_id(config: Mapping[str, Any]) -> Place:
    digest, size, number = _hashing(config)

    def place(name: str) -> str:
        written = "".join(
            sign if _PLAIN.fullmatch(sign) else "".join(f"%{byte:02x}" for byte in sign.encode()) for sign in name
        )
        if len(written) > _LONGEST_NAME:
            written = f"{written[:_LONGEST_NAME]}-{digest(name)}"
        return "/".join((*_cut(digest(name), size, number), written))

    return place


def _hashed(config: Mapping[str, Any]) -> Place:
    digest, size, number = _hashing(config)
    is_short = _flag(config, "shortObjectRoot")
    if is_short and size * number == len(digest("")):
        raise LayoutConfigError("The parameter “shortObjectRoot” must be false where the tuples use up the digest.")

    def place(name: str) -> str:
        whole = digest(name)
        return "/".join((*_cut(whole, size, number), whole[size * number :] if is_short else whole))

    return place


def _delimiter(config: Mapping[str, Any], default: str) -> str:
    delimiter = config.get("delimiter", default)
    if not isinstance(delimiter, str) or not delimiter:
        raise LayoutConfigError("The parameter “delimiter” must be text, and not empty.")
    return delimiter


def _without_prefix(name: str, delimiter: str) -> str:
    found = name.lower().rfind(delimiter.lower())
    return name if found < 0 else name[found + len(delimiter) :]


def _flat_without_prefix(config: Mapping[str, Any]) -> Place:
    delimiter = _delimiter(config, "")
    return lambda name: _without_prefix(name, delimiter)


def _tuples_without_prefix(config: Mapping[str, Any]) -> Place:
    delimiter = _delimiter(config, ":")
    size, number = _whole(config, "tupleSize", 1), _whole(config, "numberOfTuples", 1)
    is_reversed = _flag(config, "reverseObjectRoot")
    padding = config.get("zeroPadding", "left")
    if not isinstance(padding, str) or padding not in {"left", "right"}:
        raise LayoutConfigError("The parameter “zeroPadding” must be “left” or “right”.")

    def place(name: str) -> str:
        bare = _without_prefix(name, delimiter)
        padded = bare.rjust(size * number, "0") if padding == "left" else bare.ljust(size * number, "0")
        return "/".join((*_cut(padded[::-1] if is_reversed else padded, size, number), bare))

    return place


_LAYOUTS: Mapping[str, Callable[[Mapping[str, Any]], Place]] = {
    "0002-flat-direct-storage-layout": _flat,
    "0003-hash-and-id-n-tuple-storage-layout": _hashed_with_id,
    "0004-hashed-n-tuple-storage-layout": _hashed,
    "0006-flat-omit-prefix-storage-layout": _flat_without_prefix,
    "0007-n-tuple-omit-prefix-storage-layout": _tuples_without_prefix,
}
