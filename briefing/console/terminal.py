"""How things are said on a terminal: problems as text, as JSON or for GitHub; progress; colour where it helps."""

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from briefing.model.problem import Problem

_COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "hint": "\x1b[36m",
    "place": "\x1b[1m",
    "found": "\x1b[1;7m",
}
_END = "\x1b[0m"
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def as_text(problem: Problem, stream: IO[str]) -> str:
    """A problem as `file:line:column: error: CODE message`, the line itself with a mark under it, and a hint."""
    colour = _painter(stream)
    severity = colour(problem.severity, f"{problem.severity}:")
    where = f"{colour('place', _where(problem) + ':')} " if problem.place else ""
    audience = f"[{problem.audience}] " if problem.audience else ""
    lines = [f"{where}{severity} {problem.code} {audience}{plain(problem.message)}"]
    lines += _excerpt(problem)
    if problem.hint:
        lines.append(f"  {colour('hint', 'hint:')} {plain(problem.hint)}")
    return "\n".join(lines)


def _where(problem: Problem) -> str:
    place = problem.place
    if place is None:
        return ""
    position = f":{place.line}:{place.column or 1}" if place.line else ""
    return plain(shown_path(place.file)) + position


def plain(text: str, keep: str = "") -> str:
    """A text with what could move the cursor, set a colour or turn the line written as an escape."""
    return "".join(
        char if char in keep or unicodedata.category(char) not in _UNSEEN else json.dumps(char)[1:-1] for char in text
    )


def _excerpt(problem: Problem) -> list[str]:
    place = problem.place
    if place is None or place.line is None or not place.excerpt.strip():
        return []
    # A long line is shown around the place; what could move the cursor is shown as a space.
    column = place.column or 1
    start = max(0, column - 60) if len(place.excerpt) > 100 else 0
    text = "".join(char if char.isprintable() else " " for char in place.excerpt[start : start + 100])
    return [f"    {text}", f"    {' ' * _width(text[: column - 1 - start])}^"]


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: characters of East Asia two, accents none."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def as_json(problems: Iterable[Problem]) -> str:
    """Problems as a JSON list of objects, for machines."""
    return plain(json.dumps([as_object(problem) for problem in problems], ensure_ascii=False, indent=2), keep="\n")


def as_object(problem: Problem) -> dict[str, Any]:
    """A problem, for machines."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "file": shown_path(place.file) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "message": problem.message,
        "hint": problem.hint,
        "audience": problem.audience,
    }


def as_github(problem: Problem) -> str:
    """A problem as a workflow command, which GitHub shows beside the line it stands in."""
    parts = [f"file={_as_property(plain(shown_path(problem.place.file)))}"] if problem.place else []
    if problem.place and problem.place.line:
        parts += [f"line={problem.place.line}", f"col={problem.place.column or 1}"]
    parts.append(f"title={problem.code}{f' ({problem.audience})' if problem.audience else ''}")
    text = plain(f"{problem.message} ({problem.hint})" if problem.hint else problem.message)
    return f"::{problem.severity} {','.join(parts)}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _as_property(text: str) -> str:
    """The same before the message; in it GitHub would show these as they are."""
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def shown_path(path: Path) -> str:
    """A path as the user would type it: from the current folder, if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def lit(text: str, spans: Iterable[tuple[int, int]], stream: IO[str]) -> str:
    """A text with the characters in these spans made to stand out: bold on a terminal, else between « and »."""
    colour = _painter(stream) if is_coloured(stream) else lambda _name, word: f"«{word}»"
    shown, end = [], 0
    for start, stop in spans:
        shown += [plain(text[end:start]), colour("found", plain(text[start:stop]))]
        end = stop
    return "".join([*shown, plain(text[end:])])


def _painter(stream: IO[str]) -> Any:
    if is_coloured(stream):
        return lambda name, text: f"{_COLOURS[name]}{text}{_END}"
    return lambda _name, text: text


def is_coloured(stream: IO[str]) -> bool:
    """Whether a stream shows colours: a terminal whose user has not asked for none (NO_COLOR)."""
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def width() -> int:
    """How many columns a text may take: those of the terminal, and no more than can be read."""
    return min(100, shutil.get_terminal_size((80, 24)).columns)


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: the messages hold quotation marks and names in any script."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., Any] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """A message to the user, on standard error."""
    sys.stderr.write(text + "\n")


def give(text: str) -> None:
    """Data, on standard output."""
    sys.stdout.write(text + "\n")


class Advance(Protocol):
    """Tell that one more piece of the work is done, and what comes next."""

    def __call__(self, done: int = 1, *, now: str = "") -> None:
        """`done` more pieces are done; `now` is what is worked on."""


@contextmanager
def progress(total: int, what: str) -> Iterator[Advance]:
    """Show how far a long work is, on a terminal; nothing where standard error is piped."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda done=1, *, now="": None  # noqa: ARG005
        return
    from rich.console import Console  # noqa: PLC0415 (only for a terminal)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(done: int = 1, *, now: str = "") -> None:
            bar.update(task, advance=done, description=now)

        yield advance


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on a terminal what is waited for; nothing where standard error is piped."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 (only for a terminal)

    with Console(stderr=True).status(what):
        yield


@contextmanager
def meter(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how much of a long work is done, where only the work knows how much there is; as `progress` else.

    What it gives is told how much is done, and how much there is.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 (only for a terminal)
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def counted(problems: Iterable[Problem]) -> str:
    """How many errors and warnings, in words."""
    errors = warnings = 0
    for problem in problems:
        errors += problem.is_error
        warnings += not problem.is_error
    parts = [_count(errors, "error")] if errors or not warnings else []
    parts += [_count(warnings, "warning")] if warnings else []
    return " and ".join(parts)


def number_of(number: int, what: str) -> str:
    """So many of a thing, in words: 1 file, 1,200 files."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _count(number: int, what: str) -> str:
    return number_of(number, what) if number else f"no {what}s"
