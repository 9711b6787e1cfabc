"""The command that copies the archive to another place: copy-archive."""

import json
from typing import Annotated

import typer

from briefing.cli.options import AsJson, tell
from briefing.cli.where import archive_at, site_of
from briefing.console import terminal


def copy_archive(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The archive: a folder, or s3://BUCKET/NAME.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where to: a new place, or an earlier copy.")],
    as_json: AsJson = False,
) -> None:
    """Copy the archive to another place, file by file checked.

    Copied is what its log has at this moment. Where it is broken off, the same command goes on from there, and an
    earlier copy is brought up to date. The copy is the same archive, byte for byte, and is verified in the end.

    \b
    Examples:
      briefing copy-archive archive /media/usb/archive
      briefing copy-archive archive s3://records/briefs
      briefing copy-archive s3://records/briefs /srv/archive --json
    """  # noqa: D301
    from briefing.archive.transfer import copy_archive as copy

    held = archive_at(site_of(source))
    with terminal.meter("Copying") as progress:
        copied = copy(held, site_of(target), progress)
    if as_json:
        terminal.give(json.dumps({"from": source, "to": target, **copied.as_object()}, ensure_ascii=False, indent=2))
    else:
        terminal.give(
            f"Copied to {terminal.plain(target)}: {copied.copied_files} of {copied.files} files were new there, "
            f"{copied.copied_bytes:,} of {copied.bytes:,} bytes. Verified: {copied.checkpoint.head}."
        )
    if copied.left:
        count, example = terminal.number_of(len(copied.left), "file"), terminal.plain(copied.left[0])
        terminal.say(f"Not copied: {count} that no edition in the log has, such as {example}.")
    problems = list(copied.report.problems)
    tell(problems, failed=any(problem.is_error for problem in problems), so="the copy is not whole")
