"""Fitness: whether a store keeps the conditions that are all that stands between two who write at once.

There are stores that take them, say nothing, and write all the same. What was found is noted beside the archive, so
that it is asked once for each place.
"""

import secrets
from contextlib import suppress

from briefing.bucket.port import NOTHING, Bucket, OutrunError
from briefing.ocfl.errors import OcflUnfitError

_ANOTHER = '"00000000000000000000000000000000"'
_NOTED = b"This store keeps If-None-Match and If-Match.\n"


def need_fit(bucket: Bucket, work: str) -> None:
    """See that a store keeps conditions, unless that is noted. Raises OcflUnfitError, BucketError."""
    noted = f"{work}/probed"
    if bucket.has(noted):
        return
    key = f"{work}/probe/{secrets.token_hex(8)}"
    fault = _fault(bucket, key)
    bucket.delete([key])
    # Another who found the store fit may have cleared this one's probe away.
    if fault and not bucket.has(noted):
        raise OcflUnfitError(
            f"the store of {bucket.place} {fault}: two commands at once could overwrite each other",
            "Use a store that keeps If-None-Match and If-Match, or a folder on a disk.",
        )
    bucket.put(noted, _NOTED)


def clear_probes(bucket: Bucket, work: str) -> None:
    """Remove what is left of probes that were broken off, where the store is known to be fit."""
    left = [one.key for one in bucket.entries(f"{work}/probe")]
    if left and bucket.has(f"{work}/probed"):
        bucket.delete(left)


def _fault(bucket: Bucket, key: str) -> str:
    """What the store does wrong, as the middle of a sentence; empty where all is right."""
    bucket.put(key, b"1", instead_of=NOTHING)
    if _is_written(bucket, key, b"2", NOTHING):
        return "writes over what is there, though it is asked not to (If-None-Match)"
    if _is_written(bucket, key, b"3", _ANOTHER):
        return "writes over what another wrote, though it is asked not to (If-Match)"
    held = bucket.get(key)
    if held is None or not held.tag or not _is_written(bucket, key, b"4", held.tag):
        return "does not write over what it said was there (If-Match)"
    if [one.key for one in bucket.entries(key.rpartition("/")[0]) if one.key == key] != [key]:
        return "does not list what was just written"
    return ""


def _is_written(bucket: Bucket, key: str, content: bytes, tag: str) -> bool:
    with suppress(OutrunError):
        bucket.put(key, content, instead_of=tag)
    held = bucket.get(key)
    return held is not None and held.content == content
