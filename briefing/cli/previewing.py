"""The command that shows a brief while it is written: preview."""

import importlib.util
import sys
import webbrowser
from typing import Annotated

import typer

from briefing import terminal
from briefing.cli.options import Desk, desk_of, names_of_briefs
from briefing.cli.where import now
from briefing.desk import NotFoundError, briefs_of, find_brief

_NEEDED = ("starlette", "uvicorn")


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
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="The port; 0 lets the system choose.")
    ] = 8765,
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
    from briefing.preview.serving import ADDRESS, bind, serve

    try:
        taken = bind(port)
    except OSError as error:
        raise NotFoundError(
            f"The port {port} cannot be taken: {(error.strerror or str(error)).lower()}. "
            "Name another with --port N; with 0 the system chooses one."
        ) from None
    address = f"http://{ADDRESS}:{taken.getsockname()[1]}/"
    terminal.give(address)
    sys.stdout.flush()
    if is_opened:
        webbrowser.open(address)
    serve(folder, folders, taken, now)
