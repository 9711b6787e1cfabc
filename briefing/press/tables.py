"""Tables: what each header is the header of, and whether the rows are equally long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pydyf

from briefing.model.problem import Problem
from briefing.press.sheets import HtmlElement, Sheet
from briefing.press.tree import Element, Tree

_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


@dataclass(frozen=True)
class Cell:
    """A cell, the rows and columns it covers, and of which it is the header (if it is one)."""

    element: Element
    rows: range
    columns: range
    scope: str | None
    is_group: bool


def mend_tables(tree: Tree, sheets: Sequence[Sheet]) -> list[Problem]:
    """Give headers their scope and cells their headers (ISO 14289-1, 7.5; ISO 32000-1, 14.8.5.7).

    Problems: E304 for a table whose rows are not equally long.
    """
    html = {
        id(seen.box.mark): seen.element
        for sheet in sheets
        for seen in sheet.boxes
        if getattr(seen.box, "mark", None) is not None
    }
    tables = [element for element in tree.walk() if element["S"] == "/Table"]
    return [problem for table in tables for problem in _mend(tree, table, html)]


def _mend(tree: Tree, table: Element, html: dict[int, HtmlElement]) -> list[Problem]:
    rows = list(_rows(tree, table))
    slots, is_regular = _arrange(tree, rows)
    width = max((columns.stop for _, _, columns in slots), default=0)
    cells = []
    for element, covered, columns in slots:
        cell = _cell(tree, element, covered, columns, html.get(id(element)), width)
        cells.append(cell)
        if cell.scope:
            element["A"]["Scope"] = cell.scope
    for cell in cells:
        _point_to_headers(cell, cells)
    return [] if is_regular else [_irregular(width)]


def _rows(tree: Tree, table: Element) -> Iterator[Element]:
    for kid in tree.kids(table):
        if kid["S"] == "/TR":
            yield kid
        elif kid["S"] in {"/THead", "/TBody", "/TFoot"}:
            yield from (row for row in tree.kids(kid) if row["S"] == "/TR")


def _arrange(tree: Tree, rows: list[Element]) -> tuple[list[tuple[Element, range, range]], bool]:
    """Where each cell stands, and whether every row is filled to the same column."""
    taken: set[tuple[int, int]] = set()
    slots = []
    for number, row in enumerate(rows):
        column = 0
        for element in (kid for kid in tree.kids(row) if kid["S"] in {"/TH", "/TD"}):
            while (number, column) in taken:
                column += 1
            about = element.get("A", {})
            across = range(column, column + about.get("ColSpan", 1))
            # A cell reaches no further down than its table, whatever it says.
            down = range(number, min(len(rows), number + about.get("RowSpan", 1)))
            slots.append((element, down, across))
            taken.update((y, x) for y in down for x in across)
    width = max((x for _, x in taken), default=-1) + 1
    return slots, len(taken) == width * len(rows)


def _cell(  # noqa: PLR0913, PLR0917 (the six things that decide a cell's scope)
    tree: Tree, element: Element, rows: range, columns: range, html: HtmlElement | None, width: int
) -> Cell:
    if element["S"] != "/TH":
        return Cell(element, rows, columns, None, is_group=False)
    row = tree.parent(element)
    is_in_head = tree.parent(row)["S"] == "/THead"
    is_group = not is_in_head and len(columns) == width > 1
    scope = _SCOPES.get(html.get("scope", "").lower() if html is not None else "")
    if is_in_head or is_group:
        # The heading of a group of rows stands above what it heads, whatever it is called in HTML.
        scope = "/Column" if is_group or scope is None else scope
    elif scope is None:
        has_data = any(kid["S"] == "/TD" for kid in tree.kids(row))
        scope = "/Row" if has_data and columns.start == 0 else "/Column"
    return Cell(element, rows, columns, scope, is_group)


def _point_to_headers(cell: Cell, cells: list[Cell]) -> None:
    """Name the headers of a cell: those of its rows, those above it, and of groups only the nearest."""
    if cell.scope is not None:
        return
    beside = [
        other
        for other in cells
        if other.scope == "/Row" and _meet(other.rows, cell.rows) and other.columns.stop <= cell.columns.start
    ]
    higher = [other for other in cells if other.scope == "/Column" and other.rows.stop <= cell.rows.start]
    above = [other for other in higher if _meet(other.columns, cell.columns)]
    groups = [other for other in above if other.is_group][-1:]
    headers = [*beside, *groups, *(other for other in above if not other.is_group)]
    names = [other.element["ID"] for other in headers if "ID" in other.element]
    about = cell.element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
    about.pop("Headers", None)
    if names:
        about["Headers"] = pydyf.Array(names)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _irregular(width: int) -> Problem:
    return Problem(
        code="E304",
        message=f"A table of {width} columns has rows that are not equally long: read aloud, its cells mix.",
        hint="Give every row the same number of cells, colspan and rowspan counted, and keep rows that share"
        " a cell on one page (tbody { break-inside: avoid }).",
    )
