"""Control-C that nobody swallows.

Libraries catch it at times together with their own errors, and go on: a drawing is then left out of a page, or the
whole work is done as if nobody had asked for its end. So it is remembered, and nothing that was made since is put in
its place.
"""

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
    if not is_ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    hook = sys.unraisablehook
    signal.signal(signal.SIGINT, _interrupted)
    # Raised where nothing can be raised, while an object is thrown away, it would be told and forgotten.
    sys.unraisablehook = lambda lost: None if isinstance(lost.exc_value, KeyboardInterrupt) else hook(lost)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.unraisablehook = hook
        stop_if_interrupted()


def stop_if_interrupted() -> None:
    """Raise KeyboardInterrupt, again, if there was one since the work began."""
    if _SEEN.is_set():
        raise KeyboardInterrupt


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    _SEEN.set()
    raise KeyboardInterrupt
