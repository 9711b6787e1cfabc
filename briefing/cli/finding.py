"""The command that searches the archive: find."""

import datetime as dt
import json
import sys
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import AsJson, Desk, tell
from briefing.cli.where import Where, archive_at, archive_site, name_of
from briefing.console import terminal
from briefing.model.desk import NotFoundError

if TYPE_CHECKING:
    from briefing.archive.search import Hit, Place, Text
    from briefing.archive.store import Archive

_LONG = 360
"""Characters of a text that are shown whole; of a longer one, what stands around the words found."""
_AROUND = 120


def _day(text: str | dt.date) -> dt.date:
    try:
        return text if isinstance(text, dt.date) else dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is no day, such as 2023-09-12.") from error


def find(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help='All of them, in any order; ammun* goes on; "these as they are".'),
    ],
    audience: Annotated[
        list[str] | None,
        typer.Option("--audience", "-a", metavar="AUDIENCE", help="Only what it was told; again for more."),
    ] = None,
    brief: Annotated[
        list[str] | None, typer.Option("--brief", metavar="BRIEF", help="Only in this brief; again for more.")
    ] = None,
    since: Annotated[
        dt.date | None,
        typer.Option("--since", metavar="DATE", parser=_day, help="Only in editions of this day or later."),
    ] = None,
    until: Annotated[
        dt.date | None, typer.Option("--until", metavar="DATE", parser=_day, help="Only in editions up to this day.")
    ] = None,
    latest: Annotated[
        bool, typer.Option("--latest", help="Only in what each audience has now: its newest edition that stands.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="How many passages are shown.")] = 20,
    reindex: Annotated[bool, typer.Option("--reindex", help="Make the index anew from the files first.")] = False,
    as_json: AsJson = False,
    where: Where = None,
    desk: Desk = None,
) -> None:
    """Find where something was said, since when, and to whom.

    All words must stand in one paragraph. Capitals and accents count for nothing. Each paragraph is shown once, with
    the editions and the audiences that have it, as it was filed. Nothing found is no error: the exit status is 0.

    \b
    Examples:
      briefing find ammunition
      briefing find food "closely guarded" -a minister
      briefing find "sanction*" --since 2023-01-01 --latest
      briefing find 정상회담 --brief kim-putin-summit
      briefing find ammunition --json | jq -r '.[].places[] | "\\(.date) \\(.audience)"'
    """  # noqa: D301
    from briefing.archive.query import Query
    from briefing.archive.search import Asked, search

    query = Query.parse(words)
    if query.is_empty:
        raise NotFoundError(f"“{' '.join(words)}” holds no word to look for: give at least one.")
    held = archive_at(archive_site(context, desk, where))
    there = held.briefs()
    asked = Asked(
        query=query,
        briefs=tuple(_known(held, name_of(name), there) for name in brief or ()),
        audiences=tuple(audience or ()),
        since=since,
        until=until,
        is_latest=latest,
        limit=limit,
    )
    with terminal.progress(len(there), "Searching") as advance:
        outcome = search(held, asked, afresh=reindex, advance=lambda name: advance(now=name))
    if as_json:
        terminal.give(json.dumps([hit.as_object() for hit in outcome.hits], ensure_ascii=False, indent=2))
    else:
        terminal.give("\n\n".join("\n".join(_lines(hit)) for hit in outcome.hits)) if outcome.hits else None
    if not outcome.hits:
        terminal.say("Nothing found.")
    if outcome.is_more:
        terminal.say(f"There is more than these {limit}: add words, or --limit {limit * 5}.")
    tell(list(outcome.problems), failed=bool(outcome.problems), so="not everything was searched")


def _known(held: "Archive", name: str, there: Collection[str]) -> str:
    from briefing.archive.naming import none_of

    return name if name in there else none_of(held, name)


def _lines(hit: "Hit") -> Iterator[str]:
    newest = hit.places[-1]
    paragraph = f" ¶{newest.number}" if newest.number else ""
    head = [hit.brief, f"{hit.section.replace('_', ' ')}{paragraph}", hit.marking]
    yield terminal.plain(" · ".join(filter(None, head)))
    for index, text in enumerate(hit.texts):
        if text.lit or not index:
            name = f"{terminal.plain(text.name.replace('_', ' '))}: " if text.name else ""
            yield f"  {name}{_shown(text)}"
    for line in _places(hit.places):
        yield f"  → {terminal.plain(line)}"


def _shown(text: "Text") -> str:
    if len(text.text) <= _LONG:
        return terminal.lit(text.text, text.lit, sys.stdout)
    first, last = (text.lit[0][0], text.lit[-1][1]) if text.lit else (0, 0)
    last = min(last, first + _LONG)
    start = text.text.rfind(" ", 0, max(0, first - _AROUND) + 1) + 1
    end = text.text.find(" ", last + _AROUND)
    end = len(text.text) if end < 0 else end
    lit = [(begin - start, stop - start) for begin, stop in text.lit if stop <= end]
    before, after = "… " if start else "", " …" if end < len(text.text) else ""
    return f"{before}{terminal.lit(text.text[start:end], lit, sys.stdout)}{after}"


def _places(places: "tuple[Place, ...]") -> Iterator[str]:
    """Since when and to whom: audiences that had it in the same editions, under the same number, in one line."""
    of_audience: dict[str, list[Place]] = {}
    for place in places:
        of_audience.setdefault(place.audience, []).append(place)
    together: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for audience, had in of_audience.items():
        together.setdefault(tuple((one.edition.version, one.number) for one in had), []).append(audience)
    for audiences in together.values():
        runs = ", ".join(_run(run) for run in _runs(of_audience[audiences[0]]))
        yield f"{', '.join(audiences)}: {runs}"


def _runs(places: "list[Place]") -> "list[list[Place]]":
    """Places in editions that follow each other."""
    runs: list[list[Place]] = []
    for place in places:
        if runs and place.edition.version - runs[-1][-1].edition.version <= 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _run(run: "list[Place]") -> str:
    editions = list(dict.fromkeys(place.edition.label for place in run))
    shown = editions[0] if len(editions) == 1 else f"{editions[0]} to {editions[-1]} ({len(editions)} editions)"
    withdrawn = dict.fromkeys(str(place.edition.edition) for place in run if place.withdrawal)
    if not withdrawn:
        return shown
    return f"{shown} WITHDRAWN" if len(editions) == 1 else f"{shown}, of which WITHDRAWN: {', '.join(withdrawn)}"
