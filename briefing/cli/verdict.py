"""What `verify` has found, for people or (`--json`) for machines, and its exit status."""

import json
import sys
from typing import TYPE_CHECKING

import typer

from briefing.cli.sealed import NO_SEALS, SealsOfFile
from briefing.console import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.archive.answer import Answer
    from briefing.archive.verify import Report
    from briefing.model.change import Changes
    from briefing.model.problem import Problem

_UNKNOWN_KEY = "E834"


def show_seals(seals: SealsOfFile, *, as_json: bool) -> None:
    """What is said of a sealed PDF where there is no archive to ask."""
    if as_json:
        terminal.give(json.dumps({"seals": list(seals.found)}, ensure_ascii=False, indent=2))
    else:
        for sentence in seals.sentences:
            terminal.give(terminal.plain(sentence))
    if not seals.hold:
        raise typer.Exit(1)


def show_answer(
    answer: "Answer",
    changes: "Changes | None",
    stamped: str,
    *,
    as_json: bool,
    seals: SealsOfFile = NO_SEALS,
) -> None:
    """What a paper is, what changed since, and what its stamps and seals say; exit 1 unless it is proved."""
    from briefing.console.told import changes_as_text

    if as_json:
        said = {"timestamp": stamped or None, "changes": changes.as_object() if changes else None}
        shown = {**answer.as_object(), **said, "seals": list(seals.found)}
        terminal.give(json.dumps(shown, ensure_ascii=False, indent=2, default=str))
    else:
        for sentence in filter(None, (*answer.sentences(), stamped, *seals.sentences)):
            terminal.give(terminal.plain(sentence))
        if changes:
            terminal.give(changes_as_text(changes, colour=terminal.is_coloured(sys.stdout), width=terminal.width()))
    if not answer.is_proved or seals.are_broken:
        raise typer.Exit(1)


def show_report(report: "Report", shown_as: str, *, as_json: bool, seals: "Sequence[dict[str, object]]" = ()) -> None:
    """What was found of an archive, the verdict last; exit 1 where something is wrong."""
    errors = [problem for problem in report.problems if problem.is_error]
    if as_json:
        shown = {
            "whole": not errors,
            "has_log": report.has_log,
            "archive": shown_as,
            "objects": report.objects,
            "versions": report.versions,
            "files": report.files,
            "bytes": report.bytes,
            "checkpoint": str(report.checkpoint.head) if report.checkpoint else None,
            "timestamps": [one.as_object() for one in report.dating.stamps],
            "notes": list(report.notes),
            "seals": list(seals),
            "problems": json.loads(terminal.as_json(report.problems)),
        }
        terminal.give(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for problem in report.problems:
            terminal.give(terminal.as_text(problem, sys.stdout))
        for note in report.notes:
            terminal.give(terminal.plain(note))
        what = (
            (report.objects, "object"),
            (report.versions, "version"),
            (report.files, "file"),
            (report.bytes, "byte"),
        )
        counted = ", ".join(terminal.number_of(number, name) for number, name in what)
        terminal.give(f"{_verdict(report, errors)}: {counted}.")
    if errors:
        raise typer.Exit(1)


def _verdict(report: "Report", errors: "list[Problem]") -> str:
    if not errors:
        return "WHOLE AND UNTOUCHED" if report.has_log else "WHOLE, BY ITS OWN DIGESTS"
    if {problem.code for problem in errors} == {_UNKNOWN_KEY}:
        return "WHOLE, AND SIGNED WITH A KEY THAT IS NOT ACCEPTED HERE"
    return "NOT AS IT WAS FILED"
