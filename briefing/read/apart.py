"""Reads a format in a process of its own: no file can hold up, swell or break off the one that asked."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict

from briefing.model.article import Given
from briefing.read.block import Reading
from briefing.read.convert import convert
from briefing.read.fault import Unreadable, damaged, too_large
from briefing.read.form import Form

_SECONDS, _SECONDS_PER_MIB, _MOST_SECONDS = 20, 30, 120  # a PDF of 300 pages has 1 MiB, and takes about 20
_MEMORY = 2 * 2**30  # bytes
_CRASHES = frozenset({-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGFPE, -signal.SIGILL})
_START = "import sys; sys.path[:] = sys.argv[3:]; from briefing.read.apart import serve; serve(*sys.argv[1:3])"


def read(form: Form, data: bytes) -> Reading:
    """Read the file's contents. Raises Unreadable, and nothing else, whatever they are."""
    seconds = min(_SECONDS + _SECONDS_PER_MIB * len(data) // 2**20, _MOST_SECONDS)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-c", _START, form.name, str(seconds), *sys.path],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=seconds,
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise too_large(f"the article takes longer to read than {seconds} seconds") from None
    except ValueError:  # no answer
        raise _ended(form, done.returncode) from None
    if "fault" in answer:
        raise Unreadable(**answer["fault"])
    blocks = tuple((text, heading) for text, heading in answer["blocks"])
    return Reading(blocks, Given(**answer["given"]))


def _ended(form: Form, status: int) -> Unreadable:
    """Say why a process gave no answer: a fault in a library's machine code, or the limits set for it."""
    if status in _CRASHES:
        return damaged(f"the {form} is damaged: reading it broke off")
    return too_large("the article takes more time or memory to read than it may")


def serve(name: str, seconds: str) -> None:
    """Answer for one file, in a process of its own: contents on standard input, JSON on standard output."""
    _limit(int(seconds))
    answer: dict[str, object]
    try:
        reading = convert(Form[name], sys.stdin.buffer.read())
        answer = {"blocks": reading.blocks, "given": asdict(reading.given)}
    except Unreadable as fault:
        answer = {"fault": fault.as_dict()}
    sys.stdout.write(json.dumps(answer))


def _environment() -> dict[str, str]:
    """Make every such process alike: the same order in sets of words, the same time zone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONHASHSEED": "0", "TZ": "UTC"}


def _limit(seconds: int) -> None:
    """Bound memory and time, where the system can: no such process outlives the one that asked for long."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    for limit, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, seconds)):
        try:
            hard = resource.getrlimit(limit)[1]
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (OSError, ValueError):  # macOS bounds no address space
            continue
