"""What is mended in the tag tree after layout, so that the page can be read aloud (ISO 14289-1)."""

from collections.abc import Sequence

import pydyf

from briefing.model.problem import Problem
from briefing.press.furniture import set_aside
from briefing.press.links import mend_links
from briefing.press.lists import mend_lists
from briefing.press.sheets import Seen, Sheet, alternative
from briefing.press.tables import mend_tables
from briefing.press.tree import Element, PdfObject, Tree

_POINTS = 0.75  # a CSS pixel is 1/96 inch, a point 1/72


def mend(pdf: PdfObject, sheets: Sequence[Sheet], language: str | None) -> list[Problem]:
    """Mend the tag tree of a PDF that is about to be written.

    Problems: E304 where a picture has no alternative text or a table is irregular.
    """
    tree = Tree(pdf)
    problems: list[Problem] = []
    for sheet in sheets:
        set_aside(tree, sheet)
        problems += _mend_figures(tree, sheet)
        _name_languages(tree, sheet, language)
        _keep_case(sheet)
        _mend_notes(tree, sheet)
    mend_links(tree, sheets)
    mend_lists(tree, sheets)
    problems += mend_tables(tree, sheets)
    tree.sweep()
    return problems


def _mend_figures(tree: Tree, sheet: Sheet) -> list[Problem]:
    """Give every figure its alternative text, and its place in points (14289-1, 7.3; 32000-1, 14.8.5.4.3)."""
    problems = []
    for seen in sheet.boxes:
        figure = _owner(tree, sheet, seen) if seen.is_picture else None
        if figure is None or seen.element is None:
            continue
        figure["S"] = "/Figure"  # <object> and <embed> are pictures too
        figure["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": _place(seen, sheet)})
        text = alternative(seen.element)
        if text:
            figure["Alt"] = pydyf.String(text)
        else:
            problems.append(_without_alternative(seen.element.tag, sheet.index + 1))
    return problems


def _place(seen: Seen, sheet: Sheet) -> PdfObject:
    """Measure where a picture is, in points from the lower left corner of the page."""
    left, top = seen.box.content_box_x(), seen.box.content_box_y()
    right, bottom = left + seen.box.width, top + seen.box.height
    corners = (left, sheet.height - bottom, right, sheet.height - top)
    return pydyf.Array([round(length * _POINTS, 3) for length in corners])


def _without_alternative(tag: str, page: int) -> Problem:
    name = tag.rpartition("}")[2]
    return Problem(
        code="E304",
        message=f"A picture (<{name}>) on page {page} has nothing that can be read aloud in its place.",
        hint='Say what it shows in alt="…" or the <title> of an SVG; decoration takes aria-hidden="true".',
    )


def _name_languages(tree: Tree, sheet: Sheet, language: str | None) -> None:
    """Say where the language changes (ISO 14289-1, 7.2; ISO 32000-1, 14.9.2)."""
    for seen in sheet.boxes:
        spoken = seen.box.style["lang"]
        if spoken and spoken != language:
            owner = _owner(tree, sheet, seen)
            if owner is not None:
                owner["Lang"] = pydyf.String(spoken)


def _keep_case(sheet: Sheet) -> None:
    """Keep the words of small capitals: capitals and small letters share their glyphs (32000-1, 14.9.4)."""
    for seen in sheet.boxes:
        number = sheet.number(seen)
        is_small = not seen.is_picture and seen.box.style["font_variant_caps"] != "normal"
        if is_small and number in sheet.begins:
            sheet.stream.stream[sheet.begins[number]]["ActualText"] = pydyf.String(seen.box.text)


def _mend_notes(tree: Tree, sheet: Sheet) -> None:
    """Make footnotes notes, each with a name of its own (ISO 14289-1, 7.9)."""
    for seen in sheet.boxes:
        owner = _owner(tree, sheet, seen) if seen.is_note else None
        if owner is None:
            continue
        above = owner
        chain = []
        while above is not tree.document:
            chain.append(above)
            above = tree.parent(above)
        # From the words up to the document: …, mark or text, note, the area of notes.
        note = chain[-2]
        note["S"] = "/Note"
        note["ID"] = pydyf.String(f"note-{note.number}")
        if seen.tag.endswith("::footnote-marker"):
            chain[-3]["S"] = "/Lbl"


def _owner(tree: Tree, sheet: Sheet, seen: Seen) -> Element | None:
    number = sheet.number(seen)
    return None if number is None else tree.owner(sheet.index, number)
