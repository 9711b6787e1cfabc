"""How an archive in an object store is named: `s3://BUCKET/NAME`, or deeper, `s3://BUCKET/SOME/PREFIX/NAME`."""

import re
from dataclasses import dataclass

SCHEME = "s3://"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]", re.IGNORECASE)


class AddressError(Exception):
    """What should be an address is none; the text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket, the prefix that an archive's name stands below (empty for none), and that name."""

    bucket: str
    above: str
    name: str

    def __str__(self) -> str:
        return SCHEME + "/".join(filter(None, (self.bucket, self.above, self.name)))


def is_address(text: str) -> bool:
    """Whether a text names a place in an object store, and no folder."""
    return text.startswith(SCHEME)


def read_address(text: str) -> Address:
    """The address that a text gives. Raises AddressError."""
    bucket, _, path = text.removeprefix(SCHEME).partition("/")
    parts = path.rstrip("/").split("/")
    if not _BUCKET.fullmatch(bucket):
        raise AddressError(f"“{bucket}” cannot be the name of a bucket")
    if parts == [""]:
        raise AddressError("it names a bucket and no archive in it")
    # A name that begins with a point is that of a work folder.
    if any(part in {"", ".", ".."} for part in parts) or parts[-1].startswith("."):
        raise AddressError(f"“{path}” is no plain path")
    return Address(bucket, "/".join(parts[:-1]), parts[-1])
