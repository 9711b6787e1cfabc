"""Lists: items that hold a label and a body, and terms that are the labels of what they explain."""

from collections.abc import Sequence

from briefing.press.sheets import Sheet
from briefing.press.tree import Element, Tree

_IN_LIST = {"/L", "/LI", "/Caption"}


def mend_lists(tree: Tree, sheets: Sequence[Sheet]) -> None:
    """Mend the lists (ISO 32000-1, 14.8.4.3.3; ISO 14289-1, 7.6)."""
    for element in [each for each in tree.walk() if each["S"] == "/L"]:
        _flatten(tree, element)
    for element in [each for each in tree.walk() if each["S"] == "/LI"]:
        _give_body(tree, element)
    terms = _terms(tree, sheets)
    for element in [each for each in tree.walk() if each["S"] == "/L"]:
        _join_terms(tree, element, terms)


def _flatten(tree: Tree, element: Element) -> None:
    """Take out the groups (`<dl><div>`) that stand between a list and its items."""
    for kid in tree.kids(element):
        if kid["S"] in _IN_LIST:
            continue
        inside = tree.kids(kid)
        if inside and all(each["S"] in _IN_LIST for each in inside):
            tree.replace(kid, inside)
        else:
            item = tree.add("/LI", kid, element)
            tree.replace(kid, [item])
            tree.take(item, [kid])


def _give_body(tree: Tree, item: Element) -> None:
    """Put what stands beside the label of an item into one body."""
    kids = tree.kids(item)
    rest = [kid for kid in kids if kid["S"] != "/Lbl"]
    if [kid["S"] for kid in rest] == ["/LBody"] or not rest:
        return
    body = tree.add("/LBody", item, item)
    for kid in rest:
        item["K"].remove(kid.reference)
        if kid["S"] == "/LBody":
            kid["S"] = "/NonStruct"
    tree.take(item, [body])
    tree.take(body, rest)


def _terms(tree: Tree, sheets: Sequence[Sheet]) -> set[int]:
    """Find the items that hold a term, by the identity of their elements."""
    terms = set()
    for sheet in sheets:
        for term in (seen for seen in sheet.boxes if seen.tag == "dt"):
            for seen in term.inside():
                number = sheet.number(seen)
                owner = None if number is None else tree.owner(sheet.index, number)
                item = None if owner is None else tree.ancestor(owner, "/LI")
                if item is not None:
                    terms.add(id(item))
    return terms


def _join_terms(tree: Tree, element: Element, terms: set[int]) -> None:
    """Make each term the label of the item that explains it."""
    item: Element | None = None
    for kid in tree.kids(element):
        if id(kid) in terms:
            item = kid
            for body in tree.kids(kid):
                body["S"] = "/Lbl"
        elif item is not None and kid["S"] == "/LI":
            tree.take(item, tree.kids(kid))
            element["K"].remove(kid.reference)
            kid.clear()
        else:
            item = None
