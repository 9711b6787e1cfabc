"""The first and the last moment of the command: nothing is loaded yet, and nothing has to be tidied up any more.

Loading takes longer than a user needs to change their mind: until a command listens itself, Control-C ends the process
at once and quietly. And at its end the process is left straight away: to take every object apart first would take
longer than an unchanged build.
"""

import atexit
import gc
import os
import sys

_INTERRUPTED = 130  # 128 and the number of SIGINT
_YOUNG = 200_000
"""After so many new objects Python looks for rings of them that nothing points to. Its own 700 suit programs that run
for days; a tenth of a build would go into looking."""


def main() -> None:
    """Run the command, and leave."""
    try:
        status = _run()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    _leave(status)


def _run() -> int:
    gc.set_threshold(_YOUNG, 10, 100)
    from briefing.interrupt import end_at_once  # noqa: PLC0415 (where Control-C is heeded)

    end_at_once()
    from briefing.entry import main as command  # noqa: PLC0415 (where Control-C says nothing)

    try:
        command()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _leave(status: int) -> None:
    """End the process, after all that was to be done at its end, and with every word said."""
    import threading  # noqa: PLC0415 (it is there by now)

    if any(thread is not threading.main_thread() and not thread.daemon for thread in threading.enumerate()):
        sys.exit(status)  # Python waits for them
    atexit._run_exitfuncs()  # noqa: SLF001 (what Python itself does here)
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        status = status or 1
    os._exit(status)
