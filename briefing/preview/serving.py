"""Serving: the application on a port of this machine, until the user ends it."""

import asyncio
import socket
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from briefing.preview.app import Preview, application
from briefing.preview.setting import Setting

ADDRESS = "127.0.0.1"
"""The loopback address: no other machine reaches it."""


def bind(port: int) -> socket.socket:
    """Take a port of the loopback address; 0 lets the system choose. Raises OSError where it is taken."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # A preview that has just ended leaves connections that the system waits for.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((ADDRESS, port))
        taken.listen()
    except OSError:
        taken.close()
        raise
    return taken


class _Server(uvicorn.Server):
    """A server that lets the streams of events end before it waits for them."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self._preview = preview

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the server."""
        self._preview.end()
        await super().shutdown(sockets)


def serve(
    desk: Path,
    folders: Sequence[Path],
    taken: socket.socket,
    setting: Setting,
) -> None:
    """Serve briefs of a desk on a port that was taken, until Control-C, which is raised again when all has ended."""

    async def run() -> None:
        preview = Preview(desk, folders, setting)
        app = application(preview, taken.getsockname()[1])
        # What goes wrong is told in the page, not as a traceback on the terminal.
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        await _Server(config, preview).serve([taken])

    asyncio.run(run())
