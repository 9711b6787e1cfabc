"""A page that was laid out is laid out again from where it changed, when only words of it are others.

WeasyPrint makes pages again by itself where a page number in the contents proves wrong: a page that is marked is laid
out once more, and the pages after it only if it ends otherwise than before. Here the same is done after an edit. Of the
boxes of a page that was pressed last, those get the new words whose words have changed; the pages are marked that asked
for any of these words while they were laid out, however far ahead; all others stay as they are.

It is done for a change of words in the body of a page alone. Anything else, and anything that WeasyPrint has to say of
a page, leads to a page that is laid out from the beginning.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html import unescape
from typing import Any

import weasyprint.document
import weasyprint.layout
import weasyprint.layout.page
from weasyprint import HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.pdf.metadata import DocumentMetadata

from briefing.press.exchange import exchanged
from briefing.press.korean import joined

Box = Any
Context = Any  # WeasyPrint's: what is known while a page is laid out
Element = Any

_NOT_SET = frozenset({"head", "style", "script", "pre", "textarea", "template", "{http://www.w3.org/2000/svg}svg"})


_MOST_PAGES = 4
_MOST_SHEETS = 120
"""That they have together: one of A4 takes some 3 MiB."""

_asked: set[int | None] = set()
"""The texts that were asked for since the last page was begun, by the number of their box."""


@contextmanager
def noting_what_is_asked() -> Iterator[None]:
    """While a page is pressed, note which texts WeasyPrint asks for; texts that it makes itself have no number."""

    def read(box: Box) -> str:
        values = box.__dict__
        _asked.add(values.get("origin"))
        return values["words"]  # type: ignore[no-any-return]

    def write(box: Box, text: str) -> None:
        box.__dict__["words"] = text

    TextBox.text = property(read, write)
    try:
        yield
    finally:
        del TextBox.text


class Desk:
    """The pages that were pressed last, at most four, and no more than can be held."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pages: list[LaidOut] = []

    def lay_out(
        self, text: str, render: Callable[[], tuple[HTML, Document]], said: dict[str, None]
    ) -> tuple[HTML, Document]:
        """Lay out a page: again from one that differs in words alone, or from the beginning.

        Pages of which WeasyPrint has something to say are not kept: `said` is what it says, and it says it once.
        """
        for page in self._pages:
            if page.text == text or changed_words(page.text, text):
                self._pages.remove(page)
                with page.noted():
                    document = page.again(text)
                if document is not None and not said and page.is_closed:
                    self._keep(page)
                    return page.html, document
                said.clear()
                break
        page = LaidOut(text)
        with page.noted():
            html, page.document = render()
        if not said and page.is_closed:
            self._keep(page)
        return html, page.document

    def _keep(self, page: "LaidOut") -> None:
        self._pages = [*self._pages, page][-_MOST_PAGES:]
        while sum(len(one.document.pages) for one in self._pages) > _MOST_SHEETS:
            del self._pages[0]


