"""The address of a scheduler: tcp://HOST:PORT, or tls://HOST:PORT where machines have certificates."""

from urllib.parse import urlsplit

SCHEMES = ("tcp", "tls")


class AddressError(ValueError):
    """What was given is no address of a scheduler; the message ends a sentence that names it."""


def read_address(text: str) -> str:
    """The address, as it was given. Raises AddressError."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise AddressError("its port is no number from 1 to 65535") from None
    if parts.scheme not in SCHEMES or not text.startswith(f"{parts.scheme}://"):
        raise AddressError("it begins with neither tcp:// nor tls://")
    if not parts.hostname or not port:
        raise AddressError("it has to name a machine and a port")
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise AddressError("nothing may follow the port, and no name of a user go before")
    return text
