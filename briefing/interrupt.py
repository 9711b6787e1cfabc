"""Control-C that nobody swallows.

Libraries catch it at times together with their own errors, and go on: a drawing is then left out of a page, or the
whole work is done as if nobody had asked for its end. So it is remembered, and nothing that was made since is put in
its place. A file that is being put in its place gets there first.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SEEN = threading.Event()
_HELD = threading.Event()
_HEEDED = (signal.SIGINT, signal.SIGTERM)
"""Control-C; and what ends a worker, which hears of Control-C from whoever gave it its work."""


@contextmanager
def heeding() -> Iterator[None]:
    """Remember an interruption for as long as this lasts, and raise it at its end, whatever became of it.

    Where Control-C is ignored, as it is in the background, it stays so.
    """
    _SEEN.clear()
    is_ours = threading.current_thread() is threading.main_thread()
    before = {one: signal.getsignal(one) for one in _HEEDED if is_ours}
    ours = {one: handler for one, handler in before.items() if handler in {signal.default_int_handler, _gone}}
    if not ours:
        yield
        return
    hook = sys.unraisablehook
    for one in ours:
        signal.signal(one, _interrupted)
    # Raised where nothing can be raised, while an object is thrown away, it would be told and forgotten.
    sys.unraisablehook = lambda lost: None if isinstance(lost.exc_value, KeyboardInterrupt) else hook(lost)
    try:
        yield
    finally:
        for one, handler in ours.items():
            signal.signal(one, handler)
        sys.unraisablehook = hook
        stop_if_interrupted()


@contextmanager
def unbroken() -> Iterator[None]:
    """Let something short come to its end before an interruption is raised."""
    stop_if_interrupted()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _HELD.set()
    try:
        yield
    finally:
        _HELD.clear()
    stop_if_interrupted()


def end_at_once() -> None:
    """Let Control-C end the process without a word, until something heeds it: nothing has been begun.

    Where it is ignored, it stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _gone)


def stop_if_interrupted() -> None:
    """Raise KeyboardInterrupt, again, if there was one since the work began."""
    if _SEEN.is_set():
        raise KeyboardInterrupt


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    _SEEN.set()
    if not _HELD.is_set():
        raise KeyboardInterrupt


def _gone(_number: int, _frame: FrameType | None) -> None:
    os._exit(128 + signal.SIGINT)
