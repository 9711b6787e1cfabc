"""Events: the state of a brief, sent to a page whenever it changes (server-sent events, HTML Living Standard 9.2)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

from briefing.preview.live import Live
from briefing.preview.redraw import View

_SILENCE = 15
"""After so many seconds without an event a comment is sent, so that a connection that is gone is noticed."""
_TOGETHER = 0.02
"""What changes within so many seconds is told at once."""
_LARGE = ("items", "articles")
"""What is left out where it is as it was in the event before."""


async def states(live: Live, view: View | None, ended: asyncio.Event) -> AsyncIterator[str]:
    """The whole state at once, and again after each change, until the preview ends."""
    with live.watched():
        async for event in _events(live, view, ended):
            yield event


async def _events(live: Live, view: View | None, ended: asyncio.Event) -> AsyncIterator[str]:
    serial, before = -1, dict[str, object]()
    while not ended.is_set():
        news = asyncio.create_task(live.after(serial))
        end = asyncio.create_task(ended.wait())
        try:
            await asyncio.wait({news, end}, timeout=_SILENCE, return_when=asyncio.FIRST_COMPLETED)
            if end.done():
                return
            if not news.done():
                yield ": nothing new\n\n"
                continue
            await asyncio.sleep(_TOGETHER)
            state = live.state(view)
            serial = state["serial"]
            for name in _LARGE:
                if before.get(name) is state[name]:
                    del state[name]
                else:
                    before[name] = state[name]
            yield f"event: state\nid: {serial}\ndata: {json.dumps(state, ensure_ascii=False)}\n\n"
        finally:
            for task in (news, end):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
