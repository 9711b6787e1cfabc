"""The tag tree of a PDF while it can still be changed (ISO 32000-1, 14.7)."""

from collections.abc import Iterator
from typing import Any

import pydyf

PdfObject = Any  # one of pydyf's
Element = Any  # a structure element: a pydyf dictionary with S (its tag), K (what is in it), P (its parent)

_NOTHING = "null"
_HOLLOW = {"/Span", "/NonStruct", "/Div", "/Link", "/Figure", "/Lbl"}  # mean nothing when they are empty


class Tree:
    """The structure elements of a PDF, and which of them each piece of marked content belongs to."""

    def __init__(self, pdf: PdfObject) -> None:
        """Read the tree of a PDF whose pages are all painted."""
        self._pdf = pdf
        root = self.at(pdf.catalog["StructTreeRoot"])
        self.document: Element = self.at(root["K"][0])
        self._numbers = self.at(root["ParentTree"])["Nums"]

    def at(self, reference: bytes | str) -> PdfObject:
        """Follow a reference."""
        return self._pdf.objects[int(reference.split()[0])]

    def page(self, index: int) -> PdfObject:
        """Find a page, counted from 0."""
        return self.at(self._pdf.page_references[index])

    def owner(self, page: int, mcid: int) -> Element | None:
        """Find the element that a piece of marked content belongs to (ISO 32000-1, 14.7.4.4)."""
        reference = self._numbers[2 * page + 1][mcid]
        return None if reference == _NOTHING else self.at(reference)

    def parent(self, element: Element) -> Element:
        """Find the element that holds this one."""
        return self.at(element["P"])

    def ancestor(self, element: Element, tag: str) -> Element | None:
        """Find the nearest element above that has this tag."""
        above = element
        while above is not self.document:
            above = self.parent(above)
            if above.get("S") == tag:
                return above
            if "P" not in above:
                return None
        return None

    def kids(self, element: Element) -> list[Element]:
        """List the elements directly inside an element."""
        return [kid for kid in self._objects(element) if kid.get("Type") == "/StructElem"]

    def links(self, element: Element) -> list[PdfObject]:
        """List the references to annotations directly inside an element (ISO 32000-1, 14.7.4.3)."""
        return [kid for kid in self._objects(element) if kid.get("Type") == "/OBJR"]

    def walk(self, element: Element | None = None) -> Iterator[Element]:
        """Go through an element (the document, if none is given) and all below it, in reading order."""
        start = self.document if element is None else element
        yield start
        for kid in self.kids(start):
            yield from self.walk(kid)

    def add(self, tag: str, like: Element, parent: Element) -> Element:
        """Make an element on the page of another; it is not yet in its parent's list."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": tag, "K": pydyf.Array([])})
        element["P"] = parent.reference
        if "Pg" in like:
            element["Pg"] = like["Pg"]
        self._pdf.add_object(element)
        return element

    def take(self, parent: Element, kids: list[Element]) -> None:
        """Put elements at the end of another, and tell them so."""
        for kid in kids:
            kid["P"] = parent.reference
            parent["K"].append(kid.reference)

    def replace(self, element: Element, others: list[Element]) -> None:
        """Put other elements in the place of one."""
        parent = self.parent(element)
        index = parent["K"].index(element.reference)
        parent["K"][index : index + 1] = [other.reference for other in others]
        for other in others:
            other["P"] = parent.reference

    def disown(self, page: int, mcid: int) -> None:
        """Take a piece of marked content out of the tree, with the elements that are left empty by it."""
        element = self.owner(page, mcid)
        self._numbers[2 * page + 1][mcid] = _NOTHING
        if element is None:
            return
        element["K"].remove(mcid)
        while not element["K"] and element.get("S") in _HOLLOW:
            parent = self.parent(element)
            if element.reference in parent["K"]:
                parent["K"].remove(element.reference)
            element.clear()
            element = parent

    def own_annotation(self, annotation: PdfObject, element: Element) -> None:
        """Say that an annotation belongs to an element."""
        self._numbers[self._place(annotation)] = element.reference

    def drop_annotation(self, annotation: PdfObject, page: PdfObject) -> None:
        """Take an annotation off its page."""
        place = self._place(annotation)
        del self._numbers[place - 1 : place + 1]
        page["Annots"].remove(annotation.reference)
        if not page["Annots"]:
            del page["Annots"]
        annotation.clear()

    def sweep(self) -> None:
        """Empty the elements that nothing in the document leads to."""
        reached = {id(element) for element in self.walk()}
        for item in self._pdf.objects:
            is_element = isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
            if is_element and id(item) not in reached:
                item.clear()

    def _place(self, annotation: PdfObject) -> int:
        start = 0
        key = annotation["StructParent"]
        while self._numbers[start] != key:
            start += 2
        return start + 1

    def _objects(self, element: Element) -> list[PdfObject]:
        return [self.at(kid) for kid in element["K"] if isinstance(kid, (bytes, str))]
