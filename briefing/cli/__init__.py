"""The command line: options in, exit status out. What is done stands in the modules that these commands call."""

import datetime as dt
import os
import signal
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing import __version__
from briefing.cli import (
    cataloguing,
    changing,
    continuing,
    copying,
    describing,
    filing,
    finding,
    previewing,
    reading,
    retaining,
    seals,
    timestamping,
    transferring,
    verifying,
    witnessing,
)
from briefing.cli.clustered import Cluster
from briefing.cli.options import AsOf, Briefs, Desk, desk_of
from briefing.cli.where import Where
from briefing.console import terminal
from briefing.interrupt import heeding
from briefing.model.desk import NotFoundError, briefs_of, find_brief, named_or_here
from briefing.model.problem import FaultyInputError, Problem

if TYPE_CHECKING:
    from briefing.building.build import Order

app = typer.Typer(
    name="briefing",
    help="From an article and a structured summary of it to a printed policy brief, one variant per audience.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class Paper(StrEnum):
    """The papers that a brief can be laid out for."""

    A4 = "A4"
    LETTER = "Letter"


def _version(*, asked: bool) -> None:
    if asked:
        terminal.give(f"briefing {__version__}")
        raise typer.Exit


@app.callback()
def _everywhere(
    context: typer.Context,
    desk: Desk = None,
    version: Annotated[  # noqa: ARG001 (its callback answers)
        bool,
        typer.Option(
            "--version", callback=lambda asked: _version(asked=asked), is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    context.obj = desk


@app.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The brief's name: the folder under sources/.")],
    article: Annotated[
        str | None, typer.Option("--article", metavar="FILE-or-URL", help="The article; kept as received.")
    ] = None,
    from_edition: Annotated[
        str | None,
        typer.Option("--from", metavar="EDITION", help="A filed edition of it (1.1, latest), or OTHER-BRIEF:EDITION."),
    ] = None,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Start a brief from an article, or from a filed edition.

    The article is kept as received. The brief.yaml beside it is drafted from it: every direct quotation with its
    speaker and paragraph, who else is named again and again, headings that are questions. Each drafted item is
    marked “confirm”. To a brief that is there it is added, and nothing else changes, comments and layout included.

    \b
    Examples:
      briefing new summit --article ~/Downloads/summit.docx
      briefing new summit --article https://www.example.org/summit.html
      briefing new summit --article reply.txt          (a second article, B)
      briefing new summit --from latest                (the brief as it was filed last)
      briefing new summit-2027 --from summit:2.0
    """  # noqa: D301 (\b keeps the lines of the examples apart)
    if (article is None) == (from_edition is None):
        raise typer.BadParameter("a brief is started from one thing: give --article FILE-or-URL, or --from EDITION")
    if article is None:
        continuing.begin(context, name, from_edition or "", where, desk)
        return
    from briefing.drafting.new import start

    begun = start(name, article, desk_of(context, desk), today=dt.date.today())  # noqa: DTZ011, TID251 (the day it was received)
    terminal.give(str(terminal.shown_path(begun.path)))
    for sentence in begun.says():
        terminal.say(sentence)
    terminal.say(f"Go through it, then: briefing check {name}")


@app.command()
def check(
    context: typer.Context,
    briefs: Briefs = None,
    format: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,  # noqa: A002
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail, too.")] = False,
    desk: Desk = None,
) -> None:
    """Show every problem of a brief, or of the whole desk.

    \b
    Examples:
      briefing check
      briefing check kim-putin-summit --strict
      briefing check --format json | jq '.[].message'
    """  # noqa: D301
    from briefing.building.workshop import examine, examine_layouts, examine_variants, open_workshop

    folder = desk_of(context, desk)
    named = [find_brief(name, folder) for name in briefs or ()]
    problems: list[Problem] = []
    try:
        workshop = open_workshop(folder)
        problems += (*workshop.problems, *examine_layouts(workshop))
        for brief in named or briefs_of(folder):
            loaded, found = examine(brief, workshop)
            problems += (*found, *(examine_variants(loaded, found, workshop) if loaded else ()))
    except FaultyInputError as error:
        problems += error.problems
    _show(problems, format)
    if any(problem.is_error for problem in problems) or (strict and problems):
        raise typer.Exit(1)


def _show(problems: list[Problem], format: Format) -> None:  # noqa: A002
    if format is Format.JSON:
        terminal.give(terminal.as_json(problems))
        return
    for problem in problems:
        terminal.give(terminal.as_github(problem) if format is Format.GITHUB else terminal.as_text(problem, sys.stdout))
    terminal.say(f"{terminal.counted(problems)} found.".capitalize())


@app.command()
def build(
    context: typer.Context,
    briefs: Briefs = None,
    audience: Annotated[
        list[str] | None,
        typer.Option("--audience", "-a", metavar="AUDIENCE", help="Only this audience; again for more."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every brief of the desk.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where to; else the desk's build/.")
    ] = None,
    paper: Annotated[Paper | None, typer.Option("--paper", help="Another paper than the house's.")] = None,
    html: Annotated[bool, typer.Option("--html", help="Write the HTML twin beside each PDF.")] = False,
    pack: Annotated[
        bool, typer.Option("--pack", help="All prints that house.yaml lists for the audience: its pack.")
    ] = False,
    box: Annotated[
        bool, typer.Option("--box", help="Bind the briefs named into one PDF for one audience, with contents and tabs.")
    ] = False,
    fit: Annotated[
        bool,
        typer.Option("--fit", help="Keep to the page budget: set tighter, then leave items of low priority out."),
    ] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build in spite of errors of evidence, with DRAFT across every page.")
    ] = False,
    as_of: AsOf = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make everything anew, also that of which nothing has changed.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, metavar="N", help="How many at a time; else as many as the machine takes."),
    ] = None,
    cluster: Cluster = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")] = False,
    desk: Desk = None,
) -> None:
    """Make a PDF for every audience of a brief.

    What would come out as it lies there already, to the byte, is left as it is; a PDF that anybody touched is made
    anew, and so is everything with --fresh.

    \b
    Examples:
      briefing build kim-putin-summit
      briefing build kim-putin-summit -a minister --paper Letter -o /tmp/box
      briefing build kim-putin-summit --pack
      briefing build --box kim-putin-summit harbour -a minister
      briefing build kim-putin-summit -a minister --fit
      briefing build kim-putin-summit --draft
      briefing build kim-putin-summit --as-of 2023-09-13T06:00+01:00
      briefing build --all --jobs 2
      briefing build --all --cluster tcp://10.0.0.5:8786
      briefing build kim-putin-summit --json | jq -r '.[].path'
    """  # noqa: D301
    from briefing.building.outcome import tell_results
    from briefing.cli.making import box_of, results_of
    from briefing.printing.order import Order

    if cluster is not None and (box or jobs is not None):
        raise typer.BadParameter(f"it does not go with {'--box' if box else '--jobs'}", param_hint="--cluster")
    folder = desk_of(context, desk)
    named = tuple(briefs_of(folder)) if every and not briefs else named_or_here(briefs or (), folder, Path.cwd())
    now = as_of or dt.datetime.now(dt.UTC)  # noqa: TID251 (the one clock: for the stages the moment is an input)
    order = Order(
        out or folder / "build",
        tuple(dict.fromkeys(audience or ())),
        paper.value if paper else None,
        html=html,
        draft=draft,
        pack=pack,
        fit=fit,
        as_of=now,
        keeps=not box,
        fresh=fresh,
    )
    of_house, results = (
        box_of(named, order, folder, _reader_of_box) if box else results_of(named, order, folder, jobs, cluster)
    )
    if not tell_results(results, of_house, as_json=as_json, draft=draft, briefs=1 if box else len(named)):
        raise typer.Exit(1)


def _reader_of_box(order: "Order", known: Iterable[str]) -> str:
    """The one audience of a box; what a box cannot be is said."""
    for name, asked in {"--draft": order.draft, "--pack": order.pack, "--html": order.html}.items():
        if asked:
            raise NotFoundError(f"A box is one PDF of briefs that are finished: leave {name} out, or --box.")
    readers = order.audiences or tuple(known)
    if len(readers) != 1:
        raise NotFoundError(f"A box is for one reader: name the audience with -a. house.yaml has: {', '.join(known)}.")
    return readers[0]


for command in (
    describing.layouts,
    describing.schema,
    describing.doctor,
    filing.archive,
    reading.editions,
    reading.get,
    finding.find,
    changing.changes,
    verifying.verify,
    verifying.rebuild,
    filing.withdraw,
    filing.sent,
    copying.copies,
    transferring.copy_archive,
    previewing.preview,
    witnessing.witness,
    timestamping.timestamp,
    retaining.retention,
    retaining.hold,
    retaining.dispose,
    retaining.deposit,
    cataloguing.catalogue,
    seals.seal,
):
    app.command()(command)


def main() -> None:
    """Run the command line; what a user's files or words get wrong ends in a sentence, never in a traceback."""
    terminal.speak_utf8()
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except NotFoundError as error:
        terminal.say(terminal.plain(str(error)))
        sys.exit(2)
    except FaultyInputError as error:
        for problem in error.problems:
            terminal.say(terminal.as_text(problem, sys.stderr))
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _give_nothing_more()
        sys.exit(1)
    except OSError as error:
        # A folder that is gone, an output that takes no more.
        _give_nothing_more()
        where = f"{error.filename}: " if error.filename else ""
        terminal.say(terminal.plain(f"{where}{error.strerror or error}"))
        sys.exit(1)


def _run() -> None:
    try:
        with heeding():
            app(prog_name="briefing")
    finally:
        sys.stdout.flush()


def _give_nothing_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
