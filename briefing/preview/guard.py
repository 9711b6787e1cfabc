"""The guard: what may be asked of the preview, and by whom. Every request passes it before anything else.

Loopback alone does not keep other web pages out: a browser would send their requests, too. So the name under which
the server was addressed has to be its own (against DNS rebinding), the page that asks has to be its own (`Origin`,
and `Sec-Fetch-Site` of the W3C's Fetch Metadata), and what writes needs a token that only its own pages hold.
"""

import hmac
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer says, unless the application says otherwise: nothing is kept, nothing is fetched elsewhere."""
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
            await PlainTextResponse(f"{refusal}\n", 403)(scope, receive, _with_headers(send))
            return
        body = await _body(receive) if scope["method"] not in _READING else b""
        if body is None:
            sentence = f"A request brings {MOST // 2**20} MiB at most.\n"
            await PlainTextResponse(sentence, 413)(scope, receive, _with_headers(send))
            return
        await self._app(scope, _given(body, receive), _with_headers(send))

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


async def _body(receive: Receive) -> bytes | None:
    """All that a request brings; None where it is more than it may be."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if sum(map(len, parts)) > MOST:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return b"".join(parts)


def _given(body: bytes, receive: Receive) -> Receive:
    """The body that was read, then what comes after it."""
    waiting = [body]

    async def given() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return given


def _with_headers(send: Send) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = {name for name, _ in message["headers"]}
            own = ((name.encode(), value.encode()) for name, value in _HEADERS.items())
            message["headers"] = [*message["headers"], *(one for one in own if one[0] not in said)]
        await send(message)

    return send_with
