"""The command for those who keep the head of a log for others: witness."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import Desk
from briefing.cli.where import Where, archive_at, archive_site, keys_folder
from briefing.console import terminal
from briefing.model.desk import NotFoundError

if TYPE_CHECKING:
    from briefing.log import Head
    from briefing.log.witness_file import WitnessFile


def witness(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What the witness keeps; made where it is not there.")],
    given: Annotated[
        Path | None,
        typer.Option("--given", metavar="NEW", help="Take over what NEW holds, without the archive; - reads it."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="LINE", help="The witness keeps this line alone: “size 12 · root 4f2a …”."),
    ] = None,
    accept: Annotated[
        str | None,
        typer.Option("--accept-key", metavar="FINGERPRINT", help="With --given: you have compared this key."),
    ] = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Give others the head of the log to keep.

    Who keeps it notices when the archive is written anew, as nobody else can. FILE is a text of a few lines. It tells
    nothing of what is filed, only how many lines the log has, and proves that the log has only grown since the head
    before. Send it to a records office, a colleague, a newspaper. The next time, give the same FILE again: where the
    log does not continue it, that is an error.

    Who keeps such a file needs no archive: with --given, what was sent is checked against it, and added.

    \b
    Examples:
      briefing witness records-office.txt
      briefing witness kept.txt --given records-office.txt
      briefing witness for-the-court.txt --since "size 12 · root 4f2a 91c3 07be d5a8"
    """  # noqa: D301
    from briefing.archive.witness import given_by, read_witness_file, taken_over
    from briefing.log import Keyring
    from briefing.printing.put import put

    kept = read_witness_file(file, file.read_bytes()) if file.is_file() else None
    if given is not None:
        _only_with_archive(since)
        data = sys.stdin.buffer.read() if str(given) == "-" else given.read_bytes()
        done = taken_over(kept, read_witness_file(given, data), Keyring(keys_folder()), accept)
    else:
        held = archive_at(archive_site(context, desk, where))
        done = given_by(held, kept, _line(since, kept))
    put(file, done.witness_file.as_bytes())
    for note in done.notes:
        terminal.say(note)
    terminal.say(_sentence(kept, done.new))
    terminal.give(str(done.witness_file.last.head))


def _sentence(kept: "WitnessFile | None", new: int) -> str:
    lines = "1 line" if new == 1 else f"{new} lines"
    if kept is None:
        return f"The log has {lines} so far. Who keeps its head can tell later whether the archive was written anew:"
    if not new:
        return "Nothing was added to the log since. Its head:"
    return f"The log continues what was kept, with {lines} more. Its head now:"


def _only_with_archive(since: str | None) -> None:
    if since is not None:
        raise NotFoundError(
            "--since is for those who have the archive, and --given for those who have not: leave one out."
        )


def _line(since: str | None, kept: "WitnessFile | None") -> "Head | None":
    from briefing.log import Head

    if since is None:
        return None
    if kept:
        raise NotFoundError("FILE is there, and says itself since when: leave --since out, or name another file.")
    try:
        return Head.parse(since)
    except ValueError as error:
        raise typer.BadParameter(f"“{since}” is no head of a log: {error}.", param_hint="--since") from error
