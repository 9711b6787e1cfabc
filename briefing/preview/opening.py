"""Opening a file in the user's own editor, at a line and a column, where the editor has a window of its own."""

import os
import shlex
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Arguments = Callable[[str, int, int], tuple[str, ...]]


def _goto(file: str, line: int, column: int) -> tuple[str, ...]:
    return ("--goto", f"{file}:{line}:{column}")


def _colons(file: str, line: int, column: int) -> tuple[str, ...]:
    return (f"{file}:{line}:{column}",)


def _plus(file: str, line: int, column: int) -> tuple[str, ...]:
    return (f"+{line}:{column}", file)


def _plus_line(file: str, line: int, _column: int) -> tuple[str, ...]:
    return (f"+{line}", file)


def _named(file: str, line: int, column: int) -> tuple[str, ...]:
    return ("--line", str(line), "--column", str(column), file)


def _cursor(file: str, line: int, column: int) -> tuple[str, ...]:
    return (f"+call cursor({line},{column})", file)


def _without_waiting(file: str, line: int, column: int) -> tuple[str, ...]:
    return ("--no-wait", f"+{line}:{column}", file)


def _dashed(file: str, line: int, column: int) -> tuple[str, ...]:
    return ("--line", f"{line}:{column}", file)


KNOWN: Mapping[str, Arguments] = {
    "code": _goto,
    "code-insiders": _goto,
    "codium": _goto,
    "cursor": _goto,
    "subl": _colons,
    "zed": _colons,
    "kate": _named,
    "gedit": _plus,
    "gnome-text-editor": _plus_line,
    "xed": _plus_line,
    "pluma": _plus_line,
    "mousepad": _named,
    "bbedit": _plus_line,
    "mate": _dashed,
    "gvim": _cursor,
    "mvim": _cursor,
    "emacsclient": _without_waiting,
    "idea": _named,
    "pycharm": _named,
}
"""Editors that have a window of their own, and how each is told where to go."""
_WAITING = {"-w", "--wait", "--block"}
"""What lets them wait until the file is closed, as other programs want it."""


@dataclass(frozen=True)
class Editor:
    """An editor with a window of its own: the command, and how it is told where to go."""

    command: tuple[str, ...]
    arguments: Arguments

    def at(self, file: Path, line: int, column: int) -> tuple[str, ...]:
        """The whole command that opens a file at a place, both counted from 1."""
        return (*self.command, *self.arguments(str(file), line, column))

    def open(self, file: Path, line: int, column: int) -> None:
        """Open a file at a place, and do not wait for it. Raises OSError where the editor cannot be started."""
        nothing = subprocess.DEVNULL
        # In a session of its own: Control-C in the terminal of the preview does not end it.
        started = subprocess.Popen(
            self.at(file, line, column), stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
        threading.Thread(target=started.wait, daemon=True).start()


def editor_of(environment: Mapping[str, str]) -> Editor | None:
    """The user's editor: that of VISUAL or EDITOR, or else one that is installed; None where none has a window."""
    for name in ("VISUAL", "EDITOR"):
        chosen = _editor(environment.get(name, ""))
        if chosen:
            return chosen
    path = environment.get("PATH")
    there = (name for name in KNOWN if name != "emacsclient" and shutil.which(name, path=path))
    return next((Editor((name,), KNOWN[name]) for name in there), None)


def _editor(named: str) -> Editor | None:
    try:
        words: Sequence[str] = [word for word in shlex.split(named) if word not in _WAITING]
    except ValueError:  # a quotation mark that is not closed
        return None
    name = os.path.basename(words[0]).removesuffix(".exe") if words else ""  # noqa: PTH119 (a word, which may be no path)
    return Editor(tuple(words), KNOWN[name]) if name in KNOWN else None
