"""Serving: the application on a port of this machine, until the user ends it."""

import asyncio
import datetime as dt
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from briefing.preview.app import Preview, application

ADDRESS = "127.0.0.1"


def bind(port: int) -> socket.socket:
    """Take a port of the loopback address; 0 lets the system choose. Raises OSError where it is taken."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((ADDRESS, port))
    except OSError:
        taken.close()
        raise
    return taken


def serve(desk: Path, folders: Sequence[Path], taken: socket.socket, now: Callable[[], dt.datetime]) -> None:
    """Serve the briefs of a desk on a port that was taken, until Control-C."""
    port: int = taken.getsockname()[1]

    async def run() -> None:
        app = application(Preview(desk, folders, secrets.token_urlsafe(32), now), port)
        config = uvicorn.Config(
            app, log_level="error", access_log=False, server_header=False, timeout_graceful_shutdown=1
        )
        await uvicorn.Server(config).serve([taken])

    asyncio.run(run())
