"""Links: each annotation inside one Link element, and with words of its own."""

from collections.abc import Sequence

import pydyf

from briefing.press.sheets import Sheet, spoken
from briefing.press.tree import Element, PdfObject, Tree


def mend_links(tree: Tree, sheets: Sequence[Sheet]) -> None:
    """Mend the links (ISO 14289-1, 7.18.1 and 7.18.5).

    WeasyPrint makes an annotation for each box inside a link, a picture or a bold word, and ties it to the
    element of that box; its Contents are the address, which for a link inside the brief says nothing.
    """
    for sheet in sheets:
        for seen in sheet.boxes:
            annotation = getattr(seen.box, "link_annotation", None)
            if annotation and seen.element is not None:
                words = seen.element.get("title") or spoken(seen.element)
                if words:
                    annotation["Contents"] = pydyf.String(words)
    for element in list(tree.walk()):
        for link in tree.links(element):
            _mend(tree, element, link, tree.at(element["Pg"]))
    for element in tree.walk():
        if element["S"] == "/Link" and not tree.links(element):
            element["S"] = "/Span"  # what it led to is not there


def _mend(tree: Tree, element: Element, link: PdfObject, page: PdfObject) -> None:
    outer = _outermost(tree, element)
    if outer is None:
        if element["S"] != "/Link":
            _wrap(tree, element, link)
        return
    annotation = tree.at(link["Obj"])
    element["K"].remove(link.reference)
    first = next(iter(tree.links(outer)), None)
    if first is None:
        outer["K"].insert(0, link.reference)
        tree.own_annotation(annotation, outer)
        return
    kept = tree.at(first["Obj"])
    kept["Rect"] = _around(kept["Rect"], annotation["Rect"])
    tree.drop_annotation(annotation, page)
    link.clear()


def _outermost(tree: Tree, element: Element) -> Element | None:
    """Find the Link that the links inside it are part of."""
    outer = None
    above = tree.ancestor(element, "/Link")
    while above is not None:
        outer = above
        above = tree.ancestor(above, "/Link")
    return outer


def _wrap(tree: Tree, element: Element, link: PdfObject) -> None:
    """Put a Link around an element that is one without saying so."""
    wrapper = tree.add("/Link", element, tree.parent(element))
    tree.replace(element, [wrapper])
    element["K"].remove(link.reference)
    wrapper["K"].append(link.reference)
    tree.take(wrapper, [element])
    tree.own_annotation(tree.at(link["Obj"]), wrapper)


def _around(one: PdfObject, other: PdfObject) -> PdfObject:
    """Find the smallest rectangle around two, from their lower left to their upper right corner."""
    across = sorted([one[0], one[2], other[0], other[2]])
    along = sorted([one[1], one[3], other[1], other[3]])
    return pydyf.Array([across[0], along[0], across[-1], along[-1]])
