"""The guard: what may be asked of the preview, and by whom. Every request passes it before anything else.

Loopback alone does not keep other web pages out: a browser would send their requests, too. So the name under which
the server was addressed has to be its own (against DNS rebinding), the page that asks has to be its own (`Origin`,
and `Sec-Fetch-Site` of the W3C's Fetch Metadata), and what writes needs a token that only its own pages hold.
"""

import hmac
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 4 * 2**20
"""So many bytes a request may bring: what brief.yaml itself may have."""
HEADER = "X-Briefing-Token"
"""What the token comes in."""
_READING = frozenset(["GET", "HEAD"])
_OWN_SITE = frozenset(["same-origin", "none"])  # `none`: typed, or from a bookmark


class Guard:
    """Lets nothing through but what the preview's own pages, or its user, ask of it."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app = app
        self._token = token.encode()
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with a refusal, or let the application answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            response = PlainTextResponse(refusal + "\n", 403)
            await response(scope, receive, send)
            return
        await self._app(scope, _bounded(receive), send)

    def _refusal(self, scope: Scope) -> str:
        """Why a request is refused, in one sentence; empty where it is not."""
        if scope["type"] != "http":
            return "The preview answers to nothing but HTTP."
        hosts = _values(scope, b"host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return "The preview answers only to its own address, the one that briefing preview has printed."
        origins = _values(scope, b"origin")
        if any(origin.removeprefix("http://") not in self._hosts or "://" not in origin for origin in origins):
            return "Another web page may not ask anything of the preview."
        if any(site not in _OWN_SITE for site in _values(scope, b"sec-fetch-site")):
            return "Another web page may not ask anything of the preview."
        if scope["method"] in _READING:
            return ""
        if not self._holds_token(_values(scope, HEADER.lower().encode())):
            return "What changes something needs the token of the preview's own page: load that page anew."
        return ""

    def _holds_token(self, given: Iterable[str]) -> bool:
        tokens = list(given)
        return len(tokens) == 1 and hmac.compare_digest(tokens[0].encode("latin-1"), self._token)


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for header, value in scope["headers"] if header == name]


class TooLargeError(Exception):
    """A request brings more than it may."""


def _bounded(receive: Receive) -> Receive:
    left = MOST

    async def bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLargeError
        return message

    return bounded
