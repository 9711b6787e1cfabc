"""The web application: which address is answered by what."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from briefing.model.desk import NotFoundError
from briefing.model.problem import FaultyInputError
from briefing.preview import edits, page
from briefing.preview.events import states
from briefing.preview.filed import Filed
from briefing.preview.fonts import TYPES, font_file
from briefing.preview.guard import Guard
from briefing.preview.listing import listed
from briefing.preview.live import Live
from briefing.preview.redraw import View
from briefing.preview.setting import Setting

_STATIC = Path(__file__).parent / "static"
_FOREVER = "private, max-age=31536000, immutable"
"""What an address by digest shows does not change."""
_NO_EDITOR = (
    "No editor with a window of its own is known: set VISUAL, for example VISUAL=code, and start the preview again."
)


class Asked(BaseModel):
    """Which place of which file is to be opened, counted from 1; the file as problems name it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    file: str = Field(max_length=1000)
    line: int = Field(1, ge=1, le=10_000_000)
    column: int = Field(1, ge=1, le=10_000_000)


class Preview:
    """The briefs that are previewed, and the answers to what a browser asks of them."""

    def __init__(self, desk: Path, folders: Sequence[Path], setting: Setting) -> None:
        self.desk, self.setting = desk, setting
        self.live = {folder.name: Live(desk, folder, setting.now, setting.hire) for folder in folders}
        self._folders = tuple(folders)
        self._ended = asyncio.Event()

    def end(self) -> None:
        """Let all streams of events end."""
        self._ended.set()

    async def close(self) -> None:
        """End all work."""
        self.end()
        for live in self.live.values():
            await live.stop()

    async def begin(self) -> None:
        """Begin with the one brief before anybody asks for it."""
        if len(self.live) == 1:
            await next(iter(self.live.values())).start()

    async def brief(self, request: Request) -> Live:
        """The brief that an address names; it is watched from now on."""
        live = self.live.get(request.path_params["name"])
        if live is None:
            raise HTTPException(404, "There is no such brief in this preview.")
        await live.start()
        return live

    async def home(self, _request: Request) -> Response:
        """The one brief, or the list of them."""
        if len(self.live) == 1:
            return RedirectResponse(f"/briefs/{quote(next(iter(self.live)))}", 303)
        briefs = await asyncio.to_thread(listed, self._folders)
        return HTMLResponse(page.desk_page("Briefs of this desk", briefs))

    async def show(self, request: Request) -> Response:
        """The page of a brief."""
        live = await self.brief(request)
        await live.settled()
        desk = "/" if len(self.live) > 1 else None
        return HTMLResponse(page.brief_page(live.state(_look(live, request)), token=self.setting.token, desk=desk))

    async def state(self, request: Request) -> Response:
        """All that the page is told, at once."""
        live = await self.brief(request)
        return JSONResponse(live.state(_look(live, request)))

    async def events(self, request: Request) -> Response:
        """All that the page is told, whenever it changes."""
        live = await self.brief(request)
        stream = states(live, _look(live, request), self._ended)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def picture(self, request: Request) -> Response:
        """A page as a picture."""
        live = await self.brief(request)
        scale, grey = request.query_params.get("scale", "1"), request.query_params.get("grey", "0")
        if scale not in {"1", "2", "3"} or grey not in {"0", "1"}:
            raise HTTPException(404, "A picture has the scale 1, 2 or 3, and grey is 0 or 1.")
        digest = request.path_params["digest"]
        made = await asyncio.to_thread(live.pictures.picture, digest, int(scale), grey=grey == "1")
        if made is None:
            raise HTTPException(404, "This page is not shown any more.")
        return Response(made, media_type="image/png", headers={"Cache-Control": _FOREVER})

    async def pdf(self, request: Request) -> Response:
        """A print as it is now."""
        live = await self.brief(request)
        audience, name = request.path_params["audience"], request.path_params["print"]
        made = live.pdf((audience, name))
        if made is None:
            raise HTTPException(404, "This print has no pages yet.")
        shown = f"{live.name}_{audience}_{name}.pdf"
        headers = {"Content-Disposition": f"inline; filename*=utf-8''{quote(shown)}"}
        return Response(made, media_type="application/pdf", headers=headers)

    def _filed(self, live: Live) -> Filed:
        return Filed(self.desk, live.name, self.setting.site)

    async def editions(self, request: Request) -> Response:
        """The editions that are filed."""
        live = await self.brief(request)
        return await _told(self._filed(live).editions)

    async def edition(self, request: Request) -> Response:
        """The pages that an audience got of a filed edition."""
        live = await self.brief(request)
        edition, audience = request.path_params["edition"], request.path_params["audience"]
        filed = self._filed(live)
        return await _told(lambda: {"pages": filed.pages(edition, audience, live.pictures)})

    async def changes(self, request: Request) -> Response:
        """What changed between two editions."""
        live = await self.brief(request)
        asked = request.query_params
        old, new, audience = asked.get("old", ""), asked.get("new", "latest"), asked.get("audience")
        return await _told(lambda: self._filed(live).changes(old, new, audience, live.pictures))

    async def open(self, request: Request) -> Response:
        """Open a file of the brief in the user's editor."""
        live = await self.brief(request)
        try:
            asked = Asked.model_validate(await request.json())
        except ValueError:
            return _sorry("Say which file, line and column is meant.", 422)
        file = self.desk / asked.file
        if str(file) not in live.inputs:
            return _sorry(f"“{asked.file}” is no file of this brief.", 422)
        if self.setting.editor is None:
            return _sorry(_NO_EDITOR, 422)
        try:
            self.setting.editor.open(file, asked.line, asked.column)
        except OSError as error:
            name = self.setting.editor.command[0]
            return _sorry(f"The editor {name} cannot be started: {(error.strerror or str(error)).lower()}.", 422)
        return JSONResponse({"opened": asked.file})


