"""Turn: one command at a time makes the files of a brief in a folder; whoever comes second waits for the first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from briefing.model.problem import FaultyInputError, Place, Problem
from briefing.reuse.kept import FOLDER

_PATIENCE = 600.0
"""Seconds for which another command is waited for. The system ends the turn of one that died."""


@contextmanager
def turn(out: Path, brief: str) -> Iterator[bool]:
    """Be alone in making the files of a brief; what is given says whether another command had to be waited for.

    Where no lock can be laid one goes on without it: there nothing else can be written either.
    Raises FaultyInputError (E602) where the other command does not come to its end.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 (only where something is made)

    file = out / FOLDER / brief / "turn"
    waited = False
    with ExitStack() as held:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(file)
            try:
                held.enter_context(lock.acquire(timeout=0))
            except Timeout:
                waited = True
                held.enter_context(lock.acquire(timeout=_PATIENCE))
        except Timeout:
            message = f"another command has been making “{brief}” in the same folder for ten minutes"
            hint = "Wait until it ends, end it, or build somewhere else with -o DIR."
            raise FaultyInputError([Problem("E602", message, hint, Place(file))]) from None
        except OSError:
            pass
        for part in file.parent.glob(".*.part"):  # of a command that was killed
            part.unlink(missing_ok=True)
        yield waited
