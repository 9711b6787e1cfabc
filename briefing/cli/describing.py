"""The commands that describe what a desk has to work with: layouts, schema, doctor."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import AsJson, Desk, desk_of
from briefing.console import terminal
from briefing.model.desk import NotFoundError

if TYPE_CHECKING:
    from briefing.model.text import Model


class Input(StrEnum):
    """The input files that have a schema."""

    BRIEF = "brief"
    HOUSE = "house"
    LAYOUT = "layout"


def layouts(
    context: typer.Context,
    eject: Annotated[
        str | None,
        typer.Option("--eject", metavar="NAME", help="Put this layout into the desk's layouts/, to be changed."),
    ] = None,
    new: Annotated[
        str | None, typer.Option("--as", metavar="NEW", help="With --eject: a new layout that extends it.")
    ] = None,
    as_json: AsJson = False,
    desk: Desk = None,
) -> None:
    """List the layouts, or take one over to change it.

    The desk's own go before those shipped. Ejected under its own name, a layout is copied whole and goes before the
    shipped one. With --as NEW it becomes a new layout that extends it: the smallest thing to begin from.

    \b
    Examples:
      briefing layouts
      briefing layouts --json
      briefing layouts --eject policy-brief --as wide
      briefing layouts --eject one-page
    """  # noqa: D301
    from briefing.loading.load import load_layouts

    if new is not None and eject is None:
        raise typer.BadParameter("it says what an ejected layout is called: add --eject NAME", param_hint="--as")
    if eject is not None:
        _eject(eject, new, desk_of(context, desk), as_json=as_json)
        return
    try:
        folder: Path | None = desk_of(context, desk)
    except NotFoundError:
        folder = None
    found = load_layouts(folder / "layouts" if folder else None).values()
    if as_json:
        terminal.give(json.dumps([layout.as_object() for layout in found], ensure_ascii=False, indent=2))
        return
    width = max(len(layout.name) for layout in found)
    for layout in found:
        terminal.give(f"{layout.name:{width}}  {layout.title}. {layout.description}")


def _eject(name: str, new: str | None, folder: Path, *, as_json: bool) -> None:
    """Put a layout into the desk, and say what to do with it."""
    from briefing.laying_out.eject import eject
    from briefing.loading.load import load_layouts

    own = folder / "layouts"
    made = eject(name, load_layouts(own), own, new)
    if as_json:
        terminal.give(json.dumps(load_layouts(own)[made.name].as_object(), ensure_ascii=False, indent=2))
        return
    terminal.give(str(terminal.shown_path(made)))
    if new is None:
        terminal.say(f"Every audience with layout: {name} has this one from now on. Change its files, then build.")
    else:
        terminal.say(f"Change tokens.css, write layout: {made.name} for an audience in house.yaml, then build.")
        above = load_layouts(own)[made.name].folders[1:]
        terminal.say(f"To change a part of the page, copy its file from: {', '.join(map(str, above))}")


def schema(
    of: Annotated[
        Input, typer.Argument(metavar="brief|house|layout", help="Which file.", show_default=False)
    ] = Input.BRIEF,
) -> None:
    """Print the JSON Schema of brief.yaml, for editors.

    They complete and check from it while you write.

    \b
    Examples:
      briefing schema > brief.schema.json
      briefing schema house
    """  # noqa: D301
    from briefing.loading.schema import json_schema
    from briefing.model.house import House
    from briefing.model.layout import LayoutFile
    from briefing.model.summary import Summary

    models: dict[Input, type[Model]] = {Input.BRIEF: Summary, Input.HOUSE: House, Input.LAYOUT: LayoutFile}
    terminal.give(json.dumps(json_schema(models[of]), ensure_ascii=False, indent=2))


def doctor(
    context: typer.Context,
    as_json: AsJson = False,
    desk: Desk = None,
) -> None:
    """Say what this machine lacks, and the command that mends it.

    \b
    Examples:
      briefing doctor
    """  # noqa: D301
    from briefing.doctor import examine_machine

    try:
        folder: Path | None = desk_of(context, desk)
    except NotFoundError:
        folder = None
    findings = examine_machine(folder)
    if as_json:
        terminal.give(json.dumps([finding.as_object() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            terminal.give(finding.as_text())
    if any(finding.lacking for finding in findings):
        raise typer.Exit(1)
