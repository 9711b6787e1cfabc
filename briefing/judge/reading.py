"""Files that others wrote, read within limits: whatever is in them, what comes back is a value or a sentence."""

import json
from collections import Counter
from typing import Any

from briefing.judge.tree import Spot, opened

LARGEST_INVENTORY = 128 << 20
"""Bytes of JSON that are read at most: an inventory of a quarter of a million files stays below it."""


class NotJsonError(Exception):
    """The bytes are not the JSON that was expected; the text says why, as the end of a sentence."""


class Pairs(dict[str, Any]):
    """A JSON object; `repeated` are the keys that stood in it more than once, the last value of each was kept."""

    repeated: tuple[str, ...] = ()


def _pairs(pairs: list[tuple[str, Any]]) -> Pairs:
    made = Pairs(pairs)
    if len(made) != len(pairs):
        made.repeated = tuple(sorted(key for key, count in Counter(key for key, _ in pairs).items() if count > 1))
    return made


def _no_number(word: str) -> Any:
    raise NotJsonError(f"it holds {word}, which JSON does not know")


def read_up_to(file: Spot, most: int) -> bytes:
    """The file's first bytes, one more than `most` where it is longer; links are not followed.

    Raises OSError where it cannot be read.
    """
    with opened(file) as stream:
        whole = b""
        while piece := stream.read(most + 1 - len(whole)):
            whole += piece
        return whole


def json_of(raw: bytes) -> Any:
    """The value of a JSON document in UTF-8 (RFC 8259), its objects as `Pairs`.

    Raises NotJsonError for anything else, however deep, long or twisted it is.
    """
    if len(raw) > LARGEST_INVENTORY:
        raise NotJsonError(f"it is larger than {LARGEST_INVENTORY >> 20} MiB, the most that is read")
    if raw.startswith(b"\xef\xbb\xbf"):
        raise NotJsonError("it begins with a byte order mark")
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise NotJsonError(f"byte {error.start + 1} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotJsonError(f"line {error.lineno}, column {error.colno} breaks its syntax") from error
    except MemoryError as error:
        raise NotJsonError("it holds more than this machine has memory for") from error
    except RecursionError as error:
        raise NotJsonError("it is nested too deeply") from error
    except ValueError as error:
        raise NotJsonError("it holds a number with too many digits") from error
