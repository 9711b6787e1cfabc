"""The name of an archive, given once, by which its editions, its log and its keys are known wherever it lies."""

import json
import uuid

from briefing.model.problem import FaultyInputError, Problem
from briefing.ocfl.errors import explained
from briefing.ocfl.storage import Storage

IDENTITY = "archive.json"
"""The file that holds it, in the storage root."""


def new_identity() -> bytes:
    """What the file holds of an archive that is new."""
    return (json.dumps({"format": 1, "identifier": f"urn:uuid:{uuid.uuid4()}"}, indent=2) + "\n").encode()


def identifier(storage: Storage) -> str:
    """The name of the archive that lies there. Raises FaultyInputError (E801) where none does, OcflError."""
    try:
        data = storage.read_root(IDENTITY) or b""
    except OSError as error:
        raise explained(error, f"the archive {storage.place} cannot be read") from error
    found = identity_in(data)
    if not found:
        message = f"{storage.place} holds no archive of this program"
        hint = "Name its folder with --archive DIR, or file the first edition: briefing archive BRIEF."
        raise FaultyInputError([Problem("E801", message, hint)])
    return found


def identity_in(data: bytes) -> str:
    """The name that the file gives; empty where it gives none."""
    try:
        return str(json.loads(data)["identifier"])
    except (KeyError, TypeError, ValueError):
        return ""
