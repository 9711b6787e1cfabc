"""The web application: which address is answered by what."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from briefing.preview import page
from briefing.preview.fonts import TYPES, font_file
from briefing.preview.guard import Guard
from briefing.preview.live import Live, View

_STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HEARTBEAT = 15
"""A comment is sent after so many seconds of silence."""


class Preview:
    """The briefs that are previewed, and the answers to what a browser asks of them."""

    def __init__(self, desk: Path, folders: Sequence[Path], token: str, now: Callable[[], dt.datetime]) -> None:
        self.desk, self.token = desk, token
        self.live = {folder.name: Live(desk, folder, now) for folder in folders}
        self.ended = asyncio.Event()

    async def brief(self, request: Request) -> Live:
        """The brief that an address names; it is watched from now on."""
        live = self.live.get(request.path_params["name"])
        if live is None:
            raise HTTPException(404, "There is no such brief.")
        await live.start()
        return live

    async def home(self, _request: Request) -> Response:
        """The one brief, or the list of them."""
        if len(self.live) == 1:
            return RedirectResponse(f"/briefs/{next(iter(self.live))}", 303)
        return HTMLResponse(page.desk_page("Briefs of this desk", [{"name": name} for name in self.live]))

    async def show(self, request: Request) -> Response:
        """The page of a brief."""
        live = await self.brief(request)
        await live.settled()
        desk = "/" if len(self.live) > 1 else None
        return HTMLResponse(page.brief_page(live.state(_view(request)), token=self.token, desk=desk))

    async def state(self, request: Request) -> Response:
        """All that the page is told, at once."""
        live = await self.brief(request)
        return JSONResponse(live.state(_look(live, request)))

    async def events(self, request: Request) -> Response:
        """All that the page is told, whenever it changes."""
        live = await self.brief(request)
        return StreamingResponse(self._events(live, _look(live, request)), media_type="text/event-stream")

    async def _events(self, live: Live, view: View | None) -> AsyncIterator[str]:
        serial = -1
        while not self.ended.is_set():
            try:
                async with asyncio.timeout(_HEARTBEAT):
                    serial = await live.after(serial)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            yield f"event: state\ndata: {json.dumps(live.state(view), ensure_ascii=False)}\n\n"

    async def picture(self, request: Request) -> Response:
        """A page as a picture."""
        live = await self.brief(request)
        scale = request.query_params.get("scale", "1")
        if scale not in {"1", "2", "3"}:
            raise HTTPException(404, "A picture has the scale 1, 2 or 3.")
        digest, grey = request.path_params["digest"], request.query_params.get("grey") == "1"
        made = await asyncio.to_thread(live.pictures.picture, digest, int(scale), grey=grey)
        if made is None:
            raise HTTPException(404, "This page is not there any more.")
        return Response(made, media_type="image/png", headers={"Cache-Control": "private, max-age=31536000, immutable"})

    async def pdf(self, request: Request) -> Response:
        """A print as it is now."""
        live = await self.brief(request)
        made = live.pdf((request.path_params["audience"], request.path_params["print"]))
        if made is None:
            raise HTTPException(404, "This print is not there yet.")
        return Response(made, media_type="application/pdf")


async def _font(request: Request) -> Response:
    """A face of the page."""
    found = font_file(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "There is no such font.")
    return FileResponse(found, media_type=TYPES[found.suffix], headers={"Cache-Control": "private, max-age=86400"})


def _view(request: Request) -> View | None:
    audience, name = request.query_params.get("audience"), request.query_params.get("print")
    return (audience, name) if audience and name else None


def _look(live: Live, request: Request) -> View | None:
    view = _view(request)
    if view:
        live.look(view)
    return view


def application(preview: Preview, port: int) -> Any:
    """The application behind its guard."""

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            preview.ended.set()
            for live in preview.live.values():
                await live.stop()

    routes = [
        Route("/", preview.home),
        Route("/static/fonts/{name}.{suffix}", _font),
        Route("/briefs/{name}", preview.show),
        Route("/briefs/{name}/state", preview.state),
        Route("/briefs/{name}/events", preview.events),
        Route("/briefs/{name}/pages/{digest}.png", preview.picture),
        Route("/briefs/{name}/pdf/{audience}/{print}", preview.pdf),
    ]
    app = Starlette(routes=routes, lifespan=life)
    app.mount("/static", StaticFiles(directory=_STATIC))
    return Guard(_with_headers(app), preview.token, port)


def _with_headers(app: Any) -> Any:
    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def send_with(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                own = ((name.lower().encode(), value.encode()) for name, value in _HEADERS.items())
                message["headers"] = [*message["headers"], *(one for one in own if one[0] not in given)]
            await send(message)

        await app(scope, receive, send_with)

    return answer
