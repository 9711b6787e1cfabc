"""Control-C that nobody swallows.

Libraries catch it at times together with their own errors, and go on: a drawing is then left out of a page, or the
whole work is done as if nobody had asked for its end. So it is remembered, and nothing that was made since is put in
its place.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SEEN = threading.Event()


@contextmanager
def heeding() -> Iterator[None]:
    """Remember an interruption for as long as this lasts, and raise it at its end, whatever became of it.

    Where Control-C is ignored, as it is in the background, it stays so.
    """
    _SEEN.clear()
    is_ours = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT)
    if not is_ours or before not in {signal.default_int_handler, _gone}:
        yield
        return
    hook = sys.unraisablehook
    signal.signal(signal.SIGINT, _interrupted)
    # Raised where nothing can be raised, while an object is thrown away, it would be told and forgotten.
    sys.unraisablehook = lambda lost: None if isinstance(lost.exc_value, KeyboardInterrupt) else hook(lost)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        sys.unraisablehook = hook
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
    raise KeyboardInterrupt


def _gone(_number: int, _frame: FrameType | None) -> None:
    os._exit(128 + signal.SIGINT)
