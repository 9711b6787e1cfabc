"""Object stores to test with, each on a port of this machine that the system chooses, and ended by its own process.

`seaweedfs` is a real one, a program that a package brings; `moto` answers as AWS says that S3 does. `Requests` stands
between and counts, or makes trouble.
"""

import http.client
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

from briefing.bucket.address import Address
from briefing.bucket.s3 import S3, open_s3

BUCKET = "records"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
_PATIENCE = 120  # seconds until a store that does not come up is given up


@dataclass(frozen=True)
class Store:
    """A store with a bucket in it."""

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """What a command has to be told of it."""
        return {**CREDENTIALS, "AWS_ENDPOINT_URL": self.endpoint}

    def bucket(self, above: str = "", name: str = "archive") -> S3:
        """What lies above an archive in it."""
        with mock.patch.dict(os.environ, self.environment):
            return open_s3(Address(BUCKET, above, name))

    def put_as_is(self, key: str, content: bytes) -> None:
        """Put an object under a key that obstore would refuse."""
        with closing(http.client.HTTPConnection(self.endpoint.removeprefix("http://"), timeout=_PATIENCE)) as asked:
            asked.request("PUT", f"/{BUCKET}/{key}", body=content)
            assert asked.getresponse().status == 200

    def impatient(self, above: str) -> S3:
        """The same for one who waits for an answer a second only."""
        from obstore.store import S3Store  # noqa: PLC0415 (of an extra)

        with mock.patch.dict(os.environ, self.environment):
            options = {"allow_http": True, "timeout": "1s"}
            store = S3Store(BUCKET, client_options=options, retry_config={"max_retries": 2})
        return S3(store, Address(BUCKET, above, "archive"))


def weed() -> Path | None:
    """The program of SeaweedFS; None where its package is not there."""
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.exists() else shutil.which("weed")
    return Path(found) if found else None


@contextmanager
def seaweedfs() -> Iterator[Store]:
    """A SeaweedFS of its own, gone with all that was written when this ends."""
    names = ["master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc"]
    names += ["s3.port", "s3.port.grpc"]
    ports = dict(zip(names, _free_ports(len(names)), strict=True))
    with tempfile.TemporaryDirectory(prefix="briefing-store-") as folder:
        command = [str(weed()), "-logtostderr=true", "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        command += ["-filer", "-s3", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"]
        command += [
            "-volume.max=8",
            "-master.volumeSizeLimitMB=64",
            *(f"-{name}={port}" for name, port in ports.items()),
        ]
        # It would take the keys of the environment for its own, and let nobody else make a bucket.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean)
        try:
            store = Store(f"http://127.0.0.1:{ports['s3.port']}")
            _wait(lambda: _make_bucket(store), process)
            _wait(lambda: store.bucket().put("ready", b"") is None, process)
            yield store
        finally:
            process.kill()
            process.wait()


@contextmanager
def moto() -> Iterator[Store]:
    """A moto server in this process."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 (slow to import)

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        store = Store(f"http://{host}:{port}")
        _wait(lambda: _make_bucket(store))
        yield store
    finally:
        server.stop()


def _make_bucket(store: Store) -> bool:
    with closing(http.client.HTTPConnection(store.endpoint.removeprefix("http://"), timeout=_PATIENCE)) as asked:
        asked.request("PUT", f"/{BUCKET}")
        return asked.getresponse().status == 200


def _wait(is_ready: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            if is_ready():
                return
        except OSError:
            if time.monotonic() > end or (process and process.poll() is not None):
                raise
        time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    """Ports that nobody uses at this moment."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@dataclass
class Requests:
    """The requests that passed, by method and path; `meddle` is asked of each what becomes of it (None: nothing)."""

    seen: list[tuple[str, str]] = field(default_factory=list)
    meddle: Callable[[int, str, str], str | None] = lambda _count, _method, _path: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def changes(self) -> list[tuple[str, str]]:
        """Those that change something."""
        return [(method, path) for method, path in self.seen if method in {"PUT", "POST", "DELETE"}]


@contextmanager
def between(store: Store, requests: Requests) -> Iterator[Store]:
    """The store as it is seen through `requests`.

    What may become of a request: "refuse" (503, not passed on), "lose" (carried out, the connection closed), "drop"
    (not passed on, the connection closed), "late" (carried out, and answered when nobody waits any more).
    """
    handler = type("Handler", (_Between,), {"target": store.endpoint.removeprefix("http://"), "requests": requests})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] (a client that hung up)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Store(f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()


class _Between(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    target: str
    requests: Requests

    def _pass(self) -> None:
        with self.requests.lock:
            self.requests.seen.append((self.command, self.path))
            fate = self.requests.meddle(len(self.requests.changes), self.command, self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if fate == "refuse":
            return self._answer(503, {}, b"<Error><Code>SlowDown</Code></Error>")
        if fate == "drop":
            return self._hang_up()
        with closing(http.client.HTTPConnection(self.target, timeout=_PATIENCE)) as upstream:
            upstream.request(self.command, self.path, body=body, headers=dict(self.headers.items()))
            answer = upstream.getresponse()
            content = answer.read()
        if fate == "late":
            time.sleep(2)
        if fate in {"lose", "late"}:
            return self._hang_up()
        return self._answer(answer.status, dict(answer.getheaders()), content)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        length = headers.get("Content-Length", headers.get("content-length")) if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Nothing."""
