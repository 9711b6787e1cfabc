"""Fetch an article, or ask a service, at the address that the user gave: the only place that goes to the network."""

import time
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urlsplit

from briefing import __version__
from briefing.model.problem import FaultyInputError, Problem

_MOST_BYTES = 64 * 1024 * 1024
_SECONDS = 30
_MOST_OF_AN_ANSWER = 1024 * 1024
_MOST_OF_A_LIST = 16 * 1024 * 1024
_SECONDS_FOR_AN_ANSWER = 20
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
        reason = _reason(error) or "the answer is no web page"
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


class NoAnswerError(Exception):
    """A service gave no answer, in a few words."""


class _Staying(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: what was asked is for the address that the user gave, and a redirection would drop it."""

    def redirect_request(self, *_: object) -> None:
        return None


def ask(address: str, question: bytes, *, kind: str, answered: str, seconds: float = _SECONDS_FOR_AN_ANSWER) -> bytes:
    """Post a question of a kind (a media type) to a service, and give its answer, which has to be of the other kind.

    An answer of more than 1 MiB, one that is not whole within these seconds, and one that sends elsewhere, is none.
    Raises NoAnswerError.
    """
    if not is_address(address):
        raise NoAnswerError("it is no address of the web (http or https)")
    asked = {"User-Agent": f"briefing/{__version__}", "Content-Type": kind, "Accept": answered}
    content, told = _answer(address, question, asked, seconds, _MOST_OF_AN_ANSWER)
    if told != answered:
        raise NoAnswerError(f"it sent {told}, not {answered}")
    return content


def take(address: str, *, seconds: float = _SECONDS_FOR_AN_ANSWER) -> bytes:
    """What lies at an address, whatever kind it is said to be: such as a list of what was revoked (RFC 5280, 5).

    What is larger than 16 MiB, or sends elsewhere, is none. Raises NoAnswerError.
    """
    if not is_address(address):
        raise NoAnswerError("it is no address of the web (http or https)")
    return _answer(address, None, {"User-Agent": f"briefing/{__version__}"}, seconds, _MOST_OF_A_LIST)[0]


def _answer(
    address: str, question: bytes | None, asked: dict[str, str], seconds: float, most: int
) -> tuple[bytes, str]:
    """An answer, and of which kind it is said to be."""
    until = time.monotonic() + seconds
    try:
        request = urllib.request.Request(address, question, asked)  # noqa: S310 (http and https only)
        with urllib.request.build_opener(_Staying).open(request, timeout=seconds) as answer:
            return _read(answer, until, most), answer.headers.get_content_type()
    except HTTPError as error:
        error.close()
        raise NoAnswerError(f"it answered {error.code} {error.reason}".rstrip()) from error
    except (OSError, ValueError, HTTPException) as error:
        raise NoAnswerError(_reason(error) or "it hung up") from error


def _read(answer: HTTPResponse, until: float, most: int) -> bytes:
    """All of an answer, however slowly it comes, but not longer than that. Raises NoAnswerError, OSError."""
    parts, length = list[bytes](), 0
    while part := answer.read1(64 * 1024):
        parts.append(part)
        length += len(part)
        if length > most:
            raise NoAnswerError(f"its answer is larger than {most // 2**20} MiB")
        if time.monotonic() > until:
            raise NoAnswerError("its answer takes too long")
    if answer.length:
        raise NoAnswerError("its answer breaks off before its end")
    return b"".join(parts)


def _reason(error: Exception) -> str:
    """Why nothing came, in a few words."""
    if isinstance(error, HTTPError):
        error.close()
    reason = getattr(error, "reason", None) or error
    return getattr(reason, "strerror", None) or " ".join(str(reason).split())
