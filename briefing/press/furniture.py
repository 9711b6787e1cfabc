"""What is on a page without being part of the text: running heads and feet, folios, decoration."""

from briefing.press.sheets import Seen, Sheet
from briefing.press.tree import PdfObject, Tree


def set_aside(tree: Tree, sheet: Sheet) -> None:
    """Mark running heads, feet and decoration as artifacts (ISO 14289-1, 7.1 and 7.8)."""
    for seen in sheet.boxes:
        if seen.margin and getattr(seen.box, "link_annotation", None):
            # Nothing in an artifact can be followed, and on paper nothing is lost.
            tree.drop_annotation(seen.box.link_annotation, tree.page(sheet.index))
            seen.box.link_annotation = None
        number = sheet.number(seen)
        if number is None or number not in sheet.begins or not _is_furniture(seen):
            continue
        _make_artifact(sheet.stream.stream, sheet.begins[number], seen.margin)
        tree.disown(sheet.index, number)


def _is_furniture(seen: Seen) -> bool:
    # A picture made by the style sheet (content: url()) has no element that could say what it shows.
    return bool(seen.margin) or seen.is_decoration or (seen.is_picture and "::" in seen.tag)


def _make_artifact(content: list[PdfObject], index: int, margin: str | None) -> None:
    """Turn `/Span <</MCID 5>> BDC` into an artifact (ISO 32000-1, 14.8.2.2.2, table 330)."""
    about = content[index]
    about.clear()
    content[index - 1] = "/Artifact"
    if margin is None:
        about["Type"] = "/Layout"
        return
    about["Type"] = "/Pagination"
    if margin.startswith("@top"):
        about["Subtype"] = "/Header"
    elif margin.startswith("@bottom"):
        about["Subtype"] = "/Footer"
