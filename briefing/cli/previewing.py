"""The command that shows a brief while it is written: preview."""

import importlib.util
import os
import secrets
import sys
import webbrowser
from contextlib import suppress
from socket import socket
from typing import Annotated

import typer

from briefing.cli.options import Desk, desk_of, names_of_briefs
from briefing.cli.where import now, site_of
from briefing.console import terminal
from briefing.model.desk import NotFoundError, briefs_of, find_brief

_NEEDED = ("starlette", "uvicorn")
_PORT = 8765
"""Always the same if it is free, so that a page that stays open finds the preview again."""


def preview(
    context: typer.Context,
    brief: Annotated[
        str | None,
        typer.Argument(
            metavar="BRIEF",
            help="A name under sources/, or a path; else every brief of the desk.",
            autocompletion=names_of_briefs,
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            metavar="N",
            help=f"The port, or 0 for any; else {_PORT}, or any if it is taken.",
        ),
    ] = None,
    is_opened: Annotated[
        bool, typer.Option("--open/--no-open", help="Whether to open the page in your browser.")
    ] = True,
    desk: Desk = None,
) -> None:
    """Show a brief as it will print, while you write it.

    A web page follows the files as they are saved: the variants of every audience, the problems, the evidence. It is
    seen on this machine alone. Control-C ends it.

    \b
    Examples:
      briefing preview
      briefing preview kim-putin-summit
      briefing preview kim-putin-summit --port 9000 --no-open
    """  # noqa: D301
    folder = desk_of(context, desk)
    folders = [find_brief(brief, folder)] if brief else list(briefs_of(folder))
    if not folders:
        raise NotFoundError("The desk has no brief yet: begin one with briefing new NAME --article FILE.")
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise NotFoundError("The preview needs packages that are not installed: pip install 'briefing[preview]'.")
    from briefing.preview.opening import editor_of
    from briefing.preview.serving import ADDRESS, serve
    from briefing.preview.setting import Setting

    taken = _port(port)
    address = f"http://{ADDRESS}:{taken.getsockname()[1]}/"
    terminal.give(address)
    sys.stdout.flush()
    if is_opened:
        _open(address)
    serve(folder, folders, taken, Setting(secrets.token_urlsafe(32), now, site_of, editor_of(os.environ)))


def _open(address: str) -> None:
    """Open the page in a browser with a window of its own; one of the terminal would stand in the way."""
    with suppress(webbrowser.Error):
        found = webbrowser.get()
        if type(found) is not webbrowser.GenericBrowser or "BROWSER" in os.environ:
            found.open(address)


def _port(asked: int | None) -> socket:
    """The port that was asked for, or else the usual one, or any."""
    from briefing.preview.serving import bind

    try:
        return bind(_PORT if asked is None else asked)
    except OSError as error:
        if asked is None:
            return bind(0)
        reason = (error.strerror or str(error)).lower()
        raise NotFoundError(
            f"The port {asked} cannot be taken: {reason}. Name another, or leave --port out: one that is free is taken."
        ) from None
