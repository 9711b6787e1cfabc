"""Fetch an article from the address that the user gave: the only place that goes to the network."""

import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

from briefing import __version__
from briefing.problem import FaultyInputError, Problem

_MOST_BYTES = 64 * 1024 * 1024
_SECONDS = 30
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


@dataclass(frozen=True, slots=True)
class Received:
    """An article as it was received: its bytes, the suffix that goes with them, and the address, if any."""

    content: bytes
    suffix: str
    address: str


def is_address(text: str) -> bool:
    """Whether the user gave the address of a web page."""
    return text.lower().startswith(("http://", "https://"))


def fetch(address: str) -> Received:
    """Fetch a page. Raises FaultyInputError where it cannot be had, is too large or of no known kind."""
    try:
        request = urllib.request.Request(address, headers={"User-Agent": f"briefing/{__version__}"})  # noqa: S310 (http and https only)
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            content = answer.read(_MOST_BYTES + 1)
            kind, final = answer.headers.get_content_type(), answer.geturl()
            missing = answer.length
    except (OSError, ValueError, HTTPException) as error:
        if isinstance(error, HTTPError):
            error.close()
        reason = getattr(error, "reason", None) or error
        reason = getattr(reason, "strerror", None) or " ".join(str(reason).split()) or "the answer is no web page"
        hint = "Save the page in your browser, and give the file instead."
        raise FaultyInputError([Problem("E701", f"{address} cannot be fetched: {reason}", hint)]) from error
    if len(content) > _MOST_BYTES:
        raise FaultyInputError(
            [Problem("E701", f"{address} is larger than 64 MiB", "Save what you need of it, and give the file.")]
        )
    if missing:
        hint = "Try again, or save the page in your browser and give the file."
        raise FaultyInputError([Problem("E701", f"{address} breaks off before its end", hint)])
    suffix = _SUFFIXES.get(kind)
    if suffix is None or not is_address(final):
        shown = ", ".join(sorted(set(_SUFFIXES.values())))
        raise FaultyInputError(
            [
                Problem(
                    "E701",
                    f"{urlsplit(address).netloc} sent {kind}, which is no article",
                    f"Known are: {shown}.",
                )
            ]
        )
    return Received(content, suffix, address)
