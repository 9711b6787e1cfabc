"""The guard: nobody but the preview's own pages, and its user, is answered."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from briefing.preview.guard import HEADER, MOST, Guard
from tests.asgi import HOST, TOKEN, Answer, Header, ask

OWN = f"http://{HOST}"
WITH_TOKEN = (("host", HOST), (HEADER, TOKEN))


class Guarded:
    """An application behind the guard, which notes each request that reaches it, and says how much it brought."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.reached.append(scope["method"])
        body = await Request(scope, receive).body()
        await JSONResponse({"bytes": len(body)})(scope, receive, send)

    def ask(self, method: str, *headers: Header, host: str = HOST, body: Sequence[bytes] = (b"",)) -> Answer:
        """Ask something, with a host unless the headers have one."""
        named = () if any(name == "host" for name, _ in headers) else (("host", host),)
        return asyncio.run(ask(Guard(self._answer, TOKEN, 8765), method, "/", (*named, *headers), body))

    def refuses(self, method: str, *headers: Header, host: str = HOST) -> bool:
        """Whether it refuses in one sentence of plain text, and nothing is done."""
        answer = self.ask(method, *headers, host=host)
        sentence = answer.text.removesuffix("\n")
        is_one = sentence.endswith(".") and ". " not in sentence and "\n" not in sentence
        is_plain = answer.headers["content-type"].startswith("text/plain")
        return answer.status == 403 and is_one and is_plain and not self.reached


@pytest.fixture
def guarded() -> Guarded:
    return Guarded()


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_its_own_names_are_answered(guarded: Guarded, host: str) -> None:
    assert guarded.ask("GET", host=host).status == 200
    assert guarded.ask("GET", ("origin", f"http://{host}"), ("sec-fetch-site", "same-origin"), host=host).status == 200
    assert guarded.ask("GET", ("sec-fetch-site", "none"), host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8765",  # a name of somebody else's that was made to lead here (DNS rebinding)
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:8765.evil.example",
        "127.0.0.1.evil.example:8765",
        "localhost",
        "0.0.0.0:8765",
        "",
    ],
)
def test_another_name_is_refused(guarded: Guarded, host: str) -> None:
    assert guarded.refuses("GET", host=host)
    assert guarded.refuses("POST", (HEADER, TOKEN), host=host)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://evil.example:8765",
        "null",
        "http://127.0.0.1:8766",
        "https://127.0.0.1:8765",
        "http://127.0.0.1:8765.evil.example",
        "file://",
        "127.0.0.1:8765",
        "",
    ],
)
def test_a_page_of_another_origin_is_refused_though_it_had_the_token(guarded: Guarded, origin: str) -> None:
    assert guarded.refuses("GET", ("origin", origin))
    assert guarded.refuses("POST", ("origin", origin), (HEADER, TOKEN))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "SAME-ORIGIN"])
def test_what_another_site_fetches_is_refused(guarded: Guarded, site: str) -> None:
    assert guarded.refuses("GET", ("sec-fetch-site", site))
    assert guarded.refuses("POST", ("sec-fetch-site", site), (HEADER, TOKEN))


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN[:-1], TOKEN + "x", "\xff"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])
def test_what_could_write_needs_the_token(guarded: Guarded, method: str, token: str | None) -> None:
    assert guarded.refuses(method, *(() if token is None else ((HEADER, token),)))


def test_the_token_opens_what_writes(guarded: Guarded) -> None:
    answer = guarded.ask("POST", ("origin", OWN), *WITH_TOKEN, body=[b"x" * 10])
    assert answer.json() == {"bytes": 10}
    assert guarded.reached == ["POST"]


def test_two_headers_where_one_is_meant_are_refused(guarded: Guarded) -> None:
    assert guarded.refuses("GET", ("host", HOST), ("host", "evil.example"))
    assert guarded.refuses("GET", ("origin", OWN), ("origin", "https://evil.example"))
    assert guarded.refuses("POST", (HEADER, TOKEN), (HEADER, "wrong"))


def test_a_request_without_a_host_is_refused(guarded: Guarded) -> None:
    answer = asyncio.run(ask(Guard(guarded._answer, TOKEN, 8765), "GET", "/", ()))
    assert (answer.status, guarded.reached) == (403, [])


def test_a_body_has_a_limit(guarded: Guarded) -> None:
    assert guarded.ask("POST", *WITH_TOKEN, body=[b"x" * MOST]).json() == {"bytes": MOST}
    for body in ([b"x" * (MOST + 1)], [b"x" * 2**20] * 6):
        answer = guarded.ask("POST", *WITH_TOKEN, body=body)
        assert (answer.status, answer.text) == (413, "A request brings 4 MiB at most.\n")
    assert guarded.reached == ["POST"]


def test_every_answer_says_that_nothing_is_fetched_from_elsewhere(guarded: Guarded) -> None:
    for answer in (guarded.ask("GET"), guarded.ask("GET", host="evil.example"), guarded.ask("POST")):
        policy = answer.headers["content-security-policy"].split("; ")
        assert policy[0] == "default-src 'none'"
        assert "frame-ancestors 'none'" in policy
        assert not any("*" in part or "unsafe" in part or "http" in part for part in policy)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers


NAMES = ("host", "origin", "sec-fetch-site", HEADER.lower())
WORDS = (HOST, OWN, "same-origin", "none", TOKEN, "cross-site", "null", "localhost:8765")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(WORDS) | st.text(st.characters(max_codepoint=255)))))
def test_whatever_is_sent_only_the_right_words_write(headers: list[Header]) -> None:
    guarded = Guarded()
    answer = asyncio.run(ask(Guard(guarded._answer, TOKEN, 8765), "POST", "/", headers))
    sent = {name: [value for other, value in headers if other == name] for name in NAMES}
    own = ("127.0.0.1:8765", "localhost:8765", "[::1]:8765")
    is_own = (
        len(sent["host"]) == 1
        and sent["host"][0] in own
        and all(value in [f"http://{host}" for host in own] for value in sent["origin"])
        and all(value in {"same-origin", "none"} for value in sent["sec-fetch-site"])
        and sent[HEADER.lower()] == [TOKEN]
    )
    assert (answer.status, guarded.reached) == ((200, ["POST"]) if is_own else (403, []))
