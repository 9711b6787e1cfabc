"""The command's way in: a build of which nothing has changed is answered at once, all else by the command line.

Reading the command line takes longer than such an answer. So the plainest words of `briefing build` are understood
here, and whatever is written otherwise, or is not known to be unchanged, goes the usual way.
"""

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.building.outcome import tell_results
from briefing.console.terminal import speak_utf8
from briefing.model.desk import NotFoundError, briefs_of, find_desk, named_or_here
from briefing.printing.order import Order, Outcome
from briefing.reuse.unchanged import Before, Last

_FLAGS = frozenset(["--all", "--html", "--json", "--pack", "--fit"])
_VALUES = {"-a": "--audience", "--audience": "--audience", "-o": "--out", "--out": "--out", "--paper": "--paper"}
_JOBS = frozenset(["-j", "--jobs"])


@dataclass(frozen=True)
class Words:
    """What was typed behind `briefing build`, in the plainest way: names, flags, and options with their values."""

    names: tuple[str, ...]
    flags: frozenset[str]
    values: tuple[tuple[str, str], ...]

    def all_of(self, option: str) -> tuple[str, ...]:
        """The values of an option, each once, in their order."""
        return tuple(dict.fromkeys(value for name, value in self.values if name == option))

    def last_of(self, option: str) -> str | None:
        """The value that an option was given last."""
        return next((value for name, value in reversed(self.values) if name == option), None)


def main() -> None:
    """Answer at once, or let the command line do it."""
    speak_utf8()
    try:
        status = _answered(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    if status is not None:
        sys.exit(status)
    from briefing.cli import main as command_line  # noqa: PLC0415 (only now: it takes longer than all the rest)

    command_line()


def _answered(arguments: Sequence[str]) -> int | None:
    """Tell what lies there already, and the exit status; None where anything else is to be done."""
    words = words_of(arguments)
    before = _before(words) if words else None
    if words is None or not before:
        return None
    outcomes = (Outcome(folder.name, found.results, is_unchanged=True) for folder, found in before.items())
    of_house = next(iter(before.values())).of_house
    try:
        tell_results(outcomes, of_house, as_json="--json" in words.flags, briefs=len(before))
        sys.stdout.flush()
    except OSError:
        # Whoever read our output has seen enough, or it takes no more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def words_of(arguments: Sequence[str]) -> Words | None:
    """The words of a plain `briefing build`; None where there is anything that is not understood here."""
    if not arguments or arguments[0] != "build":
        return None
    names: list[str] = []
    flags: set[str] = set()
    values: list[tuple[str, str]] = []
    waiting = iter(arguments[1:])
    for word in waiting:
        value = next(waiting, None) if word in _VALUES or word in _JOBS else ""
        if value is None or (word in _JOBS and not (value.isascii() and value.isdigit() and int(value))):
            return None
        if word in _VALUES:
            values.append((_VALUES[word], value))
        elif word in _FLAGS:
            flags.add(word)
        elif word not in _JOBS:
            if word.startswith("-") or not word:
                return None
            names.append(word)
    return Words(tuple(names), frozenset(flags), tuple(values))


def _before(
    words: Words, *, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
) -> dict[Path, Before] | None:
    """What an earlier build has made of each brief that is asked for, where nothing of any has changed."""
    try:
        desk = find_desk(Path.cwd())
        every = "--all" in words.flags and not words.names
        folders = tuple(briefs_of(desk)) if every else named_or_here(words.names, desk, Path.cwd())
    except (NotFoundError, OSError):
        return None
    out = words.last_of("--out")
    order = Order(
        Path(out) if out is not None else desk / "build",
        words.all_of("--audience"),
        words.last_of("--paper"),
        html="--html" in words.flags,
        pack="--pack" in words.flags,
        fit="--fit" in words.flags,
        as_of=now(),
        keeps=True,
    )
    last = Last(desk, order)
    before: dict[Path, Before] = {}
    for folder in folders:
        found = last.unchanged(folder)
        if found is None:
            return None
        before[folder] = found
    return before