async def _told(find: Callable[[], Any]) -> Response:
    """What is filed, read in a thread; what is not there, or cannot be read, in a sentence."""
    try:
        return JSONResponse(await asyncio.to_thread(find))
    except NotFoundError as error:
        return _sorry(str(error), 404)
    except FaultyInputError as error:
        return _sorry(" ".join(f"{one.message}. {one.hint}" for one in error.problems), 422)


async def _font(request: Request) -> Response:
    """A face of the page."""
    found = font_file(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "There is no such font.")
    return FileResponse(found, media_type=TYPES[found.suffix], headers={"Cache-Control": "private, max-age=86400"})


def _sorry(sentence: str, status: int) -> Response:
    return JSONResponse({"message": sentence}, status)


def _view(request: Request) -> View | None:
    audience, name = request.query_params.get("audience"), request.query_params.get("print")
    return (audience, name) if audience and name else None


def _look(live: Live, request: Request) -> View | None:
    view = _view(request)
    if view:
        live.look(view)
    return view


def application(preview: Preview, port: int) -> ASGIApp:
    """The application behind its guard."""

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        await preview.begin()
        try:
            yield
        finally:
            await preview.close()

    brief = "/briefs/{name}"
    routes = [
        Route("/", preview.home),
        Route(brief, preview.show),
        Route(f"{brief}/state", preview.state),
        Route(f"{brief}/events", preview.events),
        Route(f"{brief}/pages/{{digest}}.png", preview.picture),
        Route(f"{brief}/pdf/{{audience}}/{{print}}", preview.pdf),
        Route(f"{brief}/editions", preview.editions),
        Route(f"{brief}/editions/{{edition}}/{{audience}}", preview.edition),
        Route(f"{brief}/changes", preview.changes),
        Route(f"{brief}/open", preview.open, methods=["POST"]),
        *edits.routes(preview.brief),
        Route("/static/fonts/{name}.{suffix}", _font),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    app = Starlette(routes=routes, lifespan=life, exception_handlers={HTTPException: _refused})
    return Guard(app, preview.setting.token, port)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (it handles no other)
    return PlainTextResponse(f"{error.detail}\n", error.status_code)