class LaidOut:
    """A page that was laid out, with all that is needed to do it again in part."""

    def __init__(self, text: str) -> None:
        """Begin with the text of the page, before anything of it is laid out."""
        self.text = text
        self.html: Any = None
        self.document: Any = None
        self._context: Context = None
        self._root: Box = None
        self._footnotes: list[Box] = []
        self._boxes: list[Box] = []
        self._shape: list[tuple[Any, ...]] = []
        self._anchors: list[str] = []
        self._pages: list[tuple[Box, list[Box], list[Box]]] = []
        self._asked: dict[int, frozenset[int | None]] = {}
        self._left: dict[int, dict[Box, Any]] = {}
        self._open: set[int] = set()
        self._rounds = 0
        self._made: set[int] = set()
        self._is_changed = False

    @property
    def is_closed(self) -> bool:
        """Whether it can be laid out again in part.

        Not where a page ends in the midst of a footnote; nor where WeasyPrint changes what it lays out, as it does with
        first letters and the notes of a page.
        """
        return not self._open and not self._is_changed

    def noted(self) -> AbstractContextManager[None]:
        """While WeasyPrint lays out this page, note what comes of it."""
        return exchanged(
            [
                (weasyprint.document, "layout_document", self._layout_document(weasyprint.document.layout_document)),
                (weasyprint.layout, "make_all_pages", self._make_all_pages(weasyprint.layout.make_all_pages)),
                (weasyprint.layout.page, "remake_page", self._remake_page(weasyprint.layout.page.remake_page)),
            ]
        )

    def _layout_document(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def layout_document(html: Any, root: Box, context: Context) -> Iterator[Box]:
            self.html, self._root, self._context = html, root, context
            self._footnotes = list(context.footnotes)
            self._anchors = list(context.target_collector.target_lookup_items)
            self._boxes = list(_all(root, context.footnotes))
            for number, box in enumerate(self._boxes):
                if isinstance(box, TextBox):
                    box.origin = number
            self._shape = list(map(_shape, self._boxes))
            wanted = [item.missing_target_counters for item in context.target_collector.counter_lookup_items.values()]
            self._is_changed = any("pages" in names for each in wanted for names in each.values()) or any(
                box.first_letter_style is not None or box.is_note() for box in self._boxes
            )
            yield from plain(html, root, context)

        return layout_document

    def _make_all_pages(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def make_all_pages(context: Context, root: Box, html: Any, pages: list[Box]) -> list[Box]:
            targets = _places(context)
            self._rounds += 1
            self._made.clear()
            made = list(plain(context, root, html, pages or [page for page, _, _ in self._pages]))
            if self.document is not None and targets != _places(context):
                _tell_of_targets(context)
            self._pages = [(page, page.children, page.children[0].children) for page in made]
            return made

        return make_all_pages

    def _remake_page(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        """Note what a page asks for, and what is left of it to the next of something that is out of the flow."""

        def remake_page(index: int, context: Context, root: Box, html: Any) -> Any:
            context.tables.clear()  # or a page after the first of a table would not ask for its words
            _asked.clear()
            if self._rounds == 1 and index - 1 not in self._made:
                context.broken_out_of_flow = dict(self._left.get(index - 1, {}))
            # Made again for a page number that it prints, a page takes what the last one that was made has left.
            is_astray = context.broken_out_of_flow != self._left.get(index - 1, {})
            made = plain(index, context, root, html)
            left = dict(context.broken_out_of_flow)
            self._asked[index] = frozenset(_asked)
            self._open.discard(index)
            if context.reported_footnotes or is_astray:
                self._open.add(index)
            if self._rounds == 1 and (left or self._left.get(index)) and made[1] is not None:
                context.page_maker[index + 1][-1]["content_changed"] = True
            self._left[index] = left
            self._made.add(index)
            return made

        return remake_page

    def again(self, text: str) -> Any:
        """The document of another text, or None where it differs in more than words that are laid out.

        After that this page is of no further use, unless a document was given.
        """
        if text != self.text and not _put(self.html.etree_element, *(changed_words(self.text, text) or ("", ""))):
            return None
        context, fresh, footnotes = self._context, TargetCollector(), list[Box]()
        for name in self._anchors:
            fresh.collect_anchor(name)
        html = self.html
        root = build_formatting_structure(
            html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            html.base_url,
            fresh,
            context.counter_style,
            footnotes,
        )
        boxes = list(_all(root, footnotes))
        shape = list(map(_shape, boxes))
        if len(shape) != len(self._shape):
            return None
        changed = {number for number, (old, new) in enumerate(zip(self._shape, shape, strict=True)) if old != new}
        for number in changed:
            old, new = self._shape[number], shape[number]
            if old[:-1] != new[:-1] or not new[-1] or not old[-1]:
                return None
            self._boxes[number].text = new[-1]
        self.text, self._shape = text, shape
        for index, asked in self._asked.items():
            if asked & changed and index < len(self._pages):
                context.page_maker[index][-1]["content_changed"] = True
        context.footnotes = list(self._footnotes)
        context.string_set = defaultdict(lambda: defaultdict(list))
        for page, children, of_root in self._pages:
            page.children = children
            children[0].children = of_root
        context.broken_out_of_flow = {}
        self._rounds = 0
        with exchanged([(weasyprint.layout, "initialize_page_maker", lambda *_: None)]):
            pages = [Page(page) for page in weasyprint.layout.layout_document(html, self._root, context)]
        old = self.document
        self.document = Document(
            pages,
            DocumentMetadata(**get_html_metadata(html)),
            html.url_fetcher,
            old.font_config,
            old.color_profiles,
            old.output_intent,
        )
        return self.document


def _places(context: Context) -> list[Any]:
    """What is counted on the pages of all targets; the number of pages is known only after all are laid out."""
    items = context.target_collector.target_lookup_items.values()
    return [
        {name: list(values) for name, values in item.cached_page_counter_values.items() if name != "pages"}
        for item in items
    ]


def _tell_of_targets(context: Context) -> None:
    """Have all pages made again that name the page of another place.

    In a page that is laid out from the beginning that comes of itself: none of them had known any page.
    """
    for (_, of), item in context.target_collector.counter_lookup_items.items():
        at = item.page_maker_index
        if of == "content" and item.missing_target_counters and at is not None and at < len(context.page_maker):
            item.parse_again(item.cached_page_counter_values)
            context.page_maker[at][-1]["content_changed"] = True


def _all(root: Box, footnotes: list[Box]) -> Iterator[Box]:
    """Every box before it is laid out."""
    waiting = [*reversed(footnotes), root]
    while waiting:
        box = waiting.pop()
        yield box
        waiting += reversed(list(box.all_children()))


def _shape(box: Box) -> tuple[Any, ...]:
    """What has to be the same of a box, and last its words."""
    return (
        type(box),
        box.element,
        box.element_tag,
        len(box.children),
        box.bookmark_label,
        str(box.string_set),
        box.__dict__.get("words", ""),
    )


def changed_words(old: str, new: str) -> tuple[str, str] | None:
    """The words of a page that were put in the place of others, from tag to tag; None where more than words changed."""
    begin = _common(old, new)
    start = old.rfind(">", 0, begin) + 1
    shorter = min(len(old), len(new)) - start
    end = _common(old[: -shorter - 1 : -1], new[: -shorter - 1 : -1])
    to_old = old.find("<", max(begin, len(old) - end))
    to_new = len(new) - (len(old) - to_old)
    before, after = old[start:to_old], new[start:to_new]
    if to_old < 0 or old[:start] != new[:start] or old[to_old:] != new[to_new:]:
        return None
    if set("<>\r\0") & {*before, *after} or not before.strip() or not after.strip():
        return None
    return unescape(before), unescape(after)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _put(root: Element, old: str, new: str) -> bool:
    """Put words in the place of others, if these stand once in what is laid out of a page."""
    places: list[tuple[Element, str]] = []
    waiting = [root]
    wanted = joined(old)
    while waiting:
        element = waiting.pop()
        if element.tail == wanted:
            places.append((element, "tail"))
        if element.tag in _NOT_SET or not isinstance(element.tag, str):
            continue
        if element.text == wanted:
            places.append((element, "text"))
        waiting += element
    if len(places) != 1:
        return False
    setattr(*places[0], joined(new))
    return True
