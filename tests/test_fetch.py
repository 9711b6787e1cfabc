"""Fetching an article from a server on this machine: what is kept, and what every kind of failure says."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from briefing import fetch as module
from briefing.fetch import fetch, is_address
from briefing.model.problem import FaultyInputError
from tests.workbench import DeskCopy

PAGE = b"<!doctype html><html><head><title>A ferry</title></head><body><article><h1>A ferry</h1>" + (
    b"<p>The county council voted on Monday to buy a second ferry for the northern islands.</p>" * 8
)


class Server(BaseHTTPRequestHandler):
    """Answers each path in its own way."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        getattr(self, "answer_" + self.path.strip("/").replace("-", "_"), self.answer_nothing)()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def send(
        self, content: bytes, kind: str | None = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(content)), **named}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def answer_nothing(self) -> None:
        self.send(b"nothing here", status=404)

    def answer_page(self) -> None:
        self.send(PAGE + self.headers["User-Agent"].encode())

    def answer_text(self) -> None:
        self.send(b"A paragraph of text.\r\n", "text/plain")

    def answer_untyped(self) -> None:
        self.send(b"A paragraph of text.", None)

    def answer_picture(self) -> None:
        self.send(b"\x89PNG", "image/png")

    def answer_moved(self) -> None:
        self.send(b"", status=302, Location="/page")

    def answer_round(self) -> None:
        self.send(b"", status=302, Location="/round")

    def answer_to_a_file(self) -> None:
        self.send(b"", status=302, Location="file:///etc/passwd")

    def answer_to_ftp(self) -> None:
        self.send(b"", status=302, Location="ftp://127.0.0.1:9/x")

    def answer_short(self) -> None:
        self.send(b"half", Content_Length="100")
        self.close_connection = True

    def answer_garbage(self) -> None:
        self.wfile.write(b"\x00\xff garbage\r\n\r\n")
        self.close_connection = True

    def answer_hangs_up(self) -> None:
        self.close_connection = True

    def answer_large(self) -> None:
        self.send(b"x" * 5000)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def test_a_page_is_kept_byte_for_byte(server: str) -> None:
    received = fetch(f"{server}/page")
    assert received.content.startswith(PAGE)
    assert received.content.removeprefix(PAGE).startswith(b"briefing/")
    assert (received.suffix, received.address) == (".html", f"{server}/page")


def test_the_kind_is_what_the_server_says(server: str) -> None:
    assert fetch(f"{server}/text").suffix == ".txt"
    assert fetch(f"{server}/text").content == b"A paragraph of text.\r\n"
    assert fetch(f"{server}/untyped").suffix == ".txt"
    assert fetch(f"{server}/moved").suffix == ".html"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/no-such-page", "Not Found"),
        ("/picture", "sent image/png, which is no article"),
        ("/round", "would lead to an infinite loop"),
        ("/to-a-file", "is not allowed"),
        ("/to-ftp", "cannot be fetched"),
        ("/short", "breaks off before its end"),
        ("/garbage", "cannot be fetched"),
        ("/hangs-up", "cannot be fetched"),
    ],
)
def test_a_page_that_cannot_be_had_is_one_problem(server: str, path: str, said: str) -> None:
    with pytest.raises(FaultyInputError, match=said) as refused:
        fetch(server + path)
    (problem,) = refused.value.problems
    assert problem.code == "E701"
    assert problem.hint
    assert "\n" not in problem.message


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http://[::1",
        "http://a b/",
        "http://a..b/",
        "http://127.0.0.1:1/",
        "http://127.0.0.1:x/",
        "https://\x00/",
        "HTTP://%",
    ],
)
def test_an_address_that_is_none_is_one_problem(address: str) -> None:
    with pytest.raises(FaultyInputError, match="cannot be fetched") as refused:
        fetch(address)
    assert [problem.code for problem in refused.value.problems] == ["E701"]


def test_more_than_an_article_is_not_taken(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 4999)
    with pytest.raises(FaultyInputError, match="larger than"):
        fetch(f"{server}/large")
    monkeypatch.setattr(module, "_MOST_BYTES", 5000)
    assert len(fetch(f"{server}/large").content) == 5000


def test_what_is_an_address() -> None:
    assert [is_address(text) for text in ("http://x", "HTTPS://x", "file:///x", "x.html", "ftp://x")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_brief_begins_from_an_address(server: str, briefing: Any, desk: DeskCopy) -> None:
    said = briefing("new", "quay", "--article", f"{server}/page")
    assert said.status == 0
    assert (desk.folder / "sources/quay/article.html").read_bytes().startswith(PAGE)
    assert f"url: {server}/page" in (desk.folder / "sources/quay/brief.yaml").read_text("utf-8")


def test_nothing_is_left_of_a_page_that_is_no_article(server: str, briefing: Any, desk: DeskCopy) -> None:
    said = briefing("new", "quay", "--article", f"{server}/large")
    assert said.status in {0, 1}
    assert briefing("new", "pier", "--article", f"{server}/picture").status == 1
    assert not (desk.folder / "sources/pier").exists()
    assert not [path for path in (desk.folder / "sources").iterdir() if path.name.startswith(".")]
