"""Edits: the answers to what a page wants to change in brief.yaml, to undo, and to decide between versions."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefing.model.problem import FaultyInputError, Problem
from briefing.preview.ground import Grounds
from briefing.preview.saving import Saving
from briefing.preview.turns import Changed, Conflict, ConflictError
from briefing.writing.differing import differing
from briefing.writing.edit import Edit, edit_of
from briefing.writing.edited import edited
from briefing.writing.moving import moved

Values = dict[str, Any]
_F = TypeVar("_F", bound=BaseModel)


class Written(Protocol):
    """A brief in front of those who look at it, as far as writing in it asks for it."""

    file: Path
    saving: Saving
    grounds: Grounds
    writing: Values

    async def settled(self) -> None:
        """Wait until brief.yaml, as it lies there now, has been read."""

    async def tell(self) -> None:
        """Let all who look at it know that there is something new."""

    def state(self, view: tuple[str, str] | None = None) -> Values:
        """All that the page is told."""


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    base: str = Field("", max_length=64)


class _AskedEdit(_Asked):
    edit: dict[str, Any]
    dry_run: bool = False


class _AskedResolve(_Asked):
    take: Literal["disk", "mine"]


def routes(brief: Callable[[Request], Awaitable[Written]]) -> list[Route]:
    """The routes of writing; `brief` finds the brief that an address names. The guard has let them through."""

    def route(name: str, answer: Callable[[Written, Request], Awaitable[Values]]) -> Route:
        async def answered(request: Request) -> Response:
            return await _answered(await brief(request), request, answer)

        return Route(f"/briefs/{{name}}/{name}", answered, methods=["POST"])

    return [
        route("edit", _edit),
        route("undo", partial(_turn, "undo")),
        route("redo", partial(_turn, "redo")),
        route("resolve", _resolve),
    ]


async def _answered(
    brief: Written, request: Request, answer: Callable[[Written, Request], Awaitable[Values]]
) -> Response:
    """An answer, or what is wrong: 409 with a conflict, 422 with a problem."""
    try:
        return JSONResponse(await answer(brief, request))
    except ConflictError as error:
        await _tell(brief)
        told = await asyncio.to_thread(conflict_as_told, error.conflict, brief.file)
        return JSONResponse({"conflict": told}, 409)
    except FaultyInputError as error:
        return JSONResponse({"problem": _problem(error.problems[0])}, 422)


async def _edit(brief: Written, request: Request) -> Values:
    asked = await _read(request, _AskedEdit)
    edit = edit_of(asked.edit)
    if asked.dry_run:
        return await asyncio.to_thread(_tried, brief, asked.base, edit)
    changed = await asyncio.to_thread(brief.saving.edit, asked.base, _change(brief, edit), _rebase(brief, edit))
    return {**await _now(brief, request), "path": list(changed.path) or None}


async def _turn(way: Literal["undo", "redo"], brief: Written, request: Request) -> Values:
    asked = await _read(request, _Asked)
    await asyncio.to_thread(brief.saving.turn, way, asked.base)
    return {**await _now(brief, request), "path": None}


async def _resolve(brief: Written, request: Request) -> Values:
    asked = await _read(request, _AskedResolve)
    kept = await asyncio.to_thread(brief.saving.resolve, asked.take)
    return {**await _now(brief, request), "kept": kept}


def _tried(brief: Written, base: str, edit: Edit) -> Values:
    """What an edit would change, and who would get its item; nothing is written."""
    before, changed = brief.saving.preview(base, _change(brief, edit))
    return brief.grounds.foreseen(before.decode(), changed.text.decode(), changed.path)


def _change(brief: Written, edit: Edit) -> Callable[[bytes], Changed]:
    def change(data: bytes) -> Changed:
        text = _decoded(data, brief.file)
        made = edited(text, edit, brief.grounds.of(text), brief.file)
        return Changed(made.text.encode(), made.path)

    return change


def _rebase(brief: Written, edit: Edit) -> Callable[[bytes, bytes], Callable[[bytes], Changed] | None]:
    def rebase(seen: bytes, now: bytes) -> Callable[[bytes], Changed] | None:
        other = moved(edit, _decoded(seen, brief.file), _decoded(now, brief.file), brief.file)
        return _change(brief, other) if other is not None else None

    return rebase


def _decoded(data: bytes, file: Path) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        message, hint = f"{file.name} is not UTF-8 text", "Save the file as UTF-8; nothing can be changed here before."
        raise FaultyInputError([Problem("E723", message, hint)]) from None


async def _now(brief: Written, request: Request) -> Values:
    """The state after a change: it waits until that has been read."""
    await _tell(brief)
    await brief.settled()
    audience, name = request.query_params.get("audience"), request.query_params.get("print")
    return {"state": brief.state((audience, name) if audience and name else None)}


async def _tell(brief: Written) -> None:
    """Let all pages know what can be undone now, and what is to be decided."""
    saving = brief.saving
    conflict = saving.conflict
    told = await asyncio.to_thread(conflict_as_told, conflict, brief.file) if conflict else None
    brief.writing = {"can_undo": saving.can_undo, "can_redo": saving.can_redo, "conflict": told}
    await brief.tell()


def conflict_as_told(conflict: Conflict, file: Path) -> Values:
    """A conflict as the page is told of it: the three texts, and what differs between them item by item."""
    three = [(text or b"").decode("utf-8", "replace") for text in (conflict.base, conflict.disk, conflict.mine)]
    base, disk, mine = three
    found = differing(base, disk, mine, file)
    return {
        "file": file.name,
        "base": base,
        "disk": disk,
        "mine": mine,
        "differences": [{**asdict(one), "path": list(one.path)} for one in found],
    }


def _problem(problem: Problem) -> Mapping[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "file": place.file.name if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "source": place.excerpt if place else "",
        "path": list(problem.path) or None,
    }


async def _read(request: Request, form: type[_F]) -> _F:
    try:
        return form.model_validate(json.loads(await request.body()))
    except (ValueError, ValidationError, RecursionError):
        hint = "Load the page anew: it may be of another version."
        raise FaultyInputError([Problem("E722", "what the page asked for cannot be read", hint)]) from None
