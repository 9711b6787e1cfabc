"""Asking a service of this machine: what it answers, and what every kind of failure says."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug import Request, Response

from briefing import fetch
from briefing.fetch import NoAnswerError, ask, take
from tests.authority import Authority, authority, refusal, reply

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


def _half() -> Response:
    answer = reply(b"half")
    answer.headers["Content-Length"] = "100"
    return answer


@pytest.fixture(scope="module")
def everybody() -> Iterator[Authority]:
    with authority() as made:
        yield made


@pytest.fixture
def service(everybody: Authority) -> Iterator[Authority]:
    yield everybody
    everybody.instead = None


def test_a_question_is_posted_and_the_answer_given(service: Authority) -> None:
    heard: list[tuple[str, str | None, bytes]] = []

    def answer(request: Request) -> Response:
        heard.append((request.method, request.content_type, request.get_data()))
        return reply(b"an answer")

    service.instead = answer
    assert ask(service.stamps(), b"a question", kind=QUERY, answered=REPLY) == b"an answer"
    assert heard == [("POST", QUERY, b"a question")]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Response(b"", status=503), "answered 503"),
        (Response(b"", status=302, headers={"Location": "/elsewhere"}), "answered 302"),
        (Response(b"", status=307, headers={"Location": "/elsewhere"}), "answered 307"),
        (Response(b"", status=302, headers={"Location": "file:///etc/passwd"}), "answered 302"),
        (reply(b"<p>Sign in", "text/html"), "it sent text/html"),
        (reply(b"x" * (1024 * 1024 + 1)), "larger than 1 MiB"),
        (_half(), "breaks off"),
    ],
)
def test_what_is_no_answer_is_said(service: Authority, answer: Response, said: str) -> None:
    service.instead = lambda _: answer
    with pytest.raises(NoAnswerError, match=said):
        ask(service.stamps(), b"a question", kind=QUERY, answered=REPLY)
    assert "/elsewhere" not in service.asked


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/", "tsa.example.org", "http://", "http://a b"]
)
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(NoAnswerError):
        ask(address, b"a question", kind=QUERY, answered=REPLY)


def test_a_service_that_is_not_there_gives_no_answer() -> None:
    with authority() as gone:
        address = gone.stamps()
    with pytest.raises(NoAnswerError, match="refused"):
        ask(address, b"a question", kind=QUERY, answered=REPLY)


def test_nobody_waits_longer_than_was_said(service: Authority) -> None:
    ended = threading.Event()

    def late(_: Request) -> Response:
        ended.wait(60)
        return refusal()

    service.instead = late
    with pytest.raises(NoAnswerError, match="timed out"):
        ask(service.stamps(), b"a question", kind=QUERY, answered=REPLY, seconds=0.1)
    ended.set()


def test_an_answer_that_comes_drop_by_drop_is_given_up(service: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    hours = iter(range(0, 10**6, 15))
    monkeypatch.setattr(fetch.time, "monotonic", lambda: next(hours))
    service.instead = lambda _: Response((b"drop" for _ in range(100)), mimetype=REPLY)
    with pytest.raises(NoAnswerError, match="too long"):
        ask(service.stamps(), b"a question", kind=QUERY, answered=REPLY)


def test_what_lies_at_an_address_is_taken_as_it_is(service: Authority) -> None:
    service.instead = lambda request: Response(request.method.encode(), mimetype="application/whatever")
    assert take(service.stamps()) == b"GET"
    service.instead = lambda _: Response(status=302, headers={"Location": "/elsewhere"})
    with pytest.raises(NoAnswerError, match="answered 302"):
        take(service.stamps())
    with pytest.raises(NoAnswerError, match="no address of the web"):
        take("ldap://127.0.0.1/cn=list")
